//! `time [--repeat N] FILE RULE…`: reads a `.pb` file, counts by each rule and writes one line of JSON with the winners and the
//! milliseconds of reading and of each count. Rules are the names below; the rule `scan` reads the file once more and times
//! finding its line ends and separators alone. With `--repeat` it reads and counts each rule up to so many times more, for
//! at most 2 s, and tells the least time of reading and counting together.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::float_arithmetic)]
use std::io::Read;
use std::time::Instant;
use tally::cstv::CstvVariant;
use tally::{Completion, GreedyOrder, Method, Misfit, Rule, Utility, count, pabulib};

fn method(name: &str, utility: Utility) -> Method {
    let shares = |completion| Method::EqualShares { utility, completion, comparison: false };
    match name {
        "greedy" => Method::Greedy { order: GreedyOrder::PerCost { utility }, misfit: Misfit::Skip },
        "mes" => shares(vec![]),
        "mes-greedy" => shares(vec![Completion::Greedy]),
        "mes-add1" => shares(vec![Completion::add1()]),
        "mes-add1u" => shares(vec![Completion::add1(), Completion::Greedy]),
        "phragmen" => Method::Phragmen,
        "maximin" => Method::MaximinSupport,
        "bos" => Method::BoundedOverspending { utility },
        "welfare" => Method::Welfare { utility },
        "cstv" => Method::Cstv { variant: CstvVariant::Ewtc },
        "cstv-mt" => Method::Cstv { variant: CstvVariant::Mt },
        other => panic!("no rule {other}"),
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn read(file: &str) -> pabulib::Election {
    pabulib::read(std::fs::File::open(file).unwrap(), pabulib::Options::default()).unwrap()
}

/// The least time of reading and counting together.
fn repeated(file: &str, name: &str, times: u32) -> f64 {
    let begun = Instant::now();
    let mut least = f64::INFINITY;
    for _ in 0..times {
        let start = Instant::now();
        let election = read(file);
        let rule = Rule::new(method(name, Utility::suggested(election.profile.kind())));
        let outcome = count(&rule, &election.instance, &election.profile).unwrap();
        least = least.min(milliseconds(start));
        drop(std::hint::black_box(outcome));
        if begun.elapsed().as_secs() >= 2 {
            break;
        }
    }
    least
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut repeat = 0;
    if arguments[0] == "--repeat" {
        repeat = arguments[1].parse().unwrap();
        arguments.drain(..2);
    }
    let start = Instant::now();
    let election = read(&arguments[0]);
    let parse = milliseconds(start);
    let (voters, distinct) = (election.profile.voters(), election.profile.len());
    let mut counts = Vec::new();
    for name in &arguments[1..] {
        if name == "scan" {
            let mut bytes = Vec::new();
            std::fs::File::open(&arguments[0]).unwrap().read_to_end(&mut bytes).unwrap();
            let start = Instant::now();
            let found = memchr::memchr3_iter(b'\n', b';', b',', &bytes).count();
            counts.push(serde_json::json!({ "rule": name, "ms": milliseconds(start), "separators": found }));
            continue;
        }
        let rule = Rule::new(method(name, Utility::suggested(election.profile.kind())));
        let start = Instant::now();
        let outcome = count(&rule, &election.instance, &election.profile).unwrap();
        let time = milliseconds(start);
        let mut answer = serde_json::json!({ "rule": name, "ms": time, "winners": outcome.winners });
        if repeat > 0 {
            answer["together_ms"] = repeated(&arguments[0], name, repeat).into();
        }
        counts.push(answer);
    }
    println!("{}", serde_json::json!({ "ballots": voters, "distinct": distinct, "parse_ms": parse, "counts": counts }));
}
