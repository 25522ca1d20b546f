//! Projects as open data: JSON, JSON Lines and CSV, in chunks, so that a whole cycle never lies in memory.

use std::collections::HashMap;

use api_types::project::ProjectRecord;
use domain::{Id, Lang};
use store::Conn;
use store::page::Seek;
use store::project::{Position, ProjectFilter, Sort};
use store::proposal::{Proposal, ProposalRevision};

use super::briefs;
use crate::export::{csv, json, lines, major};
use crate::proposal::content;
use crate::{App, Error, Result};

pub use crate::export::Format;

/// Projects read at once.
const CHUNK: u16 = 200;
/// Columns of the CSV file.
const HEADER: [&str; 20] = [
    "id",
    "number",
    "cycle_id",
    "district",
    "category",
    "state",
    "outcome",
    "lang",
    "title_kk",
    "title_ru",
    "title_en",
    "cost_minor",
    "cost",
    "currency",
    "supports",
    "comments",
    "lat",
    "lon",
    "submitted_at",
    "state_since",
];

/// A part of the file, and where the next one begins.
pub struct Part {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// None after the last one.
    pub next: Option<Position>,
}

/// The next part of a cycle's file; the first one with `after` none.
///
/// # Errors
/// `NotFound` cycle.
pub fn part(app: &App, cycle_id: Id, format: Format, after: Option<Position>) -> Result<Part> {
    let first = after.is_none();
    let (records, next) = app.store.read(|c| -> Result<_> {
        let context = store::cycle::context(c, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        let filter = ProjectFilter { cycle_id: Some(cycle_id), ..ProjectFilter::default() };
        let page = store::project::page(c, &filter, Sort::Newest, &Seek { after, limit: CHUNK })?;
        Ok((records(c, &page.items, context.cycle.currency)?, page.next))
    })?;
    let bytes = match format {
        Format::Json => json(&records, first, next.is_none())?,
        Format::JsonLines => lines(&records)?,
        Format::Csv => csv(&HEADER, &records, first)?,
    };
    Ok(Part { bytes, next })
}

fn records(c: &mut Conn, rows: &[Proposal], currency: domain::Currency) -> Result<Vec<ProjectRecord>> {
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let revisions: HashMap<Id, ProposalRevision> =
        store::proposal::current_revisions(c, &ids)?.into_iter().map(|r| (r.proposal_id, r)).collect();
    let districts: HashMap<Id, String> = store::district::all(c)?.into_iter().map(|d| (d.id, d.code)).collect();
    let briefs = briefs(c, rows)?;
    rows.iter()
        .zip(briefs)
        .map(|(row, brief)| {
            let place = revisions.get(&row.id).map(content::place).transpose()?.flatten();
            let lang = brief.title.lang;
            let titles: Vec<_> = std::iter::once(brief.title).chain(brief.titles).collect();
            let title = |lang: Lang| titles.iter().find(|t| t.lang == lang).map(|t| t.text.clone());
            Ok(ProjectRecord {
                id: brief.id,
                number: brief.number,
                cycle_id: brief.cycle_id,
                district: districts.get(&row.district_id).cloned().unwrap_or_default(),
                category: brief.category,
                state: brief.state,
                outcome: brief.outcome,
                lang,
                title_kk: title(Lang::Kk),
                title_ru: title(Lang::Ru),
                title_en: title(Lang::En),
                cost_minor: brief.cost,
                cost: major(brief.cost),
                currency,
                supports: brief.supports,
                comments: brief.comments,
                lat: place.as_ref().map(|p| p.lat),
                lon: place.as_ref().map(|p| p.lon),
                submitted_at: row.submitted_at,
                state_since: brief.state_since,
            })
        })
        .collect()
}
