//! Photos of works, without metadata.

use crate::prelude::*;

row! {
    /// A photo with its bytes.
    Photo in photo {
        id: Id,
        work_id: Id,
        subject: PhotoSubject,
        subject_id: Id,
        ordinal: i32,
        media_type: String,
        width: i32,
        height: i32,
        alt: LocalText,
        sha256: Vec<u8>,
        bytes: Option<Vec<u8>>,
        account_id: Option<Id>,
        created_at: Moment,
        removed_at: Option<Moment>,
        removed_reason: Option<String>,
    }
}

inserts!(insert, insert_all: Photo in photo);
finds!(find: Photo in photo);
updates!(update: Photo in photo);

/// A photo without its bytes: what lists need.
#[derive(Debug, Clone, PartialEq, Queryable)]
#[allow(missing_docs)] // as in `Photo`
pub struct PhotoBrief {
    pub id: Id,
    pub subject: PhotoSubject,
    pub subject_id: Id,
    pub ordinal: i32,
    pub media_type: String,
    pub width: i32,
    pub height: i32,
    pub alt: LocalText,
    pub created_at: Moment,
    pub removed_at: Option<Moment>,
    pub removed_reason: Option<String>,
}

/// Photos of a work, in the order of their subjects.
pub fn of_work(c: &mut Conn, work_id: Id) -> Result<Vec<PhotoBrief>> {
    Ok(photo::table
        .filter(photo::work_id.eq(Sql(work_id)))
        .order((photo::subject_id, photo::ordinal))
        .select((
            photo::id,
            photo::subject,
            photo::subject_id,
            photo::ordinal,
            photo::media_type,
            photo::width,
            photo::height,
            photo::alt,
            photo::created_at,
            photo::removed_at,
            photo::removed_reason,
        ))
        .load(c)?)
}

locks!(lock: Photo in photo);

/// The place of the next photo of a thing, from 1; removed photos keep theirs.
pub fn next_ordinal(c: &mut Conn, subject: PhotoSubject, subject_id: Id) -> Result<i32> {
    let last: Option<i32> = photo::table
        .filter(photo::subject.eq(Sql(subject)))
        .filter(photo::subject_id.eq(Sql(subject_id)))
        .select(diesel::dsl::max(photo::ordinal))
        .first(c)?;
    Ok(last.unwrap_or(0) + 1)
}

/// A photo without its bytes.
pub fn brief(c: &mut Conn, id: Id) -> Result<Option<PhotoBrief>> {
    let Some(work_id) = photo::table.filter(photo::id.eq(Sql(id))).select(photo::work_id).first(c).optional()? else {
        return Ok(None);
    };
    Ok(of_work(c, work_id)?.into_iter().find(|row| row.id == id))
}
