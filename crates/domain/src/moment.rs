//! Instants.

/// An instant in UTC, cut to whole microseconds (what both databases keep). RFC 3339 on the wire.
pub type Moment = time::OffsetDateTime;

/// Cuts an instant to whole microseconds, so that it reads back from either database as it was written.
pub fn whole_micros(at: Moment) -> Moment {
    let nanos = at.nanosecond() / 1_000 * 1_000;
    at.replace_nanosecond(nanos).unwrap_or(at)
}
