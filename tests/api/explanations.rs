//! Why a contest ended as it did: the trace of the count as data, and how satisfied voters are.

use api_types::contest::{ContestList, ContestResult};
use api_types::cycle::Cycle;
use api_types::endpoint::{CONTEST_EXPLANATION, CONTEST_RESULT, CYCLE_CONTESTS, ELECTION_IMPORTS, path};
use api_types::explanation::Explanation;
use domain::{ContestState, Id, Role};
use qatysu_tests::vote::{VotePlan, pabulib};
use qatysu_tests::{TestCity, both};
use tally::{Method, Reason, TieBreak};
use time::Duration;

/// Imports a real election; the id of its contest.
pub fn recorded(city: &TestCity, file: &str) -> Id {
    let organiser = city.official(&format!("importer-{}", Id::new_v4().simple()), &[(Role::Organiser, None)]);
    let text = [("Content-Type", "text/plain")];
    let sent = organiser.send(ureq::http::Method::POST, ELECTION_IMPORTS, &text, pabulib(file));
    let cycle: Cycle = sent.status(201).read();
    let list: ContestList = city.visitor().get(&path(CYCLE_CONTESTS, &[&cycle.brief.id.to_string()])).read();
    list.items[0].id
}

both! {
    fn a_count_tells_its_rounds_reasons_ties_and_satisfaction(city: &TestCity) {
        let district = city.districts()[0];
        let ballots: [&[u32]; 5] = [&[1, 3], &[3], &[2], &[2, 3], &[3]];
        let voters = city.residents(district, ballots.len());
        let plan = VotePlan::new(city.test.city, district, city.now());
        let vote = plan.open(&city.test.app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
        for (voter, choices) in voters.iter().zip(ballots) {
            vote.cast(&voter.client, &vote.ballot(choices)).status(200);
        }
        let address = path(CONTEST_EXPLANATION, &[&vote.contest.to_string()]);
        city.visitor().get(&address).problem(404);
        city.clock().set(city.now() + Duration::DAY);
        city.run_jobs();
        city.visitor().get(&address).problem(404);
        city.clock().set(city.now() + domain::contest::COUNTING_DELAY);
        assert_eq!(city.run_jobs(), 1, "the count");

        let answer = city.visitor().get(&address).status(200);
        let etag = answer.header("etag").unwrap().to_owned();
        let explanation: Explanation = answer.read();
        assert_eq!((explanation.state, explanation.envelopes.len()), (ContestState::Counted, 1));
        let envelope = &explanation.envelopes[0];
        let outcome = envelope.outcome.as_ref().unwrap();
        let rounds: Vec<_> = outcome.rounds.iter().map(|r| (r.item.as_str(), r.funded, r.remaining)).collect();
        assert_eq!(rounds, [("00003", true, 40), ("00002", false, 40), ("00001", true, 0)]);
        let lost = &outcome.verdict("00002").unwrap().reason;
        assert_eq!(*lost, Reason::LacksMoney { remaining: 40, missing: 10, more_votes: Some(2), to_pass: Some("00003".into()) });
        let numbers = envelope.statistics.as_ref().unwrap();
        assert_eq!((numbers.voters, numbers.with_a_winner, numbers.spent, numbers.budget), (5, 4, 100, 100));
        // Data, no sentences: every reason has its key, and the same bytes come again.
        let value = city.visitor().get(&address).value();
        assert_eq!(value["envelopes"][0]["outcome"]["verdicts"][2]["reason"]["key"], "lacks_money");
        city.visitor().with("If-None-Match", &etag).get(&address).status(304);
        city.visitor().get(&path(CONTEST_EXPLANATION, &[&Id::new_v4().to_string()])).problem(404);
    }

    fn a_recorded_election_by_equal_shares_tells_who_paid(city: &TestCity) {
        let contest = recorded(city, "Netherlands_Assen_2024.pb");
        let explanation: Explanation = city.visitor().get(&path(CONTEST_EXPLANATION, &[&contest.to_string()])).read();
        let result: ContestResult = city.visitor().get(&path(CONTEST_RESULT, &[&contest.to_string()])).read();
        assert_eq!((explanation.state, &explanation.hash), (ContestState::Recorded, &result.hash));
        let envelope = &explanation.envelopes[0];
        let outcome = envelope.outcome.as_ref().unwrap();
        assert!(matches!(outcome.rule.method, Method::EqualShares { .. }));
        let payers = outcome.rounds[0].payers.as_ref().unwrap();
        // 7,200 euro by 43 voters, in millionths of a cent, rounded up.
        assert_eq!((payers.full, payers.each_millionths), (43, 16_744_186_047));
        assert!(outcome.rounds[0].runner_up.is_some());
        assert_eq!(outcome.ties.len(), 1);
        assert!(matches!(outcome.ties[0].broken_by[..], [TieBreak::Given { .. }]));
        let numbers = envelope.statistics.as_ref().unwrap();
        assert_eq!((numbers.voters, numbers.with_a_winner, numbers.ejr_plus.as_deref()), (84, 79, Some(&[][..])));
    }

    fn a_recorded_election_without_a_clear_rule_tells_satisfaction_only(city: &TestCity) {
        let contest = recorded(city, "Poland_Poznan_2024_8_-_Chartowo_Rataje_Zegrze__small.pb");
        let explanation: Explanation = city.visitor().get(&path(CONTEST_EXPLANATION, &[&contest.to_string()])).read();
        let envelope = &explanation.envelopes[0];
        assert!(envelope.outcome.is_none() && envelope.statistics.as_ref().unwrap().with_a_winner > 0);
    }
}
