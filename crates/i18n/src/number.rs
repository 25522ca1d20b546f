//! Numbers inside texts.

use domain::Lang;
use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::format::group;

type Formatter = fn(&FluentValue, &IntlLangMemoizer) -> Option<String>;

/// How numbers inside texts are written in this language.
pub fn formatter(lang: Lang) -> Formatter {
    match lang {
        Lang::Kk => |value, _| whole(Lang::Kk, value),
        Lang::Ru => |value, _| whole(Lang::Ru, value),
        Lang::En => |value, _| whole(Lang::En, value),
    }
}

/// A whole number in groups; everything else as Fluent writes it.
fn whole(lang: Lang, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let plain = number.as_string();
    let digits = plain.trim_start_matches('-');
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| group(lang, &plain))
}
