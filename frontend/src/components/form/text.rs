//! Fields one types into.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::field::{described_by, field, field_id};
use crate::hooks::{Form, use_t};

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextProps {
    pub form: Form,
    /// JSON pointer of the value without the leading slash.
    pub name: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub optional: bool,
    /// HTML input type: text, email, password, date, search.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// HTML `autocomplete`: `email`, `current-password`, `one-time-code`, …
    #[prop_or_default]
    pub autocomplete: Option<AttrValue>,
    /// HTML `inputmode`: `numeric`; `decimal` for an amount, read with `format::parse_money`.
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
}

/// One line of text.
#[component]
pub fn TextField(props: &TextProps) -> Html {
    let t = use_t();
    let id = field_id(&props.form, &props.name);
    let fault = props.form.fault(&props.name).is_some();
    let oninput = {
        let (form, name) = (props.form.clone(), props.name.clone());
        Callback::from(move |event: InputEvent| {
            form.set(name.as_str(), event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let control = html! {
        <>
            <input id={id.clone()} name={props.name.clone()} type={props.kind.clone()}
                value={props.form.value(&props.name)} {oninput}
                autocomplete={props.autocomplete.clone()} inputmode={props.inputmode.clone()}
                aria-required={(!props.optional).then_some("true")}
                aria-invalid={fault.then_some("true")}
                aria-describedby={described_by(&id, props.hint.is_some(), fault)} />
        </>
    };
    let optional = props.optional.then(|| t.t("form-optional"));
    field(&props.form, &props.name, &props.label, props.hint.as_ref(), optional, control)
}

/// Properties of [`TextArea`].
#[derive(Properties, PartialEq)]
pub struct AreaProps {
    pub form: Form,
    /// JSON pointer of the value without the leading slash.
    pub name: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub optional: bool,
    #[prop_or(6)]
    pub rows: u32,
    /// Most characters; what is left is shown when little is.
    #[prop_or_default]
    pub max: Option<usize>,
}

/// Several lines of text.
#[component]
pub fn TextArea(props: &AreaProps) -> Html {
    let t = use_t();
    let id = field_id(&props.form, &props.name);
    let fault = props.form.fault(&props.name).is_some();
    let value = props.form.value(&props.name);
    let left = props.max.map(|max| max.saturating_sub(value.chars().count())).filter(|left| *left <= 200);
    let oninput = {
        let (form, name) = (props.form.clone(), props.name.clone());
        Callback::from(move |event: InputEvent| {
            form.set(name.as_str(), event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let control = html! {
        <>
            <textarea id={id.clone()} name={props.name.clone()} rows={props.rows.to_string()} {value} {oninput}
                aria-required={(!props.optional).then_some("true")}
                aria-invalid={fault.then_some("true")}
                aria-describedby={described_by(&id, props.hint.is_some(), fault)} />
            if let Some(left) = left {
                <p class="hint" role="status">{ t.t_args("form-characters-left", &[("count", left.into())]) }</p>
            }
        </>
    };
    let optional = props.optional.then(|| t.t("form-optional"));
    field(&props.form, &props.name, &props.label, props.hint.as_ref(), optional, control)
}
