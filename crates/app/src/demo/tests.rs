//! The demo as a whole, on a database of its own. (What its data must be is tested in `content.rs`.)

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use api_types::session::SignIn as SignInRequest;
use domain::duty::DutyStanding;
use domain::{LedgerAccount, Money, ProposalState};
use store::testing::TestDb;
use time::Duration;

use super::*;
use crate::config::HashCost;
use crate::{Config, Secrets, SystemClock, account, comment, contest, cycle, duty, envelope, session};

fn app_on(db: &TestDb) -> App {
    let config = Config { hash_cost: HashCost::TEST, hash_slots: 4, ..Config::default() };
    App::new(db.store.clone(), Arc::new(SystemClock), Secrets::ephemeral().unwrap(), config)
}

fn loaded(app: &App, now: Moment, reset: bool) -> Demo {
    load(app, now, reset, &|_, _, _| ()).unwrap()
}

/// The newest cycles of the sample city by the code of their programme.
fn cycles(app: &App) -> BTreeMap<String, Id> {
    of_years(app).into_iter().map(|(programme, _, id)| (programme, id)).collect()
}

/// Programme, first fiscal year and id of the sample city's cycles, the oldest first.
fn of_years(app: &App) -> Vec<(String, i32, Id)> {
    let all = app.store.read(store::cycle::list).unwrap().into_iter().filter(|c| c.city.code == CITY);
    let mut all: Vec<_> = all.map(|c| (c.programme.code, c.cycle.fiscal_years.0[0], c.cycle.id)).collect();
    all.sort_by_key(|(_, year, _)| *year);
    all
}

#[test]
fn almaty_is_in_the_third_day_of_its_vote() {
    store::testing::both(lives_on);
}

fn lives_on(db: &TestDb) {
    let app = app_on(db);
    let now = app.now();
    let demo = loaded(&app, now, false);
    assert_eq!(demo.standing, Standing::Loaded);
    let cycles = cycles(&app);
    let (first, second, third) = (cycles["districts"], cycles["young-ideas"], cycles["cosy-yard"]);
    everybody_can_sign_in(&app, &demo);
    every_state_occurs(&app, first, second);
    the_ballots_are_in_two_languages_and_votes_were_cast(&app, first);
    duties_are_met_open_and_overdue(&app, first);
    the_money_is_in_the_books(&app, first);
    questions_have_answers_and_one_comment_was_removed(&app, first);
    other_cities_stand_beside(&app);
    what_was_decided_is_built(&app, now);
    the_tour_finds_what_it_shows(&app, second, third);
    assert_eq!(app.store.read(store::audit::verify).unwrap().broken, None, "the audit chain holds");

    let before = app.store.read(|c| store::proposal::count_by_district(c, first)).unwrap();
    assert_eq!(loaded(&app, now, false).standing, Standing::Open, "loading again changes nothing");
    assert_eq!(app.store.read(|c| store::proposal::count_by_district(c, first)).unwrap(), before);
    let later = now + Duration::days(30);
    assert_eq!(loaded(&app, later, false).standing, Standing::Expired, "it says so when its vote is over");
    let again = loaded(&app, later, true);
    assert_eq!((again.standing, again.sign_ins), (Standing::Loaded, demo.sign_ins), "a reset brings an open vote");
    assert_eq!(loaded(&app, later, false).standing, Standing::Open);
}

#[test]
#[ignore = "long: loads the whole city ten times; part of make test-full"]
fn it_loads_on_any_day_of_the_year() {
    use time::macros::date;
    for day in [
        date!(2026 - 01 - 05),
        date!(2026 - 02 - 28),
        date!(2026 - 03 - 01),
        date!(2026 - 03 - 26),
        date!(2026 - 07 - 15),
        date!(2026 - 12 - 19),
        date!(2026 - 12 - 31),
        date!(2027 - 01 - 02),
        date!(2028 - 02 - 29),
        date!(2029 - 02 - 27),
    ] {
        let db = TestDb::sqlite();
        let clock = Arc::new(crate::TestClock::at(day.with_hms(9, 0, 0).unwrap().assume_utc()));
        let config = Config { hash_cost: HashCost::TEST, hash_slots: 4, ..Config::default() };
        let app = App::new(db.store.clone(), clock, Secrets::ephemeral().unwrap(), config);
        let loaded = load(&app, app.now(), false, &|_, _, _| ());
        assert!(loaded.is_ok(), "{day}: {:?}", loaded.err());
    }
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let db = TestDb::sqlite();
    let app = app_on(&db);
    let name = domain::LocalText::same("Other");
    let other = store::city::City {
        id: Id::now_v7(),
        code: "other".into(),
        name,
        country: "KZ".into(),
        sample: false,
        source: None,
    };
    app.store.write(app.now(), move |tx| store::city::insert(tx, &other)).unwrap();
    for reset in [false, true] {
        assert_eq!(loaded(&app, app.now(), reset).standing, Standing::NotADemo);
    }
    assert_eq!(app.store.read(store::city::list).unwrap().len(), 1);
}

fn everybody_can_sign_in(app: &App, demo: &Demo) {
    assert_eq!(demo.sign_ins.len(), 47, "8 residents, 7 offices of the city, 4 of each district");
    for one in &demo.sign_ins {
        let input =
            SignInRequest { email: one.email.clone(), password: api_types::account::SecretText(PASSWORD.into()) };
        let signed_in = session::sign_in(app, &input).unwrap();
        let caller = session::authenticate_cookie(app, signed_in.token.expose()).unwrap();
        let me = account::me(app, &caller).unwrap();
        assert_eq!(me.display_name, one.name);
        assert_eq!(me.person.is_some(), one.role.is_none(), "{}: residents are in the register", one.email);
        assert_eq!(me.roles.first().map(|grant| grant.role), one.role, "{}", one.email);
    }
}

fn what_was_decided_is_built(app: &App, now: Moment) {
    use domain::{Code, DutyKind, EntryKind, Phase, WorkEvent, WorkState as W};
    let years: Vec<_> = of_years(app).into_iter().filter(|(programme, ..)| programme == "districts").collect();
    assert_eq!(years.len(), 3);
    let (closed, delivery) = (years[0].2, years[1].2);
    let phase = |id| app.store.read(|c| store::cycle::find(c, id)).unwrap().unwrap().phase;
    assert_eq!((phase(closed), phase(delivery)), (Phase::Closed, Phase::Delivery));
    let works = |id| app.store.read(|c| store::work::of_cycle(c, id)).unwrap();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let all: Vec<_> = works(closed).into_iter().chain(works(delivery)).collect();
    seen.extend(all.iter().map(|work| domain::Code::code(work.state)));
    for state in W::ALL {
        assert!(seen.contains(domain::Code::code(*state)), "{state}: {seen:?}");
    }
    let contracts = |id| app.store.read(|c| store::contract::of_cycle(c, id)).unwrap();
    let signed: BTreeSet<&str> = contracts(closed)
        .iter()
        .chain(&contracts(delivery))
        .map(|contract| domain::Code::code(contract.state))
        .collect();
    for state in domain::ContractState::ALL {
        assert!(signed.contains(domain::Code::code(*state)), "{state}: {signed:?}");
    }
    let carried =
        app.store.read(|c| store::proposal::in_states(c, delivery, &[domain::ProposalState::CarriedOver])).unwrap();
    assert_eq!(carried.len(), 1);
    let told: BTreeSet<WorkEvent> = all
        .iter()
        .flat_map(|work| app.store.read(|c| store::work::events(c, work.id)).unwrap())
        .map(|step| step.event)
        .collect();
    assert!(told.contains(&WorkEvent::FailTender) && told.contains(&WorkEvent::Reduce), "{told:?}");
    by_twelve_votes(app, delivery);
    for cycle in [closed, delivery] {
        let envelopes: Vec<Id> =
            app.store.read(|c| store::envelope::of_cycle(c, cycle)).unwrap().iter().map(|e| e.id).collect();
        let entries = app.store.read(|c| store::ledger::of_envelopes(c, &envelopes)).unwrap();
        let kinds: BTreeSet<EntryKind> = entries.iter().map(|e| e.kind).collect();
        let wanted: &[EntryKind] = if cycle == closed {
            &[EntryKind::Carry, EntryKind::BringForward, EntryKind::Lapse, EntryKind::Pay]
        } else {
            &[EntryKind::Surrender, EntryKind::Save, EntryKind::Pay, EntryKind::Contract]
        };
        assert!(wanted.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
        let books = domain::Books::of(entries.iter().map(|e| e.entry().unwrap())).unwrap();
        assert_eq!(Money::sum(books.balances().map(|(_, money)| *money)), Some(Money::ZERO));
    }
    let duties = app.store.read(|c| store::duty::of_cycle(c, delivery)).unwrap();
    let disputes: Vec<_> = duties.iter().filter(|d| d.kind == DutyKind::AnswerDispute).collect();
    assert!(disputes.iter().any(|d| d.ended_at.is_some()) && disputes.iter().any(|d| d.ended_at.is_none()));
    assert!(duties.iter().any(|d| d.reopened_at.is_some() && d.ended_at.is_none() && d.deadline < now));
    let reports = app.store.read(|c| store::report::of_cycle(c, closed)).unwrap();
    assert!(reports.len() == 9 && reports.iter().all(|r| r.hash.is_some()));
    // A report of the year that is being built stands beside what the closed year's said.
    let input = SignInRequest {
        email: "organiser@qatysu.example".into(),
        password: api_types::account::SecretText(PASSWORD.into()),
    };
    let signed_in = session::sign_in(app, &input).unwrap();
    let organiser = session::authenticate_cookie(app, signed_in.token.expose()).unwrap();
    let (kind, text) = (domain::ReportKind::City, domain::LocalText::same("Draft"));
    let begin = api_types::report::ReportCreate { cycle_id: delivery, kind, district_id: None, project: None, text };
    let draft = crate::report::create(app, &organiser, &begin).unwrap();
    let before = draft.previous.unwrap();
    assert_eq!((before.brief.cycle_id, before.figures.funded), (closed, 24));
    assert!(draft.figures.promised > before.figures.promised && before.figures.works.accepted > 20);
    let survey = crate::survey::result(app, closed).unwrap();
    assert!(survey.answered > 60 && !survey.questions[0].districts.is_empty());
}

/// A person of the roster as a caller.
fn signed_in(app: &App, who: &str) -> crate::Caller {
    let email = format!("{who}@qatysu.example");
    let input = SignInRequest { email, password: api_types::account::SecretText(PASSWORD.into()) };
    let signed_in = session::sign_in(app, &input).unwrap();
    session::authenticate_cookie(app, signed_in.token.expose()).unwrap()
}

/// What the ten scenes of `docs/tour.md` need, whatever day it is.
fn the_tour_finds_what_it_shows(app: &App, review: Id, proposals: Id) {
    // An akimat's desk with four duties, exactly one of them overdue.
    let four = |code: &&str| {
        let duties = duty::mine(app, &signed_in(app, &format!("executor.{code}"))).unwrap().items;
        duties.len() == 4 && duties.iter().filter(|d| d.overdue).count() == 1
    };
    let desks: Vec<_> = district::codes().into_iter().filter(|code| four(code)).collect();
    assert!(desks.contains(&"zhetysu"), "{desks:?}");
    // A hundred proposals wait for the departments.
    let waiting = duty::mine(app, &signed_in(app, "department")).unwrap().items;
    let reviews = waiting.iter().filter(|d| d.kind == domain::DutyKind::ReviewProposal);
    let reviews: BTreeSet<_> = reviews.filter_map(|d| Some(d.project.as_ref()?.id)).collect();
    assert!((100..120).contains(&reviews.len()), "{}", reviews.len());
    // The visitor's project was rejected, and the time for an appeal has not passed.
    for code in district::codes() {
        let resident = signed_in(app, &format!("resident.{code}"));
        let own = crate::proposal::mine(app, &resident, &Seek::first(10)).unwrap().items;
        assert_eq!(
            own.iter().map(|one| (one.cycle_id, one.state)).collect::<Vec<_>>(),
            [(review, ProposalState::Rejected)]
        );
        let text = domain::UserText {
            lang: domain::Lang::Kk, text: "Учаске қаланікі, анықтама бар.".into()
        };
        let filed = crate::appeal::file(app, &resident, own[0].id, &api_types::proposal::AppealCreate { text });
        assert!(filed.is_ok(), "{code}: {:?}", filed.err());
    }
    // The counter has a programme to write a paper into.
    assert_eq!(cycle::get(app, proposals).unwrap().brief.phase, Phase::Proposals);
    assert_eq!(
        app.store.read(|c| store::proposal::in_states(c, proposals, &[ProposalState::Submitted])).unwrap().len(),
        8
    );
}

/// In every district a project lost by 12 votes, also where the act deviates from the count.
fn by_twelve_votes(app: &App, delivery: Id) {
    for brief in contest::list(app, delivery).unwrap().items {
        let result = crate::count::result(app, brief.id).unwrap();
        let text = serde_json::to_string(&result).unwrap();
        assert!(text.contains(r#""more_votes":12"#), "{}: {text}", brief.code);
    }
}

fn every_state_occurs(app: &App, first: Id, second: Id) {
    use ProposalState as S;
    let count = |cycle, state| {
        let rows = app.store.read(|c| store::proposal::in_states(c, cycle, &[state])).unwrap();
        let mut per_district: BTreeMap<Id, usize> = BTreeMap::new();
        rows.iter().for_each(|row| *per_district.entry(row.district_id).or_default() += 1);
        per_district
    };
    for (state, at_least) in
        [(S::Frozen, 8), (S::Rejected, 7), (S::FinallyRejected, 1), (S::Merged, 2), (S::Withdrawn, 2), (S::Draft, 2)]
    {
        let found = count(first, state);
        assert_eq!(found.len(), 8, "{state} in every district");
        assert!(found.values().all(|n| *n >= at_least), "{state}: {found:?}");
    }
    for state in [S::Submitted, S::UnderReview, S::NeedsChanges, S::Rejected, S::Appealed, S::Eligible] {
        let cycle = if state == S::Rejected { first } else { second };
        assert!(!count(cycle, state).is_empty(), "{state}");
    }
    let rejected = app.store.read(|c| store::proposal::in_states(c, first, &[S::Rejected])).unwrap();
    assert!(rejected.iter().all(|row| row.clause.is_some()), "with the clause");
    let clauses: BTreeSet<_> = rejected.iter().filter_map(|row| row.clause.as_deref()).collect();
    assert!(clauses.len() >= 8 && clauses.contains(domain::proposal::NOT_REWORKED), "{clauses:?}");
    let counter = rejected.iter().filter(|row| row.channel == domain::Channel::Counter);
    assert!(
        counter.clone().count() > 0 && counter.clone().all(|row| row.clerk_id.is_some()),
        "some came by the counter"
    );
    assert_eq!(cycle::get(app, first).unwrap().brief.phase, Phase::Voting);
    assert_eq!(cycle::get(app, second).unwrap().brief.phase, Phase::Review);
}

fn the_ballots_are_in_two_languages_and_votes_were_cast(app: &App, first: Id) {
    let contests = contest::list(app, first).unwrap().items;
    assert_eq!(contests.len(), 8);
    for brief in contests {
        assert!((8..=15).contains(&brief.items), "{}: {} items", brief.code, brief.items);
        assert!(brief.voted > 50 && brief.voted < brief.roll, "{}: {} of {}", brief.code, brief.voted, brief.roll);
        for item in contest::get(app, brief.id).unwrap().ballot {
            assert!(
                !item.name.kk.is_empty() && !item.name.ru.is_empty() && item.name.kk != item.name.ru,
                "{}",
                item.number
            );
        }
    }
}

fn duties_are_met_open_and_overdue(app: &App, first: Id) {
    let rows = app.store.read(|c| store::duty::of_cycle(c, first)).unwrap();
    let of = |standing| rows.iter().filter(|d| duty::domain_duty(d).standing(app.now()) == standing).count();
    for (standing, at_least) in
        [(DutyStanding::Met, 300), (DutyStanding::Late, 3), (DutyStanding::Overdue, 3), (DutyStanding::Open, 3)]
    {
        assert!(of(standing) >= at_least, "{standing}: {}", of(standing));
    }
}

fn the_money_is_in_the_books(app: &App, first: Id) {
    let envelopes = envelope::list(app, first).unwrap();
    assert_eq!(envelopes.len(), 8);
    for one in envelopes {
        let available = one.balances.iter().find(|b| b.account == LedgerAccount::Available).unwrap();
        assert_eq!(Some(available.amount), Money::major(500_000_000));
        let entries = crate::ledger::list_envelope(app, one.id, &store::Seek::first(20)).unwrap().items;
        assert!(entries.iter().any(|e| e.kind == domain::EntryKind::Approve && e.act.is_some()));
    }
}

fn questions_have_answers_and_one_comment_was_removed(app: &App, first: Id) {
    let frozen = app.store.read(|c| store::proposal::in_states(c, first, &[ProposalState::Frozen])).unwrap();
    let said = frozen.iter().flat_map(|row| comment::list(app, row.id, &Seek::first(100)).unwrap().items);
    let said: Vec<_> = said.collect();
    let of = |kind| said.iter().filter(|c| c.kind == kind).count();
    assert!(of(domain::CommentKind::Comment) > 100 && of(domain::CommentKind::Question) > 40);
    assert!(of(domain::CommentKind::OfficialAnswer) > 25);
    assert!(said.iter().any(|c| c.removed_reason.is_some() && c.text.is_none()), "a tombstone with its reason");
}

fn other_cities_stand_beside(app: &App) {
    let imported: Vec<_> =
        app.store.read(store::cycle::list).unwrap().into_iter().filter(|c| c.cycle.source.is_some()).collect();
    assert_eq!(imported.len(), 5);
    let currencies: BTreeSet<_> = imported.iter().map(|c| c.cycle.currency.to_string()).collect();
    assert_eq!(currencies.into_iter().collect::<Vec<_>>(), ["CHF", "EUR", "PLN"]);
}
