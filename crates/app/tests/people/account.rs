use api_types::account::{AccountRegister, MeUpdate, PasswordChange, SecretText};
use app::job::Runner;
use app::testing::{PASSWORD, TestApp};
use app::{Caller, Error, account, session};
use domain::{Lang, Role};
use store::page::Seek;

use crate::{faults, pairs, sign_in};

fn register(email: &str, password: &str, name: &str) -> AccountRegister {
    AccountRegister {
        email: email.into(),
        password: SecretText(password.into()),
        display_name: name.into(),
        lang: Lang::Kk,
    }
}

#[test]
fn a_new_account_signs_in_and_is_written_to() {
    TestApp::both(|t| {
        account::register(&t.app, &register(" Aigerim@Example.KZ ", "алма ағашы гүлдеді", " Айгерім С. ")).unwrap();
        let signed_in = session::sign_in(&t.app, &sign_in("aigerim@example.kz", "алма ағашы гүлдеді")).unwrap();
        let caller = session::authenticate_cookie(&t.app, signed_in.token.expose()).unwrap();
        let me = account::me(&t.app, &caller).unwrap();
        assert_eq!((me.display_name.as_str(), me.lang, me.person), ("Айгерім С.", Lang::Kk, None));
        assert_eq!(Runner::new(t.app.clone()).run_due().unwrap(), 1);
        let mails = t.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].contains("To: <aigerim@example.kz>\r\n"), "{}", mails[0]);
        assert!(mails[0].contains("қош келдіңіз"), "{}", mails[0]);
    });
}

#[test]
fn registering_a_taken_address_answers_the_same_and_changes_nothing() {
    TestApp::both(|t| {
        t.account("aigerim", &[]);
        account::register(&t.app, &register("AIGERIM@example.kz", "another long password", "Other")).unwrap();
        assert!(matches!(
            session::sign_in(&t.app, &sign_in("aigerim@example.kz", "another long password")),
            Err(Error::Unauthenticated)
        ));
        session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
        Runner::new(t.app.clone()).run_due().unwrap();
        assert!(t.mails().concat().contains("уже есть"), "the owner is told");
    });
}

#[test]
fn nobodys_mailbox_is_filled_by_registering_again_and_again() {
    let t = TestApp::new();
    for _ in 0..t.app.config.sign_in_tries {
        account::register(&t.app, &register("aigerim@example.kz", PASSWORD, "A")).unwrap();
    }
    let again = account::register(&t.app, &register("Aigerim@example.kz", PASSWORD, "A"));
    assert!(matches!(again, Err(Error::TooMany { .. })));
}

#[test]
fn all_faults_come_at_once_with_their_places() {
    let t = TestApp::new();
    let found = faults(account::register(&t.app, &register("no address", "short", " ")));
    let expected = [("/display_name", "required"), ("/email", "email"), ("/password", "password_too_short")];
    let mut found = found;
    found.sort();
    assert_eq!(found, pairs(&expected));
    let forged = faults(account::register(&t.app, &register("a@b.kz", PASSWORD, "Әкім\u{202e}")));
    assert_eq!(forged, pairs(&[("/display_name", "strange_characters")]));
}

#[test]
fn i_change_my_name_and_my_language_each_alone() {
    TestApp::both(|t| {
        let caller = t.caller("aigerim", &[]);
        let named = MeUpdate { display_name: Some("Айгерім".into()), lang: None };
        assert_eq!(account::update_me(&t.app, &caller, &named).unwrap().lang, Lang::Ru);
        let me = account::update_me(&t.app, &caller, &MeUpdate { display_name: None, lang: Some(Lang::En) }).unwrap();
        assert_eq!((me.display_name.as_str(), me.lang), ("Айгерім", Lang::En));
        assert!(matches!(account::me(&t.app, &Caller::anonymous()), Err(Error::Denied(_))));
    });
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    TestApp::both(|t| {
        let id = t.account("aigerim", &[]);
        let (mine, other) = (t.signed_in(id), session::open_for(&t.app, id).unwrap());
        let change = |current: &str, new: &str| {
            let input = PasswordChange { current: SecretText(current.into()), new: SecretText(new.into()) };
            account::change_password(&t.app, &mine, &input)
        };
        assert_eq!(
            faults(change("wrong password", "short")),
            pairs(&[("/new", "password_too_short"), ("/current", "wrong_password")])
        );
        change(PASSWORD, "a river and twelve steppes").unwrap();
        assert!(session::authenticate_cookie(&t.app, other.token.expose()).is_err());
        assert_eq!(session::list(&t.app, &mine).unwrap().len(), 1);
        session::sign_in(&t.app, &sign_in("aigerim@example.kz", "a river and twelve steppes")).unwrap();
        assert!(session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).is_err());
    });
}

#[test]
fn administrators_see_accounts_and_close_them() {
    TestApp::both(|t| {
        let admin = t.caller("admin", &[(Role::Admin, None)]);
        let id = t.account("aigerim", &[]);
        let cookie = session::open_for(&t.app, id).unwrap();
        let page = account::list(&t.app, &admin, &Seek::first(1)).unwrap();
        assert_eq!(
            (page.items[0].email.as_str(), page.next.as_deref()),
            ("admin@example.kz", Some("admin@example.kz"))
        );
        assert!(account::disable(&t.app, &admin, id).unwrap().disabled_at.is_some());
        assert!(session::authenticate_cookie(&t.app, cookie.token.expose()).is_err(), "sessions end at once");
        assert!(session::sign_in(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).is_err());
        let resident = t.caller("bolat", &[]);
        assert!(matches!(account::list(&t.app, &resident, &Seek::first(1)), Err(Error::Denied(_))));
        let organiser = t.caller("organiser", &[(Role::Organiser, None)]);
        assert!(matches!(account::disable(&t.app, &organiser, id), Err(Error::Denied(_))));
    });
}
