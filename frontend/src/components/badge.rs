//! A state in one word.

use domain::{Code, ProposalState};
use yew::prelude::*;

use crate::hooks::use_t;

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

/// Properties of [`Badge`].
#[derive(Properties, PartialEq)]
pub struct BadgeProps {
    /// The word.
    pub text: AttrValue,
    #[prop_or(Tone::Plain)]
    pub tone: Tone,
}

/// A word in a coloured pill.
#[component]
pub fn Badge(props: &BadgeProps) -> Html {
    html! { <span class={props.tone.class()}>{ &props.text }</span> }
}

/// Properties of [`CodeBadge`].
#[derive(Properties, PartialEq)]
pub struct CodeBadgeProps<C: Code + PartialEq> {
    /// A domain value; its word comes from the texts.
    pub value: C,
    #[prop_or(Tone::Plain)]
    pub tone: Tone,
}

/// A domain value's word in a coloured pill: `<CodeBadge<Phase> value={phase} />`.
#[component]
pub fn CodeBadge<C: Code + PartialEq>(props: &CodeBadgeProps<C>) -> Html {
    let t = use_t();
    html! { <Badge text={t.code(props.value)} tone={props.tone} /> }
}
