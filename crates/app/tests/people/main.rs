//! People and their rights, on a real database: accounts, sessions, tokens, roles, residents, bodies, acts, jobs.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod account;
mod act;
mod body;
mod job;
mod resident;
mod role;
mod session;
mod token;

use api_types::account::SecretText;
use api_types::session::SignIn;
use app::{Error, Result};

/// A sign-in with this password.
pub fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn { email: email.into(), password: SecretText(password.into()) }
}

/// Pointers and codes of the faults of an invalid input.
pub fn faults<T>(result: Result<T>) -> Vec<(String, String)> {
    match result {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|f| (f.pointer, f.code.into_owned())).collect(),
        Err(e) => panic!("not invalid: {e}"),
        Ok(_) => vec![],
    }
}

/// Pairs of text, to compare with [`faults`].
pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect()
}
