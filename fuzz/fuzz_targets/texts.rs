//! Whatever the text is, it is taken or refused without a panic: numbers of residents, e-mail addresses, amounts, counting
//! rules, a cycle's rules, choices and profiles as JSON. What is taken as JSON is written and taken again equal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};

fn again<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    if let Ok(value) = serde_json::from_slice::<T>(bytes) {
        let written = serde_json::to_vec(&value).expect("what was read can be written");
        assert_eq!(serde_json::from_slice::<T>(&written).expect("what was written can be read"), value);
    }
}

fuzz_target!(|bytes: &[u8]| {
    again::<tally::Rule>(bytes);
    again::<tally::ProfileData>(bytes);
    again::<tally::Instance>(bytes);
    again::<domain::Rules>(bytes);
    again::<domain::ballot::BallotRule>(bytes);
    again::<domain::ballot::Choices>(bytes);
    if let Ok(data) = serde_json::from_slice::<tally::ProfileData>(bytes) {
        let small = data.ballots.iter().flat_map(|ballot| &ballot.choices).all(|&choice| choice < 10_000);
        if small {
            drop(tally::Profile::try_from(data));
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(domain::Iin::parse(text));
        drop(domain::Email::parse(text));
        if let Some(decimal) = tally::amount::Decimal::parse(text) {
            let written = tally::amount::format(decimal.mantissa, decimal.scale);
            assert_eq!(tally::amount::Decimal::parse(&written), Some(decimal));
        }
    }
});
