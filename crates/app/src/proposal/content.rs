//! What a proposal says: checked as a draft, kept as revisions, found by searches.

use api_types::proposal::{Place, ProposalWrite};
use domain::{Estimate, Money, Point, Rules, Submission, UserText};
use store::proposal::{Proposal, ProposalRevision};
use store::{Conn, Tx};

use crate::contest::to_json;
use crate::{Error, Fault, Faults, Result, project};

/// Shortest and longest title, in characters.
const TITLE: (usize, usize) = (10, 200);
/// Shortest and longest text.
const BODY: (usize, usize) = (30, 10_000);
/// Longest address, item, unit, preparer.
const SHORT: usize = 300;
/// Most lines of an estimate.
const LINES: usize = 200;

/// Checks what can be said of a draft without the rules: all faults at once. What the rules demand is asked when it is
/// submitted.
pub(crate) fn check(input: &ProposalWrite, at: &str) -> Result<()> {
    let mut faults = Faults::new();
    length(&input.title, &format!("{at}/title"), TITLE, &mut faults);
    length(&input.body, &format!("{at}/body"), BODY, &mut faults);
    length(&input.category, &format!("{at}/category"), (1, 64), &mut faults);
    if let Some(Place { lat, lon, address }) = &input.place {
        faults.require(Point::new(*lon, *lat).is_some(), &format!("{at}/place"), "range");
        length(address, &format!("{at}/place/address"), (0, SHORT), &mut faults);
    }
    let Estimate { lines, vat_rate, price_date: _, preparer } = &input.estimate;
    length(preparer, &format!("{at}/estimate/preparer"), (0, SHORT), &mut faults);
    faults.require(*vat_rate <= 10_000, &format!("{at}/estimate/vat_rate"), "range");
    if lines.len() > LINES {
        faults.push(Fault::new(format!("{at}/estimate/lines"), "too_long").with("max", LINES));
    }
    let mut priced = true;
    for (i, line) in lines.iter().take(LINES).enumerate() {
        let at = format!("{at}/estimate/lines/{i}");
        length(&line.item, &format!("{at}/item"), (1, SHORT), &mut faults);
        length(&line.unit, &format!("{at}/unit"), (1, SHORT), &mut faults);
        length(line.price_list.as_deref().unwrap_or_default(), &format!("{at}/price_list"), (0, SHORT), &mut faults);
        faults.require(line.quantity_milli > 0, &format!("{at}/quantity_milli"), "not_positive");
        faults.require(line.unit_price > Money::ZERO, &format!("{at}/unit_price"), "not_positive");
        priced &= line.quantity_milli > 0 && line.unit_price > Money::ZERO;
    }
    faults.require(!priced || input.estimate.total().is_some(), &format!("{at}/estimate"), "too_large");
    faults.check()
}

/// A resident's words: there, not too long, no characters that hide.
pub(crate) fn check_said(text: &UserText, pointer: &str, max: usize) -> Result<()> {
    let mut faults = Faults::new();
    length(&text.text, &format!("{pointer}/text"), (1, max), &mut faults);
    faults.check()
}

/// Length in characters, and nothing that hides or turns other text around.
pub(crate) fn length(text: &str, pointer: &str, (min, max): (usize, usize), faults: &mut Faults) {
    let found = text.trim().chars().count();
    if found == 0 && min > 0 {
        faults.push(Fault::new(pointer, "required"));
    } else if found < min {
        faults.push(Fault::new(pointer, "too_short").with("min", min));
    } else if text.chars().count() > max {
        faults.push(Fault::new(pointer, "too_long").with("max", max));
    }
    let strange = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    faults.require(!text.chars().any(strange), pointer, "strange_characters");
}

/// A revision with what the input says.
pub(crate) fn revision(
    tx: &mut Tx,
    input: &ProposalWrite,
    row: &Proposal,
    by: Option<domain::Id>,
) -> Result<ProposalRevision> {
    Ok(ProposalRevision {
        id: tx.new_id(),
        proposal_id: row.id,
        number: row.revision,
        lang: input.lang,
        title: input.title.trim().to_owned(),
        body: input.body.trim().to_owned(),
        location: input.place.as_ref().map(to_json).transpose()?,
        estimate: to_json(&input.estimate)?,
        cost: input.estimate.total().unwrap_or_default(),
        created_at: tx.now(),
        created_by: by,
    })
}

/// Whether two revisions say the same.
pub(crate) fn same(a: &ProposalRevision, b: &ProposalRevision) -> bool {
    (a.lang, &a.title, &a.body, &a.location, &a.estimate) == (b.lang, &b.title, &b.body, &b.location, &b.estimate)
}

/// The current revision of a proposal.
pub(crate) fn current(c: &mut Conn, row: &Proposal) -> Result<ProposalRevision> {
    let found = store::proposal::revision_of(c, row.id, row.revision)?;
    found.ok_or_else(|| Error::Broken("a proposal without its revision".into()))
}

/// The estimate of a revision.
pub(crate) fn estimate(revision: &ProposalRevision) -> Result<Estimate> {
    serde_json::from_value(revision.estimate.clone()).map_err(|e| Error::Broken(format!("stored estimate: {e}")))
}

/// The place of a revision.
pub(crate) fn place(revision: &ProposalRevision) -> Result<Option<Place>> {
    let stored = revision.location.clone().map(serde_json::from_value).transpose();
    stored.map_err(|e| Error::Broken(format!("stored place: {e}")))
}

/// What the rules have against submitting this revision. `other_applications` of the author who has most of them; `by_assembly`:
/// who submits it is a member of an assembly that proposes for its money.
pub(crate) fn submission(
    c: &mut Conn,
    rules: &Rules,
    row: &Proposal,
    revision: &ProposalRevision,
    authors: usize,
    other_applications: u32,
    by_assembly: bool,
) -> Result<domain::Refusals> {
    let estimate = estimate(revision)?;
    let inside_district = match place(revision)? {
        Some(place) => inside(c, row.district_id, &place)?,
        // Something of the whole district, such as benches at all stops.
        None => true,
    };
    let submission = Submission {
        category: &row.category,
        estimate: Some(&estimate),
        authors,
        other_applications,
        inside_district,
        by_assembly,
    };
    Ok(domain::proposal::check_submission(rules, &submission).err().unwrap_or_default())
}

/// Whether a place lies inside the district; a district without a boundary takes every place.
fn inside(c: &mut Conn, district_id: domain::Id, place: &Place) -> Result<bool> {
    let district = store::district::find(c, district_id)?.ok_or(Error::NotFound("district"))?;
    let Some(boundary) = district.boundary else { return Ok(true) };
    let polygons = polygons(&boundary).ok_or_else(|| Error::Broken("a boundary that is no polygon".into()))?;
    let Some(point) = Point::new(place.lon, place.lat) else { return Ok(false) };
    Ok(polygons.iter().any(|polygon| polygon.contains(point)))
}

/// A GeoJSON geometry (RFC 7946) in microdegrees. None when it is neither Polygon nor MultiPolygon.
fn polygons(geometry: &serde_json::Value) -> Option<Vec<domain::Polygon>> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str()? {
        "Polygon" => Some(vec![polygon(coordinates)?]),
        "MultiPolygon" => coordinates.as_array()?.iter().map(polygon).collect(),
        _ => None,
    }
}

fn polygon(rings: &serde_json::Value) -> Option<domain::Polygon> {
    let ring = |ring: &serde_json::Value| ring.as_array()?.iter().map(point).collect::<Option<Vec<Point>>>();
    rings.as_array()?.iter().map(ring).collect::<Option<_>>().map(domain::Polygon)
}

fn point(pair: &serde_json::Value) -> Option<Point> {
    Point::new(microdegrees(&pair[0])?, microdegrees(&pair[1])?)
}

/// Degrees in whole microdegrees (11 cm).
fn microdegrees(degrees: &serde_json::Value) -> Option<i32> {
    let micro = (degrees.as_f64()? * 1e6).round();
    (micro.abs() <= 180e6).then_some(micro as i32)
}

/// Writes what searches look through.
pub(crate) fn index(tx: &mut Tx, row: &Proposal) -> Result<()> {
    let revision = current(tx, row)?;
    let mut text = vec![row.number.clone().unwrap_or_default(), revision.title.clone(), revision.body.clone()];
    text.extend(place(&revision)?.map(|place| place.address));
    for translation in store::proposal::translations(tx, revision.id)? {
        text.extend([translation.title, translation.body]);
    }
    Ok(store::proposal::index(tx, row.id, &project::fold(&text.join("\n")))?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_boundary_is_read_in_microdegrees() {
        assert_eq!(microdegrees(&json!(76.9283001)), Some(76_928_300));
        assert_eq!(microdegrees(&json!(-0.5)), Some(-500_000));
        assert_eq!(microdegrees(&json!(43)), Some(43_000_000));
        assert_eq!(microdegrees(&json!("43")), None);
        let square = json!([[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]);
        let found = polygons(&json!({ "type": "MultiPolygon", "coordinates": [square] })).unwrap();
        assert!(found[0].contains(Point { lon: 500_000, lat: 500_000 }));
        assert!(polygons(&json!({ "type": "Point", "coordinates": [0, 0] })).is_none());
    }

    #[test]
    fn text_that_turns_around_is_named() {
        let code = |text: &str| {
            let mut faults = Faults::new();
            length(text, "/t", (3, 5), &mut faults);
            match faults.check() {
                Err(Error::Invalid(faults)) => faults.iter().map(|f| f.code.to_string()).collect(),
                _ => Vec::new(),
            }
        };
        assert_eq!(code("жол🚲"), Vec::<String>::new());
        assert_eq!(code("  "), ["required"]);
        assert_eq!(code("ab"), ["too_short"]);
        assert_eq!(code("abcdef"), ["too_long"]);
        assert_eq!(code("ab\u{202E}c"), ["strange_characters"]);
    }
}
