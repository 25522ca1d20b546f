use api_types::role::RoleGrantCreate;
use app::testing::TestApp;
use app::{ConflictCode, Error, account, role, session};
use domain::{Id, Role};

#[test]
fn a_role_counts_from_the_next_request_on_and_until_it_is_taken() {
    TestApp::both(|t| {
        let admin = t.caller("admin", &[(Role::Admin, None)]);
        let id = t.account("reviewer", &[]);
        let cookie = session::open_for(&t.app, id).unwrap();
        let holds = || {
            let caller = session::authenticate_cookie(&t.app, cookie.token.expose()).unwrap();
            caller.actor.holds(Role::Reviewer, Some(t.districts[0]))
        };
        assert!(!holds());
        let input = RoleGrantCreate { account_id: id, role: Role::Reviewer, district_id: Some(t.districts[0]) };
        let grant = role::grant(&t.app, &admin, &input).unwrap();
        assert!(holds());
        let twice = role::grant(&t.app, &admin, &input);
        assert!(matches!(twice, Err(Error::Conflict(ConflictCode::AlreadyHeld))));
        assert_eq!(role::list(&t.app, &admin).unwrap().len(), 2);
        role::revoke(&t.app, &admin, grant.id).unwrap();
        role::revoke(&t.app, &admin, grant.id).unwrap();
        assert!(!holds());
        assert_eq!(role::list(&t.app, &admin).unwrap().len(), 1);
    });
}

#[test]
fn only_administrators_give_roles_and_only_for_what_exists() {
    TestApp::both(|t| {
        let admin = t.caller("admin", &[(Role::Admin, None)]);
        let organiser = t.caller("organiser", &[(Role::Organiser, None)]);
        let id = t.account("bolat", &[]);
        let input = |account_id, district_id| RoleGrantCreate { account_id, role: Role::Clerk, district_id };
        assert!(matches!(role::grant(&t.app, &organiser, &input(id, None)), Err(Error::Denied(_))));
        let nobody = role::grant(&t.app, &admin, &input(Id::new_v4(), None));
        assert!(matches!(nobody, Err(Error::NotFound("account"))));
        let nowhere = role::grant(&t.app, &admin, &input(id, Some(Id::new_v4())));
        assert!(matches!(nowhere, Err(Error::NotFound("district"))));
        assert!(matches!(role::revoke(&t.app, &admin, Id::new_v4()), Err(Error::NotFound("role"))));
    });
}

#[test]
fn the_last_administrator_stays() {
    TestApp::both(|t| {
        let admin = t.caller("admin", &[(Role::Admin, None)]);
        let grant = role::list(&t.app, &admin).unwrap().remove(0);
        assert!(matches!(role::revoke(&t.app, &admin, grant.id), Err(Error::Conflict(ConflictCode::LastAdmin))));
        let myself = account::disable(&t.app, &admin, grant.account_id);
        assert!(matches!(myself, Err(Error::Conflict(ConflictCode::LastAdmin))));
        t.account("second", &[(Role::Admin, None)]);
        role::revoke(&t.app, &admin, grant.id).unwrap();
    });
}
