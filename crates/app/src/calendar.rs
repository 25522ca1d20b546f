//! Local times and instants, with the tz data built into the program: two servers never disagree about a deadline.

use domain::Moment;
use domain::calendar::{Calendar, CalendarFault, CalendarFaultCode, ResolvedCalendar};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use time::PrimitiveDateTime;

/// The instant at which clocks in `zone` show `local`. A time that the clocks skip or show twice has none: a deadline must
/// have one meaning, so nothing is guessed.
pub fn resolve(zone: &str, local: PrimitiveDateTime) -> Result<Moment, CalendarFaultCode> {
    let zone = find(zone)?;
    let civil = to_civil(local).ok_or(CalendarFaultCode::NoSuchLocalTime)?;
    let at = zone.to_ambiguous_timestamp(civil);
    let AmbiguousOffset::Unambiguous { .. } = at.offset() else {
        return Err(CalendarFaultCode::NoSuchLocalTime);
    };
    let at = at.unambiguous().map_err(|_| CalendarFaultCode::NoSuchLocalTime)?;
    Moment::from_unix_timestamp_nanos(at.as_nanosecond()).map_err(|_| CalendarFaultCode::NoSuchLocalTime)
}

/// The instant at which a date begins in `zone`: midnight, or the first full hour that exists.
pub(crate) fn begins(zone: &str, day: time::Date) -> Result<Moment, CalendarFaultCode> {
    find(zone)?;
    let at = |hour| time::Time::from_hms(hour, 0, 0).map(|time| PrimitiveDateTime::new(day, time));
    let first = (0..24).filter_map(|hour| at(hour).ok()).find_map(|local| resolve(zone, local).ok());
    first.ok_or(CalendarFaultCode::NoSuchLocalTime)
}

/// A whole calendar in instants, or every fault of it.
pub fn resolve_all(calendar: &Calendar) -> Result<ResolvedCalendar, Vec<CalendarFault>> {
    if let Err(code) = find(&calendar.zone) {
        // Without a zone every window would be reported as well.
        let mut faults = calendar.check();
        if !faults.iter().any(|f| f.code == code) {
            faults.push(CalendarFault { code, phase: None });
        }
        return Err(faults);
    }
    calendar.resolve(|local| resolve(&calendar.zone, local).ok())
}

/// What clocks in `zone` show at `at`.
pub fn local(zone: &str, at: Moment) -> Result<PrimitiveDateTime, CalendarFaultCode> {
    let out_of_range = |_| CalendarFaultCode::NoSuchLocalTime;
    let stamp =
        Timestamp::from_nanosecond(at.unix_timestamp_nanos()).map_err(|_| CalendarFaultCode::NoSuchLocalTime)?;
    let seconds = find(zone)?.to_offset(stamp).seconds();
    let offset = time::UtcOffset::from_whole_seconds(seconds).map_err(out_of_range)?;
    let local = at.to_offset(offset);
    Ok(PrimitiveDateTime::new(local.date(), local.time()))
}

/// The calendar date in `zone` at `at`: for ages and for dates of documents.
pub fn date(zone: &str, at: Moment) -> Result<time::Date, CalendarFaultCode> {
    Ok(local(zone, at)?.date())
}

fn to_civil(local: PrimitiveDateTime) -> Option<DateTime> {
    let small = |n: u8| i8::try_from(n).ok();
    let (month, day) = (small(local.month().into())?, small(local.day())?);
    let (hour, minute, second) = (small(local.hour())?, small(local.minute())?, small(local.second())?);
    DateTime::new(
        i16::try_from(local.year()).ok()?,
        month,
        day,
        hour,
        minute,
        second,
        i32::try_from(local.nanosecond()).ok()?,
    )
    .ok()
}

fn find(zone: &str) -> Result<TimeZone, CalendarFaultCode> {
    TimeZone::get(zone).map_err(|_| CalendarFaultCode::UnknownZone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn almaty_moved_from_six_to_five_hours_in_2024() {
        assert_eq!(resolve("Asia/Almaty", datetime!(2024-02-29 22:59)), Ok(datetime!(2024-02-29 16:59 UTC)));
        assert_eq!(
            resolve("Asia/Almaty", datetime!(2024-02-29 23:30)),
            Err(CalendarFaultCode::NoSuchLocalTime),
            "shown twice"
        );
        assert_eq!(resolve("Asia/Almaty", datetime!(2024-03-01 00:00)), Ok(datetime!(2024-02-29 19:00 UTC)));
        assert_eq!(resolve("Asia/Almaty", datetime!(2025-11-10 00:00)), Ok(datetime!(2025-11-09 19:00 UTC)));
    }

    #[test]
    fn a_time_the_clocks_skip_and_a_zone_nobody_knows_are_faults() {
        assert_eq!(resolve("Europe/Warsaw", datetime!(2025-03-30 02:30)), Err(CalendarFaultCode::NoSuchLocalTime));
        assert_eq!(resolve("Asia/Alma", datetime!(2025-03-30 02:30)), Err(CalendarFaultCode::UnknownZone));
    }

    #[test]
    fn an_instant_reads_back_as_local_time_and_date() {
        assert_eq!(local("Asia/Almaty", datetime!(2025-11-09 19:00 UTC)), Ok(datetime!(2025-11-10 00:00)));
        assert_eq!(date("Asia/Almaty", datetime!(2025-11-09 18:59 UTC)), Ok(date!(2025 - 11 - 09)));
    }

    #[test]
    fn an_unknown_zone_is_one_fault_of_a_calendar_not_one_per_window() {
        let calendar = Calendar { zone: "Asia/Alma".into(), windows: vec![] };
        let unknown =
            resolve_all(&calendar).unwrap_err().iter().filter(|f| f.code == CalendarFaultCode::UnknownZone).count();
        assert_eq!(unknown, 1);
    }
}
