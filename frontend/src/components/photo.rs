//! Photos: choosing, previewing and describing them in a form, and showing them.
//!
//! ```ignore
//! let shots = use_shots();
//! html! { <FormFrame …> … <PhotoField form={form.clone()} label={words(verdict_photos)} shots={shots.clone()} max=5 /> </FormFrame> }
//!
//! // On submit: what is missing, then each photo as the body of its own request.
//! if !form.check(photo::faults(t, &form, &shots)) { return; }
//! let ready = photo::ready(&form, &shots);
//! form.send(t, async move {
//!     let id = api::post::<_, Verdict>(&address, &body).await?.body.id;
//!     for (alt, blob) in &ready {
//!         let at = with_query(&path(VERDICT_PHOTOS, &[&id.to_string()]), &[("alt", alt)]);
//!         api::post_file::<PhotoReceipt>(&at, blob).await?;
//!     }
//!     Ok(())
//! }, |()| …);
//!
//! // Showing: an item of `<ul class="photos">`.
//! photo(src, alt, html! { { day(t, taken) } })
//! ```
//!
//! A photo is drawn anew on a canvas before it is sent: at most [`LONGEST`] pixels long, as JPEG, and without the place and
//! time that cameras write into files.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlInputElement, ImageBitmap, Url};
use yew::prelude::*;

use crate::components::form::{TextField, field_id};
use crate::hooks::{Fault, Form, use_t};
use i18n::Texts;

/// The longer side of a photo that is sent, in pixels.
const LONGEST: f64 = 1600.0;

/// A photo chosen, made smaller, not yet sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Shot {
    /// Tells it from the others, whatever is removed before it.
    key: u32,
    /// What is sent.
    blob: Blob,
    /// Address of the preview, valid on this page only.
    url: String,
}

impl Shot {
    /// Name of the field with its words.
    fn field(&self) -> String {
        format!("photos/{}/alt", self.key)
    }
}

/// The photos of a form.
pub type Shots = UseStateHandle<Vec<Shot>>;

/// No photos yet.
#[hook]
pub fn use_shots() -> Shots {
    use_state(Vec::new)
}

/// Photos without words.
pub fn faults(t: &Texts, form: &Form, shots: &[Shot]) -> Vec<Fault> {
    let unsaid = shots.iter().enumerate().filter(|(_, shot)| form.text(&shot.field()).is_empty());
    unsaid
        .map(|(at, shot)| Fault::new(shot.field(), t.t_args("photo-alt-missing", &[("number", (at + 1).into())])))
        .collect()
}

/// Words and file of each photo.
pub fn ready(form: &Form, shots: &[Shot]) -> Vec<(String, Blob)> {
    shots.iter().map(|shot| (form.text(&shot.field()), shot.blob.clone())).collect()
}

/// Properties of [`PhotoField`].
#[derive(Properties, PartialEq)]
pub struct PhotoProps {
    pub form: Form,
    pub label: AttrValue,
    pub shots: Shots,
    /// Most photos.
    #[prop_or(5)]
    pub max: usize,
}

/// Choosing photos, one after the other or several at once; each with its preview, its words and a button to remove it.
#[component]
pub fn PhotoField(props: &PhotoProps) -> Html {
    let t = use_t();
    let said = use_state(|| None::<String>);
    let id = field_id(&props.form, "photos");
    let onchange = {
        let (shots, said, max) = (props.shots.clone(), said.clone(), props.max);
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let files: Vec<Blob> = input
                .files()
                .map(|list| (0..list.length()).filter_map(|at| Some(list.get(at)?.into())).collect())
                .unwrap_or_default();
            // The same file may be chosen again after it was removed.
            input.set_value("");
            let (shots, said) = (shots.clone(), said.clone());
            spawn_local(async move {
                let mut next = (*shots).clone();
                let mut fault = None;
                for file in files {
                    if next.len() >= max {
                        fault = Some(t.t_args("photo-too-many", &[("max", max.into())]));
                        break;
                    }
                    let key = next.iter().map(|shot| shot.key + 1).max().unwrap_or_default();
                    match shrink(&file).await.and_then(|blob| Ok((Url::create_object_url_with_blob(&blob)?, blob))) {
                        Ok((url, blob)) => next.push(Shot { key, blob, url }),
                        Err(_) => fault = Some(t.t("photo-unreadable")),
                    }
                }
                said.set(fault);
                shots.set(next);
            });
        })
    };
    html! {
        <fieldset class="field">
            <legend>{ &props.label }</legend>
            <p class="hint" id={format!("{id}-hint")}>{ t.t("photo-hint") }</p>
            <ul class="photos">{ for props.shots.iter().enumerate().map(|(at, shot)| one(t, props, at, shot)) }</ul>
            if let Some(said) = &*said { <p class="fault" role="alert">{ said }</p> }
            <label for={id.clone()}>{ t.t("photo-add") }</label>
            <input id={id.clone()} type="file" accept="image/jpeg,image/png,image/webp" multiple=true {onchange}
                aria-describedby={format!("{id}-hint")} />
        </fieldset>
    }
}

fn one(t: &Texts, props: &PhotoProps, at: usize, shot: &Shot) -> Html {
    let number = [("number", (at + 1).into())];
    let onclick = {
        let (shots, form, shot) = (props.shots.clone(), props.form.clone(), shot.clone());
        Callback::from(move |_: MouseEvent| {
            let _ = Url::revoke_object_url(&shot.url);
            form.forget(shot.field());
            shots.set(shots.iter().filter(|other| **other != shot).cloned().collect());
        })
    };
    html! {
        <li key={shot.key}>
            <img src={shot.url.clone()} alt="" />
            <TextField form={props.form.clone()} name={shot.field()} label={t.t_args("photo-alt", &number)} hint={t.t("photo-alt-hint")} />
            <button type="button" class="button small secondary" {onclick}>{ t.t_args("photo-remove", &number) }</button>
        </li>
    }
}

/// A photo that was sent, with its words for those who do not see it; an item of `<ul class="photos">`.
pub fn photo(src: String, alt: String, below: Html) -> Html {
    html! {
        <li>
            <figure>
                <a href={src.clone()}><img {src} {alt} loading="lazy" /></a>
                <figcaption class="meta">{ below }</figcaption>
            </figure>
        </li>
    }
}

/// The photo drawn anew: turned upright, at most [`LONGEST`] pixels, nothing but the picture.
async fn shrink(file: &Blob) -> Result<Blob, JsValue> {
    let bitmap = JsFuture::from(gloo::utils::window().create_image_bitmap_with_blob(file)?).await?;
    let bitmap: ImageBitmap = bitmap.unchecked_into();
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONGEST / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement = gloo::utils::document().create_element("canvas")?.unchecked_into();
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width * scale, height * scale)?;
    let blob = Promise::new(&mut |resolve: Function, _| {
        // Cannot fail: the canvas holds our own picture.
        let _ = canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &JsValue::from(0.85));
    });
    JsFuture::from(blob).await?.dyn_into()
}
