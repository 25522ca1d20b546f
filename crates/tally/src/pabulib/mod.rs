//! The Pabulib format (`.pb`), read and written.
//!
//! A file has three sections, `META` (key and value), `PROJECTS` and `VOTES`, each with its own header row; cells are
//! parted by `;`, a cell in double quotes may contain anything. The format is described at pabulib.org/format and in
//! D. Stolicki, S. Szufa, N. Talmon, "Pabulib: A Participatory Budgeting Library" (arXiv:2012.06539).
//!
//! Reading streams: a file of a million ballots needs memory for its distinct ballots, and for the rest of the VOTES
//! columns only if [`Options::keep_votes`] asks for them.

mod error;
mod export;
mod ids;
mod plain;
mod read;
mod recent;
mod record;
mod rows;
mod table;
mod votes;
mod write;

pub use error::{Fault, ReadError};
pub use export::{ProjectLabel, public_election};
pub use read::{Options, parse, read, read_slice};
pub use rows::{Rows, Sink};
pub use table::{Row, Table};
pub use write::write;

use table::{is_name, trim};

use crate::ballot::Profile;
use crate::instance::Instance;

/// One row of the META section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaEntry {
    /// The key as written.
    pub key: String,
    /// The value as written.
    pub value: String,
}

impl MetaEntry {
    /// A row.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// A file's content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Election {
    /// META, in the order of the file.
    pub meta: Vec<MetaEntry>,
    /// PROJECTS, in the order of the file; row `i` is item `i` of the instance.
    pub projects: Table,
    /// VOTES, in the order of the file, if the reader was asked to keep them.
    pub votes: Option<Table>,
    /// Items and budget, exact in the file's own unit (`scale` decimal places).
    pub instance: Instance,
    /// The ballots, identical ones merged.
    pub profile: Profile,
    /// Faults that a lenient reader passed over.
    pub tolerated: Vec<ReadError>,
}

impl Election {
    /// A META value; `None` if it is missing or empty. Keys are compared without case.
    pub fn meta(&self, key: &str) -> Option<&str> {
        let entry = self.meta.iter().find(|entry| is_name(&entry.key, key))?;
        let value = trim(&entry.value);
        (!value.is_empty()).then_some(value)
    }

    /// How many ballots to make room for: as many as the file says, but not so many that a false number would cost much.
    fn expected_voters(&self) -> usize {
        self.meta("num_votes").and_then(|number| number.parse().ok()).unwrap_or(0).min(1 << 17)
    }

    /// Ids of the projects that the city selected; `None` if the file does not say. (The column is 1 for a selected
    /// project; some cities use 2 or more for projects funded otherwise, which are not counted here.)
    pub fn selected(&self) -> Option<Vec<&str>> {
        let column = self.projects.column("selected")?;
        let rows = self.projects.rows.iter().zip(&self.instance.items);
        Some(rows.filter(|(row, _)| trim(&row[column]) == "1").map(|(_, item)| item.id.as_str()).collect())
    }
}
