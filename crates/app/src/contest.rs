//! Contests: prepared from the rules, frozen with their ballots, read by everybody.

use std::collections::HashMap;

use api_types::contest::{BallotItem, Contest, ContestBrief, ContestEnvelope, ContestList, ContestResult};
use domain::rules::{Area, ContestRule, CountingRule};
use domain::{
    BallotItemState, BallotRule, ContestState, Id, Lang, LedgerAccount, LocalText, Moment, Money, Operation, Phase,
    ProposalEvent, ProposalFacts, ProposalState, Refusal, RefusalCode, Refusals, authorise,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::{Conn, Tx};

use crate::city::source_of;
use crate::cycle::{machine, rules_of, scope, topic};
use crate::proposal::step::{Note, Step};
use crate::{App, Caller, Error, Result, audit, count, envelope, roll, rules};

/// Contests of a cycle; public.
///
/// # Errors
/// `NotFound` cycle.
pub fn list(app: &App, cycle_id: Id) -> Result<ContestList> {
    app.store.read(|c| -> Result<ContestList> {
        store::cycle::find(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        Ok(ContestList { items: briefs(c, cycle_id)? })
    })
}

/// One contest with its ballot; public.
///
/// # Errors
/// `NotFound`.
pub fn get(app: &App, id: Id) -> Result<Contest> {
    app.store.read(|c| read(c, id))
}

/// The pages that are kept ready: contests, ballots and results of the city's own cycles. Imported elections never change and
/// are read when they are asked for.
pub struct Pages {
    /// Contests by cycle.
    pub lists: Vec<(Id, ContestList)>,
    /// Every contest.
    pub contests: Vec<Contest>,
    /// Results of those that are counted.
    pub results: Vec<ContestResult>,
    /// Until when they are right.
    pub until: Option<Moment>,
}

/// Ballots bump no revision: while a vote is open its turnout moves on once a minute, so that nobody sees single votes.
const TURNOUT: time::Duration = time::Duration::MINUTE;

/// Renders [`Pages`] in one read transaction.
///
/// # Errors
/// Only the store's.
pub fn pages(app: &App) -> Result<Pages> {
    let now = app.now();
    app.store.read(|c| -> Result<Pages> {
        let mut pages = Pages { lists: Vec::new(), contests: Vec::new(), results: Vec::new(), until: None };
        for context in store::cycle::list(c)?.iter().filter(|context| context.cycle.source.is_none()) {
            let items = briefs(c, context.cycle.id)?;
            for brief in &items {
                if brief.state == ContestState::Open {
                    pages.until = Some(now + TURNOUT);
                }
                pages.contests.push(read(c, brief.id)?);
                if matches!(brief.state, ContestState::Counted | ContestState::Decided) {
                    pages.results.push(count::read(c, brief.id)?);
                }
            }
            pages.lists.push((context.cycle.id, ContestList { items }));
        }
        Ok(pages)
    })
}

/// Makes the contests that the rules foresee: one for each area, with the envelopes it decides. Once; annulled ones do not count.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused`: `no_rules`, `no_envelopes`, `rule_not_supported`, `wrong_state` when there are contests.
pub fn prepare(app: &App, caller: &Caller, cycle_id: Id) -> Result<ContestList> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<()> {
        let cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        authorise(&actor.actor, Operation::PrepareContest, &scope(&cycle))?;
        let document = rules_of(tx, &cycle)?;
        let live = store::contest::of_cycle(tx, cycle_id)?.iter().any(|row| row.state != ContestState::Annulled);
        let envelopes = store::envelope::of_cycle(tx, cycle_id)?;
        let mut refusals = Refusals::none();
        refusals.require(!live, Refusal::with(RefusalCode::WrongState, "prepared"));
        refusals.require(!envelopes.is_empty(), RefusalCode::NoEnvelopes);
        for unsupported in document.supported().err().unwrap_or_default() {
            refusals.push(Refusal::with(RefusalCode::RuleNotSupported, unsupported.rule));
        }
        refusals.or(())?;
        for rule in &document.contests {
            prepare_one(tx, &cycle, rule, &envelopes)?;
        }
        audit::record(tx, &actor, "contests_prepared", "cycle", cycle_id, None, json!({}));
        tx.touch("contests");
        tx.touch(topic(cycle_id));
        Ok(())
    })?;
    list(app, cycle_id)
}

/// Freezes the eligible proposals of the cycle as ballot items, numbered in the order of their project numbers, and starts the
/// rolls. All or nothing. A contest for which nothing is eligible is taken away again, or it would hold up all others.
///
/// # Errors
/// `NotFound`; `Denied`; `Refused`: `no_contests` (also when nothing at all is eligible), `window_open` while appeals may still
/// bring a proposal back, `reviews_pending`, `appeals_open`, `translations_missing` with their counts, `wrong_state` when
/// frozen before.
pub fn freeze(app: &App, caller: &Caller, cycle_id: Id) -> Result<ContestList> {
    let actor = caller.clone();
    app.store.write(app.now(), move |tx| -> Result<()> {
        let cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        authorise(&actor.actor, Operation::FreezeBallot, &scope(&cycle))?;
        let contests: Vec<_> = store::contest::of_cycle(tx, cycle_id)?
            .into_iter()
            .filter(|row| row.state == ContestState::Prepared)
            .collect();
        let frozen = store::ballot_item::count_by_contest(tx, cycle_id)?;
        let mut refusals = Refusals::none();
        refusals.require(!contests.is_empty(), RefusalCode::NoContests);
        let again = contests.iter().any(|contest| frozen.iter().any(|(id, _)| *id == contest.id));
        refusals.require(!again, Refusal::with(RefusalCode::WrongState, "frozen"));
        let calendar = machine(&cycle, &store::cycle::windows(tx, cycle_id)?).calendar;
        let appeals_run = calendar.window(Phase::Appeals).is_some_and(|appeals| tx.now() < appeals.ends);
        refusals.require(!appeals_run, RefusalCode::WindowOpen);
        let pending = store::cycle_counts::of(tx, cycle_id)?;
        let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        refusals.require_none(small(pending.reviews_pending), RefusalCode::ReviewsPending);
        refusals.require_none(small(pending.appeals_open), RefusalCode::AppealsOpen);
        // After an annulled vote the same proposals, frozen before, stand on the new ballot.
        let states = [ProposalState::Eligible, ProposalState::Frozen];
        let mut rows = store::proposal::in_states(tx, cycle_id, &states)?;
        // Numbers have at least four digits, and five are more than four.
        rows.sort_by_key(|row| (row.number.as_ref().map(String::len), row.number.clone()));
        let mut named = Vec::with_capacity(rows.len());
        let mut untranslated = 0;
        for row in rows {
            let revision = store::proposal::revision_of(tx, row.id, row.revision)?
                .ok_or_else(|| Error::Broken("a proposal without its revision".into()))?;
            let name = official_name(tx, &revision)?;
            untranslated += u32::from(name.kk.is_empty()) + u32::from(name.ru.is_empty());
            named.push((row, revision.cost, name));
        }
        refusals.require_none(untranslated, RefusalCode::TranslationsMissing);
        refusals.or(())?;
        let mut voted = 0;
        for contest in &contests {
            if freeze_one(tx, &actor, &cycle, contest, &mut named)? > 0 {
                roll::plan(tx, contest.id)?;
                voted += 1;
            } else {
                store::contest::remove(tx, contest.id)?;
                let payload = json!({ "code": contest.code });
                audit::record(tx, &actor, "contest_without_items", "contest", contest.id, contest.district_id, payload);
            }
        }
        if voted == 0 {
            return Err(Refusals::one(RefusalCode::NoContests).into());
        }
        audit::record(tx, &actor, "ballot_frozen", "cycle", cycle_id, None, json!({ "contests": voted }));
        tx.touch("contests");
        tx.touch("projects");
        tx.touch(topic(cycle_id));
        Ok(())
    })?;
    list(app, cycle_id)
}

fn prepare_one(
    tx: &mut Tx,
    cycle: &store::cycle::Cycle,
    rule: &ContestRule,
    envelopes: &[store::envelope::Envelope],
) -> Result<()> {
    let windows = store::cycle::windows(tx, cycle.id)?;
    let machine = machine(cycle, &windows);
    let voting = machine.calendar.window(Phase::Voting).ok_or_else(|| Refusals::one(RefusalCode::NoRules))?;
    let own_district = rule.area == Area::District;
    let areas: Vec<Option<&store::envelope::Envelope>> = if own_district {
        envelopes.iter().filter(|e| e.district_id.is_some()).map(Some).collect()
    } else {
        vec![None]
    };
    let tries = store::contest::of_cycle(tx, cycle.id)?.len();
    for area in areas {
        let code = match area {
            Some(envelope) => format!("{}-{}", rule.id, envelope.code),
            None => rule.id.clone(),
        };
        let row = store::contest::Contest {
            id: tx.new_id(),
            cycle_id: cycle.id,
            district_id: area.and_then(|e| e.district_id),
            // A vote that is held again gets a code of its own.
            code: if tries > 0 { format!("{code}-{}", tries + 1) } else { code },
            name: area.map_or_else(|| rule.name.clone(), |e| e.name.clone()),
            state: ContestState::Prepared,
            opens_at: voting.starts,
            closes_at: voting.ends,
            ballot_rule: to_json(&rule.ballot)?,
            counting_rule: to_json(&rule.counting)?,
            rules_id: cycle.rules_id,
            counted_at: None,
            act_id: None,
            decided_at: None,
            source: None,
            version: 1,
            rule_code: Some(rule.id.clone()),
            theme: None,
        };
        store::contest::insert(tx, &row)?;
        for envelope in envelopes.iter().filter(|e| area.is_none_or(|a| a.id == e.id)) {
            let link = store::contest::ContestEnvelope { contest_id: row.id, envelope_id: envelope.id };
            store::contest::insert_envelope(tx, &link)?;
        }
    }
    Ok(())
}

type Named = (store::proposal::Proposal, Money, LocalText);

fn freeze_one(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &store::cycle::Cycle,
    contest: &store::contest::Contest,
    proposals: &mut [Named],
) -> Result<usize> {
    let envelopes = store::contest::envelopes(tx, contest.id)?;
    let mut items = Vec::new();
    for (proposal, cost, name) in proposals.iter_mut() {
        let own =
            |e: &&store::envelope::Envelope| e.district_id.is_none() || e.district_id == Some(proposal.district_id);
        let Some(envelope) = envelopes.iter().find(own) else { continue };
        items.push(store::ballot_item::BallotItem {
            id: tx.new_id(),
            contest_id: contest.id,
            envelope_id: envelope.id,
            proposal_id: Some(proposal.id),
            revision: Some(proposal.revision),
            external_id: None,
            number: i32::try_from(items.len() + 1).unwrap_or(i32::MAX),
            name: name.clone(),
            category: Some(proposal.category.clone()),
            class: None,
            cost: *cost,
            state: BallotItemState::Listed,
            outcome: None,
            score: None,
            deviation: None,
        });
        if proposal.state == ProposalState::Eligible {
            let mut at = Step { cycle: cycle.clone(), row: proposal.clone(), owner: false };
            at.happen(tx, caller, ProposalEvent::Freeze, &ProposalFacts::default(), Note::default())?;
            at.save(tx)?;
            *proposal = at.row;
        }
    }
    store::ballot_item::insert_all(tx, &items)?;
    Ok(items.len())
}

/// Title of a revision in all languages it has: as written, and as translated.
fn official_name(c: &mut Conn, revision: &store::proposal::ProposalRevision) -> Result<LocalText> {
    let mut titles: HashMap<Lang, String> =
        store::proposal::translations(c, revision.id)?.into_iter().map(|t| (t.lang, t.title)).collect();
    titles.insert(revision.lang, revision.title.clone());
    let mut take = |lang| titles.remove(&lang);
    Ok(LocalText { kk: take(Lang::Kk).unwrap_or_default(), ru: take(Lang::Ru).unwrap_or_default(), en: take(Lang::En) })
}

pub(crate) fn read(c: &mut Conn, id: Id) -> Result<Contest> {
    let row = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
    let cycle = store::cycle::context(c, row.cycle_id)?.ok_or(Error::NotFound("contest"))?.cycle;
    let brief = briefs(c, row.cycle_id)?.into_iter().find(|b| b.id == id).ok_or(Error::NotFound("contest"))?;
    let rules_number = rules::in_force(c, &cycle)?.map(|r| r.number);
    Ok(Contest {
        brief,
        currency: cycle.currency,
        ballot_rule: ballot_rule(&row)?,
        counting_rule: counting_rule(&row)?,
        rules_number,
        envelopes: budgets(c, &row)?,
        ballot: items(c, id)?,
        source: source_of(row.source),
    })
}

/// The envelopes of a contest with the money that can be won: what was approved and is the residents' to give. Of an imported
/// election only the announced sum is known.
pub(crate) fn budgets(c: &mut Conn, row: &store::contest::Contest) -> Result<Vec<ContestEnvelope>> {
    // As it was when the vote closed: what is reserved, cut or added later changes no result.
    let until = row.source.is_none().then_some(row.closes_at);
    let balances = envelope::balances_before(c, row.cycle_id, until)?;
    let account = if row.source.is_some() { LedgerAccount::Announced } else { LedgerAccount::Available };
    store::contest::envelopes(c, row.id)?
        .into_iter()
        .map(|e| {
            let available = balances.iter().filter(|(of, b)| *of == e.id && b.account == account);
            let budget = Money::sum(available.map(|(_, b)| b.amount))
                .ok_or_else(|| Error::Broken("a budget does not fit".into()))?;
            Ok(ContestEnvelope { id: e.id, name: e.name, budget, group: e.group_code, places: e.places })
        })
        .collect()
}

/// Items of a contest as the API shows them.
pub(crate) fn items(c: &mut Conn, contest_id: Id) -> Result<Vec<BallotItem>> {
    let rows = store::ballot_item::of_contest(c, contest_id)?;
    let ids: Vec<Id> = rows.iter().filter_map(|row| row.proposal_id).collect();
    let numbers: HashMap<Id, Option<String>> =
        store::proposal::names(c, &ids)?.into_iter().map(|n| (n.id, n.number)).collect();
    Ok(rows
        .into_iter()
        .map(|row| BallotItem {
            id: row.id,
            number: row.number,
            project_id: row.proposal_id,
            project_number: row.proposal_id.and_then(|p| numbers.get(&p).cloned().flatten()).or(row.external_id),
            envelope_id: row.envelope_id,
            name: row.name,
            category: row.category,
            class: row.class,
            cost: row.cost,
            state: row.state,
            score: row.score,
            outcome: row.outcome,
            deviation: row.deviation,
        })
        .collect())
}

/// Contests of a cycle in short.
pub(crate) fn briefs(c: &mut Conn, cycle_id: Id) -> Result<Vec<ContestBrief>> {
    let items: HashMap<Id, i64> = store::ballot_item::count_by_contest(c, cycle_id)?.into_iter().collect();
    let rolls: HashMap<Id, i64> = store::roll::sizes(c, cycle_id)?.into_iter().collect();
    let voted: HashMap<Id, i64> = store::roll::turnouts(c, cycle_id)?.into_iter().collect();
    let of = |counts: &HashMap<Id, i64>, id| counts.get(&id).copied().unwrap_or(0);
    let brief = |row: store::contest::Contest| ContestBrief {
        id: row.id,
        cycle_id: row.cycle_id,
        district_id: row.district_id,
        theme: row.theme,
        rule: row.rule_code,
        code: row.code,
        name: row.name,
        state: row.state,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        items: of(&items, row.id),
        roll: of(&rolls, row.id),
        voted: of(&voted, row.id),
    };
    Ok(store::contest::of_cycle(c, cycle_id)?.into_iter().map(brief).collect())
}

/// The ballot rule that the contest was prepared with.
pub(crate) fn ballot_rule(row: &store::contest::Contest) -> Result<BallotRule> {
    from_json(&row.ballot_rule)
}

/// The counting rule that the contest was prepared with.
pub(crate) fn counting_rule(row: &store::contest::Contest) -> Result<CountingRule> {
    from_json(&row.counting_rule)
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|e| Error::Broken(format!("as JSON: {e}")))
}

fn from_json<T: DeserializeOwned>(value: &Value) -> Result<T> {
    T::deserialize(value).map_err(|e| Error::Broken(format!("stored rule: {e}")))
}
