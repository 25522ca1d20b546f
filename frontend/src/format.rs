//! Money, dates and times as each language writes them, from the browser's own tables (`Intl`).

use domain::{Code, Currency, Lang, Moment, Money};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Zone in which dates are shown: the city's, whoever reads them and wherever.
pub const ZONE: &str = "Asia/Almaty";

fn locale(lang: Lang) -> Array {
    let tag = match lang {
        Lang::Kk => "kk-KZ",
        Lang::Ru => "ru-KZ",
        Lang::En => "en-GB",
    };
    Array::of1(&tag.into())
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &(*name).into(), value);
    }
    options
}

fn call(function: &Function, value: &JsValue) -> String {
    function.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// An amount with its currency: `92 300 000 ₸`; minor units only when there are any.
pub fn money(lang: Lang, amount: Money, currency: Currency) -> String {
    let digits = if amount.0 % 100 == 0 { 0 } else { 2 };
    let options = options(&[
        ("style", "currency".into()),
        ("currency", currency.code().into()),
        ("currencyDisplay", if lang == Lang::En { "code" } else { "narrowSymbol" }.into()),
        ("minimumFractionDigits", digits.into()),
        ("maximumFractionDigits", digits.into()),
    ]);
    let format = Intl::NumberFormat::new(&locale(lang), &options).format();
    call(&format, &(amount.0 as f64 / 100.0).into())
}

/// A large amount in few characters, for charts and maps: `500 млн ₸`.
pub fn money_short(lang: Lang, amount: Money, currency: Currency) -> String {
    let options = options(&[
        ("style", "currency".into()),
        ("currency", currency.code().into()),
        ("currencyDisplay", if lang == Lang::En { "code" } else { "narrowSymbol" }.into()),
        ("notation", "compact".into()),
        ("maximumFractionDigits", 1.into()),
    ]);
    let format = Intl::NumberFormat::new(&locale(lang), &options).format();
    call(&format, &(amount.0 as f64 / 100.0).into())
}

/// A count with digit groups.
pub fn number(lang: Lang, count: i64) -> String {
    let format = Intl::NumberFormat::new(&locale(lang), &Object::new()).format();
    call(&format, &(count as f64).into())
}

/// A share in whole percent, rounded down so that 99.9 % never reads as all.
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 { "0 %".to_owned() } else { format!("{} %", part.saturating_mul(100) / whole) }
}

/// `2025 ж. 9 қараша`.
pub fn date(lang: Lang, at: Moment) -> String {
    moment(lang, at, &[("dateStyle", "long".into())])
}

/// `2025 ж. 9 қараша, 18:00`.
pub fn date_time(lang: Lang, at: Moment) -> String {
    moment(lang, at, &[("dateStyle", "long".into()), ("timeStyle", "short".into())])
}

/// The last minute of a window that ends before `end`: a vote that closes at 00:00 of the 10th is open "until the 9th, 23:59".
pub fn last_minute(lang: Lang, end: Moment) -> String {
    date_time(lang, end - time::Duration::minutes(1))
}

fn moment(lang: Lang, at: Moment, style: &[(&str, JsValue)]) -> String {
    let mut style = style.to_vec();
    style.push(("timeZone", ZONE.into()));
    let format = Intl::DateTimeFormat::new(&locale(lang), &options(&style)).format();
    call(&format, Date::new(&millis(at).into()).unchecked_ref())
}

fn millis(at: Moment) -> f64 {
    (at.unix_timestamp_nanos() / 1_000_000) as f64
}

/// The instant for the machine: `<time datetime=…>`.
pub fn iso(at: Moment) -> String {
    String::from(Date::new(&millis(at).into()).to_iso_string())
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
    fn a_share_never_rounds_up_to_all() {
        assert_eq!(percent(999, 1000), "99 %");
        assert_eq!(percent(0, 0), "0 %");
    }
}
