//! A state in one word.

use domain::ProposalState;
use yew::prelude::*;

/// How a badge is coloured; the word says the same, so colour is never alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// Something is going on.
    Busy,
    /// Good news.
    Good,
    /// Somebody has to do something.
    Warn,
    /// Bad news.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Busy => "badge busy",
            Self::Good => "badge good",
            Self::Warn => "badge warn",
            Self::Bad => "badge bad",
        }
    }

    /// The tone of a proposal's state.
    pub fn of_proposal(state: ProposalState) -> Self {
        use ProposalState as S;
        match state {
            S::Eligible | S::Frozen => Self::Good,
            S::Submitted | S::UnderReview | S::Appealed => Self::Busy,
            S::NeedsChanges => Self::Warn,
            S::Rejected | S::FinallyRejected => Self::Bad,
            S::Draft | S::Withdrawn | S::Merged | S::CarriedOver => Self::Plain,
        }
    }
}

/// A word in a coloured pill: `badge(&t.code(state), Tone::of_proposal(state))`.
pub fn badge(word: &str, tone: Tone) -> Html {
    html! { <span class={tone.class()}>{ word }</span> }
}
