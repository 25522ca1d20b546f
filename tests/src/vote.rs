//! A vote without its history: a cycle in its voting phase with one contest, written straight into the store. What leads up to
//! a vote is the story's matter (`tests/story`); these are for tests of the ballot box itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use api_types::endpoint::{ME_BALLOT, path};
use app::App;
use domain::ballot::{Ballot, Bytes32, Choices};
use domain::rules::{Rules, TieBreak};
use domain::{
    BallotItemState, BallotKind, BodyKind, ContestState, Currency, EntryKind, Id, LedgerAccount, LocalText, Moment,
    Money, Phase, ProgrammeKind, Selection,
};
use serde_json::{Value, json};
use store::{Json, Tx};
use time::Duration;

use crate::{Client, Reply};

/// Almaty's rules, from `tests/fixtures/rules/`.
pub fn almaty() -> Rules {
    serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).expect("Almaty's rules are well-formed")
}

/// What to open. [`VotePlan::new`] has Almaty's rules, three items of 40, 50 and 60 and 100 to give away.
pub struct VotePlan {
    /// City.
    pub city: Id,
    /// Electorate.
    pub district: Id,
    /// Opening.
    pub opens_at: Moment,
    /// Close.
    pub closes_at: Moment,
    /// Cost of each item, minor units.
    pub costs: Vec<i64>,
    /// Money to give away, minor units.
    pub budget: i64,
    /// Most choices.
    pub max: u16,
    /// May a ballot be replaced?
    pub replaceable: bool,
    /// How ties are broken.
    pub tie_break: Vec<TieBreak>,
    /// Leave the opening to the calendar: the cycle is frozen, and its job is due at the opening.
    pub by_calendar: bool,
    /// What else is different in the rules; the vote is their first contest.
    pub rules: fn(&mut Rules),
    /// Envelopes, where the one of the district with [`VotePlan::budget`] is not enough.
    pub purses: Vec<Purse>,
    /// The purse of each item, by place; the first one where this says nothing.
    pub purse_of: Vec<usize>,
    /// The class of each item.
    pub class_of: Vec<&'static str>,
    /// The component of each resident on the roll.
    pub components: Vec<&'static str>,
    /// More districts, each with a contest of the same rule and the same items, and nobody on its roll.
    pub also: Vec<Id>,
}

/// An envelope of a vote.
#[derive(Debug, Clone)]
pub struct Purse {
    /// Group of the rules' envelopes.
    pub group: &'static str,
    /// How many win, by number.
    pub places: Option<i32>,
    /// Money, minor units.
    pub budget: i64,
}

/// A vote that is open as soon as the clock says so.
#[derive(Debug, Clone, Copy)]
pub struct Vote {
    /// Cycle.
    pub cycle: Id,
    /// Contest.
    pub contest: Id,
    /// A body whose acts may confirm it.
    pub body: Id,
}

impl VotePlan {
    /// A vote of this district from a day before to a day after `now`.
    pub fn new(city: Id, district: Id, now: Moment) -> Self {
        Self {
            city,
            district,
            opens_at: now - Duration::DAY,
            closes_at: now + Duration::DAY,
            costs: vec![40, 50, 60],
            budget: 100,
            max: 2,
            replaceable: true,
            tie_break: vec![TieBreak::Decision],
            by_calendar: false,
            rules: |_| {},
            purses: Vec::new(),
            purse_of: Vec::new(),
            class_of: Vec::new(),
            components: Vec::new(),
            also: Vec::new(),
        }
    }

    /// Writes it, with these residents on the roll.
    pub fn open(self, app: &App, roll: &[Id]) -> Vote {
        let roll = roll.to_vec();
        app.store.write(app.now(), move |tx| self.write(tx, &roll)).expect("a vote is written")
    }

    fn write(&self, tx: &mut Tx, roll: &[Id]) -> store::Result<Vote> {
        let mut rules = almaty();
        rules.contests[0].ballot.max = Some(self.max);
        rules.contests[0].ballot.replaceable = self.replaceable;
        rules.contests[0].counting.tie_break.clone_from(&self.tie_break);
        (self.rules)(&mut rules);
        let (ballot_rule, counting_rule) = (json!(rules.contests[0].ballot), json!(rules.contests[0].counting));
        let name = LocalText::same("A vote");
        let (programme_id, cycle_id, rules_id) = (tx.new_id(), tx.new_id(), tx.new_id());
        let code = format!("v-{}", &cycle_id.simple().to_string()[20..]);
        let code_prefix = code.to_uppercase();
        let programme = store::programme::Programme {
            id: programme_id,
            city_id: self.city,
            code: code.clone(),
            name: name.clone(),
            kind: ProgrammeKind::District,
        };
        store::programme::insert(tx, &programme)?;
        let mut cycle = store::cycle::Cycle {
            id: cycle_id,
            programme_id,
            code,
            name: name.clone(),
            fiscal_years: Json(vec![2026]),
            currency: "KZT".parse::<Currency>().expect("a currency"),
            zone: "Asia/Almaty".into(),
            phase: if self.by_calendar { Phase::Frozen } else { Phase::Voting },
            phase_since: self.opens_at,
            rules_id: None,
            // Numbers name one project each, so every cycle has a prefix of its own.
            number_prefix: code_prefix,
            last_number: 0,
            sample: true,
            source: None,
            import_id: None,
            version: 1,
            created_at: tx.now(),
        };
        store::cycle::insert(tx, &cycle)?;
        let version = store::cycle::RuleVersion {
            id: rules_id,
            cycle_id,
            number: 1,
            hash: "0".repeat(64),
            document: json!(rules),
            published_at: tx.now(),
            published_by: None,
            reason: None,
        };
        store::cycle::insert_rules(tx, &version)?;
        cycle.rules_id = Some(rules_id);
        store::cycle::update(tx, &mut cycle)?;
        self.windows(tx, cycle_id)?;
        let body = self.money(tx, cycle_id, &name)?;
        let mut contests = Vec::new();
        for (place, district_id) in std::iter::once(&self.district).chain(&self.also).enumerate() {
            let contest = store::contest::Contest {
                id: tx.new_id(),
                cycle_id,
                district_id: Some(*district_id),
                code: if place == 0 { "districts".into() } else { format!("districts-{place}") },
                name: name.clone(),
                state: if self.by_calendar { ContestState::Prepared } else { ContestState::Open },
                opens_at: self.opens_at,
                closes_at: self.closes_at,
                ballot_rule: ballot_rule.clone(),
                counting_rule: counting_rule.clone(),
                rules_id: Some(rules_id),
                counted_at: None,
                act_id: None,
                decided_at: None,
                source: None,
                version: 1,
                rule_code: Some("districts".into()),
                theme: None,
            };
            store::contest::insert(tx, &contest)?;
            self.items(tx, cycle_id, contest.id)?;
            contests.push(contest.id);
        }
        let contest_id = contests[0];
        let mut entries = Vec::new();
        for (place, &person_id) in roll.iter().enumerate() {
            let component = self.components.get(place).map(ToString::to_string);
            entries.push(store::roll::RollEntry { id: tx.random_id(), contest_id, person_id, component });
        }
        store::roll::add(tx, &entries)?;
        tx.touch("cycles");
        tx.touch("contests");
        let opening = self.by_calendar.then_some(self.opens_at);
        for run_at in opening.into_iter().chain([self.closes_at]) {
            let payload = json!({ "cycle_id": cycle_id });
            let dedup = Some(format!("cycle_tick/{cycle_id}/{}", run_at.unix_timestamp()));
            tx.enqueue(store::job::Job { kind: app::transition::CYCLE_TICK, payload, run_at, dedup })?;
        }
        Ok(Vote { cycle: cycle_id, contest: contest_id, body })
    }

    /// The envelopes and items of one contest.
    fn items(&self, tx: &mut Tx, cycle_id: Id, contest_id: Id) -> store::Result<()> {
        let envelopes = store::envelope::of_cycle(tx, cycle_id)?;
        for envelope in &envelopes {
            let link = store::contest::ContestEnvelope { contest_id, envelope_id: envelope.id };
            store::contest::insert_envelope(tx, &link)?;
        }
        let mut items = Vec::new();
        for (place, cost) in self.costs.iter().enumerate() {
            let number = i32::try_from(place + 1).expect("a few items");
            items.push(store::ballot_item::BallotItem {
                id: tx.new_id(),
                contest_id,
                envelope_id: envelopes[self.purse_of.get(place).copied().unwrap_or(0)].id,
                proposal_id: None,
                revision: None,
                external_id: None,
                number,
                name: LocalText::same(format!("Item {number}")),
                category: None,
                class: self.class_of.get(place).map(ToString::to_string),
                cost: Money(*cost),
                state: BallotItemState::Listed,
                outcome: None,
                score: None,
                deviation: None,
            });
        }
        store::ballot_item::insert_all(tx, &items)
    }

    fn windows(&self, tx: &mut Tx, cycle_id: Id) -> store::Result<()> {
        let week = Duration::WEEK;
        let windows = [
            (Phase::Frozen, self.opens_at - week, self.opens_at),
            (Phase::Voting, self.opens_at, self.closes_at),
            (Phase::Results, self.closes_at, self.closes_at + week),
        ];
        let local = |at: Moment| domain::moment::format_local(app::calendar::local("Asia/Almaty", at).expect("a zone"));
        for (phase, starts_at, ends_at) in windows {
            let (starts_local, ends_local) = (local(starts_at), local(ends_at));
            let row = store::cycle::CycleWindow { cycle_id, phase, starts_local, ends_local, starts_at, ends_at };
            store::cycle::insert_window(tx, &row)?;
        }
        Ok(())
    }

    /// The envelopes with money that an act approved; the body.
    fn money(&self, tx: &mut Tx, cycle_id: Id, name: &LocalText) -> store::Result<Id> {
        let body = store::body::Body {
            id: tx.new_id(),
            city_id: self.city,
            district_id: None,
            kind: BodyKind::Maslikhat,
            name: name.clone(),
            selection: Selection::Elected,
            mandate: None,
            mandate_until: None,
            theme: None,
        };
        store::body::insert(tx, &body)?;
        let act = store::act::Act {
            id: tx.new_id(),
            body_id: body.id,
            cycle_id,
            number: "1".into(),
            date: tx.now().date(),
            title: name.clone(),
            recorded_by: None,
            recorded_at: tx.now(),
        };
        store::act::insert(tx, &act)?;
        let own = [(None, None, self.budget)];
        let purses = self.purses.iter().map(|p| (Some(p.group.to_owned()), p.places, p.budget));
        let purses: Vec<_> = if self.purses.is_empty() { own.into() } else { purses.collect() };
        for (ordinal, (group_code, places, budget)) in (0..).zip(purses) {
            let envelope = store::envelope::Envelope {
                id: tx.new_id(),
                cycle_id,
                district_id: Some(self.district),
                code: format!("district-{ordinal}"),
                name: name.clone(),
                ordinal,
                group_code,
                theme: None,
                places,
            };
            store::envelope::insert(tx, &envelope)?;
            approve(tx, envelope.id, act.id, budget)?;
        }
        Ok(body.id)
    }
}

/// Money announced and approved by an act.
fn approve(tx: &mut Tx, envelope_id: Id, act_id: Id, budget: i64) -> store::Result<()> {
    let moves = [
        (EntryKind::Announce, LedgerAccount::Outside, LedgerAccount::Announced, None),
        (EntryKind::Approve, LedgerAccount::Announced, LedgerAccount::Available, Some(act_id)),
    ];
    for (seq, (kind, from_account, to_account, act_id)) in (1..).zip(moves) {
        let entry = store::ledger::LedgerEntry {
            id: tx.new_id(),
            envelope_id,
            to_envelope_id: None,
            seq,
            kind,
            from_account,
            to_account,
            fiscal_year: 2026,
            amount: Money(budget),
            act_id,
            reverses: None,
            note: None,
            at: tx.now(),
            made_by: None,
            work_id: None,
            contract_id: None,
            to_seq: None,
            to_fiscal_year: None,
        };
        store::ledger::insert(tx, &entry)?;
    }
    Ok(())
}

/// A ballot as a voter's device makes it, with a nonce of its own.
pub fn ballot(cycle: Id, contest: Id, choices: &[u32]) -> Value {
    paper(cycle, contest, BallotKind::Approval, &Choices::Numbers(choices.to_vec()))
}

/// The same of any kind.
pub fn paper(cycle: Id, contest: Id, kind: BallotKind, choices: &Choices) -> Value {
    let mut nonce = [0; 32];
    nonce[..16].copy_from_slice(Id::new_v4().as_bytes());
    nonce[16..].copy_from_slice(Id::new_v4().as_bytes());
    let nonce = Bytes32(nonce);
    let ballot = Ballot { kind, contest, cycle, choices: choices.clone() };
    let commitment = ballot.commitment(&nonce).to_string();
    let mut paper = json!({ "choices": choices.numbers(), "nonce": nonce.to_string(), "commitment": commitment });
    match choices {
        Choices::Numbers(_) => {}
        Choices::Points(points) => paper["points"] = points.iter().map(|p| p.points).collect(),
        Choices::Grades(grades) => paper["grades"] = grades.iter().map(|g| g.grade).collect(),
    }
    paper
}

impl Vote {
    /// A ballot of this vote.
    pub fn ballot(&self, choices: &[u32]) -> Value {
        ballot(self.cycle, self.contest, choices)
    }

    /// A ballot of any kind.
    pub fn paper(&self, kind: BallotKind, choices: &Choices) -> Value {
        paper(self.cycle, self.contest, kind, choices)
    }

    /// Casts this ballot.
    pub fn cast(&self, voter: &Client, ballot: &Value) -> Reply {
        voter.put(&path(ME_BALLOT, &[&self.contest.to_string()]), ballot)
    }
}

/// A fixture file of `tests/fixtures/pabulib/`.
pub fn pabulib(file: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pabulib").join(file);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The reference winners of `greedy_cost` for a file, by project id.
pub fn expected_greedy(file: &str) -> Vec<String> {
    static ALL: LazyLock<HashMap<String, Value>> =
        LazyLock::new(|| serde_json::from_slice(&pabulib("expected.json")).expect("expected.json is JSON"));
    serde_json::from_value(ALL[file]["greedy_cost"]["winners"].clone()).expect("winners are ids")
}
