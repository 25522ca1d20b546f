//! Faults and refusals in the words of a language: for problems of the API and for the command line.

use domain::{Code, Refusal, RefusalCode, Refusals};
use i18n::{Texts, Value};

use crate::Fault;

/// One fault; a code without a text of its own gets a general sentence.
pub fn fault(texts: &Texts, fault: &Fault) -> String {
    // Calendars and rules have words of their own for what is wrong in them.
    let sets = ["fault", "calendar-fault", "rule-fault"].map(|set| format!("{set}-{}", fault.code));
    let key = sets.iter().find(|key| texts.has(key)).map_or("fault-other", String::as_str);
    let plain = |name: &str, value: &str| (name == "text" || name == "id").then(|| value.into());
    let mut args: Vec<(&str, Value)> = Vec::with_capacity(fault.params.len());
    for (name, value) in &fault.params {
        args.push((name.as_ref(), plain(name, value).unwrap_or_else(|| value_of(value))));
    }
    // A fault inside a file has a code, too.
    let inner = args.iter().position(|(name, _)| *name == "fault");
    if let Some((at, (_, Value::Text(code)))) = inner.map(|at| (at, &args[at])) {
        let words = texts.t_args(&format!("{key}-{code}"), &args);
        args[at].1 = words.into();
    }
    texts.t_args(key, &args)
}

/// One refusal.
pub fn refusal(texts: &Texts, refusal: &Refusal) -> String {
    let detail = refusal.detail.clone().unwrap_or_default();
    // A detail that is a phase, state or role is shown as its word.
    let word = ["phase", "proposal-state", "contest-state", "role"]
        .iter()
        .map(|set| format!("{set}-{detail}"))
        .find(|key| texts.has(key))
        .map_or(detail, |key| texts.t(&key));
    let count = Value::Number(i64::from(refusal.count.unwrap_or_default()));
    let key = format!("{}-{}", RefusalCode::NAME, refusal.code);
    texts.t_args(&key, &[("count", count), ("detail", Value::Text(word))])
}

/// All refusals, one a line.
pub fn refusals(texts: &Texts, refusals: &Refusals) -> String {
    refusals.0.iter().map(|one| refusal(texts, one)).collect::<Vec<_>>().join("\n")
}

/// Numbers choose plural forms, all else is shown as it is.
fn value_of(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| Value::Text(text.to_owned()), Value::Number)
}
