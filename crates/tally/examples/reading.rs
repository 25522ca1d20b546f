//! `reading RUNS FILE…`: how long reading takes beside the floor under it. The floor is reading the file's bytes (from the page
//! cache) and finding every line end and every separator (`;` and `,`) by `memchr`, each hit touched. Reading is what
//! [`pabulib::read`] does with the same file: bytes to typed ballots, checked, identical ones merged. The processor time
//! of the least of `RUNS` runs of either, taken in turns, so that a busy machine slows both or neither. One line of a Markdown table per file.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::float_arithmetic, missing_docs)]
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};
use tally::pabulib;

fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).unwrap().into()
}

fn floor(file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    black_box(memchr::memchr3_iter(b'\n', b';', b',', &bytes).fold(0, |sum, at| sum ^ at));
}

fn reading(file: &Path) {
    black_box(pabulib::read(File::open(file).unwrap(), pabulib::Options::default()).unwrap());
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let runs: usize = arguments.next().and_then(|text| text.parse().ok()).expect("a number of runs");
    println!("| file | ballots | floor, ms | reading, ms | times as long |\n|---|---|---|---|---|");
    for file in arguments {
        let file = Path::new(&file);
        let mut least = [f64::INFINITY; 2];
        for _ in 0..runs {
            for (least, what) in least.iter_mut().zip([floor as fn(&Path), reading]) {
                let start = processor_time();
                what(file);
                *least = least.min((processor_time() - start).as_secs_f64() * 1e3);
            }
        }
        let ballots = pabulib::read(File::open(file).unwrap(), pabulib::Options::default()).unwrap().profile.voters();
        let name = file.file_stem().unwrap_or_default().display();
        println!("| {name} | {ballots} | {:.2} | {:.2} | {:.1} |", least[0], least[1], least[1] / least[0]);
    }
}
