//! The OpenAPI file names enum values as they are on the wire.

use serde_json::Value;

use crate::repo;

/// A code is lower case with underscores or hyphens, or a currency of ISO 4217.
fn is_code(value: &str) -> bool {
    let lower = value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c));
    let currency = value.len() == 3 && value.chars().all(|c| c.is_ascii_uppercase());
    lower || currency
}

/// Values of every enum below a schema that are no codes.
fn findings(place: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            let values = fields.get("enum").and_then(Value::as_array);
            let words = values.into_iter().flatten().filter_map(Value::as_str);
            found.extend(words.filter(|word| !is_code(word)).map(|word| format!("{place}: {word}")));
            found.extend(fields.iter().flat_map(|(name, below)| findings(&format!("{place}/{name}"), below)));
        }
        Value::Array(items) => found.extend(items.iter().flat_map(|item| findings(place, item))),
        _ => {}
    }
    found
}

#[test]
fn enums_are_documented_as_they_are_sent() {
    let document: Value = serde_json::from_str(&repo::read("openapi/openapi.json")).unwrap();
    let phases = document.pointer("/components/schemas/Phase/enum/0");
    assert_eq!(phases.and_then(Value::as_str), Some("setup"));
    repo::none(&findings("", &document["components"]["schemas"]));
}

#[test]
fn codes_can_fail() {
    let judge = |values: Value| findings("", &serde_json::json!({ "type": "string", "enum": values })).len();
    assert_eq!(judge(serde_json::json!(["under_review", "KZT", null])), 0);
    assert_eq!(judge(serde_json::json!(["UnderReview", "Kzt"])), 2);
}
