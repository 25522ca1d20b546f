//! Keys of a page: single letters while nobody types, Ctrl+Enter and Escape also inside a field. They can be switched off,
//! because single letters get in the way of who speaks to the computer (WCAG 2.1.4).

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use i18n::Texts;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Where the choice is kept on this device.
const KEPT: &str = "desk-keys";

/// A key that was pressed.
pub struct Key {
    /// Its place on the keyboard (`KeyJ`), so that a Kazakh or Russian layout does the same.
    pub code: String,
    /// Whether Ctrl (or Command) was held.
    pub ctrl: bool,
    /// Whether the focus is where one types.
    pub typing: bool,
}

/// Hears keys while the page is shown. The handler answers whether the key was for it.
#[hook]
pub fn use_keys(on: bool, handler: impl Fn(&Key) -> bool + 'static) {
    use_effect(move || {
        let listener = on.then(move || {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document(), "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if event.alt_key() || event.is_composing() {
                    return;
                }
                let ctrl = event.ctrl_key() || event.meta_key();
                let key = Key { code: event.code(), ctrl, typing: types_into(event) };
                if handler(&key) {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

/// Whether the key goes into a field. Radio buttons and boxes take no letters.
fn types_into(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        element
            .matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]")
            .unwrap_or_default()
    })
}

/// Whether the keys are on, and the switch.
#[hook]
pub fn use_keys_switch() -> (bool, Callback<MouseEvent>) {
    let storage = window().local_storage().ok().flatten();
    let on =
        use_state(|| storage.as_ref().and_then(|kept| kept.get_item(KEPT).ok().flatten()).as_deref() != Some("off"));
    let switch = {
        let on = on.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(storage) = &storage {
                let _ = storage.set_item(KEPT, if *on { "off" } else { "on" });
            }
            on.set(!*on);
        })
    };
    (*on, switch)
}

/// The line that says which keys there are, with the switch.
pub fn help(t: &Texts, text: &'static str, on: bool, switch: Callback<MouseEvent>) -> Html {
    html! {
        <div class="keys">
            if on { <p class="hint">{ t.t(text) }</p> }
            <button type="button" class="button secondary small" onclick={switch}>{ t.t(if on { "desk-keys-off" } else { "desk-keys-on" }) }</button>
        </div>
    }
}

/// Puts the focus on an element; one that takes none by itself needs a `tabindex`.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
