//! An act is an official document: body, number, date. Nothing else is called so; residents do *actions*.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Id, LocalText, Refusal, RefusalCode, Refusals};

/// The act that confirms a result, moves money or accepts a work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The body that adopted it.
    pub body: Id,
    /// Its number, as printed.
    pub number: String,
    /// Its date.
    #[serde(with = "crate::moment::day")]
    pub date: Date,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<LocalText>,
}

impl Act {
    /// Checks that it can be cited: it has a number and is not dated in the future.
    ///
    /// # Errors
    /// `act_missing` (detail `number`), `date_in_future`.
    pub fn check(&self, today: Date) -> Result<(), Refusals> {
        let mut refusals = Refusals::none();
        refusals.require(!self.number.trim().is_empty(), Refusal::with(RefusalCode::ActMissing, "number"));
        refusals.require(self.date <= today, RefusalCode::DateInFuture);
        refusals.or(())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn an_act_has_a_number_and_is_not_of_tomorrow() {
        let act = Act { body: Id::nil(), number: "17-п".to_owned(), date: date!(2025 - 11 - 14), title: None };
        assert_eq!(act.check(date!(2025 - 11 - 14)), Ok(()));
        let empty = Act { number: " ".to_owned(), ..act };
        assert_eq!(empty.check(date!(2025 - 11 - 13)).unwrap_err().to_string(), "act_missing: number, date_in_future");
        assert_eq!(
            serde_json::to_string(&empty).unwrap(),
            r#"{"body":"00000000-0000-0000-0000-000000000000","number":" ","date":"2025-11-14"}"#
        );
    }
}
