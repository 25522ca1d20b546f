//! Numbers, amounts and dates as each language writes them, the same on the server and in the browser.
//!
//! Not left to `Intl`: Chromium ships no Kazakh data ("2026 M12 5").

use domain::{Code, Currency, Lang, Money};

use crate::{Texts, Value};

/// A calendar date and a clock time, already in the city's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
}

/// A whole number with digit groups: `163 582` (no-break spaces), English `163,582`.
pub fn number(lang: Lang, number: i64) -> String {
    group(lang, &number.to_string())
}

/// An amount with its currency: `92 300 000 ₸`, English `KZT 92,300,000`; minor units only when there are any.
pub fn money(lang: Lang, amount: Money, currency: Currency) -> String {
    let (major, minor) = (amount.0 / 100, (amount.0 % 100).abs());
    let mut figure = number(lang, major);
    if amount.0 < 0 && major == 0 {
        figure.insert(0, '−');
    }
    if minor != 0 {
        figure.push_str(&format!("{}{minor:02}", decimal_mark(lang)));
    }
    match lang {
        Lang::En => format!("{}\u{a0}{figure}", currency.code()),
        Lang::Kk | Lang::Ru => format!("{figure}\u{a0}{}", symbol(currency)),
    }
}

/// A quantity in thousandths: `12,5`.
pub fn thousandths(lang: Lang, milli: i64) -> String {
    let mut figure = number(lang, milli / 1000);
    let part = format!("{:03}", (milli % 1000).abs());
    let part = part.trim_end_matches('0');
    if !part.is_empty() {
        figure.push(decimal_mark(lang));
        figure.push_str(part);
    }
    figure
}

/// `2025 ж. 9 қараша`, `9 ноября 2025 г.`, `9 November 2025`.
pub fn date(texts: &Texts, at: LocalTime) -> String {
    texts.t_args("date-long", &parts(texts, at))
}

/// The same with the clock: `2025 ж. 9 қараша, 18:00`.
pub fn date_time(texts: &Texts, at: LocalTime) -> String {
    let time = format!("{:02}:{:02}", at.hour, at.minute);
    texts.t_args("date-time", &[("date", date(texts, at).into()), ("time", time.into())])
}

fn parts(texts: &Texts, at: LocalTime) -> [(&'static str, Value); 3] {
    let month = texts.t(&format!("month-{}", at.month));
    // Texts, not numbers: a year has no digit groups.
    [("day", at.day.to_string().into()), ("month", month.into()), ("year", at.year.to_string().into())]
}

/// Digits in groups of three; a hyphen becomes a minus sign.
pub(crate) fn group(lang: Lang, plain: &str) -> String {
    let separator = if lang == Lang::En { ',' } else { '\u{a0}' };
    let digits = plain.trim_start_matches('-');
    let mut out = String::from(if plain.len() > digits.len() { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

fn decimal_mark(lang: Lang) -> char {
    if lang == Lang::En { '.' } else { ',' }
}

fn symbol(currency: Currency) -> &'static str {
    match currency {
        Currency::Kzt => "₸",
        Currency::Eur => "€",
        Currency::Pln => "zł",
        Currency::Usd => "$",
        Currency::Huf => "Ft",
        Currency::Krw => "₩",
        Currency::Brl => "R$",
        Currency::Chf => "CHF",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_follow_each_language() {
        let cap = Money(9_230_000_000);
        assert_eq!(money(Lang::Kk, cap, Currency::Kzt), "92\u{a0}300\u{a0}000\u{a0}₸");
        assert_eq!(money(Lang::Ru, Money(150_050), Currency::Pln), "1\u{a0}500,50\u{a0}zł");
        assert_eq!(money(Lang::En, cap, Currency::Kzt), "KZT\u{a0}92,300,000");
        assert_eq!(money(Lang::En, Money(-5), Currency::Eur), "EUR\u{a0}−0.05");
        assert_eq!(thousandths(Lang::Ru, 24_500), "24,5");
        assert_eq!(thousandths(Lang::En, 12_000), "12");
    }

    #[test]
    fn dates_follow_each_language() {
        let at = LocalTime { year: 2025, month: 11, day: 9, hour: 18, minute: 0 };
        let long = |lang| date_time(Texts::new(lang), at);
        assert_eq!(long(Lang::Kk), "2025 ж. 9 қараша, 18:00");
        assert_eq!(long(Lang::Ru), "9 ноября 2025 г., 18:00");
        assert_eq!(long(Lang::En), "9 November 2025, 18:00");
    }
}
