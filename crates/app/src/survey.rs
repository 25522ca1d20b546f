//! The residents' survey of a cycle. Who answered and what was answered are written apart and cannot be joined again.

use std::collections::BTreeMap;

use api_types::survey::{DistrictCounts, MySurvey, QuestionResult, Survey, SurveyAnswer, SurveyResult, SurveyWrite};
use domain::{Id, Moment, Operation, QuestionAnswer, Refusal, RefusalCode, Refusals, Scope, authorise, survey};
use serde_json::json;
use store::Conn;
use store::survey::{Survey as Row, SurveyAnswer as AnswerRow, SurveyMark};

use crate::body::check_text;
use crate::cycle::topic;
use crate::{App, Caller, Error, Fault, Faults, Result, audit};

const MAX_TITLE: usize = 200;
const MAX_QUESTION: usize = 500;
/// Fewer answers of a district are not shown apart.
const LEAST: usize = 5;

/// Sets the survey of a cycle. Once residents can answer, title and questions stay.
///
/// # Errors
/// `NotFound` cycle; `Denied`; `Invalid`; `Refused(wrong_state)`.
pub fn put(app: &App, caller: &Caller, cycle_id: Id, input: &SurveyWrite) -> Result<Survey> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<Survey> {
        let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let scope = Scope { district: None, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::PublishReport, &scope)?;
        check(&input)?;
        let SurveyWrite { title, questions, opens_at, closes_at } = input.clone();
        let now = tx.now();
        let row = match store::survey::of_cycle(tx, cycle_id)? {
            None => {
                let id = tx.new_id();
                let questions = questions.into();
                let row = Row { id, cycle_id, title, questions, opens_at, closes_at, created_at: now, version: 1 };
                store::survey::insert(tx, &row)?;
                row
            }
            Some(found) => {
                let mut row = store::survey::lock(tx, found.id)?.ok_or(Error::NotFound("survey"))?;
                let same = row.questions.0 == questions && row.title == title;
                if row.opens_at <= now && !same {
                    return Err(Refusals::one(Refusal::with(RefusalCode::WrongState, "open")).into());
                }
                row = Row { title, questions: questions.into(), opens_at, closes_at, ..row };
                if !store::survey::update(tx, &mut row)? {
                    return Err(Error::Stale);
                }
                row
            }
        };
        audit::record(tx, &actor, "survey_set", "survey", row.id, None, json!({ "questions": row.questions.0.len() }));
        tx.touch(topic(cycle_id));
        Ok(to_dto(row))
    })
}

fn check(input: &SurveyWrite) -> Result<()> {
    let mut faults = Faults::new();
    check_text(&input.title, "/title", MAX_TITLE, &mut faults);
    faults.require(input.opens_at < input.closes_at, "/closes_at", "date_order");
    for (pointer, code) in survey::check(&input.questions) {
        faults.push(Fault::new(pointer, code));
    }
    for (i, question) in input.questions.iter().enumerate() {
        check_text(&question.text, &format!("/questions/{i}/text"), MAX_QUESTION, &mut faults);
        for (j, option) in question.options.iter().enumerate() {
            check_text(option, &format!("/questions/{i}/options/{j}"), MAX_TITLE, &mut faults);
        }
    }
    faults.check()
}

/// What the survey of a cycle says so far; public.
///
/// # Errors
/// `NotFound` cycle or survey.
pub fn result(app: &App, cycle_id: Id) -> Result<SurveyResult> {
    app.store.read(|c| -> Result<SurveyResult> {
        store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let row = store::survey::of_cycle(c, cycle_id)?.ok_or(Error::NotFound("survey"))?;
        let answers = store::survey::answers(c, row.id)?;
        let questions = row.questions.0.clone();
        let all = survey::count(&questions, answers.iter().map(|a| a.answers.0.as_slice()));
        let mut by_district: BTreeMap<Id, Vec<&[QuestionAnswer]>> = BTreeMap::new();
        for answer in &answers {
            if let Some(id) = answer.district_id {
                by_district.entry(id).or_default().push(answer.answers.0.as_slice());
            }
        }
        by_district.retain(|_, answers| answers.len() >= LEAST);
        let districts: Vec<(Id, BTreeMap<String, Vec<u64>>)> =
            by_district.into_iter().map(|(id, answers)| (id, survey::count(&questions, answers))).collect();
        let whole = |counts: &BTreeMap<String, Vec<u64>>, id: &str| -> Vec<i64> {
            counts.get(id).map(|counts| counts.iter().map(|n| *n as i64).collect()).unwrap_or_default()
        };
        let questions = questions
            .iter()
            .map(|question| QuestionResult {
                question: question.id.clone(),
                counts: whole(&all, &question.id),
                districts: districts
                    .iter()
                    .map(|(id, counts)| DistrictCounts { district_id: *id, counts: whole(counts, &question.id) })
                    .collect(),
            })
            .collect();
        Ok(SurveyResult { survey: to_dto(row), answered: answers.len() as i64, questions })
    })
}

/// The survey as it stands for the caller.
///
/// # Errors
/// `Denied` for visitors; `NotFound` cycle.
pub fn mine(app: &App, caller: &Caller, cycle_id: Id) -> Result<MySurvey> {
    caller.account()?;
    let (person, now) = (caller.actor.person, app.now());
    app.store.read(|c| -> Result<MySurvey> {
        store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let Some(row) = store::survey::of_cycle(c, cycle_id)? else {
            return Ok(MySurvey { survey: None, answered: false, open: false });
        };
        let answered = person.map(|person| store::survey::has_answered(c, row.id, person)).transpose()?;
        Ok(MySurvey { answered: answered.unwrap_or(false), open: is_open(&row, now), survey: Some(to_dto(row)) })
    })
}

/// Answers the survey of a cycle, once.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused` by the clock, `already_answered`, or residence elsewhere.
pub fn answer(app: &App, caller: &Caller, cycle_id: Id, input: &SurveyAnswer) -> Result<MySurvey> {
    let (actor, input) = (caller.clone(), input.clone());
    // Random and made before the transaction: a UUIDv7 would tell when, and with it who.
    let id = Id::new_v4();
    app.store.write(app.now(), move |tx| -> Result<MySurvey> {
        let cycle = store::cycle::fence(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let scope = Scope { district: None, phase: Some(cycle.phase), owner: false };
        authorise(&actor.actor, Operation::AnswerSurvey, &scope)?;
        let person_id = actor.actor.person.ok_or_else(|| Refusals::one(RefusalCode::NotAResident))?;
        let row = store::survey::of_cycle(tx, cycle_id)?.ok_or(Error::NotFound("survey"))?;
        let mut faults = Faults::new();
        for (pointer, code) in survey::check_answers(&row.questions.0, &input.answers) {
            faults.push(Fault::new(pointer, code));
        }
        faults.check()?;
        let person = store::person::find(tx, person_id)?.ok_or(Error::NotFound("resident"))?;
        let now = tx.now();
        let mut refusals = Refusals::none();
        refusals.require(now >= row.opens_at, RefusalCode::PhaseNotStarted);
        refusals.require(now < row.closes_at, RefusalCode::WindowClosed);
        refusals.require(!store::survey::has_answered(tx, row.id, person_id)?, RefusalCode::SurveyAnswered);
        refusals.require(city_of(tx, cycle.programme_id)? == Some(person.city_id), RefusalCode::NotAResident);
        refusals.or(())?;
        store::survey::insert_mark(tx, &SurveyMark { survey_id: row.id, person_id, channel: actor.channel })?;
        let answers = input.answers.clone().into();
        let district_id = Some(person.district_id);
        store::survey::insert_answer(tx, &AnswerRow { id, survey_id: row.id, district_id, answers })?;
        Ok(MySurvey { open: is_open(&row, now), survey: Some(to_dto(row)), answered: true })
    })
}

fn city_of(c: &mut Conn, programme_id: Id) -> Result<Option<Id>> {
    Ok(store::programme::find(c, programme_id)?.map(|programme| programme.city_id))
}

fn is_open(row: &Row, now: Moment) -> bool {
    row.opens_at <= now && now < row.closes_at
}

fn to_dto(row: Row) -> Survey {
    let Row { id, cycle_id, title, questions, opens_at, closes_at, created_at: _, version } = row;
    Survey { id, cycle_id, title, questions: questions.0, opens_at, closes_at, version }
}
