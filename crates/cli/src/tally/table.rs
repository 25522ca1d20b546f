//! An outcome as CSV, and as the Pabulib file itself.

use tally::pabulib::{self, MetaEntry};
use tally::{GreedyOrder, Method, Misfit, Reason, Utility, amount};

use super::Counted;
use super::failure::Failure;
use super::options::RuleName;
use super::words::Teller;

/// A row per project, in the order of the count: the funded ones first.
///
/// # Errors
/// Never in fact: writing to memory.
pub fn csv(counted: &Counted, explain: bool) -> Result<String, Failure> {
    let (election, outcome) = (&counted.election, &counted.outcome);
    let teller = Teller::new(election, counted.lang);
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut columns = vec!["project_id", "name", "cost", "votes", "score", "selected", "reason"];
    columns.extend(explain.then_some("why"));
    let mut write = |row: &[String]| out.write_record(row).map_err(|e| Failure::Unreadable(e.to_string()));
    write(&columns.into_iter().map(str::to_owned).collect::<Vec<_>>())?;
    for verdict in &outcome.verdicts {
        let mut row = vec![
            verdict.item.clone(),
            teller.name(&verdict.item).to_owned(),
            amount::format(verdict.cost, outcome.scale),
            verdict.votes.to_string(),
            amount::format(verdict.score, election.profile.points_scale()),
            u8::from(verdict.funded).to_string(),
            key(&verdict.reason),
        ];
        row.extend(explain.then(|| teller.why(&verdict.reason)));
        write(&row)?;
    }
    let bytes = out.into_inner().map_err(|e| Failure::Unreadable(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The reason's text key.
fn key(reason: &Reason) -> String {
    let value = serde_json::to_value(reason).unwrap_or_default();
    value["key"].as_str().unwrap_or_default().to_owned()
}

/// The file again, every ballot and attribute as it was, with this count in `selected` and its rule in META, by Pabulib's own
/// name where it has one.
///
/// # Errors
/// Never in fact: writing to memory.
pub fn pb(counted: Counted) -> Result<String, Failure> {
    let rule = pabulib_name(&counted);
    let Counted { mut election, outcome, .. } = counted;
    let column = election.projects.column("selected").unwrap_or_else(|| {
        election.projects.columns.push("selected".into());
        election.projects.rows.iter_mut().for_each(|row| row.push(""));
        election.projects.columns.len() - 1
    });
    for (row, item) in election.projects.rows.iter_mut().zip(&election.instance.items) {
        row.set(column, if outcome.winners.contains(&item.id) { "1" } else { "0" });
    }
    if let Some(rule) = rule {
        match election.meta.iter_mut().find(|entry| entry.key.trim().eq_ignore_ascii_case("rule")) {
            Some(entry) => entry.value = rule.into(),
            None => election.meta.push(MetaEntry::new("rule", rule)),
        }
    }
    let mut file = Vec::new();
    pabulib::write(&election, &mut file).map_err(|e| Failure::Unreadable(e.to_string()))?;
    String::from_utf8(file).map_err(|e| Failure::Unreadable(e.to_string()))
}

/// What META's `rule` is to say; `None` leaves it as it is.
fn pabulib_name(counted: &Counted) -> Option<&'static str> {
    if counted.name == RuleName::City {
        return None;
    }
    let by_votes = GreedyOrder::PerCost { utility: Utility::Cost };
    Some(match &counted.rule.method {
        Method::Greedy { order, misfit } if *order == by_votes => match misfit {
            Misfit::Stop => "greedy-no-skip",
            Misfit::Skip => match counted.name {
                RuleName::GreedyThreshold => "greedy-threshold",
                RuleName::GreedyExclusive => "greedy-exclusive",
                _ => "greedy",
            },
        },
        Method::EqualShares { utility: Utility::Cost, completion, comparison: false } if completion.is_empty() => {
            "equalshares"
        }
        // Pabulib has no name for it, and a wrong one would be a claim about the city.
        _ => "unknown",
    })
}
