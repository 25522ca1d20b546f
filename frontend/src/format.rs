//! Money, dates and times for people: the texts' own formats, with the browser's clock and zones.

use std::cell::RefCell;

use domain::{Currency, Lang, Moment, Money};
use i18n::Texts;
use i18n::format::LocalTime;
pub use i18n::format::{number, thousandths};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Zone in which dates are shown unless the page's cycle names another one.
const ZONE: &str = "Asia/Almaty";

thread_local! {
    /// Zone of the cycle that the page is about: the city's, whoever reads the dates and wherever.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Shows dates in this zone until the next page; see `hooks::use_zone`.
pub fn set_zone(zone: Option<String>) {
    PLACE.set(zone);
}

/// An amount with its currency: `92 300 000 ₸`.
pub fn money(lang: Lang, amount: Money, currency: Currency) -> String {
    i18n::format::money(lang, amount, currency)
}

/// A share in whole percent, rounded down so that 99.9 % never reads as all.
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 { "0 %".to_owned() } else { format!("{} %", part.saturating_mul(100) / whole) }
}

/// `2025 ж. 9 қараша`.
pub fn date(lang: Lang, at: Moment) -> String {
    i18n::format::date(Texts::new(lang), local(at))
}

/// `2025 ж. 9 қараша, 18:00`.
pub fn date_time(lang: Lang, at: Moment) -> String {
    i18n::format::date_time(Texts::new(lang), local(at))
}

/// A day without an hour, whatever the zone.
pub fn day(lang: Lang, day: time::Date) -> String {
    let at = LocalTime { year: day.year(), month: day.month().into(), day: day.day(), hour: 0, minute: 0 };
    i18n::format::date(Texts::new(lang), at)
}

/// The last minute of a window that ends before `end`: a vote that closes at 00:00 of the 10th is open "until the 9th, 23:59".
pub fn last_minute(lang: Lang, end: Moment) -> String {
    date_time(lang, end - time::Duration::minutes(1))
}

/// An instant in the city's zone.
fn local(at: Moment) -> LocalTime {
    local_in(ZONE, at)
}

/// `2025-11-09T18:00` in a zone, as a field for date and time wants it.
pub fn local_field(zone: &str, at: Moment) -> String {
    let LocalTime { year, month, day, hour, minute } = local_in(zone, at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
}

/// An instant in a zone; in UTC should the browser not know the zone.
fn local_in(zone: &str, at: Moment) -> LocalTime {
    let two = JsValue::from("2-digit");
    let options = Object::new();
    let pairs: [(&str, JsValue); 7] = [
        ("timeZone", zone.into()),
        ("hourCycle", "h23".into()),
        ("year", "numeric".into()),
        ("month", two.clone()),
        ("day", two.clone()),
        ("hour", two.clone()),
        ("minute", two),
    ];
    for (name, value) in pairs {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    let format: Function = Intl::DateTimeFormat::new(&Array::of1(&"en-GB".into()), &options).format();
    let text = format.call1(&JsValue::UNDEFINED, Date::new(&millis(at).into()).unchecked_ref());
    text.ok().and_then(|text| read_local(&text.as_string()?)).unwrap_or(LocalTime {
        year: at.year(),
        month: at.month().into(),
        day: at.day(),
        hour: at.hour(),
        minute: at.minute(),
    })
}

/// Reads `22/11/2026, 00:05`.
fn read_local(text: &str) -> Option<LocalTime> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = || parts.next()?.parse::<u16>().ok();
    let (day, month, year, hour, minute) = (next()?, next()?, next()?, next()?, next()?);
    Some(LocalTime { year: year.into(), month: month as u8, day: day as u8, hour: hour as u8, minute: minute as u8 })
}

fn millis(at: Moment) -> f64 {
    (at.unix_timestamp_nanos() / 1_000_000) as f64
}

/// The instant for the machine: `<time datetime=…>`.
pub fn iso(at: Moment) -> String {
    String::from(Date::new(&millis(at).into()).to_iso_string())
}

/// The day it is on this device, for forms; the server has its own.
pub fn today() -> time::Date {
    let now = Date::new_0();
    let month = time::Month::try_from(now.get_month() as u8 + 1).unwrap_or(time::Month::January);
    time::Date::from_calendar_date(now.get_full_year() as i32, month, now.get_date() as u8).unwrap_or(time::Date::MIN)
}

/// Whole seconds from now until `at` by this device's clock, for words such as "3 days left"; never for a decision.
pub fn seconds_until(at: Moment) -> i64 {
    ((millis(at) - Date::now()) / 1000.0) as i64
}

/// Reads what a person types as an amount: `1 500 000`, `1500000,50`, `1 500 000 ₸`. None when it is no amount.
pub fn parse_money(text: &str) -> Option<Money> {
    let (whole, minor) = split_decimal(text)?;
    if minor.len() > 2 {
        return None;
    }
    let minor: i64 = format!("{minor:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(minor).map(Money)
}

/// Reads a quantity with up to three decimals as thousandths: `12,5` is 12,500.
pub fn parse_thousandths(text: &str) -> Option<i64> {
    let (whole, part) = split_decimal(text)?;
    if part.len() > 3 {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)
}

/// An amount as one types it, for a field's value.
pub fn plain_money(amount: Money) -> String {
    let minor = amount.0 % 100;
    if minor == 0 { (amount.0 / 100).to_string() } else { format!("{}.{minor:02}", amount.0 / 100) }
}

/// A quantity as one types it, for a field's value.
pub fn plain_thousandths(quantity: i64) -> String {
    let text = format!("{}.{:03}", quantity / 1000, quantity % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Digits before and after the decimal mark, without spaces and a currency sign.
fn split_decimal(text: &str) -> Option<(String, String)> {
    let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '₸').collect();
    let (whole, part) = kept.split_once([',', '.']).unwrap_or((&kept, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && digits(whole) && digits(part)).then(|| (whole.to_owned(), part.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        for text in ["1500000", "1 500 000", "1\u{a0}500\u{a0}000 ₸", "1500000,00", "1500000."] {
            assert_eq!(parse_money(text), Some(Money(150_000_000)), "{text}");
        }
        assert_eq!(parse_money("0,5"), Some(Money(50)));
        for text in ["", "-5", "1,234", "many", "1.2.3", "99999999999999999999"] {
            assert_eq!(parse_money(text), None, "{text}");
        }
    }

    #[test]
    fn a_quantity_has_three_decimals_at_most() {
        assert_eq!(parse_thousandths("12,5"), Some(12_500));
        assert_eq!(parse_thousandths("3"), Some(3_000));
        assert_eq!(parse_thousandths("0,0001"), None);
    }

    #[test]
    fn an_amount_reads_back_from_its_field() {
        for amount in [Money(0), Money(5), Money(150_000_050)] {
            assert_eq!(parse_money(&plain_money(amount)), Some(amount));
        }
    }

    #[test]
    fn a_quantity_reads_back_from_its_field() {
        for (quantity, text) in [(12_500, "12.5"), (3_000, "3"), (10_000, "10"), (1, "0.001"), (0, "0")] {
            assert_eq!(plain_thousandths(quantity), text);
            assert_eq!(parse_thousandths(text), Some(quantity));
        }
    }

    #[test]
    fn a_local_time_is_read_from_the_browser_s_words() {
        let at = LocalTime { year: 2026, month: 11, day: 22, hour: 0, minute: 5 };
        assert_eq!(read_local("22/11/2026, 00:05"), Some(at));
        assert_eq!(read_local("Invalid Date"), None);
    }

    #[test]
    fn a_share_never_rounds_up_to_all() {
        assert_eq!(percent(999, 1000), "99 %");
        assert_eq!(percent(0, 0), "0 %");
    }
}
