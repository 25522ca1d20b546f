use proptest::prelude::*;
use time::macros::date;

use super::*;

fn line(quantity_milli: i64, unit_price: i64) -> EstimateLine {
    EstimateLine {
        item: "Lamp".to_owned(),
        unit: "pc".to_owned(),
        quantity_milli,
        unit_price: Money(unit_price),
        price_list: None,
    }
}

fn estimate(lines: Vec<EstimateLine>, vat_rate: u16) -> Estimate {
    Estimate { lines, vat_rate, price_date: date!(2025 - 09 - 01), preparer: "Author".to_owned() }
}

#[test]
fn lines_and_vat_are_rounded_half_up_once() {
    assert_eq!(line(1_500, 333).amount(), Some(Money(500)), "1.5 × 3.33 = 4.995");
    assert_eq!(line(1, 499).amount(), Some(Money(0)));
    assert_eq!(line(1, 500).amount(), Some(Money(1)));
    let estimate = estimate(vec![line(10_000, 12_345), line(2_500, 999)], 1200);
    assert_eq!(estimate.net(), Some(Money(123_450 + 2_498)));
    assert_eq!(estimate.vat(), Some(Money(15_114)), "12 % of 125,948 is 15,113.76");
    assert_eq!(estimate.total(), Some(Money(141_062)));
}

#[test]
fn the_cap_is_inclusive_and_faults_are_named() {
    let thousand = estimate(vec![line(1_000, 100_000)], 0);
    assert_eq!(thousand.check(Some(Money(100_000))), Ok(()));
    assert_eq!(thousand.check(None), Ok(()));
    let refused = |estimate: &Estimate, cap| estimate.check(cap).unwrap_err().to_string();
    assert_eq!(refused(&thousand, Some(Money(99_999))), "cap_exceeded: 99999");
    assert_eq!(refused(&estimate(vec![], 0), None), "estimate_missing");
    assert_eq!(refused(&estimate(vec![line(0, 5), line(5, -1), line(1, 1)], 0), None), "amount_not_positive: 2");
    assert_eq!(refused(&estimate(vec![line(i64::MAX, i64::MAX)], 0), None), "amount_too_large");
    assert_eq!(refused(&estimate(vec![line(1_000, i64::MAX), line(1_000, 1)], 0), None), "amount_too_large");
    assert_eq!(refused(&estimate(vec![line(1_000, i64::MAX)], 1), None), "amount_too_large", "VAT does not fit");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_panics_and_vat_is_its_share(lines in prop::collection::vec((any::<i64>(), any::<i64>()), 0..6), vat in any::<u16>()) {
        let estimate = estimate(lines.into_iter().map(|(q, p)| line(q, p)).collect(), vat);
        if let (Some(net), Some(tax)) = (estimate.net(), estimate.vat()) {
            let exact = i128::from(net.0) * i128::from(vat);
            prop_assert!((i128::from(tax.0) * 10_000 - exact).abs() <= 5_000);
        }
        let _ = estimate.check(Some(Money(1)));
    }
}
