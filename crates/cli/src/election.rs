//! Importing Pabulib files, exporting our public pages.

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
