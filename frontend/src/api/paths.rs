//! Addresses with their queries, built in one place.

use api_types::endpoint::encode;

/// Builds `path?name=value&…`, percent-encoded, without empty values.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query = query(pairs);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// `name=value&…`, percent-encoded, without empty values.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_values_stay_out_of_a_query() {
        assert_eq!(
            query(&[("state", ""), ("q", "жол 2"), ("district", "medeu")]),
            "q=%D0%B6%D0%BE%D0%BB%202&district=medeu"
        );
        assert_eq!(with_query("/api/v1/projects", &[("q", "")]), "/api/v1/projects");
    }
}
