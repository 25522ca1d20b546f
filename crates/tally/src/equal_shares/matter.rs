//! Whether a tie mattered: the count is made again with another of the tied items before all others of them.

use crate::error::CountError;
use crate::outcome::Outcome;
use crate::sheet::Sheet;

/// So many distinct ballots are counted again in all; a tie for which that is not enough is said to matter.
const MOST_WORK: usize = 200_000;

/// Finds out for the first `ties` of an outcome whether another of the tied items first would have changed who is funded.
pub(super) fn settle(
    outcome: &mut Outcome,
    ties: usize,
    sheet: &Sheet<'_>,
    recount: impl Fn(&Sheet<'_>) -> Result<Outcome, CountError>,
) -> Result<(), CountError> {
    let winners = sorted(outcome);
    let mut left = MOST_WORK / (100 + sheet.profile.len() + sheet.instance.items.len());
    for tie in &mut outcome.ties[..ties] {
        let items: Vec<usize> = tie.items.iter().filter_map(|id| sheet.instance.index_of(id)).collect();
        for &item in &items[1..] {
            let Some(less) = left.checked_sub(1) else {
                tie.mattered = true;
                break;
            };
            left = less;
            let mut other = Sheet::new(sheet.rule, sheet.instance, sheet.profile)?;
            other.order = sheet.order.preferring(item, items[0]);
            if sorted(&recount(&other)?) != winners {
                tie.mattered = true;
                break;
            }
        }
    }
    Ok(())
}

fn sorted(outcome: &Outcome) -> Vec<String> {
    let mut winners = outcome.winners.clone();
    winners.sort_unstable();
    winners
}
