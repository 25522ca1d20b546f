//! Every row reads back as it was written, on both engines: all columns set to extremes, and all that may be null null.

use crate::sample::{at, id, text};
use diesel::prelude::*;
use domain::rules::FormulaCriterion;
use domain::{
    BallotItemState, BodyKind, Channel, Choices, CommentKind, ContestState, Currency, DutyEnding, DutyKind, EntryKind,
    ItemOutcome, Lang, LedgerAccount, LocalText, Money, Phase, ProgrammeKind, ProofLevel, ProposalState, Registration,
    ReviewDecision, ReviewKind, Role, Selection, Stage,
};
use serde_json::json;
use store::testing::both;
use store::{Error, Json, Tx, on};
use time::macros::date;

/// Inserts two rows in one statement and reads them back.
macro_rules! back {
    ($tx:expr, $module:ident::$Row:ident in $table:ident, $($row:expr),+) => {
        let rows: [store::$module::$Row; 2] = [$($row),+];
        let c = &mut **$tx;
        on!(c, |c| diesel::insert_into(store::schema::$table::table).values(rows.as_slice()).execute(c))?;
        let mut read: Vec<store::$module::$Row> =
            store::schema::$table::table.select(store::$module::$Row::as_select()).load(c)?;
        if read[0] != rows[0] {
            read.reverse();
        }
        assert_eq!(read, rows, stringify!($table));
    };
}

fn base(tx: &mut Tx<'_>) -> Result<(), Error> {
    back!(tx, revision::Revision in revision,
        store::revision::Revision { topic: "topic ә".into(), value: i64::MAX },
        store::revision::Revision { topic: "topic b".into(), value: -1 }
    );
    back!(tx, job::JobRow in job,
        store::job::JobRow { id: id(20), kind: "kind ә".into(), payload: json!({"kk": "ә", "n": [1, null, -2.5]}), run_at: at(3), attempts: 2147483647, lease_token: Some(id(900)), lease_until: Some(at(3)), last_error: Some("last_error ә".into()), dedup: Some("dedup ә".into()), created_at: at(3) },
        store::job::JobRow { id: id(21), kind: "kind b".into(), payload: json!([]), run_at: at(4), attempts: 1, lease_token: None, lease_until: None, last_error: None, dedup: None, created_at: at(4) }
    );
    back!(tx, audit::AuditRow in audit,
        store::audit::AuditRow { seq: i64::MAX, at: at(3), account_id: Some(id(900)), actor: "actor ә".into(), action: "action ә".into(), subject: "subject ә".into(), subject_id: Some(id(900)), district_id: Some(id(900)), salt: Some(vec![0, 255, 0]), payload: Some("payload ә".into()), payload_hash: vec![0, 255, 0], previous: vec![0, 255, 0], hash: vec![0, 255, 0] },
        store::audit::AuditRow { seq: -1, at: at(4), account_id: None, actor: "actor b".into(), action: "action b".into(), subject: "subject b".into(), subject_id: None, district_id: None, salt: None, payload: None, payload_hash: vec![0, 255, 1], previous: vec![0, 255, 1], hash: vec![0, 255, 1] }
    );
    back!(tx, idempotency::Idempotency in idempotency,
        store::idempotency::Idempotency { principal: "principal ә".into(), route: "route ә".into(), key: "key ә".into(), body_hash: vec![0, 255, 0], status: 2147483647, resource_id: Some(id(900)), created_at: at(3) },
        store::idempotency::Idempotency { principal: "principal b".into(), route: "route b".into(), key: "key b".into(), body_hash: vec![0, 255, 1], status: 1, resource_id: None, created_at: at(4) }
    );
    back!(tx, import_run::ImportRun in import_run,
        store::import_run::ImportRun { id: id(60), kind: "kind ә".into(), source: "source ә".into(), complete: true, row_count: i64::MAX, created_at: at(3), created_by: Some(id(900)) },
        store::import_run::ImportRun { id: id(61), kind: "kind b".into(), source: "source b".into(), complete: false, row_count: -1, created_at: at(4), created_by: None }
    );
    back!(tx, city::City in city,
        store::city::City { id: id(70), code: "code ә".into(), name: text("name"), country: "country ә".into(), sample: true, source: Some(json!({"kk": "ә", "n": [1, null, -2.5]})) },
        store::city::City { id: id(71), code: "code b".into(), name: LocalText::same("name"), country: "country b".into(), sample: false, source: None }
    );
    Ok(())
}

fn people(tx: &mut Tx<'_>) -> Result<(), Error> {
    back!(tx, district::District in district,
        store::district::District { id: id(80), city_id: id(70), code: "code ә".into(), name: text("name"), boundary: Some(json!({"kk": "ә", "n": [1, null, -2.5]})), ordinal: 2147483647 },
        store::district::District { id: id(81), city_id: id(71), code: "code b".into(), name: LocalText::same("name"), boundary: None, ordinal: 1 }
    );
    back!(tx, person::Person in person,
        store::person::Person { id: id(90), city_id: id(70), district_id: id(80), iin_hmac: Some(vec![0, 255, 0]), iin_key: Some("iin_key ә".into()), family_name: "family_name ә".into(), given_name: "given_name ә".into(), birth_date: date!(1900 - 03 - 01), registration: Registration::Temporary, registered_since: Some(date!(1900 - 03 - 01)), proof: ProofLevel::InPerson, code_hash: Some("code_hash ә".into()), code_tries: 2147483647, import_id: Some(id(60)), left_at: Some(at(3)) },
        store::person::Person { id: id(91), city_id: id(71), district_id: id(81), iin_hmac: None, iin_key: None, family_name: "family_name b".into(), given_name: "given_name b".into(), birth_date: date!(2025 - 12 - 31), registration: Registration::Temporary, registered_since: None, proof: ProofLevel::InPerson, code_hash: None, code_tries: 1, import_id: None, left_at: None }
    );
    back!(tx, account::Account in account,
        store::account::Account { id: id(100), email: "email ә".into(), password_hash: Some("password_hash ә".into()), display_name: "display_name ә".into(), lang: Lang::Kk, person_id: Some(id(90)), created_at: at(3), disabled_at: Some(at(3)) },
        store::account::Account { id: id(101), email: "email b".into(), password_hash: None, display_name: "display_name b".into(), lang: Lang::Kk, person_id: None, created_at: at(4), disabled_at: None }
    );
    back!(tx, session::Session in session,
        store::session::Session { id: id(110), account_id: id(100), token_hash: vec![0, 255, 0], channel: Channel::Counter, created_at: at(3), expires_at: at(3), ended_at: Some(at(3)) },
        store::session::Session { id: id(111), account_id: id(101), token_hash: vec![0, 255, 1], channel: Channel::Counter, created_at: at(4), expires_at: at(4), ended_at: None }
    );
    back!(tx, role_grant::RoleGrant in role_grant,
        store::role_grant::RoleGrant { id: id(120), account_id: id(100), role: Role::Finance, district_id: Some(id(80)), granted_by: Some(id(100)), granted_at: at(3), revoked_at: Some(at(3)) },
        store::role_grant::RoleGrant { id: id(121), account_id: id(101), role: Role::Finance, district_id: None, granted_by: None, granted_at: at(4), revoked_at: None }
    );
    back!(tx, body::Body in body,
        store::body::Body { id: id(130), city_id: id(70), district_id: Some(id(80)), kind: BodyKind::ExpertCouncil, name: text("name"), selection: Selection::Lot, mandate: Some(text("mandate")), mandate_until: Some(date!(1900 - 03 - 01)), theme: Some("theme ә".into()) },
        store::body::Body { id: id(131), city_id: id(71), district_id: None, kind: BodyKind::ExpertCouncil, name: LocalText::same("name"), selection: Selection::Lot, mandate: None, mandate_until: None, theme: None }
    );
    back!(tx, body::BodyMember in body_member,
        store::body::BodyMember { body_id: id(130), account_id: id(100), since: at(3) },
        store::body::BodyMember { body_id: id(131), account_id: id(101), since: at(4) }
    );
    back!(tx, notification::Notification in notification,
        store::notification::Notification { id: id(150), account_id: id(100), kind: "kind ә".into(), payload: json!({"kk": "ә", "n": [1, null, -2.5]}), created_at: at(3), read_at: Some(at(3)) },
        store::notification::Notification { id: id(151), account_id: id(101), kind: "kind b".into(), payload: json!([]), created_at: at(4), read_at: None }
    );
    Ok(())
}

fn cycles(tx: &mut Tx<'_>) -> Result<(), Error> {
    back!(tx, programme::Programme in programme,
        store::programme::Programme { id: id(160), city_id: id(70), code: "code ә".into(), name: text("name"), kind: ProgrammeKind::Theme },
        store::programme::Programme { id: id(161), city_id: id(71), code: "code b".into(), name: LocalText::same("name"), kind: ProgrammeKind::Theme }
    );
    back!(tx, cycle::Cycle in cycle,
        store::cycle::Cycle { id: id(170), programme_id: id(160), code: "code ә".into(), name: text("name"), fiscal_years: Json(vec![2025, -1]), currency: Currency::Pln, zone: "zone ә".into(), phase: Phase::ReReview, phase_since: at(3), rules_id: Some(id(900)), number_prefix: "number_prefix ә".into(), last_number: i64::MAX, sample: true, source: Some(json!({"kk": "ә", "n": [1, null, -2.5]})), import_id: Some(id(60)), version: i64::MAX, created_at: at(3) },
        store::cycle::Cycle { id: id(171), programme_id: id(161), code: "code b".into(), name: LocalText::same("name"), fiscal_years: Json(vec![]), currency: Currency::Pln, zone: "zone b".into(), phase: Phase::ReReview, phase_since: at(4), rules_id: None, number_prefix: "number_prefix b".into(), last_number: -1, sample: false, source: None, import_id: None, version: -1, created_at: at(4) }
    );
    back!(tx, cycle::RuleVersion in rule_version,
        store::cycle::RuleVersion { id: id(180), cycle_id: id(170), number: 2147483647, hash: "hash ә".into(), document: json!({"kk": "ә", "n": [1, null, -2.5]}), published_at: at(3), published_by: Some(id(100)), reason: Some(text("reason")) },
        store::cycle::RuleVersion { id: id(181), cycle_id: id(171), number: 1, hash: "hash b".into(), document: json!([]), published_at: at(4), published_by: None, reason: None }
    );
    back!(tx, cycle::CycleWindow in cycle_window,
        store::cycle::CycleWindow { cycle_id: id(170), phase: Phase::ReReview, starts_local: "starts_local ә".into(), ends_local: "ends_local ә".into(), starts_at: at(1), ends_at: at(2) },
        store::cycle::CycleWindow { cycle_id: id(171), phase: Phase::ReReview, starts_local: "starts_local b".into(), ends_local: "ends_local b".into(), starts_at: at(1), ends_at: at(2) }
    );
    back!(tx, cycle::CycleEvent in cycle_event,
        store::cycle::CycleEvent { id: id(200), cycle_id: id(170), event: "event ә".into(), from_phase: Phase::ReReview, to_phase: Phase::ReReview, at: at(3), account_id: Some(id(100)), reason: Some(text("reason")), rules_id: Some(id(180)) },
        store::cycle::CycleEvent { id: id(201), cycle_id: id(171), event: "event b".into(), from_phase: Phase::ReReview, to_phase: Phase::ReReview, at: at(4), account_id: None, reason: None, rules_id: None }
    );
    back!(tx, act::Act in act,
        store::act::Act { id: id(210), body_id: id(130), cycle_id: id(170), number: "number ә".into(), date: date!(1900 - 03 - 01), title: text("title"), recorded_by: Some(id(100)), recorded_at: at(3) },
        store::act::Act { id: id(211), body_id: id(131), cycle_id: id(171), number: "number b".into(), date: date!(2025 - 12 - 31), title: LocalText::same("title"), recorded_by: None, recorded_at: at(4) }
    );
    back!(tx, envelope::Envelope in envelope,
        store::envelope::Envelope { id: id(220), cycle_id: id(170), district_id: Some(id(80)), code: "code ә".into(), name: text("name"), ordinal: 2147483647, group_code: Some("group_code ә".into()), theme: Some("theme ә".into()), places: Some(2147483647) },
        store::envelope::Envelope { id: id(221), cycle_id: id(171), district_id: None, code: "code b".into(), name: LocalText::same("name"), ordinal: 1, group_code: None, theme: None, places: None }
    );
    back!(tx, ledger::LedgerEntry in ledger_entry,
        store::ledger::LedgerEntry { id: id(230), envelope_id: id(220), to_envelope_id: Some(id(220)), seq: i64::MAX, kind: EntryKind::TopUp, from_account: LedgerAccount::Outside, to_account: LedgerAccount::Announced, fiscal_year: 2147483647, amount: Money(i64::MAX), act_id: Some(id(210)), reverses: None, note: Some(text("note")), at: at(3), made_by: Some(id(100)), work_id: None, contract_id: None, to_seq: Some(i64::MAX), to_fiscal_year: Some(2147483647) },
        store::ledger::LedgerEntry { id: id(231), envelope_id: id(221), to_envelope_id: None, seq: -1, kind: EntryKind::TopUp, from_account: LedgerAccount::Outside, to_account: LedgerAccount::Announced, fiscal_year: 1, amount: Money(1), act_id: None, reverses: None, note: None, at: at(4), made_by: None, work_id: None, contract_id: None, to_seq: None, to_fiscal_year: None }
    );
    back!(tx, ledger::CarryDecision in carry_decision,
        store::ledger::CarryDecision { id: id(232), envelope_id: id(220), fiscal_year: 2147483647, account: LedgerAccount::Committed, work_id: None, contract_id: None, amount: Money(i64::MAX), act_id: id(210), note: Some(text("note")), at: at(3), made_by: Some(id(100)), withdrawn_at: Some(at(4)), withdrawn_by: Some(id(100)), withdrawn_why: Some(text("why")) },
        store::ledger::CarryDecision { id: id(233), envelope_id: id(221), fiscal_year: 1, account: LedgerAccount::Announced, work_id: None, contract_id: None, amount: Money(1), act_id: id(210), note: None, at: at(4), made_by: None, withdrawn_at: None, withdrawn_by: None, withdrawn_why: None }
    );
    Ok(())
}

fn proposals(tx: &mut Tx<'_>) -> Result<(), Error> {
    back!(tx, proposal::Proposal in proposal,
        store::proposal::Proposal { id: id(240), cycle_id: id(170), district_id: id(80), number: Some("number ә".into()), external_id: Some("external_id ә".into()), category: "category ә".into(), state: ProposalState::UnderReview, state_since: at(3), revision: 2147483647, channel: Channel::Counter, clerk_id: Some(id(100)), created_by: Some(id(100)), created_at: at(3), submitted_at: Some(at(3)), clause: Some("clause ә".into()), fact: Some(text("fact")), merged_into: None, split_from: None, carried_from: None, support_count: i64::MAX, comment_count: i64::MAX, version: i64::MAX, envelope_id: Some(id(220)) },
        store::proposal::Proposal { id: id(241), cycle_id: id(171), district_id: id(81), number: None, external_id: None, category: "category b".into(), state: ProposalState::UnderReview, state_since: at(4), revision: 1, channel: Channel::Counter, clerk_id: None, created_by: None, created_at: at(4), submitted_at: None, clause: None, fact: None, merged_into: None, split_from: None, carried_from: None, support_count: -1, comment_count: -1, version: -1, envelope_id: None }
    );
    back!(tx, proposal::ProposalAuthor in proposal_author,
        store::proposal::ProposalAuthor { proposal_id: id(240), ordinal: 2147483647, account_id: Some(id(100)), person_id: Some(id(90)), name: "name ә".into() },
        store::proposal::ProposalAuthor { proposal_id: id(241), ordinal: 1, account_id: None, person_id: None, name: "name b".into() }
    );
    back!(tx, proposal::ProposalRevision in proposal_revision,
        store::proposal::ProposalRevision { id: id(260), proposal_id: id(240), number: 2147483647, lang: Lang::Kk, title: "title ә".into(), body: "body ә".into(), location: Some(json!({"kk": "ә", "n": [1, null, -2.5]})), estimate: json!({"kk": "ә", "n": [1, null, -2.5]}), cost: Money(i64::MAX), created_at: at(3), created_by: Some(id(100)) },
        store::proposal::ProposalRevision { id: id(261), proposal_id: id(241), number: 1, lang: Lang::Kk, title: "title b".into(), body: "body b".into(), location: None, estimate: json!([]), cost: Money(1), created_at: at(4), created_by: None }
    );
    back!(tx, proposal::ProposalTranslation in proposal_translation,
        store::proposal::ProposalTranslation { revision_id: id(260), lang: Lang::Kk, title: "title ә".into(), body: "body ә".into(), made_by: Some(id(100)) },
        store::proposal::ProposalTranslation { revision_id: id(261), lang: Lang::Kk, title: "title b".into(), body: "body b".into(), made_by: None }
    );
    back!(tx, proposal::ProposalEvent in proposal_event,
        store::proposal::ProposalEvent { id: id(280), proposal_id: id(240), event: "event ә".into(), from_state: ProposalState::UnderReview, to_state: ProposalState::UnderReview, revision: 2147483647, at: at(3), account_id: Some(id(100)), body_id: Some(id(130)), clause: Some("clause ә".into()), text: Some(json!({"kk": "ә", "n": [1, null, -2.5]})), other_id: Some(id(240)), rules_id: Some(id(180)) },
        store::proposal::ProposalEvent { id: id(281), proposal_id: id(241), event: "event b".into(), from_state: ProposalState::UnderReview, to_state: ProposalState::UnderReview, revision: 1, at: at(4), account_id: None, body_id: None, clause: None, text: None, other_id: None, rules_id: None }
    );
    back!(tx, support::Support in support,
        store::support::Support { proposal_id: id(240), person_id: id(90), channel: Channel::Counter, clerk_id: Some(id(100)), created_at: at(3) },
        store::support::Support { proposal_id: id(241), person_id: id(91), channel: Channel::Counter, clerk_id: None, created_at: at(4) }
    );
    back!(tx, duty::Duty in duty,
        store::duty::Duty { id: id(300), cycle_id: id(170), district_id: Some(id(80)), stage: Stage::Approval, kind: DutyKind::AnswerQuestion, body_id: Some(id(130)), role: Role::Finance, subject: "subject ә".into(), subject_id: id(900), proposal_id: Some(id(240)), opened_at: at(3), first_deadline: at(3), deadline: at(3), ended_at: Some(at(3)), ending: Some(DutyEnding::Declined), clause: Some("clause ә".into()), note: Some(text("note")), ended_by: Some(id(100)), reopened_at: Some(at(3)) },
        store::duty::Duty { id: id(301), cycle_id: id(171), district_id: None, stage: Stage::Approval, kind: DutyKind::AnswerQuestion, body_id: None, role: Role::Finance, subject: "subject b".into(), subject_id: id(901), proposal_id: None, opened_at: at(4), first_deadline: at(4), deadline: at(4), ended_at: None, ending: None, clause: None, note: None, ended_by: None, reopened_at: None }
    );
    back!(tx, comment::Comment in comment,
        store::comment::Comment { id: id(310), proposal_id: id(240), parent_id: None, kind: CommentKind::OfficialAnswer, account_id: id(100), person_id: Some(id(90)), author_name: "author_name ә".into(), body_id: Some(id(130)), channel: Channel::Counter, clerk_id: Some(id(100)), lang: Lang::Kk, text: Some("text ә".into()), created_at: at(3), duty_id: Some(id(300)), removed_at: Some(at(3)), removed_by: Some(id(100)), removed_reason: Some(text("removed_reason")) },
        store::comment::Comment { id: id(311), proposal_id: id(241), parent_id: None, kind: CommentKind::OfficialAnswer, account_id: id(101), person_id: None, author_name: "author_name b".into(), body_id: None, channel: Channel::Counter, clerk_id: None, lang: Lang::Kk, text: None, created_at: at(4), duty_id: None, removed_at: None, removed_by: None, removed_reason: None }
    );
    back!(tx, review::Review in review,
        store::review::Review { id: id(320), proposal_id: id(240), revision: 2147483647, kind: ReviewKind::Clearance, body_id: Some(id(130)), reviewer_id: Some(id(100)), decision: ReviewDecision::Return, clause: Some("clause ә".into()), fact: Some(text("fact")), reason: text("reason"), act_id: Some(id(210)), rules_id: Some(id(180)), created_at: at(3) },
        store::review::Review { id: id(321), proposal_id: id(241), revision: 1, kind: ReviewKind::Clearance, body_id: None, reviewer_id: None, decision: ReviewDecision::Return, clause: None, fact: None, reason: LocalText::same("reason"), act_id: None, rules_id: None, created_at: at(4) }
    );
    back!(tx, appeal::Appeal in appeal,
        store::appeal::Appeal { id: id(330), proposal_id: id(240), filed_by: id(100), filed_at: at(3), channel: Channel::Counter, clerk_id: Some(id(100)), lang: Lang::Kk, text: "text ә".into(), decided_at: Some(at(3)), decided_by: Some(id(100)), body_id: Some(id(130)), upheld: Some(true), reason: Some(text("reason")), act_id: Some(id(210)) },
        store::appeal::Appeal { id: id(331), proposal_id: id(241), filed_by: id(101), filed_at: at(4), channel: Channel::Counter, clerk_id: None, lang: Lang::Kk, text: "text b".into(), decided_at: None, decided_by: None, body_id: None, upheld: None, reason: None, act_id: None }
    );
    Ok(())
}

fn contests(tx: &mut Tx<'_>) -> Result<(), Error> {
    back!(tx, contest::Contest in contest,
        store::contest::Contest { id: id(340), cycle_id: id(170), district_id: Some(id(80)), code: "code ә".into(), name: text("name"), state: ContestState::Counting, opens_at: at(3), closes_at: at(3), ballot_rule: json!({"kk": "ә", "n": [1, null, -2.5]}), counting_rule: json!({"kk": "ә", "n": [1, null, -2.5]}), rules_id: Some(id(180)), counted_at: Some(at(3)), act_id: Some(id(210)), decided_at: Some(at(3)), source: Some(json!({"kk": "ә", "n": [1, null, -2.5]})), version: i64::MAX, rule_code: Some("rule_code ә".into()), theme: Some("theme ә".into()) },
        store::contest::Contest { id: id(341), cycle_id: id(171), district_id: None, code: "code b".into(), name: LocalText::same("name"), state: ContestState::Counting, opens_at: at(4), closes_at: at(4), ballot_rule: json!([]), counting_rule: json!([]), rules_id: None, counted_at: None, act_id: None, decided_at: None, source: None, version: -1, rule_code: None, theme: None }
    );
    back!(tx, contest::ContestEnvelope in contest_envelope,
        store::contest::ContestEnvelope { contest_id: id(340), envelope_id: id(220) },
        store::contest::ContestEnvelope { contest_id: id(341), envelope_id: id(221) }
    );
    back!(tx, ballot_item::BallotItem in ballot_item,
        store::ballot_item::BallotItem { id: id(360), contest_id: id(340), envelope_id: id(220), proposal_id: Some(id(240)), revision: Some(2147483647), external_id: Some("external_id ә".into()), number: 2147483647, name: text("name"), category: Some("category ә".into()), class: Some("class ә".into()), cost: Money(i64::MAX), state: BallotItemState::Decided, outcome: Some(ItemOutcome::NotFunded), score: Some(i64::MAX), deviation: Some(text("deviation")) },
        store::ballot_item::BallotItem { id: id(361), contest_id: id(341), envelope_id: id(221), proposal_id: None, revision: None, external_id: None, number: 1, name: LocalText::same("name"), category: None, class: None, cost: Money(1), state: BallotItemState::Decided, outcome: None, score: None, deviation: None }
    );
    back!(tx, roll::RollEntry in roll_entry,
        store::roll::RollEntry { id: id(370), contest_id: id(340), person_id: id(90), component: Some("component ә".into()) },
        store::roll::RollEntry { id: id(371), contest_id: id(341), person_id: id(91), component: None }
    );
    back!(tx, roll::RollMark in roll_mark,
        store::roll::RollMark { contest_id: id(340), roll_entry_id: id(370), channel: Channel::Counter },
        store::roll::RollMark { contest_id: id(341), roll_entry_id: id(371), channel: Channel::Counter }
    );
    back!(tx, open_ballot::OpenBallot in open_ballot,
        store::open_ballot::OpenBallot { pseudonym: vec![0, 255, 0], contest_id: id(340), commitment: vec![0, 255, 0], nonce: vec![0, 255, 0], choices: Json(Choices::Numbers(vec![1, u32::MAX])), component: Some("component ә".into()) },
        store::open_ballot::OpenBallot { pseudonym: vec![0, 255, 1], contest_id: id(341), commitment: vec![0, 255, 1], nonce: vec![0, 255, 1], choices: Json(Choices::Numbers(vec![])), component: None }
    );
    back!(tx, roll::RollChoice in roll_choice,
        store::roll::RollChoice { cycle_id: id(170), rule_code: "rule_code ә".into(), person_id: id(90), contest_id: id(340) },
        store::roll::RollChoice { cycle_id: id(171), rule_code: "rule_code b".into(), person_id: id(91), contest_id: id(341) }
    );
    back!(tx, allocation::Allocation in allocation,
        store::allocation::Allocation { id: id(410), cycle_id: id(170), group_code: "group_code ә".into(), fiscal_year: 2147483647, criteria: Json(vec![FormulaCriterion { id: "need".into(), name: text("name"), weight: u32::MAX }]), inputs: json!({"kk": "ә", "n": [1, null, -2.5]}), outcome: json!({"kk": "ә", "n": [1, null, -2.5]}), act_id: Some(id(210)), rules_id: Some(id(180)), at: at(3), made_by: Some(id(100)) },
        store::allocation::Allocation { id: id(411), cycle_id: id(171), group_code: "group_code b".into(), fiscal_year: 1, criteria: Json(vec![]), inputs: json!([]), outcome: json!([]), act_id: None, rules_id: None, at: at(4), made_by: None }
    );
    back!(tx, contest_count::ContestCount in contest_count,
        store::contest_count::ContestCount { id: id(400), contest_id: id(340), at: at(3), ballots: i64::MAX, outcome: json!({"kk": "ә", "n": [1, null, -2.5]}), hash: "hash ә".into(), counted_by: Some(id(100)), seq: 1 },
        store::contest_count::ContestCount { id: id(401), contest_id: id(341), at: at(4), ballots: -1, outcome: json!([]), hash: "hash b".into(), counted_by: None, seq: i64::MAX }
    );
    Ok(())
}

#[test]
fn every_row_reads_back() {
    both(|db| {
        db.store
            .write(at(0), |tx| {
                base(tx)?;
                people(tx)?;
                cycles(tx)?;
                proposals(tx)?;
                contests(tx)
            })
            .unwrap();
    });
}

#[test]
fn a_changed_row_is_written_back_unless_another_was_faster() {
    both(|db| {
        crate::sample::open_contest(&db.store, 0);
        let read = || db.store.read(|c| store::cycle::find(c, id(6))).unwrap().unwrap();
        let (first, second) = (read(), read());
        let write = |mut row: store::cycle::Cycle, phase| {
            row.phase = phase;
            db.store
                .write(at(1), move |tx| {
                    let mut row = row.clone();
                    assert_eq!(store::cycle::fence(tx, row.id)?.map(|c| c.id), Some(row.id));
                    let written = store::cycle::update(tx, &mut row)?;
                    Ok::<_, Error>((written, row.version))
                })
                .unwrap()
        };
        assert_eq!(write(first, Phase::Results), (true, 2));
        assert_eq!(write(second, Phase::Cancelled), (false, 1), "it knows version 1 only");
        assert_eq!((read().phase, read().version), (Phase::Results, 2));
    });
}

#[test]
fn a_transition_waits_for_fenced_writes() {
    let Some(db) = store::testing::TestDb::postgres() else { return };
    crate::sample::open_contest(&db.store, 0);
    let (fenced, locked) = (std::sync::Barrier::new(2), std::sync::atomic::AtomicBool::new(false));
    let (fenced, locked) = (std::sync::Arc::new(fenced), std::sync::Arc::new(locked));
    std::thread::scope(|s| {
        let (store, inside, seen) = (&db.store, fenced.clone(), locked.clone());
        let first = s.spawn(move || {
            store.write(at(0), move |tx| {
                store::cycle::fence(tx, id(6))?;
                inside.wait();
                std::thread::sleep(std::time::Duration::from_millis(200));
                Ok::<_, Error>(seen.load(std::sync::atomic::Ordering::SeqCst))
            })
        });
        fenced.wait();
        store
            .write(at(0), move |tx| {
                store::cycle::lock(tx, id(6))?;
                locked.store(true, std::sync::atomic::Ordering::SeqCst);
                Ok::<_, Error>(())
            })
            .unwrap();
        assert_eq!(first.join().unwrap(), Ok(false), "the transition came in while the fence stood");
    });
}

#[test]
fn pages_follow_each_other_whatever_is_added() {
    let seek = store::Seek { after: None, limit: 2 };
    assert_eq!(seek.fetch(), 3);
    let page = seek.page(vec![1, 2, 3], |n| id(*n));
    assert_eq!((page.items, page.next), (vec![1, 2], Some(id(2))));
    let last = seek.page(vec![3, 4], |n| id(*n));
    assert_eq!((last.items, last.next), (vec![3, 4], None));
}
