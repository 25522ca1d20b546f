//! What is wrong with the shape of an input. serde says it in English sentences only: here they become codes and names, which
//! have words in every language.

use std::fmt::Display;

use app::Fault;

/// The fault that serde's sentence tells of, at this place.
pub fn fault(pointer: String, said: impl Display) -> Fault {
    let said = said.to_string();
    let code = match () {
        () if said.starts_with("missing field") => "missing",
        () if said.starts_with("duplicate field") => "duplicate_field",
        () if said.starts_with("unknown field") => "unknown_field",
        () if said.starts_with("unknown variant") => "unknown_code",
        () => "type",
    };
    let mut names = said.split('`').skip(1).step_by(2);
    let found = names.next().filter(|_| code != "type");
    let expected = names.collect::<Vec<_>>().join(", ");
    let fault = Fault::new(pointer, code);
    let fault = if let Some(name) = found { fault.with("name", name) } else { fault };
    if expected.is_empty() || code == "type" { fault } else { fault.with("expected", expected) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_become_codes_and_names() {
        let told = |said: &str| {
            let fault = fault("/x".to_owned(), said);
            let params: Vec<String> = fault.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {}", fault.code, params.join(" ")).trim_end().to_owned()
        };
        assert_eq!(told("missing field `amount`"), "missing name=amount");
        assert_eq!(told("duplicate field `amount` at line 1"), "duplicate_field name=amount");
        assert_eq!(told("unknown field `b`, expected `a` or `c`"), "unknown_field name=b expected=a, c");
        assert_eq!(told("unknown variant `z`, expected one of `kk`, `ru`"), "unknown_code name=z expected=kk, ru");
        assert_eq!(told("unknown field `b`, there are no fields"), "unknown_field name=b");
        assert_eq!(told("invalid type: integer `1`, expected a string"), "type");
    }
}
