//! What every field has: a label, a hint, its fault, and the ids that join them for screen readers.

use yew::prelude::*;

use crate::hooks::{Form, use_t};

/// The element id of a field; a JSON pointer's slashes become dashes.
pub fn field_id(name: &str) -> String {
    format!("f-{}", name.replace('/', "-"))
}

/// The ids that describe a field, for `aria-describedby`; None when nothing does.
pub fn described_by(id: &str, has_hint: bool, has_fault: bool) -> Option<String> {
    let mut ids = Vec::new();
    if has_hint {
        ids.push(format!("{id}-hint"));
    }
    if has_fault {
        ids.push(format!("{id}-fault"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    pub form: Form,
    pub name: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub optional: bool,
    #[prop_or_default]
    pub children: Html,
}

/// Label above, hint and fault between label and control, as people read.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let t = use_t();
    let id = field_id(&props.name);
    let fault = props.form.fault(&props.name);
    html! {
        <div class={classes!("field", fault.is_some().then_some("wrong"))}>
            <label for={id.clone()}>
                { &props.label }
                if props.optional { <span class="optional">{ format!(" ({})", t.t("form-optional")) }</span> }
            </label>
            if let Some(hint) = &props.hint { <p class="hint" id={format!("{id}-hint")}>{ hint }</p> }
            if let Some(fault) = fault { <p class="fault" id={format!("{id}-fault")}>{ fault }</p> }
            { props.children.clone() }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_join_a_field_with_its_words() {
        let id = field_id("estimate/lines/0/unit");
        assert_eq!(id, "f-estimate-lines-0-unit");
        assert_eq!(described_by(&id, false, false), None);
        assert_eq!(described_by("f-a", true, true).as_deref(), Some("f-a-hint f-a-fault"));
    }
}
