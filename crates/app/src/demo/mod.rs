//! The demo: Almaty in the third day of its vote, with sample residents, and finished elections of other cities.
//!
//! The sample city is not written into tables: its officials and residents do by the ordinary use cases what people do, on
//! an application with a clock of its own that walks from the setting-up to today. So history, duties, audit and ledger are
//! as real as anywhere. What exists once per installation (city, districts) and accounts without a password are written in
//! bulk.

mod almaty;
mod building;
mod calendar;
mod closing;
mod content;
mod crowd;
mod district;
mod elections;
mod fates;
mod office;
mod past;
mod past_asked;
mod past_votes;
mod people;
mod places;
mod play;
mod register;
mod season;
mod stage;
mod vote;
mod work_money;
mod work_people;
mod work_steps;

use domain::{Id, Moment, Phase, Role};
use store::import_run::ImportRun;
use store::page::Seek;
use time::Date;

use crate::{App, Error, Result};

/// Code of the sample city.
const CITY: &str = "almaty";
/// Code of the programme whose vote is open.
const PROGRAMME: &str = "districts";
/// Kind of the import that stands for the demo.
const KIND: &str = "demo";
/// Password of every account that can sign in. It protects nothing but sample data.
pub const PASSWORD: &str = "qatysu-demo-alma";

/// An account of the demo that people can sign in with; the password is [`PASSWORD`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// E-mail address.
    pub email: String,
    /// Name shown in public.
    pub name: String,
    /// Role; none for a resident.
    pub role: Option<Role>,
    /// Code of the district the role is held for, or where the resident lives; none for the city.
    pub district: Option<&'static str>,
}

/// How the demo stands in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was loaded by this call.
    Loaded,
    /// It was there and its vote is open.
    Open,
    /// It was there, but its vote is over: only a reset brings an open one.
    Expired,
    /// The database holds something else; nothing was changed.
    NotADemo,
}

/// What [`load`] found or made.
#[derive(Debug, Clone)]
pub struct Demo {
    /// How it stands.
    pub standing: Standing,
    /// Who can sign in; empty unless the demo is there.
    pub sign_ins: Vec<SignIn>,
}

/// Loads the demo so that `now` lies in the third day of the vote. A demo that is there stays as it is, unless `reset` asks
/// for a new one; a demo that was cut short is always built anew. `progress` hears what is being done, and how much of how
/// much is done.
///
/// # Errors
/// The store's; `Broken` when the sample data do not fit the use cases.
pub fn load(app: &App, now: Moment, reset: bool, progress: &dyn Fn(&str, u64, u64)) -> Result<Demo> {
    let today =
        crate::calendar::date(stage::ZONE, now).map_err(|e| Error::Broken(format!("zone of the demo: {e:?}")))?;
    let standing = match found(app, now)? {
        Found::Other => return Ok(Demo { standing: Standing::NotADemo, sign_ins: Vec::new() }),
        Found::Complete { open } if !reset => {
            if open {
                Standing::Open
            } else {
                Standing::Expired
            }
        }
        Found::Complete { .. } | Found::Unfinished => {
            progress("reset", 0, 1);
            app.store.write(now, store::wipe::everything)?;
            build(app, now, today, progress)?
        }
        Found::Nothing => build(app, now, today, progress)?,
    };
    let mut sign_ins = register::roster(today)?;
    sign_ins.extend(office::roster(today)?);
    Ok(Demo { standing, sign_ins })
}

fn build(app: &App, now: Moment, today: Date, progress: &dyn Fn(&str, u64, u64)) -> Result<Standing> {
    let run = app.store.write(now, |tx| -> Result<Id> {
        let (id, created_at) = (tx.new_id(), tx.now());
        let (kind, source) = (KIND.to_owned(), "sample data".to_owned());
        let run = ImportRun { id, kind, source, complete: false, row_count: 0, created_at, created_by: None };
        store::import_run::insert(tx, &run)?;
        Ok(id)
    })?;
    almaty::build(app, today, progress)?;
    elections::import(app, &|done, of| progress("elections", done, of))?;
    app.store.write(now, move |tx| -> Result<()> {
        store::import_run::complete(tx, run, 0)?;
        for topic in ["cities", "cycles", "contests", "projects"] {
            tx.touch(topic);
        }
        Ok(())
    })?;
    Ok(Standing::Loaded)
}

/// What is in a database.
enum Found {
    Nothing,
    Unfinished,
    Complete { open: bool },
    Other,
}

fn found(app: &App, now: Moment) -> Result<Found> {
    app.store.read(|c| -> Result<Found> {
        let runs = store::import_run::of_kind(c, KIND)?;
        if runs.iter().any(|run| !run.complete) {
            return Ok(Found::Unfinished);
        }
        if runs.is_empty() {
            // Imported elections may be there before; a city of one's own or its accounts are not to be mixed with a sample.
            let own = store::city::list(c)?.iter().any(|city| city.source.is_none());
            let people = !store::account::list(c, &Seek::first(1))?.items.is_empty();
            return Ok(if own || people { Found::Other } else { Found::Nothing });
        }
        let mine = store::cycle::list(c)?;
        let mine = mine.into_iter().filter(|context| context.city.code == CITY && context.programme.code == PROGRAMME);
        for context in mine {
            let windows = store::cycle::windows(c, context.cycle.id)?;
            if windows.iter().any(|w| w.phase == Phase::Voting && w.starts_at <= now && now < w.ends_at) {
                return Ok(Found::Complete { open: true });
            }
        }
        Ok(Found::Complete { open: false })
    })
}

#[cfg(test)]
mod tests;
