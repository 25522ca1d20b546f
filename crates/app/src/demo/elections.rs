//! Finished elections of real cities, from Pabulib; each under its own city's name and currency.

use crate::{App, Caller, ConflictCode, Error, Result, election};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../../../tests/fixtures/pabulib/", $name, ".pb")))),*]
    };
}

/// Small and large, approval and cumulative, greedy and equal shares, three currencies.
static FILES: [(&str, &[u8]); 5] = files![
    "Poland_Wieliczka_2023_Green_Budget",
    "Poland_Gdynia_2020",
    "Netherlands_Assen_2024",
    "Switzerland_Zurich_D5",
    "Poland_Swiecie_2023",
];

/// Imports them; one that is there already stays as it is.
pub(super) fn import(app: &App, progress: &dyn Fn(u64, u64)) -> Result<()> {
    for (i, (name, bytes)) in FILES.into_iter().enumerate() {
        match election::import(app, &Caller::system(), bytes, |_, _| ()) {
            Ok(_) | Err(Error::Conflict(ConflictCode::Exists)) => {}
            Err(e) => return Err(Error::Broken(format!("election {name}: {e}"))),
        }
        progress(i as u64 + 1, FILES.len() as u64);
    }
    Ok(())
}
