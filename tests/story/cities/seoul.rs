//! Seoul, 2017: residents on line 50 %, the citizens' committee 40 %, the budget school 10 %, each published apart; seven projects
//! of one class and three of another; beside it the committee ranks the programmes of a deliberation track.

use api_types::contest::{ContestBrief, ContestResult};
use domain::Phase;
use domain::ballot::Choices;
use domain::body::BodyTask;
use qatysu_tests::{Resident, both};
use serde_json::json;
use time::macros::datetime;

use super::{Dice, World, funded};

/// Places of the committee and the school among the rules' bodies.
const COMMITTEE: usize = 1;
const SCHOOL: usize = 3;
const PROJECTS: u32 = 16;
/// Categories of the projects in turn: three of the first class, two of the second.
const CATEGORIES: [&str; 5] = ["welfare", "transport", "environment", "culture", "safety"];
const COST: i64 = 500_000_000_000;
/// Money for eight of the sixteen projects, and not for nine.
const BUDGET: i64 = 4_050_000_000_000;

both! {
    fn seoul_decides_by_three_weighted_counts(city: &TestCity) {
        let world = World::open(city, include_str!("../../fixtures/rules/seoul.json"), 2, datetime!(2016-12-01 06:00 UTC));
        let whole = world.envelope("city", "city", json!({}));
        world.fund(whole, BUDGET);
        let themes = CATEGORIES.map(|theme| {
            let envelope = world.envelope(theme, "deliberation", json!({ "theme": theme }));
            world.fund(envelope, 3 * COST);
            envelope
        });
        world.go(Phase::Proposals);
        let author = city.resident(world.areas[0]).client;
        let mut made = Vec::new();
        for number in 0..PROJECTS {
            let category = CATEGORIES[number as usize % 5];
            let draft = world.draft(world.areas[0], category, &format!("Городской проект {number}"), COST);
            made.push((world.propose(&author, whole, draft), category));
        }
        for (theme, envelope) in CATEGORIES.into_iter().zip(themes) {
            for number in 0..4 {
                let draft = world.draft(world.areas[1], theme, &format!("Программа {number}"), COST);
                made.push((world.propose(&author, envelope, draft), theme));
            }
        }
        world.go(Phase::Review);
        for (id, theme) in made {
            world.accept(id, world.areas[0], Some(theme));
        }
        let residents = city.residents(world.areas[0], 40);
        let committee = city.residents(world.areas[1], 9);
        let pupils = city.residents(world.areas[1], 6);
        seat(&world, COMMITTEE, &committee);
        seat(&world, SCHOOL, &pupils);
        let contests = world.freeze();
        assert_eq!(contests.len(), 6, "the city's vote and a ranking for each field");
        let vote = contests.iter().find(|c| c.code == "city").unwrap();
        assert_eq!(world.contest(vote.id).brief.roll, 40 + 9 + 6 + 1, "one person, one entry: also the author");

        let mut dice = Dice::new(2017);
        let parts = [&residents, &committee, &pupils].map(|people| cast(&world, vote, people, &mut dice));
        refused(&world, vote, &residents[0]);
        let ranked = rank(&world, &contests, &committee, &mut dice);
        world.count_and_confirm(&contests);

        published_apart(&world.result(vote.id), &parts);
        assert_eq!(funded(&world.result(vote.id)), weighted(&parts), "50, 40 and 10 per cent");
        for (contest, ballots) in ranked {
            assert_eq!(funded(&world.result(contest.id)), by_places(&ballots), "{}", contest.code);
        }
    }
}

fn seat(world: &World, rule: usize, members: &[Resident]) {
    assert!(world.rules.bodies[rule].tasks.contains(&BodyTask::Voting));
    for member in members {
        world.seat(world.body_of_rule(rule), member);
    }
}

/// Everybody chooses up to seven of the first class and up to three of the second.
fn cast(world: &World, contest: &ContestBrief, people: &[Resident], dice: &mut Dice) -> Vec<Vec<u32>> {
    let ballot = world.contest(contest.id).ballot;
    let of_class = |class: &str| -> Vec<u32> {
        let items = ballot.iter().filter(|item| item.class.as_deref() == Some(class));
        items.map(|item| item.number.unsigned_abs()).collect()
    };
    let (first, second) = (of_class("first"), of_class("second"));
    assert_eq!((first.len(), second.len()), (10, 6));
    let one = |person: &Resident| {
        let mut choices: Vec<u32> = Vec::new();
        for (class, most) in [(&first, 7), (&second, 3)] {
            let wanted = choices.len() + 1 + dice.roll(most) as usize;
            while choices.len() < wanted {
                // Smaller numbers are more popular.
                let side = u32::try_from(class.len()).unwrap();
                let number = class[dice.roll(side).min(dice.roll(side)) as usize];
                if !choices.contains(&number) {
                    choices.push(number);
                }
            }
        }
        choices.sort_unstable();
        world.cast(&world.who(person), contest.id, &Choices::Numbers(choices.clone())).status(200);
        choices
    };
    people.iter().map(one).collect()
}

/// Eight of one class; a second ballot, which Seoul's sample rules do not allow; a resident in the committee's ranking.
fn refused(world: &World, vote: &ContestBrief, voter: &Resident) {
    let ballot = world.contest(vote.id).ballot;
    let first = ballot.iter().filter(|item| item.class.as_deref() == Some("first"));
    let eight: Vec<u32> = first.take(8).map(|item| item.number.unsigned_abs()).collect();
    let guest = world.city.resident(world.areas[0]).client;
    world.cast(&guest, vote.id, &Choices::Numbers(eight)).refused(409, &["not_on_roll", "too_many_choices"]);
    world.cast(&world.who(voter), vote.id, &Choices::Numbers(vec![1])).refused(409, &["ballot_not_replaceable"]);
}

type Ranked<'a> = Vec<(&'a ContestBrief, Vec<Vec<u32>>)>;

fn rank<'a>(world: &World, contests: &'a [ContestBrief], committee: &[Resident], dice: &mut Dice) -> Ranked<'a> {
    let mut ranked = Vec::new();
    for contest in contests.iter().filter(|c| c.code != "city") {
        assert_eq!(world.contest(contest.id).brief.roll, 9);
        let one = |member: &Resident| {
            let mut order = vec![1, 2, 3, 4];
            for place in (1..4).rev() {
                order.swap(place, dice.roll(u32::try_from(place).unwrap() + 1) as usize);
            }
            world.cast(&world.who(member), contest.id, &Choices::Numbers(order.clone())).status(200);
            order
        };
        ranked.push((contest, committee.iter().map(one).collect()));
    }
    let outsider = world.city.resident(world.areas[0]).client;
    let field = contests.iter().find(|c| c.code != "city").unwrap();
    world.cast(&outsider, field.id, &Choices::Numbers(vec![1])).refused(409, &["not_on_roll"]);
    ranked
}

/// Each component stands in the result with its own voters and its own shares.
fn published_apart(result: &ContestResult, parts: &[Vec<Vec<u32>>; 3]) {
    let components = &result.counts[0].components;
    assert_eq!(components.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["citizens", "committee", "school"]);
    assert_eq!(components.iter().map(|c| c.weight).collect::<Vec<_>>(), [50, 40, 10]);
    for (component, ballots) in components.iter().zip(parts) {
        assert_eq!(component.voters, u64::try_from(ballots.len()).unwrap());
        let votes = ballots.iter().filter(|choices| choices.contains(&1)).count();
        let share = &component.scores.iter().find(|score| score.item == "00001").unwrap().score;
        let (num, den): (usize, usize) = (share.num.parse().unwrap(), share.den.parse().unwrap());
        assert_eq!(num * ballots.len(), votes * den);
    }
}

/// The joint score by hand, over one denominator; equal ones by number; taken while they fit.
fn weighted(parts: &[Vec<Vec<u32>>; 3]) -> Vec<u32> {
    let weights = [50, 40, 10];
    let all: usize = parts.iter().map(Vec::len).product();
    let score = |number: u32| -> usize {
        let part = |(weight, ballots): (usize, &Vec<Vec<u32>>)| {
            weight * ballots.iter().filter(|choices| choices.contains(&number)).count() * (all / ballots.len())
        };
        weights.into_iter().zip(parts).map(part).sum()
    };
    let mut order: Vec<u32> = (1..=PROJECTS).collect();
    order.sort_by_key(|number| (std::cmp::Reverse(score(*number)), *number));
    let mut winners = order[..usize::try_from(BUDGET / COST).unwrap()].to_vec();
    winners.sort_unstable();
    winners
}

/// Four points for the first place, one for the last; money for three of four.
fn by_places(ballots: &[Vec<u32>]) -> Vec<u32> {
    let points = |number: u32| -> usize {
        ballots.iter().map(|order| 4 - order.iter().position(|n| *n == number).unwrap()).sum()
    };
    let mut order = vec![1, 2, 3, 4];
    order.sort_by_key(|number| (std::cmp::Reverse(points(*number)), *number));
    order.truncate(3);
    order.sort_unstable();
    order
}
