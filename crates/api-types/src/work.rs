//! Works: what gets built out of what residents chose, and everything that happens to it.

use domain::work::WorkDetail;
use domain::{ContractState, Currency, Id, LocalText, Moment, Money, WorkEvent, WorkState};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::act::Act;
use crate::defect::Defect;
use crate::duty::ProjectRef;
use crate::milestone::Milestone;
use crate::photo::Photo;
use crate::verdict::Verdict;

/// How much of a funded ballot item goes into a work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkItemWrite {
    /// Ballot item that the act gave money.
    pub ballot_item_id: Id,
    /// Minor units, above zero; together with other works no more than the item costs.
    pub amount: Money,
}

/// Plans a work. Its money is reserved at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkCreate {
    /// Name, up to 200 characters in each language.
    pub name: LocalText,
    /// What exactly, up to 5,000 characters in each language.
    #[serde(default)]
    pub description: Option<LocalText>,
    /// The office that answers for it: of the city, or of the work's district.
    pub body_id: Id,
    /// Out of which ballot items.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub items: Vec<WorkItemWrite>,
    /// Fiscal year in which it is to be paid; one of the cycle's.
    pub fiscal_year: i32,
    /// When it is to be finished.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub due_on: Date,
}

/// What happens to a work: procurement, building, setbacks. Signing happens with the contract, acceptance by its act, a warranty
/// claim and an order to repair again with a defect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkEventCreate {
    /// What.
    pub event: WorkEvent,
    /// Public reason, up to 2,000 characters in each language; setbacks need one.
    #[serde(default)]
    pub reason: Option<LocalText>,
    /// Fiscal year to which it is deferred.
    #[serde(default)]
    pub fiscal_year: Option<i32>,
    /// New date of the end when it is deferred or resumed; a deferral without one takes the last day of its fiscal year.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub due_on: Option<Date>,
    /// What the event tells besides.
    #[serde(default)]
    pub detail: Option<WorkDetail>,
}

/// The legal acceptance of a work, by an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkAccept {
    /// Body that issued the act.
    pub body_id: Id,
    /// Number of the act, up to 60 characters.
    pub act_number: String,
    /// Date of the act; not in the future.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub act_date: Date,
    /// Title of the act.
    pub act_title: LocalText,
    /// Who supervised the building, up to 200 characters in each language.
    pub supervisor: LocalText,
    /// Who maintains it from now on, up to 200 characters in each language.
    pub maintainer: LocalText,
    /// For how many months the builder answers for defects, 0 to 240. After a warranty repair the first warranty goes on if it
    /// is longer.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 240))]
    pub warranty_months: u16,
}

/// News from the building site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkUpdateCreate {
    /// Text, up to 5,000 characters in each language.
    pub text: LocalText,
    /// How much is built, percent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100))]
    pub percent: Option<u8>,
}

/// Where the money of a work lies now, minor units; derived from the ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkMoney {
    /// Reserved, not under contract.
    pub reserved: Money,
    /// Under contract, not paid.
    pub committed: Money,
    /// Paid.
    pub paid: Money,
    /// Saved.
    pub saved: Money,
    /// Lost at the end of a fiscal year.
    pub lapsed: Money,
}

/// A work in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkBrief {
    /// Identifier.
    pub id: Id,
    /// Cycle.
    pub cycle_id: Id,
    /// District; none for the whole city.
    pub district_id: Option<Id>,
    /// Number within the cycle, from 1.
    pub number: i32,
    /// Name.
    pub name: LocalText,
    /// The office that answers for it.
    pub body_id: Id,
    /// That office's name.
    pub body: LocalText,
    /// State.
    pub state: WorkState,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub state_since: Moment,
    /// Fiscal year in which it is to be paid.
    pub fiscal_year: i32,
    /// The date that was promised first.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub first_due_on: Date,
    /// The date that holds now.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub due_on: Date,
    /// Its own date or a milestone's has passed and was not met.
    pub late: bool,
    /// By how many days.
    pub late_days: i64,
    /// How much is built, percent, as last reported.
    pub percent: Option<i32>,
    /// What was decided for it, minor units.
    pub amount: Money,
    /// Currency.
    pub currency: Currency,
    /// Where its money is.
    pub money: WorkMoney,
    /// Residents who confirm that it is done.
    pub confirms: i64,
    /// Residents who dispute it.
    pub disputes: i64,
    /// Projects out of which it is built.
    pub projects: Vec<ProjectRef>,
    /// When it was accepted.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub accepted_on: Option<Date>,
    /// Until when the builder answers for defects.
    #[serde(default, with = "domain::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub warranty_until: Option<Date>,
}

/// A page of works: late ones first, those late the longest before the others, then by date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkPage {
    /// Works.
    pub items: Vec<WorkBrief>,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Works of one district in one state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkSummaryRow {
    /// District; none for the whole city.
    pub district_id: Option<Id>,
    /// State.
    pub state: WorkState,
    /// Works.
    pub works: i64,
    /// Late ones among them.
    pub late: i64,
    /// What was decided for them, minor units.
    pub amount: Money,
}

/// Works of a cycle in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkSummary {
    /// Currency of the amounts.
    pub currency: Currency,
    /// A row per district and state.
    pub items: Vec<WorkSummaryRow>,
}

/// A ballot item that the act gave money, with what works take of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FundedItem {
    /// Identifier of the ballot item.
    pub ballot_item_id: Id,
    /// Contest.
    pub contest_id: Id,
    /// Envelope that pays for it.
    pub envelope_id: Id,
    /// District.
    pub district_id: Option<Id>,
    /// Ballot number.
    pub number: i32,
    /// Name on the ballot.
    pub name: LocalText,
    /// Project.
    pub project: Option<ProjectRef>,
    /// What it was decided with, minor units.
    pub cost: Money,
    /// What works take of it already.
    pub taken: Money,
    /// What is left for further works.
    pub left: Money,
}

/// What a cycle's contests decided to build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FundedItemList {
    /// By contest and ballot number.
    pub items: Vec<FundedItem>,
}

/// What a work takes of a ballot item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkItem {
    /// Identifier of the ballot item.
    pub ballot_item_id: Id,
    /// Contest.
    pub contest_id: Id,
    /// Envelope that pays for it.
    pub envelope_id: Id,
    /// Ballot number.
    pub number: i32,
    /// Name on the ballot.
    pub name: LocalText,
    /// Project.
    pub project: Option<ProjectRef>,
    /// What the item was decided with, minor units.
    pub cost: Money,
    /// What goes into this work.
    pub amount: Money,
}

/// What happened to a work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkStep {
    /// Identifier.
    pub id: Id,
    /// What.
    pub event: WorkEvent,
    /// State before.
    pub from: WorkState,
    /// State after.
    pub to: WorkState,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Public reason.
    pub reason: Option<LocalText>,
    /// Act on which it rests.
    pub act: Option<Act>,
    /// Contract with which it happened.
    pub contract_id: Option<Id>,
    /// Fiscal year to which it was deferred.
    pub fiscal_year: Option<i32>,
    /// What else it tells.
    pub detail: Option<WorkDetail>,
}

/// News from the building site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkUpdate {
    /// Identifier.
    pub id: Id,
    /// Text.
    pub text: LocalText,
    /// How much is built, percent.
    pub percent: Option<i32>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: Moment,
    /// Photos.
    pub photos: Vec<Photo>,
}

/// A contract as far as it concerns a work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkContract {
    /// Identifier of the contract.
    pub id: Id,
    /// Its number.
    pub number: String,
    /// What was ordered.
    pub subject: LocalText,
    /// Who builds.
    pub supplier: String,
    /// State.
    pub state: ContractState,
    /// When it was signed.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub signed_on: Date,
    /// When it ends.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub ends_on: Date,
    /// What it commits for this work, as amended, minor units.
    pub amount: Money,
    /// Of that: paid.
    pub paid: Money,
}

/// The legal acceptance in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// The act.
    pub act: Option<Act>,
    /// When.
    #[serde(with = "domain::moment::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub accepted_on: Date,
    /// Who supervised the building.
    pub supervisor: Option<LocalText>,
    /// Who maintains it.
    pub maintainer: Option<LocalText>,
}

/// A work's whole page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Work {
    /// The list's part.
    #[serde(flatten)]
    pub brief: WorkBrief,
    /// What exactly.
    pub description: Option<LocalText>,
    /// Ballot items out of which it is built.
    pub items: Vec<WorkItem>,
    /// What happened, oldest first.
    pub events: Vec<WorkStep>,
    /// Events that the state allows now.
    pub possible: Vec<WorkEvent>,
    /// Milestones in their order.
    pub milestones: Vec<Milestone>,
    /// News, newest first.
    pub updates: Vec<WorkUpdate>,
    /// Contracts, oldest first.
    pub contracts: Vec<WorkContract>,
    /// Legal acceptance.
    pub acceptance: Option<Acceptance>,
    /// Residents' verdicts, newest first.
    pub verdicts: Vec<Verdict>,
    /// Defects within the warranty, newest first.
    pub defects: Vec<Defect>,
    /// Version.
    pub version: i64,
}
