//! Reads a `.pb` file and writes it again to standard output: `rewrite FILE`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]
use tally::pabulib::{Options, read_slice, write};

fn main() {
    let file = std::env::args().nth(1).unwrap();
    let options = Options { keep_votes: true, lenient: false };
    let election = read_slice(&std::fs::read(file).unwrap(), options).unwrap();
    write(&election, std::io::stdout().lock()).unwrap();
}
