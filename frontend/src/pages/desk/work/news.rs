//! News from the building site, with photos.

use api_types::endpoint::{self, path};
use api_types::work::{WorkUpdate, WorkUpdateCreate};
use domain::Id;
use serde::de::IgnoredAny;
use yew::prelude::*;

use super::super::both::{Both, required};
use super::super::input::Input;
use crate::api;
use crate::api::paths::with_query;
use crate::components::form::{FormFrame, TextField};
use crate::components::photo::{self, PhotoField, photo, use_shots};
use crate::components::time::minute;
use crate::hooks::{use_form, use_t};

/// Properties of [`News`].
#[derive(Properties, PartialEq)]
pub struct NewsProps {
    pub work: Id,
    /// Newest first.
    pub updates: Vec<WorkUpdate>,
    /// Whether the viewer may add some.
    pub may: bool,
    pub done: Callback<()>,
}

/// The list, and the form for more.
#[component]
pub fn News(props: &NewsProps) -> Html {
    let t = use_t();
    let lang = t.lang();
    html! {
        <section>
            <h2>{ t.t("desk-news") }</h2>
            if props.may { <Tell key={props.updates.len()} work={props.work} done={props.done.clone()} /> }
            { for props.updates.iter().map(|update| html! {
                <article class="card" key={update.id.to_string()}>
                    <p class="meta">{ minute(t, update.at) }if let Some(percent) = update.percent { <span>{ t.t_args("desk-work-percent", &[("percent", i64::from(percent).into())]) }</span> }</p>
                    <p>{ update.text.get(lang) }</p>
                    <ul class="photos">{ for update.photos.iter().filter(|one| one.removed_reason.is_none()).map(|one| {
                        photo(path(endpoint::PHOTO, &[&one.id.to_string()]), one.alt.get(lang).to_owned(), Html::default())
                    }) }</ul>
                </article>
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct TellProps {
    work: Id,
    done: Callback<()>,
}

#[component]
fn Tell(props: &TellProps) -> Html {
    let t = use_t();
    let form = use_form([]).scoped("news");
    let shots = use_shots();
    let onsubmit = {
        let (form, shots, work, done) = (form.clone(), shots.clone(), props.work, props.done.clone());
        Callback::from(move |()| {
            let mut input = Input::new(t, &form);
            let text = required(t, &form, "text", &mut input.faults);
            let percent = input.maybe_number("percent");
            input.faults.extend(photo::faults(t, &form, &shots));
            if !input.done() {
                return;
            }
            let ready = photo::ready(&form, &shots);
            let (address, done) = (path(endpoint::WORK_UPDATES, &[&work.to_string()]), done.clone());
            let body = WorkUpdateCreate { text, percent };
            let request = async move {
                let id = api::post::<_, WorkUpdate>(&address, &body).await?.body.id;
                for (alt, blob) in &ready {
                    // What a photo shows is written once, in the writer's language.
                    let at = path(endpoint::UPDATE_PHOTOS, &[&id.to_string()]);
                    let at = with_query(&at, &[("alt", alt)]);
                    api::post_file::<IgnoredAny>(&at, blob).await?;
                }
                Ok(())
            };
            form.send(t, request, move |()| done.emit(()));
        })
    };
    html! {
        <details>
            <summary>{ t.t("desk-news-add") }</summary>
            <FormFrame form={form.clone()} submit={t.t("desk-news-submit")} {onsubmit}>
                <Both form={form.clone()} name="text" label={t.t("desk-news-text")} />
                <TextField form={form.clone()} name="percent" label={t.t("desk-news-percent")} inputmode="numeric" optional=true />
                <PhotoField form={form.clone()} label={t.t("desk-news-photos")} {shots} />
            </FormFrame>
        </details>
    }
}
