//! Photos of works: cleaned of metadata before they are kept, removed by moderators with a public reason.

use api_types::photo::{Photo, Removal};
use domain::photo::{MAX_PHOTOS, clean};
use domain::{Code, Id, LocalText, Operation, PhotoSubject, Refusal, RefusalCode, Scope, authorise};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Tx;
use store::photo::Photo as Row;

use crate::body::check_text;
use crate::work::{MAX_REASON, Site, photo as to_dto, refused};
use crate::{App, Caller, Error, Faults, Result, audit, idempotency};

/// Longest description of a photo, in characters.
const MAX_ALT: usize = 300;

/// A photo's file, as it is sent out.
pub struct File {
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes.
    pub sha256: Vec<u8>,
}

/// Adds a photo to news, a verdict or a defect: by whom these are.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid` (`not_an_image`, `image_too_big`, `animated`, the description); `Refused(too_many_photos)`.
pub fn add(
    app: &App,
    caller: &Caller,
    subject: PhotoSubject,
    subject_id: Id,
    alt: &LocalText,
    file: &[u8],
) -> Result<Photo> {
    // Before the database is asked: who is nobody makes us take nothing apart.
    caller.account()?;
    let cleaned = clean(file);
    let (actor, alt) = (caller.clone(), alt.clone());
    app.store.write(app.now(), move |tx| -> Result<Photo> {
        let site = site_of(tx, &actor, subject, subject_id)?;
        let mut faults = Faults::new();
        check_text(&alt, "/alt", MAX_ALT, &mut faults);
        if let Err(fault) = &cleaned {
            faults.require(false, "", fault.code());
        }
        faults.check()?;
        let Ok(photo) = cleaned.clone() else { return Err(Error::invalid("", "not_an_image")) };
        let id = tx.new_id();
        if let Some(earlier) = idempotency::claim(tx, &actor, id)? {
            return one(tx, earlier);
        }
        let ordinal = store::photo::next_ordinal(tx, subject, subject_id)?;
        if ordinal > MAX_PHOTOS {
            return Err(refused(Refusal::with(RefusalCode::TooManyPhotos, MAX_PHOTOS)));
        }
        let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
        let row = Row {
            id,
            work_id: site.row.id,
            subject,
            subject_id,
            ordinal,
            media_type: photo.media_type.to_owned(),
            width: side(photo.width),
            height: side(photo.height),
            alt: alt.clone(),
            sha256: Sha256::digest(&photo.bytes).to_vec(),
            bytes: Some(photo.bytes),
            account_id: actor.account_id,
            created_at: tx.now(),
            removed_at: None,
            removed_reason: None,
        };
        store::photo::insert(tx, &row)?;
        let payload = json!({ "subject": subject, "of": subject_id, "work": site.row.id });
        audit::record(tx, &actor, "photo_added", "photo", id, site.row.district_id, payload);
        site.touch(tx);
        one(tx, id)
    })
}

/// The work of what a photo is to belong to, if the caller may show something there: news is the office's, a verdict its
/// author's, a defect its reporter's or the office's.
fn site_of(tx: &mut Tx, caller: &Caller, subject: PhotoSubject, id: Id) -> Result<Site> {
    match subject {
        PhotoSubject::Update => {
            let row = store::work_update::find(tx, id)?.ok_or(Error::NotFound("update"))?;
            let site = Site::load(tx, row.work_id)?;
            site.may(tx, caller, &[site.row.body_id])?;
            Ok(site)
        }
        PhotoSubject::Verdict => {
            let row = store::verdict::find(tx, id)?.ok_or(Error::NotFound("verdict"))?;
            let site = Site::load(tx, row.work_id)?;
            authorise(&caller.actor, Operation::GiveVerdict, &site.scope())?;
            if caller.actor.person != Some(row.person_id) {
                return Err(crate::error::forbidden(RefusalCode::NotOwner));
            }
            if row.removed_at.is_some() {
                return Err(refused(Refusal::with(RefusalCode::WrongState, "removed")));
            }
            Ok(site)
        }
        PhotoSubject::Defect => {
            let row = store::defect::find(tx, id)?.ok_or(Error::NotFound("defect"))?;
            let site = Site::load(tx, row.work_id)?;
            if row.reported_by.is_none() || row.reported_by != caller.account_id {
                site.may(tx, caller, &[site.row.body_id])?;
            }
            Ok(site)
        }
    }
}

/// A photo's file; public.
///
/// # Errors
/// `NotFound`, also when it was removed.
pub fn file(app: &App, id: Id) -> Result<File> {
    let row = app.store.read(|c| store::photo::find(c, id))?.ok_or(Error::NotFound("photo"))?;
    let Row { media_type, sha256, bytes, .. } = row;
    Ok(File { media_type, sha256, bytes: bytes.ok_or(Error::NotFound("photo"))? })
}

/// Removes a photo: its bytes go, a tombstone with the public reason stays.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`; `Refused(wrong_state)` when it was removed before.
pub fn remove(app: &App, caller: &Caller, id: Id, input: &Removal) -> Result<Photo> {
    let (actor, reason) = (caller.clone(), input.reason.clone());
    app.store.write(app.now(), move |tx| -> Result<Photo> {
        let work_id = store::photo::find(tx, id)?.ok_or(Error::NotFound("photo"))?.work_id;
        let site = Site::load(tx, work_id)?;
        let mut row = store::photo::lock(tx, id)?.ok_or(Error::NotFound("photo"))?;
        let scope = Scope { district: site.row.district_id, ..Scope::default() };
        authorise(&actor.actor, Operation::Moderate, &scope)?;
        let mut faults = Faults::new();
        check_text(&reason, "/reason", MAX_REASON, &mut faults);
        faults.check()?;
        if row.removed_at.is_some() {
            return Err(refused(Refusal::with(RefusalCode::WrongState, "removed")));
        }
        row.bytes = None;
        row.removed_at = Some(tx.now());
        row.removed_reason = Some(crate::contest::to_json(&reason)?.to_string());
        store::photo::update(tx, &row)?;
        let payload = json!({ "work": work_id, "reason": reason });
        audit::record(tx, &actor, "photo_removed", "photo", id, site.row.district_id, payload);
        site.touch(tx);
        one(tx, id)
    })
}

fn one(tx: &mut Tx, id: Id) -> Result<Photo> {
    Ok(to_dto(store::photo::brief(tx, id)?.ok_or(Error::NotFound("photo"))?))
}
