//! The rules of a cycle in plain words, each sentence from the published document.

use api_types::cycle::Cycle;
use api_types::endpoint::{CYCLE, CYCLE_RULES_VERSION, path};
use domain::Currency;
use domain::rules::{Explanation, Param, Unsupported};
use domain::{LocalText, Moment};
use i18n::{Texts, Value};
use serde::Deserialize;
use yew::prelude::*;

use crate::components::layout::Page;
use crate::components::link::Link;
use crate::components::remote::view;
use crate::format;
use crate::hooks::{use_remote, use_remote_if, use_t};
use crate::route::Route;

/// Sections of the page: text key and the pointers of its sentences.
const SECTIONS: [(&str, &[&str]); 3] = [
    ("rules-section-money", &["/envelopes", "/caps"]),
    ("rules-section-proposals", &["/proposals", "/eligibility", "/bodies"]),
    ("rules-section-vote", &["/contests"]),
];

/// What the page shows of an `api_types::rules::RuleVersion`: reading the whole document would cost 10 kB of download.
#[derive(Deserialize)]
struct Shown {
    number: i32,
    hash: String,
    #[serde(with = "time::serde::rfc3339")]
    published_at: Moment,
    reason: Option<LocalText>,
    explanation: Vec<Explanation>,
    unsupported: Vec<Unsupported>,
}

/// Properties of [`RulesPage`].
#[derive(Properties, PartialEq)]
pub struct RulesProps {
    /// Id of the cycle.
    pub cycle: AttrValue,
}

/// The page.
#[component]
pub fn RulesPage(props: &RulesProps) -> Html {
    let t = use_t();
    let cycle = use_remote::<Cycle>(&path(CYCLE, &[&props.cycle]));
    if let Some(cycle) = cycle.body() {
        format::set_zone(Some(cycle.zone.clone()));
    }
    let number = cycle.body().and_then(|cycle| cycle.rules_number);
    let version = use_remote_if::<Shown>(number.map(|n| path(CYCLE_RULES_VERSION, &[&props.cycle, &n.to_string()])));
    html! {
        <Page title={t.t("rules-title")} of={props.cycle.parse().ok()}>
            { view(t, &cycle, |cycle| match number {
                None => html! { <p>{ t.t("rules-none") }</p> },
                Some(_) => view(t, &version, |version| story(t, version, cycle.brief.currency)),
            }) }
        </Page>
    }
}

fn story(t: &Texts, version: &Shown, currency: Currency) -> Html {
    let brief = version;
    let mut missing: Vec<String> = version.unsupported.iter().map(|one| one.rule.clone()).collect();
    missing.dedup();
    html! {
        <>
            <p class="lead">{ t.t("rules-lead") }</p>
            <p class="meta">
                <span>{ t.t_args("rules-version", &[("number", i64::from(brief.number).into())]) }</span>
                <span>{ t.t_args("rules-published", &[("date", format::date(t.lang(), brief.published_at).into())]) }</span>
            </p>
            if let Some(reason) = &brief.reason {
                <p class="notice"><strong>{ t.t("rules-reason") }</strong>{ ": " }{ reason.get(t.lang()) }</p>
            }
            { unsupported(t, &missing) }
            { sections(t, &version.explanation, currency) }
            <p class="hint hash">{ t.t_args("rules-hash", &[("hash", brief.hash.clone().into())]) }</p>
            <p><Link to={Route::Models}>{ t.t("rules-models-title") }</Link></p>
        </>
    }
}

/// The sentences under their headings.
pub fn sections(t: &Texts, explanation: &[Explanation], currency: Currency) -> Html {
    let section = |title: &str, sentences: Vec<&Explanation>| {
        if sentences.is_empty() {
            return Html::default();
        }
        html! {
            <section>
                <h2>{ t.t(title) }</h2>
                <ul>{ for sentences.into_iter().map(|one| html! { <li>{ sentence(t, one, currency) }</li> }) }</ul>
            </section>
        }
    };
    let known = |pointer: &str| SECTIONS.iter().flat_map(|(_, at)| *at).any(|at| pointer.starts_with(at));
    let of = |at: &[&str]| explanation.iter().filter(|one| at.iter().any(|at| one.pointer.starts_with(at))).collect();
    html! {
        <>
            { for SECTIONS.iter().map(|(title, at)| section(title, of(at))) }
            { section("rules-section-other", explanation.iter().filter(|one| !known(&one.pointer)).collect()) }
        </>
    }
}

/// What the engine cannot run yet, by name; nothing when all of it runs.
pub fn unsupported(t: &Texts, rules: &[String]) -> Html {
    if rules.is_empty() {
        return html! { <p class="notice good">{ t.t("rules-all-supported") }</p> };
    }
    let name = |rule: &String| t.t(&format!("rule-{rule}"));
    html! {
        <div class="notice">
            <p>{ t.t("rules-unsupported") }</p>
            <ul>{ for rules.iter().map(|rule| html! { <li>{ name(rule) }</li> }) }</ul>
        </div>
    }
}

/// One sentence of the explanation.
pub fn sentence(t: &Texts, explanation: &Explanation, currency: Currency) -> String {
    let mut args: Vec<(&str, Value)> =
        explanation.params.iter().map(|param| (param.name.as_str(), value(t, param, currency))).collect();
    // What a sentence may say but this document does not: the texts have a variant without it.
    for optional in ["total", "max", "amount"] {
        if !args.iter().any(|(name, _)| *name == optional) {
            args.push((optional, "none".into()));
        }
    }
    t.t_args(&explanation.key, &args)
}

fn value(t: &Texts, param: &Param, currency: Currency) -> Value {
    // A year is no count: it has no digit groups.
    match (param.name.as_str(), param.number, param.money, &param.text, &param.code) {
        ("year", Some(year), ..) => year.to_string().into(),
        (_, Some(number), ..) => number.into(),
        (_, _, Some(money), ..) => format::money(t.lang(), money, currency).into(),
        (_, _, _, Some(text), _) => text.get(t.lang()).into(),
        (_, _, _, _, Some(code)) => t.t(code).into(),
        _ => "none".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Code, Lang};

    /// The four cities' rule files, explained: no sentence shows a key or a variable.
    #[test]
    fn the_rules_of_four_cities_read_as_sentences() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/rules");
        let mut cities = 0;
        for file in std::fs::read_dir(folder).unwrap().flatten() {
            if file.path().extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let Ok(rules) =
                serde_json::from_str::<domain::rules::Rules>(&std::fs::read_to_string(file.path()).unwrap())
            else {
                continue;
            };
            cities += 1;
            for one in rules.explain() {
                for &lang in Lang::ALL {
                    let text = sentence(Texts::new(lang), &one, Currency::Kzt);
                    assert!(text != one.key && !text.contains("{$"), "{lang}: {text} ({})", one.key);
                    for param in one.params.iter().filter_map(|param| param.code.as_ref()) {
                        assert!(Texts::new(lang).has(param), "{param}");
                    }
                }
            }
        }
        assert!(cities >= 4, "{cities} cities read");
    }
}
