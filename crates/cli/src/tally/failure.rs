//! Why nothing was counted, and the exit code that says so to scripts.

use std::fmt;

use tally::CountError;
use tally::city::CityRuleError;

/// For `--help`.
pub const EXIT_CODES: &str = "Exit codes:
  0  counted
  1  the file cannot be opened, or the output cannot be written
  2  an option is wrong or does not go with the others
  3  the file does not clearly say how its city counted (rule `unknown`, `greedy-custom`, none), or lacks what the
     rule needs (a threshold)
  4  the file is malformed: the message names line and column
  5  the rule cannot count these ballots, or an exact search was given up";

/// A failure by its exit code.
#[derive(Debug)]
pub enum Failure {
    /// 1: a file or the output.
    Unreadable(String),
    /// 2: options.
    Usage(String),
    /// 3: the file does not name its rule clearly.
    RuleNotClear(String),
    /// 4: a fault in the file, with its place.
    Malformed(String),
    /// 5: the count was refused.
    Refused(String),
}

impl Failure {
    /// A rule that cannot count.
    pub fn count(error: CountError) -> Self {
        let hint = match &error {
            CountError::BallotsNotSupported { rule, .. } if rule.ends_with("utility") => {
                "; --utility chooses another utility, --rule another rule"
            }
            CountError::BallotsNotSupported { .. } => "; --rule chooses another rule",
            CountError::TooHard { .. } => "; the other rules have no such limit",
            _ => "",
        };
        Self::Refused(format!("{error}{hint}"))
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Unreadable(_) => 1,
            Self::Usage(_) => 2,
            Self::RuleNotClear(_) => 3,
            Self::Malformed(_) => 4,
            Self::Refused(_) => 5,
        }
    }
}

impl From<CityRuleError> for Failure {
    fn from(error: CityRuleError) -> Self {
        Self::RuleNotClear(format!("{error}; choose a rule with --rule"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Unreadable(text)
        | Self::Usage(text)
        | Self::RuleNotClear(text)
        | Self::Malformed(text)
        | Self::Refused(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for Failure {}
