//! An outcome in words, for people at a terminal.

use std::collections::HashMap;
use std::fmt::Write;

use i18n::Texts;
use serde_json::Value;
use tally::pabulib::Election;
use tally::statistics::{Statistics, statistics};
use tally::{Completion, Fraction, Method, Outcome, Reason, Rule, TieBreak, amount};

use super::Counted;

/// Arguments of reasons that are amounts of money.
const AMOUNTS: [&str; 3] = ["remaining", "missing", "supporters_have"];
/// Arguments of reasons that are ids of projects.
const PROJECTS: [&str; 4] = ["to", "to_pass", "at", "with"];

/// Tells why projects won or lost, in one language.
pub struct Teller<'a> {
    texts: &'static Texts,
    names: HashMap<&'a str, &'a str>,
    scale: u8,
    unit: &'a str,
}

impl<'a> Teller<'a> {
    /// A teller for an election.
    pub fn new(election: &'a Election, lang: domain::Lang) -> Self {
        let items = election.instance.items.iter().enumerate();
        let name = |(row, item): (usize, &'a tally::Item)| {
            (item.id.as_str(), election.projects.cell(row, "name").unwrap_or(&item.id))
        };
        let unit = election.instance.currency.as_deref().unwrap_or_default();
        Self { texts: Texts::new(lang), names: items.map(name).collect(), scale: election.instance.scale, unit }
    }

    /// The name of a project.
    pub fn name(&self, id: &str) -> &str {
        self.names.get(id).copied().unwrap_or_default()
    }

    /// An amount with its unit.
    pub fn money(&self, minor: i64) -> String {
        format!("{} {}", amount::format(minor, self.scale), self.unit).trim_end().to_owned()
    }

    /// A reason as a sentence.
    pub fn why(&self, reason: &Reason) -> String {
        let Ok(Value::Object(reason)) = serde_json::to_value(reason) else { return String::new() };
        let key = reason.get("key").and_then(Value::as_str).unwrap_or_default();
        let value = |name: &str, value: &Value| match (value.as_i64(), value.as_str().unwrap_or_default()) {
            (Some(minor), _) if AMOUNTS.contains(&name) => self.money(minor).into(),
            (Some(number), _) => number.into(),
            (None, id) if PROJECTS.contains(&name) => format!("«{}» ({id})", self.name(id)).into(),
            (None, text) => text.into(),
        };
        let mut args: Vec<(&str, i18n::Value)> =
            reason.iter().map(|(name, given)| (name.as_str(), value(name, given))).collect();
        if !reason.contains_key("more_votes") {
            args.push(("more_votes", "none".into()));
        }
        self.texts.t_args(&format!("result-reason-{key}"), &args)
    }
}

/// The whole outcome.
pub(super) fn text(counted: &Counted, explain: bool) -> String {
    let Counted { election, outcome, rule, .. } = counted;
    let teller = Teller::new(election, counted.lang);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut out, counted, &teller, explain);
    let mattered = outcome.ties.iter().filter(|tie| tie.mattered).count();
    let (cost, budget) = (teller.money(outcome.cost), teller.money(outcome.budget));
    let _ = writeln!(out, "{} funded for {cost} of {budget}; rule: {}", outcome.winners.len(), describe(rule));
    let _ = writeln!(out, "{} ties met, {mattered} of them could have changed the winners", outcome.ties.len());
    out
}

fn write_text(out: &mut String, counted: &Counted, teller: &Teller<'_>, explain: bool) -> std::fmt::Result {
    let Counted { election, outcome, .. } = counted;
    writeln!(out, "{}", election.meta("description").unwrap_or(&counted.file))?;
    let (projects, budget) = (outcome.verdicts.len(), teller.money(outcome.budget));
    writeln!(out, "{} ballots, {projects} projects, {budget}", outcome.voters)?;
    for verdict in &outcome.verdicts {
        let mark = if verdict.funded { "funded" } else { "" };
        let cost = teller.money(verdict.cost);
        let name = teller.name(&verdict.item);
        writeln!(out, "{mark:6} {:>8} votes {cost:>18}  {}  {name}", verdict.votes, verdict.item)?;
        if explain {
            writeln!(out, "                {}", teller.why(&verdict.reason))?;
        }
    }
    if explain {
        rounds(out, outcome, teller)?;
        ties(out, outcome)?;
        numbers(out, &statistics(&election.instance, &election.profile, outcome), teller)?;
    }
    Ok(())
}

fn rounds(out: &mut String, outcome: &Outcome, teller: &Teller<'_>) -> std::fmt::Result {
    writeln!(out, "\nRounds")?;
    for round in &outcome.rounds {
        let done = if round.funded { "funded" } else { "passed over" };
        write!(out, "{:>4}. {} {done}", round.round, round.item)?;
        if let Some(payers) = &round.payers {
            let each = amount::format(payers.each_millionths, outcome.scale + 6);
            write!(out, "; {} voters pay up to {each} each", payers.full)?;
            if payers.partial > 0 {
                let together = teller.money(payers.partial_together);
                write!(out, ", {} give their last, {together} together", payers.partial)?;
            }
        }
        if let Some(next) = &round.runner_up {
            write!(out, "; next would have been {}", next.item)?;
        }
        writeln!(out, "; left: {}", teller.money(round.remaining))?;
    }
    Ok(())
}

fn ties(out: &mut String, outcome: &Outcome) -> std::fmt::Result {
    for tie in &outcome.ties {
        let by: Vec<&str> = tie.broken_by.iter().map(tie_name).collect();
        let mattered = if tie.mattered { "it mattered" } else { "without consequence" };
        writeln!(out, "Tie in round {}: {}; broken by {}; {mattered}", tie.round, tie.items.join(", "), by.join(", "))?;
    }
    Ok(())
}

fn numbers(out: &mut String, numbers: &Statistics, teller: &Teller<'_>) -> std::fmt::Result {
    writeln!(out, "\nSatisfaction")?;
    writeln!(out, "{} of {} voters chose at least one winner", numbers.with_a_winner, numbers.voters)?;
    writeln!(out, "{} winners per voter", decimal(&numbers.winners_per_voter, 3))?;
    writeln!(out, "Gini coefficient of {} utility: {}", numbers.utility.name(), decimal(&numbers.gini, 3))?;
    for (title, spreads) in [("category", &numbers.categories), ("area", &numbers.areas)] {
        for spread in spreads {
            let cost = teller.money(spread.cost);
            writeln!(out, "{title} {}: {} of {} projects, {cost}", spread.name, spread.winners, spread.items)?;
        }
    }
    match numbers.ejr_plus.as_deref() {
        None => Ok(()),
        Some([]) => writeln!(out, "EJR+ up to one project: no violation"),
        Some(violations) => violations.iter().try_for_each(|one| {
            let (got, due) = (teller.money(one.got_at_most), teller.money(one.entitled_to));
            writeln!(
                out,
                "EJR+ violated: {} voters want {}, got at most {got}, could share {due}",
                one.voters, one.item
            )
        }),
    }
}

/// A fraction with so many decimals, rounded down; for reading, never for comparing.
pub fn decimal(fraction: &Fraction, places: u32) -> String {
    let parsed = fraction.num.parse::<i128>().ok().zip(fraction.den.parse::<i128>().ok());
    let unit = 10_i128.pow(places);
    let scaled = parsed.and_then(|(num, den)| Some(num.checked_mul(unit)?.div_euclid(den)));
    let Some(scaled) = scaled else { return format!("{}/{}", fraction.num, fraction.den) };
    format!("{}.{:0>width$}", scaled.div_euclid(unit), scaled.rem_euclid(unit), width = places as usize)
}

fn tie_name(step: &TieBreak) -> &'static str {
    match step {
        TieBreak::Name => "name",
        TieBreak::Number => "ballot number",
        TieBreak::LowestCost => "lowest cost",
        TieBreak::MostVotes => "most votes",
        TieBreak::Lot { .. } => "lot",
        TieBreak::Given { .. } => "decision",
    }
}

/// A rule in a line.
pub fn describe(rule: &Rule) -> String {
    let mut parts = vec![rule.method.name().replace('_', " ")];
    match &rule.method {
        Method::Greedy { order, misfit } => {
            parts.push(match order {
                tally::GreedyOrder::Votes => "by votes".into(),
                tally::GreedyOrder::Score => "by votes or points".into(),
                tally::GreedyOrder::TopScore { first } => format!("by places, {first} points for a first"),
                tally::GreedyOrder::PerCost { utility } => format!("by {} utility per cost", utility.name()),
            });
            parts.push(if *misfit == tally::Misfit::Skip { "misfits are skipped" } else { "stops at a misfit" }.into());
        }
        Method::EqualShares { utility, completion, comparison } => {
            parts.push(format!("{} utility", utility.name()));
            parts.extend(completion.iter().map(|part| match part {
                Completion::Add1 { .. } => "add1".to_owned(),
                Completion::Greedy => "completed greedily".to_owned(),
                Completion::Epsilon => "completed by epsilon".to_owned(),
            }));
            parts.extend(comparison.then(|| "compared with greedy".to_owned()));
        }
        Method::BoundedOverspending { utility } | Method::Welfare { utility } => {
            parts.push(format!("{} utility", utility.name()));
        }
        Method::Cstv { variant } => parts.push(format!("{variant:?}").to_lowercase()),
        Method::WeightedComponents { components, .. } => {
            parts.extend(components.iter().map(|component| format!("{} {}", component.name, component.weight)));
        }
        Method::Phragmen | Method::MaximinSupport | Method::MajorityJudgement { .. } => {}
    }
    parts.extend(rule.minimum.votes.map(|votes| format!("at least {votes} votes")));
    parts.extend(rule.minimum.score.map(|_| "a minimum of points".to_owned()));
    parts.push(format!("ties by {}", rule.ties.iter().map(tie_name).collect::<Vec<_>>().join(", ")));
    parts.join(", ")
}
