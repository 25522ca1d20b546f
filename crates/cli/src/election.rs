//! Counting Pabulib files, importing them, exporting ours.

use std::path::PathBuf;

use app::Caller;
use clap::{Args, ValueEnum};
use tally::pabulib::{self, Election};
use tally::{GreedyOrder, Method, Misfit, Outcome as Count, Rule, Utility};

use crate::progress::Bar;
use crate::settings::Settings;
use crate::{Outcome, open, people};

/// A file to count.
#[derive(Args)]
pub struct Tally {
    /// The `.pb` file.
    file: PathBuf,
    /// The rule; the file's own when left out.
    #[arg(long, value_enum)]
    rule: Option<RuleName>,
    /// Print the whole outcome, with every verdict and round, as JSON.
    #[arg(long)]
    json: bool,
}

/// Rules by their usual names.
#[derive(Clone, Copy, ValueEnum)]
enum RuleName {
    /// Most votes first, what does not fit is skipped.
    Greedy,
    /// The same, but the first that does not fit ends the count.
    GreedyNoSkip,
    /// The method of equal shares, completed by larger shares and then greedily.
    EqualShares,
    /// Phragmén's method.
    Phragmen,
}

/// `qatysu tally`.
///
/// # Errors
/// A broken file, or a file that names no rule clearly.
pub fn tally(args: &Tally) -> Outcome {
    let bytes = std::fs::read(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?;
    let election = pabulib::read_slice(&bytes, pabulib::Options::default())?;
    let rule = match args.rule {
        Some(name) => named(name, &election),
        None => tally::city::rule(&election).map_err(|e| format!("{e}; choose one with --rule"))?,
    };
    let count = tally::count(&rule, &election.instance, &election.profile)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&count)?);
    } else {
        print(&election, &count);
    }
    Ok(())
}

fn named(name: RuleName, election: &Election) -> Rule {
    let greedy = |misfit| Method::Greedy { order: GreedyOrder::Votes, misfit };
    Rule::new(match name {
        RuleName::Greedy => greedy(Misfit::Skip),
        RuleName::GreedyNoSkip => greedy(Misfit::Stop),
        RuleName::EqualShares => Method::EqualShares {
            utility: Utility::suggested(election.profile.kind()),
            completion: vec![tally::Completion::add1(), tally::Completion::Greedy],
            comparison: false,
        },
        RuleName::Phragmen => Method::Phragmen,
    })
}

fn print(election: &Election, count: &Count) {
    let amount = |minor| tally::amount::format(minor, count.scale);
    let unit = election.instance.currency.as_deref().unwrap_or_default();
    println!("{}", election.meta("description").unwrap_or_default());
    println!("{} ballots, {} projects, {} {unit}", count.voters, count.verdicts.len(), amount(count.budget));
    for verdict in &count.verdicts {
        let mark = if verdict.funded { "funded" } else { "" };
        println!("{mark:7} {:>8} votes {:>16} {unit}  {}", verdict.votes, amount(verdict.cost), verdict.item);
    }
    println!("{} funded for {} {unit}; {} ties met", count.winners.len(), amount(count.cost), count.ties.len());
}

/// Elections to import.
#[derive(Args)]
pub struct ImportPabulib {
    /// The `.pb` files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// `qatysu import pabulib`.
///
/// # Errors
/// A broken file (nothing of it is written), the database's.
pub fn import_pabulib(settings: &Settings, args: &ImportPabulib) -> Outcome {
    let app = open::current(settings)?;
    for file in &args.files {
        let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let bar = Bar::new(&file.file_stem().unwrap_or_default().to_string_lossy());
        let imported = app::election::import(&app, &Caller::system(), &bytes, |done, all| bar.at(done, all));
        bar.end();
        let cycle = imported.map_err(|e| format!("{}: {}", file.display(), people::faults(&e)))?;
        println!("{} is cycle {cycle}", file.display());
    }
    Ok(())
}

/// Where to export to.
#[derive(Args)]
pub struct Export {
    /// Folder for the files; made when missing.
    folder: PathBuf,
}

/// `qatysu export`: the public pages that a server keeps ready, as the API answers them, one file per address.
///
/// # Errors
/// The database's; a folder that cannot be written.
pub fn export(settings: &Settings, args: &Export) -> Outcome {
    let api = api::api(open::existing(settings)?, settings.api());
    if !api.snapshots.refresh(&api.app, |_| ()) {
        return Err("not everything could be read; see the log".into());
    }
    let pages = api.snapshots.pages();
    let bar = Bar::new("export");
    for (done, (path, body)) in pages.iter().enumerate() {
        let name = path.trim_start_matches('/');
        let file = args.folder.join(if name.contains('.') { name.to_owned() } else { format!("{name}.json") });
        std::fs::create_dir_all(file.parent().unwrap_or(&args.folder))?;
        std::fs::write(&file, body).map_err(|e| format!("{}: {e}", file.display()))?;
        bar.at(done as u64 + 1, pages.len() as u64);
    }
    bar.end();
    println!("{} files in {}", pages.len(), args.folder.display());
    Ok(())
}
