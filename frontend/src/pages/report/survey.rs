//! The residents' survey: answered once, and what everybody answered so far.

use std::rc::Rc;

use api_types::endpoint::{self, path};
use domain::{LocalText, Question, QuestionAnswer, QuestionKind};
use i18n::Texts;
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use crate::api;
use crate::components::chart::{Row, Series, chart};
use crate::components::form::{Choice, FormFrame, Radios};
use crate::components::remote::view;
use crate::hooks::{Fault, Form, UseRemote, use_form, use_remote, use_remote_if, use_t};
use crate::state::session::use_session;

/// Properties of [`Survey`].
#[derive(PartialEq, Properties)]
pub(super) struct SurveyProps {
    pub cycle: AttrValue,
}

#[derive(Deserialize)]
struct Result {
    survey: Asked,
    answered: i64,
    questions: Vec<Counted>,
}

#[derive(Deserialize, Clone, PartialEq)]
struct Asked {
    title: LocalText,
    questions: Vec<Question>,
}

#[derive(Deserialize)]
struct Counted {
    question: String,
    counts: Vec<i64>,
}

#[derive(Deserialize)]
struct Mine {
    answered: bool,
    open: bool,
}

#[derive(Serialize)]
struct Answers {
    answers: Vec<QuestionAnswer>,
}

/// The survey of a cycle; nothing where it has none.
#[component]
pub(super) fn Survey(props: &SurveyProps) -> Html {
    let t = use_t();
    let session = use_session();
    let result = use_remote::<Result>(&path(endpoint::CYCLE_SURVEY, &[&props.cycle]));
    let resident = session.me().is_some_and(|me| me.person.is_some());
    let at = path(endpoint::ME_SURVEY, &[&props.cycle]);
    let mine = use_remote_if::<Mine>((resident && result.body().is_some()).then(|| at.clone()));
    let form = use_form([]);
    // A cycle without a survey says nothing.
    let Some(asked) = result.body().map(|result| result.survey.clone()) else { return Html::default() };
    let state = mine.body().map(|mine| (mine.answered, mine.open));
    html! {
        <section>
            <h2>{ asked.title.get(t.lang()) }</h2>
            { match state {
                Some((true, _)) => html! { <p>{ t.t("survey-answered") }</p> },
                Some((false, true)) => questions(t, &asked, &form, at, &mine, &result),
                _ => Html::default(),
            } }
            { view(t, &result, |result| counted(t, result)) }
        </section>
    }
}

/// Values and words of a question's choices.
fn choices(t: &Texts, question: &Question) -> Vec<Choice> {
    (1..=question.choices())
        .map(|n| {
            let words = match question.kind {
                QuestionKind::Scale => n.to_string(),
                QuestionKind::YesNo => t.t(if n == 1 { "survey-yes" } else { "survey-no" }),
                QuestionKind::Choice => {
                    question.options.get(usize::from(n) - 1).map(|o| o.get(t.lang()).to_owned()).unwrap_or_default()
                }
            };
            Choice::new(n, words)
        })
        .collect()
}

fn questions(
    t: &'static Texts,
    asked: &Asked,
    form: &Form,
    at: String,
    mine: &UseRemote<Mine>,
    result: &UseRemote<Result>,
) -> Html {
    let onsubmit = {
        let (form, asked) = (form.clone(), Rc::new(asked.clone()));
        let again = (mine.reload.clone(), result.reload.clone());
        Callback::from(move |()| {
            let answers: Vec<QuestionAnswer> = asked
                .questions
                .iter()
                .filter_map(|q| Some(QuestionAnswer { question: q.id.clone(), choice: form.text(&q.id).parse().ok()? }))
                .collect();
            let first = asked.questions.first().map(|q| q.id.clone()).unwrap_or_default();
            let faults = if answers.is_empty() { vec![Fault::new(first, t.t("form-required"))] } else { Vec::new() };
            if !form.check(faults) {
                return;
            }
            let (at, again) = (at.clone(), again.clone());
            form.send(t, async move { api::put::<_, Mine>(&at, &Answers { answers }, None).await }, move |_| {
                again.0.emit(());
                again.1.emit(());
            });
        })
    };
    html! {
        <FormFrame form={form.clone()} submit={t.t("survey-send")} {onsubmit}>
            <p>{ t.t("survey-apart") }</p>
            { for asked.questions.iter().map(|question| html! {
                <Radios form={form.clone()} name={question.id.clone()} label={question.text.get(t.lang()).to_owned()}
                    hint={(question.kind == QuestionKind::Scale).then(|| AttrValue::from(t.t("survey-scale")))}
                    choices={choices(t, question)} />
            }) }
        </FormFrame>
    }
}

fn counted(t: &Texts, result: &Result) -> Html {
    let series = [Series::new(t.t("survey-count"), "used")];
    let one = |question: &Question| {
        let counts = result.questions.iter().find(|q| q.question == question.id).map(|q| q.counts.as_slice());
        let rows: Vec<Row> = choices(t, question)
            .into_iter()
            .zip(counts.unwrap_or_default())
            .map(|(choice, count)| Row { label: choice.text.to_string().into(), amounts: vec![*count] })
            .collect();
        chart(question.text.get(t.lang()), &t.t("survey-choice"), &series, &rows, &|count| count.to_string())
    };
    html! {
        <>
            <p>{ t.t_args("survey-total", &[("count", result.answered.into())]) }</p>
            { for result.survey.questions.iter().map(one) }
        </>
    }
}
