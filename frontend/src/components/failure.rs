//! A request that failed, in words, with what to do next.

use i18n::Texts;
use yew::prelude::*;

use crate::api::Failure;

/// What happened, every unmet condition, the request id to quote, a button to try again.
pub fn failure_box(t: &Texts, failure: &Failure, retry: &Callback<()>) -> Html {
    let blockers = failure.blockers(t);
    let onclick = retry.reform(|_: MouseEvent| ());
    let request = match failure {
        Failure::Problem(problem) if problem.status >= 500 => {
            let id = problem.instance.trim_start_matches("urn:uuid:").to_owned();
            Some(html! { <p class="hint">{ t.t_args("failure-request-id", &[("id", id.into())]) }</p> })
        }
        _ => None,
    };
    html! {
        <div class="notice bad" role="alert">
            <p><strong>{ t.t("load-failed") }</strong></p>
            <p>{ failure.sentence(t) }</p>
            if !blockers.is_empty() {
                <ul>{ for blockers.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            }
            { request }
            <button type="button" class="button secondary" {onclick}>{ t.t("retry") }</button>
        </div>
    }
}
