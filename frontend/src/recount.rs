//! Count it yourself: the public ballots of a contest, counted again by the rule of its published count.
//!
//! Not part of the residents' app: `bin/recount.rs` is a module of its own, which a worker loads when somebody asks for it
//! (`pages/results/recount.rs`).

use serde::{Deserialize, Serialize};
use tally::contest::{Entry, Envelope, parts};
use tally::pabulib::{Options, read_slice};
use tally::{Item, count};

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
    outcome: tally::Outcome,
    /// The envelopes that are counted together, where winners are counted by number.
    #[serde(default)]
    joint: Vec<Joint>,
}

#[derive(Deserialize)]
struct Joint {
    envelope_id: String,
    group: Option<String>,
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
}

#[derive(Deserialize)]
struct PublishedItem {
    number: u32,
    project_number: Option<String>,
    envelope_id: String,
    score: Option<i64>,
}

/// A recount beside what was published.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recount {
    /// Ballots in the file.
    pub ballots: u64,
    /// Ballots as published.
    pub published: u64,
    /// Whether winners were counted, too: the count says by which rule. An imported election may not.
    pub by_rule: bool,
    /// Every project.
    pub items: Vec<Line>,
}

/// One project, counted again.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Ballot number.
    pub number: u32,
    /// Votes or points in the file.
    pub votes: i64,
    /// The same as published; nothing where the source does not tell.
    pub published: Option<i64>,
    /// Whether it wins by the recount.
    pub wins: bool,
    /// The same as published.
    pub won: bool,
}

impl Line {
    /// Whether both agree.
    pub fn same(&self) -> bool {
        self.wins == self.won && self.published.is_none_or(|published| published == self.votes)
    }
}

impl Recount {
    /// Whether all agree.
    pub fn same(&self) -> bool {
        self.ballots == self.published && self.items.iter().all(Line::same)
    }
}

/// Counts the file again and lays the published result, as JSON, beside it.
///
/// # Errors
/// Why the file or the result cannot be read, in English: it tells that the two are not of one contest.
pub fn recount(ballots: &[u8], published: &[u8]) -> Result<Recount, String> {
    let election = read_slice(ballots, Options::default()).map_err(|why| why.to_string())?;
    let published: Published = serde_json::from_slice(published).map_err(|why| why.to_string())?;
    let profile = &election.profile;
    // The file's costs in minor units, as the count has them.
    let minor = 10_i64.pow(2_u32.saturating_sub(election.instance.scale.into()));
    let mut entries = Vec::new();
    let mut numbers = Vec::new();
    for item in &election.instance.items {
        let known = find(&published.items, &item.id).ok_or_else(|| format!("project {} was not published", item.id))?;
        numbers.push(known);
        let (envelope, area) = published.counted_under(&known.envelope_id);
        entries.push(Entry {
            envelope: envelope.to_owned(),
            item: Item {
                id: format!("{:05}", known.number),
                number: Some(known.number),
                cost: item.cost.saturating_mul(minor),
                area,
                ..item.clone()
            },
        });
    }
    if entries.len() != published.items.len() {
        return Err(format!("{} projects in the file, {} published", entries.len(), published.items.len()));
    }
    let mut ids: Vec<&String> = entries.iter().map(|entry| &entry.envelope).collect();
    ids.sort();
    ids.dedup();
    let official = |id: &str| published.counts.iter().find(|count| count.envelope_id == id).map(|count| &count.outcome);
    let envelope = |id: &String| Envelope { id: id.clone(), budget: official(id).map_or(0, |outcome| outcome.budget) };
    let envelopes: Vec<Envelope> = ids.into_iter().map(envelope).collect();
    let mut winners = Vec::new();
    let mut scores: Vec<i64> = profile.scores(entries.len()).into_iter().map(small).collect();
    for part in parts(&envelopes, &entries, profile).map_err(|why| why.to_string())? {
        if let Some(outcome) = official(&part.envelope) {
            let own = count(&outcome.rule, &part.instance, &part.profile).map_err(|why| why.to_string())?;
            // A rule may give points of its own, to places.
            for (entry, score) in entries.iter().zip(&mut scores) {
                *score = own.verdict(&entry.item.id).map_or(*score, |verdict| verdict.score);
            }
            winners.extend(own.winners);
        }
    }
    let lines = entries.iter().zip(numbers).zip(scores).map(|((entry, known), votes)| {
        let outcome = official(&entry.envelope);
        Line {
            number: known.number,
            votes,
            published: known.score,
            wins: winners.contains(&entry.item.id),
            won: outcome.is_some_and(|outcome| outcome.winners.contains(&entry.item.id)),
        }
    });
    Ok(Recount {
        items: lines.collect(),
        ballots: profile.voters(),
        published: published.ballots,
        by_rule: !published.counts.is_empty(),
    })
}

fn small(score: i128) -> i64 {
    i64::try_from(score).unwrap_or(i64::MAX)
}

/// The published item of a project of the file: by the number its source gave it, else by its ballot number.
fn find<'a>(items: &'a [PublishedItem], id: &str) -> Option<&'a PublishedItem> {
    let named = items.iter().find(|item| item.project_number.as_deref() == Some(id));
    named.or_else(|| items.iter().find(|item| id.parse() == Ok(item.number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use tally::{Instance, ProfileBuilder, Rule, TieBreak};

    const FILE: &str = "META\nkey;value\ndescription;x\ncountry;x\nunit;x\ninstance;1\nnum_projects;3\nnum_votes;5\nbudget;1000.50\n\
        vote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;name\n1;600.50;a\n2;500;b\n3;400;c\nVOTES\nvoter_id;vote\n\
        1;1,3\n2;1\n3;2\n4;2\n5;3,1\n";

    fn published() -> Value {
        let items: Vec<Item> = [60_050, 50_000, 40_000]
            .into_iter()
            .zip(1..)
            .map(|(cost, number)| Item { number: Some(number), ..Item::new(format!("{number:05}"), cost) })
            .collect();
        let mut profile = ProfileBuilder::new(tally::BallotKind::Approval, 0, 3);
        for choices in [&[0_u32, 2][..], &[0], &[1], &[1], &[0, 2]] {
            profile.push(choices, &[], 1).unwrap();
        }
        let rule = Rule::greedy(0, vec![TieBreak::Number]);
        let outcome = count(&rule, &Instance::new(items, 100_050), &profile.finish()).unwrap();
        let item = |number: u32, score: i64| json!({"number": number, "project_number": null, "envelope_id": "e", "score": score});
        json!({"ballots": 5, "counts": [{"envelope_id": "e", "outcome": outcome}], "items": [item(1, 3), item(2, 2), item(3, 2)]})
    }

    fn run(published: &Value) -> Result<Recount, String> {
        recount(FILE.as_bytes(), published.to_string().as_bytes())
    }

    #[test]
    fn an_honest_result_agrees() {
        let recount = run(&published()).unwrap();
        assert!(recount.same() && recount.by_rule, "{recount:?}");
        assert_eq!(recount.items.iter().filter(|line| line.wins).map(|line| line.number).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn a_changed_winner_or_vote_is_seen() {
        let mut other = published();
        other["counts"][0]["outcome"]["winners"] = json!(["00002"]);
        let recount = run(&other).unwrap();
        assert!(!recount.same());
        assert_eq!(recount.items.iter().map(Line::same).collect::<Vec<_>>(), [false, false, false]);
        let mut other = published();
        other["items"][1]["score"] = json!(9);
        assert_eq!(run(&other).unwrap().items.iter().map(Line::same).collect::<Vec<_>>(), [true, false, true]);
        let mut other = published();
        other["ballots"] = json!(6);
        assert!(!run(&other).unwrap().same());
    }

    #[test]
    fn without_a_rule_votes_are_counted() {
        let mut other = published();
        other["counts"] = json!([]);
        let recount = run(&other).unwrap();
        assert!(recount.same() && !recount.by_rule);
    }

    #[test]
    fn winners_by_number_are_counted_over_all_envelopes() {
        let mut other = published();
        let mut rule = Rule::greedy(0, vec![TieBreak::Number]);
        rule.constraints.most_winners = Some(2);
        rule.constraints.reserved = vec![tally::ReservedPlaces { category: "poorer".into(), places: 1 }];
        rule.constraints.ignore_budget = true;
        other["items"][2]["envelope_id"] = json!("f");
        let count = &mut other["counts"][0];
        count["outcome"]["rule"] = json!(rule);
        count["joint"] = json!([{"envelope_id": "e"}, {"envelope_id": "f", "group": "poorer"}]);
        count["outcome"]["winners"] = json!(["00001", "00003"]);
        let recount = run(&other).unwrap();
        assert!(recount.same() && recount.by_rule, "{recount:?}");
    }

    #[test]
    fn another_contest_is_refused() {
        let mut other = published();
        other["items"][0]["number"] = json!(7);
        assert!(run(&other).is_err());
        assert!(recount(b"x", b"{}").is_err());
    }
}
