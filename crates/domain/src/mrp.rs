//! The monthly calculation index (MRP, АЕК) in which Kazakh law writes its limits.

use crate::Money;

/// Tenge per MRP from 1 January of each year; the law on the republican budget of that year.
const TABLE: &[(u16, i64)] =
    &[(2021, 2_917), (2022, 3_063), (2023, 3_450), (2024, 3_692), (2025, 3_932), (2026, 4_325)];

/// One MRP of a year; None for a year that is not in the table.
pub fn mrp(year: u16) -> Option<Money> {
    TABLE.iter().find(|(y, _)| *y == year).and_then(|(_, tenge)| Money::major(*tenge))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caps_of_almaty() {
        // 2021: "58.3 m"; 2024: "92.3 m (25,000 MRP)".
        assert_eq!(mrp(2021).unwrap().times(20_000), Money::major(58_340_000));
        assert_eq!(mrp(2024).unwrap().times(25_000), Money::major(92_300_000));
        assert_eq!(mrp(2025).unwrap().times(25_000), Money::major(98_300_000));
        assert_eq!(mrp(1999), None);
    }
}
