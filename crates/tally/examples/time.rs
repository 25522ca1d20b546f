//! Times of parsing and of each rule on the files given (or all fixtures), in milliseconds.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::float_arithmetic)]
use std::time::Instant;
use tally::*;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let start = Instant::now();
        let election = pabulib::read_slice(&bytes, pabulib::Options::default()).unwrap();
        let parse = start.elapsed();
        let start = Instant::now();
        let seps = memchr::memchr3_iter(b'\n', b';', b',', &bytes).count();
        let scan = start.elapsed();
        print!(
            "{} ballots {} distinct {} parse {:.2} scan {:.2} ({seps})",
            file.rsplit('/').next().unwrap(),
            election.profile.voters(),
            election.profile.len(),
            parse.as_secs_f64() * 1e3,
            scan.as_secs_f64() * 1e3
        );
        for compare::NamedRule { name, rule } in compare::standard_rules(election.profile.kind()) {
            if std::env::var("ONLY").is_ok_and(|only| only != name) {
                continue;
            }
            let start = Instant::now();
            match count(&rule, &election.instance, &election.profile) {
                Ok(outcome) => {
                    print!(" | {name} {:.2} ({})", start.elapsed().as_secs_f64() * 1e3, outcome.winners.len())
                }
                Err(error) => print!(" | {name} {error}"),
            }
        }
        println!();
    }
}
