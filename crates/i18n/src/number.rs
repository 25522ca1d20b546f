//! Digit groups as each language writes them, the same on the server and in the browser.

use domain::Lang;
use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

type Formatter = fn(&FluentValue, &IntlLangMemoizer) -> Option<String>;

/// How numbers inside texts are written in this language.
pub fn formatter(lang: Lang) -> Formatter {
    match lang {
        Lang::Kk | Lang::Ru => spaced,
        Lang::En => with_commas,
    }
}

fn spaced(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    grouped(value, '\u{a0}')
}

fn with_commas(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    grouped(value, ',')
}

fn grouped(value: &FluentValue, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let plain = number.as_string();
    let digits = plain.trim_start_matches('-');
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut out = String::from(if plain.len() > digits.len() {
        "−"
    } else {
        ""
    });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    Some(out)
}
