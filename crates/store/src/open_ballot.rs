//! The ballot box: what was voted, by pseudonym.

use crate::prelude::*;

row! {
    /// A ballot. The pseudonym is an HMAC under a key that is not in the database.
    OpenBallot in open_ballot {
        pseudonym: Vec<u8>,
        contest_id: Id,
        commitment: Vec<u8>,
        nonce: Vec<u8>,
        choices: Json<Vec<u32>>,
    }
}
