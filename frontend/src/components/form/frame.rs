//! The form itself: error summary, fields, one button.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::field::field_id;
use crate::hooks::{Form, use_t};

/// Properties of [`FormFrame`].
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    pub form: Form,
    /// Words of the button: what happens when it is pressed.
    pub submit: AttrValue,
    /// Called when the button is pressed (or Enter); check and `form.send` there.
    pub onsubmit: Callback<()>,
    /// More buttons beside it.
    #[prop_or_default]
    pub beside: Html,
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub children: Html,
}

/// A form. The button is never disabled: pressing it says what is missing.
#[component]
pub fn FormFrame(props: &FrameProps) -> Html {
    let t = use_t();
    let onsubmit = {
        let onsubmit = props.onsubmit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            onsubmit.emit(());
        })
    };
    let busy = props.form.busy();
    html! {
        <form novalidate=true class={props.class.clone()} {onsubmit} aria-busy={busy.then_some("true")}>
            <FaultSummary form={props.form.clone()} />
            { props.children.clone() }
            <div class="buttons">
                <button type="submit" class="button">
                    { if busy { t.t("form-sending") } else { props.submit.to_string() } }
                </button>
                { props.beside.clone() }
            </div>
        </form>
    }
}

#[derive(Properties, PartialEq)]
struct SummaryProps {
    form: Form,
}

/// All faults on top, each a link to its field; takes the focus when an attempt fails.
#[component]
fn FaultSummary(props: &SummaryProps) -> Html {
    let t = use_t();
    let summary = use_node_ref();
    {
        let summary = summary.clone();
        use_effect_with(props.form.attempt(), move |attempt| {
            if *attempt > 0
                && let Some(element) = summary.cast::<HtmlElement>()
            {
                let _ = element.focus();
            }
        });
    }
    if props.form.faults().is_empty() {
        return Html::default();
    }
    let title = field_id(&props.form, "faults");
    html! {
        <div class="notice bad" ref={summary} tabindex="-1" role="alert" aria-labelledby={title.clone()}>
            <h2 id={title}>{ t.t("form-error-title") }</h2>
            <ul>
                { for props.form.faults().iter().enumerate().filter(|(at, fault)| {
                    // The same words about both languages of one text are said once.
                    !props.form.faults()[..*at].iter().any(|earlier| earlier.text == fault.text && beside(&earlier.field, &fault.field))
                }).map(|(_, fault)| {
                    if fault.field.is_empty() {
                        return html! { <li>{ &fault.text }</li> };
                    }
                    let id = field_id(&props.form, &fault.field);
                    let onclick = focus_on(id.clone());
                    html! { <li><a href={format!("#{id}")} {onclick}>{ &fault.text }</a></li> }
                }) }
            </ul>
        </div>
    }
}

/// Whether two fields are parts of one text: `reason/kk`, `reason/ru`.
fn beside(one: &str, other: &str) -> bool {
    let text = |field: &str| field.strip_suffix("/kk").or(field.strip_suffix("/ru")).map(str::to_owned);
    text(one).is_some() && text(one) == text(other)
}

/// Puts the focus into a field; the address stays as it is.
fn focus_on(id: String) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if let Some(element) = document().get_element_by_id(&id)
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            let _ = element.focus();
        }
    })
}
