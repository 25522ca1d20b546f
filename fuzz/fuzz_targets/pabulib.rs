//! Whatever the bytes are, the Pabulib reader answers without a panic; its quick way for plain rows and its careful way say
//! the same, fault, line and column included; what it accepts is written and read back equal, and counts within the envelope.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tally::pabulib::{Options, read, read_slice, write};
use tally::{Rule, count};

/// Gives one byte at a time, so that every row meets the end of the buffer.
struct Drops<'a>(&'a [u8]);

impl std::io::Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let some = self.0.len().min(buffer.len()).min(1);
        buffer[..some].copy_from_slice(&self.0[..some]);
        self.0 = &self.0[some..];
        Ok(some)
    }
}

fuzz_target!(|bytes: &[u8]| {
    for lenient in [false, true] {
        // Rows whose cells are kept are all read the careful way.
        let careful = read_slice(bytes, Options { keep_votes: true, lenient });
        let quick = read_slice(bytes, Options { keep_votes: false, lenient });
        match (&careful, &quick) {
            (Ok(careful), Ok(quick)) => {
                assert_eq!(careful.profile, quick.profile);
                assert_eq!(careful.tolerated, quick.tolerated);
                assert_eq!(careful.instance, quick.instance);
            }
            (Err(careful), Err(quick)) => assert_eq!(careful, quick),
            _ => panic!("the two ways differ: {:?} {:?}", careful.err(), quick.err()),
        }
        if bytes.len() < 400 {
            let dropped = read(Drops(bytes), Options { keep_votes: false, lenient });
            assert_eq!(dropped, quick);
        }
        let Ok(election) = careful else { continue };
        if lenient {
            continue;
        }
        let mut written = Vec::new();
        write(&election, &mut written).expect("a vector takes everything");
        let again = read_slice(&written, Options { keep_votes: true, lenient }).expect("what was written is valid");
        assert_eq!(again.meta, election.meta);
        assert_eq!(again.projects, election.projects);
        assert_eq!(again.votes, election.votes);
        assert_eq!(again.profile, election.profile);
        if let Ok(outcome) = count(&Rule::greedy(0, vec![]), &election.instance, &election.profile) {
            assert!(outcome.cost <= election.instance.budget);
        }
    }
});
