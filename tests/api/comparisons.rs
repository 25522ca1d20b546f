//! What if: other rules on the ballots of a decided contest, beside its official result and only after it.

use api_types::comparison::ContestComparison;
use api_types::endpoint::{CONTEST_COMPARISON, CONTEST_DECISION, path};
use domain::{Id, Money, Role};
use qatysu_tests::both;
use qatysu_tests::vote::VotePlan;
use serde_json::json;
use time::Duration;

use crate::explanations::recorded;

fn text(words: &str) -> serde_json::Value {
    json!({ "kk": words, "ru": words })
}

both! {
    fn other_rules_are_set_beside_a_decided_contest_only(city: &TestCity) {
        let district = city.districts()[0];
        // 1 costs 40, 2 costs 50, 3 costs 60; there are 100.
        let ballots: [&[u32]; 5] = [&[1, 3], &[3], &[2], &[2, 3], &[3]];
        let voters = city.residents(district, ballots.len());
        let plan = VotePlan::new(city.test.city, district, city.now());
        let vote = plan.open(&city.test.app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
        for (voter, choices) in voters.iter().zip(ballots) {
            vote.cast(&voter.client, &vote.ballot(choices)).status(200);
        }
        let address = path(CONTEST_COMPARISON, &[&vote.contest.to_string()]);
        city.visitor().get(&address).refused(409, &["wrong_state"]);
        city.clock().set(city.now() + Duration::DAY);
        city.run_jobs();
        city.clock().set(city.now() + domain::contest::COUNTING_DELAY);
        assert_eq!(city.run_jobs(), 1, "the count");
        city.visitor().get(&address).refused(409, &["wrong_state"]);

        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let mut decision = json!({ "body_id": vote.body, "act_number": "7", "act_date": "2025-10-31", "act_title": text("Итоги") });
        decision["deviations"] = json!([{ "number": 1, "outcome": "not_funded", "reason": text("По протоколу") }]);
        organiser.post(&path(CONTEST_DECISION, &[&vote.contest.to_string()]), &decision).status(200);

        let answer = city.visitor().get(&address).status(200);
        let etag = answer.header("etag").unwrap().to_owned();
        let comparison: ContestComparison = answer.read();
        let envelope = &comparison.envelopes[0];
        assert_eq!((envelope.budget, envelope.voters), (Money(100), 5));
        let official = &envelope.entries[0];
        assert_eq!((official.rule.as_str(), &official.winners[..], official.cost), ("official", &[3][..], Money(60)));
        assert!(official.counted_by.is_none(), "an act decided it");
        let count = &envelope.entries[1];
        assert_eq!((count.rule.as_str(), &count.winners[..], &count.gained[..]), ("count", &[3, 1][..], &[1][..]));
        assert_eq!((count.prefer_first, count.prefer_this, count.indifferent), (0, 1, 4));
        // Greedily by votes it is the count; shares of 20 fund 3 by four voters, and then nothing but 1 fits.
        let shares = envelope.entries.iter().find(|entry| entry.rule == "equal_shares").unwrap();
        assert_eq!((&shares.winners[..], &shares.lost[..]), (&[3, 1][..], &[][..]));
        let best = envelope.entries.iter().find(|entry| entry.rule == "welfare").unwrap();
        assert!(best.statistics.spent <= 100 && best.counted_by.is_some());
        city.visitor().with("If-None-Match", &etag).get(&address).status(304);
        city.visitor().get(&path(CONTEST_COMPARISON, &[&Id::new_v4().to_string()])).problem(404);
    }

    fn recorded_elections_are_compared_too(city: &TestCity) {
        let contest = recorded(city, "Netherlands_Assen_2024.pb");
        let comparison: ContestComparison = city.visitor().get(&path(CONTEST_COMPARISON, &[&contest.to_string()])).read();
        let envelope = &comparison.envelopes[0];
        let names: Vec<&str> = envelope.entries.iter().map(|entry| entry.rule.as_str()).collect();
        assert_eq!(names[..2], ["official", "greedy"], "the count by the file's own rule is the official result");
        assert!(["equal_shares", "phragmen", "maximin_support"].iter().all(|name| names.contains(name)));
        let greedy = &envelope.entries[1];
        assert_eq!((greedy.prefer_first, greedy.prefer_this, greedy.gained.len(), greedy.lost.len()), (21, 25, 1, 3));
        // Points: what cannot count them says so.
        let contest = recorded(city, "Poland_Czestochowa_2020_Stradom.pb");
        let comparison: ContestComparison = city.visitor().get(&path(CONTEST_COMPARISON, &[&contest.to_string()])).read();
        assert!(comparison.envelopes[0].entries.iter().any(|entry| entry.rule == "cstv"));
    }
}
