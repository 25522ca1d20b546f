//! An estimate: lines, VAT, price date, preparer; its total is compared with the cap.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Money, Refusal, RefusalCode, Refusals};

/// One line of an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EstimateLine {
    /// What.
    pub item: String,
    /// Unit of measure, such as `m²`.
    pub unit: String,
    /// Quantity in thousandths of the unit.
    pub quantity_milli: i64,
    /// Price of one unit without VAT, minor units.
    pub unit_price: Money,
    /// Version of the price list it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_list: Option<String>,
}

/// An estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The lines.
    pub lines: Vec<EstimateLine>,
    /// VAT in hundredths of a percent (12 % is 1200); 0 where none is due.
    pub vat_rate: u16,
    /// The day of the prices.
    #[serde(with = "crate::moment::day")]
    pub price_date: Date,
    /// Who prepared it.
    pub preparer: String,
}

impl EstimateLine {
    /// Quantity times price, rounded half up to the minor unit. None if negative, zero or too large.
    pub fn amount(&self) -> Option<Money> {
        let product = i128::from(self.quantity_milli) * i128::from(self.unit_price.0);
        (self.quantity_milli > 0 && self.unit_price.0 > 0).then(|| rounded(product, 1000)).flatten()
    }
}

impl Estimate {
    /// Sum of the lines without VAT.
    pub fn net(&self) -> Option<Money> {
        self.lines.iter().try_fold(Money::ZERO, |sum, line| sum.plus(line.amount()?))
    }

    /// VAT on the sum, rounded half up once.
    pub fn vat(&self) -> Option<Money> {
        rounded(i128::from(self.net()?.0) * i128::from(self.vat_rate), 10_000)
    }

    /// What the proposal costs: net plus VAT. None if some line is not positive or the sum does not fit.
    pub fn total(&self) -> Option<Money> {
        self.net()?.plus(self.vat()?)
    }

    /// Checks the estimate against the cap.
    ///
    /// # Errors
    /// `estimate_missing` without lines, `amount_not_positive` (count: lines), `amount_too_large`, `cap_exceeded`
    /// (detail: the cap in minor units).
    pub fn check(&self, cap: Option<Money>) -> Result<(), Refusals> {
        let mut refusals = Refusals::none();
        refusals.require(!self.lines.is_empty(), RefusalCode::EstimateMissing);
        let bad = self.lines.iter().filter(|line| line.quantity_milli <= 0 || line.unit_price.0 <= 0).count();
        refusals.require_none(bad as u32, RefusalCode::AmountNotPositive);
        if refusals.is_empty() {
            match (self.total(), cap) {
                (None, _) => refusals.push(RefusalCode::AmountTooLarge),
                (Some(total), Some(cap)) => {
                    refusals.require(total <= cap, Refusal::with(RefusalCode::CapExceeded, cap.0))
                }
                (Some(_), None) => {}
            }
        }
        refusals.or(())
    }
}

/// `numerator / denominator` for non-negative numbers, half up. None when it does not fit.
fn rounded(numerator: i128, denominator: i128) -> Option<Money> {
    i64::try_from((numerator + denominator / 2) / denominator).ok().map(Money)
}

#[cfg(test)]
mod tests;
