//! Fields one chooses in.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::field::{described_by, field, field_id};
use crate::hooks::{Form, use_t};

/// One value to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is sent: a code or an id.
    pub value: String,
    /// What is read.
    pub text: String,
}

impl Choice {
    /// A value and its words.
    pub fn new(value: impl ToString, text: impl Into<String>) -> Self {
        Self { value: value.to_string(), text: text.into() }
    }
}

/// Properties of [`Select`] and [`Radios`].
#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    pub form: Form,
    /// JSON pointer of the value without the leading slash.
    pub name: AttrValue,
    pub label: AttrValue,
    pub choices: Vec<Choice>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub optional: bool,
    /// Words of the empty choice; "Choose" unless given ("All" in a filter).
    #[prop_or_default]
    pub empty: Option<AttrValue>,
}

/// One of many, in a list that opens.
#[component]
pub fn Select(props: &ChoiceProps) -> Html {
    let t = use_t();
    let id = field_id(&props.form, &props.name);
    let fault = props.form.fault(&props.name).is_some();
    let value = props.form.value(&props.name);
    let onchange = {
        let (form, name) = (props.form.clone(), props.name.clone());
        Callback::from(move |event: Event| {
            form.set(name.as_str(), event.target_unchecked_into::<HtmlSelectElement>().value());
        })
    };
    let empty = props.empty.clone().unwrap_or_else(|| t.t("form-choose").into());
    let control = html! {
        <>
            <select id={id.clone()} name={props.name.clone()} {onchange}
                aria-required={(!props.optional).then_some("true")}
                aria-invalid={fault.then_some("true")}
                aria-describedby={described_by(&id, props.hint.is_some(), fault)}>
                <option value="" selected={value.is_empty()}>{ empty }</option>
                { for props.choices.iter().map(|choice| html! {
                    <option value={choice.value.clone()} selected={choice.value == value}>{ &choice.text }</option>
                }) }
            </select>
        </>
    };
    let optional = props.optional.then(|| t.t("form-optional"));
    field(&props.form, &props.name, &props.label, props.hint.as_ref(), optional, control)
}

/// One of a few, all in sight.
#[component]
pub fn Radios(props: &ChoiceProps) -> Html {
    let id = field_id(&props.form, &props.name);
    let fault = props.form.fault(&props.name);
    let value = props.form.value(&props.name);
    html! {
        <fieldset class={classes!("field", fault.is_some().then_some("wrong"))}
            aria-describedby={described_by(&id, props.hint.is_some(), fault.is_some())}>
            <legend>{ &props.label }</legend>
            if let Some(hint) = &props.hint { <p class="hint" id={format!("{id}-hint")}>{ hint }</p> }
            if let Some(fault) = fault { <p class="fault" id={format!("{id}-fault")}>{ fault }</p> }
            { for props.choices.iter().enumerate().map(|(at, choice)| {
                // The first one carries the field's id, so that the summary's link finds it.
                let id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
                let onchange = {
                    let (form, name, value) = (props.form.clone(), props.name.clone(), choice.value.clone());
                    Callback::from(move |_: Event| form.set(name.as_str(), value.clone()))
                };
                html! {
                    <label class="choice" for={id.clone()}>
                        <input {id} type="radio" name={props.name.clone()} value={choice.value.clone()}
                            checked={choice.value == value} {onchange} />
                        <span>{ &choice.text }</span>
                    </label>
                }
            }) }
        </fieldset>
    }
}

/// Properties of [`Checkbox`].
#[derive(Properties, PartialEq)]
pub struct CheckboxProps {
    pub form: Form,
    pub name: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
}

/// Yes or no; read it with `form.checked(name)`.
#[component]
pub fn Checkbox(props: &CheckboxProps) -> Html {
    let id = field_id(&props.form, &props.name);
    let fault = props.form.fault(&props.name);
    let onchange = {
        let (form, name) = (props.form.clone(), props.name.clone());
        Callback::from(move |event: Event| {
            let ticked = event.target_unchecked_into::<HtmlInputElement>().checked();
            form.set(name.as_str(), if ticked { "true" } else { "" });
        })
    };
    html! {
        <div class={classes!("field", fault.is_some().then_some("wrong"))}>
            if let Some(fault) = fault { <p class="fault" id={format!("{id}-fault")}>{ fault }</p> }
            <label class="choice" for={id.clone()}>
                <input id={id.clone()} type="checkbox" name={props.name.clone()}
                    checked={props.form.checked(&props.name)} {onchange}
                    aria-describedby={described_by(&id, props.hint.is_some(), fault.is_some())} />
                <span>{ &props.label }</span>
            </label>
            if let Some(hint) = &props.hint { <p class="hint" id={format!("{id}-hint")}>{ hint }</p> }
        </div>
    }
}
