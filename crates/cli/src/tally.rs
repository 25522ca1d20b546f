//! `qatysu tally`: counts a Pabulib file by a rule and prints the outcome. It touches no database.

pub mod failure;
mod json;
mod options;
mod table;
pub mod words;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use domain::Lang;
use tally::pabulib::{self, Election, Fault, ReadError};
use tally::{Outcome as Count, Rule};

use self::failure::{EXIT_CODES, Failure};
pub use self::json::Units;
pub use self::options::Ties;
use self::options::{How, RuleName};
use crate::Outcome;

/// A file to count.
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub struct Tally {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    how: How,
    /// Say why each project won or lost, round by round, with satisfaction statistics.
    #[arg(long)]
    explain: bool,
    /// How the outcome is printed; `pb` is the file again with this count in its `selected` column.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of the reasons: kk, ru or en.
    #[arg(long, default_value = "en", value_parser = lang)]
    lang: Lang,
    /// Short for `--format json --explain`.
    #[arg(long, hide = true)]
    json: bool,
}

fn lang(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|_| "it is none of kk, ru, en".to_owned())
}

/// A file to read.
#[derive(Args)]
pub struct Input {
    /// The `.pb` file; `-` is standard input.
    file: PathBuf,
    /// Count a file all the same whose counts do not match, whose voter ids repeat or whose rows are short or long; each is
    /// reported.
    #[arg(long)]
    lenient: bool,
}

/// How an outcome is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object; amounts are decimal strings in the file's own unit.
    Json,
    /// A row per project.
    Csv,
    /// The Pabulib file with this count in `selected`.
    Pb,
}

/// A count with what it takes to tell it.
struct Counted {
    file: String,
    election: Election,
    name: RuleName,
    rule: Rule,
    outcome: Count,
    warnings: Vec<String>,
    lang: Lang,
}

/// `qatysu tally`.
///
/// # Errors
/// A [`Failure`] with its exit code.
pub fn tally(args: &Tally) -> Outcome {
    let (format, explain) = if args.json { (Format::Json, true) } else { (args.format, args.explain) };
    let mut warnings = Vec::new();
    let election = args.input.read(format == Format::Pb, &mut warnings)?;
    let rule = args.how.rule(&election, &mut warnings)?;
    for warning in &warnings {
        eprintln!("qatysu: {warning}");
    }
    let outcome = tally::count(&rule, &election.instance, &election.profile).map_err(Failure::count)?;
    let file = args.input.name();
    let counted = Counted { file, election, name: args.how.name(), rule, outcome, warnings, lang: args.lang };
    print(&match format {
        Format::Text => words::text(&counted, explain),
        Format::Json => json::text(&counted, explain)?,
        Format::Csv => table::csv(&counted, explain)?,
        Format::Pb => table::pb(counted)?,
    })
}

impl Input {
    /// Reads the file; what a lenient reader passed over is added to `warnings`.
    ///
    /// # Errors
    /// [`Failure::Unreadable`], [`Failure::Malformed`] with line and column.
    pub fn read(&self, keep_votes: bool, warnings: &mut Vec<String>) -> Result<Election, Failure> {
        let options = pabulib::Options { keep_votes, lenient: self.lenient };
        let read = if self.file == Path::new("-") {
            pabulib::read(std::io::stdin().lock(), options)
        } else {
            pabulib::read(std::fs::File::open(&self.file).map_err(|e| self.unreadable(&e))?, options)
        };
        let election = read.map_err(|e| self.fault(&e))?;
        warnings.extend(election.tolerated.iter().map(|fault| format!("{}: {fault}", self.name())));
        Ok(election)
    }

    /// The file's name as it was given.
    pub fn name(&self) -> String {
        self.file.display().to_string()
    }

    fn unreadable(&self, why: &dyn std::fmt::Display) -> Failure {
        Failure::Unreadable(format!("{}: {why}", self.name()))
    }

    fn fault(&self, error: &ReadError) -> Failure {
        if let Fault::Unreadable { detail } = &error.fault {
            return self.unreadable(detail);
        }
        let lenient = pabulib::Options { keep_votes: false, lenient: true };
        let passes =
            !self.lenient && std::fs::File::open(&self.file).is_ok_and(|file| pabulib::read(file, lenient).is_ok());
        let hint = if passes { "; --lenient counts it all the same" } else { "" };
        Failure::Malformed(format!("{}: {error}{hint}", self.name()))
    }
}

/// Writes to standard output; a reader that has seen enough is no failure.
///
/// # Errors
/// [`Failure::Unreadable`] when the output cannot be written.
pub fn print(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Unreadable(format!("standard output: {e}")).into())
        }
        _ => Ok(()),
    }
}
