//! Reports and what they are made of: promised and delivered, money, duties.

use domain::ledger::money::YearMoney;
use domain::{Currency, Delivery, Id, LocalText, Moment, Money, ReportKind, ReportState};
use serde::{Deserialize, Serialize};

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportBrief {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// About what.
    pub kind: ReportKind,
    /// District, of a district's report or a project's.
    pub district_id: Option<Id>,
    /// Number of the project, of a project's report.
    pub project: Option<String>,
    /// Draft or published.
    pub state: ReportState,
    /// When it was published.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub published_at: Option<Moment>,
    /// SHA-256 of the figures as published (`/figures`), 64 hexadecimal digits.
    pub hash: Option<String>,
    /// Version, for `If-Match`.
    pub version: i64,
}

/// Reports of a cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportList {
    /// Reports: the city's, the districts', the projects'.
    pub items: Vec<ReportBrief>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// What lists show.
    pub brief: ReportBrief,
    /// Words of the officials.
    pub text: LocalText,
    /// Figures: frozen when published, those of this moment in a draft.
    pub figures: Figures,
    /// The same of the cycle before, as its report published them.
    pub previous: Option<PreviousReport>,
}

/// What the report of the cycle before said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviousReport {
    /// That report.
    pub brief: ReportBrief,
    /// Name of its cycle.
    pub cycle: LocalText,
    /// Its figures.
    pub figures: Figures,
}

/// Figures of a city, a district or a project in a cycle. All of them come from data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// When they were taken.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Currency of all amounts, which are in minor units.
    pub currency: Currency,
    /// The money by fiscal year, summed over the envelopes; of a project none.
    pub money: Vec<YearMoney>,
    /// Proposals submitted.
    pub submitted: i64,
    /// Projects on the ballot.
    pub on_ballot: i64,
    /// Residents who voted.
    pub voters: i64,
    /// Projects that the act decided to fund.
    pub funded: i64,
    /// What was decided for them.
    pub promised: Money,
    /// Of it under contract, as amended.
    pub contracted: Money,
    /// Of it paid.
    pub paid: Money,
    /// Works by what stands behind the promise.
    pub works: WorkFigures,
    /// Residents who confirm a work.
    pub confirms: i64,
    /// Residents who dispute a work.
    pub disputes: i64,
    /// Duties whose first deadline has passed.
    pub duties_due: i64,
    /// Of these: ended in time.
    pub duties_met: i64,
    /// Owed and overdue now.
    pub duties_overdue: i64,
    /// Each promise and what became of it; those late first.
    pub promises: Vec<Promise>,
}

/// Works in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkFigures {
    /// All.
    pub total: i64,
    /// Accepted.
    pub accepted: i64,
    /// Their first date has passed and they are neither accepted nor cancelled.
    pub late: i64,
    /// Deferred to a later fiscal year.
    pub deferred: i64,
    /// Cancelled.
    pub cancelled: i64,
    /// Reopened by a defect within the warranty.
    pub in_warranty_repair: i64,
}

/// A funded project and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Promise {
    /// Number of the project.
    pub project: Option<String>,
    /// Name.
    pub name: LocalText,
    /// District; none for the whole city.
    pub district_id: Option<Id>,
    /// What was decided, minor units.
    pub promised: Money,
    /// Under contract, minor units; of a work that several projects share, its part by what was decided for each.
    pub contracted: Money,
    /// Paid, minor units; shared in the same way.
    pub paid: Money,
    /// What became of it.
    pub delivery: Delivery,
    /// Works that it is built in.
    pub works: i64,
    /// Residents who confirm its works.
    pub confirms: i64,
    /// Residents who dispute its works.
    pub disputes: i64,
    /// The latest first date of its works.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub first_due_on: Option<time::Date>,
    /// When the last of its works was accepted; none while one is open.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub accepted_on: Option<time::Date>,
}

/// Begins a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportCreate {
    /// Cycle.
    pub cycle_id: Id,
    /// About what.
    pub kind: ReportKind,
    /// District, of a district's report.
    #[serde(default)]
    pub district_id: Option<Id>,
    /// Number of the project, of a project's report.
    #[serde(default)]
    pub project: Option<String>,
    /// Words of the officials, up to 20,000 characters in each language.
    pub text: LocalText,
}

/// Other words of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportEdit {
    /// Words of the officials, up to 20,000 characters in each language.
    pub text: LocalText,
}
