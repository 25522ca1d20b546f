//! Opening an application; migrations; the demo.

use std::path::Path;
use std::sync::Arc;

use app::{App, Secrets, SystemClock};
use clap::Args;

use crate::Outcome;
use crate::settings::Settings;

/// Options of `demo`.
#[derive(Args)]
pub struct Demo {
    /// Throw sample and imported cities away first.
    #[arg(long)]
    reset: bool,
}

/// Opens a database that is there or is new: brings its schema up to date and, when nobody is in it yet, makes keys.
///
/// # Errors
/// The database's or the keys'.
pub fn current(settings: &Settings) -> Outcome<App> {
    let store = store::Store::open(&settings.database_url, &settings.store())?;
    store.migrate()?;
    let nobody = store.read(|c| store::account::list(c, &store::Seek::first(1)))?.items.is_empty();
    // Keys beside an old database would lock everybody out: they are made for a new one only.
    let secrets = Secrets::open(&settings.secrets, nobody)?;
    Ok(App::new(store, Arc::new(SystemClock), secrets, settings.app()))
}

/// Opens what must be there already; makes and migrates nothing.
///
/// # Errors
/// The database's or the keys'.
pub fn existing(settings: &Settings) -> Outcome<App> {
    if let Some(path) = sqlite_path(settings)
        && !path.exists()
    {
        return Err(format!("{} is missing; `qatysu migrate` makes it", path.display()).into());
    }
    let store = store::Store::open(&settings.database_url, &settings.store())?;
    let secrets = Secrets::open(&settings.secrets, false)?;
    Ok(App::new(store, Arc::new(SystemClock), secrets, settings.app()))
}

fn sqlite_path(settings: &Settings) -> Option<&Path> {
    settings.database_url.strip_prefix("sqlite://").map(Path::new)
}

/// `qatysu migrate`.
///
/// # Errors
/// The database's or the keys'.
pub fn migrate(settings: &Settings) -> Outcome {
    current(settings)?;
    println!("{} is up to date", settings.database());
    Ok(())
}

/// `qatysu demo`.
///
/// # Errors
/// The database's; a reset of a real city.
pub fn demo(settings: &Settings, demo: &Demo) -> Outcome {
    let app = current(settings)?;
    if demo.reset {
        reset(&app)?;
    }
    let loaded = !app.store.read(store::city::list)?.is_empty();
    if loaded {
        println!("{} has data already; `qatysu demo --reset` begins anew", settings.database());
        return Ok(());
    }
    println!("{} is ready and empty", settings.database());
    Ok(())
}

/// Empties a database that holds nothing but sample and imported cities; a real one is never touched.
fn reset(app: &App) -> Outcome {
    let real = app.store.read(store::city::list)?.into_iter().find(|city| !city.sample && city.source.is_none());
    if let Some(city) = real {
        return Err(format!("{} is a real city: nothing was deleted", city.code).into());
    }
    app.store.write(app.now(), store::wipe::everything)?;
    Ok(())
}
