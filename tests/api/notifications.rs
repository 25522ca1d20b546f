//! What an account is told inside the site.

use api_types::endpoint::{
    ME_NOTIFICATIONS, ME_NOTIFICATIONS_READ, MILESTONE_DONE, MILESTONE_MOVE, PROPOSAL_SUPPORT, WORK_MILESTONES, path,
};
use api_types::milestone::Milestone;
use api_types::notification::NotificationPage;
use app::job::Runner;
use domain::notification::NotificationKind;
use domain::{Id, ProposalState, WorkState};
use qatysu_tests::delivery::{Delivery, at, text};
use qatysu_tests::{TestCity, both};
use serde_json::json;
use time::macros::datetime;

use crate::season::{REVIEW, Season};

/// A delivery whose first ballot item is the proposal of an author whom it tells what becomes of the works.
fn followed(city: &TestCity) -> (Id, Delivery) {
    let season = Season::open(city);
    let (author, made) = season.submitted(city, "Двор без луж в Аксае");
    let d = Delivery::open(city);
    follow(city, &d, made.id);
    (author.account, d)
}

/// Makes the first ballot item out of a proposal.
fn follow(city: &TestCity, d: &Delivery, proposal: Id) {
    let contest = d.contest;
    let join = move |tx: &mut store::Tx| -> store::Result<()> {
        let mut item = store::ballot_item::of_contest(tx, contest)?.remove(0);
        item.proposal_id = Some(proposal);
        store::ballot_item::update(tx, &item).map(drop)
    };
    city.test.app.store.write(city.now(), join).unwrap();
}

/// What an account was told, newest first, once all due jobs have run.
fn told(city: &TestCity, account: Id) -> Vec<NotificationKind> {
    city.run_jobs();
    let page: NotificationPage = city.token_of(account).get(ME_NOTIFICATIONS).read();
    page.items.iter().map(|one| one.kind).collect()
}

fn milestone(d: &Delivery, work: Id, due_on: &str) -> Id {
    let stone = json!({ "name": text("Этап"), "due_on": due_on });
    d.member.post(&at(WORK_MILESTONES, work), &stone).status(201).read::<Milestone>().id
}

both! {
    fn an_author_is_told_and_marks_it_as_read(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        city.visitor().get(ME_NOTIFICATIONS).problem(401);
        city.visitor().post(ME_NOTIFICATIONS_READ, &json!({})).problem(401);
        let none: NotificationPage = author.client.get(ME_NOTIFICATIONS).read();
        assert_eq!((none.items.len(), none.unread), (0, 0));
        season.go(city, REVIEW);
        season.reject(city, made.id);
        let client = city.token_of(author.account);
        let page: NotificationPage = client.get(ME_NOTIFICATIONS).read();
        let told = &page.items[0];
        assert_eq!((page.items.len(), page.unread, told.read), (1, 1, false));
        assert_eq!((told.kind, told.state), (NotificationKind::ProposalDecided, Some(ProposalState::Rejected)));
        let project = told.project.as_ref().unwrap();
        assert_eq!((project.id, project.number.as_deref()), (made.id, Some("ALM-26-0001")));
        // Others are told nothing and mark nothing.
        let other = city.resident(season.district).client;
        other.post(ME_NOTIFICATIONS_READ, &json!({})).status(204);
        assert_eq!(other.get(ME_NOTIFICATIONS).read::<NotificationPage>().items.len(), 0);
        client.post(ME_NOTIFICATIONS_READ, &json!({})).status(204);
        let page: NotificationPage = client.get(&format!("{ME_NOTIFICATIONS}?limit=1")).read();
        assert_eq!((page.unread, page.items[0].read, page.next), (0, true, None));
    }

    /// Who wrote a proposal and who supports it hear of each work once; everybody else hears nothing.
    fn followers_are_told_what_became_of_a_work(city: &TestCity) {
        let season = Season::open(city);
        let (author, made) = season.submitted(city, "Двор без луж в Аксае");
        let supporter = city.resident(season.district);
        supporter.client.put(&path(PROPOSAL_SUPPORT, &[&made.id.to_string()]), &json!({})).status(200);
        let stranger = city.resident(season.district);
        city.run_jobs();
        let mut d = Delivery::open(city);
        follow(city, &d, made.id);
        let [built, put_off, late] = ["Двор", "Свет", "Лавки"].map(|name| d.work(name, &[(0, 10_000)]).brief.id);
        let kinds = |account: Id| -> Vec<NotificationKind> {
            let page: NotificationPage = city.token_of(account).get(ME_NOTIFICATIONS).read();
            assert!(page.items.iter().all(|one| one.project.as_ref().is_some_and(|project| project.id == made.id)));
            page.items.iter().map(|one| one.kind).collect()
        };
        d.jump(city, built, WorkState::Completed);
        d.accept(built, "1", "2026-03-01").status(200);
        city.run_jobs();
        let defer = json!({ "event": "defer", "reason": text("Нет подрядчика"), "fiscal_year": 2027 });
        d.fire(put_off, &defer).status(200);
        city.run_jobs();
        for account in [author.account, supporter.account] {
            assert_eq!(kinds(account), [NotificationKind::WorkDeferred, NotificationKind::WorkAccepted]);
        }
        // Promised for 30 September: the day after, only the one that nobody put off and nobody accepted is late.
        d.later(city, datetime!(2026-09-30 18:00 UTC));
        city.run_jobs();
        assert_eq!(kinds(author.account).len(), 2);
        d.later(city, datetime!(2026-10-01 18:00 UTC));
        city.run_jobs();
        assert_eq!(kinds(supporter.account)[0], NotificationKind::WorkLate);
        assert_eq!((kinds(author.account).len(), kinds(stranger.account).len()), (3, 0));
        assert!(d.read(city, late).brief.late);
        assert_eq!(city.run_jobs(), 0, "nothing is told twice");
    }

    fn each_missed_milestone_is_told_once(city: &TestCity) {
        use NotificationKind::MilestoneMissed;
        let (author, mut d) = followed(city);
        let work = d.work("Двор", &[(0, 10_000)]).brief.id;
        let [missed, put_off, reached] = ["2026-04-30", "2026-05-31", "2026-06-30"].map(|due_on| milestone(&d, work, due_on));
        d.later(city, datetime!(2026-04-30 18:00 UTC));
        assert!(told(city, author).is_empty(), "the day is not over in Almaty");
        d.later(city, datetime!(2026-04-30 19:00 UTC));
        assert_eq!(told(city, author), [MilestoneMissed]);
        let to = |id: Id, due_on: &str| json!({ "due_on": due_on, "reason": text(&format!("Ждём сети {id}")) });
        d.executor.post(&at(MILESTONE_MOVE, put_off), &to(put_off, "2026-06-10")).status(200);
        d.later(city, datetime!(2026-06-01 05:00 UTC));
        assert_eq!(told(city, author).len(), 1, "it was put off in time");
        d.executor.post(&at(MILESTONE_DONE, reached), &json!({ "done_on": "2026-06-01" })).status(200);
        d.later(city, datetime!(2026-06-11 05:00 UTC));
        assert_eq!(told(city, author), [MilestoneMissed; 2], "and missed after all");
        d.executor.post(&at(MILESTONE_MOVE, missed), &to(missed, "2026-07-10")).status(200);
        d.later(city, datetime!(2026-07-02 05:00 UTC));
        assert_eq!(told(city, author).len(), 2, "who was told that one is missed hears no more while it waits; the last one was reached");
        d.later(city, datetime!(2026-07-11 05:00 UTC));
        assert_eq!(told(city, author).len(), 3, "a new promise that is not kept is news");
        Runner::new(city.test.app.clone()).schedule().unwrap();
        assert_eq!(told(city, author).len(), 3, "another start tells nothing again");
    }

    /// A database of an earlier release has no jobs for its works: a start plans them, and tells once what was missed meanwhile.
    fn works_from_before_are_told_of_too(city: &TestCity) {
        use NotificationKind::{MilestoneMissed, WorkLate};
        let (author, mut d) = followed(city);
        let [early, late, off] = ["Двор", "Свет", "Лавки"].map(|name| d.work(name, &[(0, 10_000)]).brief.id);
        milestone(&d, early, "2026-04-30");
        milestone(&d, off, "2026-04-30");
        d.jump(city, off, WorkState::Cancelled);
        d.jump(city, early, WorkState::InProgress);
        assert!(told(city, author).is_empty());
        let forget = |tx: &mut store::Tx| -> store::Result<usize> {
            let jobs = store::job::claim(tx, 100, time::Duration::SECOND)?;
            let mut gone = 0;
            for job in jobs.iter().filter(|job| job.kind == app::notification::WORK_NEWS) {
                gone += usize::from(store::job::finish(tx, job)?);
            }
            Ok(gone)
        };
        let gone = city.test.app.store.write(datetime!(2027-01-01 05:00 UTC), forget).unwrap();
        assert_eq!(gone, 5, "of three works and two milestones");
        d.later(city, datetime!(2026-05-01 05:00 UTC));
        assert!(told(city, author).is_empty());
        for _ in 0..2 {
            Runner::new(city.test.app.clone()).schedule().unwrap();
            assert_eq!(told(city, author), [MilestoneMissed]);
        }
        d.jump(city, late, WorkState::Deferred);
        d.later(city, datetime!(2026-10-01 05:00 UTC));
        assert_eq!(told(city, author), [WorkLate, MilestoneMissed], "a work that was put off or given up is not late");
        let resume = json!({ "event": "resume", "due_on": "2026-12-01" });
        d.fire(late, &resume).status(200);
        assert_eq!(told(city, author), [WorkLate, WorkLate, MilestoneMissed], "it is late when it goes on");
    }
}
