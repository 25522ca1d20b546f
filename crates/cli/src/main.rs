//! The `qatysu` binary: commands, configuration, logging, wiring. What the product does is in `app`.

mod compare;
mod election;
mod export;
mod open;
mod people;
mod progress;
mod serve;
mod settings;
mod tally;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use settings::Settings;

/// Participatory budgeting of a city: one binary with API, site and jobs.
#[derive(Parser)]
#[command(name = "qatysu", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the site, and run jobs, until SIGINT or SIGTERM.
    Serve {
        /// Leave the jobs to `qatysu worker`.
        #[arg(long)]
        no_jobs: bool,
    },
    /// Run jobs only.
    Worker,
    /// Bring the database's schema up to date.
    Migrate,
    /// Load the sample city into an empty database and print its sign-ins.
    Demo(open::Demo),
    /// Read files into the database.
    #[command(subcommand)]
    Import(people::Import),
    /// Count a Pabulib file by a rule and print the outcome; touches no database.
    Tally(Box<tally::Tally>),
    /// Count a Pabulib file by every rule and set the outcomes side by side; touches no database.
    Compare(compare::Compare),
    /// Write all public data to a folder: JSON, JSON Lines, CSV, Pabulib files, and a manifest with their hashes.
    Export(export::Export),
    /// Check the kept books: replay every ledger, say which envelope fails. Fails when one does.
    Verify,
    /// Manage accounts from the machine itself.
    #[command(subcommand)]
    User(people::User),
    /// Print the settings in force, without secrets.
    Config {
        /// Also open the database and the keys, and fail when something is wrong or unsafe.
        #[arg(long)]
        check: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
}

/// What every command answers: the message is for the person at the terminal.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let Cli { settings, command } = Cli::parse();
    // A count logs nothing, and small files are counted in less time than it takes to set logging up.
    if !matches!(command, Command::Tally(_) | Command::Compare(_)) {
        settings.start_logging();
    }
    match run(settings, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("qatysu: {error}");
            error.downcast_ref::<tally::failure::Failure>().map_or(ExitCode::FAILURE, |f| ExitCode::from(f.code()))
        }
    }
}

fn run(settings: Settings, command: Command) -> Outcome {
    match command {
        Command::Serve { no_jobs } => serve::serve(&settings, !no_jobs),
        Command::Worker => serve::worker(&settings),
        Command::Migrate => open::migrate(&settings),
        Command::Demo(demo) => open::demo(&settings, &demo),
        Command::Import(import) => people::import(&settings, import),
        Command::Tally(args) => tally::tally(&args),
        Command::Compare(args) => compare::compare(&args),
        Command::Export(args) => export::export(&settings, &args),
        Command::Verify => verify::books(&settings),
        Command::User(user) => people::user(&settings, user),
        Command::Config { check } => settings.show(check),
        Command::Openapi => {
            print!("{}", api::openapi::document().text);
            Ok(())
        }
    }
}
