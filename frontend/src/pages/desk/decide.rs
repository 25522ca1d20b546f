//! Accepting, returning or rejecting a proposal in the name of a body, with a mouse or by keys alone.

use api_types::body::Body;
use api_types::endpoint::{self, path};
use api_types::proposal::{Review, ReviewCreate};
use domain::body::task_of;
use domain::rules::{BodyRule, Criterion};
use domain::{Code, Id, ReviewDecision, ReviewKind};
use i18n::Texts;
use yew::prelude::*;

use super::both::{Both, required, text};
use super::keys::{focus, use_keys};
use super::review::DocumentShown;
use crate::api;
use crate::components::form::{Choice, FormFrame, Radios, Select};
use crate::hooks::{Fault, Form, use_form, use_t};

/// Properties of [`Decide`].
#[derive(Properties, PartialEq)]
pub struct DecideProps {
    pub project: Id,
    pub district: Id,
    pub revision: i32,
    pub rules: DocumentShown,
    /// Bodies of the signed-in official.
    pub bodies: Vec<Body>,
    /// Whether letters decide.
    pub keys: bool,
    pub done: Callback<()>,
}

/// In whose name one may decide: each kind of review with each own body that the rules entrust with it.
fn offices(t: &Texts, props: &DecideProps) -> Vec<Choice> {
    let mut found = Vec::new();
    for kind in [ReviewKind::Formal, ReviewKind::Clearance, ReviewKind::Council] {
        for body in &props.bodies {
            let near = body.district_id.is_none_or(|district| district == props.district);
            let entrusted = |rule: &BodyRule| rule.kind == body.kind && rule.tasks.contains(&task_of(kind));
            if near && props.rules.bodies.iter().any(entrusted) {
                let words = format!("{} · {}", t.code(kind), body.name.get(t.lang()));
                found.push(Choice::new(format!("{kind} {}", body.id), words));
            }
        }
    }
    found
}

/// The decision: the latter two with a clause, a rejection with the fact, all with a public reason.
#[component]
pub fn Decide(props: &DecideProps) -> Html {
    let t = use_t();
    let offices = offices(t, props);
    let form = use_form([("office", offices.first().map(|office| office.value.clone()).unwrap_or_default())]);
    let decision = ReviewDecision::parse(&form.value("decision"));
    let clause = form.value("clause");
    let onsubmit = {
        let (form, project, revision, done) = (form.clone(), props.project, props.revision, props.done.clone());
        Callback::from(move |()| {
            let Some(body) = read(t, &form, revision) else { return };
            let done = done.clone();
            let address = path(endpoint::PROPOSAL_REVIEWS, &[&project.to_string()]);
            let request = async move { api::post::<_, Review>(&address, &body).await };
            form.send(t, request, move |_| done.emit(()));
        })
    };
    use_usual_reason(t, &form, &props.rules.criteria, decision, &clause);
    use_deciding_keys(&form, &props.rules, decision, props.keys, onsubmit.clone());
    if offices.is_empty() {
        return html! { <p class="notice">{ t.t("desk-no-office") }</p> };
    }
    let rework = props.rules.proposals.rework;
    let decisions = ReviewDecision::ALL.iter().filter(|decision| rework || **decision != ReviewDecision::Return);
    let decisions = decisions.map(|decision| Choice::new(decision.code(), t.code(*decision))).collect::<Vec<_>>();
    let clause_of = |one: &Criterion| Choice::new(&one.clause, format!("{} {}", one.clause, one.text.get(t.lang())));
    let clauses: Vec<Choice> = props.rules.criteria.iter().map(clause_of).collect();
    let against = decision.is_some_and(|decision| decision != ReviewDecision::Accept);
    html! {
        <>
            <h2>{ t.t("desk-decide") }</h2>
            <FormFrame form={form.clone()} submit={t.t("desk-decide-submit")} {onsubmit}>
                <Select form={form.clone()} name="office" label={t.t("desk-office")} choices={offices} />
                <Radios form={form.clone()} name="decision" label={t.t("desk-decision")} choices={decisions}
                    hint={(!rework).then(|| AttrValue::from(t.t("refusal-rework_not_allowed")))} />
                if against {
                    <Select form={form.clone()} name="clause" label={t.t("desk-clause")} choices={clauses} />
                }
                if decision == Some(ReviewDecision::Reject) {
                    <Both form={form.clone()} name="fact" label={t.t("desk-fact")} hint={t.t("desk-fact-hint")} />
                }
                <Both form={form.clone()} name="reason" label={t.t("desk-reason")} hint={t.t("desk-public")} />
            </FormFrame>
        </>
    }
}

fn read(t: &Texts, form: &Form, revision: i32) -> Option<ReviewCreate> {
    let mut faults = Vec::new();
    let decision = ReviewDecision::parse(&form.value("decision"));
    let office = form.value("office");
    let office = office.split_once(' ').and_then(|(kind, body)| Some((ReviewKind::parse(kind)?, body.parse().ok()?)));
    for (missing, field, words) in
        [(decision.is_none(), "decision", "desk-choose-decision"), (office.is_none(), "office", "form-required")]
    {
        if missing {
            faults.push(Fault::new(field, t.t(words)));
        }
    }
    let clause = Some(form.text("clause")).filter(|clause| !clause.is_empty());
    if decision.is_some_and(|decision| decision != ReviewDecision::Accept) && clause.is_none() {
        faults.push(Fault::new("clause", t.t("refusal-clause_required")));
    }
    let rejecting = decision == Some(ReviewDecision::Reject);
    let fact = if rejecting { Some(required(t, form, "fact", &mut faults)) } else { text(form, "fact") };
    let reason = required(t, form, "reason", &mut faults);
    let (true, Some(decision), Some((kind, body_id))) = (form.check(faults), decision, office) else { return None };
    let (clause, fact) = if decision == ReviewDecision::Accept { (None, None) } else { (clause, fact) };
    Some(ReviewCreate { kind, revision, body_id, decision, clause, fact, reason })
}

/// Writes the usual reason, in both languages, as long as nobody wrote another one: all criteria met, or the clause that is not.
#[hook]
fn use_usual_reason(
    t: &'static Texts,
    form: &Form,
    criteria: &[Criterion],
    decision: Option<ReviewDecision>,
    clause: &str,
) {
    let last = use_mut_ref(|| [String::new(), String::new()]);
    let usual = match decision {
        Some(ReviewDecision::Accept) => {
            let (first, end) = (criteria.first(), criteria.last());
            let of = |one: Option<&Criterion>| one.map(|one| one.clause.clone()).unwrap_or_default();
            ["kk", "ru"].map(|lang| {
                t.t_args(&format!("desk-usual-accept-{lang}"), &[("first", of(first).into()), ("last", of(end).into())])
            })
        }
        Some(_) => {
            let found = criteria.iter().find(|one| one.clause == clause);
            let words = |lang: &str, text: &str| {
                t.t_args(&format!("desk-usual-against-{lang}"), &[("clause", clause.into()), ("text", text.into())])
            };
            found.map(|one| [words("kk", &one.text.kk), words("ru", &one.text.ru)]).unwrap_or_default()
        }
        None => Default::default(),
    };
    let form = form.clone();
    use_effect_with(usual, move |usual| {
        for (at, lang) in ["kk", "ru"].into_iter().enumerate() {
            let field = format!("reason/{lang}");
            let now = form.value(&field);
            if now.is_empty() || now == last.borrow()[at] {
                form.set(field, usual[at].clone());
            }
        }
        last.replace(usual.clone());
    });
}

/// A accepts, R returns, X rejects, a digit chooses the clause, Ctrl+Enter publishes, Escape leaves a field. The focus goes where
/// the next word is missing.
#[hook]
fn use_deciding_keys(
    form: &Form,
    rules: &DocumentShown,
    decision: Option<ReviewDecision>,
    on: bool,
    publish: Callback<()>,
) {
    // The field may only come with the next drawing.
    let wanted = use_mut_ref(|| None::<&'static str>);
    {
        let wanted = wanted.clone();
        use_effect(move || {
            if let Some(id) = wanted.take() {
                focus(id);
            }
        });
    }
    let form = form.clone();
    let rework = rules.proposals.rework;
    let clauses: Vec<String> = rules.criteria.iter().map(|one| one.clause.clone()).collect();
    let against = decision.filter(|decision| *decision != ReviewDecision::Accept);
    use_keys(on, move |key| {
        if key.ctrl {
            let enter = matches!(key.code.as_str(), "Enter" | "NumpadEnter");
            if enter {
                publish.emit(());
            }
            return enter;
        }
        if key.code == "Escape" {
            focus("main");
            return true;
        }
        if key.typing {
            return false;
        }
        let decided = match key.code.as_str() {
            "KeyA" => ReviewDecision::Accept,
            "KeyR" if rework => ReviewDecision::Return,
            "KeyX" => ReviewDecision::Reject,
            code => {
                let digit = code.strip_prefix("Digit").or(code.strip_prefix("Numpad"));
                let place = digit.and_then(|digit| digit.parse::<usize>().ok()?.checked_sub(1));
                let (Some(decision), Some(clause)) = (against, place.and_then(|place| clauses.get(place))) else {
                    return false;
                };
                form.set("clause", clause.clone());
                wanted.replace(Some(if decision == ReviewDecision::Reject { "f-fact-kk" } else { "f-reason-kk" }));
                return true;
            }
        };
        form.set("decision", decided.code());
        true
    });
}

#[cfg(test)]
mod tests {
    use domain::{Code, Lang};
    use i18n::Texts;

    #[test]
    fn the_usual_reasons_exist_in_both_official_languages_whatever_the_page_s() {
        for &lang in Lang::ALL {
            for key in ["accept-kk", "accept-ru", "against-kk", "against-ru"] {
                let key = format!("desk-usual-{key}");
                assert!(Texts::new(lang).has(&key), "{key}");
                assert_eq!(Texts::new(lang).t(&key), Texts::new(Lang::Kk).t(&key), "one official text");
            }
        }
    }
}
