//! A decided contest of our own as a public file.

use super::{Election, MetaEntry, Row, Table};
use crate::amount::format;
use crate::ballot::{BallotKind, Profile};
use crate::instance::Instance;

/// The order in which the format lists the rows of META; others follow.
const ORDER: &[&str] = &[
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "edition",
    "language",
    "currency",
];

/// What the public file says about a project beside its cost and votes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectLabel {
    /// Its name in the file's language.
    pub name: String,
    /// Latitude and longitude as decimal degrees, if known.
    pub latitude: Option<String>,
    /// See `latitude`.
    pub longitude: Option<String>,
    /// Whether it is funded, if that is known.
    pub selected: Option<bool>,
}

/// A public file of a decided contest. `meta` are its own rows (description, country, unit, instance, rule, dates, language …);
/// budget, counts, type of ballot and currency are added. Rows are sorted by content, `voter_id` is the row number and
/// nothing but the choices is told, so that no row can be matched with a voter or a time.
pub fn public_election(
    meta: Vec<MetaEntry>,
    instance: Instance,
    profile: Profile,
    labels: &[ProjectLabel],
) -> Election {
    let mut meta = meta;
    let mut set = |key: &str, value: String| {
        meta.retain(|entry| entry.key != key);
        meta.push(MetaEntry::new(key, value));
    };
    set("num_projects", instance.items.len().to_string());
    set("num_votes", profile.voters().to_string());
    set("budget", format(instance.budget, instance.scale));
    set("vote_type", profile.kind().name().into());
    if let Some(currency) = &instance.currency {
        set("currency", currency.clone());
    }
    meta.sort_by_key(|entry| ORDER.iter().position(|key| *key == entry.key).unwrap_or(ORDER.len()));
    let projects = project_table(&instance, &profile, labels);
    Election { meta, projects, votes: None, instance, profile, tolerated: Vec::new() }
}

fn project_table(instance: &Instance, profile: &Profile, labels: &[ProjectLabel]) -> Table {
    let votes = profile.votes(instance.items.len());
    let scores = profile.scores(instance.items.len());
    let has_scores = !matches!(profile.kind(), BallotKind::Approval | BallotKind::ChooseOne);
    let has_categories = instance.items.iter().any(|item| !item.categories.is_empty());
    let has_areas = instance.items.iter().any(|item| item.area.is_some());
    let has_places = labels.iter().any(|label| label.latitude.is_some());
    let has_outcome = labels.iter().any(|label| label.selected.is_some());
    // In the format's order.
    let mut columns = vec!["project_id", "cost", "votes"];
    columns.extend(has_scores.then_some("score"));
    columns.push("name");
    columns.extend(has_categories.then_some("category"));
    columns.extend(has_outcome.then_some("selected"));
    columns.extend(has_areas.then_some("neighborhood"));
    columns.extend(if has_places { &["latitude", "longitude"][..] } else { &[] });
    let default = ProjectLabel::default();
    let row = |(index, item): (usize, &crate::Item)| {
        let label = labels.get(index).unwrap_or(&default);
        let cell = |column: &&str| match *column {
            "project_id" => item.id.clone(),
            "cost" => format(item.cost, instance.scale),
            "votes" => votes[index].to_string(),
            "score" => format(crate::sheet::clamp(scores[index]), profile.points_scale()),
            "name" => label.name.clone(),
            "selected" => label.selected.map(|selected| u8::from(selected).to_string()).unwrap_or_default(),
            "category" => item.categories.join(","),
            "neighborhood" => item.area.clone().unwrap_or_default(),
            "latitude" => label.latitude.clone().unwrap_or_default(),
            _ => label.longitude.clone().unwrap_or_default(),
        };
        columns.iter().map(cell).collect()
    };
    let rows = instance.items.iter().enumerate().map(row).collect();
    Table { columns: columns.into_iter().map(str::to_owned).collect(), rows }
}

/// VOTES from merged ballots: one row per voter, sorted by content, numbered.
pub(super) fn vote_table(instance: &Instance, profile: &Profile) -> Table {
    let mut ballots: Vec<(String, String, u64)> = profile
        .ballots()
        .map(|ballot| {
            // The format lists a ballot's projects by falling points.
            let mut order: Vec<usize> = (0..ballot.choices.len()).collect();
            if profile.kind().has_points() {
                order.sort_by_key(|&place| std::cmp::Reverse(ballot.points[place]));
            }
            let item = |&place: &usize| instance.items[ballot.choices[place] as usize].id.as_str();
            let ids: Vec<&str> = order.iter().map(item).collect();
            let scored = order.iter().filter_map(|&place| ballot.points.get(place));
            let points: Vec<String> = scored.map(|&p| format(p, profile.points_scale())).collect();
            (ids.join(","), points.join(","), ballot.weight)
        })
        .collect();
    ballots.sort();
    let mut table = Table { columns: vec!["voter_id".into(), "vote".into()], rows: Vec::new() };
    if profile.kind().has_points() {
        table.columns.push("points".into());
    }
    for (ids, points, weight) in ballots {
        for _ in 0..weight {
            let mut row: Row = [(table.rows.len() + 1).to_string().as_str(), &ids].into_iter().collect();
            if profile.kind().has_points() {
                row.push(&points);
            }
            table.rows.push(row);
        }
    }
    table
}
