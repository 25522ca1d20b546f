//! Every (kind × ending) by hand does what `tests/fixtures/machines/duty.csv` says.

use domain::duty::{DutyNote, by_hand};
use domain::{Code, Duty, DutyEnding, DutyKind, Id, RefusalCode};
use time::macros::datetime;

use crate::table::Oracle;

#[test]
fn duties_end_by_hand_as_the_file_says() {
    let mut oracle = Oracle::read("machines/duty.csv", &["kind", "ending", "result"]);
    let now = datetime!(2025-10-12 19:00 UTC);
    for &kind in DutyKind::ALL {
        let duty = Duty::new(kind, Id::from_u128(1), None, Id::from_u128(2), now);
        for &ending in DutyEnding::ALL {
            let end = |clause| {
                let note = DutyNote { reason: true, clause, deadline: None };
                duty.end_by_hand(ending, note, now).map_err(|refusals| refusals.codes())
            };
            let wanted: [Result<(), Vec<RefusalCode>>; 2] = match oracle.answer(&[kind.code(), ending.code()]).as_str()
            {
                "hand" => [Ok(()), Ok(())],
                "clause" => [Err(vec![RefusalCode::ClauseRequired]), Ok(())],
                "act" => [Err(vec![RefusalCode::EndsByAct]), Err(vec![RefusalCode::EndsByAct])],
                other => panic!("{other}"),
            };
            let found = [false, true].map(|clause| end(clause).map(|after| assert!(after.ended.is_some())));
            assert_eq!(found, wanted, "{kind}: {ending}");
            assert_eq!(by_hand(kind).contains(&ending), wanted[1].is_ok(), "{kind}: {ending}");
        }
    }
    oracle.all_used();
}
