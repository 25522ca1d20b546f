//! From the box to the outcome: the ballots as the tally wants them, and its rule for the counting rule of the document.

use std::collections::HashMap;

use api_types::contest::{ContestEnvelope, CountedEnvelope, EnvelopeCount, TieDecision};
use domain::ballot::Choices;
use domain::rules::{CountLimit, CountingKind, CountingRule};
use domain::{BallotKind, BallotRule, Id, Refusal, RefusalCode, Refusals};
use store::Conn;
use store::ballot_item::BallotItem;
use tally::components::{Component, ComponentsRule, ShareOf};
use tally::contest::{Entry, Envelope, count_contest, count_contest_by_components};
use tally::{Completion, Constraints, GreedyOrder, Method, Minimum, Misfit, Profile, ProfileBuilder, ReservedPlaces};

use crate::contest::{ballot_rule, budgets, counting_rule};
use crate::{Error, Result, tie};

/// What a count found, before it is stored.
#[derive(Clone)]
pub(crate) struct Counted {
    pub ballots: i64,
    pub counts: Vec<EnvelopeCount>,
}

/// Counts the box of a contest by its rule and, where an official broke ties, by that decision.
///
/// # Errors
/// `Refused(rule_not_supported)` for combinations that the tally cannot count.
pub(crate) fn tally(c: &mut Conn, id: Id, decision: Option<TieDecision>) -> Result<Counted> {
    let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
    let (counting, ballot) = (counting_rule(&contest)?, ballot_rule(&contest)?);
    let opened = open(c, &contest)?;
    let ties = tie::steps(c, &opened.rows, &counting, decision.as_ref())?;
    let rule = rule(&counting, &ballot, &opened, ties)?;
    let wrong = |e: tally::CountError| Error::Broken(format!("the count: {e}"));
    let Opened { envelopes, joint, entries, profile, .. } = &opened;
    let mut counts = Vec::new();
    match ComponentsRule::of(&rule) {
        None => {
            for o in count_contest(&rule, envelopes, entries, profile).map_err(wrong)? {
                counts.push(EnvelopeCount::of(envelope_id(&o.envelope)?, o.outcome));
            }
        }
        Some(rule) => {
            let named = counting.components.iter().map(|component| component.id.as_str());
            let profiles = named
                .map(|name| {
                    let choices = store::open_ballot::choices_of(c, id, name)?;
                    self::profile(&opened.rows, &ballot, &choices)
                })
                .collect::<Result<Vec<_>>>()?;
            if profiles.iter().map(Profile::voters).sum::<u64>() != profile.voters() {
                return Err(Error::Broken("a ballot of no component".into()));
            }
            for o in count_contest_by_components(&rule, envelopes, entries, &profiles).map_err(wrong)? {
                let tally::components::ComponentsOutcome { outcome, components, scores } = o.outcome;
                counts.push(EnvelopeCount {
                    components,
                    scores,
                    ..EnvelopeCount::of(envelope_id(&o.envelope)?, outcome)
                });
            }
        }
    }
    for count in &mut counts {
        count.joint.clone_from(joint);
        count.tie_decision.clone_from(&decision);
    }
    Ok(Counted { ballots: i64::try_from(profile.voters()).unwrap_or(i64::MAX), counts })
}

fn envelope_id(name: &str) -> Result<Id> {
    name.parse().map_err(|e| Error::Broken(format!("envelope id: {e}")))
}

/// A box after the vote, as the tally wants it.
pub(crate) struct Opened {
    pub rows: Vec<BallotItem>,
    /// What is counted: each envelope alone, or all of them as one under the id of the first.
    pub envelopes: Vec<Envelope>,
    /// The envelopes that are counted as one; empty where each is counted alone.
    pub joint: Vec<CountedEnvelope>,
    /// How many win, where winners are counted by number.
    pub places: u32,
    /// One per row.
    pub entries: Vec<Entry>,
    /// All ballots, of all components.
    pub profile: Profile,
}

/// Whether winners are counted by number: over all envelopes of the contest together, and whatever they cost.
pub(crate) fn by_number(counting: &CountingRule) -> bool {
    counting.limit == CountLimit::Number
}

/// Reads the box of a contest. Long for a large one: the caller runs on no worker thread and inside no write.
pub(crate) fn open(c: &mut Conn, contest: &store::contest::Contest) -> Result<Opened> {
    let rows = store::ballot_item::of_contest(c, contest.id)?;
    let choices = store::open_ballot::choices(c, contest.id)?;
    let counting = counting_rule(contest)?;
    let profile = profile(&rows, &ballot_rule(contest)?, &choices)?;
    let all = budgets(c, contest)?;
    let places = all.iter().filter_map(|e| e.places).map(i32::unsigned_abs).sum();
    let joint = if by_number(&counting) { joint(&all) } else { Vec::new() };
    let first = joint.first().map(|first| first.envelope_id);
    let entry = |row: &BallotItem| {
        let area = joint.iter().find(|e| e.envelope_id == row.envelope_id).and_then(|e| e.group.clone());
        // Places are reserved by the group alone, also where a category has its name.
        let reserved = |category: &String| counting.reserved.iter().any(|group| group.id == *category);
        let item = tally::Item {
            id: tie::item_id(row.number),
            number: Some(row.number.unsigned_abs()),
            cost: row.cost.0,
            categories: row.category.clone().into_iter().filter(|category| !reserved(category)).collect(),
            area,
        };
        Entry { envelope: first.unwrap_or(row.envelope_id).to_string(), item }
    };
    let entries = rows.iter().map(entry).collect();
    let envelopes = match first {
        Some(first) => vec![Envelope { id: first.to_string(), budget: all.iter().map(|e| e.budget.0).sum() }],
        None => all.into_iter().map(|e| Envelope { id: e.id.to_string(), budget: e.budget.0 }).collect(),
    };
    Ok(Opened { rows, envelopes, joint, places, entries, profile })
}

fn joint(envelopes: &[ContestEnvelope]) -> Vec<CountedEnvelope> {
    envelopes.iter().map(|e| CountedEnvelope { envelope_id: e.id, group: e.group.clone() }).collect()
}

/// The ballots of a box as the tally wants them: items by their place among `rows`, grades as points with 0 for the worst.
pub(crate) fn profile(rows: &[BallotItem], ballot: &BallotRule, ballots: &[Choices]) -> Result<Profile> {
    let places: HashMap<u32, u32> =
        rows.iter().zip(0..).map(|(row, place)| (row.number.unsigned_abs(), place)).collect();
    let worst = ballot.grades.len().saturating_sub(1) as i64;
    let mut profile = ProfileBuilder::new(ballot_kind(ballot.kind), 0, rows.len());
    for choices in ballots {
        let place =
            |number: u32| places.get(&number).copied().ok_or_else(|| Error::Broken("a ballot for no item".into()));
        let indices = choices.numbers().into_iter().map(place).collect::<Result<Vec<u32>>>()?;
        let points: Vec<i64> = match choices {
            Choices::Points(points) => points.iter().map(|p| p.points.into()).collect(),
            Choices::Grades(grades) => grades.iter().map(|g| worst - i64::from(g.grade)).collect(),
            Choices::Numbers(_) => Vec::new(),
        };
        profile.push(&indices, &points, 1).map_err(|e| Error::Broken(format!("a stored ballot: {e}")))?;
    }
    Ok(profile.finish())
}

/// The tally crate's rule for a counting rule of the document.
fn rule(
    counting: &CountingRule,
    ballot: &BallotRule,
    opened: &Opened,
    ties: Vec<tally::TieBreak>,
) -> Result<tally::Rule> {
    let not_supported =
        |name: String| -> Error { Refusals::one(Refusal::with(RefusalCode::RuleNotSupported, name)).into() };
    let method = match counting.kind {
        CountingKind::Greedy | CountingKind::FormulaAllocation => {
            Method::Greedy { order: order(ballot, opened.rows.len()), misfit: Misfit::Skip }
        }
        // Whoever orders by weight or by shares of money needs votes that add up, and money.
        CountingKind::EqualShares if by_number(counting) => {
            return Err(not_supported("equal_shares_by_number".into()));
        }
        CountingKind::EqualShares => Method::EqualShares {
            utility: tally::Utility::suggested(ballot_kind(ballot.kind)),
            completion: vec![
                Completion::Add1 { increment: None, whole: true, past_exhaustive: true },
                Completion::Greedy,
            ],
            comparison: false,
        },
        CountingKind::MajorityJudgement => {
            let grades = u32::try_from(ballot.grades.len()).unwrap_or(u32::MAX);
            Method::MajorityJudgement { grades, misfit: Misfit::Skip }
        }
        CountingKind::WeightedComponents => Method::WeightedComponents {
            components: counting
                .components
                .iter()
                .map(|c| Component { name: c.id.clone(), weight: c.weight_percent.into() })
                .collect(),
            share_of: match ballot.kind {
                BallotKind::Cumulative => ShareOf::Votes,
                BallotKind::Approval | BallotKind::Knapsack | BallotKind::ChooseOne => ShareOf::Voters,
                kind => return Err(not_supported(format!("weighted_components_{kind}"))),
            },
            misfit: Misfit::Skip,
        },
    };
    let votes = u64::from(counting.minimum_votes);
    let minimum = Minimum { votes: (votes > 0).then_some(votes), ..Minimum::default() };
    Ok(tally::Rule { method, minimum, ties, constraints: constraints(counting, opened.places) })
}

/// What the greedy rule goes by: votes, points, or places, of which the first is worth as many points as a ballot may rank items.
fn order(ballot: &BallotRule, items: usize) -> GreedyOrder {
    match ballot.kind {
        BallotKind::Approval | BallotKind::Knapsack | BallotKind::ChooseOne => GreedyOrder::Votes,
        BallotKind::Cumulative | BallotKind::Graded => GreedyOrder::Score,
        BallotKind::Ranked => {
            let first = ballot.max.map_or(u32::try_from(items).unwrap_or(u32::MAX), u32::from);
            GreedyOrder::TopScore { first }
        }
    }
}

/// By number: so many winners, whatever they cost, and places kept for groups, as far as there are any.
fn constraints(counting: &CountingRule, places: u32) -> Constraints {
    if !by_number(counting) {
        return Constraints::default();
    }
    let most = if places > 0 { places } else { counting.winners.map_or(0, |range| range.max.into()) };
    let mut free = most;
    let mut reserved = Vec::new();
    for group in &counting.reserved {
        let places = free.min(group.places.into());
        free -= places;
        reserved.push(ReservedPlaces { category: group.id.clone(), places });
    }
    Constraints { most_winners: Some(most), reserved, ignore_budget: true, ..Constraints::default() }
}

fn ballot_kind(kind: BallotKind) -> tally::BallotKind {
    match kind {
        BallotKind::Approval | BallotKind::Knapsack => tally::BallotKind::Approval,
        BallotKind::ChooseOne => tally::BallotKind::ChooseOne,
        BallotKind::Cumulative => tally::BallotKind::Cumulative,
        BallotKind::Graded => tally::BallotKind::Scoring,
        BallotKind::Ranked => tally::BallotKind::Ordinal,
    }
}
