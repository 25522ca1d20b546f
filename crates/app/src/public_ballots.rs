//! The public ballots of a decided contest as a Pabulib file: rows sorted by content, `voter_id` the row number, choices only,
//! so that no row can be matched with a voter or a time.

use domain::ballot::Choices;
use domain::{ContestState, Id, ItemOutcome, Lang, RefusalCode, Refusal, Refusals};
use tally::pabulib::{MetaEntry, ProjectLabel, public_election, write};
use tally::{Instance, ProfileBuilder};

use crate::contest::{ballot_rule, budgets};
use crate::count::ballot_kind;
use crate::{App, Error, Result};

/// The file; only after the act.
///
/// # Errors
/// `NotFound`; `Refused(wrong_state)` while no act confirms the count.
pub fn pb(app: &App, contest_id: Id) -> Result<Vec<u8>> {
    app.store.read(|c| -> Result<Vec<u8>> {
        let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
        let context = store::cycle::context(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        if !matches!(contest.state, ContestState::Decided | ContestState::Recorded) {
            return Err(Refusals::one(Refusal::with(RefusalCode::WrongState, contest.state)).into());
        }
        let rows = store::ballot_item::of_contest(c, contest_id)?;
        let items: Vec<tally::Item> = rows
            .iter()
            .map(|row| tally::Item {
                id: row.external_id.clone().unwrap_or_else(|| row.number.to_string()),
                number: Some(row.number.unsigned_abs()),
                cost: row.cost.0,
                categories: row.category.clone().into_iter().collect(),
                area: None,
            })
            .collect();
        let mut profile = ProfileBuilder::new(ballot_kind(ballot_rule(&contest)?.kind), 0, items.len());
        for choices in store::open_ballot::choices(c, contest_id)? {
            let index = |number: &u32| rows.iter().position(|row| row.number.unsigned_abs() == *number).map(|i| i as u32);
            let indices: Vec<u32> = choices.numbers().iter().filter_map(index).collect();
            let points: Vec<i64> = match &choices {
                Choices::Points(points) => points.iter().map(|p| p.points.into()).collect(),
                Choices::Numbers(_) | Choices::Grades(_) => Vec::new(),
            };
            profile.push(&indices, &points, 1).map_err(|e| Error::Broken(format!("a stored ballot: {e}")))?;
        }
        let labels: Vec<ProjectLabel> = rows
            .iter()
            .map(|row| ProjectLabel {
                name: row.name.get(Lang::Ru).to_owned(),
                selected: row.outcome == Some(ItemOutcome::Funded),
                ..ProjectLabel::default()
            })
            .collect();
        let budget = budgets(c, &contest)?.iter().map(|e| e.budget.0).sum();
        let mut instance = Instance::new(items, budget);
        instance.currency = Some(context.cycle.currency.to_string());
        let day = |at: domain::Moment| {
            let day = at.date();
            format!("{:02}.{:02}.{}", day.day(), u8::from(day.month()), day.year())
        };
        let meta = vec![
            MetaEntry::new("description", context.cycle.name.get(Lang::Ru)),
            MetaEntry::new("country", context.city.country),
            MetaEntry::new("unit", context.city.name.get(Lang::Ru)),
            MetaEntry::new("subunit", contest.name.get(Lang::Ru)),
            MetaEntry::new("instance", &context.cycle.code),
            MetaEntry::new("rule", "greedy"),
            MetaEntry::new("date_begin", day(contest.opens_at)),
            MetaEntry::new("date_end", day(contest.closes_at - time::Duration::MICROSECOND)),
        ];
        let mut file = Vec::new();
        write(&public_election(meta, instance, profile.finish(), &labels), &mut file)
            .map_err(|e| Error::Broken(format!("writing the file: {e}")))?;
        Ok(file)
    })
}
