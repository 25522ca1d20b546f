//! Count it yourself: the public ballots of a contest, counted again by the rule of its published count.
//!
//! Not part of the residents' app: `bin/recount.rs` is a module of its own, which a worker loads when somebody asks for it
//! (`pages/results/recount.rs`).

use serde::{Deserialize, Serialize};
use tally::components::{ComponentResult, ComponentsRule, ItemScore, count_components};
use tally::contest::{Entry, Envelope, component_parts, parts};
use tally::pabulib::{Election, Options, read_slice};
use tally::{Fraction, Instance, Item, Outcome, Profile, count};

/// What is read of a published `api_types::contest::ContestResult`.
#[derive(Deserialize)]
struct Published {
    ballots: u64,
    counts: Vec<EnvelopeCount>,
    items: Vec<PublishedItem>,
}

#[derive(Deserialize)]
struct EnvelopeCount {
    envelope_id: String,
    outcome: Outcome,
    /// The envelopes that are counted together, where winners are counted by number.
    #[serde(default)]
    joint: Vec<Joint>,
    /// Each component apart, where several electorates make one result.
    #[serde(default)]
    components: Vec<ComponentResult>,
    /// The joint score of each item, where there are components.
    #[serde(default)]
    scores: Vec<ItemScore>,
}

#[derive(Deserialize)]
struct Joint {
    envelope_id: String,
    group: Option<String>,
}

#[derive(Deserialize)]
struct PublishedItem {
    number: u32,
    project_number: Option<String>,
    envelope_id: String,
    score: Option<i64>,
}

impl Published {
    /// The envelope under which an envelope's items are counted, and their group.
    fn counted_under<'a>(&'a self, envelope: &'a str) -> (&'a str, Option<String>) {
        let joint = self.counts.iter().find_map(|count| {
            let own = count.joint.iter().find(|joint| joint.envelope_id == envelope)?;
            Some((count.envelope_id.as_str(), own.group.clone()))
        });
        joint.unwrap_or((envelope, None))
    }

    /// The count of an envelope.
    fn of(&self, envelope: &str) -> Option<&EnvelopeCount> {
        self.counts.iter().find(|count| count.envelope_id == envelope)
    }

    /// The items of a file as they were counted, and each as it was published.
    fn entries(&self, instance: &Instance) -> Result<Vec<(Entry, &PublishedItem)>, String> {
        // The file's costs in minor units, as the count has them.
        let minor = 10_i64.pow(2_u32.saturating_sub(instance.scale.into()));
        let entry = |item: &Item| {
            let known = find(&self.items, &item.id).ok_or_else(|| format!("project {} was not published", item.id))?;
            let (envelope, area) = self.counted_under(&known.envelope_id);
            let item = Item {
                id: format!("{:05}", known.number),
                number: Some(known.number),
                cost: item.cost.saturating_mul(minor),
                area,
                ..item.clone()
            };
            Ok((Entry { envelope: envelope.to_owned(), item }, known))
        };
        let entries = instance.items.iter().map(entry).collect::<Result<Vec<_>, String>>()?;
        if entries.len() != self.items.len() {
            return Err(format!("{} projects in the file, {} published", entries.len(), self.items.len()));
        }
        Ok(entries)
    }
}

/// A recount beside what was published.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recount {
    /// Ballots in the files.
    pub ballots: u64,
    /// Ballots as published.
    pub published: u64,
    /// Whether winners were counted, too: the count says by which rule. An imported election may not.
    pub by_rule: bool,
    /// Each component in the order of its files, where several electorates make one result; else none.
    pub components: Vec<Part>,
    /// Every project.
    pub items: Vec<Line>,
}

/// One component, counted again.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Ballots in its file.
    pub ballots: u64,
    /// Its voters as published.
    pub published: u64,
    /// Whether each project has the published share of it.
    pub shares: bool,
}

impl Part {
    /// Whether both agree.
    pub fn same(&self) -> bool {
        self.shares && self.ballots == self.published
    }
}

/// One project, counted again.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Ballot number.
    pub number: u32,
    /// Votes or points in the files.
    pub votes: i64,
    /// The same as published; nothing where the source does not tell.
    pub published: Option<i64>,
    /// Whether its shares of the components and its joint score are the published ones, exactly; true where there are none.
    pub shares: bool,
    /// The joint score of all components, in hundredths of a percent, for the eye.
    pub joint: Option<i64>,
    /// The same as published.
    pub published_joint: Option<i64>,
    /// Whether it wins by the recount.
    pub wins: bool,
    /// The same as published.
    pub won: bool,
}

impl Line {
    /// Whether both agree.
    pub fn same(&self) -> bool {
        self.shares && self.wins == self.won && self.published.is_none_or(|published| published == self.votes)
    }
}

impl Recount {
    /// Whether all agree.
    pub fn same(&self) -> bool {
        self.ballots == self.published && self.components.iter().all(Part::same) && self.items.iter().all(Line::same)
    }
}

/// An envelope, counted again.
struct Own {
    envelope: String,
    outcome: Outcome,
    components: Vec<ComponentResult>,
    scores: Vec<ItemScore>,
}

/// Counts the files again and lays the published result, as JSON, beside it. One file; where several electorates make one
/// result, one file for each in the order of the rule.
///
/// # Errors
/// Why the files or the result cannot be read, in English: it tells that they are not of one contest.
pub fn recount(published: &[u8], files: &[Vec<u8>]) -> Result<Recount, String> {
    let published: Published = serde_json::from_slice(published).map_err(said)?;
    let read = |file: &Vec<u8>| read_slice(file, Options::default()).map_err(said);
    let elections = files.iter().map(read).collect::<Result<Vec<Election>, _>>()?;
    let (instance, profiles) = one_contest(elections)?;
    let entries = published.entries(&instance)?;
    let own = count_again(&published, &entries, &profiles)?;
    let mut votes = vec![0; entries.len()];
    for profile in &profiles {
        for (sum, score) in votes.iter_mut().zip(profile.scores(entries.len())) {
            *sum += score;
        }
    }
    let line = |((entry, known), votes): (&(Entry, &PublishedItem), i128)| {
        let (id, official) = (&entry.item.id, published.of(&entry.envelope));
        let own = own.iter().find(|own| own.envelope == entry.envelope);
        // A rule may give points of its own, to places.
        let points = own.and_then(|own| Some(own.outcome.verdict(id)?.score));
        let joint = [own.map(|own| &own.scores), official.map(|official| &official.scores)]
            .map(|scores| scores.and_then(|scores| share(scores, id)));
        let shares = [own.map(|own| &own.components), official.map(|official| &official.components)]
            .map(|parts| parts.into_iter().flatten().map(|part| share(&part.scores, id)).collect::<Vec<_>>());
        Line {
            number: known.number,
            votes: points.unwrap_or_else(|| i64::try_from(votes).unwrap_or(i64::MAX)),
            published: known.score,
            shares: joint[0] == joint[1] && shares[0] == shares[1],
            joint: joint[0].and_then(hundredths),
            published_joint: joint[1].and_then(hundredths),
            wins: own.is_some_and(|own| own.outcome.winners.contains(id)),
            won: official.is_some_and(|official| official.outcome.winners.contains(id)),
        }
    };
    Ok(Recount {
        items: entries.iter().zip(votes).map(line).collect(),
        ballots: profiles.iter().map(Profile::voters).sum(),
        published: published.ballots,
        by_rule: !published.counts.is_empty(),
        components: components(&published, &own, &profiles),
    })
}

/// The projects and each file's ballots; the files must name the same projects.
fn one_contest(elections: Vec<Election>) -> Result<(Instance, Vec<Profile>), String> {
    let mut found = None::<(Instance, Vec<Profile>)>;
    for Election { instance, profile, .. } in elections {
        match &mut found {
            None => found = Some((instance, vec![profile])),
            Some((first, _)) if first.items != instance.items => {
                return Err("the files are of different contests".to_owned());
            }
            Some((_, profiles)) => profiles.push(profile),
        }
    }
    found.ok_or_else(|| "no file of ballots".to_owned())
}

/// Every envelope that was counted, counted again by the rule of its count.
fn count_again(
    published: &Published,
    entries: &[(Entry, &PublishedItem)],
    profiles: &[Profile],
) -> Result<Vec<Own>, String> {
    let entries: Vec<Entry> = entries.iter().map(|(entry, _)| entry.clone()).collect();
    let mut ids: Vec<&String> = entries.iter().map(|entry| &entry.envelope).collect();
    ids.sort();
    ids.dedup();
    let budget = |id: &String| published.of(id).map_or(0, |official| official.outcome.budget);
    let envelopes: Vec<Envelope> = ids.into_iter().map(|id| Envelope { id: id.clone(), budget: budget(id) }).collect();
    let mut all = Vec::new();
    if published.counts.iter().any(|official| !official.components.is_empty()) {
        for part in component_parts(&envelopes, &entries, profiles).map_err(said)? {
            let part = part.map_err(said)?;
            let Some(official) = published.of(&part.envelope) else { continue };
            let rule = ComponentsRule::of(&official.outcome.rule).ok_or("components, and a rule of one count")?;
            let own = count_components(&rule, &part.instance, &part.profiles).map_err(said)?;
            let (outcome, components, scores) = (own.outcome, own.components, own.scores);
            all.push(Own { envelope: part.envelope, outcome, components, scores });
        }
        return Ok(all);
    }
    let [profile] = profiles else { return Err("several files, and a rule of one count".to_owned()) };
    for part in parts(&envelopes, &entries, profile).map_err(said)? {
        let Some(official) = published.of(&part.envelope) else { continue };
        let outcome = count(&official.outcome.rule, &part.instance, &part.profile).map_err(said)?;
        all.push(Own { envelope: part.envelope, outcome, components: Vec::new(), scores: Vec::new() });
    }
    Ok(all)
}

/// Each component beside what was published of it.
fn components(published: &Published, own: &[Own], profiles: &[Profile]) -> Vec<Part> {
    let counts = || own.iter().filter_map(|own| Some((own, published.of(&own.envelope)?)));
    let count = counts().map(|(own, official)| own.components.len().max(official.components.len())).max();
    let part = |at: usize| Part {
        ballots: profiles.get(at).map_or(0, Profile::voters),
        published: counts().find_map(|(_, official)| Some(official.components.get(at)?.voters)).unwrap_or_default(),
        shares: counts().all(|(own, official)| own.components.get(at) == official.components.get(at)),
    };
    (0..count.unwrap_or_default()).map(part).collect()
}

fn share<'a>(scores: &'a [ItemScore], id: &str) -> Option<&'a Fraction> {
    scores.iter().find(|score| score.item == id).map(|score| &score.score)
}

/// For the eye only: what is compared are the fractions, whose integers may be longer than any of ours.
fn hundredths(share: &Fraction) -> Option<i64> {
    let (num, den): (f64, f64) = (share.num.parse().ok()?, share.den.parse().ok()?);
    (den > 0.0).then(|| (num / den * 10_000.0).round() as i64)
}

fn said(why: impl ToString) -> String {
    why.to_string()
}

/// The published item of a project of the file: by the number its source gave it, else by its ballot number.
fn find<'a>(items: &'a [PublishedItem], id: &str) -> Option<&'a PublishedItem> {
    let named = items.iter().find(|item| item.project_number.as_deref() == Some(id));
    named.or_else(|| items.iter().find(|item| id.parse() == Ok(item.number)))
}

#[cfg(test)]
#[path = "recount/tests.rs"]
mod tests;
