use api_types::account::SecretText;
use api_types::session::TokenRefresh;
use app::testing::{PASSWORD, TestApp};
use app::{Error, session};
use domain::{Channel, DeniedKind, Id, Role};
use time::Duration;

use crate::sign_in;

#[test]
fn unknown_address_wrong_password_and_closed_account_look_the_same() {
    TestApp::both(|t| {
        t.account("aigerim", &[]);
        for (email, password) in [
            ("aigerim@example.kz", "wrong password"),
            ("nobody@example.kz", PASSWORD),
            ("no address", PASSWORD),
            ("aigerim@example.kz", ""),
        ] {
            let answer = session::sign_in(&t.app, &sign_in(email, password));
            assert!(matches!(answer, Err(Error::Unauthenticated)), "{email}");
        }
    });
}

#[test]
fn guessing_is_slowed_down_per_address_whether_it_exists_or_not() {
    let t = TestApp::new();
    t.account("aigerim", &[]);
    for email in ["aigerim@example.kz", "nobody@example.kz"] {
        for _ in 0..t.app.config.sign_in_tries {
            assert!(matches!(session::sign_in(&t.app, &sign_in(email, "guess")), Err(Error::Unauthenticated)));
        }
        let answer = session::sign_in(&t.app, &sign_in(&email.to_uppercase(), PASSWORD));
        assert!(matches!(answer, Err(Error::TooMany { retry_after_s: 901 })), "the right one has to wait too");
    }
    t.clock.advance(Duration::minutes(15));
    session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
}

#[test]
fn a_cookie_ends_by_signing_out_and_by_itself() {
    TestApp::both(|t| {
        let id = t.account("aigerim", &[]);
        let first = session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
        let caller = session::authenticate_cookie(&t.app, first.token.expose()).unwrap();
        assert_eq!((caller.account_id, caller.channel), (Some(id), Channel::Web));
        session::sign_out(&t.app, &caller).unwrap();
        assert!(session::authenticate_cookie(&t.app, first.token.expose()).is_err());
        let second = session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
        t.clock.set(second.expires_at - Duration::microseconds(1));
        assert!(session::authenticate_cookie(&t.app, second.token.expose()).is_ok());
        t.clock.set(second.expires_at);
        assert!(session::authenticate_cookie(&t.app, second.token.expose()).is_err());
        assert!(session::authenticate_cookie(&t.app, "").is_err());
    });
}

#[test]
fn i_see_and_end_my_sessions_but_nobody_elses() {
    TestApp::both(|t| {
        let id = t.account("aigerim", &[]);
        let (mine, stolen) = (t.signed_in(id), session::open_for(&t.app, id).unwrap());
        let other = t.caller("bolat", &[]);
        let listed = session::list(&t.app, &mine).unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed.iter().filter(|s| s.current).count(), 1);
        assert!(matches!(session::end(&t.app, &other, stolen.session_id), Err(Error::NotFound("session"))));
        session::end(&t.app, &mine, stolen.session_id).unwrap();
        assert!(session::authenticate_cookie(&t.app, stolen.token.expose()).is_err());
        assert!(matches!(session::end(&t.app, &mine, stolen.session_id), Err(Error::NotFound("session"))));
    });
}

#[test]
fn a_refresh_token_used_twice_ends_the_session_of_thief_and_owner() {
    TestApp::both(|t| {
        t.account("aigerim", &[]);
        let first = session::sign_in_tokens(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
        let refresh = |token: &SecretText| session::refresh(&t.app, &TokenRefresh { refresh_token: token.clone() });
        let second = refresh(&first.refresh_token).unwrap();
        let caller = session::authenticate_bearer(&t.app, &second.access_token.0).unwrap();
        assert_eq!(caller.channel, Channel::App);
        assert!(matches!(refresh(&first.refresh_token), Err(Error::Unauthenticated)));
        assert!(matches!(refresh(&second.refresh_token), Err(Error::Unauthenticated)), "the family is dead");
        assert!(session::authenticate_bearer(&t.app, &second.access_token.0).is_err(), "its access token too");
    });
}

#[test]
fn a_made_up_refresh_token_ends_nobodys_session() {
    let t = TestApp::new();
    t.account("aigerim", &[]);
    let tokens = session::sign_in_tokens(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
    let genuine = &tokens.refresh_token.0;
    let (head, tail) = genuine.split_at(genuine.len() - 1);
    let last = if tail == "0" { "1" } else { "0" };
    for forged in [format!("{head}{last}"), genuine.replacen("rt_", "", 1), "rt_".into(), String::new(), "rt_ä".into()]
    {
        let answer = session::refresh(&t.app, &TokenRefresh { refresh_token: SecretText(forged) });
        assert!(matches!(answer, Err(Error::Unauthenticated)));
    }
    session::authenticate_bearer(&t.app, &tokens.access_token.0).unwrap();
    session::refresh(&t.app, &TokenRefresh { refresh_token: tokens.refresh_token.clone() }).unwrap();
}

#[test]
fn a_cookie_is_no_bearer_and_a_bearers_session_is_no_cookie() {
    let t = TestApp::new();
    t.account("aigerim", &[]);
    let cookie = session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
    assert!(session::authenticate_bearer(&t.app, cookie.token.expose()).is_err());
    let tokens = session::sign_in_tokens(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
    assert!(session::authenticate_cookie(&t.app, &tokens.refresh_token.0).is_err());
}

#[test]
fn an_unknown_resident_cannot_be_acted_for() {
    let t = TestApp::new();
    let clerk = t.caller("clerk", &[(Role::Clerk, None)]);
    assert!(matches!(session::on_behalf(&t.app, &clerk, Id::new_v4()), Err(Error::NotFound("resident"))));
    let nobody = t.caller("bolat", &[]);
    match session::on_behalf(&t.app, &nobody, Id::new_v4()) {
        Err(Error::Denied(denied)) => assert_eq!(denied.kind, DeniedKind::Forbidden),
        other => panic!("{:?}", other.map(|_| ())),
    }
}
