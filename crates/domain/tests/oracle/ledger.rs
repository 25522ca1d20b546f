//! Every (kind × account × account) does what `tests/fixtures/machines/ledger.csv` says.

use domain::ledger::check;
use domain::{Code, Entry, EntryKind, Id, LedgerAccount, Money, Posting, RefusalCode};

use crate::table::Oracle;

const HERE: Id = Id::from_u128(1);
const THERE: Id = Id::from_u128(2);

/// Whether an entry of this kind is posted between these accounts, when there is money enough.
fn posted(kind: EntryKind, from: LedgerAccount, to: LedgerAccount, act: bool, away: bool, later: bool) -> bool {
    let entry = Entry {
        id: Id::from_u128(9),
        kind,
        from: Posting { envelope: HERE, fiscal_year: 2026, account: from },
        to: Posting {
            envelope: if away { THERE } else { HERE },
            fiscal_year: if later { 2027 } else { 2026 },
            account: to,
        },
        amount: Money(5),
        act: act.then(|| Id::from_u128(7)),
        reverses: None,
    };
    check(&entry, Money(5), Money(0), None).is_ok()
}

#[test]
fn entries_move_money_as_the_file_says() {
    let mut oracle = Oracle::read("machines/ledger.csv", &["kind", "from", "to", "result"]);
    for &kind in EntryKind::ALL {
        for &from in LedgerAccount::ALL {
            for &to in LedgerAccount::ALL {
                let wanted = oracle.answer(&[kind.code(), from.code(), to.code()]);
                let needs = |what: &str| match what {
                    "refused" => None,
                    "posted" => Some((false, false, false)),
                    "act" => Some((true, false, false)),
                    "act_other_envelope" => Some((true, true, false)),
                    "act_next_year" => Some((true, false, true)),
                    other => panic!("{other}"),
                };
                for bits in 0..8_u8 {
                    let (act, away, later) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
                    let fits = needs(&wanted).is_some_and(|n| (act || !n.0) && away == n.1 && later == n.2);
                    let found = posted(kind, from, to, act, away, later);
                    assert_eq!(found, fits, "{kind}: {from} → {to}, act {act}, away {away}, later {later}");
                }
            }
        }
    }
    oracle.all_used();
}

#[test]
fn only_outside_may_owe_money() {
    for &account in LedgerAccount::ALL {
        let entry = Entry {
            id: Id::from_u128(9),
            kind: EntryKind::TopUp,
            from: Posting { envelope: HERE, fiscal_year: 2026, account },
            to: Posting { envelope: HERE, fiscal_year: 2026, account: LedgerAccount::Available },
            amount: Money(5),
            act: Some(Id::from_u128(7)),
            reverses: None,
        };
        let refusals = check(&entry, Money(4), Money(0), None).err().unwrap_or_default();
        assert_eq!(refusals.has(RefusalCode::NotEnoughMoney), account != LedgerAccount::Outside, "{account}");
    }
}
