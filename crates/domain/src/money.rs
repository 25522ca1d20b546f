//! Money: whole minor units of one currency, never a fraction, never floating point.

use serde::{Deserialize, Serialize};

/// An amount in minor units (1 KZT = 100 tiyn); its currency belongs to the cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64, example = 50000000000_i64))]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whole major units: `Money::major(500_000_000)` is 500 million tenge. None when it does not fit.
    pub fn major(units: i64) -> Option<Self> {
        units.checked_mul(100).map(Self)
    }

    /// Sum; None on overflow.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference; None on overflow.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// `factor` times the amount; None on overflow.
    pub fn times(self, factor: i64) -> Option<Self> {
        self.0.checked_mul(factor).map(Self)
    }

    /// Sum of many; None on overflow.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

crate::codes! {
    /// ISO 4217 currencies of the cities we know. All have two decimals here except those noted.
    pub Currency "currency" {
        /// Kazakhstani tenge (100 tiyn).
        Kzt = "KZT",
        /// Euro.
        Eur = "EUR",
        /// Polish złoty.
        Pln = "PLN",
        /// US dollar.
        Usd = "USD",
        /// Swiss franc.
        Chf = "CHF",
        /// Hungarian forint (two decimals in accounts, none in cash).
        Huf = "HUF",
        /// South Korean won, kept with two decimals like all others so that one rule holds.
        Krw = "KRW",
        /// Brazilian real.
        Brl = "BRL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_or_nothing() {
        assert_eq!(Money::major(500_000_000), Some(Money(50_000_000_000)));
        assert_eq!(Money(7).plus(Money(-9)), Some(Money(-2)));
        assert_eq!(Money(i64::MAX).plus(Money(1)), None);
        assert_eq!(Money(i64::MIN).minus(Money(1)), None);
        assert_eq!(Money(i64::MAX).times(2), None);
        assert_eq!(Money::major(i64::MAX), None);
        assert_eq!(Money::sum([Money(1), Money(2), Money(3)]), Some(Money(6)));
        assert_eq!(Money::sum([Money(i64::MAX), Money(1), Money(-1)]), None, "no wrap in between");
    }
}
