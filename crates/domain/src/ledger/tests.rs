use proptest::prelude::*;

use super::*;

const TURKSIB: Id = Id::from_u128(1);
const MEDEU: Id = Id::from_u128(2);

fn posting(envelope: Id, account: LedgerAccount) -> Posting {
    Posting { envelope, fiscal_year: 2026, account }
}

fn entry(id: u128, kind: EntryKind, from: LedgerAccount, to: LedgerAccount, amount: i64) -> Entry {
    Entry {
        id: Id::from_u128(id),
        kind,
        from: posting(TURKSIB, from),
        to: posting(TURKSIB, to),
        amount: Money(amount),
        act: Some(Id::from_u128(99)),
        reverses: None,
    }
}

/// 500 announced and approved, 300 reserved, 200 of it under contract, 150 paid.
fn books() -> Books {
    use EntryKind as K;
    use LedgerAccount as A;
    Books::of([
        entry(1, K::Announce, A::Outside, A::Announced, 500),
        entry(2, K::Approve, A::Announced, A::Available, 500),
        entry(3, K::Reserve, A::Available, A::Reserved, 300),
        entry(4, K::Contract, A::Reserved, A::Committed, 200),
        entry(5, K::Pay, A::Committed, A::Paid, 150),
    ])
    .unwrap()
}

fn balance(books: &Books, account: LedgerAccount) -> i64 {
    books.balance(posting(TURKSIB, account)).0
}

#[test]
fn a_year_in_the_books() {
    use EntryKind as K;
    use LedgerAccount as A;
    let mut books = books();
    for (id, kind, from, to, amount) in [
        (6, K::Save, A::Committed, A::Saved, 20),
        (7, K::Save, A::Reserved, A::Saved, 10),
        (8, K::Reuse, A::Saved, A::Available, 5),
        (9, K::Surrender, A::Saved, A::Surrendered, 15),
        (10, K::Carry, A::Committed, A::NextYear, 30),
        (11, K::Lapse, A::Available, A::Lapsed, 205),
        (12, K::Lapse, A::Saved, A::Lapsed, 10),
        (13, K::Lapse, A::Reserved, A::Lapsed, 90),
    ] {
        books.apply(entry(id, kind, from, to, amount)).unwrap();
    }
    let left: Vec<_> =
        books.balances().filter(|(_, money)| **money != Money::ZERO).map(|(p, m)| (p.account, m.0)).collect();
    assert_eq!(
        left,
        [(A::Outside, -500), (A::Paid, 150), (A::Surrendered, 15), (A::Lapsed, 305), (A::NextYear, 30)],
        "at the end of the year all but paid and surrendered has lapsed or goes to the next year"
    );
    assert_eq!(books.sum(), Some(Money::ZERO));
}

#[test]
fn only_the_tables_moves_are_allowed() {
    use LedgerAccount as A;
    for &kind in EntryKind::ALL {
        for &from in LedgerAccount::ALL {
            for &to in LedgerAccount::ALL {
                if kind == EntryKind::Transfer || kind == EntryKind::Reversal {
                    continue;
                }
                let mut books = Books::default();
                let refusals = books.apply(entry(1, kind, from, to, 1)).err().unwrap_or_default();
                let wrong = refusals.has(RefusalCode::AccountsNotAllowed);
                assert_eq!(wrong, !moves(kind).contains(&(from, to)), "{kind}: {from} → {to}");
                // With empty accounts money can only come from outside.
                assert_eq!(refusals.is_empty(), !wrong && from == A::Outside, "{kind}: {from} → {to}");
            }
        }
    }
    // Nothing moves out of paid, surrendered, lapsed and next year.
    let out = |account| EntryKind::ALL.iter().any(|k| moves(*k).iter().any(|(from, _)| *from == account));
    let closed: Vec<_> = LedgerAccount::ALL.iter().filter(|a| !out(**a)).collect();
    assert_eq!(closed, [&A::Paid, &A::Surrendered, &A::Lapsed, &A::NextYear]);
}

#[test]
fn some_kinds_need_an_act() {
    use EntryKind as K;
    let needing: Vec<_> = EntryKind::ALL.iter().filter(|k| needs_act(**k)).collect();
    assert_eq!(needing, [&K::Approve, &K::TopUp, &K::Cut, &K::Transfer, &K::Reuse, &K::Carry]);
    let bare = Entry { act: None, ..entry(6, K::TopUp, LedgerAccount::Outside, LedgerAccount::Available, 1) };
    assert_eq!(books().apply(bare).unwrap_err().codes(), [RefusalCode::ActMissing]);
}

#[test]
fn a_transfer_goes_to_another_envelope_in_the_same_year() {
    use LedgerAccount::Available;
    let transfer = |envelope, fiscal_year| {
        let mut entry = entry(6, EntryKind::Transfer, Available, Available, 50);
        entry.to = Posting { envelope, fiscal_year, account: Available };
        entry
    };
    let mut moved = books();
    moved.apply(transfer(MEDEU, 2026)).unwrap();
    assert_eq!(moved.balance(posting(MEDEU, Available)), Money(50));
    for wrong in [transfer(TURKSIB, 2026), transfer(MEDEU, 2027)] {
        assert_eq!(books().apply(wrong).unwrap_err().codes(), [RefusalCode::AccountsNotAllowed]);
    }
}

#[test]
fn a_refused_entry_changes_nothing_and_says_everything() {
    use LedgerAccount as A;
    let mut changed = books();
    let wrong = entry(6, EntryKind::Pay, A::Reserved, A::Paid, 101);
    let refusals = changed.apply(wrong).unwrap_err();
    assert_eq!(refusals.to_string(), "accounts_not_allowed: pay, not_enough_money: reserved");
    assert_eq!(changed, books());
    for amount in [0, -5] {
        let refusals = changed.apply(entry(6, EntryKind::Pay, A::Committed, A::Paid, amount)).unwrap_err();
        assert!(refusals.has(RefusalCode::AmountNotPositive));
    }
    let twice = changed.apply(entry(5, EntryKind::Pay, A::Committed, A::Paid, 1)).unwrap_err();
    assert_eq!(twice.to_string(), "wrong_state: posted");
    let huge = changed.apply(entry(6, EntryKind::TopUp, A::Outside, A::Available, i64::MAX)).unwrap_err();
    assert!(huge.has(RefusalCode::AmountTooLarge));
    assert_eq!(changed, books());
}

#[test]
fn corrections_are_reversals_once_and_of_the_same_amount() {
    use LedgerAccount as A;
    let reversal = |id, of, amount| Entry {
        reverses: Some(Id::from_u128(of)),
        act: None,
        ..entry(id, EntryKind::Reversal, A::Paid, A::Committed, amount)
    };
    let mut corrected = books();
    corrected.apply(reversal(6, 5, 150)).unwrap();
    assert_eq!((balance(&corrected, A::Committed), balance(&corrected, A::Paid)), (200, 0));
    for wrong in [reversal(7, 5, 150), reversal(7, 6, 150), reversal(7, 4, 200), reversal(7, 77, 1)] {
        assert!(corrected.apply(wrong).unwrap_err().has(RefusalCode::NotAReversal));
    }
    assert!(books().apply(reversal(7, 5, 149)).unwrap_err().has(RefusalCode::NotAReversal));
    // A reversal cannot take back money that has moved on.
    let unreserve =
        Entry { reverses: Some(Id::from_u128(3)), ..entry(8, EntryKind::Reversal, A::Reserved, A::Available, 300) };
    assert_eq!(books().apply(unreserve).unwrap_err().to_string(), "not_enough_money: reserved");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn books_stay_balanced_whatever_is_tried(tries in prop::collection::vec((0..14usize, 0..10usize, 0..10usize, -5..1000i64), 1..80)) {
        let mut books = Books::default();
        books.apply(entry(0, EntryKind::TopUp, LedgerAccount::Outside, LedgerAccount::Available, 5_000)).unwrap();
        for (i, (kind, from, to, amount)) in tries.into_iter().enumerate() {
            let kind = EntryKind::ALL[kind];
            let (from, to) = match moves(kind) {
                [] => (LedgerAccount::ALL[from], LedgerAccount::ALL[to]),
                pairs => pairs[from % pairs.len()],
            };
            let before = books.clone();
            if books.apply(entry(i as u128 + 1, kind, from, to, amount)).is_err() {
                prop_assert_eq!(&before, &books);
            }
            prop_assert_eq!(books.sum(), Some(Money::ZERO));
            for (posting, money) in books.balances() {
                prop_assert!(posting.account == LedgerAccount::Outside || *money >= Money::ZERO);
            }
        }
    }
}
