//! Residents' verdicts: a dispute is answered in public and moves no money; a defect within the warranty reopens the work.

use api_types::defect::Defect;
use api_types::endpoint::{
    CYCLE_DUTIES, DEFECT_ORDER, DEFECT_REPAIR, DUTY_END, ME_NOTIFICATIONS, VERDICT_REMOVE, WORK_DEFECTS, WORK_VERDICT,
};
use api_types::notification::NotificationPage;
use api_types::verdict::Verdict;
use domain::notification::NotificationKind;
use domain::{Channel, DefectState, DutyEnding, DutyKind, Id, Phase, Role, WorkEvent, WorkState};
use qatysu_tests::both;
use qatysu_tests::delivery::{Delivery, at, text};
use serde_json::json;
use time::macros::datetime;

both! {
    fn a_dispute_is_answered_in_public_and_moves_no_money(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let resident = city.resident(d.district).client;
        let confirm = |words: &str| Delivery::verdict(&resident, work, "confirm", words);
        let dispute = |words: &str| Delivery::verdict(&resident, work, "dispute", words);
        confirm("Хорошо").refused(409, &["wrong_state"]);
        d.jump(city, work, WorkState::Completed);
        let money = d.read(city, work).brief.money;
        dispute("Плохо").invalid(&[("/text/text", "too_short")]);
        let said: Verdict = confirm("Хорошо").status(200).read();
        assert!(said.duty.is_none());
        let said: Verdict = dispute("Половина фонарей не горит.").status(200).read();
        let duty = said.duty.unwrap();
        assert_eq!((duty.kind, duty.body.map(|b| b.ru).as_deref()), (DutyKind::AnswerDispute, Some("Akimat")));
        let calm: Verdict = confirm("Починили, спасибо").status(200).read();
        assert!(calm.duty.is_none(), "who is content asks for no answer");
        let said: Verdict = dispute("И снова половина не горит.").status(200).read();
        let duty = said.duty.unwrap();
        let again: Verdict = dispute("Не горит ни один фонарь.").status(200).read();
        assert_eq!(again.duty.map(|d| d.id), Some(duty.id), "the same duty for the same dispute");
        let end = at(DUTY_END, duty.id);
        resident.post(&end, &json!({ "ending": "done", "note": text("Сам отвечу") })).refused(403, &["role_missing"]);
        d.member.post(&end, &json!({ "ending": "done", "note": text("Принято к сведению") }))
            .invalid(&[("/note/kk", "acknowledgement"), ("/note/ru", "acknowledgement")]);
        d.member.post(&end, &json!({ "ending": "declined", "note": text("Лампы не входят в проект.") }))
            .refused(409, &["clause_required"]);
        d.member.post(&end, &json!({ "ending": "removed", "note": text("Мешает.") })).refused(409, &["ends_by_act"]);
        let told = || resident.get(ME_NOTIFICATIONS).read::<NotificationPage>().items;
        assert!(told().is_empty());
        d.member.post(&end, &json!({ "ending": "done", "note": text("Заменили все лампы 1 марта.") })).status(200);
        assert_eq!(told().iter().map(|one| one.kind).collect::<Vec<_>>(), [NotificationKind::DisputeAnswered]);
        let read = d.read(city, work);
        let answered = read.verdicts[0].duty.clone().unwrap();
        assert_eq!((answered.ending, answered.note.map(|n| n.ru).as_deref()), (Some(DutyEnding::Done), Some("Заменили все лампы 1 марта.")));
        assert_eq!((read.brief.disputes, read.brief.confirms, read.verdicts.len()), (1, 0, 1));
        assert_eq!(read.brief.money, money, "a verdict never moves money");
        assert_eq!(read.brief.state, WorkState::Completed, "and no state");
        confirm("Теперь хорошо").refused(409, &["already_answered"]);
        let overdue = city.visitor().get(&format!("{}?open=true", at(CYCLE_DUTIES, d.cycle))).value();
        assert_eq!(overdue["items"].as_array().map(Vec::len), Some(0));
        city.run_jobs();
    }

    fn residents_of_the_district_judge_and_a_clerk_writes_for_them(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.jump(city, work, WorkState::Accepted);
        city.visitor().put(&at(WORK_VERDICT, work), &json!({ "kind": "confirm", "text": { "lang": "kk", "text": "Жақсы" } })).problem(401);
        Delivery::verdict(&d.executor, work, "confirm", "Хорошо").refused(403, &["not_a_resident"]);
        let away = city.resident(city.districts()[1]);
        Delivery::verdict(&away.client, work, "confirm", "Хорошо").refused(409, &["not_eligible_district"]);
        Delivery::verdict(&away.client, Id::new_v4(), "confirm", "Хорошо").problem(404);
        let elder = city.resident(d.district);
        Delivery::verdict(&elder.client, work, "confirm", " ").invalid(&[("/text/text", "required")]);
        let clerk = city.official("works-clerk", &[(Role::Clerk, Some(d.district))]);
        let said: Verdict =
            Delivery::verdict(&clerk.on_behalf_of(elder.person), work, "confirm", "Лавочки удобные").status(200).read();
        assert_eq!((said.channel, said.clerk.as_deref()), (Channel::Counter, Some("works-clerk")));
        let rude: Verdict = Delivery::verdict(&city.resident(d.district).client, work, "dispute", "Ругань, много ругани").status(200).read();
        let remove = at(VERDICT_REMOVE, rude.id);
        let reason = json!({ "reason": text("Оскорбления") });
        d.executor.post(&remove, &reason).refused(403, &["role_missing"]);
        d.moderator.post(&remove, &json!({ "reason": text("") })).invalid(&[("/reason/kk", "required"), ("/reason/ru", "required")]);
        let gone: Verdict = d.moderator.post(&remove, &reason).status(200).read();
        assert_eq!((gone.text, gone.removed_reason.map(|r| r.ru).as_deref()), (None, Some("Оскорбления")));
        assert_eq!(gone.duty.and_then(|duty| duty.ending), Some(DutyEnding::Removed));
        d.moderator.post(&remove, &reason).refused(409, &["wrong_state"]);
        let read = d.read(city, work);
        assert_eq!((read.brief.confirms, read.brief.disputes, read.verdicts.len()), (1, 0, 2), "a tombstone does not count");
        let cycle = d.cycle;
        let end = move |tx: &mut store::Tx| -> store::Result<()> {
            let mut row = store::cycle::lock(tx, cycle)?.unwrap();
            row.phase = Phase::Closed;
            store::cycle::update(tx, &mut row).map(drop)
        };
        city.test.app.store.write(city.now(), end).unwrap();
        Delivery::verdict(&city.resident(d.district).client, work, "confirm", "И через год хорошо").status(200);
        city.run_jobs();
    }

    fn a_defect_within_the_warranty_reopens_the_work(city: &TestCity) {
        let mut d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let found = json!({ "text": text("Плитка просела"), "found_on": "2026-03-02" });
        d.executor.post(&at(WORK_DEFECTS, work), &found).refused(409, &["wrong_state"]);
        d.jump(city, work, WorkState::Completed);
        d.accept(work, "А-1", "2026-03-02").status(200);
        let wrong = json!({ "text": text(" "), "found_on": "2026-03-01" });
        d.executor.post(&at(WORK_DEFECTS, work), &wrong)
            .invalid(&[("/text/kk", "required"), ("/text/ru", "required"), ("/found_on", "date_order")]);
        d.executor.post(&at(WORK_DEFECTS, work), &json!({ "text": text("Рано"), "found_on": "2026-03-03" }))
            .invalid(&[("/found_on", "date_in_future")]);
        city.resident(city.districts()[1]).client.post(&at(WORK_DEFECTS, work), &found).refused(409, &["not_eligible_district"]);
        let first: Defect = city.resident(d.district).client.post(&at(WORK_DEFECTS, work), &found).status(201).read();
        let second: Defect = d.member.post(&at(WORK_DEFECTS, work), &found).status(201).read();
        assert_eq!(first.duty.as_ref().map(|duty| duty.kind), Some(DutyKind::RepairDefect));
        assert_eq!(d.read(city, work).brief.state, WorkState::Warranty);
        d.accept(work, "А-2", "2026-03-02").refused(409, &["defects_open"]);
        d.later(city, datetime!(2026-03-20 05:00 UTC));
        let repair = json!({ "repaired_on": "2026-03-18", "repair": text("Переложили") });
        let early = json!({ "repaired_on": "2026-03-01", "repair": text("Переложили") });
        d.executor.post(&at(DEFECT_REPAIR, first.id), &early).invalid(&[("/repaired_on", "date_order")]);
        city.resident(d.district).client.post(&at(DEFECT_REPAIR, first.id), &repair).refused(403, &["role_missing"]);
        for id in [first.id, second.id] {
            let done: Defect = d.member.post(&at(DEFECT_REPAIR, id), &repair).status(200).read();
            assert_eq!(done.duty.and_then(|duty| duty.ending), Some(DutyEnding::Done));
        }
        d.member.post(&at(DEFECT_REPAIR, first.id), &repair).refused(409, &["wrong_state"]);
        d.accept(work, "А-2", "2026-03-20").status(200);
        let read = d.read(city, work);
        assert_eq!((read.brief.state, read.defects.len()), (WorkState::Accepted, 2));
        assert_eq!(read.brief.warranty_until.map(|day| day.to_string()).as_deref(), Some("2028-03-20"));
        d.later(city, datetime!(2028-03-21 05:00 UTC));
        let late = json!({ "text": text("Плитка просела"), "found_on": "2028-03-20" });
        d.executor.post(&at(WORK_DEFECTS, work), &late).refused(409, &["warranty_over"]);
        city.run_jobs();
    }
    fn a_repair_that_is_declined_or_does_not_hold_is_ordered_again(city: &TestCity) {
        let mut d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        d.jump(city, work, WorkState::Completed);
        d.accept(work, "А-1", "2026-03-02").status(200);
        let found = json!({ "text": text("Плитка просела"), "found_on": "2026-03-02" });
        let made: Defect = city.resident(d.district).client.post(&at(WORK_DEFECTS, work), &found).status(201).read();
        let first = made.duty.unwrap();
        assert_eq!(made.state, DefectState::Owed);
        let order = |client: &qatysu_tests::Client, why: &str| client.post(&at(DEFECT_ORDER, made.id), &json!({ "reason": text(why) }));
        order(&d.executor, "Ещё раз").refused(409, &["wrong_state"]);
        let decline = json!({ "ending": "declined", "clause": "п. 5 договора", "note": text("Плитку разбил грузовик.") });
        d.member.post(&at(DUTY_END, first.id), &decline).status(200);
        let shown = |d: &Delivery| d.read(city, work).defects.remove(0);
        let declined = shown(&d);
        let duty = declined.duty.unwrap();
        assert_eq!((declined.state, duty.clause.as_deref()), (DefectState::Declined, Some("п. 5 договора")));
        assert_eq!(duty.note.map(|note| note.ru).as_deref(), Some("Плитку разбил грузовик."));

        // Who declined cannot order, nor can residents; the executor gives a reason, and a new deadline runs.
        order(&d.member, "Ещё раз").refused(403, &["role_missing"]);
        order(&city.resident(d.district).client, "Ещё раз").refused(403, &["role_missing"]);
        order(&d.executor, " ").invalid(&[("/reason/kk", "required"), ("/reason/ru", "required")]);
        d.later(city, datetime!(2026-03-10 05:00 UTC));
        let again: Defect = order(&d.executor, "Грузовик был подрядчика.").status(200).read();
        let second = again.duty.unwrap();
        assert_eq!((again.state, second.kind, second.ending), (DefectState::Owed, DutyKind::RepairDefect, None));
        assert_ne!(second.id, first.id);
        assert_eq!(second.first_deadline, datetime!(2026-04-09 05:00 UTC), "thirty days from the order");
        assert_eq!(second.note.map(|note| note.ru).as_deref(), Some("Грузовик был подрядчика."));
        let last = d.read(city, work).events.pop().unwrap();
        assert_eq!((last.event, last.reason.map(|why| why.ru).as_deref()), (WorkEvent::OrderRepair, Some("Грузовик был подрядчика.")));
        d.accept(work, "А-2", "2026-03-10").refused(409, &["defects_open"]);

        // It is repaired, but does not hold.
        let repair = json!({ "repaired_on": "2026-03-10", "repair": text("Переложили") });
        let done: Defect = d.member.post(&at(DEFECT_REPAIR, made.id), &repair).status(200).read();
        assert_eq!(done.state, DefectState::Repaired);
        let owed: Defect = order(&d.executor, "Снова просела.").status(200).read();
        assert_eq!((owed.state, owed.repaired_on), (DefectState::Owed, None));
        assert_eq!(owed.repair.map(|words| words.ru).as_deref(), Some("Переложили"), "what was tried stays readable");

        // Declined for good: the commission accepts the work, and the reason stays with the defect.
        d.member.post(&at(DUTY_END, owed.duty.unwrap().id), &decline).status(200);
        d.accept(work, "А-2", "2026-03-10").status(200);
        assert_eq!(shown(&d).state, DefectState::Declined);
        order(&d.executor, "Ещё раз").refused(409, &["wrong_state"]);
        let board = city.visitor().get(&at(CYCLE_DUTIES, d.cycle)).value();
        assert_eq!(board["items"].as_array().map(Vec::len), Some(3), "each duty stays on the board");
        d.member.post(&at(DEFECT_REPAIR, made.id), &repair).status(200);
        assert_eq!(shown(&d).state, DefectState::Repaired, "whoever declined may repair it nevertheless");
        city.run_jobs();
    }
}
