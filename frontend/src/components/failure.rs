//! A request that failed, in words, with what to do next.

use yew::prelude::*;

use crate::api::Failure;
use crate::hooks::use_t;

/// Properties of [`FailureBox`].
#[derive(Properties, PartialEq)]
pub struct FailureProps {
    /// What happened.
    pub failure: Failure,
    /// Tries again, where that makes sense.
    #[prop_or_default]
    pub retry: Option<Callback<()>>,
}

/// What happened, every unmet condition, the request id to quote, a button to try again.
#[component]
pub fn FailureBox(props: &FailureProps) -> Html {
    let t = use_t();
    let blockers = props.failure.blockers(t);
    let retry = props.retry.clone().map(|retry| {
        let onclick = Callback::from(move |_: MouseEvent| retry.emit(()));
        html! { <button type="button" class="button secondary" {onclick}>{ t.t("retry") }</button> }
    });
    let request = match &props.failure {
        Failure::Problem(problem) if problem.status >= 500 => {
            let id = problem.instance.trim_start_matches("urn:uuid:").to_owned();
            Some(html! { <p class="hint">{ t.t_args("failure-request-id", &[("id", id.into())]) }</p> })
        }
        _ => None,
    };
    html! {
        <div class="notice bad" role="alert">
            <p><strong>{ t.t("load-failed") }</strong></p>
            <p>{ props.failure.sentence(t) }</p>
            if !blockers.is_empty() {
                <ul>{ for blockers.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            }
            { request }
            { retry }
        </div>
    }
}
