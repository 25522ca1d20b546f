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

/// Sum over all accounts: money only moves, so it is always zero.
fn sum(books: &Books) -> Option<Money> {
    Money::sum(books.balances().map(|(_, money)| *money))
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
    assert_eq!(sum(&books), Some(Money::ZERO));
}

#[test]
fn only_the_tables_moves_are_allowed() {
    use LedgerAccount as A;
    for &kind in EntryKind::ALL {
        for &from in LedgerAccount::ALL {
            for &to in LedgerAccount::ALL {
                if matches!(kind, EntryKind::Transfer | EntryKind::BringForward | EntryKind::Reversal) {
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
    // Nothing moves out of paid, surrendered and lapsed.
    let out = |account| EntryKind::ALL.iter().any(|k| moves(*k).iter().any(|(from, _)| *from == account));
    let closed: Vec<_> = LedgerAccount::ALL.iter().filter(|a| !out(**a)).collect();
    assert_eq!(closed, [&A::Paid, &A::Surrendered, &A::Lapsed]);
}

#[test]
fn some_kinds_need_an_act() {
    use EntryKind as K;
    let needing: Vec<_> = EntryKind::ALL.iter().filter(|k| needs_act(**k)).collect();
    assert_eq!(needing, [&K::Approve, &K::TopUp, &K::Cut, &K::Transfer, &K::Reuse, &K::Carry, &K::BringForward]);
    let bare = Entry { act: None, ..entry(6, K::TopUp, LedgerAccount::Outside, LedgerAccount::Available, 1) };
    assert_eq!(books().apply(bare).unwrap_err().codes(), [RefusalCode::ActMissing]);
}

#[test]
fn what_the_end_of_a_year_posts_is_no_officials_to_post() {
    for (kind, of_the_end) in
        [(EntryKind::Lapse, true), (EntryKind::Carry, true), (EntryKind::BringForward, true), (EntryKind::Pay, false)]
    {
        assert_eq!(super::at_year_end(kind), of_the_end, "{kind:?}");
    }
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

fn flows(entries: &[Entry]) -> Vec<money::Flow> {
    let flow =
        |e: &Entry| money::Flow { kind: e.kind, from: e.from, to: e.to, work: None, contract: None, amount: e.amount };
    entries.iter().map(flow).collect()
}

#[test]
fn carried_money_arrives_in_the_next_year_where_it_left() {
    use LedgerAccount as A;
    let mut books = books();
    books.apply(entry(6, EntryKind::Carry, A::Committed, A::NextYear, 50)).unwrap();
    let mut arrival = entry(7, EntryKind::BringForward, A::NextYear, A::Committed, 50);
    assert_eq!(books.apply(arrival.clone()).unwrap_err().to_string(), "accounts_not_allowed: bring_forward");
    arrival.to.fiscal_year = 2027;
    books.apply(arrival.clone()).unwrap();
    assert_eq!(books.balance(arrival.to), Money(50));
    assert_eq!((balance(&books, A::NextYear), balance(&books, A::Committed)), (0, 0));
    let again = Entry { id: Id::from_u128(8), ..arrival };
    assert_eq!(books.apply(again).unwrap_err().to_string(), "not_enough_money: next_year");
    assert_eq!(sum(&books), Some(Money::ZERO));
}

#[test]
fn a_reversal_tells_which_kind_it_undoes() {
    for &kind in EntryKind::ALL {
        for &(from, to) in moves(kind) {
            assert_eq!(effect(EntryKind::Reversal, to, from), Some((kind, true)), "{kind}");
        }
    }
    assert_eq!(effect(EntryKind::Reversal, LedgerAccount::Paid, LedgerAccount::Outside), None);
}

#[test]
fn figures_say_where_the_money_came_from_and_went() {
    use EntryKind as K;
    use LedgerAccount as A;
    let mut entries = vec![
        entry(1, K::Announce, A::Outside, A::Announced, 500),
        entry(2, K::Approve, A::Announced, A::Available, 480),
        entry(3, K::Reserve, A::Available, A::Reserved, 300),
        entry(4, K::Contract, A::Reserved, A::Committed, 200),
        entry(5, K::Pay, A::Committed, A::Paid, 150),
        entry(6, K::Pay, A::Committed, A::Paid, 20),
        Entry { reverses: Some(Id::from_u128(6)), ..entry(7, K::Reversal, A::Paid, A::Committed, 20) },
        entry(8, K::Carry, A::Committed, A::NextYear, 50),
        entry(9, K::BringForward, A::NextYear, A::Committed, 50),
        entry(10, K::Transfer, A::Available, A::Available, 30),
    ];
    entries[8].to.fiscal_year = 2027;
    entries[9].to.envelope = MEDEU;
    let years = money::of_envelope(&flows(&entries), TURKSIB).unwrap();
    let [first, second] = &years[..] else { panic!("{years:?}") };
    assert_eq!((first.fiscal_year, second.fiscal_year), (2026, 2027));
    let found = [first.announced, first.approved, first.reserved, first.committed, first.paid, first.carried];
    assert_eq!(found, [500, 480, 300, 200, 150, 50].map(Money));
    assert_eq!((first.transferred_out, first.total()), (Money(30), Some(Money(470))));
    let now = &first.now;
    assert_eq!(
        [now.announced, now.available, now.reserved, now.committed, now.paid],
        [20, 150, 100, 0, 150].map(Money)
    );
    assert_eq!((second.brought, second.now.committed, second.total()), (Money(50), Money(50), Some(Money(50))));
    let moves = |year: &money::YearMoney| -> Vec<_> { year.moves.iter().map(|m| (m.from, m.to, m.amount.0)).collect() };
    assert_eq!(
        moves(first),
        [
            (A::Outside, A::Announced, 500),
            (A::Announced, A::Available, 480),
            (A::Available, A::Outside, 30),
            (A::Available, A::Reserved, 300),
            (A::Reserved, A::Committed, 200),
            (A::Committed, A::Paid, 150),
            (A::Committed, A::NextYear, 50),
        ]
    );
    assert_eq!(moves(second), [(A::Outside, A::Committed, 50)]);
    let medeu = money::of_envelope(&flows(&entries), MEDEU).unwrap();
    assert_eq!((medeu[0].transferred_in, medeu[0].now.available), (Money(30), Money(30)));
}

#[test]
fn the_end_of_a_year_carries_what_acts_say_and_lets_the_rest_lapse() {
    use LedgerAccount as A;
    let [act, other, road, yard, contract] = [71, 72, 81, 82, 91].map(Id::from_u128);
    let position =
        |account, work, contract, amount| year_end::Position { account, work, contract, amount: Money(amount) };
    let positions = [
        position(A::Available, None, None, 10),
        position(A::Reserved, Some(yard), None, 30),
        position(A::Committed, Some(road), Some(contract), 60),
        position(A::Committed, Some(yard), None, 40),
    ];
    let decision = |account, work, contract, amount, act| year_end::CarryDecision {
        account,
        work,
        contract,
        amount: Money(amount),
        act,
    };
    // The wide decision comes first and is served last.
    let decisions = [
        decision(A::Committed, None, None, 50, other),
        decision(A::Committed, None, Some(contract), 100, act),
        decision(A::Reserved, Some(road), None, 5, act),
    ];
    let ending = |account, work, contract, amount, carried| year_end::Ending {
        position: position(account, work, contract, amount),
        carried,
    };
    assert_eq!(
        year_end::end(&positions, &decisions),
        [
            ending(A::Committed, Some(road), Some(contract), 60, Some(act)),
            ending(A::Committed, Some(yard), None, 40, Some(other)),
            ending(A::Available, None, None, 10, None),
            ending(A::Reserved, Some(yard), None, 30, None),
        ]
    );
    let half = [decision(A::Available, None, None, 4, act)];
    assert_eq!(
        year_end::end(&positions[..1], &half),
        [ending(A::Available, None, None, 4, Some(act)), ending(A::Available, None, None, 6, None)]
    );
}

#[test]
fn a_decision_is_withdrawn_once_and_before_its_year_is_over() {
    use RefusalCode as R;
    let codes = |over, withdrawn| {
        year_end::withdraw(2026, over, withdrawn).err().map(|all| all.0.iter().map(|r| r.code).collect::<Vec<_>>())
    };
    assert_eq!(codes(false, false), None);
    assert_eq!(codes(true, false), Some(vec![R::FiscalYearOver]));
    assert_eq!(codes(false, true), Some(vec![R::AlreadyWithdrawn]));
    assert_eq!(codes(true, true), Some(vec![R::FiscalYearOver, R::AlreadyWithdrawn]));
}

#[test]
fn the_balance_decides_where_purposes_disagree() {
    use EntryKind as K;
    use LedgerAccount as A;
    let road = Some(Id::from_u128(81));
    let mut flows = flows(&[
        entry(1, K::TopUp, A::Outside, A::Available, 100),
        entry(2, K::Reserve, A::Available, A::Reserved, 60),
        entry(3, K::Contract, A::Reserved, A::Committed, 20),
    ]);
    // Reserved for the road, put under contract by hand without it.
    flows[1].work = road;
    let found = year_end::positions(&flows, TURKSIB, 2026).unwrap();
    let amounts: Vec<_> = found.iter().map(|p| (p.account, p.work, p.amount.0)).collect();
    assert_eq!(amounts, [(A::Available, None, 40), (A::Reserved, road, 40), (A::Committed, None, 20)]);
    assert_eq!(year_end::positions(&flows, TURKSIB, 2027), Some(vec![]));
    assert_eq!(year_end::positions(&flows, MEDEU, 2026), Some(vec![]));
}

fn placed(entries: Vec<Entry>) -> Vec<verify::Placed> {
    (1..).zip(entries).map(|(seq, entry)| verify::Placed { entry, seq, to_seq: None }).collect()
}

/// 100 in Turksib's ledger, 40 of it transferred to Medeu, which reserves them.
fn two_ledgers() -> Vec<verify::Placed> {
    use LedgerAccount as A;
    let mut entries = placed(vec![
        entry(1, EntryKind::TopUp, A::Outside, A::Available, 100),
        entry(2, EntryKind::Transfer, A::Available, A::Available, 40),
    ]);
    entries[1].entry.to.envelope = MEDEU;
    entries[1].to_seq = Some(1);
    let mut reserve = entry(3, EntryKind::Reserve, A::Available, A::Reserved, 40);
    (reserve.from.envelope, reserve.to.envelope) = (MEDEU, MEDEU);
    entries.insert(0, verify::Placed { entry: reserve, seq: 2, to_seq: None });
    entries
}

#[test]
fn kept_books_are_replayed_in_the_order_of_their_ledgers() {
    let (books, faults) = verify::replay(&two_ledgers());
    assert_eq!(faults, []);
    assert_eq!(books.balance(posting(MEDEU, LedgerAccount::Reserved)), Money(40));
}

#[test]
fn what_is_wrong_with_kept_books_is_found_where_it_is() {
    use verify::LedgerFaultCode as F;
    let found = |entries: &[verify::Placed]| -> Vec<_> {
        verify::replay(entries).1.into_iter().map(|f| (f.envelope, f.seq, f.code, f.detail)).collect()
    };
    let mut lost = two_ledgers();
    lost.remove(1);
    let missing = Some("not_enough_money: available".to_owned());
    assert_eq!(found(&lost), [(TURKSIB, Some(1), F::Gap, None), (TURKSIB, Some(2), F::Refused, missing)]);
    let mut raised = two_ledgers();
    raised[0].entry.amount = Money(41);
    let more = Some("not_enough_money: available".to_owned());
    assert_eq!(found(&raised), [(MEDEU, Some(2), F::Refused, more)]);
    let mut twice = two_ledgers();
    twice[0].seq = 1;
    assert!(found(&twice).contains(&(MEDEU, Some(1), F::Gap, None)));
    let mut without = two_ledgers();
    without[1].entry.act = None;
    assert_eq!(found(&without), [(TURKSIB, Some(1), F::Refused, Some("act_missing".to_owned()))]);
    // One ledger says that the money went before it came back, the other that it came back before: no order fits.
    let mut knot = two_ledgers();
    let mut back = knot[2].clone();
    back.entry.id = Id::from_u128(9);
    (back.entry.from.envelope, back.entry.to.envelope) = (MEDEU, TURKSIB);
    (back.seq, back.to_seq, knot[2].seq, knot[0].seq) = (2, Some(2), 3, 3);
    knot.push(back);
    assert!(found(&knot).iter().any(|f| f.2 == F::Order), "{:?}", found(&knot));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn books_stay_balanced_whatever_is_tried(tries in prop::collection::vec((0..15usize, 0..10usize, 0..10usize, -5..1000i64), 1..80)) {
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
            prop_assert_eq!(sum(&books), Some(Money::ZERO));
            for (posting, money) in books.balances() {
                prop_assert!(posting.account == LedgerAccount::Outside || *money >= Money::ZERO);
            }
        }
    }
}
