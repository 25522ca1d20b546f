//! Published reports with their figures as they were frozen.

use domain::{Currency, Id, Moment, Money, ReportKind};
use serde::{Deserialize, Serialize};

/// A published report. Its figures are those over which the hash was taken, sums instead of lists; each promise by itself is
/// in `/api/v1/reports/{id}/figures`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportRecord {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// Code of the cycle.
    pub cycle: String,
    /// Fiscal years of the cycle, with spaces between.
    pub fiscal_years: String,
    /// About what.
    pub kind: ReportKind,
    /// Code of the district, of a district's report or a project's.
    pub district: Option<String>,
    /// Number of the project, of a project's report.
    pub project: Option<String>,
    /// When it was published.
    #[serde(with = "time::serde::rfc3339")]
    pub published_at: Moment,
    /// SHA-256 of its figures, 64 hexadecimal digits.
    pub hash: String,
    /// Words of the officials in Kazakh.
    pub text_kk: String,
    /// In Russian.
    pub text_ru: String,
    /// In English.
    pub text_en: Option<String>,
    /// When the figures were taken.
    #[serde(with = "time::serde::rfc3339")]
    pub figures_at: Moment,
    /// Currency.
    pub currency: Currency,
    /// Proposals submitted.
    pub submitted: i64,
    /// Projects on the ballot.
    pub on_ballot: i64,
    /// Residents who voted.
    pub voters: i64,
    /// Projects that the act decided to fund.
    pub funded: i64,
    /// What was decided for them, minor units.
    pub promised_minor: Money,
    /// Of it under contract, minor units.
    pub contracted_minor: Money,
    /// Of it paid, minor units.
    pub paid_minor: Money,
    /// Works.
    pub works: i64,
    /// Works accepted.
    pub works_accepted: i64,
    /// Works neither accepted nor cancelled though their first date has passed.
    pub works_late: i64,
    /// Works deferred to a later fiscal year.
    pub works_deferred: i64,
    /// Works cancelled.
    pub works_cancelled: i64,
    /// Works reopened by a defect within the warranty.
    pub works_in_warranty_repair: i64,
    /// Residents who confirm a work.
    pub confirms: i64,
    /// Residents who dispute a work.
    pub disputes: i64,
    /// Duties whose first deadline has passed.
    pub duties_due: i64,
    /// Of these: ended in time.
    pub duties_met: i64,
    /// Owed and overdue.
    pub duties_overdue: i64,
    /// Money announced, over all fiscal years, minor units; of a project's report this and the next ones are zero.
    pub money_announced_minor: Money,
    /// Approved by an act, minor units.
    pub money_approved_minor: Money,
    /// Put under contract, minor units.
    pub money_committed_minor: Money,
    /// Paid, minor units.
    pub money_paid_minor: Money,
    /// Saved below the estimate, minor units.
    pub money_saved_minor: Money,
    /// Given back to the budget, minor units.
    pub money_surrendered_minor: Money,
    /// Lost at the end of a year, minor units.
    pub money_lapsed_minor: Money,
    /// Taken to a next fiscal year by an act, minor units.
    pub money_carried_minor: Money,
}

/// Published reports as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportExport {
    /// The city's, the districts', the projects'.
    pub items: Vec<ReportRecord>,
}
