//! What every field has: a label, a hint, its fault, and the ids that join them for screen readers.

use yew::prelude::*;

use crate::hooks::Form;

/// The element id of a field: its form's scope, then its name with dashes for slashes.
pub fn field_id(form: &Form, name: &str) -> String {
    dom_id(form.scope(), name)
}

fn dom_id(scope: &str, name: &str) -> String {
    format!("{scope}-{}", name.replace('/', "-"))
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

/// Label above, hint and fault between label and control, as people read.
pub fn field(
    form: &Form,
    name: &str,
    label: &str,
    hint: Option<&AttrValue>,
    optional: Option<String>,
    control: Html,
) -> Html {
    let id = field_id(form, name);
    let fault = form.fault(name);
    html! {
        <div class={classes!("field", fault.is_some().then_some("wrong"))}>
            <label for={id.clone()}>
                { label }
                if let Some(optional) = optional { <span class="optional">{ format!(" ({optional})") }</span> }
            </label>
            if let Some(hint) = hint { <p class="hint" id={format!("{id}-hint")}>{ hint }</p> }
            if let Some(fault) = fault { <p class="fault" id={format!("{id}-fault")}>{ fault }</p> }
            { control }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_join_a_field_with_its_words() {
        let id = dom_id("f", "estimate/lines/0/unit");
        assert_eq!(id, "f-estimate-lines-0-unit");
        assert_eq!(described_by(&id, false, false), None);
        assert_eq!(described_by("f-a", true, true).as_deref(), Some("f-a-hint f-a-fault"));
    }
}
