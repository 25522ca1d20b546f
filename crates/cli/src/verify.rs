//! `qatysu verify`: are the kept books right?

use app::ledger::verify::{EnvelopeFault, verify};

use crate::settings::Settings;
use crate::{Outcome, open};

/// Replays every ledger and says which envelope fails, and where.
///
/// # Errors
/// The database's; the number of faults when the books are wrong.
pub fn books(settings: &Settings) -> Outcome {
    let check = verify(&open::existing(settings)?)?;
    for EnvelopeFault { cycle, code, fault } in &check.faults {
        let place = fault.seq.map(|seq| format!(", entry {seq}")).unwrap_or_default();
        let detail = fault.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        println!("cycle {cycle}, envelope {code}{place}: {}{detail}", fault.code);
    }
    if !check.balanced {
        return Err(format!("{} fault(s) in the ledger", check.faults.len()).into());
    }
    println!("The ledger balances: {} envelopes, {} entries.", check.envelopes, check.entries);
    Ok(())
}
