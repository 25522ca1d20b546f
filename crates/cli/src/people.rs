//! Accounts and the register of residents, from the machine itself.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use app::account::NewAccount;
use app::{App, Caller};
use clap::{Args, Subcommand};
use domain::{Id, Lang, Role};

use crate::progress::Bar;
use crate::settings::Settings;
use crate::{Outcome, election, open};

/// What can be imported.
#[derive(Subcommand)]
pub enum Import {
    /// The register of residents from CSV.
    Residents(Residents),
    /// A finished election from a Pabulib file.
    Pabulib(election::ImportPabulib),
}

/// A register to import.
#[derive(Args)]
pub struct Residents {
    /// The file: iin,family_name,given_name,birth_date,district,registration,registered_since.
    file: PathBuf,
    /// Short name of the city.
    #[arg(long, default_value = "almaty")]
    city: String,
    /// Only compare, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// File for the one-time codes to print (line of the register, code); made readable by its owner only.
    #[arg(long)]
    codes: Option<PathBuf>,
}

/// What can be done with accounts.
#[derive(Subcommand)]
pub enum User {
    /// Add an account. The password is asked for, or read from the first line of standard input.
    Add(UserAdd),
}

/// An account to add.
#[derive(Args)]
pub struct UserAdd {
    /// E-mail address: the sign-in name.
    email: String,
    /// Name shown in public.
    #[arg(long)]
    name: String,
    /// Language of mails.
    #[arg(long, default_value = "kk")]
    lang: Lang,
    /// A role, `admin` or `reviewer:auezov`; may be given several times.
    #[arg(long = "role")]
    roles: Vec<String>,
    /// Short name of the city whose districts the roles name.
    #[arg(long, default_value = "almaty")]
    city: String,
}

/// `qatysu import …`.
///
/// # Errors
/// The file's, the database's.
pub fn import(settings: &Settings, import: Import) -> Outcome {
    match import {
        Import::Residents(residents) => import_residents(settings, &residents),
        Import::Pabulib(file) => election::import_pabulib(settings, &file),
    }
}

fn import_residents(settings: &Settings, args: &Residents) -> Outcome {
    let app = open::current(settings)?;
    let city_id = city(&app, &args.city)?;
    let bytes = std::fs::read(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?;
    let source = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bar = Bar::new("residents");
    let progress = |done, all| bar.at(done, all);
    let import = app::resident::import::Import {
        city_id,
        source: &source,
        bytes: &bytes,
        dry_run: args.dry_run,
        progress: &progress,
    };
    let report = app::resident::import::import(&app, &Caller::system(), &import).map_err(|e| faults(&e))?;
    bar.end();
    println!(
        "{} rows: {} added, {} changed, {} unchanged, {} left{}",
        report.rows,
        report.added,
        report.changed,
        report.unchanged,
        report.left,
        if args.dry_run { " (dry run: nothing was written)" } else { "" }
    );
    match &args.codes {
        Some(path) => {
            let mut file = private_file(path)?;
            writeln!(file, "line,code")?;
            for code in &report.codes {
                writeln!(file, "{},{}", code.line, code.code.0)?;
            }
            println!("{} codes in {}", report.codes.len(), path.display());
        }
        None if !report.codes.is_empty() => {
            println!("{} one-time codes were made and not kept: --codes FILE writes them", report.codes.len());
        }
        None => {}
    }
    Ok(())
}

fn private_file(path: &std::path::Path) -> Outcome<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.map_err(|e| format!("{}: {e}", path.display()).into())
}

/// `qatysu user …`.
///
/// # Errors
/// Wrong input; the database's.
pub fn user(settings: &Settings, user: User) -> Outcome {
    let User::Add(args) = user;
    let app = open::current(settings)?;
    let roles = args.roles.iter().map(|text| role(&app, &args.city, text)).collect::<Outcome<Vec<_>>>()?;
    let password = password()?;
    let new = NewAccount { email: args.email, display_name: args.name, lang: args.lang, roles };
    let id = app::account::add(&app, &Caller::console(), &new, &password).map_err(|e| faults(&e))?;
    println!("{} has the account {id}", new.email);
    Ok(())
}

/// `reviewer:auezov` is a reviewer of that district, `admin` one for the whole city.
fn role(app: &App, city_code: &str, text: &str) -> Outcome<(Role, Option<Id>)> {
    let (role, district) = text.split_once(':').map_or((text, None), |(role, district)| (role, Some(district)));
    let role: Role = role.parse()?;
    let Some(code) = district else { return Ok((role, None)) };
    let city_id = city(app, city_code)?;
    let districts = app.store.read(|c| store::district::list(c, city_id))?;
    let found =
        districts.into_iter().find(|d| d.code == code).ok_or_else(|| format!("no district {code} in {city_code}"))?;
    Ok((role, Some(found.id)))
}

/// The city with this short name.
///
/// # Errors
/// When there is none.
pub fn city(app: &App, code: &str) -> Outcome<Id> {
    let cities = app.store.read(store::city::list)?;
    let known = || cities.iter().map(|c| c.code.as_str()).collect::<Vec<_>>().join(", ");
    let found = cities.iter().find(|c| c.code == code);
    found.map(|c| c.id).ok_or_else(|| format!("no city {code}; there are: {}", known()).into())
}

fn password() -> Outcome<String> {
    if std::io::stdin().is_terminal() {
        let terminal = console::Term::stderr();
        terminal.write_str("Password (it is not shown while you type): ")?;
        return Ok(terminal.read_secure_line()?);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// An error in words, faults one a line.
pub fn faults(error: &app::Error) -> String {
    let texts = i18n::Texts::new(Lang::En);
    let faults = match error {
        app::Error::Invalid(faults) => faults,
        app::Error::Conflict(code) => return texts.t(&format!("problem-{}-detail", code.code())),
        app::Error::Refused(refusals) => return app::words::refusals(texts, refusals),
        _ => return error.to_string(),
    };
    let line = |fault: &app::Fault| {
        let words = app::words::fault(texts, fault);
        if fault.pointer.is_empty() { format!("  {words}") } else { format!("  {} {words}", fault.pointer) }
    };
    let all: Vec<String> = faults.iter().take(50).map(line).collect();
    format!("{} fault(s):\n{}", faults.len(), all.join("\n"))
}
