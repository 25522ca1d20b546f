//! How other cities do it: four cities' rules as documents of one form, in plain words. This system runs all four.
//!
//! `static/models.json` is made from `tests/fixtures/rules` by the test below (`BLESS=1` writes it) and fetched by this page:
//! reading whole documents in the browser would cost everybody 20 kB for a page that few open.

use domain::rules::Explanation;
use domain::{Currency, LocalText};
use i18n::Texts;
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use super::rules::{sections, unsupported};
use crate::components::layout::Page;
use crate::components::remote::view;
use crate::hooks::{use_remote_if, use_t};
use crate::site::asset;

/// One city's rules, explained.
#[derive(Serialize, Deserialize)]
struct Model {
    title: LocalText,
    currency: Currency,
    explanation: Vec<Explanation>,
    unsupported: Vec<String>,
}

/// The page.
#[component]
pub fn Models() -> Html {
    let t = use_t();
    let all = use_remote_if::<Vec<Model>>(asset("models"));
    html! {
        <Page title={t.t("rules-models-title")}>
            <p class="lead">{ t.t("rules-models-lead") }</p>
            { view(t, &all, |all| html! { { for all.iter().map(|model| city(t, model)) } }) }
        </Page>
    }
}

fn city(t: &Texts, model: &Model) -> Html {
    html! {
        <details class="card model">
            <summary><strong>{ model.title.get(t.lang()) }</strong></summary>
            { unsupported(t, &model.unsupported) }
            { sections(t, &model.explanation, model.currency) }
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Code, Lang, Rules};

    /// Almaty first, then the others by name.
    fn explained() -> Vec<Model> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/rules");
        ["almaty", "paris", "porto_alegre", "seoul"]
            .iter()
            .map(|city| {
                let text = std::fs::read_to_string(format!("{folder}/{city}.json")).unwrap();
                let rules: Rules = serde_json::from_str(&text).unwrap();
                let mut unsupported: Vec<String> =
                    rules.supported().err().unwrap_or_default().into_iter().map(|missing| missing.rule).collect();
                unsupported.sort();
                unsupported.dedup();
                Model { explanation: rules.explain(), title: rules.title, currency: rules.currency, unsupported }
            })
            .collect()
    }

    #[test]
    fn the_models_are_those_of_the_rule_files() {
        let now = serde_json::to_string_pretty(&explained()).unwrap() + "\n";
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/static/models.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(file, &now).unwrap();
            return;
        }
        assert!(now == std::fs::read_to_string(file).unwrap(), "run with BLESS=1 to write models.json anew");
    }

    #[test]
    fn what_cannot_run_has_a_name_in_every_language() {
        assert!(explained().iter().all(|model| model.unsupported.is_empty()), "all four run");
        for rule in domain::rules::UNSUPPORTED_RULES {
            for &lang in Lang::ALL {
                assert!(Texts::new(lang).has(&format!("rule-{rule}")), "{rule}");
            }
        }
    }
}
