//! From the close of a vote to the act that confirms its count: 30 s, ties, deviations, the public ballots.

use api_types::contest::ContestResult;
use api_types::cycle::Cycle;
use api_types::endpoint::{
    BODIES, CONTEST, CONTEST_BALLOTS, CONTEST_DECISION, CONTEST_RESULT, CONTEST_TIE_DECISION, CYCLE_BALLOT_FREEZE,
    CYCLE_CONTESTS, CYCLES, path,
};
use domain::rules::TieBreak;
use domain::{ContestState, Id, ItemOutcome, Role};
use qatysu_tests::vote::{Vote, VotePlan};
use qatysu_tests::{Client, Reply, TestCity, both};
use serde_json::{Value, json};
use tally::pabulib::{Options, read_slice};
use time::Duration;

const TEXT: &str = "По протоколу";

fn text(words: &str) -> Value {
    json!({ "kk": words, "ru": words })
}

/// A vote in which each list is one voter's ballot.
fn voted(city: &TestCity, ballots: &[&[u32]], change: impl FnOnce(&mut VotePlan)) -> Vote {
    let district = city.districts()[0];
    let voters = city.residents(district, ballots.len());
    let mut plan = VotePlan::new(city.test.city, district, city.now());
    change(&mut plan);
    let vote = plan.open(&city.test.app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
    for (voter, choices) in voters.iter().zip(ballots) {
        vote.cast(&voter.client, &vote.ballot(choices)).status(200);
    }
    vote
}

/// The vote closes and is counted.
fn counted(city: &TestCity) {
    city.clock().set(city.now() + Duration::DAY);
    city.run_jobs();
    city.clock().set(city.now() + domain::contest::COUNTING_DELAY);
    assert_eq!(city.run_jobs(), 1, "the count");
}

fn at(template: &str, vote: Vote) -> String {
    path(template, &[&vote.contest.to_string()])
}

/// The result from the database, however old the snapshot is.
fn result(city: &TestCity, vote: Vote) -> ContestResult {
    city.visitor().get(&format!("{}?now", at(CONTEST_RESULT, vote))).read()
}

fn decision(vote: Vote) -> Value {
    json!({ "body_id": vote.body, "act_number": "7", "act_date": "2025-10-31", "act_title": text("Итоги") })
}

fn funded(result: &ContestResult) -> Vec<i32> {
    result.items.iter().filter(|item| item.outcome == Some(ItemOutcome::Funded)).map(|item| item.number).collect()
}

both! {
    fn a_vote_is_counted_half_a_minute_after_its_close_and_confirmed_by_an_act(city: &TestCity) {
        let vote = voted(city, &[&[1, 3], &[3], &[2], &[2, 3], &[3]], |_| {});
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let close = city.now() + Duration::DAY;
        city.clock().set(close);
        city.run_jobs();
        let decide = |client: &Client, input: &Value| client.post(&at(CONTEST_DECISION, vote), input);
        decide(&city.token_of(account), &decision(vote)).refused(409, &["wrong_state"]);
        city.clock().set(close + domain::contest::COUNTING_DELAY - Duration::MICROSECOND);
        assert_eq!(city.run_jobs(), 0, "requests complete before the close may still be on their way");
        city.visitor().get(&at(CONTEST_RESULT, vote)).problem(404);
        city.clock().set(close + domain::contest::COUNTING_DELAY);
        assert_eq!(city.run_jobs(), 1);

        let counted = result(city, vote);
        assert_eq!((counted.state, counted.ballots), (ContestState::Counted, 5));
        let scores: Vec<_> = counted.items.iter().map(|item| item.score.unwrap()).collect();
        assert_eq!(scores, [1, 2, 4]);
        assert_eq!(funded(&counted), [1, 3], "3 takes 60 of 100, 2 no longer fits, 1 does");
        let outcome = &counted.counts[0].outcome;
        assert_eq!(outcome.winners, ["00003", "00001"]);
        assert!(matches!(outcome.verdict("00002").unwrap().reason, tally::Reason::LacksMoney { missing: 10, .. }));
        city.eventually(Duration::SECOND.unsigned_abs(), "the result is among the ready pages", || {
            city.visitor().get(&at(CONTEST_RESULT, vote)).header("etag").is_some()
        });

        // Who may, and what an act needs.
        let organiser = city.token_of(account);
        decide(&city.visitor(), &decision(vote)).problem(401);
        decide(&city.official("clerk", &[(Role::Clerk, None)]), &decision(vote)).refused(403, &["role_missing"]);
        let elsewhere = city.official("elsewhere", &[(Role::Organiser, Some(city.districts()[1]))]);
        decide(&elsewhere, &decision(vote)).refused(403, &["wrong_district"]);
        let mut wrong = decision(vote);
        (wrong["act_number"], wrong["act_date"]) = (json!(" "), json!("2025-12-31"));
        decide(&organiser, &wrong).invalid(&[("/act_number", "required"), ("/act_date", "date_in_future")]);
        let mut deviating = decision(vote);
        let deviation = |number: i32, reason: &str| json!({ "number": number, "outcome": "not_funded", "reason": text(reason) });
        deviating["deviations"] = json!([deviation(1, ""), deviation(9, TEXT), deviation(1, TEXT)]);
        let faults = decide(&organiser, &deviating).problem(422).errors;
        let faults: Vec<_> = faults.iter().map(|f| (f.pointer.as_str(), f.code.as_str())).collect();
        assert_eq!(faults, [
            ("/deviations/0/reason/kk", "required"), ("/deviations/0/reason/ru", "required"),
            ("/deviations/1/number", "unknown_ballot_number"), ("/deviations/2/number", "duplicate"),
        ]);
        city.visitor().get(&at(CONTEST_BALLOTS, vote)).refused(409, &["wrong_state"]);

        deviating["deviations"] = json!([deviation(1, TEXT)]);
        let decided: ContestResult = decide(&organiser, &deviating).status(200).read();
        assert_eq!((decided.state, funded(&decided)), (ContestState::Decided, vec![3]));
        assert_eq!(decided.items[0].deviation.as_ref().unwrap().ru, TEXT);
        assert_eq!(decided.act.as_ref().unwrap().number, "7");
        assert_eq!(decided.hash, counted.hash, "the count stays as it was");
        decide(&organiser, &decision(vote)).refused(409, &["wrong_state"]);

        // Everybody may count again.
        let file = city.visitor().get(&at(CONTEST_BALLOTS, vote)).status(200);
        assert!(file.header("content-type").unwrap().starts_with("text/plain"));
        let election = read_slice(&file.body, Options { keep_votes: true, ..Options::default() }).unwrap();
        assert_eq!((election.profile.voters(), election.instance.budget, election.instance.scale), (5, 10, 1), "1.0 tenge");
        assert_eq!(election.selected().unwrap(), ["3"]);
        let rows: Vec<String> = election.votes.as_ref().unwrap().rows.iter().map(|row| row.iter().collect::<Vec<_>>().join(";")).collect();
        assert_eq!(rows, ["1;1,3", "2;2", "3;2,3", "4;3", "5;3"], "sorted by content, numbered by row");
        // Its winners are not what a rule gives: the file says so, and how it was counted.
        assert_eq!(election.meta("rule"), Some("greedy-custom"));
        let comment = election.meta("comment").unwrap();
        assert!(comment.contains("at least 1 votes") && comment.contains("decided otherwise for 1"), "{comment}");
        let rule = tally::Rule::greedy(1, vec![]);
        assert_eq!(tally::count(&rule, &election.instance, &election.profile).unwrap().winners, ["3", "1"]);
    }

    fn a_tie_that_the_rules_leave_open_waits_for_a_recorded_decision(city: &TestCity) {
        // Two of three with one vote each: 1 and 2 fit together, 3 only alone.
        let vote = voted(city, &[&[1], &[2], &[3]], |_| {});
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        counted(city);
        let organiser = city.token_of(account);
        organiser.post(&at(CONTEST_DECISION, vote), &decision(vote)).refused(409, &["tie_open"]);
        // The newer of two counts is the one in force; a test's clock stands still.
        city.clock().advance(time::Duration::SECOND);
        let break_tie = |client: &Client, order: &[i32], reason: &str| -> Reply {
            client.post(&at(CONTEST_TIE_DECISION, vote), &json!({ "order": order, "reason": text(reason) }))
        };
        break_tie(&city.official("clerk", &[(Role::Clerk, None)]), &[3, 1, 2], TEXT).refused(403, &["role_missing"]);
        break_tie(&organiser, &[3, 1, 2], " ").invalid(&[("/reason/kk", "required"), ("/reason/ru", "required")]);
        break_tie(&organiser, &[3, 9, 3], TEXT).invalid(&[("/order/1", "unknown_ballot_number"), ("/order/2", "duplicate")]);
        break_tie(&organiser, &[], TEXT).invalid(&[("/order", "required")]);
        break_tie(&organiser, &[3], TEXT).refused(409, &["tie_open"]);
        let before = result(city, vote);
        let mut tied = before.open_ties.iter().flat_map(|tie| tie.numbers.clone()).collect::<Vec<_>>();
        tied.sort_unstable();
        assert_eq!(tied, [1, 2, 3], "the page asks for these");
        let broken: ContestResult = break_tie(&organiser, &[3, 2, 1], TEXT).status(200).read();
        assert_eq!(broken.state, ContestState::Counted);
        assert_eq!(funded(&broken), [1, 3], "3 first, then 2 does not fit, 1 does");
        let decision_of = broken.counts[0].tie_decision.as_ref().unwrap();
        assert_eq!((decision_of.order.as_slice(), decision_of.reason.ru.as_str()), (&[3, 2, 1][..], TEXT));
        assert_ne!(before.hash, broken.hash);
        assert_eq!(broken.open_ties, []);
        break_tie(&organiser, &[1, 2, 3], TEXT).refused(409, &["wrong_state"]);
        organiser.post(&at(CONTEST_DECISION, vote), &decision(vote)).status(200);
    }

    fn what_the_rules_compare_needs_no_decision(city: &TestCity) {
        let tie_break = |plan: &mut VotePlan| plan.tie_break = vec![TieBreak::MoreExpensive, TieBreak::Decision];
        let vote = voted(city, &[&[1], &[2], &[3]], tie_break);
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        counted(city);
        assert_eq!(funded(&result(city, vote)), [1, 3], "60 first, then 50 does not fit, 40 does");
        city.token_of(account).post(&at(CONTEST_DECISION, vote), &decision(vote)).status(200);
    }

    fn equal_costs_stay_tied_where_the_dearer_one_wins(city: &TestCity) {
        let change = |plan: &mut VotePlan| {
            plan.tie_break = vec![TieBreak::MoreExpensive, TieBreak::Decision];
            plan.costs = vec![60, 60, 40];
        };
        let vote = voted(city, &[&[1], &[2], &[3]], change);
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        counted(city);
        let organiser = city.token_of(account);
        organiser.post(&at(CONTEST_DECISION, vote), &decision(vote)).refused(409, &["tie_open"]);
        city.clock().advance(time::Duration::SECOND);
        let order = json!({ "order": [2, 1], "reason": text(TEXT) });
        let broken: ContestResult = organiser.post(&at(CONTEST_TIE_DECISION, vote), &order).status(200).read();
        assert_eq!(funded(&broken), [2, 3]);
    }

    fn a_vote_without_ballots_is_counted_too(city: &TestCity) {
        let vote = voted(city, &[], |_| {});
        counted(city);
        let counted = result(city, vote);
        assert_eq!((counted.ballots, funded(&counted)), (0, Vec::new()));
    }

    fn contests_are_prepared_by_the_organiser_from_rules_and_envelopes(city: &TestCity) {
        let account = city.test.account("organiser", &[(Role::Organiser, None)]);
        let organiser = city.token_of(account);
        let clerk = city.official("clerk", &[(Role::Clerk, None)]);
        let code = city.visitor().get(api_types::endpoint::CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
        let programme = json!({ "code": "districts", "name": text("Районы"), "kind": "district" });
        let programme = organiser.post(&path(api_types::endpoint::CITY_PROGRAMMES, &[&code]), &programme).status(201).value();
        let cycle = json!({ "programme_id": programme["id"], "code": "2026", "name": text("2026"), "fiscal_years": [2026], "currency": "KZT", "number_prefix": "ALM-26" });
        let cycle = organiser.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id.to_string();
        let (prepare, freeze) = (path(CYCLE_CONTESTS, &[&cycle]), path(CYCLE_BALLOT_FREEZE, &[&cycle]));
        clerk.post(&prepare, &json!({})).refused(403, &["role_missing"]);
        organiser.post(&prepare, &json!({})).refused(409, &["no_rules"]);
        let document = qatysu_tests::vote::almaty();
        organiser.post(&path(api_types::endpoint::CYCLE_RULES, &[&cycle]), &json!({ "document": document })).status(201);
        organiser.post(&prepare, &json!({})).refused(409, &["no_envelopes"]);
        for (district, code) in city.districts().iter().zip(["auezov", "turksib"]) {
            let envelope = json!({ "district_id": district, "code": code, "name": text(code) });
            organiser.post(&path(api_types::endpoint::CYCLE_ENVELOPES, &[&cycle]), &envelope).status(201);
        }
        let made = organiser.post(&prepare, &json!({})).status(200).value();
        let codes: Vec<&str> = made["items"].as_array().unwrap().iter().map(|c| c["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["districts-auezov", "districts-turksib"]);
        organiser.post(&prepare, &json!({})).refused(409, &["wrong_state"]);
        clerk.post(&freeze, &json!({})).refused(403, &["role_missing"]);
        organiser.post(&freeze, &json!({})).refused(409, &["not_in_phase"]);
        let contest = path(CONTEST, &[made["items"][0]["id"].as_str().unwrap()]);
        city.eventually(Duration::SECOND.unsigned_abs(), "the contest is among the ready pages", || {
            city.visitor().get(&contest).header("etag").is_some()
        });
        city.visitor().get(&path(CONTEST, &[&Id::new_v4().to_string()])).problem(404);
    }

    fn a_text_with_a_zero_character_is_refused(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let body = |name: &str| json!({ "city_id": city.test.city, "kind": "maslikhat", "name": { "kk": "Мәслихат", "ru": name }, "selection": "elected" });
        let problem = organiser.post(BODIES, &body("Мас\0лихат")).problem(400);
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/name/ru", "strange_characters"));
        organiser.post(BODIES, &body("\\u0000 маслихат")).status(201);
    }
}
