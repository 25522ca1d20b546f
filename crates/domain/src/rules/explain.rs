//! A rule version in words: i18n keys and their parameters, in the order in which people ask.

use serde::{Deserialize, Serialize};

use super::{Allocation, BodyTask, ContestRule, CountLimit, CountingKind, Rules};
use crate::{BallotKind, Code, LocalText, Money};

/// Every key that [`Rules::explain`] may give; each has a text in every language.
pub const EXPLANATION_KEYS: &[&str] = &[
    "rules-envelopes-equal",
    "rules-envelopes-declared",
    "rules-envelopes-formula",
    "rules-formula-criterion",
    "rules-cap-mrp",
    "rules-cap-amount",
    "rules-no-cap",
    "rules-proposers",
    "rules-applications",
    "rules-one-object",
    "rules-supporters",
    "rules-merging",
    "rules-no-merging",
    "rules-rework",
    "rules-no-rework",
    "rules-opens-with-account",
    "rules-eligibility",
    "rules-minimum-age",
    "rules-registration",
    "rules-body",
    "rules-delegates",
    "rules-delegates-beyond",
    "rules-contest",
    "rules-ballot-approval",
    "rules-ballot-knapsack",
    "rules-ballot-cumulative",
    "rules-ballot-ranked",
    "rules-ballot-choose-one",
    "rules-ballot-graded",
    "rules-ballot-class",
    "rules-ballot-replaceable",
    "rules-ballot-final",
    "rules-counting-greedy",
    "rules-counting-equal-shares",
    "rules-counting-majority-judgement",
    "rules-counting-weighted-components",
    "rules-counting-formula-allocation",
    "rules-component",
    "rules-limit-money",
    "rules-limit-number",
    "rules-reserved",
    "rules-minimum-votes",
    "rules-tie-break",
    "rules-answer-days",
    "rules-not-supported",
];

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Key of the sentence, one of [`EXPLANATION_KEYS`].
    pub key: String,
    /// JSON pointer to the part of the document that it explains.
    pub pointer: String,
    /// What goes into the sentence.
    pub params: Vec<Param>,
}

/// One parameter of a sentence: exactly one of the values is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Param {
    /// Name in the sentence.
    pub name: String,
    /// A count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// An amount in minor units of the document's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// An official text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<LocalText>,
    /// A code with its set, such as `resident-action-vote`: an i18n key itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Param {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), number: None, money: None, text: None, code: None }
    }
    fn number(name: &str, number: impl Into<i64>) -> Self {
        Self { number: Some(number.into()), ..Self::named(name) }
    }
    fn money(name: &str, money: Money) -> Self {
        Self { money: Some(money), ..Self::named(name) }
    }
    fn text(name: &str, text: &LocalText) -> Self {
        Self { text: Some(text.clone()), ..Self::named(name) }
    }
    fn code<C: Code>(name: &str, code: C) -> Self {
        Self { code: Some(format!("{}-{}", C::NAME, code.code())), ..Self::named(name) }
    }
}

struct Story(Vec<Explanation>);

impl Story {
    fn say(&mut self, key: &str, pointer: impl Into<String>, params: Vec<Param>) {
        debug_assert!(EXPLANATION_KEYS.contains(&key), "{key} has no text");
        self.0.push(Explanation { key: key.to_owned(), pointer: pointer.into(), params });
    }

    fn say_if(&mut self, holds: bool, key: &str, pointer: &str, params: Vec<Param>) {
        if holds {
            self.say(key, pointer, params);
        }
    }
}

impl Rules {
    /// The document explained, also where the engine cannot run it; the last sentences then say what it cannot.
    pub fn explain(&self) -> Vec<Explanation> {
        let mut story = Story(Vec::new());
        self.explain_money(&mut story);
        self.explain_proposals(&mut story);
        for (i, contest) in self.contests.iter().enumerate() {
            explain_contest(contest, &format!("/contests/{i}"), &mut story);
        }
        story.say(
            "rules-answer-days",
            "/deadlines/answer_days",
            vec![Param::number("days", self.deadlines.answer_days)],
        );
        for unsupported in self.supported().err().unwrap_or_default() {
            let rule = Param { code: Some(format!("rule-{}", unsupported.rule)), ..Param::named("rule") };
            story.say("rules-not-supported", unsupported.pointer, vec![rule]);
        }
        story.0
    }

    fn explain_money(&self, story: &mut Story) {
        for (i, envelope) in self.envelopes.iter().enumerate() {
            let at = format!("/envelopes/{i}");
            let mut params = vec![
                Param::text("name", &envelope.name),
                Param::number("count", envelope.count),
                Param::code("area", envelope.area),
            ];
            params.extend(envelope.total.map(|total| Param::money("total", total)));
            let key = match envelope.allocation {
                Allocation::Equal => "rules-envelopes-equal",
                Allocation::Declared => "rules-envelopes-declared",
                Allocation::Formula => "rules-envelopes-formula",
            };
            story.say(key, at.clone(), params);
            for (j, criterion) in envelope.formula.iter().enumerate() {
                let params = vec![Param::text("name", &criterion.name), Param::number("weight", criterion.weight)];
                story.say("rules-formula-criterion", format!("{at}/formula/{j}"), params);
            }
        }
        story.say_if(self.caps.is_empty(), "rules-no-cap", "", vec![]);
        for (i, cap) in self.caps.iter().enumerate() {
            let amount = cap.limit().map(|limit| Param::money("amount", limit));
            match (cap.multiplier, cap.mrp_year) {
                (Some(multiplier), Some(year)) => {
                    let mut params = vec![Param::number("multiplier", multiplier), Param::number("year", year)];
                    params.extend(amount);
                    story.say("rules-cap-mrp", format!("/caps/{i}"), params);
                }
                _ => story.say("rules-cap-amount", format!("/caps/{i}"), amount.into_iter().collect()),
            }
        }
    }

    fn explain_proposals(&self, story: &mut Story) {
        let rule = &self.proposals;
        story.say("rules-proposers", "/proposals/by", vec![Param::code("by", rule.by)]);
        if let Some(count) = rule.applications_per_author {
            story.say("rules-applications", "/proposals/applications_per_author", vec![Param::number("count", count)]);
        }
        story.say_if(rule.one_object, "rules-one-object", "/proposals/one_object", vec![]);
        let supporters = vec![Param::number("count", rule.supporters_needed)];
        story.say_if(rule.supporters_needed > 0, "rules-supporters", "/proposals/supporters_needed", supporters);
        let merging = if rule.merging { "rules-merging" } else { "rules-no-merging" };
        story.say(merging, "/proposals/merging", vec![]);
        let rework = if rule.rework { "rules-rework" } else { "rules-no-rework" };
        story.say(rework, "/proposals/rework", vec![]);
        story.say_if(rule.opens_with_account, "rules-opens-with-account", "/proposals/opens_with_account", vec![]);
        for (i, rule) in self.eligibility.iter().enumerate() {
            let (at, action) = (format!("/eligibility/{i}"), Param::code("action", rule.action));
            let params = vec![action.clone(), Param::code("proof", rule.proof), Param::code("district", rule.district)];
            story.say("rules-eligibility", at.clone(), params);
            if let Some(age) = rule.minimum_age {
                story.say(
                    "rules-minimum-age",
                    format!("{at}/minimum_age"),
                    vec![action.clone(), Param::number("age", age)],
                );
            }
            for registration in &rule.registrations {
                let params = vec![action.clone(), Param::code("registration", *registration)];
                story.say("rules-registration", format!("{at}/registrations"), params);
            }
        }
        for (i, body) in self.bodies.iter().enumerate() {
            for task in &body.tasks {
                let params = vec![
                    Param::text("name", &body.name),
                    Param::code::<BodyTask>("task", *task),
                    Param::code("selection", body.selection),
                ];
                story.say("rules-body", format!("/bodies/{i}"), params);
            }
            for (j, step) in body.delegates.iter().enumerate() {
                let at = format!("/bodies/{i}/delegates/{j}");
                let mut params = vec![Param::text("name", &body.name), Param::number("per", step.one_per)];
                let Some(up_to) = step.up_to else {
                    story.say("rules-delegates-beyond", at, params);
                    continue;
                };
                params.push(Param::number("present", up_to));
                story.say("rules-delegates", at, params);
            }
        }
    }
}

fn explain_contest(contest: &ContestRule, at: &str, story: &mut Story) {
    let (ballot, counting) = (&contest.ballot, &contest.counting);
    let params = vec![
        Param::text("name", &contest.name),
        Param::code("area", contest.area),
        Param::code("electorate", contest.electorate),
    ];
    story.say("rules-contest", at, params);
    let max: Vec<Param> = ballot.max.map(|max| Param::number("max", max)).into_iter().collect();
    let (key, params) = match ballot.kind {
        BallotKind::Approval => ("rules-ballot-approval", max),
        BallotKind::Knapsack => ("rules-ballot-knapsack", vec![]),
        BallotKind::Cumulative => {
            ("rules-ballot-cumulative", vec![Param::number("points", ballot.points.unwrap_or(0))])
        }
        BallotKind::Ranked => ("rules-ballot-ranked", max),
        BallotKind::ChooseOne => ("rules-ballot-choose-one", vec![]),
        BallotKind::Graded => ("rules-ballot-graded", vec![Param::number("grades", ballot.grades.len() as i64)]),
    };
    story.say(key, format!("{at}/ballot"), params);
    for (i, class) in ballot.classes.iter().enumerate() {
        let params = vec![Param::text("name", &class.name), Param::number("max", class.max)];
        story.say("rules-ballot-class", format!("{at}/ballot/classes/{i}"), params);
    }
    let replaceable = if ballot.replaceable { "rules-ballot-replaceable" } else { "rules-ballot-final" };
    story.say(replaceable, format!("{at}/ballot/replaceable"), vec![]);
    let key = match counting.kind {
        CountingKind::Greedy => "rules-counting-greedy",
        CountingKind::EqualShares => "rules-counting-equal-shares",
        CountingKind::MajorityJudgement => "rules-counting-majority-judgement",
        CountingKind::WeightedComponents => "rules-counting-weighted-components",
        CountingKind::FormulaAllocation => "rules-counting-formula-allocation",
    };
    story.say(key, format!("{at}/counting"), vec![]);
    for (i, component) in counting.components.iter().enumerate() {
        let params = vec![Param::text("name", &component.name), Param::number("percent", component.weight_percent)];
        story.say("rules-component", format!("{at}/counting/components/{i}"), params);
    }
    match (counting.limit, counting.winners) {
        (CountLimit::Number, Some(range)) => {
            let mut params = vec![Param::number("min", range.min), Param::number("max", range.max)];
            params.extend(range.total.map(|total| Param::number("total", total)));
            story.say("rules-limit-number", format!("{at}/counting/winners"), params);
        }
        _ => story.say("rules-limit-money", format!("{at}/counting/limit"), vec![]),
    }
    for (i, reserved) in counting.reserved.iter().enumerate() {
        let params = vec![Param::text("name", &reserved.name), Param::number("places", reserved.places)];
        story.say("rules-reserved", format!("{at}/counting/reserved/{i}"), params);
    }
    if counting.minimum_votes > 0 {
        let params = vec![Param::number("votes", counting.minimum_votes)];
        story.say("rules-minimum-votes", format!("{at}/counting/minimum_votes"), params);
    }
    for (i, tie_break) in counting.tie_break.iter().enumerate() {
        let params = vec![Param::number("step", i as i64 + 1), Param::code("rule", *tie_break)];
        story.say("rules-tie-break", format!("{at}/counting/tie_break/{i}"), params);
    }
}
