//! What an account is told inside the site.

use api_types::endpoint::{ME_NOTIFICATIONS, ME_NOTIFICATIONS_READ};
use api_types::notification::NotificationPage;
use domain::ProposalState;
use domain::notification::NotificationKind;
use qatysu_tests::both;
use serde_json::json;

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
}
