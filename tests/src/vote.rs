//! A vote without its history: a cycle in its voting phase with one contest, written straight into the store. What leads up to
//! a vote is the story's matter (`tests/story`); these are for tests of the ballot box itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use api_types::endpoint::{ME_BALLOT, path};
use app::App;
use domain::ballot::{Ballot, Bytes32, Choices};
use domain::rules::{Rules, TieBreak};
use domain::{
    BallotItemState, BodyKind, ContestState, Currency, EntryKind, Id, LedgerAccount, LocalText, Moment, Money, Phase,
    ProgrammeKind, Selection,
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
        let contest_id = tx.new_id();
        let contest = store::contest::Contest {
            id: contest_id,
            cycle_id,
            district_id: Some(self.district),
            code: "districts".into(),
            name: name.clone(),
            state: if self.by_calendar { ContestState::Prepared } else { ContestState::Open },
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            ballot_rule,
            counting_rule,
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
        let envelope_id = store::envelope::of_cycle(tx, cycle_id)?[0].id;
        store::contest::insert_envelope(tx, &store::contest::ContestEnvelope { contest_id, envelope_id })?;
        let mut items = Vec::new();
        for (number, cost) in (1..).zip(&self.costs) {
            items.push(store::ballot_item::BallotItem {
                id: tx.new_id(),
                contest_id,
                envelope_id,
                proposal_id: None,
                revision: None,
                external_id: None,
                number,
                name: LocalText::same(format!("Item {number}")),
                category: None,
                class: None,
                cost: Money(*cost),
                state: BallotItemState::Listed,
                outcome: None,
                score: None,
                deviation: None,
            });
        }
        store::ballot_item::insert_all(tx, &items)?;
        let mut entries = Vec::new();
        for &person_id in roll {
            entries.push(store::roll::RollEntry { id: tx.random_id(), contest_id, person_id, component: None });
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

    /// One envelope with money that an act approved; the body.
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
        let envelope = store::envelope::Envelope {
            id: tx.new_id(),
            cycle_id,
            district_id: Some(self.district),
            code: "district".into(),
            name: name.clone(),
            ordinal: 0,
            group_code: None,
            theme: None,
            places: None,
        };
        store::envelope::insert(tx, &envelope)?;
        let moves = [
            (EntryKind::Announce, LedgerAccount::Outside, LedgerAccount::Announced, None),
            (EntryKind::Approve, LedgerAccount::Announced, LedgerAccount::Available, Some(act.id)),
        ];
        for (seq, (kind, from_account, to_account, act_id)) in (1..).zip(moves) {
            let entry = store::ledger::LedgerEntry {
                id: tx.new_id(),
                envelope_id: envelope.id,
                to_envelope_id: None,
                seq,
                kind,
                from_account,
                to_account,
                fiscal_year: 2026,
                amount: Money(self.budget),
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
        Ok(body.id)
    }
}

/// A ballot as a voter's device makes it, with a nonce of its own.
pub fn ballot(cycle: Id, contest: Id, choices: &[u32]) -> Value {
    let mut nonce = [0; 32];
    nonce[..16].copy_from_slice(Id::new_v4().as_bytes());
    nonce[16..].copy_from_slice(Id::new_v4().as_bytes());
    let nonce = Bytes32(nonce);
    let ballot =
        Ballot { kind: domain::BallotKind::Approval, contest, cycle, choices: Choices::Numbers(choices.to_vec()) };
    json!({ "choices": choices, "nonce": nonce.to_string(), "commitment": ballot.commitment(&nonce).to_string() })
}

impl Vote {
    /// A ballot of this vote.
    pub fn ballot(&self, choices: &[u32]) -> Value {
        ballot(self.cycle, self.contest, choices)
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
