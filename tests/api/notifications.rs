//! What an account is told inside the site.

use api_types::endpoint::{ME_NOTIFICATIONS, ME_NOTIFICATIONS_READ, PROPOSAL_SUPPORT, path};
use api_types::notification::NotificationPage;
use domain::notification::NotificationKind;
use domain::{Id, ProposalState, WorkState};
use qatysu_tests::both;
use qatysu_tests::delivery::{Delivery, text};
use serde_json::json;
use time::macros::datetime;

use crate::season::{REVIEW, Season};

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
        let (contest, proposal) = (d.contest, made.id);
        let join = move |tx: &mut store::Tx| -> store::Result<()> {
            let mut item = store::ballot_item::of_contest(tx, contest)?.remove(0);
            item.proposal_id = Some(proposal);
            store::ballot_item::update(tx, &item).map(drop)
        };
        city.test.app.store.write(city.now(), join).unwrap();
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
}
