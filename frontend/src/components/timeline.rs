//! Steps in order: the calendar of a cycle, the history of a project.

use yew::prelude::*;

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Over.
    Past,
    /// Now.
    Current,
    /// To come.
    Future,
}

/// One step.
pub struct TimelineItem {
    /// How far it is.
    pub step: Step,
    /// Its name.
    pub title: String,
    /// Dates and words.
    pub detail: Html,
}

/// Steps in order, the current one marked for eyes and screen readers.
pub fn timeline(items: impl IntoIterator<Item = TimelineItem>) -> Html {
    let steps = items.into_iter().map(|item| {
        let (class, current) = match item.step {
            Step::Past => ("past", None),
            Step::Current => ("current", Some("step")),
            Step::Future => ("future", None),
        };
        html! {
            <li {class} aria-current={current}>
                <span class="timeline-title">{ item.title }</span>
                <span class="timeline-detail">{ item.detail }</span>
            </li>
        }
    });
    html! { <ol class="timeline">{ for steps }</ol> }
}
