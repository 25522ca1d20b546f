//! The first two days of the vote: some of the sample residents have cast their ballots.

use api_types::contest::BallotCast;
use domain::ballot::{Ballot, Bytes32, Choices};
use domain::{BallotKind, Id};

use super::office::Office;
use super::people::Dice;
use super::register::Residents;
use super::season::Season;
use super::stage::{Stage, side_by_side};
use crate::secrets::random_bytes;
use crate::{Caller, Error, Result, ballot, contest};

/// Numbers on a ballot of Almaty, at most.
const MOST: usize = 3;

/// A resident and the ballot numbers that they choose.
struct Voter<'a> {
    caller: &'a Caller,
    contest: Id,
    cycle: Id,
    choices: Vec<u32>,
}

/// Casts the ballots of one day of the vote (0 is the first): most vote at once, some change their mind later.
pub(super) fn day(stage: &Stage, office: &Office, season: &Season, residents: &[Residents], n: i64) -> Result<()> {
    let contests = contest::list(&stage.app, season.cycle)?.items;
    let mut voters = Vec::new();
    for (i, (desk, residents)) in office.desks.iter().zip(residents).enumerate() {
        let of_district = contests.iter().find(|c| c.district_id == Some(desk.district));
        let contest = of_district.ok_or_else(|| Error::Broken(format!("no contest of {}", desk.code)))?;
        let items = usize::try_from(contest.items).unwrap_or_default();
        // The first resident of a district is for the visitor to vote as.
        let turnout = 55 + (i * 13) % 30;
        let share = if n == 0 { 1..turnout * 2 / 3 } else { turnout * 2 / 3 - 4..turnout };
        for k in share {
            let Some(caller) = residents.callers.get(k) else { continue };
            let seed = (i * 1_000 + k) as u64 * 3 + n.unsigned_abs();
            voters.push(Voter { caller, contest: contest.id, cycle: season.cycle, choices: choose(items, seed) });
        }
    }
    side_by_side(&voters, |voter| voter.cast(stage))
}

/// Ascending numbers; some projects are liked more than others.
fn choose(items: usize, seed: u64) -> Vec<u32> {
    let mut dice = Dice::new(seed);
    let wanted = 1 + dice.roll(MOST);
    let mut numbers = Vec::new();
    while numbers.len() < wanted.min(items) {
        // Two throws: low numbers of the shuffled order come up more often.
        let liked = dice.roll(items).min(dice.roll(items));
        let number = (liked * 5 + 3) % items + 1;
        match u32::try_from(number) {
            Ok(number) if !numbers.contains(&number) => numbers.push(number),
            _ => {}
        }
    }
    numbers.sort_unstable();
    numbers
}

impl Voter<'_> {
    fn cast(&self, stage: &Stage) -> Result<()> {
        let nonce = Bytes32(random_bytes::<32>()?);
        let choices = Choices::Numbers(self.choices.clone());
        let ballot = Ballot { kind: BallotKind::Approval, contest: self.contest, cycle: self.cycle, choices };
        let input = BallotCast {
            choices: self.choices.clone(),
            points: Vec::new(),
            grades: Vec::new(),
            nonce: nonce.to_string(),
            commitment: ballot.commitment(&nonce).to_string(),
        };
        ballot::cast(&stage.app, self.caller, self.contest, &input).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_ascending_and_on_the_ballot() {
        for seed in 0..500 {
            let numbers = choose(12, seed);
            assert!((1..=MOST).contains(&numbers.len()));
            assert!(numbers.windows(2).all(|w| w[0] < w[1]), "{numbers:?}");
            assert!(numbers.iter().all(|n| (1..=12).contains(n)), "{numbers:?}");
        }
    }
}
