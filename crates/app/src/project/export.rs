//! Projects as open data, one flat row each.

use std::collections::HashMap;

use api_types::project::ProjectRecord;
use domain::{Id, Lang};
use store::Conn;
use store::page::Seek;
use store::project::{Position, ProjectFilter, Sort};
use store::proposal::{Proposal, ProposalRevision};

use super::briefs;
use crate::Result;
use crate::export::major;
use crate::proposal::content;

/// Projects read at once.
const CHUNK: u16 = 200;
/// Columns of the CSV file.
pub(crate) const HEADER: [&str; 21] = [
    "id",
    "number",
    "external_id",
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

/// The next projects of a cycle, newest first, and where the ones after them begin.
pub(crate) fn records(
    c: &mut Conn,
    cycle: &store::cycle::Cycle,
    after: Option<Position>,
) -> Result<(Vec<ProjectRecord>, Option<Position>)> {
    let filter = ProjectFilter { cycle_id: Some(cycle.id), ..ProjectFilter::default() };
    let page = store::project::page(c, &filter, Sort::Newest, &Seek { after, limit: CHUNK })?;
    Ok((to_records(c, &page.items, cycle.currency)?, page.next))
}

fn to_records(c: &mut Conn, rows: &[Proposal], currency: domain::Currency) -> Result<Vec<ProjectRecord>> {
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
                external_id: brief.external_id,
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
