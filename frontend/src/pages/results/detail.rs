//! What a count says of an item beside its votes: the grades it got, or its share in each component; and the files of each.

use api_types::contest::BallotItem;
use api_types::endpoint::{self, path};
use domain::{Id, LocalText};
use i18n::Texts;
use serde::Deserialize;

use super::reason::is;
use super::{Contest, EnvelopeCount};
use crate::api::paths::with_query;
use crate::format;

/// What the page needs of a `domain::rules::CountingRule`.
#[derive(Deserialize)]
pub struct CountingRule {
    #[serde(default)]
    components: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: LocalText,
}

/// What the page needs of a `tally::components::ComponentResult`.
#[derive(Deserialize)]
pub struct Component {
    name: String,
    weight: i64,
    voters: i64,
    scores: Vec<Score>,
}

#[derive(Deserialize)]
struct Score {
    item: String,
    score: Share,
}

#[derive(Deserialize)]
struct Share {
    num: String,
    den: String,
}

/// What the page needs of a `tally::Grades`.
#[derive(Deserialize)]
pub struct Grades {
    item: String,
    median: usize,
    counts: Vec<i64>,
}

/// A file of public ballots: its address, and the name of the component that it is of, where there are several.
#[derive(PartialEq)]
pub struct BallotFile {
    pub address: String,
    pub component: Option<String>,
}

/// The files of a contest, in the order of its rule.
pub fn files(t: &Texts, contest: &Contest, id: Id) -> Vec<BallotFile> {
    let whole = path(endpoint::CONTEST_BALLOTS, &[&id.to_string()]);
    let components = contest.counting_rule.components.iter();
    let mut files: Vec<BallotFile> = components
        .map(|named| BallotFile {
            address: with_query(&whole, &[("component", &named.id)]),
            component: Some(named.name.get(t.lang()).to_owned()),
        })
        .collect();
    if files.is_empty() {
        files.push(BallotFile { address: whole, component: None });
    }
    files
}

/// One line per component, or the majority grade and how often each grade was given.
pub fn lines(t: &Texts, contest: &Contest, count: &EnvelopeCount, item: &BallotItem) -> Vec<String> {
    let grades = count.outcome.grades.iter().find(|grades| is(item, &grades.item));
    let graded = grades.map(|grades| graded(t, contest, grades)).unwrap_or_default();
    let parts = count.components.iter().filter_map(|component| part(t, contest, component, item));
    graded.into_iter().chain(parts).collect()
}

fn graded(t: &Texts, contest: &Contest, grades: &Grades) -> Vec<String> {
    // The count has the worst grade first, the ballot the best.
    let names = || contest.ballot_rule.grades.iter().rev().map(|grade| grade.get(t.lang()));
    let median = names().nth(grades.median).unwrap_or_default();
    let given = names()
        .zip(&grades.counts)
        .map(|(name, count)| t.t_args("result-grade-count", &[("grade", name.into()), ("count", (*count).into())]));
    let mut given: Vec<String> = given.collect();
    given.reverse();
    vec![t.t_args("result-majority-grade", &[("grade", median.into())]), given.join(" · ")]
}

fn part(t: &Texts, contest: &Contest, component: &Component, item: &BallotItem) -> Option<String> {
    let named = contest.counting_rule.components.iter().find(|named| named.id == component.name);
    let score = component.scores.iter().find(|score| is(item, &score.item))?;
    let (num, den): (i64, i64) = (score.score.num.parse().ok()?, score.score.den.parse().ok()?);
    let args = [
        ("name", named.map_or(component.name.as_str(), |named| named.name.get(t.lang())).into()),
        ("weight", component.weight.into()),
        ("share", format::percent(num, den).into()),
        ("voters", component.voters.into()),
    ];
    Some(t.t_args("result-component", &args))
}
