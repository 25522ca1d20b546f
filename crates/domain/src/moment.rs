//! Instants and local dates, with the serde forms that travel.

use time::{Date, Month, PrimitiveDateTime, Time};

/// An instant in UTC, cut to whole microseconds (what both databases keep). RFC 3339 on the wire
/// (`#[serde(with = "time::serde::rfc3339")]`).
pub type Moment = time::OffsetDateTime;

/// Cuts an instant to whole microseconds, so that it reads back from either database as it was written.
pub fn whole_micros(at: Moment) -> Moment {
    let nanos = at.nanosecond() / 1_000 * 1_000;
    at.replace_nanosecond(nanos).unwrap_or(at)
}

/// Reads `2025-09-01`. None when it is no date of the calendar.
pub fn parse_day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let month = Month::try_from(digits(&bytes[5..7])? as u8).ok()?;
    Date::from_calendar_date(digits(&bytes[..4])? as i32, month, digits(&bytes[8..])? as u8).ok()
}

/// Writes `2025-09-01`.
pub fn format_day(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The same day so many months later, or the last of that month where it has no such day: a month after 31 January is 28 or 29
/// February. The last day of the calendar when there is none so late.
pub fn months_later(day: Date, months: u16) -> Date {
    let count = day.year() * 12 + i32::from(u8::from(day.month()) - 1) + i32::from(months);
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
    let Ok(month) = Month::try_from(month) else { return Date::MAX };
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).unwrap_or(Date::MAX)
}

/// Reads `2025-09-01T00:00` or `2025-09-01T00:00:00`, a local time without offset.
pub fn parse_local(text: &str) -> Option<PrimitiveDateTime> {
    let (day, clock) = text.split_once('T')?;
    let bytes = clock.as_bytes();
    let second = match bytes.len() {
        5 => 0,
        8 if bytes[5] == b':' => digits(&bytes[6..])?,
        _ => return None,
    };
    if bytes[2] != b':' {
        return None;
    }
    let time = Time::from_hms(digits(&bytes[..2])? as u8, digits(&bytes[3..5])? as u8, second as u8).ok()?;
    Some(PrimitiveDateTime::new(parse_day(day)?, time))
}

/// Writes `2025-09-01T00:00:00`.
pub fn format_local(at: PrimitiveDateTime) -> String {
    format!("{}T{:02}:{:02}:{:02}", format_day(at.date()), at.hour(), at.minute(), at.second())
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// serde for a [`Date`] as `2025-09-01`: `#[serde(with = "domain::moment::day")]`.
pub mod day {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::Date;

    /// Writes the day.
    pub fn serialize<S: Serializer>(day: &Date, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&super::format_day(*day))
    }

    /// Reads the day.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
        let text = String::deserialize(d)?;
        super::parse_day(&text).ok_or_else(|| D::Error::custom("expected a date such as 2025-09-01"))
    }

    /// The same for an optional day; give the field `#[serde(default)]` too.
    pub mod option {
        use serde::{Deserialize, Deserializer, Serializer, de::Error};
        use time::Date;

        /// Writes the day or null.
        pub fn serialize<S: Serializer>(day: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
            match day {
                Some(day) => s.serialize_str(&crate::moment::format_day(*day)),
                None => s.serialize_none(),
            }
        }

        /// Reads the day or null.
        pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
            let Some(text) = Option::<String>::deserialize(d)? else {
                return Ok(None);
            };
            crate::moment::parse_day(&text)
                .map(Some)
                .ok_or_else(|| D::Error::custom("expected a date such as 2025-09-01"))
        }
    }
}

/// serde for a local [`PrimitiveDateTime`] as `2025-09-01T00:00:00`: `#[serde(with = "domain::moment::local")]`.
pub mod local {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::PrimitiveDateTime;

    /// Writes the local time.
    pub fn serialize<S: Serializer>(at: &PrimitiveDateTime, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&super::format_local(*at))
    }

    /// Reads the local time.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<PrimitiveDateTime, D::Error> {
        let text = String::deserialize(d)?;
        super::parse_local(&text).ok_or_else(|| D::Error::custom("expected a local time such as 2025-09-01T00:00:00"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_they_end() {
        let later = |day: &str, months| format_day(months_later(parse_day(day).unwrap(), months));
        assert_eq!(later("2026-01-31", 1), "2026-02-28");
        assert_eq!(later("2027-12-15", 2), "2028-02-15");
        assert_eq!(later("2027-12-31", 2), "2028-02-29");
        assert_eq!(later("2026-05-20", 0), "2026-05-20");
        assert_eq!(later("2026-05-20", 24), "2028-05-20");
    }

    #[test]
    fn days_and_local_times_read_back() {
        for text in ["2024-02-29", "2025-12-31", "0001-01-01"] {
            assert_eq!(format_day(parse_day(text).unwrap()), text);
        }
        for text in ["2023-02-29", "2025-13-01", "2025-1-01", "2025-01-01x", "2025/01/01", "+025-01-01", "ʹ25-01-01"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
        assert_eq!(format_local(parse_local("2025-09-01T23:59").unwrap()), "2025-09-01T23:59:00");
        for text in ["2025-09-01", "2025-09-01T24:00", "2025-09-01T1:00:00", "2025-09-01T10:00:00Z", "2025-09-01T10-00"]
        {
            assert_eq!(parse_local(text), None, "{text}");
        }
    }
}
