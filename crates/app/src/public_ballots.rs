//! The public ballots of a decided contest as a Pabulib file: rows sorted by content, `voter_id` the row number, choices only,
//! so that no row can be matched with a voter or a time. Where several electorates make one result, one file for each: the format
//! has no place for two kinds of voters.

use api_types::contest::ContestEnvelope;
use domain::rules::{CountingKind, CountingRule};
use domain::{BallotKind, BallotRule, ContestState, Id, ItemOutcome, Lang, Refusal, RefusalCode, Refusals};
use store::Conn;
use store::ballot_item::BallotItem;
use store::contest::Contest;
use tally::pabulib::{Election, MetaEntry, ProjectLabel, public_election, write};
use tally::{Instance, Profile};

use crate::contest::{ballot_rule, budgets, counting_rule};
use crate::{App, Error, Result, count};

/// The file; only after the act. `component` names one of the contest's, where it has them.
///
/// # Errors
/// `NotFound`, also for an unknown component; `Refused`: `wrong_state` while no act confirms the count, `component_required` (detail:
/// their ids).
pub fn pb(app: &App, contest_id: Id, component: Option<&str>) -> Result<Vec<u8>> {
    app.store.read(|c| -> Result<Vec<u8>> {
        let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
        let context = store::cycle::context(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        if !matches!(contest.state, ContestState::Decided | ContestState::Recorded) {
            return Err(Refusals::one(Refusal::with(RefusalCode::WrongState, contest.state)).into());
        }
        let (rule, counting) = (ballot_rule(&contest)?, counting_rule(&contest)?);
        let rows = store::ballot_item::of_contest(c, contest_id)?;
        let profile = ballots(c, &contest, &rows, component)?;
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
        let labels: Vec<ProjectLabel> = rows
            .iter()
            .map(|row| ProjectLabel {
                name: row.name.get(Lang::Ru).to_owned(),
                selected: row.outcome.map(|outcome| outcome == ItemOutcome::Funded),
                ..ProjectLabel::default()
            })
            .collect();
        let budget = budget(&rows, &counting, &envelopes);
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
        let beyond = Beyond {
            otherwise: rows.iter().filter(|row| row.deviation.is_some()).count(),
            own_points: rule.kind == BallotKind::Ranked && counted_otherwise(&rows, &profile),
        };
        meta.extend(rule_meta(&rule, &counting, contest.state, &envelopes, component, &beyond));
        let mut election = public_election(meta, instance, profile, &labels);
        if rule.kind == BallotKind::Graded {
            count_the_worst(&mut election);
        }
        let mut file = Vec::new();
        write(&election, &mut file).map_err(|e| Error::Broken(format!("writing the file: {e}")))?;
        Ok(file)
    })
}

/// The components of a contest's count, one file each; none: there is one file of all ballots.
///
/// # Errors
/// `NotFound`.
pub fn components(app: &App, contest_id: Id) -> Result<Vec<String>> {
    app.store.read(|c| -> Result<Vec<String>> {
        let contest = store::contest::find(c, contest_id)?.ok_or(Error::NotFound("contest"))?;
        Ok(counting_rule(&contest)?.components.into_iter().map(|component| component.id).collect())
    })
}

/// All ballots of a contest, or those of one component.
fn ballots(c: &mut Conn, contest: &Contest, rows: &[BallotItem], component: Option<&str>) -> Result<Profile> {
    let (rule, counting) = (ballot_rule(contest)?, counting_rule(contest)?);
    let names: Vec<&str> = counting.components.iter().map(|component| component.id.as_str()).collect();
    let choices = match component {
        Some(name) if names.contains(&name) => store::open_ballot::choices_of(c, contest.id, name)?,
        Some(_) => return Err(Error::NotFound("component")),
        None if names.is_empty() => store::open_ballot::choices(c, contest.id)?,
        None => return Err(Refusals::one(Refusal::with(RefusalCode::ComponentRequired, names.join(", "))).into()),
    };
    count::profile(rows, &rule, &choices)
}

/// The money of the contest. Where winners are counted and not packed they may cost more, which the format knows as an error: the
/// file then names what they cost, or the dearest project.
fn budget(rows: &[BallotItem], counting: &CountingRule, envelopes: &[ContestEnvelope]) -> i64 {
    let declared: i64 = envelopes.iter().map(|e| e.budget.0).sum();
    if !count::by_number(counting) {
        return declared;
    }
    let won = rows.iter().filter(|row| row.outcome == Some(ItemOutcome::Funded)).map(|row| row.cost.0).sum();
    let dearest = rows.iter().map(|row| row.cost.0).max().unwrap_or(0);
    declared.max(won).max(dearest)
}

/// What a file says that none of the format's rules gives.
struct Beyond {
    /// For so many projects the act decided otherwise than the count.
    otherwise: usize,
    /// Rankings got other points than the format's, which go by the length of each ballot.
    own_points: bool,
}

/// Whether rankings were counted by other points than those of the format.
fn counted_otherwise(rows: &[BallotItem], profile: &Profile) -> bool {
    let scores = profile.scores(rows.len());
    rows.iter().zip(scores).any(|(row, score)| row.score.is_some_and(|counted| i128::from(counted) != score))
}

/// The format counts as a vote whatever a ballot lists, also with the worst grade.
fn count_the_worst(election: &mut Election) {
    let Some(column) = election.projects.column("votes") else { return };
    let mut votes = vec![0; election.projects.rows.len()];
    for ballot in election.profile.ballots() {
        ballot.choices.iter().for_each(|&choice| votes[choice as usize] += ballot.weight);
    }
    for (cells, votes) in election.projects.rows.iter_mut().zip(votes) {
        cells.set(column, &votes.to_string());
    }
}

/// How ballots were filled in and counted, in the format's own words. An imported election was counted by others, by one of many
/// variants that we do not keep: the file claims none of them.
///
/// The format knows one budget and a few rules. What it has no name for is `greedy-custom` or `unknown`, and a comment says how it
/// was counted; of several envelopes each project names its own as its neighbourhood.
fn rule_meta(
    ballot: &BallotRule,
    counting: &CountingRule,
    state: ContestState,
    envelopes: &[ContestEnvelope],
    component: Option<&str>,
    beyond: &Beyond,
) -> Vec<MetaEntry> {
    let greedy = matches!(counting.kind, CountingKind::Greedy | CountingKind::FormulaAllocation);
    let approvals = !matches!(ballot.kind, BallotKind::Cumulative | BallotKind::Graded | BallotKind::Ranked);
    let votes = counting.minimum_votes;
    let rule = match counting.kind {
        _ if state == ContestState::Recorded => "unknown",
        _ if count::by_number(counting) => "unknown",
        _ if greedy && (beyond.otherwise > 0 || beyond.own_points) => "greedy-custom",
        // A threshold of the format is one of points where ballots have them, ours is always one of voters.
        _ if greedy && (envelopes.len() > 1 || (votes > 0 && !approvals)) => "greedy-custom",
        _ if greedy && votes > 0 => "greedy-threshold",
        _ if greedy => "greedy",
        // The format's checker has no name for equal shares with this completion.
        _ => "unknown",
    };
    let mut meta = vec![MetaEntry::new("rule", rule)];
    if rule == "greedy-threshold" {
        meta.push(MetaEntry::new("min_project_score_threshold", votes.to_string()));
    }
    if matches!(rule, "greedy-custom" | "unknown") && state != ContestState::Recorded {
        let mut comment = format!("#1: {}", in_words(ballot, counting, envelopes, component));
        let otherwise = beyond.otherwise;
        if otherwise > 0 {
            comment.push_str(&format!(". An act decided otherwise for {otherwise} of the projects, with reasons"));
        }
        meta.push(MetaEntry::new("comment", comment));
    }
    if ballot.min > 0 {
        meta.push(MetaEntry::new("min_length", ballot.min.to_string()));
    }
    meta.extend(ballot.max.map(|max| MetaEntry::new("max_length", max.to_string())));
    meta.extend(ballot.points.map(|points| MetaEntry::new("max_sum_points", points.to_string())));
    if ballot.kind == BallotKind::Graded {
        meta.push(MetaEntry::new("min_points", "0"));
        meta.push(MetaEntry::new("max_points", ballot.grades.len().saturating_sub(1).to_string()));
    }
    meta
}

/// The count in a sentence or two, for readers of the file.
fn in_words(
    ballot: &BallotRule,
    counting: &CountingRule,
    envelopes: &[ContestEnvelope],
    component: Option<&str>,
) -> String {
    let mut said = Vec::new();
    let order = match (counting.kind, ballot.kind) {
        (CountingKind::MajorityJudgement, _) => {
            "by majority judgement (points are grades, 0 the worst, also for what is left out)"
        }
        (CountingKind::WeightedComponents, _) => "by the weighted sum of each component's share of voters",
        (CountingKind::EqualShares, _) => "by equal shares with Add1 and utilitarian completion",
        (_, BallotKind::Ranked) => {
            "most points first (the first place of a ballot is worth as many as a ballot may rank projects, each next one less)"
        }
        (_, BallotKind::Cumulative | BallotKind::Graded) => "most points first",
        _ => "most votes first",
    };
    if count::by_number(counting) {
        let places: u32 = envelopes.iter().filter_map(|e| e.places).map(i32::unsigned_abs).sum();
        said.push(format!("Winners are counted, not packed, {order}: {places} win, whatever they cost"));
        let reserved = counting.reserved.iter();
        said.extend(
            reserved.map(|group| format!("at least {} of them from {}", group.places, group.name.get(Lang::Ru))),
        );
    } else if envelopes.len() > 1 {
        said.push(format!("Each envelope is packed alone, {order}, what does not fit is skipped"));
    } else {
        said.push(format!("Counted {order}, what does not fit is skipped"));
    }
    said.push(format!("at least {} votes", counting.minimum_votes));
    let mut words = said.join(", ");
    if let Some(component) = component {
        let all = counting.components.iter().map(|c| format!("{} {} %", c.id, c.weight_percent));
        let all: Vec<String> = all.collect();
        words.push_str(&format!(". This file has the ballots of the component {component} of: {}", all.join(", ")));
    }
    if envelopes.len() > 1 {
        let each = |e: &ContestEnvelope| format!("{}: {}", e.name.get(Lang::Ru), tally::amount::format(e.budget.0, 2));
        let each: Vec<String> = envelopes.iter().map(each).collect();
        words.push_str(&format!(". Envelopes: {}", each.join("; ")));
    }
    words
}
