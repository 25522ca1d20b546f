//! What is wrong with an input: all of it at once.

use std::borrow::Cow;

/// One thing wrong with an input, with the place where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// JSON pointer into the request body, such as `/email`; empty: the whole of it.
    pub pointer: String,
    /// Stable code, such as `too_short`; the i18n crate has its text.
    pub code: Cow<'static, str>,
    /// Values for the text, such as `("min", "12")`.
    pub params: Vec<(Cow<'static, str>, String)>,
}

impl Fault {
    /// A fault without parameters.
    pub fn new(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), params: Vec::new() }
    }

    /// Adds a parameter of the text.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }
}

/// Collects faults, so that a person corrects everything in one go.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts with what the DTO's own `Validate` says.
    pub fn of(dto: &impl validator::Validate) -> Self {
        let mut faults = Self::new();
        if let Err(errors) = dto.validate() {
            walk(&errors, "", &mut faults.0);
        }
        faults.0.sort();
        faults
    }

    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Adds one unless `ok`.
    pub fn require(&mut self, ok: bool, pointer: &str, code: &'static str) {
        if !ok {
            self.0.push(Fault::new(pointer, code));
        }
    }

    /// The value of a parse, or a fault and None.
    pub fn take<T>(&mut self, parsed: Result<T, Fault>) -> Option<T> {
        parsed.map_err(|fault| self.0.push(fault)).ok()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Ok when there is none, else `Error::Invalid` with all of them.
    pub fn check(self) -> crate::Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(crate::Error::Invalid(self.0)) }
    }
}

fn walk(errors: &validator::ValidationErrors, at: &str, out: &mut Vec<Fault>) {
    use validator::ValidationErrorsKind::{Field, List, Struct};
    for (name, kind) in errors.errors() {
        let at = if name == "__all__" { at.to_owned() } else { format!("{at}/{name}") };
        match kind {
            Field(faults) => out.extend(faults.iter().map(|e| {
                let mut params: Vec<_> =
                    e.params.iter().filter(|(k, _)| *k != "value").map(|(k, v)| (k.clone(), plain(v))).collect();
                params.sort();
                Fault { pointer: at.clone(), code: e.code.clone(), params }
            })),
            Struct(inner) => walk(inner, &at, out),
            List(items) => items.iter().for_each(|(i, inner)| walk(inner, &format!("{at}/{i}"), out)),
        }
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
