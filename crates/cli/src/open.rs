//! Opening an application; migrations; the demo.

use std::path::Path;
use std::sync::Arc;

use app::demo::{SignIn, Standing};
use app::{App, Secrets, SystemClock};
use clap::Args;

use crate::Outcome;
use crate::progress::Bar;
use crate::settings::Settings;

/// Options of `demo`.
#[derive(Args)]
pub struct Demo {
    /// Throw the demo that is there away first; a city of one's own is never touched.
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
/// The database's; a database that holds something else.
pub fn demo(settings: &Settings, demo: &Demo) -> Outcome {
    let app = current(settings)?;
    let bar = Bar::new("demo");
    let found = app::demo::load(&app, app.now(), demo.reset, &|part, done, all| {
        bar.say(part);
        bar.at(done, all);
    });
    bar.end();
    let found = found?;
    let database = settings.database();
    match found.standing {
        Standing::Loaded => println!("{database}: the demo is loaded"),
        Standing::Open => println!("{database}: the demo is there already; `qatysu demo --reset` begins anew"),
        Standing::Expired => {
            println!("{database}: the vote of this demo is over; `qatysu demo --reset` loads one whose vote is open");
        }
        Standing::NotADemo => return Err(format!("{database} holds a city of its own: nothing was changed").into()),
    }
    println!("Sample data: no real office, company or resident. Sign in with the password {}", app::demo::PASSWORD);
    // The districts' officials are named alike: one district stands for all.
    let shown = |one: &&SignIn| one.district.is_none_or(|district| district == "alatau");
    for SignIn { email, name, role, .. } in found.sign_ins.iter().filter(shown) {
        let role = role.map_or_else(|| "resident".to_owned(), |role| role.to_string());
        println!("  {email:36} {role:16} {name}");
    }
    let others = found.sign_ins.iter().filter(|one| one.role.is_none()).filter_map(|one| one.district);
    println!("  the same for {}", others.filter(|district| *district != "alatau").collect::<Vec<_>>().join(", "));
    Ok(())
}
