//! The public ballots of a decided contest as a Pabulib file: rows sorted by content, `voter_id` the row number, choices only,
//! so that no row can be matched with a voter or a time.

use api_types::contest::ContestEnvelope;
use domain::rules::{CountingKind, CountingRule};
use domain::{BallotRule, ContestState, Id, ItemOutcome, Lang, Refusal, RefusalCode, Refusals};
use tally::Instance;
use tally::pabulib::{MetaEntry, ProjectLabel, public_election, write};

use crate::contest::{ballot_rule, budgets, counting_rule};
use crate::{App, Error, Result, count};

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
        let envelopes = budgets(c, &contest)?;
        let area = |id: Id| {
            let named = envelopes.iter().find(|envelope| envelope.id == id).filter(|_| envelopes.len() > 1);
            named.map(|envelope| envelope.name.get(Lang::Ru).to_owned())
        };
        let items: Vec<tally::Item> = rows
            .iter()
            .map(|row| tally::Item {
                id: row.external_id.clone().unwrap_or_else(|| row.number.to_string()),
                number: Some(row.number.unsigned_abs()),
                cost: row.cost.0,
                categories: row.category.clone().into_iter().collect(),
                area: area(row.envelope_id),
            })
            .collect();
        let rule = ballot_rule(&contest)?;
        let profile = count::profile(&rows, rule.kind, &store::open_ballot::choices(c, contest_id)?)?;
        let labels: Vec<ProjectLabel> = rows
            .iter()
            .map(|row| ProjectLabel {
                name: row.name.get(Lang::Ru).to_owned(),
                selected: row.outcome.map(|outcome| outcome == ItemOutcome::Funded),
                ..ProjectLabel::default()
            })
            .collect();
        let budget = envelopes.iter().map(|e| e.budget.0).sum();
        let mut instance = Instance::new(items, budget);
        instance.currency = Some(context.cycle.currency.to_string());
        let day = |at: domain::Moment| {
            let day = at.date();
            format!("{:02}.{:02}.{}", day.day(), u8::from(day.month()), day.year())
        };
        let mut meta = vec![
            MetaEntry::new("description", context.cycle.name.get(Lang::Ru)),
            MetaEntry::new("country", context.city.country),
            MetaEntry::new("unit", context.city.name.get(Lang::Ru)),
            MetaEntry::new("subunit", contest.name.get(Lang::Ru)),
            MetaEntry::new("instance", &context.cycle.code),
            MetaEntry::new("date_begin", day(contest.opens_at)),
            MetaEntry::new("date_end", day(contest.closes_at - time::Duration::MICROSECOND)),
        ];
        meta.extend(rule_meta(&rule, &counting_rule(&contest)?, contest.state, &envelopes));
        let mut file = Vec::new();
        write(&public_election(meta, instance, profile, &labels), &mut file)
            .map_err(|e| Error::Broken(format!("writing the file: {e}")))?;
        Ok(file)
    })
}

/// How ballots were filled in and counted, in the format's own words. An imported election was counted by others, by one of many
/// variants that we do not keep: the file claims none of them.
///
/// The format knows one budget. Where a contest has several, its rule is one of the format's custom ones: each project names its
/// envelope as its neighbourhood, and the comment says how much each has.
fn rule_meta(
    ballot: &BallotRule,
    counting: &CountingRule,
    state: ContestState,
    envelopes: &[ContestEnvelope],
) -> Vec<MetaEntry> {
    let (rule, threshold) = match (counting.kind, counting.minimum_votes) {
        _ if state == ContestState::Recorded => ("unknown", None),
        _ if envelopes.len() > 1 => ("greedy-custom", None),
        (CountingKind::EqualShares, _) => ("equalshares", None),
        (_, 0) => ("greedy", None),
        (_, votes) => ("greedy-threshold", Some(votes)),
    };
    let mut meta = vec![MetaEntry::new("rule", rule)];
    meta.extend(threshold.map(|votes| MetaEntry::new("min_project_score_threshold", votes.to_string())));
    if rule == "greedy-custom" {
        let each = |e: &ContestEnvelope| format!("{}: {}", e.name.get(Lang::Ru), tally::amount::format(e.budget.0, 2));
        let each: Vec<String> = envelopes.iter().map(each).collect();
        let least = counting.minimum_votes;
        let how = "Each envelope is packed alone, most votes first, what does not fit is skipped, at least";
        meta.push(MetaEntry::new("comment", format!("#1: {how} {least} votes. Envelopes: {}", each.join("; "))));
    }
    if ballot.min > 0 {
        meta.push(MetaEntry::new("min_length", ballot.min.to_string()));
    }
    meta.extend(ballot.max.map(|max| MetaEntry::new("max_length", max.to_string())));
    meta.extend(ballot.points.map(|points| MetaEntry::new("max_sum_points", points.to_string())));
    meta
}
