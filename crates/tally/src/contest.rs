//! A contest of several envelopes: each item belongs to one, each envelope is packed alone.

use serde::{Deserialize, Serialize};

use crate::ballot::Profile;
use crate::builder::ProfileBuilder;
use crate::components::{ComponentsOutcome, ComponentsRule, count_components};
use crate::error::CountError;
use crate::instance::{Instance, Item};
use crate::outcome::Outcome;
use crate::rule::{Rule, count};

/// One envelope of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Envelope {
    /// Its own name, unique in the contest (a district, a theme).
    pub id: String,
    /// Its money, in the smallest unit.
    pub budget: i64,
}

/// An item and the envelope that would pay for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The envelope's id.
    pub envelope: String,
    /// The item.
    pub item: Item,
}

/// The outcome of one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnvelopeOutcome {
    /// The envelope's id.
    pub envelope: String,
    /// Its count. `voters` are those who chose at least one of its items.
    pub outcome: Outcome,
}

/// Counts every envelope by the same rule, in the order given. Ballots name items by their index in `entries`.
///
/// # Errors
/// [`CountError`]; an entry of an unknown envelope is [`CountError::UnknownName`].
pub fn count_contest(
    rule: &Rule,
    envelopes: &[Envelope],
    entries: &[Entry],
    profile: &Profile,
) -> Result<Vec<EnvelopeOutcome>, CountError> {
    let one = |Part { envelope, instance, profile }: Part| {
        let rule = narrowed(rule, &instance.items);
        Ok(EnvelopeOutcome { envelope, outcome: count(&rule, &instance, &profile)? })
    };
    parts(envelopes, entries, profile)?.map(one).collect()
}

/// The outcome of one envelope by weighted components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeComponents {
    /// The envelope's id.
    pub envelope: String,
    /// The joint result and each component's own numbers.
    pub outcome: ComponentsOutcome,
}

/// Counts every envelope by weighted components, in the order given; `profiles` are the components' ballots. An item's share is
/// of all voters of the component, also of those who chose nothing of its envelope.
///
/// # Errors
/// [`CountError`], as [`count_components`] and [`count_contest`].
pub fn count_contest_by_components(
    rule: &ComponentsRule,
    envelopes: &[Envelope],
    entries: &[Entry],
    profiles: &[Profile],
) -> Result<Vec<EnvelopeComponents>, CountError> {
    let one = |part: Result<ComponentsPart, CountError>| {
        let ComponentsPart { envelope, instance, profiles } = part?;
        let own = narrowed(&rule.rule(), &instance.items);
        let own = ComponentsRule { ties: own.ties, constraints: own.constraints, ..rule.clone() };
        let outcome = count_components(&own, &instance, &profiles)?;
        Ok(EnvelopeComponents { envelope, outcome })
    };
    component_parts(envelopes, entries, profiles)?.map(one).collect()
}

/// One envelope as an election of its own, with the ballots of each component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentsPart {
    /// The envelope's id.
    pub envelope: String,
    /// Its money and its items.
    pub instance: Instance,
    /// What each component's voters chose among them; those who chose none of them stay as empty ballots.
    pub profiles: Vec<Profile>,
}

/// As [`parts`], where several components vote.
///
/// # Errors
/// [`CountError`] of the ballots; an entry of an unknown envelope is [`CountError::UnknownName`].
pub fn component_parts<'a>(
    envelopes: &'a [Envelope],
    entries: &'a [Entry],
    profiles: &'a [Profile],
) -> Result<impl Iterator<Item = Result<ComponentsPart, CountError>> + 'a, CountError> {
    for profile in profiles {
        profile.check(entries.len())?;
    }
    known_envelopes(envelopes, entries)?;
    Ok(envelopes.iter().map(|envelope| {
        let (instance, keep) = instance_of(envelope, entries);
        let profiles = profiles.iter().map(|profile| with_blank(profile, &keep)).collect::<Result<_, _>>()?;
        Ok(ComponentsPart { envelope: envelope.id.clone(), instance, profiles })
    }))
}

/// [`Profile::restrict`] that keeps the ballots of which nothing is left.
fn with_blank(profile: &Profile, keep: &[Option<u32>]) -> Result<Profile, CountError> {
    let part = profile.restrict(keep);
    let mut all = ProfileBuilder::new(part.kind(), part.points_scale(), keep.len());
    for ballot in part.ballots() {
        all.push(ballot.choices, ballot.points, ballot.weight)?;
    }
    all.push(&[], &[], profile.voters() - part.voters())?;
    Ok(all.finish())
}

/// One envelope as an election of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The envelope's id.
    pub envelope: String,
    /// Its money and its items.
    pub instance: Instance,
    /// What the voters chose among them; those who chose none of them are left out.
    pub profile: Profile,
}

/// The envelopes of a contest one by one, in the order given. Ballots name items by their index in `entries`.
///
/// # Errors
/// [`CountError`] of the ballots; an entry of an unknown envelope is [`CountError::UnknownName`].
pub fn parts<'a>(
    envelopes: &'a [Envelope],
    entries: &'a [Entry],
    profile: &'a Profile,
) -> Result<impl Iterator<Item = Part> + 'a, CountError> {
    profile.check(entries.len())?;
    known_envelopes(envelopes, entries)?;
    Ok(envelopes.iter().map(|envelope| {
        let (instance, keep) = instance_of(envelope, entries);
        Part { envelope: envelope.id.clone(), instance, profile: profile.restrict(&keep) }
    }))
}

fn known_envelopes(envelopes: &[Envelope], entries: &[Entry]) -> Result<(), CountError> {
    match entries.iter().find(|entry| envelopes.iter().all(|envelope| envelope.id != entry.envelope)) {
        Some(entry) => Err(CountError::UnknownName { what: "envelope".into(), name: entry.envelope.clone() }),
        None => Ok(()),
    }
}

/// The items of an envelope, and where each entry stands among them.
fn instance_of(envelope: &Envelope, entries: &[Entry]) -> (Instance, Vec<Option<u32>>) {
    let mut items = Vec::new();
    let mut keep = vec![None; entries.len()];
    for (entry, new) in entries.iter().zip(&mut keep) {
        if entry.envelope == envelope.id {
            *new = Some(items.len() as u32);
            items.push(entry.item.clone());
        }
    }
    (Instance::new(items, envelope.budget), keep)
}

/// The rule with only those names that this envelope has.
pub fn narrowed(rule: &Rule, items: &[Item]) -> Rule {
    let mut rule = rule.clone();
    let known = |id: &String| items.iter().any(|item| item.id == *id);
    for group in &mut rule.constraints.incompatible {
        group.retain(known);
    }
    rule.constraints.incompatible.retain(|group| group.len() > 1);
    rule.constraints.funded_before.retain(known);
    for step in &mut rule.ties {
        if let crate::TieBreak::Given { order } = step {
            order.retain(known);
        }
    }
    rule
}
