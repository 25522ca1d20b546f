//! The residents' survey. Who answered and what was answered lie apart, as in the ballot box.

use crate::prelude::*;
use domain::{Question, QuestionAnswer};

row! {
    /// The survey of a cycle.
    Survey in survey {
        id: Id,
        cycle_id: Id,
        title: LocalText,
        questions: Json<Vec<Question>>,
        opens_at: Moment,
        closes_at: Moment,
        created_at: Moment,
        version: i64,
    }
}

row! {
    /// A resident has answered: no time, no answer.
    SurveyMark in survey_mark {
        survey_id: Id,
        person_id: Id,
        channel: Channel,
    }
}

row! {
    /// What somebody of a district answered; the id is random.
    SurveyAnswer in survey_answer {
        id: Id,
        survey_id: Id,
        district_id: Option<Id>,
        answers: Json<Vec<QuestionAnswer>>,
    }
}

inserts!(insert, insert_all: Survey in survey);
finds!(find: Survey in survey);
locks!(lock: Survey in survey);
versions!(update: Survey in survey);
inserts!(insert_mark, insert_marks: SurveyMark in survey_mark);
inserts!(insert_answer, insert_answers: SurveyAnswer in survey_answer);

/// The survey of a cycle, if it has one.
pub fn of_cycle(c: &mut Conn, cycle_id: Id) -> Result<Option<Survey>> {
    Ok(survey::table.filter(survey::cycle_id.eq(Sql(cycle_id))).select(Survey::as_select()).first(c).optional()?)
}

/// Whether this resident has answered.
pub fn has_answered(c: &mut Conn, survey_id: Id, person_id: Id) -> Result<bool> {
    let mark = survey_mark::table
        .filter(survey_mark::survey_id.eq(Sql(survey_id)))
        .filter(survey_mark::person_id.eq(Sql(person_id)));
    Ok(mark.count().get_result::<i64>(c)? > 0)
}

/// All answers, in the order of their random ids, which tells nothing.
pub fn answers(c: &mut Conn, survey_id: Id) -> Result<Vec<SurveyAnswer>> {
    Ok(survey_answer::table
        .filter(survey_answer::survey_id.eq(Sql(survey_id)))
        .order(survey_answer::id)
        .select(SurveyAnswer::as_select())
        .load(c)?)
}
