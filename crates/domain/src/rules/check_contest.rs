//! Faults of the votes in a rule document.

use super::check::{Faults, RuleFaultCode};
use super::{Area, CountLimit, CountingKind, Electorate, Rules};
use crate::body::BodyTask;
use crate::{BallotKind, Code};

impl Rules {
    pub(super) fn check_contest(&self, i: usize, faults: &mut Faults) {
        use RuleFaultCode::*;
        let (contest, at) = (&self.contests[i], format!("/contests/{i}"));
        if i == 0 {
            faults.ids("/contests", self.contests.iter().map(|c| c.id.as_str()));
        }
        faults.text(&contest.name, format!("{at}/name"));
        faults.require(!contest.envelopes.is_empty(), format!("{at}/envelopes"), Empty);
        for (j, id) in contest.envelopes.iter().enumerate() {
            let group = self.group(id);
            faults.require(group.is_some(), format!("{at}/envelopes/{j}"), Unknown);
            // A vote of the city may decide about every money; else each contest needs money of its own place.
            let own = |area: Area| area == contest.area || (area.is_district() && contest.area.is_district());
            let fits = contest.area == Area::City || group.is_none_or(|group| own(group.area));
            faults.require(fits, format!("{at}/envelopes/{j}"), OutOfRange);
        }
        self.check_voters(contest.electorate, format!("{at}/electorate"), faults);
        let ballot = &contest.ballot;
        let at_ballot = format!("{at}/ballot");
        faults.require(
            ballot.max.is_none_or(|max| max > 0 && ballot.min <= max),
            format!("{at_ballot}/max"),
            OutOfRange,
        );
        let points = ballot.kind == BallotKind::Cumulative;
        faults.require(points || ballot.points.is_none(), format!("{at_ballot}/points"), FieldUnused);
        faults.require(!points || ballot.points.is_some_and(|p| p > 0), format!("{at_ballot}/points"), FieldMissing);
        let grades = ballot.kind == BallotKind::Graded;
        faults.require(grades || ballot.grades.is_empty(), format!("{at_ballot}/grades"), FieldUnused);
        faults.require(!grades || ballot.grades.len() >= 2, format!("{at_ballot}/grades"), FieldMissing);
        for (j, grade) in ballot.grades.iter().enumerate() {
            faults.text(grade, format!("{at_ballot}/grades/{j}"));
        }
        faults.ids(&format!("{at_ballot}/classes"), ballot.classes.iter().map(|c| c.id.as_str()));
        for (j, class) in ballot.classes.iter().enumerate() {
            faults.text(&class.name, format!("{at_ballot}/classes/{j}/name"));
            faults.require(class.max > 0, format!("{at_ballot}/classes/{j}/max"), NotPositive);
            let before = &ballot.classes[..j];
            for (k, id) in class.categories.iter().enumerate() {
                let at_category = format!("{at_ballot}/classes/{j}/categories/{k}");
                faults.require(self.category(id).is_some(), at_category.clone(), Unknown);
                let repeated = class.categories[..k].contains(id) || before.iter().any(|c| c.categories.contains(id));
                faults.require(!repeated, at_category, Repeated);
            }
        }
        self.check_counting(i, &format!("{at}/counting"), faults);
    }

    /// Where members of a body vote, the rules entrust one with it.
    fn check_voters(&self, electorate: Electorate, at: String, faults: &mut Faults) {
        let Some(kind) = electorate.body_kind() else { return };
        if !self.entrusted(BodyTask::Voting).any(|body| body.kind == kind) {
            faults.detailed(at, RuleFaultCode::TaskNotEntrusted, BodyTask::Voting.code());
        }
    }

    fn check_counting(&self, i: usize, at: &str, faults: &mut Faults) {
        use RuleFaultCode::*;
        let (contest, counting) = (&self.contests[i], &self.contests[i].counting);
        let by_number = counting.limit == CountLimit::Number;
        faults.require(by_number || counting.winners.is_none(), format!("{at}/winners"), FieldUnused);
        match counting.winners {
            Some(range) => {
                let fits =
                    range.max > 0 && range.min <= range.max && range.total.is_none_or(|total| total >= range.min);
                faults.require(fits, format!("{at}/winners"), OutOfRange);
            }
            None => faults.require(!by_number, format!("{at}/winners"), FieldMissing),
        }
        faults.require(!counting.tie_break.is_empty(), format!("{at}/tie_break"), Empty);
        for (j, tie_break) in counting.tie_break.iter().enumerate() {
            faults.require(!counting.tie_break[..j].contains(tie_break), format!("{at}/tie_break/{j}"), Repeated);
        }
        let grades = counting.kind == CountingKind::MajorityJudgement;
        faults.require(!grades || contest.ballot.kind == BallotKind::Graded, format!("{at}/kind"), OutOfRange);
        let weighted = counting.kind == CountingKind::WeightedComponents;
        faults.require(weighted || counting.components.is_empty(), format!("{at}/components"), FieldUnused);
        faults.require(
            weighted == (contest.electorate == Electorate::Components),
            format!("/contests/{i}/electorate"),
            OutOfRange,
        );
        if weighted {
            let sum: u32 = counting.components.iter().map(|c| u32::from(c.weight_percent)).sum();
            faults.require(sum == 100, format!("{at}/components"), WeightsNot100);
            faults.ids(&format!("{at}/components"), counting.components.iter().map(|c| c.id.as_str()));
        }
        for (j, component) in counting.components.iter().enumerate() {
            faults.text(&component.name, format!("{at}/components/{j}/name"));
            let own = component.electorate != Electorate::Components;
            faults.require(own, format!("{at}/components/{j}/electorate"), OutOfRange);
            self.check_voters(component.electorate, format!("{at}/components/{j}/electorate"), faults);
        }
        faults.ids(&format!("{at}/reserved"), counting.reserved.iter().map(|r| r.id.as_str()));
        for (j, reserved) in counting.reserved.iter().enumerate() {
            faults.text(&reserved.name, format!("{at}/reserved/{j}/name"));
            // Places are kept for the items of a group of envelopes.
            faults.require(contest.envelopes.contains(&reserved.id), format!("{at}/reserved/{j}/id"), Unknown);
            let fits = reserved.places > 0 && counting.winners.is_none_or(|w| reserved.places <= w.max);
            faults.require(fits, format!("{at}/reserved/{j}/places"), OutOfRange);
        }
    }
}
