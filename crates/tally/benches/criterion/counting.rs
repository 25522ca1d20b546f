//! Reading and counting: a real city, and synthetic ones that grow in ballots and in projects.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tally::pabulib::{Election, Options, read_slice};
use tally::{Completion, GreedyOrder, Method, Misfit, Rule, Utility, count};

#[allow(dead_code)]
#[path = "../../examples/synthetic.rs"]
mod synthetic;

fn real(file: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/pabulib/");
    std::fs::read(format!("{folder}{file}")).expect("the file is in the repository")
}

fn city(ballots: u64, projects: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    synthetic::city(ballots, projects, &mut bytes);
    bytes
}

fn election(bytes: &[u8]) -> Election {
    read_slice(bytes, Options::default()).expect("a valid file")
}

/// Reading beside finding line ends and separators alone.
fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for (name, bytes) in [("Lodz 2022", real("Poland_Lodz_2022.pb")), ("city of 100,000", city(100_000, 300))] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::new("whole", name), &bytes, |b, bytes| b.iter(|| election(bytes)));
        group.bench_with_input(BenchmarkId::new("separators", name), &bytes, |b, bytes| {
            b.iter(|| memchr::memchr3_iter(b'\n', b';', b',', bytes).fold(0, |sum, at| sum ^ at));
        });
    }
    group.finish();
}

fn methods() -> Vec<(&'static str, Method)> {
    let utility = Utility::Cost;
    let shares = |completion| Method::EqualShares { utility, completion, comparison: false };
    vec![
        ("greedy", Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Skip }),
        ("equal shares", shares(vec![])),
        ("equal shares, add1u", shares(vec![Completion::add1(), Completion::Greedy])),
        ("phragmen", Method::Phragmen),
        ("maximin support", Method::MaximinSupport),
        ("bounded overspending", Method::BoundedOverspending { utility }),
    ]
}

/// Every rule on the largest real city here.
fn rules(criterion: &mut Criterion) {
    let election = election(&real("Netherlands_Amsterdam_309.pb"));
    let mut group = criterion.benchmark_group("Amsterdam 309");
    group.sample_size(10);
    for (name, method) in methods() {
        let rule = Rule::new(method);
        group.bench_function(name, |b| b.iter(|| count(&rule, &election.instance, &election.profile)));
    }
    group.finish();
}

/// Equal shares with Add1U as ballots and projects grow.
fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("add1u");
    group.sample_size(10);
    let completion = vec![Completion::add1(), Completion::Greedy];
    let rule = Rule::new(Method::EqualShares { utility: Utility::Cost, completion, comparison: false });
    for (ballots, projects) in [(1000, 100), (10_000, 100), (100_000, 100), (10_000, 50), (10_000, 200)] {
        let election = election(&city(ballots, projects));
        let name = BenchmarkId::from_parameter(format!("{ballots} ballots, {projects} projects"));
        group.bench_function(name, |b| b.iter(|| count(&rule, &election.instance, &election.profile)));
    }
    group.finish();
}

criterion_group!(benches, reading, rules, growth);
criterion_main!(benches);
