use api_types::body::{BodyCreate, MemberAdd};
use app::testing::TestApp;
use app::{ConflictCode, Error, account, body};
use domain::{BodyKind, Id, LocalText, Role, Selection};

use crate::{faults, pairs};

pub fn council(t: &TestApp, district: Option<Id>) -> BodyCreate {
    BodyCreate {
        city_id: t.city,
        district_id: district,
        kind: BodyKind::ExpertCouncil,
        name: LocalText {
            kk: "Сараптама кеңесі".into(), ru: "Экспертный совет".into(), en: None
        },
        selection: Selection::Lot,
        mandate: None,
        mandate_until: None,
        theme: None,
    }
}

#[test]
fn a_body_has_members_and_a_member_has_bodies() {
    TestApp::both(|t| {
        let organiser = t.caller("organiser", &[(Role::Organiser, Some(t.districts[0]))]);
        let created = body::create(&t.app, &organiser, &council(t, Some(t.districts[0]))).unwrap();
        let member = t.account("expert", &[]);
        let add = MemberAdd { account_id: member };
        let with = body::add_member(&t.app, &organiser, created.id, &add).unwrap();
        assert_eq!(with.members[0].display_name, "expert");
        let twice = body::add_member(&t.app, &organiser, created.id, &add);
        assert!(matches!(twice, Err(Error::Conflict(ConflictCode::AlreadyMember))));
        assert_eq!(account::me(&t.app, &t.signed_in(member)).unwrap().bodies, [created.id]);
        assert_eq!(body::list(&t.app, Some(t.city)).unwrap(), [with]);
        assert!(body::remove_member(&t.app, &organiser, created.id, member).unwrap().members.is_empty());
        let gone = body::remove_member(&t.app, &organiser, created.id, member);
        assert!(matches!(gone, Err(Error::NotFound("member"))));
        assert!(matches!(body::get(&t.app, Id::new_v4()), Err(Error::NotFound("body"))));
    });
}

#[test]
fn an_organiser_makes_bodies_of_the_own_district_only() {
    let t = TestApp::new();
    let organiser = t.caller("organiser", &[(Role::Organiser, Some(t.districts[0]))]);
    for elsewhere in [Some(t.districts[1]), None] {
        let refused = body::create(&t.app, &organiser, &council(&t, elsewhere));
        assert!(matches!(refused, Err(Error::Denied(_))));
    }
    let city = t.caller("city", &[(Role::Organiser, None)]);
    let other = body::create(&t.app, &city, &council(&t, Some(t.districts[1]))).unwrap();
    let refused = body::add_member(&t.app, &organiser, other.id, &MemberAdd { account_id: Id::new_v4() });
    assert!(matches!(refused, Err(Error::Denied(_))), "denied before anything is looked up");
}

#[test]
fn an_official_text_needs_kazakh_and_russian() {
    let t = TestApp::new();
    let city = t.caller("city", &[(Role::Organiser, None)]);
    let mut input = council(&t, None);
    input.name = LocalText { kk: " ".into(), ru: "я".repeat(201), en: None };
    let found = faults(body::create(&t.app, &city, &input));
    assert_eq!(found, pairs(&[("/name/kk", "required"), ("/name/ru", "too_long")]));
}
