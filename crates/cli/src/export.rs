//! `qatysu export`: all public data as a folder of files that says what is in it and proves it.
//!
//! The folder is written beside its place and takes that place when it is complete: whoever reads it never meets half of it.
//! Files are written part by part; no cycle lies in memory as a whole.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use app::export::{Format, Part, Subject};
use app::project::ProjectQuery;
use app::{App, Caller, Error};
use clap::Args;
use domain::{ContestState, Id};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Seek;
use store::project::{Position, ProjectFilter};

use crate::progress::Bar;
use crate::settings::Settings;
use crate::{Outcome, open};

/// Where to export to.
#[derive(Args)]
pub struct Export {
    /// Folder for the files; made when missing. An earlier export there is replaced, anything else is left alone.
    folder: PathBuf,
}

const README: &str = include_str!("export.md");
const MANIFEST: &str = "manifest.json";
const FORMATS: [(Format, &str); 3] = [(Format::Json, "json"), (Format::JsonLines, "jsonl"), (Format::Csv, "csv")];
/// Projects whose pages are written between two looks at the list.
const PAGE: u16 = 100;

/// `qatysu export`.
///
/// # Errors
/// The database's; a folder that holds something else or cannot be written.
pub fn export(settings: &Settings, args: &Export) -> Outcome {
    let app = open::existing(settings)?;
    check_place(&args.folder)?;
    let mut files = Files::beside(&args.folder)?;
    let bar = Bar::new("export");
    let cities = app::city::list(&app)?;
    files.json("cities.json", &cities)?;
    let cycles = app::cycle::list(&app)?;
    files.json("cycles.json", &cycles)?;
    for (format, ending) in FORMATS {
        files.parts(&format!("audit.{ending}"), |after| app::export::audit_part(&app, format, after))?;
    }
    let all = cycles.items.len() as u64;
    for (done, cycle) in (1..).zip(&cycles.items) {
        bar.say(&cycle.code);
        // A code is unique within its programme alone: where two programmes of a city share one, the programme's stands before it.
        let alone = cycles.items.iter().filter(|one| one.city == cycle.city && one.code == cycle.code).count() == 1;
        let programme = cities.items.iter().flat_map(|city| &city.programmes).find(|one| one.id == cycle.programme_id);
        let between = programme.filter(|_| !alone).map(|one| format!("-{}", safe(&one.code))).unwrap_or_default();
        let folder = format!("cycles/{}{between}-{}", safe(&cycle.city), safe(&cycle.code));
        one_cycle(&app, &mut files, cycle.id, &folder)?;
        bar.at(done, all);
    }
    bar.end();
    let count = files.finish(&args.folder)?;
    println!("{count} files in {}", args.folder.display());
    Ok(())
}

fn one_cycle(app: &App, files: &mut Files, id: Id, folder: &str) -> Outcome {
    files.json(&format!("{folder}/cycle.json"), &app::cycle::get(app, id)?)?;
    files.json(&format!("{folder}/checklist.json"), &app::transition::list(app, &Caller::anonymous(), id)?)?;
    for version in app::rules::list(app, id)?.items {
        let rules = app::rules::get(app, id, version.number)?;
        files.json(&format!("{folder}/rules-{}.json", version.number), &rules)?;
    }
    for &subject in Subject::ALL {
        for (format, ending) in FORMATS {
            let path = format!("{folder}/{}.{ending}", subject.name());
            files.parts(&path, |after| app::export::part(app, id, subject, format, after))?;
        }
    }
    for contest in app::contest::list(app, id)?.items {
        let name = format!("{folder}/contests/{}", safe(&contest.code));
        files.json(&format!("{name}.json"), &app::contest::get(app, contest.id)?)?;
        match app::count::result(app, contest.id) {
            Ok(result) => files.json(&format!("{name}.result.json"), &result)?,
            Err(Error::NotFound(_)) => {}
            Err(e) => return Err(e.into()),
        }
        if matches!(contest.state, ContestState::Decided | ContestState::Recorded) {
            let components = app::public_ballots::components(app, contest.id)?;
            for component in &components {
                let ballots = app::public_ballots::pb(app, contest.id, Some(component))?;
                files.bytes(&format!("{name}.{component}.pb"), &ballots, None)?;
            }
            if components.is_empty() {
                files.bytes(&format!("{name}.pb"), &app::public_ballots::pb(app, contest.id, None)?, None)?;
            }
        }
    }
    for report in app::report::list(app, &Caller::anonymous(), id)?.items {
        let name = format!("{folder}/reports/{}.json", report.id);
        files.bytes(&name, &app::report::frozen(app, report.id)?, None)?;
    }
    projects(app, files, id, folder)
}

/// Every project's whole page: revision in force, history, reviews, appeal, duties, ballots.
fn projects(app: &App, files: &mut Files, cycle: Id, folder: &str) -> Outcome {
    let filter = ProjectFilter { cycle_id: Some(cycle), ..ProjectFilter::default() };
    let query = ProjectQuery { filter, ..ProjectQuery::default() };
    let mut seek = Seek::first(PAGE);
    loop {
        let page = app::project::list(app, &query, &seek)?;
        for brief in page.items {
            let name = brief.number.unwrap_or_else(|| brief.id.to_string());
            let project = app::project::get(app, &brief.id.to_string())?;
            files.json(&format!("{folder}/projects/{}.json", safe(&name)), &project)?;
        }
        if page.next.is_none() {
            return Ok(());
        }
        seek.after = page.next;
    }
}

/// A name that is one part of a path on every system.
fn safe(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    name.chars().map(plain).collect()
}

/// An export, or nothing, may stand where one is to be written.
fn check_place(folder: &Path) -> Outcome {
    if !folder.exists() || folder.join(MANIFEST).is_file() {
        return Ok(());
    }
    match std::fs::read_dir(folder)?.next() {
        None => Ok(()),
        Some(_) => Err(format!("{} holds something else than an export", folder.display()).into()),
    }
}

/// What the manifest says of a file.
#[derive(Serialize)]
struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
    /// Records in it; none where it holds one thing.
    rows: Option<u64>,
}

/// Files that are being written beside their place. Dropped before the end, they leave nothing.
struct Files {
    folder: PathBuf,
    written: Vec<Entry>,
}

impl Files {
    fn beside(place: &Path) -> Outcome<Self> {
        let folder = hidden(place, "part");
        if let Some(parent) = place.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::create_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(Self { folder, written: Vec::new() })
    }

    fn write(&mut self, path: &str, fill: impl FnOnce(&mut Sink) -> Outcome<Option<u64>>) -> Outcome {
        let file = self.folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
        let out = File::create_new(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let mut sink = Sink { out: BufWriter::new(out), sum: Sha256::new(), bytes: 0 };
        let rows = fill(&mut sink)?;
        sink.out.flush()?;
        let sha256 = sink.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.written.push(Entry { path: path.to_owned(), bytes: sink.bytes, sha256, rows });
        Ok(())
    }

    fn bytes(&mut self, path: &str, bytes: &[u8], rows: Option<u64>) -> Outcome {
        self.write(path, |sink| {
            sink.write_all(bytes)?;
            Ok(rows)
        })
    }

    fn json(&mut self, path: &str, value: &impl Serialize) -> Outcome {
        self.write(path, |sink| {
            serde_json::to_writer(sink, value)?;
            Ok(None)
        })
    }

    fn parts(&mut self, path: &str, part: impl Fn(Option<Position>) -> app::Result<Part>) -> Outcome {
        self.write(path, |sink| {
            let (mut after, mut rows) = (None, 0);
            loop {
                let found = part(after)?;
                sink.write_all(&found.bytes)?;
                rows += found.rows as u64;
                after = found.next;
                if after.is_none() {
                    return Ok(Some(rows));
                }
            }
        })
    }

    /// Writes what is in it, and puts it in its place; how many files.
    fn finish(mut self, place: &Path) -> Outcome<usize> {
        self.bytes("README.md", README.as_bytes(), None)?;
        let sums: String = self.written.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
        self.bytes("SHA256SUMS", sums.as_bytes(), None)?;
        let manifest =
            serde_json::json!({ "product": "qatysu", "version": env!("CARGO_PKG_VERSION"), "files": self.written });
        let file = File::create_new(self.folder.join(MANIFEST))?;
        serde_json::to_writer_pretty(&file, &manifest)?;
        file.sync_all()?;
        // A folder cannot be renamed onto one that holds something: the earlier export steps aside first.
        let old = hidden(place, "old");
        if place.exists() {
            std::fs::rename(place, &old)?;
        }
        if let Err(e) = std::fs::rename(&self.folder, place) {
            if old.exists() {
                std::fs::rename(&old, place)?;
            }
            return Err(e.into());
        }
        if old.exists() {
            std::fs::remove_dir_all(&old)?;
        }
        Ok(self.written.len() + 1)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// A hidden name beside this one, of this process.
fn hidden(place: &Path, what: &str) -> PathBuf {
    let name = place.file_name().unwrap_or(std::ffi::OsStr::new("export")).to_string_lossy();
    place.with_file_name(format!(".{name}.{}.{what}", std::process::id()))
}

/// A file that counts and sums what goes into it.
struct Sink {
    out: BufWriter<File>,
    sum: Sha256,
    bytes: u64,
}

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(buf)?;
        self.sum.update(&buf[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
