//! Freezing the ballots: eligible proposals become items of the contest that holds the money they ask for.

use std::collections::HashMap;

use api_types::contest::ContestList;
use domain::rules::{Area, Rules};
use domain::{
    BallotItemState, ContestState, Id, Lang, LocalText, Money, Operation, Phase, ProposalEvent, ProposalFacts,
    ProposalState, Refusal, RefusalCode, Refusals, authorise,
};
use serde_json::json;
use store::cycle::Cycle;
use store::envelope::Envelope;
use store::proposal::Proposal;
use store::{Conn, Tx};

use super::{ballot_rule, list};
use crate::cycle::{machine, rules_of, scope, topic};
use crate::proposal::step::{Note, Step};
use crate::{App, Caller, Error, Result, audit, roll};

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
        let (named, untranslated) = eligible(tx, cycle_id)?;
        refusals.require_none(untranslated, RefusalCode::TranslationsMissing);
        refusals.or(())?;
        let voted = boxes(tx, &actor, &cycle, contests, named)?;
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

/// A proposal with the cost and the official title of its current revision.
type Named = (Proposal, Money, LocalText);

/// What stands on the ballots in the order of project numbers, and how many titles lack a language.
fn eligible(tx: &mut Tx, cycle_id: Id) -> Result<(Vec<Named>, u32)> {
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
    Ok((named, untranslated))
}

/// Fills the ballots of all contests; how many have one.
fn boxes(
    tx: &mut Tx,
    actor: &Caller,
    cycle: &Cycle,
    contests: Vec<store::contest::Contest>,
    mut proposals: Vec<Named>,
) -> Result<usize> {
    let document = rules_of(tx, cycle)?;
    let mut with_money = Vec::with_capacity(contests.len());
    for contest in contests {
        let envelopes = store::contest::envelopes(tx, contest.id)?;
        with_money.push((contest, envelopes));
    }
    let all: Vec<&Envelope> = with_money.iter().flat_map(|(_, envelopes)| envelopes).collect();
    let targets: Vec<Option<Id>> = proposals.iter().map(|(row, ..)| asks_for(&document, &all, row)).collect();
    let mut voted = 0;
    for (contest, envelopes) in &with_money {
        let own: Vec<(usize, Id)> = targets
            .iter()
            .enumerate()
            .filter_map(|(i, target)| Some((i, (*target)?)))
            .filter(|(_, target)| envelopes.iter().any(|envelope| envelope.id == *target))
            .collect();
        if own.is_empty() {
            store::contest::remove(tx, contest.id)?;
            let payload = json!({ "code": contest.code });
            audit::record(tx, actor, "contest_without_items", "contest", contest.id, contest.district_id, payload);
            continue;
        }
        fill(tx, actor, cycle, contest, &own, &mut proposals)?;
        roll::plan(tx, contest.id)?;
        voted += 1;
    }
    Ok(voted)
}

/// The envelope whose money a proposal asks for: the one it names, else its district's, else the city's, else its theme's; only
/// of those that a contest gives away.
fn asks_for(document: &Rules, envelopes: &[&Envelope], proposal: &Proposal) -> Option<Id> {
    if let Some(id) = proposal.envelope_id {
        return envelopes.iter().any(|envelope| envelope.id == id).then_some(id);
    }
    let general = |e: &Envelope| {
        let area = e.group_code.as_deref().and_then(|group| document.group(group)).map(|group| group.area);
        e.theme.is_none() && area != Some(Area::School)
    };
    let of = |fits: &dyn Fn(&Envelope) -> bool| envelopes.iter().find(|envelope| fits(envelope)).map(|e| e.id);
    of(&|e| general(e) && e.district_id == Some(proposal.district_id))
        .or_else(|| of(&|e| general(e) && e.district_id.is_none()))
        .or_else(|| of(&|e| e.theme.as_deref() == Some(proposal.category.as_str())))
}

/// Writes the ballot of one contest: its proposals, by their place in the list, with their envelopes.
fn fill(
    tx: &mut Tx,
    caller: &Caller,
    cycle: &Cycle,
    contest: &store::contest::Contest,
    own: &[(usize, Id)],
    proposals: &mut [Named],
) -> Result<()> {
    let rule = ballot_rule(contest)?;
    let mut items = Vec::with_capacity(own.len());
    for (i, envelope_id) in own {
        let Some((proposal, cost, name)) = proposals.get_mut(*i) else { continue };
        items.push(store::ballot_item::BallotItem {
            id: tx.new_id(),
            contest_id: contest.id,
            envelope_id: *envelope_id,
            proposal_id: Some(proposal.id),
            revision: Some(proposal.revision),
            external_id: None,
            number: i32::try_from(items.len() + 1).unwrap_or(i32::MAX),
            name: name.clone(),
            category: Some(proposal.category.clone()),
            class: rule.class_of(&proposal.category).map(str::to_owned),
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
    Ok(store::ballot_item::insert_all(tx, &items)?)
}

/// Title of a revision in all languages it has: as written, and as translated.
fn official_name(c: &mut Conn, revision: &store::proposal::ProposalRevision) -> Result<LocalText> {
    let mut titles: HashMap<Lang, String> =
        store::proposal::translations(c, revision.id)?.into_iter().map(|t| (t.lang, t.title)).collect();
    titles.insert(revision.lang, revision.title.clone());
    let mut take = |lang| titles.remove(&lang);
    Ok(LocalText { kk: take(Lang::Kk).unwrap_or_default(), ru: take(Lang::Ru).unwrap_or_default(), en: take(Lang::En) })
}
