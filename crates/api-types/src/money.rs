//! Where the money of a cycle came from and where it went.

use domain::ledger::money::YearMoney;
use domain::{Currency, Id, LedgerAccount, LocalText, Money};
use serde::{Deserialize, Serialize};

use crate::ledger::ActCited;

/// The money of a cycle, envelope by envelope. All amounts in minor units, exact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoneyFlow {
    /// Cycle.
    pub cycle_id: Id,
    /// Currency.
    pub currency: Currency,
    /// Envelopes in their official order.
    pub envelopes: Vec<EnvelopeMoney>,
    /// What the check of these books found.
    pub books: BooksCheck,
}

/// What replaying all entries of a cycle's ledgers found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BooksCheck {
    /// Day of the check, where the city is.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub checked_on: time::Date,
    /// Entries replayed.
    pub entries: i64,
    /// Nothing appeared, nothing disappeared, no account but *outside* is below zero, each entry keeps the rules.
    pub balanced: bool,
}

/// The money of one envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeMoney {
    /// Identifier.
    pub id: Id,
    /// District; none for city-wide money.
    pub district_id: Option<Id>,
    /// Short name.
    pub code: String,
    /// Name.
    pub name: LocalText,
    /// Figures by fiscal year, oldest first.
    pub years: Vec<YearMoney>,
    /// What ended with a fiscal year, in the order of the ledger.
    pub year_ends: Vec<YearEnd>,
}

/// Money that the end of a fiscal year found neither paid nor surrendered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearEnd {
    /// The fiscal year that ended.
    pub fiscal_year: i32,
    /// Where it lay.
    pub account: LedgerAccount,
    /// For which work.
    pub work_id: Option<Id>,
    /// Under which contract.
    pub contract_id: Option<Id>,
    /// How much.
    pub amount: Money,
    /// The act that carried it to the next year; none: it lapsed.
    pub carried: Option<ActCited>,
}
