//! Language, address, title.

use i18n::Texts;
use yew::prelude::*;

use crate::route::{Address, Place, decode};
use crate::site::go;

/// Where we are.
#[hook]
pub fn use_address() -> Address {
    use_context::<Address>().expect("pages live inside site::Root")
}

/// The texts of the page's language: `t.t("home-title")`, `t.t_args(…)`, `t.code(phase)`, `t.lang()`.
#[hook]
pub fn use_t() -> &'static Texts {
    Texts::new(use_address().lang)
}

/// Goes to a place, as a link would.
#[hook]
pub fn use_go() -> Callback<Place> {
    let lang = use_address().lang;
    Callback::from(move |place: Place| go(&place.href(lang)))
}

/// One value of the address's query, percent-decoded; empty when it is missing.
#[hook]
pub fn use_query(name: &str) -> String {
    query_value(&use_address().query, name)
}

fn query_value(query: &str, name: &str) -> String {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| decode(value))
        .unwrap_or_default()
}

/// Puts the page's name into the window's title.
#[hook]
pub fn use_title(page: &str) {
    let t = use_t();
    let title = t.t_args("page-title", &[("page", page.into())]);
    use_effect_with(title, |title| gloo::utils::document().set_title(title));
}

#[cfg(test)]
mod tests {
    use super::query_value;

    #[test]
    fn a_query_value_is_decoded() {
        let query = "district=medeu&q=%D0%B6%D0%BE%D0%BB+2";
        assert_eq!(query_value(query, "q"), "жол 2");
        assert_eq!(query_value(query, "district"), "medeu");
        assert_eq!(query_value(query, "state"), "");
        assert_eq!(query_value("q=%zz%", "q"), "");
    }
}
