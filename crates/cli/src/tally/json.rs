//! An outcome as one JSON object. Amounts are decimal strings in the file's own unit, however finely the count holds them.

use serde::Serialize;
use serde_json::{Value, json};
use tally::statistics::{Statistics, statistics};
use tally::{Fraction, GreedyOrder, Method, Utility, amount};

use super::Counted;
use super::failure::Failure;
use super::words::Teller;

/// Names under which the count's own types hold money.
const MONEY: [&str; 11] = [
    "cost",
    "budget",
    "spent",
    "remaining",
    "missing",
    "supporters_have",
    "got_at_most",
    "entitled_to",
    "partial_together",
    "increment",
    "most_cost",
];
/// Names under which they hold points, where ballots have points.
const POINTS: [&str; 5] = ["score", "has", "minimum", "lacking", "short"];

/// The outcome as text.
///
/// # Errors
/// Never in fact: everything here has a JSON form.
pub fn text(counted: &Counted, explain: bool) -> Result<String, Failure> {
    let Counted { election, outcome, rule, .. } = counted;
    let units = Units::of(counted);
    let mut winners = outcome.winners.clone();
    winners.sort_unstable();
    let mut answer = json!({
        "file": counted.file,
        "rule": counted.name.as_str(),
        "counted_by": units.value(rule)?,
        "vote_type": election.profile.kind().name(),
        "voters": outcome.voters,
        "currency": election.instance.currency,
        "budget": amount::format(outcome.budget, outcome.scale),
        "winners": winners,
        "cost": amount::format(outcome.cost, outcome.scale),
        "ties_that_mattered": outcome.ties.iter().filter(|tie| tie.mattered).count(),
        "warnings": counted.warnings,
    });
    if explain {
        answer["projects"] = projects(counted, &units)?;
        answer["rounds"] = units.value(&outcome.rounds)?;
        answer["ties"] = units.value(&outcome.ties)?;
        answer["statistics"] = units.statistics(&statistics(&election.instance, &election.profile, outcome))?;
    }
    serde_json::to_string_pretty(&answer).map(|text| text + "\n").map_err(no_json)
}

fn projects(counted: &Counted, units: &Units) -> Result<Value, Failure> {
    let teller = Teller::new(&counted.election, counted.lang);
    let one = |verdict: &tally::Verdict| {
        let mut value = units.value(verdict)?;
        value["project_id"] = value["item"].take();
        value["name"] = teller.name(&verdict.item).into();
        value["why"] = teller.why(&verdict.reason).into();
        if let Value::Object(fields) = &mut value {
            fields.remove("item");
        }
        Ok(value)
    };
    counted.outcome.verdicts.iter().map(one).collect()
}

fn no_json(error: serde_json::Error) -> Failure {
    Failure::Unreadable(format!("as JSON: {error}"))
}

/// What the numbers of a count are in.
pub struct Units {
    /// Decimal places of amounts.
    pub scale: u8,
    /// Decimal places of points.
    pub points: u8,
    /// Whether "more votes" are points.
    pub more_are_points: bool,
}

impl Units {
    fn of(counted: &Counted) -> Self {
        let more_are_points = match &counted.rule.method {
            Method::Greedy { order, .. } => {
                matches!(order, GreedyOrder::Score | GreedyOrder::PerCost { utility: Utility::Additive })
            }
            _ => false,
        };
        Self { scale: counted.outcome.scale, points: counted.election.profile.points_scale(), more_are_points }
    }

    /// A type of the count as JSON with its amounts written out.
    ///
    /// # Errors
    /// Never in fact.
    pub fn value(&self, of: &impl Serialize) -> Result<Value, Failure> {
        let mut value = serde_json::to_value(of).map_err(no_json)?;
        self.write_out(&mut value);
        Ok(value)
    }

    /// Statistics, with utilities of cost in the file's unit.
    ///
    /// # Errors
    /// Never in fact.
    pub fn statistics(&self, numbers: &Statistics) -> Result<Value, Failure> {
        let mut value = self.value(numbers)?;
        let places = match numbers.utility {
            Utility::Cost => self.scale,
            Utility::Additive => self.points,
            Utility::Cardinality | Utility::Borda => 0,
        };
        let Fraction { num, den } = &numbers.average_utility;
        let zeros = "0".repeat(usize::from(places));
        value["average_utility"] = json!({ "num": num, "den": format!("{den}{zeros}") });
        Ok(value)
    }

    fn write_out(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.write_out(item)),
            Value::Object(fields) => {
                if let Some(each) = fields.remove("each_millionths").as_ref().and_then(Value::as_i64) {
                    fields.insert("each".into(), amount::format(each, self.scale + 6).into());
                }
                for (name, value) in fields {
                    match self.places(name).zip(value.as_i64()) {
                        Some((places, number)) => *value = amount::format(number, places).into(),
                        None => self.write_out(value),
                    }
                }
            }
            _ => {}
        }
    }

    /// Decimal places of a number that is to be a decimal string.
    fn places(&self, name: &str) -> Option<u8> {
        let is_points = POINTS.contains(&name) || (name == "more_votes" && self.more_are_points);
        if MONEY.contains(&name) { Some(self.scale) } else { (is_points && self.points > 0).then_some(self.points) }
    }
}
