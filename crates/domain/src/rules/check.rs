//! Faults of a rule document, all at once, each with its JSON pointer.

use serde::{Deserialize, Serialize};

use super::{Allocation, Proposers, Rules};
use crate::body::BodyTask;
use crate::{Code, Currency, LocalText, Money, ResidentAction, codes};

codes! {
    /// What is wrong with a rule document.
    pub RuleFaultCode "rule-fault" {
        Empty = "empty",
        /// A Kazakh or Russian text is missing.
        TextMissing = "text_missing",
        /// An id that is no lower-case ASCII word.
        BadId = "bad_id",
        Repeated = "repeated",
        /// A reference to something that the document does not have.
        Unknown = "unknown",
        NotPositive = "not_positive",
        /// A cap is `multiplier × MRP of its year` in tenge, an amount elsewhere.
        CapForm = "cap_form",
        UnknownMrpYear = "unknown_mrp_year",
        /// A field that this kind of rule needs is missing, or one that it does not know is there.
        FieldMissing = "field_missing", FieldUnused = "field_unused",
        /// Numbers that contradict each other.
        OutOfRange = "out_of_range",
        /// Weights of components do not make 100.
        WeightsNot100 = "weights_not_100",
        /// Nobody is entrusted with a task that the rules need.
        TaskNotEntrusted = "task_not_entrusted",
        /// One kind of body reviews and decides the appeals against it.
        SameBody = "same_body",
        /// A fault of the calendar (`detail` names it).
        Calendar = "calendar",
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleFault {
    /// JSON pointer to the place.
    pub pointer: String,
    /// What is wrong.
    pub code: RuleFaultCode,
    /// A code that makes it precise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

pub(super) struct Faults(Vec<RuleFault>);

impl Faults {
    pub(super) fn add(&mut self, pointer: impl Into<String>, code: RuleFaultCode) {
        self.0.push(RuleFault { pointer: pointer.into(), code, detail: None });
    }

    pub(super) fn detailed(&mut self, pointer: impl Into<String>, code: RuleFaultCode, detail: impl ToString) {
        self.0.push(RuleFault { pointer: pointer.into(), code, detail: Some(detail.to_string()) });
    }

    pub(super) fn require(&mut self, holds: bool, pointer: impl Into<String>, code: RuleFaultCode) {
        if !holds {
            self.add(pointer, code);
        }
    }

    pub(super) fn text(&mut self, text: &LocalText, pointer: String) {
        self.require(!text.kk.trim().is_empty(), format!("{pointer}/kk"), RuleFaultCode::TextMissing);
        self.require(!text.ru.trim().is_empty(), format!("{pointer}/ru"), RuleFaultCode::TextMissing);
    }

    /// Ids are words of a–z, 0–9 and `_`, not repeated in their list.
    pub(super) fn ids<'a>(&mut self, list: &str, ids: impl Iterator<Item = &'a str>) {
        let ids: Vec<&str> = ids.collect();
        for (i, id) in ids.iter().enumerate() {
            let word = !id.is_empty()
                && id.len() <= 40
                && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            self.require(word, format!("{list}/{i}/id"), RuleFaultCode::BadId);
            self.require(!ids[..i].contains(id), format!("{list}/{i}/id"), RuleFaultCode::Repeated);
        }
    }
}

impl Rules {
    /// Every fault of the document; empty means that it can be published. Whether the engine can run it is another
    /// question ([`Rules::supported`]).
    pub fn check(&self) -> Vec<RuleFault> {
        let mut faults = Faults(Vec::new());
        faults.text(&self.title, "/title".to_owned());
        self.check_money(&mut faults);
        self.check_calendar(&mut faults);
        self.check_texts(&mut faults);
        self.check_people(&mut faults);
        for i in 0..self.contests.len() {
            self.check_contest(i, &mut faults);
        }
        faults.0
    }

    fn check_money(&self, faults: &mut Faults) {
        use RuleFaultCode::*;
        faults.require(!self.fiscal_years.is_empty(), "/fiscal_years", Empty);
        for (i, year) in self.fiscal_years.iter().enumerate() {
            let (at, before) = (format!("/fiscal_years/{i}"), &self.fiscal_years[..i]);
            faults.require((2000..=2099).contains(year), at.clone(), OutOfRange);
            faults.require(before.last().is_none_or(|last| last < year), at, Repeated);
        }
        faults.require(!self.envelopes.is_empty(), "/envelopes", Empty);
        faults.ids("/envelopes", self.envelopes.iter().map(|e| e.id.as_str()));
        for (i, envelope) in self.envelopes.iter().enumerate() {
            let at = format!("/envelopes/{i}");
            faults.text(&envelope.name, format!("{at}/name"));
            faults.require(envelope.count > 0, format!("{at}/count"), NotPositive);
            match envelope.total {
                Some(total) => faults.require(total > Money::ZERO, format!("{at}/total"), NotPositive),
                None => {
                    faults.require(envelope.allocation == Allocation::Declared, format!("{at}/total"), FieldMissing)
                }
            }
            let formula = envelope.allocation == Allocation::Formula;
            faults.require(formula || envelope.formula.is_empty(), format!("{at}/formula"), FieldUnused);
            faults.require(!formula || !envelope.formula.is_empty(), format!("{at}/formula"), FieldMissing);
            faults.ids(&format!("{at}/formula"), envelope.formula.iter().map(|c| c.id.as_str()));
            for (j, criterion) in envelope.formula.iter().enumerate() {
                faults.text(&criterion.name, format!("{at}/formula/{j}/name"));
                faults.require(criterion.weight > 0, format!("{at}/formula/{j}/weight"), NotPositive);
            }
        }
        for (i, cap) in self.caps.iter().enumerate() {
            let at = format!("/caps/{i}");
            let in_mrp = cap.multiplier.is_some() && cap.mrp_year.is_some() && cap.amount.is_none();
            let in_money = cap.multiplier.is_none() && cap.mrp_year.is_none() && cap.amount.is_some();
            if !(if self.currency == Currency::Kzt { in_mrp } else { in_money }) {
                faults.add(at, CapForm);
            } else {
                match cap.limit() {
                    Some(limit) => faults.require(limit > Money::ZERO, at, NotPositive),
                    None => faults.add(format!("{at}/mrp_year"), UnknownMrpYear),
                }
            }
        }
    }

    fn check_calendar(&self, faults: &mut Faults) {
        for fault in self.calendar.check().into_iter().chain(self.calendar.check_rework(self.proposals.rework)) {
            let window = fault.phase.and_then(|phase| self.calendar.windows.iter().rposition(|w| w.phase == phase));
            let pointer = match (window, fault.phase) {
                (Some(i), _) => format!("/calendar/windows/{i}"),
                (None, Some(_)) => "/calendar/windows".to_owned(),
                (None, None) => "/calendar/zone".to_owned(),
            };
            let detail = match fault.phase {
                Some(phase) => format!("{} {}", fault.code.code(), phase.code()),
                None => fault.code.code().to_owned(),
            };
            faults.detailed(pointer, RuleFaultCode::Calendar, detail);
        }
    }

    fn check_texts(&self, faults: &mut Faults) {
        use RuleFaultCode::*;
        faults.require(!self.categories.is_empty(), "/categories", Empty);
        faults.ids("/categories", self.categories.iter().map(|c| c.id.as_str()));
        for (i, category) in self.categories.iter().enumerate() {
            faults.text(&category.name, format!("/categories/{i}/name"));
        }
        faults.require(!self.criteria.is_empty(), "/criteria", Empty);
        for (i, criterion) in self.criteria.iter().enumerate() {
            let at = format!("/criteria/{i}");
            let number = !criterion.clause.is_empty()
                && criterion.clause.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
            faults.require(number, format!("{at}/clause"), BadId);
            let repeated = self.criteria[..i].iter().any(|c| c.clause == criterion.clause);
            faults.require(!repeated, format!("{at}/clause"), Repeated);
            faults.text(&criterion.text, format!("{at}/text"));
        }
    }

    fn check_people(&self, faults: &mut Faults) {
        use RuleFaultCode::*;
        for (i, rule) in self.eligibility.iter().enumerate() {
            let at = format!("/eligibility/{i}");
            let repeated = self.eligibility[..i].iter().any(|r| r.action == rule.action);
            faults.require(!repeated, format!("{at}/action"), Repeated);
            faults.require(rule.minimum_age.is_none_or(|age| age <= 120), format!("{at}/minimum_age"), OutOfRange);
        }
        let votes = self.eligibility.iter().any(|r| r.action == ResidentAction::Vote);
        faults.require(votes, "/eligibility", FieldMissing);
        faults.require(self.proposals.max_authors > 0, "/proposals/max_authors", NotPositive);
        faults.require(
            self.proposals.applications_per_author != Some(0),
            "/proposals/applications_per_author",
            NotPositive,
        );
        for (i, body) in self.bodies.iter().enumerate() {
            let at = format!("/bodies/{i}");
            faults.text(&body.name, format!("{at}/name"));
            faults.require(!body.tasks.is_empty(), format!("{at}/tasks"), Empty);
            for (j, step) in body.delegates.iter().enumerate() {
                let next = body.delegates.get(j + 1);
                let grows = next.is_none_or(|n| step.up_to.is_some_and(|s| n.up_to.is_none_or(|n| n > s)));
                faults.require(step.one_per > 0 && grows, format!("{at}/delegates/{j}"), OutOfRange);
            }
            let reviews = body
                .tasks
                .iter()
                .any(|t| matches!(t, BodyTask::FormalReview | BodyTask::Clearance | BodyTask::CouncilReview));
            faults.require(!(reviews && body.tasks.contains(&BodyTask::Appeals)), format!("{at}/tasks"), SameBody);
        }
        for task in [BodyTask::FormalReview, BodyTask::Appeals, BodyTask::ConfirmResult] {
            if self.entrusted(task).next().is_none() {
                faults.detailed("/bodies", TaskNotEntrusted, task.code());
            }
        }
        if self.proposals.by == Proposers::Assemblies && self.entrusted(BodyTask::Proposing).next().is_none() {
            faults.detailed("/proposals/by", TaskNotEntrusted, BodyTask::Proposing.code());
        }
        for (days, name) in [
            (self.deadlines.answer_days, "answer_days"),
            (self.deadlines.reopened_answer_days, "reopened_answer_days"),
            (self.deadlines.appeal_days, "appeal_days"),
            (self.deadlines.report_days, "report_days"),
        ] {
            faults.require(days > 0, format!("/deadlines/{name}"), NotPositive);
        }
    }
}
