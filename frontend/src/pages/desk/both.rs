//! An official text in Kazakh and Russian: two fields that belong together.

use domain::LocalText;
use i18n::Texts;
use yew::prelude::*;

use crate::components::form::TextArea;
use crate::hooks::{Fault, Form, use_t};

/// Properties of [`Both`].
#[derive(Properties, PartialEq)]
pub struct BothProps {
    pub form: Form,
    /// JSON pointer of the text without the leading slash; the fields are `<name>/kk` and `<name>/ru`.
    pub name: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub optional: bool,
}

/// The two fields under one heading.
#[component]
pub fn Both(props: &BothProps) -> Html {
    let t = use_t();
    let BothProps { form, name, label, hint, optional } = props;
    let field = |lang: &str| {
        let name = format!("{name}/{lang}");
        html! { <TextArea form={form.clone()} {name} label={t.t(&format!("lang-{lang}"))} rows=3 max=5000 optional={*optional} /> }
    };
    html! {
        <fieldset class="field">
            <legend>{ label }</legend>
            if let Some(hint) = hint { <p class="hint">{ hint }</p> }
            { field("kk") }
            { field("ru") }
        </fieldset>
    }
}

/// The text as typed; None when both are empty.
pub fn text(form: &Form, name: &str) -> Option<LocalText> {
    let (kk, ru) = (form.text(&format!("{name}/kk")), form.text(&format!("{name}/ru")));
    (!kk.is_empty() || !ru.is_empty()).then_some(LocalText { kk, ru, en: None })
}

/// The text, and a fault for each language that is missing.
pub fn required(t: &Texts, form: &Form, name: &str, faults: &mut Vec<Fault>) -> LocalText {
    for lang in ["kk", "ru"] {
        let field = format!("{name}/{lang}");
        if form.text(&field).is_empty() {
            faults.push(Fault::new(field, t.t(&format!("desk-write-{lang}"))));
        }
    }
    text(form, name).unwrap_or_else(|| LocalText::same(""))
}
