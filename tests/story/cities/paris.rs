//! Paris, 2021: twenty arrondissements of one's own choice and all Paris, graded ballots, majority judgement, winners by number,
//! places kept for poorer quarters.

use std::cmp::Ordering;

use api_types::contest::{ContestBrief, MyContestList};
use api_types::endpoint::{ME_CONTEST_ROLL, ME_CONTESTS};
use domain::ballot::{Choices, Graded};
use domain::{Id, Phase};
use qatysu_tests::{Resident, both};
use serde_json::json;
use time::macros::datetime;

use super::{Dice, World, at, funded};

/// Winners per arrondissement: 2 to 5 by population and poorer quarters, 60 together.
const PLACES: [u16; 20] = [2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4, 4, 3, 4, 3, 4, 5, 5, 4];
/// Projects of each arrondissement; the last one lies in a poorer quarter.
const PROJECTS: usize = 7;
const VOTERS: usize = 9;
const WORST: u32 = 3;

struct Quarter {
    district: Id,
    contest: ContestBrief,
    /// Ballot numbers of the poorer quarter's projects.
    poorer: Vec<u32>,
    voters: Vec<Resident>,
    /// One list of grades per voter, by ballot number from 1.
    ballots: Vec<Vec<u32>>,
}

both! {
    fn paris_decides_by_majority_judgement(city: &TestCity) {
        let world = World::open(city, include_str!("../../fixtures/rules/paris.json"), 20, datetime!(2020-12-01 06:00 UTC));
        let (quarters, paris) = money(&world);
        world.go(Phase::Proposals);
        let proposed = proposals(&world, &quarters, paris);
        world.go(Phase::Review);
        for (id, district) in proposed {
            world.accept(id, district, None);
        }
        // Whoever lives here is in the register before the rolls are made.
        let people: Vec<Vec<Resident>> = world.areas.iter().map(|area| city.residents(*area, VOTERS)).collect();
        let contests = world.freeze();
        assert_eq!(contests.len(), 21);
        let all = contests.iter().find(|c| c.district_id.is_none()).unwrap().clone();
        let mut dice = Dice::new(2021);
        let quarters: Vec<Quarter> = world.areas.iter().zip(people).map(|(area, voters)| {
            let contest = contests.iter().find(|c| c.district_id == Some(*area)).unwrap().clone();
            let poorer = poorer_numbers(&world, &contest);
            let grades = |voter: usize, dice: &mut Dice| (1..=u32::try_from(PROJECTS).unwrap()).map(|number| {
                // The poorer quarter's project stands last with nearly everybody.
                if poorer.contains(&number) && voter > 0 { WORST } else { dice.roll(WORST) }
            }).collect();
            let ballots = (0..VOTERS).map(|voter| grades(voter, &mut dice)).collect();
            Quarter { district: *area, contest, poorer, voters, ballots }
        }).collect();
        choice(&world, &quarters);
        for quarter in &quarters {
            for (voter, grades) in quarter.voters.iter().zip(&quarter.ballots) {
                world.cast(&world.who(voter), quarter.contest.id, &graded(grades)).status(200);
            }
        }
        // Everybody votes for all Paris too: several contests per resident.
        let whole: Vec<Vec<u32>> = quarters.iter().flat_map(|q| &q.voters).map(|voter| {
            let grades: Vec<u32> = (0..4).map(|_| dice.roll(4)).collect();
            world.cast(&world.who(voter), all.id, &graded(&grades)).status(200);
            grades
        }).collect();
        refused(&world, &quarters[0], all.id);
        world.count_and_confirm(&contests);

        assert_eq!(winners(&world, &all), best(&whole, &[], 2, 0), "all Paris: two winners");
        for (quarter, places) in quarters.iter().zip(PLACES) {
            let found = winners(&world, &quarter.contest);
            assert_eq!(found, best(&quarter.ballots, &quarter.poorer, places.into(), 1), "{:?}", quarter.contest.code);
            assert_eq!(found.len(), usize::from(places));
            assert!(found.iter().any(|number| quarter.poorer.contains(number)), "a place is kept");
            let plain = best(&quarter.ballots, &quarter.poorer, places.into(), 0);
            assert!(!plain.iter().any(|number| quarter.poorer.contains(number)), "which it would not have had");
        }
        let total: usize = quarters.iter().map(|quarter| winners(&world, &quarter.contest).len()).sum();
        assert_eq!(total, 60);
    }
}

/// Two envelopes for each arrondissement, one for all Paris, one for the schools; what the office gets wrong is refused.
fn money(world: &World) -> (Vec<[Id; 2]>, Id) {
    let mut quarters = Vec::new();
    for (number, (area, places)) in (1..).zip(world.areas.iter().zip(PLACES)) {
        let own = json!({ "district_id": area, "places": places });
        let own = world.envelope(&format!("a{number}"), "arrondissements", own);
        let poorer = world.envelope(&format!("p{number}"), "poorer_quarters", json!({ "district_id": area }));
        for envelope in [own, poorer] {
            world.fund(envelope, 1_000_000_000);
        }
        quarters.push([own, poorer]);
    }
    let paris = world.envelope("paris", "paris", json!({ "places": 2 }));
    world.fund(paris, 1_000_000_000);
    let schools = world.envelope("schools", "schools", json!({}));
    world.fund(schools, 1_000_000_000);
    (quarters, paris)
}

/// Seven projects per arrondissement and four for all Paris.
fn proposals(world: &World, quarters: &[[Id; 2]], paris: Id) -> Vec<(Id, Id)> {
    let mut made = Vec::new();
    for (area, [own, poorer]) in world.areas.iter().zip(quarters) {
        let author = world.city.resident(*area).client;
        for number in 1..=PROJECTS {
            let envelope = if number == PROJECTS { poorer } else { own };
            let draft = world.draft(*area, "environment", &format!("Проект {number} округа"), 10_000_000);
            made.push((world.propose(&author, *envelope, draft), *area));
        }
    }
    let author = world.city.resident(world.areas[0]).client;
    for number in 1..=4 {
        let draft = world.draft(world.areas[0], "culture", &format!("Проект {number} для всего города"), 20_000_000);
        made.push((world.propose(&author, paris, draft), world.areas[0]));
    }
    made
}

/// Where one votes is one's own choice: once, and not any more when one has voted.
fn choice(world: &World, quarters: &[Quarter]) {
    let roll = |quarter: &Quarter| at(ME_CONTEST_ROLL, quarter.contest.id);
    let (first, second) = (&quarters[0], &quarters[1]);
    let voter = &world.who(&first.voters[0]);
    let mine: MyContestList = voter.get(ME_CONTESTS).read();
    assert_eq!(mine.items.len(), 21, "twenty to choose from, and all Paris");
    world.cast(voter, first.contest.id, &graded(&first.ballots[0])).refused(409, &["not_on_roll"]);
    voter.put(&roll(second), &json!({})).status(200);
    world.cast(voter, first.contest.id, &graded(&first.ballots[0])).refused(409, &["not_on_roll"]);
    // A change of mind before the vote.
    voter.put(&roll(first), &json!({})).status(200);
    voter.put(&roll(first), &json!({})).status(200);
    world.cast(voter, first.contest.id, &graded(&first.ballots[0])).status(200);
    voter.put(&roll(second), &json!({})).refused(409, &["already_voted"]);
    // Half of them vote somewhere else than where they live: nobody asks.
    for quarter in quarters {
        for voter in &quarter.voters {
            world.who(voter).put(&roll(quarter), &json!({})).status(200);
        }
    }
    let guest = world.city.resident(quarters[2].district);
    guest.client.put(&roll(&quarters[3]), &json!({})).status(200);
}

/// What is no ballot of grades.
fn refused(world: &World, quarter: &Quarter, all: Id) {
    let voter = &world.who(&quarter.voters[0]);
    world.cast(voter, all, &graded(&[0, 1, 2, 4])).refused(409, &["unknown_grade"]);
    world.cast(voter, all, &Choices::Numbers(vec![1, 2])).problem(422);
    let mut short = world.paper(all, &graded(&[0, 1, 2, 3]));
    short["grades"] = json!([0, 1, 2]);
    voter.put(&at(api_types::endpoint::ME_BALLOT, all), &short).problem(422);
}

fn graded(grades: &[u32]) -> Choices {
    Choices::Grades((1..).zip(grades).map(|(number, grade)| Graded { number, grade: *grade }).collect())
}

fn poorer_numbers(world: &World, contest: &ContestBrief) -> Vec<u32> {
    let contest = world.contest(contest.id);
    let poorer = contest.envelopes.iter().find(|envelope| envelope.name.ru.starts_with('p')).unwrap().id;
    let items = contest.ballot.iter().filter(|item| item.envelope_id == poorer);
    items.map(|item| item.number.unsigned_abs()).collect()
}

fn winners(world: &World, contest: &ContestBrief) -> Vec<u32> {
    funded(&world.result(contest.id))
}

/// Majority judgement by hand: compare lower medians, take one away from each, compare again. Equal items go by number. The
/// reserved places are filled first, with the best of the group.
fn best(ballots: &[Vec<u32>], group: &[u32], places: usize, reserved: usize) -> Vec<u32> {
    let numbers = 1..=u32::try_from(ballots[0].len()).unwrap();
    let grades = |number: u32| -> Vec<u32> {
        let mut all: Vec<u32> = ballots.iter().map(|ballot| ballot[number as usize - 1]).collect();
        // From the worst to the best: the lower median is the worse one of two.
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    };
    let compare = |a: u32, b: u32| -> Ordering {
        let (mut a, mut b) = (grades(a), grades(b));
        while !a.is_empty() {
            let (x, y) = (a.remove((a.len() - 1) / 2), b.remove((b.len() - 1) / 2));
            if x != y {
                return x.cmp(&y);
            }
        }
        Ordering::Equal
    };
    let mut order: Vec<u32> = numbers.collect();
    order.sort_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    let mut winners: Vec<u32> = order.iter().copied().filter(|n| group.contains(n)).take(reserved).collect();
    for number in order {
        if winners.len() < places && !winners.contains(&number) {
            winners.push(number);
        }
    }
    winners.sort_unstable();
    winners
}
