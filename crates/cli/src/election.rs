//! Importing Pabulib files.

use std::path::PathBuf;

use app::Caller;
use clap::Args;

use crate::progress::Bar;
use crate::settings::Settings;
use crate::{Outcome, open, people};

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
