//! Bodies and offices: who they are, how their members came to be, and what they may decide.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{BodyKind, Id, LocalText, ReviewKind, Selection, codes};

/// A body or office with its mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Kind.
    pub kind: BodyKind,
    /// Official name.
    pub name: LocalText,
    /// How its members came to be members.
    pub selection: Selection,
    /// Its district; none for the whole city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<Id>,
    /// From when to when it may act.
    pub mandate: Mandate,
}

/// Days on which a body may act; both are inside, an open end is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    /// First day.
    #[serde(with = "crate::moment::day")]
    pub from: Date,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::moment::day::option")]
    pub until: Option<Date>,
}

impl Mandate {
    /// Whether the body may act on this day.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

codes! {
    /// What a rule version entrusts to a kind of body.
    pub BodyTask "body-task" {
        FormalReview = "formal_review", Clearance = "clearance", CouncilReview = "council_review", Appeals = "appeals",
        ConfirmResult = "confirm_result", Proposing = "proposing", Voting = "voting", Delivery = "delivery",
        /// Opens the next intake with the account of the last cycle.
        Account = "account",
        Inspection = "inspection",
    }
}

/// The task that a kind of review is.
pub fn task_of(kind: ReviewKind) -> BodyTask {
    match kind {
        ReviewKind::Formal => BodyTask::FormalReview,
        ReviewKind::Clearance => BodyTask::Clearance,
        ReviewKind::Council => BodyTask::CouncilReview,
        ReviewKind::Appeal => BodyTask::Appeals,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn both_days_of_a_mandate_are_inside() {
        let until = |until| Mandate { from: date!(2025 - 01 - 01), until };
        for (day, covered) in [
            (date!(2024 - 12 - 31), false),
            (date!(2025 - 01 - 01), true),
            (date!(2025 - 12 - 31), true),
            (date!(2026 - 01 - 01), false),
        ] {
            assert_eq!(until(Some(date!(2025 - 12 - 31))).covers(day), covered, "{day}");
        }
        assert!(until(None).covers(date!(2099 - 01 - 01)));
    }
}
