//! The state of a form: values, faults, whether it is on its way.
//!
//! A field's name is the JSON pointer of its value in the request without the leading slash (`title`,
//! `estimate/lines/0/quantity`), so that a fault the server reports finds its field by itself.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use i18n::Texts;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::Failure;

/// One thing to correct.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Name of the field; empty when it concerns the whole form.
    pub field: String,
    /// What to do about it, in the page's language.
    pub text: String,
}

impl Fault {
    /// A fault of one field.
    pub fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: field.into(), text: text.into() }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
struct FormState {
    values: BTreeMap<String, String>,
    faults: Vec<Fault>,
    /// Grows with each failed attempt, so that the summary takes the focus again.
    attempt: u32,
    busy: bool,
}

enum Change {
    Set(String, String),
    Drop(String),
    Replace(BTreeMap<String, String>),
    Fail(Vec<Fault>),
    Busy(bool),
}

impl Reducible for FormState {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Set(name, value) => {
                next.values.insert(name, value);
            }
            Change::Drop(prefix) => next.values.retain(|name, _| !name.starts_with(&prefix)),
            Change::Replace(values) => next.values = values,
            Change::Fail(faults) => {
                next.attempt += u32::from(!faults.is_empty());
                next.faults = faults;
            }
            Change::Busy(busy) => next.busy = busy,
        }
        Rc::new(next)
    }
}

/// A handle to a form's state; cheap to clone, and what the field components take.
#[derive(Clone, PartialEq)]
pub struct Form {
    state: UseReducerHandle<FormState>,
    sending: Rc<Cell<bool>>,
    scope: &'static str,
}

/// A map of these values. By insertion: `collect` would bring the library's sort once for each number of fields.
fn filled<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for (name, value) in values {
        map.insert(name.to_owned(), value);
    }
    map
}

/// A form that starts with these values.
#[hook]
pub fn use_form<const N: usize>(initial: [(&str, String); N]) -> Form {
    let state = use_reducer(|| FormState { values: filled(initial), ..FormState::default() });
    let sending = use_memo((), |()| Cell::new(false));
    Form { state, sending, scope: "f" }
}

impl Form {
    /// The same form with another start of its fields' element ids: for a second form on the same page.
    pub fn scoped(mut self, scope: &'static str) -> Self {
        self.scope = scope;
        self
    }

    /// What the element ids of its fields start with.
    pub fn scope(&self) -> &'static str {
        self.scope
    }

    /// The value of a field, as typed.
    pub fn value(&self, name: &str) -> String {
        self.state.values.get(name).cloned().unwrap_or_default()
    }

    /// The value without white space around it.
    pub fn text(&self, name: &str) -> String {
        self.value(name).trim().to_owned()
    }

    /// Whether a checkbox is ticked.
    pub fn checked(&self, name: &str) -> bool {
        self.value(name) == "true"
    }

    /// Changes a value.
    pub fn set(&self, name: impl Into<String>, value: impl Into<String>) {
        self.state.dispatch(Change::Set(name.into(), value.into()));
    }

    /// Forgets all values whose name starts with `prefix` (a removed estimate line).
    pub fn forget(&self, prefix: impl Into<String>) {
        self.state.dispatch(Change::Drop(prefix.into()));
    }

    /// Replaces all values (a draft that was read from the server).
    pub fn replace(&self, values: impl IntoIterator<Item = (String, String)>) {
        let mut map = BTreeMap::new();
        for (name, value) in values {
            map.insert(name, value);
        }
        self.state.dispatch(Change::Replace(map));
    }

    /// What is to be corrected.
    pub fn faults(&self) -> &[Fault] {
        &self.state.faults
    }

    /// What is to be corrected in this field.
    pub fn fault(&self, name: &str) -> Option<&str> {
        self.state.faults.iter().find(|fault| fault.field == name).map(|fault| fault.text.as_str())
    }

    /// How often an attempt failed.
    pub fn attempt(&self) -> u32 {
        self.state.attempt
    }

    /// Whether an answer is awaited.
    pub fn busy(&self) -> bool {
        self.state.busy
    }

    /// Shows these faults; none clears them. Answers whether the form is in order.
    pub fn check(&self, faults: Vec<Fault>) -> bool {
        let in_order = faults.is_empty();
        self.state.dispatch(Change::Fail(faults));
        in_order
    }

    /// Sends: shows what fails, hands what succeeds to `done`. A second click while an answer is awaited does nothing.
    pub fn send<T: 'static>(
        &self,
        texts: &'static Texts,
        request: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.send_any(texts, Box::pin(async move { request.await.map(|value| Box::new(|| done(value)) as Done) }));
    }

    /// The same without the type of the answer, so that it exists once in the binary.
    fn send_any(&self, texts: &'static Texts, request: Pin<Box<dyn Future<Output = Result<Done, Failure>>>>) {
        if self.sending.replace(true) {
            return;
        }
        let form = self.clone();
        form.state.dispatch(Change::Busy(true));
        spawn_local(async move {
            let answer = request.await;
            form.sending.set(false);
            form.state.dispatch(Change::Busy(false));
            match answer {
                Ok(done) => {
                    form.state.dispatch(Change::Fail(Vec::new()));
                    done();
                }
                Err(failure) => form.state.dispatch(Change::Fail(failure.faults(texts))),
            }
        });
    }
}

/// What remains to be done with an answer.
type Done = Box<dyn FnOnce()>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_line_takes_its_values_along() {
        let mut state = Rc::new(FormState::default());
        for name in ["lines/0/unit", "lines/1/unit", "title"] {
            state = state.reduce(Change::Set(name.into(), "x".into()));
        }
        state = state.reduce(Change::Drop("lines/1/".into()));
        assert_eq!(state.values.keys().collect::<Vec<_>>(), ["lines/0/unit", "title"]);
    }
}
