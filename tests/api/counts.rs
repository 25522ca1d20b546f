//! A count of every kind, from real ballots to the public file, with results worked out by hand.

use api_types::comparison::ContestComparison;
use api_types::contest::ContestResult;
use api_types::endpoint::{
    CONTEST_BALLOTS, CONTEST_COMPARISON, CONTEST_DECISION, CONTEST_EXPLANATION, CONTEST_RESULT, CONTEST_TIE_DECISION,
    path,
};
use api_types::explanation::Explanation;
use domain::ballot::{Choices, Graded, Points};
use domain::rules::{
    CountLimit, CountingComponent, CountingKind, CountingRule, Electorate, ReservedPlaces, Rules, WinnerRange,
};
use domain::{BallotKind, ItemOutcome, LocalText, Role};
use qatysu_tests::vote::{Purse, Vote, VotePlan};
use qatysu_tests::{TestCity, both};
use serde_json::{Value, json};
use tally::pabulib::{Election, Options, read_slice};
use tally::{Method, Reason};
use time::Duration;

fn text(words: &str) -> Value {
    json!({ "kk": words, "ru": words })
}

fn at(template: &str, vote: Vote) -> String {
    path(template, &[&vote.contest.to_string()])
}

fn numbers(list: &[u32]) -> Choices {
    Choices::Numbers(list.to_vec())
}

fn points(list: &[(u32, u32)]) -> Choices {
    Choices::Points(list.iter().map(|&(number, points)| Points { number, points }).collect())
}

/// Grades of the items from 1 on; what is left out comes last.
fn grades(list: &[u32]) -> Choices {
    Choices::Grades((1..).zip(list).map(|(number, &grade)| Graded { number, grade }).collect())
}

/// A vote in which each ballot is one voter's; items cost 40, 50 and 60, there are 100, and nobody needs a vote to win.
fn voted(city: &TestCity, kind: BallotKind, ballots: &[Choices], change: impl FnOnce(&mut VotePlan)) -> Vote {
    let district = city.districts()[0];
    let voters = city.residents(district, ballots.len());
    let mut plan = VotePlan::new(city.test.city, district, city.now());
    plan.max = 4;
    change(&mut plan);
    let vote = plan.open(&city.test.app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
    for (voter, choices) in voters.iter().zip(ballots) {
        vote.cast(&voter.client, &vote.paper(kind, choices)).status(200);
    }
    vote
}

/// The vote closes and is counted.
fn counted(city: &TestCity, vote: Vote) -> ContestResult {
    city.clock().set(city.now() + Duration::DAY);
    city.run_jobs();
    city.clock().set(city.now() + domain::contest::COUNTING_DELAY);
    assert!(city.run_jobs() >= 1, "the count");
    city.visitor().get(&format!("{}?now", at(CONTEST_RESULT, vote))).read()
}

/// An act confirms the count.
fn decided(city: &TestCity, vote: Vote) -> ContestResult {
    let organiser = city.official(&format!("organiser-{}", vote.contest.simple()), &[(Role::Organiser, None)]);
    let act = json!({ "body_id": vote.body, "act_number": "7", "act_date": "2025-10-31", "act_title": text("Итоги") });
    organiser.post(&at(CONTEST_DECISION, vote), &act).status(200).read()
}

/// The public file, read back.
fn file(city: &TestCity, vote: Vote, query: &str) -> Election {
    let file = city.visitor().get(&format!("{}{query}", at(CONTEST_BALLOTS, vote))).status(200);
    read_slice(&file.body, Options { keep_votes: true, ..Options::default() }).unwrap()
}

fn scores(result: &ContestResult) -> Vec<i64> {
    result.items.iter().map(|item| item.score.unwrap()).collect()
}

fn winners(result: &ContestResult) -> Vec<&str> {
    result.counts[0].outcome.winners.iter().map(String::as_str).collect()
}

fn counting(rules: &mut Rules) -> &mut CountingRule {
    let counting = &mut rules.contests[0].counting;
    counting.minimum_votes = 0;
    counting
}

/// Which projects the file marks as selected, and which it gives by the rule that it names itself.
fn by_its_own_rule(election: &Election) -> (Vec<&str>, Vec<String>) {
    let rule = tally::city::rule(election).unwrap();
    let mut counted = tally::count(&rule, &election.instance, &election.profile).unwrap().winners;
    counted.sort();
    (election.selected().unwrap(), counted)
}

both! {
    fn points_are_added_up(city: &TestCity) {
        let ballots = [points(&[(1, 6), (2, 4)]), points(&[(3, 10)]), points(&[(1, 1), (2, 9)])];
        let vote = voted(city, BallotKind::Cumulative, &ballots, |plan| plan.rules = |rules| {
            (rules.contests[0].ballot.kind, rules.contests[0].ballot.points) = (BallotKind::Cumulative, Some(10));
            counting(rules);
        });
        let result = counted(city, vote);
        assert_eq!(scores(&result), [7, 13, 10]);
        assert_eq!(winners(&result), ["00002", "00001"], "2 takes 50 of 100, 3 no longer fits, 1 does");
        decided(city, vote);
        let election = file(city, vote, "");
        assert_eq!((election.meta("vote_type"), election.meta("rule"), election.meta("max_sum_points")), (Some("cumulative"), Some("greedy"), Some("10")));
        assert_eq!(by_its_own_rule(&election), (vec!["1", "2"], vec!["1".into(), "2".into()]));
        let compared: ContestComparison = city.visitor().get(&at(CONTEST_COMPARISON, vote)).read();
        assert!(compared.envelopes[0].entries.iter().any(|entry| entry.rule == "cstv"));
    }

    fn places_are_worth_points(city: &TestCity) {
        for kind in [CountingKind::Greedy, CountingKind::FormulaAllocation] {
            let ballots = [numbers(&[3, 1, 2]), numbers(&[3, 2]), numbers(&[1, 2, 3])];
            let vote = voted(city, BallotKind::Ranked, &ballots, |plan| {
                plan.max = 3;
                plan.rules = if kind == CountingKind::Greedy { ranked } else { ranked_within_a_share };
            });
            let result = counted(city, vote);
            // Three for the first place, also of the ballot that ranks two.
            assert_eq!(scores(&result), [5, 5, 7]);
            assert_eq!(winners(&result), ["00003", "00001"], "3 takes 60; of the two with 5 only 1 fits");
            assert!(!result.counts[0].outcome.ties[0].mattered && result.open_ties.is_empty());
            decided(city, vote);
            let election = file(city, vote, "");
            assert_eq!((election.meta("vote_type"), election.meta("max_length")), (Some("ordinal"), Some("3")));
            // The format's own points go by the length of each ballot: it has no name for ours.
            assert_eq!((election.projects.cell(1, "score"), election.meta("rule")), (Some("4"), Some("greedy-custom")));
            assert!(election.meta("comment").unwrap().contains("the first place of a ballot is worth"));
            assert_eq!(election.selected().unwrap(), ["1", "3"]);
        }
    }

    fn one_choice_each(city: &TestCity) {
        let vote = voted(city, BallotKind::ChooseOne, &[numbers(&[1]), numbers(&[1]), numbers(&[3])], |plan| plan.rules = |rules| {
            rules.contests[0].ballot.kind = BallotKind::ChooseOne;
        });
        let result = counted(city, vote);
        assert_eq!((scores(&result), winners(&result)), (vec![2, 0, 1], vec!["00001", "00003"]));
        assert_eq!(result.counts[0].outcome.verdict("00002").unwrap().reason, Reason::BelowMinimum { has: 0, minimum: 1, lacking: 1 });
        decided(city, vote);
        assert_eq!(file(city, vote, "").meta("vote_type"), Some("choose-1"));
    }

    fn a_knapsack_holds_what_the_money_buys(city: &TestCity) {
        let vote = voted(city, BallotKind::Knapsack, &[numbers(&[1, 2]), numbers(&[1, 3]), numbers(&[2])], |plan| plan.rules = |rules| {
            rules.contests[0].ballot.kind = BallotKind::Knapsack;
        });
        let greedy = city.resident(city.districts()[0]);
        vote.cast(&greedy.client, &vote.paper(BallotKind::Knapsack, &numbers(&[2, 3]))).refused(409, &["not_on_roll", "budget_exceeded"]);
        let result = counted(city, vote);
        assert_eq!((scores(&result), winners(&result)), (vec![2, 2, 1], vec!["00001", "00002"]));
    }

    fn shares_of_money_are_equal(city: &TestCity) {
        let ballots = [&[1, 3][..], &[3], &[2], &[2, 3], &[3]].map(numbers);
        let vote = voted(city, BallotKind::Approval, &ballots, |plan| {
            (plan.costs, plan.budget) = (vec![40_000, 50_000, 60_000], 100_000);
            plan.rules = |rules| counting(rules).kind = CountingKind::EqualShares;
        });
        let result = counted(city, vote);
        // Shares of 20,000: four pay 15,000 each for 3. The two for 2 would need shares of 32,500, and then both are too dear
        // together; what is left goes to 1, which still fits.
        assert_eq!((scores(&result), winners(&result)), (vec![1, 2, 4], vec!["00003", "00001"]));
        let outcome = &result.counts[0].outcome;
        assert!(matches!(outcome.rule.method, Method::EqualShares { .. }));
        assert_eq!(outcome.rounds[0].payers.as_ref().unwrap().full, 4);
        decided(city, vote);
        assert!(file(city, vote, "").meta("comment").unwrap().contains("equal shares"));
    }

    fn majority_judgement_counts_winners_and_keeps_places(city: &TestCity) {
        // From the best, 0, to the worst, 3; the last voter says nothing of 4, which is the worst.
        let ballots = [[0, 1, 2, 3].as_slice(), &[0, 0, 2, 3], &[1, 1, 0, 3], &[2, 0, 3, 2], &[3, 1, 3]].map(grades);
        let vote = voted(city, BallotKind::Graded, &ballots, |plan| {
            plan.costs = vec![60; 4];
            let purse = |group, places| Purse { group, places, budget: 50 };
            plan.purses = vec![purse("own", Some(2)), purse("poorer", None)];
            plan.purse_of = vec![0, 0, 0, 1];
            plan.rules = |rules| {
                graded(rules);
                let name = LocalText::same("Poorer quarters");
                counting(rules).reserved = vec![ReservedPlaces { id: "poorer".into(), name, places: 1 }];
            };
        });
        let result = counted(city, vote);
        // Points 3 to 0. Medians: 1 and 2 have 2, 3 has 1, 4 has 0. Without the median, 1 falls to 1 and 2 stays at 2.
        assert_eq!(winners(&result), ["00002", "00004"], "the best one, and the best of the poorer quarters");
        assert_eq!(scores(&result), [9, 12, 5, 1]);
        assert_eq!(result.counts.len(), 1, "both envelopes together");
        let count = &result.counts[0];
        let groups: Vec<_> = count.joint.iter().map(|joint| joint.group.as_deref()).collect();
        assert_eq!(groups, [Some("own"), Some("poorer")]);
        assert!(result.items.iter().all(|item| count.covers(item.envelope_id)));
        let outcome = &count.outcome;
        assert_eq!((outcome.budget, outcome.cost), (100, 120), "winners are counted, not packed");
        assert_eq!((outcome.grades[0].median, &outcome.grades[0].counts[..]), (2, &[1, 1, 1, 2][..]));
        assert_eq!(outcome.verdict("00001").unwrap().reason, Reason::PlacesReserved { category: "poorer".into() });
        let explained: Explanation = city.visitor().get(&at(CONTEST_EXPLANATION, vote)).read();
        assert_eq!(explained.envelopes[0].statistics.as_ref().unwrap().spent, 120);

        let act = decided(city, vote);
        let funded: Vec<i32> = act.items.iter().filter(|i| i.outcome == Some(ItemOutcome::Funded)).map(|i| i.number).collect();
        assert_eq!(funded, [2, 4]);
        let election = file(city, vote, "");
        assert_eq!((election.meta("vote_type"), election.meta("rule")), (Some("scoring"), Some("unknown")));
        let votes: Vec<_> = (0..4).map(|row| election.projects.cell(row, "votes").unwrap()).collect();
        assert_eq!(votes, ["5", "5", "5", "4"], "whatever a ballot lists");
        assert_eq!((election.meta("min_points"), election.meta("max_points")), (Some("0"), Some("3")));
        assert!(election.meta("comment").unwrap().contains("majority judgement"));
        assert_eq!(election.selected().unwrap(), ["2", "4"]);
        let method = Method::MajorityJudgement { grades: 4, misfit: tally::Misfit::Skip };
        let again = tally::count(&tally::Rule { method, ..outcome.rule.clone() }, &election.instance, &election.profile).unwrap();
        assert_eq!(again.grades[0].counts, [1, 1, 1, 2], "the file has every grade");
        let compared: ContestComparison = city.visitor().get(&at(CONTEST_COMPARISON, vote)).read();
        let envelope = &compared.envelopes[0];
        assert_eq!(envelope.entries[0].winners.iter().copied().collect::<std::collections::BTreeSet<_>>(), [2, 4].into());
        assert!(envelope.entries.iter().any(|entry| entry.rule == "greedy"));
        assert!(envelope.refused.iter().any(|refused| refused.rule == "equal_shares"), "shares of money need money");
    }

    fn equal_grades_wait_for_a_decision(city: &TestCity) {
        let ballots = [[0, 1, 2].as_slice(), &[1, 0, 2]].map(grades);
        let vote = voted(city, BallotKind::Graded, &ballots, |plan| {
            plan.purses = vec![Purse { group: "own", places: Some(1), budget: 1 }];
            plan.rules = graded;
        });
        let result = counted(city, vote);
        assert_eq!(result.open_ties.len(), 1);
        assert_eq!(result.open_ties[0].numbers, [1, 2]);
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let act = json!({ "body_id": vote.body, "act_number": "7", "act_date": "2025-10-31", "act_title": text("Итоги") });
        organiser.post(&at(CONTEST_DECISION, vote), &act).refused(409, &["tie_open"]);
        let broken = json!({ "order": [2, 1], "reason": text("Жребий") });
        let result: ContestResult = organiser.post(&at(CONTEST_TIE_DECISION, vote), &broken).status(200).read();
        assert_eq!((winners(&result), result.open_ties.len()), (vec!["00002"], 0));
        organiser.post(&at(CONTEST_DECISION, vote), &act).status(200);
    }

    fn components_are_weighed_and_published_apart(city: &TestCity) {
        let [here, there] = city.districts();
        let citizens = city.residents(here, 4);
        // Members vote wherever they are registered.
        let members = city.residents(there, 3);
        let ballots = [&[1][..], &[1, 2], &[2], &[1], &[3], &[2, 3], &[3]].map(numbers);
        let mut plan = VotePlan::new(city.test.city, here, city.now());
        plan.components = vec!["citizens", "citizens", "citizens", "citizens", "committee", "committee", "school"];
        plan.rules = |rules| {
            rules.contests[0].electorate = Electorate::Components;
            let component = |(id, electorate, weight_percent): (&str, Electorate, u8)| {
                CountingComponent { id: id.into(), name: LocalText::same(id), electorate, weight_percent }
            };
            let counting = counting(rules);
            counting.kind = CountingKind::WeightedComponents;
            counting.components = [
                ("citizens", Electorate::Residents, 50), ("committee", Electorate::Committee, 40), ("school", Electorate::School, 10),
            ].map(component).to_vec();
        };
        let voters: Vec<_> = citizens.iter().chain(&members).collect();
        let vote = plan.open(&city.test.app, &voters.iter().map(|v| v.person).collect::<Vec<_>>());
        for (voter, choices) in voters.iter().zip(&ballots) {
            vote.cast(&voter.client, &vote.paper(BallotKind::Approval, choices)).status(200);
        }
        let result = counted(city, vote);
        // 1: .5 * 3/4 = .375; 2: .5 * 2/4 + .4 * 1/2 = .45; 3: .4 * 2/2 + .1 * 1/1 = .5.
        assert_eq!(winners(&result), ["00003", "00001"], "3 takes 60 of 100, 2 no longer fits, 1 does");
        assert_eq!((result.ballots, scores(&result)), (7, vec![3, 3, 3]));
        let count = &result.counts[0];
        let parts: Vec<_> = count.components.iter().map(|part| (part.name.as_str(), part.weight, part.voters)).collect();
        assert_eq!(parts, [("citizens", 50, 4), ("committee", 40, 2), ("school", 10, 1)]);
        let share = &count.components[0].scores[0].score;
        assert_eq!((share.num.as_str(), share.den.as_str()), ("3", "4"));
        let joint = &count.scores[1].score;
        let (num, den): (i64, i64) = (joint.num.parse().unwrap(), joint.den.parse().unwrap());
        assert_eq!(num * 100, den * 45);
        let explained: Explanation = city.visitor().get(&at(CONTEST_EXPLANATION, vote)).read();
        assert_eq!(explained.envelopes[0].components, count.components);
        assert_eq!(explained.envelopes[0].statistics.as_ref().unwrap().voters, 7);

        decided(city, vote);
        let ballots = at(CONTEST_BALLOTS, vote);
        let apart = city.visitor().get(&ballots).refused(409, &["component_required"]);
        assert_eq!(apart.blockers[0].value.as_deref(), Some("citizens, committee, school"));
        city.visitor().get(&format!("{ballots}?component=akimat")).problem(404);
        let committee = file(city, vote, "?component=committee");
        assert_eq!((committee.profile.voters(), committee.profile.votes(3)), (2, vec![0, 1, 2]));
        assert!(committee.meta("comment").unwrap().contains("committee 40 %"));
        let compared: ContestComparison = city.visitor().get(&at(CONTEST_COMPARISON, vote)).read();
        assert_eq!(compared.envelopes[0].voters, 7);
        // All ballots together: equal votes, so 1 and 2 by number.
        let greedy = compared.envelopes[0].entries.iter().find(|entry| entry.rule == "greedy").unwrap();
        assert_eq!((&greedy.winners[..], greedy.ties), (&[1, 2][..], 1));
    }

    fn so_many_win_whatever_they_cost(city: &TestCity) {
        let vote = voted(city, BallotKind::Approval, &[numbers(&[3]), numbers(&[2, 3]), numbers(&[2, 3])], |plan| {
            plan.budget = 10;
            plan.rules = |rules| {
                let counting = counting(rules);
                (counting.limit, counting.winners) = (CountLimit::Number, Some(WinnerRange { min: 2, max: 2, total: None }));
            };
        });
        let result = counted(city, vote);
        assert_eq!(winners(&result), ["00003", "00002"]);
        assert!(matches!(result.counts[0].outcome.verdict("00001").unwrap().reason, Reason::LostByVotes { short: 2, .. }));
        decided(city, vote);
        let election = file(city, vote, "");
        assert_eq!((election.instance.budget, election.instance.scale), (11, 1), "what the winners cost, 1.1 tenge");
    }
}

fn ranked(rules: &mut Rules) {
    rules.contests[0].ballot.kind = BallotKind::Ranked;
    counting(rules);
}

fn ranked_within_a_share(rules: &mut Rules) {
    ranked(rules);
    counting(rules).kind = CountingKind::FormulaAllocation;
}

/// Four grades, majority judgement, by number.
fn graded(rules: &mut Rules) {
    let ballot = &mut rules.contests[0].ballot;
    ballot.kind = BallotKind::Graded;
    ballot.grades = ["Excellent", "Good", "Fair", "Poor"].map(LocalText::same).to_vec();
    let counting = counting(rules);
    counting.kind = CountingKind::MajorityJudgement;
    (counting.limit, counting.winners) = (CountLimit::Number, Some(WinnerRange { min: 1, max: 2, total: None }));
}
