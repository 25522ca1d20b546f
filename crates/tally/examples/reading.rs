//! `reading RUNS FILE…`: how long parsing and reading take beside the floor under them.
//!
//! * The floor is reading the file's bytes (from the page cache) and finding every line end and every separator (`;` and `,`) by
//!   `memchr`, each hit touched.
//! * Parsing is [`pabulib::parse`] with the same file: META and PROJECTS, and every row of VOTES checked (width, UTF-8, voter
//!   ids unique, projects known and none twice, points as many as projects) and made a typed ballot, item indices in one flat
//!   array with offsets, a batch at a time as a stream. Every ballot is touched.
//! * Reading is [`pabulib::read`]: parsing, and identical ballots merged with weights, which is counting's preparation.
//!
//! The processor time of the least of `RUNS` runs of each, taken in turns, so that a busy machine slows all or none. One line of
//! a Markdown table per file.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::float_arithmetic, missing_docs)]
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};
use tally::pabulib::{self, Rows};

fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).unwrap().into()
}

fn floor(file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    black_box(memchr::memchr3_iter(b'\n', b';', b',', &bytes).fold(0, |sum, at| sum ^ at));
}

/// Looks at every ballot.
#[derive(Default)]
struct Look {
    voters: usize,
    choices: u64,
    points: i64,
}

impl pabulib::Sink for Look {
    fn take(&mut self, rows: &Rows) {
        self.voters += rows.len();
        for (choices, points) in (0..rows.len()).map(|row| rows.ballot(row)) {
            self.choices += choices.len() as u64 + u64::from(choices.first().copied().unwrap_or_default());
            self.points += points.last().copied().unwrap_or_default();
        }
    }

    fn refine(&mut self, _: u8) -> bool {
        true
    }
}

fn parsing(file: &Path) {
    let sink = |_: &pabulib::Election, _| Look::default();
    let (election, look) = pabulib::parse(File::open(file).unwrap(), pabulib::Options::default(), sink).unwrap();
    black_box((election, look.voters, look.choices, look.points));
}

fn reading(file: &Path) {
    black_box(pabulib::read(File::open(file).unwrap(), pabulib::Options::default()).unwrap());
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let runs: usize = arguments.next().and_then(|text| text.parse().ok()).expect("a number of runs");
    println!(
        "| file | ballots | distinct | floor, ms | parsing, ms | times as long | reading, ms | times as long |\n|---|---|---|---|---|---|---|---|"
    );
    for file in arguments {
        let file = Path::new(&file);
        let mut least = [f64::INFINITY; 3];
        for _ in 0..runs {
            for (least, what) in least.iter_mut().zip([floor as fn(&Path), parsing, reading]) {
                let start = processor_time();
                what(file);
                *least = least.min((processor_time() - start).as_secs_f64() * 1e3);
            }
        }
        let profile = pabulib::read(File::open(file).unwrap(), pabulib::Options::default()).unwrap().profile;
        let name = file.file_stem().unwrap_or_default().display();
        let [floor, parsing, reading] = least;
        let (voters, distinct) = (profile.voters(), profile.len());
        let (parsed, read) = (parsing / floor, reading / floor);
        println!(
            "| {name} | {voters} | {distinct} | {floor:.3} | {parsing:.3} | {parsed:.2} | {reading:.3} | {read:.2} |"
        );
    }
}
