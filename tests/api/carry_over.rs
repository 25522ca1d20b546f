//! What a vote did not fund goes on in a later cycle, as a draft of the same authors.

use api_types::cycle::Cycle;
use api_types::endpoint::{
    CYCLE, CYCLES, ME_NOTIFICATIONS, ME_PROPOSAL, PROJECT, PROPOSAL_CARRY_OVER, PROPOSAL_SUBMIT, PROPOSAL_SUPPORT,
    PROPOSALS, path,
};
use api_types::notification::NotificationPage;
use api_types::project::Project;
use api_types::proposal::ProposalReceipt;
use domain::notification::NotificationKind;
use domain::{BallotItemState, ContestState, Id, ItemOutcome, LocalText, Money, Phase, ProposalState};
use qatysu_tests::{Client, Reply, TestCity, both};
use serde_json::json;
use store::Tx;

use crate::season::{REVIEW, Season, said, text, tick};

fn at(template: &str, id: Id) -> String {
    path(template, &[&id.to_string()])
}

/// Another cycle, still being set up.
fn next_cycle(boss: &Client, programme: Id, prefix: &str) -> Id {
    let cycle = json!({
        "programme_id": programme, "code": prefix.to_lowercase(), "name": text("2027"), "fiscal_years": [2027], "currency": "KZT",
        "number_prefix": prefix,
    });
    boss.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id
}

fn project(city: &TestCity, id: Id) -> Project {
    city.visitor().get(&at(PROJECT, id)).read()
}

/// Puts the cycle into this phase, without the months that lie before.
fn jump(city: &TestCity, cycle: Id, phase: Phase) {
    let jump = move |tx: &mut Tx| -> store::Result<()> {
        let mut row = store::cycle::lock(tx, cycle)?.unwrap();
        row.phase = phase;
        store::cycle::update(tx, &mut row).map(drop)
    };
    city.test.app.store.write(city.now(), jump).unwrap();
}

/// A vote that decided about these proposals, or has not yet.
fn vote(city: &TestCity, season: &Season, outcomes: &[(Id, Option<ItemOutcome>)]) {
    let (cycle_id, outcomes) = (season.cycle, outcomes.to_vec());
    let write = move |tx: &mut Tx| -> store::Result<()> {
        let (contest_id, now) = (tx.new_id(), tx.now());
        let contest = store::contest::Contest {
            id: contest_id,
            cycle_id,
            district_id: None,
            code: "districts".into(),
            name: LocalText::same("A vote"),
            state: ContestState::Decided,
            opens_at: now,
            closes_at: now + time::Duration::DAY,
            ballot_rule: json!({}),
            counting_rule: json!({}),
            rules_id: None,
            counted_at: None,
            act_id: None,
            decided_at: None,
            source: None,
            version: 1,
            rule_code: None,
            theme: None,
        };
        store::contest::insert(tx, &contest)?;
        let envelope_id = store::envelope::of_cycle(tx, cycle_id)?[0].id;
        for (number, &(id, outcome)) in (1..).zip(&outcomes) {
            let mut row = store::proposal::lock(tx, id)?.unwrap();
            row.state = ProposalState::Frozen;
            store::proposal::update(tx, &mut row)?;
            let item = store::ballot_item::BallotItem {
                id: tx.new_id(),
                contest_id,
                envelope_id,
                proposal_id: Some(id),
                revision: Some(1),
                external_id: None,
                number,
                name: LocalText::same("An item"),
                category: None,
                class: None,
                cost: Money(1),
                state: BallotItemState::Decided,
                outcome,
                score: None,
                deviation: None,
            };
            store::ballot_item::insert(tx, &item)?;
        }
        Ok(())
    };
    city.test.app.store.write(city.now(), write).unwrap();
}

fn carry(client: &Client, id: Id, into: Id) -> Reply {
    client.post(&at(PROPOSAL_CARRY_OVER, id), &json!({ "into": into, "reason": said("Осталось без денег") }))
}

both! {
    fn what_the_vote_did_not_fund_goes_on_as_a_draft_of_its_authors(city: &TestCity) {
        let season = Season::open(city);
        let (author, lost) = season.submitted(city, "Двор без луж в Аксае");
        let (_, won) = season.submitted(city, "Сквер у школы в Аксае");
        let (_, open) = season.submitted(city, "Корт у дома в Аксае");
        city.resident(season.district).client.put(&at(PROPOSAL_SUPPORT, lost.id), &json!({})).status(200);
        let boss = city.token_of(season.organiser);
        let own: Cycle = boss.get(&at(CYCLE, season.cycle)).read();
        let later = next_cycle(&boss, own.brief.programme_id, "ALM-27");
        carry(&boss, lost.id, later).refused(409, &["not_in_phase"]);
        vote(city, &season, &[
            (lost.id, Some(ItemOutcome::NotFunded)),
            (won.id, Some(ItemOutcome::Funded)),
            (open.id, None),
        ]);
        jump(city, season.cycle, Phase::Delivery);

        city.visitor().post(&at(PROPOSAL_CARRY_OVER, lost.id), &json!({ "into": later, "reason": said("x") })).problem(401);
        carry(&author.client, lost.id, later).refused(403, &["role_missing"]);
        carry(&boss, lost.id, Id::new_v4()).invalid(&[("/into", "unknown")]);
        carry(&boss, lost.id, season.cycle).refused(409, &["carry_target"]);
        carry(&boss, won.id, later).refused(409, &["already_funded"]);
        carry(&boss, open.id, later).refused(409, &["act_missing"]);
        let empty = json!({ "into": later, "reason": said(" ") });
        boss.post(&at(PROPOSAL_CARRY_OVER, lost.id), &empty).invalid(&[("/reason/text", "required")]);
        tick(city);
        let carried: ProposalReceipt = carry(&boss, lost.id, later).status(200).read();
        assert_eq!((carried.id, carried.state), (lost.id, ProposalState::CarriedOver));
        carry(&boss, lost.id, later).refused(409, &["wrong_state"]);

        // The author finds a draft that names what it carries on; to all others it is not there yet.
        let told: NotificationPage = author.client.get(ME_NOTIFICATIONS).read();
        assert_eq!(told.items[0].kind, NotificationKind::ProposalCarriedOver);
        let draft = told.items[0].project.as_ref().unwrap().id;
        let mine: Project = author.client.get(&at(ME_PROPOSAL, draft)).read();
        assert_eq!((mine.brief.state, mine.brief.cycle_id, mine.brief.supports), (ProposalState::Draft, later, 0));
        assert_eq!(mine.carried_from.as_ref().unwrap().number.as_deref(), Some("ALM-26-0001"));
        assert_eq!((mine.authors, mine.revision.body), (project(city, lost.id).authors, project(city, lost.id).revision.body));
        city.visitor().get(&at(PROJECT, draft)).problem(404);
        let old = project(city, lost.id);
        assert_eq!((old.carried_to, old.history.last().unwrap().other.clone()), (None, None));
        assert_eq!(old.history.last().unwrap().text.as_ref().unwrap().ru, "Осталось без денег");

        // Submitted in the later cycle, both name each other.
        jump(city, later, Phase::Proposals);
        let rules: serde_json::Value = serde_json::from_str(include_str!("../fixtures/rules/almaty.json")).unwrap();
        let publish = json!({ "document": rules, "reason": text("Правила") });
        boss.post(&at("/api/v1/cycles/{id}/rules", later), &publish).status(201);
        let made: ProposalReceipt = author.client.post(&at(PROPOSAL_SUBMIT, draft), &json!({})).status(200).read();
        assert_eq!(made.number.as_deref(), Some("ALM-27-0001"));
        assert_eq!(project(city, lost.id).carried_to.unwrap().id, draft);
        assert_eq!(project(city, draft).carried_from.unwrap().id, lost.id);
        city.run_jobs();
    }

    fn a_cancelled_cycle_gives_everything_on_and_only_within_the_programme(city: &TestCity) {
        let season = Season::open(city);
        let (_, made) = season.submitted(city, "Двор без луж в Аксае");
        season.go(city, REVIEW);
        let boss = city.token_of(season.organiser);
        let own: Cycle = boss.get(&at(CYCLE, season.cycle)).read();
        let code = city.visitor().get("/api/v1/cities").value()["items"][0]["code"].as_str().unwrap().to_owned();
        let other = json!({ "code": "schools", "name": text("Schools"), "kind": "school" });
        let other: Id = boss.post(&path("/api/v1/cities/{code}/programmes", &[&code]), &other).status(201).value()["id"]
            .as_str().unwrap().parse().unwrap();
        let (elsewhere, later) = (next_cycle(&boss, other, "SCH-27"), next_cycle(&boss, own.brief.programme_id, "ALM-27"));
        jump(city, season.cycle, Phase::Cancelled);
        carry(&boss, made.id, elsewhere).refused(409, &["carry_target"]);
        carry(&boss, made.id, later).status(200);
        // Nobody owes a review of it any more.
        assert!(project(city, made.id).duties.iter().all(|duty| duty.ended_at.is_some()));
        boss.post(PROPOSALS, &season.draft("Двор в отменённом цикле")).refused(403, &["not_a_resident"]);
    }

    fn two_cycles_never_share_a_prefix(city: &TestCity) {
        let season = Season::open(city);
        let boss = city.token_of(season.organiser);
        let own: Cycle = boss.get(&at(CYCLE, season.cycle)).read();
        let cycle = json!({
            "programme_id": own.brief.programme_id, "code": "2027", "name": text("2027"), "fiscal_years": [2027],
            "currency": "KZT", "number_prefix": "ALM-26",
        });
        boss.post(CYCLES, &cycle).invalid(&[("/number_prefix", "prefix_taken")]);
        // The database itself says no where a check is passed by: to a row that is written beside it.
        let id = season.cycle;
        let twice = city.test.app.store.write(city.now(), move |tx| -> store::Result<()> {
            let mut row = store::cycle::find(tx, id)?.unwrap();
            (row.id, row.code) = (tx.new_id(), "copy".into());
            store::cycle::insert(tx, &row)
        });
        assert!(matches!(twice, Err(store::Error::Unique(_))), "{twice:?}");
        city.run_jobs();
    }
}
