use std::collections::HashMap;

use api_types::account::{PersonClaim, SecretText};
use api_types::resident::{ResidentAdd, ResidentConfirm, ResidentImport};
use app::resident::{self, import};
use app::testing::TestApp;
use app::{Caller, ConflictCode, Error, Result, account, session};
use domain::{Channel, Operation, ProofLevel, RefusalCode, Registration, Role, Scope, authorise};
use store::import_run::ImportRun;
use store::person::Person;
use time::Duration;
use time::macros::date;

use crate::{faults, pairs};

const HEADER: &str = "iin,family_name,given_name,birth_date,district,registration,registered_since\n";
const AIGERIM: &str = "000101500001,Сейтқали,Айгерім,1990-02-28,auezov,permanent,2015-01-01\n";
const KIM: &str = "000101500206,Ким,Виктор,1980-12-31,turksib,temporary,\n";

fn run(t: &TestApp, caller: &Caller, text: &str, dry_run: bool) -> Result<ResidentImport> {
    let input = import::Import {
        city_id: t.city,
        source: "register.csv",
        bytes: text.as_bytes(),
        dry_run,
        progress: &|_, _| (),
    };
    import::import(&t.app, caller, &input)
}

/// Imports both residents; line of the file → printed code.
fn registered(t: &TestApp) -> HashMap<u64, String> {
    let report = run(t, &Caller::system(), &format!("{HEADER}{AIGERIM}{KIM}"), false).unwrap();
    report.codes.into_iter().map(|c| (c.line, c.code.0)).collect()
}

fn claim(t: &TestApp, caller: &Caller, iin: &str, code: &str) -> Result<api_types::account::MyPerson> {
    resident::claim(&t.app, caller, &PersonClaim { iin: SecretText(iin.into()), code: SecretText(code.into()) })
}

/// As a crash leaves an import: a row is there, the run is not complete.
fn crashed(t: &TestApp) {
    let hmac = resident::file::iin_hmac(&t.app.secrets.iin, &domain::Iin::parse("000101500001").ok().unwrap());
    let (city_id, district_id) = (t.city, t.districts[0]);
    t.app
        .store
        .write(t.app.now(), move |tx| -> store::Result<()> {
            let run = ImportRun {
                id: tx.new_id(),
                kind: "residents".into(),
                source: "register.csv".into(),
                complete: false,
                row_count: 2,
                created_at: tx.now(),
                created_by: None,
            };
            store::import_run::insert(tx, &run)?;
            let person = Person {
                id: tx.random_id(),
                city_id,
                district_id,
                iin_hmac: Some(hmac.clone()),
                iin_key: Some("test".into()),
                family_name: "Сейтқали".into(),
                given_name: "Айгерім".into(),
                birth_date: date!(1990 - 02 - 28),
                registration: Registration::Permanent,
                registered_since: None,
                proof: ProofLevel::Account,
                code_hash: None,
                code_tries: 0,
                import_id: Some(run.id),
                left_at: None,
            };
            store::person::insert(tx, &person)
        })
        .unwrap();
}

fn counts(r: &ResidentImport) -> (u64, u64, u64, u64) {
    (r.added, r.changed, r.unchanged, r.left)
}

#[test]
fn an_import_is_a_difference_with_counts_and_repeating_it_changes_nothing() {
    TestApp::both(|t| {
        let organiser = t.caller("organiser", &[(Role::Organiser, None)]);
        let both = format!("{HEADER}{AIGERIM}{KIM}");
        let dry = run(t, &organiser, &both, true).unwrap();
        assert_eq!((counts(&dry), dry.id, dry.codes.len()), ((2, 0, 0, 0), None, 0));
        let first = run(t, &organiser, &both, false).unwrap();
        assert_eq!((counts(&first), first.codes.len()), ((2, 0, 0, 0), 2));
        assert_eq!(counts(&run(t, &organiser, &both, false).unwrap()), (0, 0, 2, 0));
        // Kim has moved; nobody of Turksib is in the file any more, so nobody is missed there.
        let moved = format!("{HEADER}{AIGERIM}{}", KIM.replace("turksib", "auezov"));
        assert_eq!(counts(&run(t, &organiser, &moved, false).unwrap()), (0, 1, 1, 0));
        let left = run(t, &organiser, &format!("{HEADER}{AIGERIM}"), false).unwrap();
        assert_eq!(counts(&left), (0, 0, 1, 1));
        let back = run(t, &organiser, &both, false).unwrap();
        assert_eq!((counts(&back), back.codes.len()), ((0, 1, 1, 0), 0), "who comes back is the same resident");
    });
}

#[test]
fn a_bad_file_writes_nothing_and_a_stranger_imports_nothing() {
    TestApp::both(|t| {
        let organiser = t.caller("organiser", &[(Role::Organiser, None)]);
        let bad = format!("{HEADER}{AIGERIM}{}", KIM.replace("turksib", "nowhere"));
        assert_eq!(faults(run(t, &organiser, &bad, false)), pairs(&[("/lines/3/district", "unknown")]));
        assert_eq!(counts(&run(t, &organiser, &format!("{HEADER}{AIGERIM}"), true).unwrap()), (1, 0, 0, 0));
        for roles in [vec![], vec![(Role::Organiser, Some(t.districts[0]))], vec![(Role::Clerk, None)]] {
            let caller =
                t.caller(&format!("caller{}", roles.len() + roles.iter().filter(|r| r.1.is_some()).count()), &roles);
            assert!(matches!(run(t, &caller, &format!("{HEADER}{AIGERIM}"), false), Err(Error::Denied(_))));
        }
    });
}

#[test]
fn a_crashed_import_is_invisible_and_the_next_one_clears_it_away() {
    TestApp::both(|t| {
        crashed(t);
        let caller = t.caller("aigerim", &[]);
        assert_eq!(faults(claim(t, &caller, "000101500001", "0000")), pairs(&[("/code", "code")]));
        let clerk = t.caller("clerk", &[(Role::Clerk, None)]);
        let input = ResidentConfirm { iin: SecretText("000101500001".into()), email: None };
        assert!(matches!(resident::confirm(&t.app, &clerk, &input), Err(Error::NotFound("resident"))));
        let again = || run(t, &Caller::system(), &format!("{HEADER}{AIGERIM}{KIM}"), false);
        assert!(matches!(again(), Err(Error::Busy)), "it might still be running");
        t.clock.advance(Duration::minutes(11));
        let report = again().unwrap();
        assert_eq!(counts(&report), (2, 0, 0, 0));
        claim(t, &caller, "000101500001", &report.codes[0].code.0).unwrap();
    });
}

#[test]
fn iin_and_printed_code_make_an_account_a_resident_once() {
    TestApp::both(|t| {
        let codes = registered(t);
        let id = t.account("aigerim", &[]);
        let caller = t.signed_in(id);
        let typed = codes[&2].to_lowercase().replace('-', " ");
        let person = claim(t, &caller, " 000101500001 ", &typed).unwrap();
        assert_eq!((person.name.as_str(), person.proof), ("Айгерім Сейтқали", ProofLevel::Register));
        let caller = t.signed_in(id);
        assert_eq!(caller.actor.person, Some(person.id));
        assert_eq!(account::me(&t.app, &caller).unwrap().person, Some(person));
        let other = t.caller("bolat", &[]);
        assert_eq!(faults(claim(t, &other, "000101500001", &codes[&2])), pairs(&[("/code", "code")]), "used");
        let second = claim(t, &caller, "000101500206", &codes[&3]);
        assert!(matches!(second, Err(Error::Conflict(ConflictCode::PersonTaken))), "one person per account");
        assert!(matches!(claim(t, &Caller::anonymous(), "000101500206", &codes[&3]), Err(Error::Denied(_))));
    });
}

#[test]
fn an_iin_is_checked_by_form_and_digit_and_never_told_from_an_unknown_one() {
    let t = TestApp::new();
    registered(&t);
    let caller = t.caller("aigerim", &[]);
    assert_eq!(faults(claim(&t, &caller, "12345", "x")), pairs(&[("/iin", "iin_digits")]));
    assert_eq!(faults(claim(&t, &caller, "000101500002", "x")), pairs(&[("/iin", "iin_check")]));
    // Not in the register, and in the register with a wrong code.
    let unknown = (0..=9).map(|d| format!("99010150000{d}")).find(|iin| domain::Iin::parse(iin).is_ok()).unwrap();
    assert_eq!(faults(claim(&t, &caller, &unknown, "x")), pairs(&[("/code", "code")]));
    assert_eq!(faults(claim(&t, &caller, "000101500001", "x")), pairs(&[("/code", "code")]));
}

#[test]
fn after_five_wrong_codes_the_code_is_void_whoever_tried() {
    TestApp::both(|t| {
        let codes = registered(t);
        for n in 0..5 {
            let caller = t.caller(&format!("guesser{n}"), &[]);
            assert_eq!(faults(claim(t, &caller, "000101500001", "0000")), pairs(&[("/code", "code")]));
        }
        let owner = t.caller("aigerim", &[]);
        assert_eq!(faults(claim(t, &owner, "000101500001", &codes[&2])), pairs(&[("/code", "code")]));
        claim(t, &owner, "000101500206", &codes[&3]).unwrap();
    });
}

#[test]
fn one_account_cannot_try_codes_for_ever() {
    let t = TestApp::new();
    registered(&t);
    let caller = t.caller("guesser", &[]);
    for _ in 0..t.app.config.sign_in_tries {
        assert!(!faults(claim(&t, &caller, "000101500001", "0000")).is_empty());
    }
    assert!(matches!(claim(&t, &caller, "000101500206", "0000"), Err(Error::TooMany { .. })));
}

#[test]
fn a_clerk_who_saw_the_document_links_an_account_of_the_own_district() {
    TestApp::both(|t| {
        registered(t);
        let id = t.account("aigerim", &[]);
        let clerk = t.caller("clerk", &[(Role::Clerk, Some(t.districts[0]))]);
        let input = |iin: &str, email: Option<&str>| ResidentConfirm {
            iin: SecretText(iin.into()),
            email: email.map(str::to_owned),
        };
        let card = resident::confirm(&t.app, &clerk, &input("000101500001", Some("aigerim@example.kz"))).unwrap();
        assert_eq!((card.proof, card.has_account), (ProofLevel::InPerson, true));
        assert_eq!(t.signed_in(id).actor.person, Some(card.id));
        let elsewhere = resident::confirm(&t.app, &clerk, &input("000101500206", None));
        assert!(matches!(elsewhere, Err(Error::Denied(_))));
        let nobody = resident::confirm(&t.app, &t.signed_in(id), &input("000101500001", None));
        assert!(matches!(nobody, Err(Error::Denied(_))));
        let other = t.caller("clerk2", &[(Role::Clerk, None)]);
        let taken = resident::confirm(&t.app, &other, &input("000101500206", Some("aigerim@example.kz")));
        assert!(matches!(taken, Err(Error::Conflict(ConflictCode::PersonTaken))));
        let unknown = resident::confirm(&t.app, &other, &input("000101500206", Some("nobody@example.kz")));
        assert!(matches!(unknown, Err(Error::NotFound("account"))));
    });
}

#[test]
fn a_clerk_acts_for_a_resident_without_an_account_and_is_named_beside() {
    TestApp::both(|t| {
        registered(t);
        let clerk = t.caller("clerk", &[(Role::Clerk, Some(t.districts[0])), (Role::Organiser, None)]);
        let input = ResidentConfirm { iin: SecretText("000101500001".into()), email: None };
        let card = resident::confirm(&t.app, &clerk, &input).unwrap();
        assert!(!card.has_account);
        let acting = session::on_behalf(&t.app, &clerk, card.id).unwrap();
        assert_eq!(acting.on_behalf_of, Some(card.id));
        assert_eq!((acting.clerk(), acting.channel), (clerk.account_id, Channel::Counter));
        assert!(acting.actor.grants.is_empty(), "the clerk's own roles do not apply");
        let scope = Scope { phase: Some(domain::Phase::Voting), ..Scope::default() };
        let vote = authorise(&acting.actor, Operation::CastBallot, &scope).unwrap_err();
        assert!(vote.refusals.has(RefusalCode::NotOnBehalf));
    });
}

#[test]
fn who_has_no_iin_comes_to_the_counter_and_stays_when_the_register_comes_again() {
    TestApp::both(|t| {
        registered(t);
        let clerk = t.caller("clerk", &[(Role::Clerk, Some(t.districts[0]))]);
        let input = ResidentAdd {
            city_id: t.city,
            district_id: t.districts[0],
            family_name: " Ли ".into(),
            given_name: String::new(),
            birth_date: date!(1970 - 05 - 05),
            registration: Registration::Permanent,
            registered_since: None,
        };
        let card = resident::add(&t.app, &clerk, &input).unwrap();
        assert_eq!((card.name.as_str(), card.proof), ("Ли", ProofLevel::InPerson));
        let left = run(t, &Caller::system(), &format!("{HEADER}{AIGERIM}"), false).unwrap();
        assert_eq!(counts(&left), (0, 0, 1, 0));
        assert!(session::on_behalf(&t.app, &clerk, card.id).is_ok());
        let elsewhere = ResidentAdd { district_id: t.districts[1], ..input.clone() };
        assert!(matches!(resident::add(&t.app, &clerk, &elsewhere), Err(Error::Denied(_))));
        let wrong = ResidentAdd { birth_date: date!(2025 - 10 - 31), family_name: " ".into(), ..input };
        let expected = pairs(&[("/family_name", "required"), ("/birth_date", "date_in_future")]);
        assert_eq!(faults(resident::add(&t.app, &clerk, &wrong)), expected);
    });
}

#[test]
fn no_iin_code_or_name_reaches_the_audit_log() {
    let t = TestApp::new();
    let codes = registered(&t);
    let caller = t.caller("aigerim", &[]);
    claim(&t, &caller, "000101500001", &codes[&2]).unwrap();
    let filter = store::audit::AuditFilter::default();
    let page = t.app.store.read(|c| store::audit::list(c, &filter, &store::Seek::first(100))).unwrap();
    assert!(page.items.len() >= 3);
    let text = format!("{:?}", page.items);
    for secret in ["000101500001", "Сейтқали", codes[&2].as_str(), "example.kz"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(t.app.store.read(store::audit::verify).unwrap().broken.is_none());
}
