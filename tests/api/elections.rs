//! Finished elections from Pabulib files: shown under their own city, with the reasons of their own rule; broken files say
//! where they are broken and leave nothing behind.

use std::collections::BTreeSet;

use api_types::contest::{ContestList, ContestResult};
use api_types::cycle::Cycle;
use api_types::endpoint::{
    CITIES, CONTEST_BALLOTS, CONTEST_RESULT, CYCLE_CONTESTS, CYCLES, ELECTION_IMPORTS, PROJECT, PROJECTS, path,
};
use api_types::project::{Project, ProjectPage};
use domain::{Channel, ContestState, ItemOutcome, Phase, Role};
use qatysu_tests::vote::{ballot, pabulib};
use qatysu_tests::{Client, Reply, TestCity, both};
use tally::pabulib::{Options, read_slice};

const ASSEN: &str = "Netherlands_Assen_2024.pb";

fn import(client: &Client, bytes: &[u8]) -> Reply {
    client.send(ureq::http::Method::POST, ELECTION_IMPORTS, &[("Content-Type", "text/plain")], bytes.to_vec())
}

/// The imported contest and its result.
fn shown(city: &TestCity, cycle: &Cycle) -> ContestResult {
    let list: ContestList = city.visitor().get(&path(CYCLE_CONTESTS, &[&cycle.brief.id.to_string()])).read();
    city.visitor().get(&path(CONTEST_RESULT, &[&list.items[0].id.to_string()])).read()
}

/// Rows of an election's tables: cities (the sample city is one), programmes, cycles, imports.
fn rows(city: &TestCity) -> [usize; 3] {
    city.test
        .app
        .store
        .read(|c| -> store::Result<_> {
            Ok([store::city::list(c)?.len(), store::programme::list(c)?.len(), store::cycle::list(c)?.len()])
        })
        .unwrap()
}

/// Replaces the first of these in the file.
fn with(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

both! {
    fn a_real_election_is_imported_shown_with_its_reasons_and_given_back(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let file = pabulib(ASSEN);
        let cycle: Cycle = import(&organiser, &file).status(201).read();
        assert_eq!((cycle.brief.city.as_str(), cycle.brief.phase), ("assen", Phase::Closed));
        assert_eq!(cycle.brief.currency.to_string(), "EUR");
        assert!(cycle.brief.source.is_some());
        let result = shown(city, &cycle);
        assert_eq!((result.state, result.ballots, result.items.len()), (ContestState::Recorded, 84, 14));
        let original = read_slice(&file, Options::default()).unwrap();
        let funded: Vec<&str> = result.items.iter().filter(|i| i.outcome == Some(ItemOutcome::Funded)).map(|i| i.project_number.as_deref().unwrap()).collect();
        assert_eq!(funded, original.selected().unwrap());
        // Equal shares, by the file's own rule: the winners are the city's, and each loser has a reason.
        let outcome = &result.counts[0].outcome;
        let numbers: Vec<String> = result.items.iter().filter(|i| i.outcome == Some(ItemOutcome::Funded)).map(|i| format!("{:05}", i.number)).collect();
        let mut winners = outcome.winners.clone();
        winners.sort();
        assert_eq!((winners, outcome.verdicts.len()), (numbers, 14));

        // Each item is a project with a page; it keeps what its source calls it, and is found like any other.
        let list = |query: &str| -> ProjectPage { city.visitor().get(&format!("{PROJECTS}?{query}")).read() };
        let all = list(&format!("cycle_id={}&limit=100", cycle.brief.id));
        let named: BTreeSet<&str> = all.items.iter().map(|p| p.external_id.as_deref().unwrap()).collect();
        let items: BTreeSet<&str> = original.instance.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!((named, all.items.iter().all(|p| p.number.is_none())), (items, true));
        let won = list(&format!("cycle_id={}&outcome=funded", cycle.brief.id));
        assert_eq!(won.items.len(), funded.len());
        let item = &result.items[0];
        let page: Project = city.visitor().get(&path(PROJECT, &[&item.project_id.unwrap().to_string()])).read();
        assert_eq!((page.brief.external_id.as_ref(), page.brief.cost), (item.project_number.as_ref(), item.cost));
        assert_eq!((page.items[0].score, page.channel), (item.score, Channel::Import));
        let word = page.brief.title.text.split(' ').next().unwrap().to_lowercase();
        assert!(list(&format!("cycle_id={}&q={word}", cycle.brief.id)).items.iter().any(|p| p.id == page.brief.id));

        let contest = result.contest_id.to_string();
        let back = city.visitor().get(&path(CONTEST_BALLOTS, &[&contest])).status(200).body;
        let back = read_slice(&back, Options::default()).unwrap();
        let sorted = |election: &tally::pabulib::Election| {
            let ids = |ballot: tally::Ballot| -> Vec<String> { ballot.choices.iter().map(|&i| election.instance.items[i as usize].id.clone()).collect() };
            let mut all: Vec<_> = election.profile.ballots().map(|b| (ids(b), b.weight)).collect();
            all.sort();
            all
        };
        assert_eq!(sorted(&back), sorted(&original), "the same ballots, in an order that tells nothing");
        assert_eq!(back.selected(), original.selected());
        // Nobody votes in it any more.
        let voter = city.resident(city.districts()[0]);
        let contest_id = contest.parse().unwrap();
        let late = ballot(cycle.brief.id, contest_id, &[1]);
        let refused = voter.client.put(&path(api_types::endpoint::ME_BALLOT, &[&contest]), &late).problem(409);
        assert!(refused.blockers.iter().any(|b| b.code == "wrong_state"));
    }

    fn points_and_rankings_come_through(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        for file in ["Poland_Czestochowa_2020_Stradom.pb", "Poland_Krakow_2018_Wzgorza_Krzeslawickie.pb", "Poland_Warszawa_2018_Ursus_Polnocny.pb"] {
            let bytes = pabulib(file);
            let cycle: Cycle = import(&organiser, &bytes).status(201).read();
            let result = shown(city, &cycle);
            let original = read_slice(&bytes, Options::default()).unwrap();
            let scores: Vec<i128> = result.items.iter().map(|i| i.score.unwrap().into()).collect();
            assert_eq!(scores, original.profile.scores(scores.len()), "{file}");
            let back = city.visitor().get(&path(CONTEST_BALLOTS, &[&result.contest_id.to_string()])).status(200).body;
            let back = read_slice(&back, Options::default()).unwrap();
            assert_eq!(back.profile.scores(scores.len()), original.profile.scores(scores.len()), "{file}");
            assert_eq!((back.profile.kind(), back.profile.voters()), (original.profile.kind(), original.profile.voters()));
        }
    }

    fn an_election_is_imported_once_and_by_the_city_s_organiser(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let file = pabulib(ASSEN);
        import(&city.visitor(), &file).problem(401);
        import(&city.official("clerk", &[(Role::Clerk, None)]), &file).refused(403, &["role_missing"]);
        let district = city.official("local", &[(Role::Organiser, Some(city.districts()[0]))]);
        import(&district, &file).refused(403, &["wrong_district"]);
        organiser.post(ELECTION_IMPORTS, &serde_json::json!({})).problem(415);
        assert_eq!(rows(city), [1, 0, 0]);
        import(&organiser, &file).status(201);
        assert_eq!(import(&organiser, &file).problem(409).code.to_string(), "exists");
        assert_eq!(rows(city), [2, 1, 1]);
    }

    fn a_broken_file_says_where_and_leaves_nothing(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let file = pabulib(ASSEN);
        let text = String::from_utf8(file.clone()).unwrap();
        let votes = text.find("VOTES").unwrap();
        let line_of = |at: usize| text[..at].matches('\n').count() + 1;
        let second = text[votes..].match_indices('\n').nth(2).unwrap().0 + votes + 1;
        let (first_vote, second_vote) = (text[votes..].lines().nth(2).unwrap(), text[second..].lines().next().unwrap());
        let first_id = first_vote.split(';').next().unwrap();
        let same_voter = format!("{first_id};{}", second_vote.split_once(';').unwrap().1);
        let project = text.lines().skip_while(|l| *l != "PROJECTS").nth(2).unwrap();
        let mut not_utf8 = file.clone();
        not_utf8[second] = 0xff;
        // The fault, and the line where it is; 0 where only a person could say.
        let broken: Vec<(Vec<u8>, &str, usize)> = vec![
            (file[..file.len() / 2].to_vec(), "", 0),
            (file[..votes].to_vec(), "missing_section", 0),
            (with(&file, "num_votes;84", "num_votes;85"), "wrong_count", 0),
            (with(&file, "num_projects;14", "num_projects;13"), "wrong_count", 0),
            (with(&file, project, &format!("{project}\n{project}")), "duplicate_project", line_of(text.find(project).unwrap()) + 1),
            (with(&file, second_vote, &same_voter), "duplicate_voter", line_of(second)),
            (not_utf8, "not_utf8", line_of(second)),
            (with(&file, "vote_type;approval", "vote_type;shouting"), "unknown_vote_type", line_of(text.find("vote_type").unwrap())),
            (with(&file, "budget;", "budget;-"), "negative", line_of(text.find("budget;").unwrap())),
            (b"hello".to_vec(), "outside_section", 1),
            (Vec::new(), "", 0),
        ];
        for (bytes, fault, line) in broken {
            let problem = import(&organiser, &bytes).problem(422);
            let found = &problem.errors[0];
            assert_eq!(found.code, "pabulib");
            let said = &found.params["fault"];
            assert!(fault.is_empty() || said == fault, "{fault}: {said}");
            let at: usize = found.params["line"].parse().unwrap();
            assert!(line == 0 || at == line, "{fault}: line {at}, not {line}");
            assert!(found.params["column"].parse::<u64>().unwrap() >= 1);
            assert!(found.detail.contains(&found.params["line"]), "{}", found.detail);
            // Told in the reader's language, the fault inside the file too.
            let kazakh = import(&organiser.clone().with("Accept-Language", "kk"), &bytes).problem(422).errors.remove(0).detail;
            assert!(kazakh.starts_with("Жол № "), "{kazakh}");
            for words in [&found.detail, &kazakh] {
                assert!(!words.contains("fault-") && !words.ends_with("?."), "{words}");
            }
            assert!(!kazakh.contains("is ") && !kazakh.contains("file"), "{kazakh}");
        }
        import(&organiser, &with(&file, "instance;", "instance;\0")).invalid(&[("", "strange_characters")]);
        import(&organiser, &with(&file, "currency;EUR", "currency;Gulden")).invalid(&[("", "unknown_currency")]);
        assert_eq!(rows(city), [1, 0, 0], "nothing half-written");
        let cities = city.visitor().get(CITIES).value();
        assert_eq!(cities["items"].as_array().unwrap().len(), 1);
        assert_eq!(city.visitor().get(CYCLES).value()["items"], serde_json::json!([]));
        import(&organiser, &file).status(201);
    }
}
