//! Milestones of works: promised, put off with a reason, reached; by the office that owes them.

use api_types::endpoint::{MILESTONE_DONE, MILESTONE_MOVE, WORK_MILESTONES};
use api_types::milestone::Milestone;
use domain::{Id, WorkState};
use qatysu_tests::both;
use qatysu_tests::delivery::{Delivery, at, text};
use serde_json::json;
use time::macros::datetime;

both! {
    fn a_delay_is_public_with_its_reason(city: &TestCity) {
        let mut d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let stone = json!({ "name": text("Проект готов"), "due_on": "2026-04-30" });
        let made: Milestone = d.member.post(&at(WORK_MILESTONES, work), &stone).status(201).read();
        assert_eq!((made.ordinal, made.late, made.body.ru.as_str()), (1, false, "Akimat"));
        d.later(city, datetime!(2026-05-01 05:00 UTC));
        let read = d.read(city, work);
        assert!(read.brief.late && read.milestones[0].late, "its date has passed");
        assert_eq!(read.brief.late_days, 1);
        let moved = json!({ "due_on": "2026-10-15", "reason": text("Ждём сети") });
        let after: Milestone = d.executor.post(&at(MILESTONE_MOVE, made.id), &moved).status(200).read();
        assert_eq!((after.first_due_on, after.late), (made.due_on, false));
        assert_eq!((after.delays.len(), after.delays[0].reason.ru.as_str()), (1, "Ждём сети"));
        let read = d.read(city, work);
        assert_eq!(read.brief.due_on.to_string(), "2026-10-15", "the work ends no earlier than its milestones");
        assert_eq!(read.brief.first_due_on.to_string(), "2026-09-30");
        let done: Milestone = d.member.post(&at(MILESTONE_DONE, made.id), &json!({ "done_on": "2026-05-01" })).status(200).read();
        assert!(done.late, "later than was promised first");
        d.member.post(&at(MILESTONE_DONE, made.id), &json!({ "done_on": "2026-05-01" })).refused(409, &["wrong_state"]);
        d.member.post(&at(MILESTONE_MOVE, made.id), &json!({ "due_on": "2026-11-15", "reason": text("Ещё") }))
            .refused(409, &["wrong_state"]);
        city.run_jobs();
    }

    fn only_the_office_promises_and_not_just_anything(city: &TestCity) {
        let d = Delivery::open(city);
        let work = d.work("Двор", &[(0, 40_000)]).brief.id;
        let path = at(WORK_MILESTONES, work);
        let stone = json!({ "name": text("Проект готов"), "due_on": "2026-04-30" });
        city.visitor().post(&path, &stone).problem(401);
        city.resident(d.district).client.post(&path, &stone).refused(403, &["role_missing"]);
        let wrong = json!({ "name": text(" "), "due_on": "2026-10-01", "body_id": Id::new_v4() });
        d.executor.post(&path, &wrong).invalid(&[
            ("/name/kk", "required"), ("/name/ru", "required"), ("/body_id", "unknown"), ("/due_on", "date_order"),
        ]);
        let long_ago = json!({ "name": text("До начала работ"), "due_on": "2020-01-01" });
        d.executor.post(&path, &long_ago).invalid(&[("/due_on", "date_order")]);
        let made: Milestone = d.executor.post_once(&path, "k", &stone).status(201).read();
        assert_eq!(d.executor.post_once(&path, "k", &stone).status(201).read::<Milestone>().id, made.id);
        let stranger = city.resident(d.district).client;
        let done = json!({ "done_on": "2026-03-03" });
        stranger.post(&at(MILESTONE_DONE, made.id), &done).refused(403, &["role_missing"]);
        d.executor.post(&at(MILESTONE_DONE, made.id), &done).invalid(&[("/done_on", "date_in_future")]);
        let moved = json!({ "due_on": "2026-04-30", "reason": text("") });
        d.executor.post(&at(MILESTONE_MOVE, made.id), &moved)
            .invalid(&[("/reason/kk", "required"), ("/reason/ru", "required"), ("/due_on", "not_later")]);
        d.executor.post(&at(MILESTONE_MOVE, Id::new_v4()), &moved).problem(404);
        d.jump(city, work, WorkState::Accepted);
        d.executor.post(&path, &stone).refused(409, &["wrong_state"]);
        let moved = json!({ "due_on": "2026-05-30", "reason": text("Поздно") });
        d.executor.post(&at(MILESTONE_MOVE, made.id), &moved).refused(409, &["wrong_state"]);
        city.run_jobs();
    }
}
