//! `qatysu compare`: every rule on the same ballots, side by side.

use std::fmt::Write;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use tally::compare::{self, Comparison, ComparisonEntry, NamedRule};
use tally::pabulib::Election;
use tally::{Rule, amount, city};

use crate::Outcome;
use crate::tally::failure::{EXIT_CODES, Failure};
use crate::tally::words::{decimal, describe};
use crate::tally::{Input, Ties, Units, print};

/// A file to count by every rule.
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub struct Compare {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    ties: Ties,
    /// How the comparison is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object; amounts are decimal strings in the file's own unit.
    Json,
    /// A row per rule.
    Csv,
}

/// `qatysu compare`. The first entry, with which the others are compared, is what the city selected; where the file does not say
/// that, the rule that it names; where it names none clearly, greedy.
///
/// # Errors
/// A [`Failure`] with its exit code.
pub fn compare(args: &Compare) -> Outcome {
    let mut warnings = Vec::new();
    let election = args.input.read(false, &mut warnings)?;
    let city = match city::rule(&election) {
        Ok(rule) => Some(rule),
        Err(why) => {
            warnings.push(format!("without the city's own rule: {why}"));
            None
        }
    };
    for warning in &warnings {
        eprintln!("qatysu: {warning}");
    }
    let compared = compared(&election, city, &args.ties).map_err(Failure::count)?;
    print(&match args.format {
        Format::Text => text(&election, &compared),
        Format::Json => json(&args.input.name(), &election, &compared, &warnings)?,
        Format::Csv => csv(&election, &compared)?,
    })
}

fn compared(election: &Election, city: Option<Rule>, ties: &Ties) -> Result<Comparison, tally::CountError> {
    let (instance, profile) = (&election.instance, &election.profile);
    let mut rules = compare::standard_rules(profile.kind());
    if let Some(rule) = city {
        rules.insert(0, NamedRule { name: "city".into(), rule });
    }
    for named in &mut rules {
        named.rule.ties = ties.steps();
    }
    match election.selected() {
        Some(selected) => {
            let selected: Vec<String> = selected.into_iter().map(str::to_owned).collect();
            compare::compare_with(instance, profile, "selected", &selected, &rules)
        }
        None => compare::compare_rules(instance, profile, &rules),
    }
}

fn text(election: &Election, comparison: &Comparison) -> String {
    let scale = election.instance.scale;
    let unit = election.instance.currency.as_deref().unwrap_or_default();
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", election.meta("description").unwrap_or_default());
    let first = comparison.entries.first().map_or("", |entry| entry.name.as_str());
    let _ = writeln!(
        out,
        "{:22} {:>7} {:>18} {:>12} {:>9} {:>7} {:>5} {:>9} {:>9}",
        "rule", "winners", "cost", "with winner", "per voter", "gini", "EJR+", "prefer", "prefer it"
    );
    let _ = writeln!(out, "{:>94} {:>9}", first, "");
    for entry in &comparison.entries {
        let numbers = &entry.statistics;
        let _ = writeln!(
            out,
            "{:22} {:>7} {:>18} {:>12} {:>9} {:>7} {:>5} {:>9} {:>9}",
            entry.name,
            entry.winners.len(),
            amount::format(numbers.spent, scale),
            numbers.with_a_winner,
            decimal(&numbers.winners_per_voter, 3),
            decimal(&numbers.gini, 3),
            numbers.ejr_plus.as_ref().map(|violations| violations.len().to_string()).unwrap_or_default(),
            entry.preference.first,
            entry.preference.second,
        );
    }
    let _ = writeln!(
        out,
        "\n{} voters, {} {unit}",
        election.profile.voters(),
        amount::format(election.instance.budget, scale)
    );
    for entry in comparison.entries.iter().skip(1) {
        let _ = match (entry.gained.as_slice(), entry.lost.as_slice()) {
            ([], []) => writeln!(out, "{}: the same winners", entry.name),
            (gained, lost) => {
                writeln!(out, "{}: instead of {} it funds {}", entry.name, list(lost), list(gained))
            }
        };
    }
    for refused in &comparison.refused {
        let _ = writeln!(out, "{}: {}", refused.name, refused.error);
    }
    out
}

fn list(ids: &[String]) -> String {
    if ids.is_empty() { "nothing".into() } else { ids.join(", ") }
}

fn json(file: &str, election: &Election, comparison: &Comparison, warnings: &[String]) -> Result<String, Failure> {
    let scale = election.instance.scale;
    let units = Units { scale, points: election.profile.points_scale(), more_are_points: false };
    let one = |entry: &ComparisonEntry| -> Result<Value, Failure> {
        let mut winners = entry.winners.clone();
        winners.sort_unstable();
        Ok(json!({
            "rule": entry.name,
            "counted_by": entry.rule.as_ref().map(|rule| units.value(rule)).transpose()?,
            "winners": winners,
            "cost": amount::format(entry.statistics.spent, scale),
            "ties_that_mattered": entry.ties,
            "gained": entry.gained,
            "lost": entry.lost,
            "preference": entry.preference,
            "statistics": units.statistics(&entry.statistics)?,
        }))
    };
    let refused = comparison
        .refused
        .iter()
        .map(|one| json!({ "rule": one.name, "why": one.error.to_string(), "error": one.error }));
    let answer = json!({
        "file": file,
        "voters": election.profile.voters(),
        "currency": election.instance.currency,
        "budget": amount::format(election.instance.budget, scale),
        "entries": comparison.entries.iter().map(one).collect::<Result<Vec<_>, _>>()?,
        "refused": refused.collect::<Vec<_>>(),
        "warnings": warnings,
    });
    serde_json::to_string_pretty(&answer).map(|text| text + "\n").map_err(|e| Failure::Unreadable(e.to_string()))
}

fn csv(election: &Election, comparison: &Comparison) -> Result<String, Failure> {
    let failed = |e: csv::Error| Failure::Unreadable(e.to_string());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "rule",
        "counted_by",
        "winners",
        "cost",
        "voters_with_a_winner",
        "winners_per_voter",
        "gini",
        "ejr_plus_violations",
        "prefer_first",
        "prefer_this",
        "gained",
        "lost",
    ])
    .map_err(failed)?;
    for entry in &comparison.entries {
        let numbers = &entry.statistics;
        out.write_record([
            entry.name.clone(),
            entry.rule.as_ref().map(describe).unwrap_or_default(),
            entry.winners.join(","),
            amount::format(numbers.spent, election.instance.scale),
            numbers.with_a_winner.to_string(),
            decimal(&numbers.winners_per_voter, 6),
            decimal(&numbers.gini, 6),
            numbers.ejr_plus.as_ref().map(|violations| violations.len().to_string()).unwrap_or_default(),
            entry.preference.first.to_string(),
            entry.preference.second.to_string(),
            entry.gained.join(","),
            entry.lost.join(","),
        ])
        .map_err(failed)?;
    }
    let bytes = out.into_inner().map_err(|e| Failure::Unreadable(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
