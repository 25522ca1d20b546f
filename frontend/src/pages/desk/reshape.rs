//! Reshaping what residents ask for: merging a proposal into another one, splitting a part off. Both with a public reason, and all
//! authors stay credited.

use api_types::endpoint::{PROJECT, PROPOSAL_MERGE, PROPOSAL_SPLIT, path};
use api_types::project::Project;
use api_types::proposal::{ProposalMerge, ProposalReceipt, ProposalSplit, ProposalWrite};
use domain::estimate::Estimate;
use domain::{ProposalState as S, Role, UserText};
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::holds;
use super::input::Input;
use crate::api;
use crate::components::form::{Checkbox, Choice, FormFrame, Select, TextArea, TextField};
use crate::format;
use crate::hooks::{use_form, use_t};
use crate::state::session::use_session;

/// Properties of [`Reshape`].
#[derive(Properties, PartialEq)]
pub struct ReshapeProps {
    pub project: Project,
    /// Categories of the rules in force.
    pub categories: Vec<Choice>,
    /// Hears that the proposal was merged and is decided.
    pub done: Callback<()>,
    /// Reads the proposal and the queue again.
    pub reload: Callback<()>,
}

/// Both forms, folded, for those who review; nothing once the proposal is decided.
#[component]
pub fn Reshape(props: &ReshapeProps) -> Html {
    let t = use_t();
    let session = use_session();
    let open = matches!(props.project.brief.state, S::Submitted | S::UnderReview | S::NeedsChanges | S::Eligible);
    if !open || !holds(&session, Role::Reviewer) {
        return Html::default();
    }
    html! {
        <>
            <details>
                <summary>{ t.t("desk-merge") }</summary>
                <p>{ t.t("desk-merge-why") }</p>
                <Merge project={props.project.brief.id} done={props.done.clone()} />
            </details>
            <details>
                <summary>{ t.t("desk-split") }</summary>
                <p>{ t.t("desk-split-why") }</p>
                <Split project={props.project.clone()} categories={props.categories.clone()} reload={props.reload.clone()} />
            </details>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct MergeProps {
    project: domain::Id,
    done: Callback<()>,
}

/// Into which other proposal, and why.
#[component]
fn Merge(props: &MergeProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("merge");
    let onsubmit = {
        let (form, address, done) =
            (form.clone(), path(PROPOSAL_MERGE, &[&props.project.to_string()]), props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (number, reason) = (input.text("into"), input.text("reason/text"));
            if !input.done() {
                return;
            }
            let (address, done) = (address.clone(), done.clone());
            let reason = UserText { lang: t.lang(), text: reason };
            let request = async move {
                let into = api::get::<Project>(&path(PROJECT, &[&number])).await?.body.brief.id;
                api::post::<_, IgnoredAny>(&address, &ProposalMerge { into, reason }).await
            };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    html! {
        <FormFrame form={form.clone()} submit={t.t("desk-merge-send")} {onsubmit}>
            <TextField form={form.clone()} name="into" label={t.t("desk-merge-into")} hint={t.t("desk-merge-hint")} autocomplete="off" />
            <TextArea form={form.clone()} name="reason/text" label={t.t("desk-carry-reason")} rows=3 max=5000 />
        </FormFrame>
    }
}

#[derive(Properties, PartialEq)]
struct SplitProps {
    project: Project,
    categories: Vec<Choice>,
    reload: Callback<()>,
}

fn line(at: usize) -> String {
    format!("line-{at}")
}

/// What the part is called, what it says, and which lines of the estimate go with it.
#[component]
fn Split(props: &SplitProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("split");
    let made = use_state(|| None::<String>);
    let revision = &props.project.revision;
    let onsubmit = {
        let (form, project, made, reload) = (form.clone(), props.project.clone(), made.setter(), props.reload.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let (title, body, category) =
                (input.text("part/title"), input.text("part/body"), input.text("part/category"));
            let reason = UserText { lang: t.lang(), text: input.text("reason/text") };
            let (brief, revision) = (&project.brief, &project.revision);
            let lines = revision.estimate.lines.iter().enumerate();
            let lines: Vec<_> = lines.filter(|(at, _)| form.checked(&line(*at))).map(|(_, one)| one.clone()).collect();
            if lines.is_empty() {
                input.fault(&line(0), "desk-split-no-line");
            }
            if !input.done() {
                return;
            }
            let part = ProposalWrite {
                cycle_id: brief.cycle_id,
                district_id: brief.district_id,
                envelope_id: None,
                category,
                lang: revision.lang,
                title,
                body,
                place: revision.place.clone(),
                estimate: Estimate { lines, ..revision.estimate.clone() },
            };
            let address = path(PROPOSAL_SPLIT, &[&brief.id.to_string()]);
            let request =
                async move { api::post::<_, ProposalReceipt>(&address, &ProposalSplit { part, reason }).await };
            let (made, reload, sent) = (made.clone(), reload.clone(), form.clone());
            form.send(t, request, move |reply| {
                sent.replace([]);
                made.set(reply.body.number);
                reload.emit(());
            });
        })
    };
    html! {
        <>
            if let Some(number) = &*made {
                <p class="notice good" role="status">{ t.t_args("desk-split-done", &[("number", number.clone().into())]) }</p>
            }
            <FormFrame form={form.clone()} submit={t.t("desk-split-send")} {onsubmit}>
                <TextField form={form.clone()} name="part/title" label={t.t("desk-split-title")}
                    hint={t.t_args("desk-split-lang", &[("language", t.code(revision.lang).into())])} autocomplete="off" />
                <TextArea form={form.clone()} name="part/body" label={t.t("desk-split-body")} rows=3 max=5000 />
                <Select form={form.clone()} name="part/category" label={t.t("projects-category")} choices={props.categories.clone()} />
                <fieldset class="field">
                    <legend>{ t.t("desk-split-lines") }</legend>
                    { for revision.estimate.lines.iter().enumerate().map(|(at, one)| html! {
                        <Checkbox form={form.clone()} name={line(at)}
                            label={format!("{}, {} {}", one.item, format::plain_thousandths(one.quantity_milli), one.unit)} />
                    }) }
                </fieldset>
                <TextArea form={form.clone()} name="reason/text" label={t.t("desk-carry-reason")} rows=3 max=5000 />
            </FormFrame>
        </>
    }
}
