//! The residents' survey at the end of a cycle: a few questions, each answered by choosing; who answered and what was
//! answered are kept apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{LocalText, codes};

codes! {
    /// Kinds of questions.
    pub QuestionKind "question-kind" {
        /// From 1 (not at all) to 5 (fully).
        Scale = "scale",
        YesNo = "yes_no",
        /// One of the question's options.
        Choice = "choice",
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable id within the survey, such as `q1`.
    pub id: String,
    /// The question.
    pub text: LocalText,
    /// Kind.
    pub kind: QuestionKind,
    /// What can be chosen; of `choice` alone, 2 to 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<LocalText>,
}

/// An answer to one question: from 1, the place on the scale or in the list of options; yes is 1, no is 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionAnswer {
    /// The question's id.
    pub question: String,
    /// What was chosen, from 1.
    pub choice: u8,
}

/// What is wrong with a survey or an answer: place and code.
pub type SurveyFault = (String, &'static str);

impl Question {
    /// How many answers can be chosen.
    pub fn choices(&self) -> u8 {
        match self.kind {
            QuestionKind::Scale => 5,
            QuestionKind::YesNo => 2,
            QuestionKind::Choice => self.options.len().min(10) as u8,
        }
    }
}

/// What is wrong with the questions of a survey: JSON pointers under `/questions` with codes.
pub fn check(questions: &[Question]) -> Vec<SurveyFault> {
    let mut faults = Vec::new();
    if questions.is_empty() || questions.len() > 20 {
        faults.push(("/questions".to_owned(), "range"));
    }
    for (i, question) in questions.iter().enumerate() {
        let at = |field: &str| format!("/questions/{i}/{field}");
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if question.id.is_empty() || question.id.len() > 20 || !question.id.bytes().all(plain) {
            faults.push((at("id"), "question_id"));
        } else if questions[..i].iter().any(|earlier| earlier.id == question.id) {
            faults.push((at("id"), "duplicate"));
        }
        let wanted = if question.kind == QuestionKind::Choice { 2..=10 } else { 0..=0 };
        if !wanted.contains(&question.options.len()) {
            faults.push((at("options"), "range"));
        }
    }
    faults
}

/// What is wrong with the answers: each question at most once and within its choices, and at least one answered.
pub fn check_answers(questions: &[Question], answers: &[QuestionAnswer]) -> Vec<SurveyFault> {
    let mut faults = Vec::new();
    if answers.is_empty() {
        faults.push(("/answers".to_owned(), "required"));
    }
    for (i, answer) in answers.iter().enumerate() {
        let question = questions.iter().find(|q| q.id == answer.question);
        if question.is_none() {
            faults.push((format!("/answers/{i}/question"), "unknown"));
        } else if answers[..i].iter().any(|earlier| earlier.question == answer.question) {
            faults.push((format!("/answers/{i}/question"), "duplicate"));
        }
        if question.is_some_and(|q| answer.choice == 0 || answer.choice > q.choices()) {
            faults.push((format!("/answers/{i}/choice"), "range"));
        }
    }
    faults
}

/// How often each choice of each question was made.
pub fn count<'a>(
    questions: &[Question],
    answers: impl IntoIterator<Item = &'a [QuestionAnswer]>,
) -> BTreeMap<String, Vec<u64>> {
    let mut counts: BTreeMap<String, Vec<u64>> =
        questions.iter().map(|q| (q.id.clone(), vec![0; q.choices().into()])).collect();
    for answer in answers.into_iter().flatten() {
        if let Some(count) = counts.get_mut(&answer.question).and_then(|c| c.get_mut(usize::from(answer.choice) - 1)) {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str, kind: QuestionKind, options: usize) -> Question {
        let options = vec![LocalText::same("option"); options];
        Question { id: id.to_owned(), text: LocalText::same("?"), kind, options }
    }

    fn answer(question: &str, choice: u8) -> QuestionAnswer {
        QuestionAnswer { question: question.to_owned(), choice }
    }

    #[test]
    fn a_survey_with_faults_says_all_of_them() {
        let questions = [
            question("q1", QuestionKind::Scale, 0),
            question("q1", QuestionKind::YesNo, 1),
            question("Ä", QuestionKind::Choice, 1),
        ];
        let faults: Vec<_> = check(&questions).into_iter().map(|(at, code)| format!("{at} {code}")).collect();
        assert_eq!(
            faults,
            [
                "/questions/1/id duplicate",
                "/questions/1/options range",
                "/questions/2/id question_id",
                "/questions/2/options range"
            ]
        );
        assert_eq!(check(&[]), [("/questions".to_owned(), "range")]);
    }

    #[test]
    fn answers_are_within_the_questions_and_are_counted() {
        let questions = [question("q1", QuestionKind::Scale, 0), question("q2", QuestionKind::Choice, 3)];
        let good = [answer("q1", 5), answer("q2", 1)];
        assert_eq!(check_answers(&questions, &good), []);
        let bad = [answer("q1", 6), answer("q1", 1), answer("q9", 1), answer("q2", 0)];
        let faults: Vec<_> =
            check_answers(&questions, &bad).into_iter().map(|(at, code)| format!("{at} {code}")).collect();
        assert_eq!(
            faults,
            [
                "/answers/0/choice range",
                "/answers/1/question duplicate",
                "/answers/2/question unknown",
                "/answers/3/choice range"
            ]
        );
        assert_eq!(check_answers(&questions, &[]), [("/answers".to_owned(), "required")]);
        let counts = count(&questions, [good.as_slice(), &[answer("q1", 5)]]);
        assert_eq!(counts["q1"], [0, 0, 0, 0, 2]);
        assert_eq!(counts["q2"], [1, 0, 0]);
    }
}
