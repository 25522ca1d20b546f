//! A synthetic city: `synthetic BALLOTS PROJECTS` writes a `.pb` file to standard output, the same for the same numbers.
//! Popularity follows a heavy tail, ballots choose 1 to 10 projects, costs are 1 to 40 million; the budget buys about a fifth.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]
use std::io::Write;

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|arg| arg.parse().unwrap()).collect();
    let [ballots, projects] = numbers[..] else { panic!("synthetic BALLOTS PROJECTS") };
    city(ballots, projects, std::io::BufWriter::new(std::io::stdout().lock()));
}

/// Writes the city.
pub fn city(ballots: u64, projects: u64, mut out: impl Write) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state >> 11) * u128::from(below)) >> 53) as u64
    };
    let costs: Vec<u64> = (0..projects).map(|_| 1_000_000 + random(390) * 100_000).collect();
    let budget = costs.iter().sum::<u64>() / 5;
    // Weight of project i: 1000 / (i + 10).
    let weights: Vec<u64> = (0..projects).map(|index| 1_000_000 / (index + 10)).collect();
    let mut cumulative = vec![0];
    weights.iter().for_each(|weight| cumulative.push(cumulative[cumulative.len() - 1] + weight));
    writeln!(
        out,
        "META\nkey;value\ndescription;Synthetic\nnum_projects;{projects}\nnum_votes;{ballots}\nbudget;{budget}"
    )
    .unwrap();
    writeln!(out, "vote_type;approval\nrule;equalshares/add1u\ncurrency;KZT\nPROJECTS\nproject_id;cost").unwrap();
    for (index, cost) in costs.iter().enumerate() {
        writeln!(out, "{};{cost}", index + 1).unwrap();
    }
    writeln!(out, "VOTES\nvoter_id;vote").unwrap();
    let mut chosen = Vec::new();
    for ballot in 0..ballots {
        chosen.clear();
        for _ in 0..=random(10) {
            let at = random(cumulative[cumulative.len() - 1]);
            let project = cumulative.partition_point(|&sum| sum <= at);
            if !chosen.contains(&project) {
                chosen.push(project);
            }
        }
        let ids: Vec<String> = chosen.iter().map(ToString::to_string).collect();
        writeln!(out, "{};{}", ballot + 1, ids.join(",")).unwrap();
    }
}
