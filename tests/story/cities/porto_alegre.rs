//! Porto Alegre: money follows a formula of weighted criteria to sixteen regions and five themes; assemblies propose and rank what
//! comes first; the most points are funded within the region's share.

use api_types::allocation::AllocationList;
use api_types::contest::ContestBrief;
use api_types::endpoint::{CYCLE_ALLOCATIONS, PROPOSAL_SUBMIT, PROPOSALS};
use api_types::envelope::Envelope;
use api_types::proposal::ProposalReceipt;
use domain::ballot::Choices;
use domain::body::BodyTask;
use domain::rules::{Area, Rules};
use domain::{Id, LedgerAccount, Phase};
use qatysu_tests::{Resident, both};
use serde_json::{Value, json};
use time::macros::datetime;

use super::{Dice, World, at, funded};

const REGIONS: usize = 16;
const THEMES: [&str; 5] = ["sanitation", "housing", "paving", "education", "health"];
/// People in each assembly.
const PRESENT: usize = 7;

/// An area with its assembly.
struct Place {
    envelope: Id,
    district: Id,
    theme: Option<&'static str>,
    present: Vec<Resident>,
    /// Its share of the money.
    share: i64,
}

both! {
    fn porto_alegre_shares_by_formula_and_ranks_in_assemblies(city: &TestCity) {
        let world = World::open(city, include_str!("../../fixtures/rules/porto_alegre.json"), REGIONS, datetime!(2026-02-01 12:00 UTC));
        let mut places: Vec<Place> = Vec::new();
        for (number, region) in (1..).zip(world.areas.clone()) {
            let envelope = world.envelope(&format!("region-{number}"), "regions", json!({ "district_id": region }));
            places.push(Place { envelope, district: region, theme: None, present: city.residents(region, PRESENT), share: 0 });
        }
        for theme in THEMES {
            let envelope = world.envelope(theme, "themes", json!({ "theme": theme }));
            let district = world.areas[0];
            places.push(Place { envelope, district, theme: Some(theme), present: city.residents(district, PRESENT), share: 0 });
        }
        allocate(&world, &mut places);
        for place in &places {
            let assembly = world.body(BodyTask::Voting, Some(place.district).filter(|_| place.theme.is_none()), place.theme);
            for person in &place.present {
                world.seat(assembly, person);
            }
        }
        world.go(Phase::Proposals);
        let proposed: Vec<(usize, Vec<Id>)> = places.iter().enumerate().map(|(i, place)| (i, proposals(&world, place))).collect();
        outsiders(&world, &places);
        world.go(Phase::Review);
        for (place, ids) in proposed {
            for id in ids {
                world.accept(id, places[place].district, places[place].theme);
            }
        }
        let contests = world.freeze();
        assert_eq!(contests.len(), REGIONS + THEMES.len());
        let mut dice = Dice::new(1989);
        let voted: Vec<(&Place, &ContestBrief, Vec<Vec<u32>>)> = places.iter().map(|place| {
            let of = |c: &&ContestBrief| world.contest(c.id).envelopes.iter().any(|e| e.id == place.envelope);
            let contest = contests.iter().find(of).unwrap();
            assert_eq!(world.contest(contest.id).brief.roll, i64::try_from(PRESENT).unwrap(), "those present");
            let ballots = place.present.iter().map(|person| rank(&world, contest, person, &mut dice)).collect();
            (place, contest, ballots)
        }).collect();
        let (first, second) = (&places[0], voted[1].1);
        world.cast(&world.who(&first.present[0]), second.id, &Choices::Numbers(vec![1])).refused(409, &["not_on_roll"]);
        world.count_and_confirm(&contests);
        for (place, contest, ballots) in voted {
            assert_eq!(funded(&world.result(contest.id)), by_points(&world, contest, place.share, &ballots), "{}", contest.code);
        }
    }
}

/// What the criteria say of each region or theme: numbers of the sample.
fn points(group: usize, criteria: usize) -> Vec<i64> {
    (0..criteria).map(|criterion| 1 + i64::try_from((group * 7 + criterion * 3) % 4).unwrap()).collect()
}

/// The money of both groups, by the rules' formula, to the smallest unit.
fn allocate(world: &World, places: &mut [Place]) {
    let (regions, themes) = places.split_at_mut(REGIONS);
    for (rule, places) in [(0, regions), (1, themes)] {
        let group = &world.rules.envelopes[rule];
        assert_eq!(group.area, if rule == 0 { Area::Region } else { Area::Theme });
        let inputs: Vec<Value> = places
            .iter()
            .enumerate()
            .map(|(i, place)| json!({ "envelope_id": place.envelope, "points": points(i, group.formula.len()) }))
            .collect();
        let mut wanted = json!({
            "group": group.id, "inputs": inputs, "remainder": "largest", "fiscal_year": world.rules.fiscal_years[0],
            "act_id": world.budget_act(),
        });
        let post = |body: &Value| world.client().post(&at(CYCLE_ALLOCATIONS, world.cycle), body);
        let all = wanted["inputs"].take();
        wanted["inputs"] = json!(all.as_array().unwrap()[1..]);
        post(&wanted).problem(422);
        wanted["inputs"] = all;
        post(&wanted).status(201);
        post(&wanted).problem(409);
        for (place, share) in places.iter_mut().zip(by_hand(&world.rules, rule)) {
            place.share = share;
            let envelope: Envelope = world.client().get(&at(api_types::endpoint::ENVELOPE, place.envelope)).read();
            let available = envelope.balances.iter().find(|b| b.account == LedgerAccount::Available).unwrap();
            assert_eq!(available.amount.0, share);
        }
        let total: i64 = places.iter().map(|place| place.share).sum();
        assert_eq!(total, group.total.unwrap().0, "nothing is left over and nothing is made");
    }
    let list: AllocationList = world.city.visitor().get(&at(CYCLE_ALLOCATIONS, world.cycle)).read();
    assert_eq!(list.items.len(), 2, "with all inputs, for everybody");
}

/// Largest remainders by hand: the whole part of each claim, then one unit each to those who lost most, in the order listed.
fn by_hand(rules: &Rules, rule: usize) -> Vec<i64> {
    let group = &rules.envelopes[rule];
    let number = if rule == 0 { REGIONS } else { THEMES.len() };
    let weighted: Vec<i64> = (0..number)
        .map(|i| points(i, group.formula.len()).iter().zip(&group.formula).map(|(p, c)| p * i64::from(c.weight)).sum())
        .collect();
    let (total, all) = (group.total.unwrap().0, weighted.iter().sum::<i64>());
    let mut shares: Vec<i64> = weighted.iter().map(|points| total * points / all).collect();
    let mut order: Vec<usize> = (0..number).collect();
    order.sort_by_key(|i| std::cmp::Reverse(total * weighted[*i] % all));
    let left = usize::try_from(total - shares.iter().sum::<i64>()).unwrap();
    for i in &order[..left] {
        shares[*i] += 1;
    }
    shares
}

/// Five proposals of those present, each a third of the share.
fn proposals(world: &World, place: &Place) -> Vec<Id> {
    let propose = |number: usize| {
        let category = place.theme.unwrap_or(THEMES[number]);
        let draft = world.draft(place.district, category, &format!("Предложение {number}"), place.share / 3);
        world.propose(&world.who(&place.present[number]), place.envelope, draft)
    };
    (0..5).map(propose).collect()
}

/// Only an assembly proposes, and only for its own money.
fn outsiders(world: &World, places: &[Place]) {
    let try_with = |author: &Resident, place: &Place| {
        let mut draft = world.draft(place.district, place.theme.unwrap_or("health"), "Предложение со стороны", 100_000);
        draft["envelope_id"] = json!(place.envelope);
        let made: ProposalReceipt = world.who(author).post(PROPOSALS, &draft).status(201).read();
        world.who(author).post(&at(PROPOSAL_SUBMIT, made.id), &json!({}))
    };
    let stranger = world.city.resident(places[0].district);
    try_with(&stranger, &places[0]).refused(409, &["not_an_assembly_member"]);
    try_with(&places[0].present[0], &places[1]).refused(409, &["not_an_assembly_member"]);
}

/// Up to four of the five, in order.
fn rank(world: &World, contest: &ContestBrief, person: &Resident, dice: &mut Dice) -> Vec<u32> {
    let mut order = vec![1, 2, 3, 4, 5];
    for place in (1..5).rev() {
        order.swap(place, dice.roll(u32::try_from(place).unwrap() + 1) as usize);
    }
    world.cast(&world.who(person), contest.id, &Choices::Numbers(order.clone())).refused(409, &["too_many_choices"]);
    order.truncate(4);
    world.cast(&world.who(person), contest.id, &Choices::Numbers(order.clone())).status(200);
    order
}

/// Four points for the first place, one for the fourth; the most points first, what no longer fits is skipped.
fn by_points(world: &World, contest: &ContestBrief, share: i64, ballots: &[Vec<u32>]) -> Vec<u32> {
    let points = |number: u32| -> usize {
        ballots.iter().filter_map(|order| order.iter().position(|n| *n == number)).map(|place| 4 - place).sum()
    };
    let costs: Vec<i64> = world.contest(contest.id).ballot.iter().map(|item| item.cost.0).collect();
    let mut order = vec![1, 2, 3, 4, 5];
    order.sort_by_key(|number| (std::cmp::Reverse(points(*number)), *number));
    let (mut left, mut winners) = (share, Vec::new());
    for number in order {
        let cost = costs[number as usize - 1];
        if cost <= left {
            left -= cost;
            winners.push(number);
        }
    }
    winners.sort_unstable();
    winners
}
