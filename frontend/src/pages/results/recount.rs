//! Count it yourself: a worker downloads the public ballots (where several electorates make one result: of each), counts them again
//! and compares, project by project.

use api_types::contest::BallotItem;
use api_types::endpoint::{self, path};
use domain::{Id, ItemOutcome};
use gloo::events::EventListener;
use i18n::Texts;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::prelude::*;

use super::detail::BallotFile;
use crate::api::read::from_text;
use crate::hooks::use_t;
use crate::recount::{Line, Part, Recount as Counted};
use crate::site::asset;

/// What the worker says.
#[derive(Clone, PartialEq, Default, Deserialize)]
struct Answer {
    #[serde(rename = "Ok")]
    counted: Option<Counted>,
    #[serde(rename = "Err")]
    why: Option<String>,
}

/// How far it is.
#[derive(Clone, PartialEq)]
enum Step {
    Idle,
    Counting,
    Done(Answer),
}

/// Properties of [`Recount`].
#[derive(Properties, PartialEq)]
pub struct RecountProps {
    pub contest: Id,
    /// The public ballots.
    pub files: Vec<BallotFile>,
    /// The published items, for their names.
    pub items: Vec<BallotItem>,
}

/// The worker, and who listens to it.
struct Running {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A button that counts, and then what came out.
#[component]
pub fn Recount(props: &RecountProps) -> Html {
    let t = use_t();
    let step = use_state(|| Step::Idle);
    // Ends with the page.
    let running = use_mut_ref(|| None::<Running>);
    let onclick = {
        let step = step.clone();
        let mut addresses = path(endpoint::CONTEST_RESULT, &[&props.contest.to_string()]);
        for file in &props.files {
            addresses.push(' ');
            addresses.push_str(&file.address);
        }
        Callback::from(move |_: MouseEvent| {
            let started = start(&addresses, &step);
            step.set(if started.is_some() { Step::Counting } else { Step::Done(Answer::default()) });
            running.replace(started);
        })
    };
    html! {
        <section>
            <h3>{ t.t("recount-title") }</h3>
            <p>{ t.t("recount-text") }</p>
            <div role="status">{ match &*step {
                Step::Idle => html! { <button type="button" class="button secondary" {onclick}>{ t.t("recount-start") }</button> },
                Step::Counting => html! { <p class="loading">{ t.t("recount-busy") }</p> },
                Step::Done(Answer { counted: Some(counted), .. }) => summary(t, counted, &props.files),
                Step::Done(Answer { why, .. }) => {
                    let reason = why.clone().unwrap_or_default();
                    html! { <p class="notice bad">{ t.t_args("recount-failed", &[("reason", reason.into())]) }</p> }
                }
            } }</div>
            if let Step::Done(Answer { counted: Some(counted), .. }) = &*step { { table(t, counted, &props.items) } }
        </section>
    }
}

fn start(addresses: &str, step: &UseStateHandle<Step>) -> Option<Running> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&asset("recount")?, &options).ok()?;
    let listen = |event: &'static str| {
        let step = step.setter();
        EventListener::new(&worker, event, move |event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
            step.set(Step::Done(data.and_then(|text| from_text(&text).ok()).unwrap_or_default()));
        })
    };
    let listeners = ["message", "error"].map(listen);
    worker.post_message(&addresses.into()).ok()?;
    Some(Running { worker, _listeners: listeners })
}

fn summary(t: &Texts, counted: &Counted, files: &[BallotFile]) -> Html {
    let (class, key) = match (counted.same(), counted.by_rule) {
        (true, true) => ("notice good", "recount-same"),
        (true, false) => ("notice good", "recount-same-votes"),
        (false, _) => ("notice bad", "recount-differs"),
    };
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let ballots = [("found", count(counted.ballots).into()), ("expected", count(counted.published).into())];
    let part = |(part, file): (&Part, &BallotFile)| {
        let same = if part.same() { "recount-line-same" } else { "recount-line-differs" };
        let args = [
            ("name", file.component.clone().unwrap_or_default().into()),
            ("found", count(part.ballots).into()),
            ("expected", count(part.published).into()),
            ("comparison", t.t(same).into()),
        ];
        html! { <li>{ t.t_args("recount-component", &args) }</li> }
    };
    html! {
        <div {class}>
            <p><strong>{ t.t_args(key, &[("count", count(counted.ballots).into())]) }</strong></p>
            if counted.ballots != counted.published { <p>{ t.t_args("recount-ballots", &ballots) }</p> }
            if !counted.components.is_empty() { <ul>{ for counted.components.iter().zip(files).map(part) }</ul> }
        </div>
    }
}

fn table(t: &Texts, counted: &Counted, items: &[BallotItem]) -> Html {
    let words = |votes: Option<i64>, joint: Option<i64>, won: bool| {
        let joint = joint.map(|joint| t.t_args("recount-joint", &[("share", hundredths(t, joint).into())]));
        let votes = votes.map(|votes| t.t_args("count-votes", &[("count", votes.into())]));
        let won = counted.by_rule.then(|| t.code(if won { ItemOutcome::Funded } else { ItemOutcome::NotFunded }));
        [votes, joint, won].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let head = ["recount-project", "recount-published", "recount-own", "recount-comparison"].map(|key| t.t(key));
    let row = |line: &Line| {
        let item = items.iter().find(|item| u32::try_from(item.number) == Ok(line.number));
        let (class, key) =
            if line.same() { (None, "recount-line-same") } else { (Some("fault"), "recount-line-differs") };
        html! {
            <tr>
                <th scope="row">{ line.number }{ ". " }{ item.map(|item| item.name.get(t.lang()).to_owned()) }</th>
                <td data-label={head[1].clone()}>{ words(line.published, line.published_joint, line.won) }</td>
                <td data-label={head[2].clone()}>{ words(Some(line.votes), line.joint, line.wins) }</td>
                <td {class} data-label={head[3].clone()}>{ t.t(key) }</td>
            </tr>
        }
    };
    html! {
        <div class="table-wrap">
            <table class="stack">
                <caption>{ t.t("recount-table") }</caption>
                <thead><tr>{ for head.iter().map(|head| html! { <th scope="col">{ head.clone() }</th> }) }</tr></thead>
                <tbody>{ for counted.items.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// `36,4 %`: a joint score decides by more than whole percents.
fn hundredths(t: &Texts, share: i64) -> String {
    format!("{} %", i18n::format::thousandths(t.lang(), share.saturating_mul(10)))
}
