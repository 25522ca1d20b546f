//! Enumerations that travel as stable text codes: in JSON, in the database, in i18n keys, in logs.

/// A closed set of values, each with a stable lower-case code.
///
/// The code is the only spelling that leaves the program: serde, the database and the i18n keys all use it.
pub trait Code: Sized + Copy + 'static {
    /// Every value, in declaration order.
    const ALL: &'static [Self];
    /// The i18n prefix and the name used in messages, such as `phase`.
    const NAME: &'static str;
    /// The stable code of this value.
    fn code(self) -> &'static str;
    /// The value with this code, if there is one.
    fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.code() == code)
    }
}

/// Declares an enum whose values have text codes: `codes! { /// Doc. pub Phase "phase" { Setup = "setup", … } }`.
///
/// A code is matched as a token, not as `literal`: utoipa cannot read a literal that comes out of a macro's fragment and
/// would document the variants' names.
#[macro_export]
macro_rules! codes {
    ($(#[$m:meta])* pub $name:ident $label:literal { $( $(#[$vm:meta])* $v:ident = $s:tt ),+ $(,)? }) => {
        $(#[$m])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[allow(missing_docs)] // most codes say it all; a value that needs a word has its own doc comment
        pub enum $name { $( $(#[$vm])* #[serde(rename = $s)] $v ),+ }

        impl $crate::Code for $name {
            const ALL: &'static [Self] = &[ $( Self::$v ),+ ];
            const NAME: &'static str = $label;
            fn code(self) -> &'static str { match self { $( Self::$v => $s ),+ } }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str($crate::Code::code(*self)) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::UnknownCode;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                <Self as $crate::Code>::parse(s).ok_or_else(|| $crate::code::UnknownCode { set: $label, code: s.to_owned() })
            }
        }
    };
}

/// A text that is no code of the set it was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// Name of the set, such as `phase`.
    pub set: &'static str,
    /// What was read.
    pub code: String,
}

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is no {}", self.code, self.set)
    }
}

impl std::error::Error for UnknownCode {}

#[cfg(test)]
mod tests {
    use crate::{Code, Phase};

    #[test]
    fn a_code_reads_back_and_serialises_as_itself() {
        for &phase in Phase::ALL {
            assert_eq!(Phase::parse(phase.code()), Some(phase));
            assert_eq!(serde_json::to_string(&phase).unwrap(), format!("\"{phase}\""));
        }
        assert!("no_such".parse::<Phase>().is_err());
    }
}
