//! Cycles: set up, rules and money published, moved on by officials and by the calendar.

use api_types::cycle::{Cycle, Transitions};
use api_types::endpoint::{
    ACTS, BODIES, CITIES, CITY_PROGRAMMES, CYCLE, CYCLE_CONTESTS, CYCLE_DUTIES, CYCLE_DUTY_SUMMARY, CYCLE_ENVELOPES,
    CYCLE_RULES, CYCLE_RULES_VERSION, CYCLE_TRANSITIONS, CYCLES, ENVELOPE, ENVELOPE_ENTRIES, path,
};
use api_types::envelope::Envelope;
use domain::cycle::CycleEvent;
use domain::{Id, Phase, Role};
use qatysu_tests::{TestCity, both};
use serde_json::{Value, json};
use time::macros::datetime;

/// A programme and a cycle in setup.
fn cycle(city: &TestCity, organiser: &qatysu_tests::Client) -> Id {
    let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
    let name = json!({ "kk": "Аудандар", "ru": "Районы", "en": "Districts" });
    let programme = json!({ "code": "districts", "name": name, "kind": "district" });
    let programme = organiser.post(&path(CITY_PROGRAMMES, &[&code]), &programme).status(201).value();
    let cycle = json!({
        "programme_id": programme["id"], "code": "2026", "name": name, "fiscal_years": [2026], "currency": "KZT",
        "number_prefix": "ALM-26",
    });
    organiser.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id
}

fn rules() -> Value {
    let text = include_str!("../fixtures/rules/almaty.json");
    serde_json::from_str(text).unwrap()
}

fn fire(client: &qatysu_tests::Client, id: Id, event: &str) -> qatysu_tests::Reply {
    client.post(&path(CYCLE_TRANSITIONS, &[&id.to_string()]), &json!({ "event": event }))
}

both! {
    fn a_cycle_opens_when_rules_and_money_are_there_and_its_time_has_come(city: &TestCity) {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let organiser = city.token_of(account);
        let id = cycle(city, &organiser);
        let at = |template| path(template, &[&id.to_string()]);

        fire(&organiser, id, "open_proposals").refused(409, &["no_rules", "no_envelopes"]);
        let published = organiser.post(&at(CYCLE_RULES), &json!({ "document": rules() })).status(201).value();
        assert_eq!((published["number"].as_i64(), published["unsupported"].as_array().map(Vec::len)), (Some(1), Some(0)));
        assert!(!published["explanation"].as_array().unwrap().is_empty());
        fire(&organiser, id, "open_proposals").refused(409, &["phase_not_started", "no_envelopes"]);

        let envelope = json!({ "district_id": city.districts()[0], "code": "auezov", "name": { "kk": "Әуезов", "ru": "Ауэзов" } });
        let envelope: Envelope = organiser.post(&at(CYCLE_ENVELOPES), &envelope).status(201).read();
        let entries = path(ENVELOPE_ENTRIES, &[&envelope.id.to_string()]);
        let entry = |kind: &str, amount: i64| json!({ "kind": kind, "fiscal_year": 2026, "amount": amount });
        organiser.post(&entries, &entry("announce", 50_000_000_000)).status(201);
        organiser.post(&entries, &entry("approve", 50_000_000_000)).refused(409, &["act_missing"]);
        organiser.post(&entries, &entry("pay", 1)).problem(403);
        let body = json!({ "city_id": city.test.city, "kind": "maslikhat", "name": { "kk": "Мәслихат", "ru": "Маслихат" }, "selection": "elected" });
        let body = organiser.post(api_types::endpoint::BODIES, &body).status(201).value();
        let act = json!({ "body_id": body["id"], "cycle_id": id, "number": "12", "date": "2025-07-30", "title": { "kk": "Бюджет", "ru": "Бюджет" } });
        let act = organiser.post(api_types::endpoint::ACTS, &act).status(201).value();
        let mut approve = entry("approve", 50_000_000_001);
        approve["act_id"] = act["id"].clone();
        organiser.post(&entries, &approve).refused(409, &["not_enough_money"]);
        approve["amount"] = json!(50_000_000_000_i64);
        organiser.post(&entries, &approve).status(201);
        let books: Envelope = city.visitor().get(&path(ENVELOPE, &[&envelope.id.to_string()])).read();
        let sum: i64 = books.balances.iter().map(|b| b.amount.0).sum();
        assert_eq!(sum, 0, "what is available came from outside: {:?}", books.balances);

        // Guards and window hold to the microsecond; then the job fires what an official could.
        fire(&organiser, id, "open_proposals").refused(409, &["phase_not_started"]);
        city.clock().set(datetime!(2025-08-31 19:00 UTC) - time::Duration::microseconds(1));
        assert_eq!(city.run_jobs(), 0);
        city.clock().set(datetime!(2025-08-31 19:00 UTC));
        assert!(city.run_jobs() >= 1);
        let cycle: Cycle = city.visitor().get(&at(CYCLE)).read();
        assert_eq!((cycle.brief.phase, cycle.windows.len(), cycle.categories.len()), (Phase::Proposals, 8, 9));
        assert_eq!(cycle.envelopes[0].available.0, 50_000_000_000);
        let transitions: Transitions = city.visitor().get(&at(CYCLE_TRANSITIONS)).read();
        assert!(transitions.done[0].by_calendar);
        let organiser = city.token_of(account);
        let review = transitions.next.iter().find(|o| o.event == CycleEvent::OpenReview).unwrap();
        assert_eq!((review.allowed, review.blockers.len()), (false, 1));

        // A change of the rules is now a public act with a reason.
        organiser.post(&at(CYCLE_RULES), &json!({ "document": rules() })).refused(409, &["reason_required"]);
        let reason = json!({ "kk": "Қате түзетілді", "ru": "Исправлена ошибка" });
        organiser.post(&at(CYCLE_RULES), &json!({ "document": rules(), "reason": reason })).status(201);
        let second = city.visitor().get(&path(CYCLE_RULES_VERSION, &[&id.to_string(), "2"])).value();
        assert_eq!(second["reason"], reason);
    }

    fn who_has_a_public_page_is_told_that_it_is_unchanged(city: &TestCity) {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let organiser = city.token_of(account);
        let id = cycle(city, &organiser).to_string();
        for template in [CYCLE, CYCLE_RULES, CYCLE_ENVELOPES, CYCLE_DUTIES, CYCLE_DUTY_SUMMARY, CYCLE_CONTESTS] {
            let at = path(template, &[&id]);
            let etag = city.visitor().get(&at).status(200).etag();
            city.visitor().with("if-none-match", &etag).get(&at).status(304);
        }
        let at = path(CYCLE, &[&id]);
        let etag = city.visitor().get(&at).etag();
        organiser.post(&path(CYCLE_RULES, &[&id]), &json!({ "document": rules() })).status(201);
        assert_ne!(city.visitor().with("if-none-match", &etag).get(&at).status(200).etag(), etag);
    }

    fn a_phase_that_cannot_open_says_publicly_why(city: &TestCity) {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let organiser = city.token_of(account);
        let id = cycle(city, &organiser);
        organiser.post(&path(CYCLE_RULES, &[&id.to_string()]), &json!({ "document": rules() })).status(201);
        city.clock().set(datetime!(2025-09-02 06:00 UTC));
        let cycle: Cycle = city.visitor().get(&path(CYCLE, &[&id.to_string()])).read();
        assert_eq!(cycle.brief.phase, Phase::Setup);
        let why: Vec<String> = cycle.held_up_by.iter().map(ToString::to_string).collect();
        assert_eq!(why, ["no_envelopes"]);
        // The calendar's job looks again after half a minute, not before.
        city.run_jobs();
        let organiser = city.token_of(account);
        let body = json!({ "city_id": city.test.city, "kind": "maslikhat", "name": { "kk": "М", "ru": "М" }, "selection": "elected" });
        let body = organiser.post(BODIES, &body).status(201).value();
        let act = json!({ "body_id": body["id"], "cycle_id": id, "number": "1", "date": "2025-09-01", "title": { "kk": "А", "ru": "А" } });
        let act = organiser.post(ACTS, &act).status(201).value();
        let envelope = json!({ "district_id": city.districts()[0], "code": "auezov", "name": { "kk": "Ә", "ru": "А" } });
        let envelope = organiser.post(&path(CYCLE_ENVELOPES, &[&id.to_string()]), &envelope).status(201).value();
        let entries = path(ENVELOPE_ENTRIES, &[envelope["id"].as_str().unwrap()]);
        for kind in ["announce", "approve"] {
            let entry = json!({ "kind": kind, "fiscal_year": 2026, "amount": 100, "act_id": act["id"] });
            organiser.post(&entries, &entry).status(201);
        }
        let phase = || city.visitor().get(&format!("{}?now", path(CYCLE, &[&id.to_string()]))).read::<Cycle>().brief.phase;
        city.clock().set(datetime!(2025-09-02 06:00:29 UTC));
        city.run_jobs();
        assert_eq!(phase(), Phase::Setup);
        city.clock().set(datetime!(2025-09-02 06:00:30 UTC));
        city.run_jobs();
        assert_eq!(phase(), Phase::Proposals);
    }

    fn wrong_roles_wrong_phases_and_wrong_input_are_told_apart(city: &TestCity) {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let organiser = city.token_of(account);
        let clerk = city.official("clerk", &[(Role::Clerk, None)]);
        let id = cycle(city, &organiser);
        fire(&city.visitor(), id, "open_proposals").problem(401);
        fire(&clerk, id, "open_proposals").refused(403, &["role_missing"]);
        fire(&organiser, id, "close_voting").refused(409, &["not_in_phase"]);
        fire(&clerk, id, "close_voting").refused(403, &["role_missing"]);
        organiser.post(CYCLES, &json!({ "code": "x" })).problem(400);
        let rules_at = path(CYCLE_RULES, &[&id.to_string()]);
        let mut wrong = rules();
        wrong["calendar"]["windows"][4]["ends"] = json!("2025-10-25T00:00:00");
        wrong["calendar"]["windows"][5]["starts"] = json!("2025-10-25T00:00:00");
        let problem = organiser.post(&rules_at, &json!({ "document": wrong })).problem(422);
        assert!(problem.errors.iter().any(|e| e.pointer.starts_with("/document/calendar")), "{:?}", problem.errors);
        assert!(problem.errors.iter().all(|e| e.detail != "Мәні дұрыс емес."), "each in words: {:?}", problem.errors);
        // Rules that the engine cannot run are kept, shown and explained; opening refuses them by name.
        let mut by_lot: Value = serde_json::from_str(include_str!("../fixtures/rules/paris.json")).unwrap();
        by_lot["contests"][0]["counting"]["tie_break"] = json!(["lot"]);
        let shown = organiser.post(&rules_at, &json!({ "document": by_lot })).status(201).value();
        let named: Vec<&str> = shown["unsupported"].as_array().unwrap().iter().map(|u| u["rule"].as_str().unwrap()).collect();
        assert_eq!(named, ["tie_break_lot"]);
        let refused = fire(&organiser, id, "open_proposals").problem(409);
        assert!(refused.blockers.iter().any(|b| b.value.as_deref() == Some("tie_break_lot")), "{:?}", refused.blockers);
    }

    fn an_open_window_is_extended_with_a_reason_and_a_closed_one_is_not(city: &TestCity) {
        city.clock().set(datetime!(2025-08-01 06:00 UTC));
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let organiser = city.token_of(account);
        let id = cycle(city, &organiser);
        let at = |template| path(template, &[&id.to_string()]);
        organiser.post(&at(CYCLE_RULES), &json!({ "document": rules() })).status(201);
        let envelope = json!({ "code": "city", "name": { "kk": "Қала", "ru": "Город" } });
        let envelope: Envelope = organiser.post(&at(CYCLE_ENVELOPES), &envelope).status(201).read();
        let body = json!({ "city_id": city.test.city, "kind": "maslikhat", "name": { "kk": "Мәслихат", "ru": "Маслихат" }, "selection": "elected" });
        let body = organiser.post(api_types::endpoint::BODIES, &body).status(201).value();
        let act = json!({ "body_id": body["id"], "cycle_id": id, "number": "12", "date": "2025-07-30", "title": { "kk": "Бюджет", "ru": "Бюджет" } });
        let act = organiser.post(api_types::endpoint::ACTS, &act).status(201).value();
        let entries = path(ENVELOPE_ENTRIES, &[&envelope.id.to_string()]);
        organiser.post(&entries, &json!({ "kind": "announce", "fiscal_year": 2026, "amount": 100 })).status(201);
        organiser.post(&entries, &json!({ "kind": "approve", "fiscal_year": 2026, "amount": 100, "act_id": act["id"] })).status(201);
        city.clock().set(datetime!(2025-09-10 06:00 UTC));
        let organiser = city.token_of(account);
        fire(&organiser, id, "open_proposals").status(200);
        let extend = |end: &str, reason: bool| {
            let organiser = city.token_of(account);
            let mut body = json!({ "event": "extend", "new_end": end });
            if reason {
                body["reason"] = json!({ "kk": "Дауыл", "ru": "Буран" });
            }
            organiser.post(&at(CYCLE_TRANSITIONS), &body)
        };
        extend("2025-10-08T00:00:00", false).refused(409, &["reason_required"]);
        let early = extend("2025-09-30T00:00:00", true).invalid(&[("/new_end", "not_later")]);
        assert_ne!(early.errors[0].detail, "This value is not right.");
        // An amount that is none is told, however late it is.
        let none = json!({ "kind": "announce", "fiscal_year": 2026, "amount": 0 });
        city.token_of(account).post(&entries, &none).refused(409, &["amount_not_positive"]);
        let cycle: Cycle = extend("2025-10-08T00:00:00", true).read();
        assert_eq!(cycle.windows[0].ends_at, datetime!(2025-10-07 19:00 UTC));
        assert_eq!(cycle.windows[6].ends_at, datetime!(2025-11-16 19:00 UTC), "the vote moves by the same week");
        city.clock().set(datetime!(2025-10-07 19:00 UTC));
        extend("2025-10-15T00:00:00", true).refused(409, &["window_closed"]);
        city.run_jobs();
        let cycle: Cycle = city.visitor().get(&at(CYCLE)).read();
        assert_eq!(cycle.brief.phase, Phase::Review);
    }
}
