//! Language of texts: the best of `Accept-Language` that we have.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use domain::{Code, Lang};

/// The language asked for; Kazakh, the state language, when none of ours is.
pub fn of(headers: &HeaderMap) -> Lang {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(best).unwrap_or(Lang::Kk)
}

/// The best of a list such as `ru-KZ, kk;q=0.8, *;q=0.1`. Equal weights: the first one.
fn best(list: &str) -> Option<Lang> {
    let mut found: Option<(Lang, u32)> = None;
    for item in list.split(',') {
        let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Some(lang) = Lang::parse(&primary) else { continue };
        let weight = weight(parameters);
        if weight > 0 && found.is_none_or(|(_, best)| weight > best) {
            found = Some((lang, weight));
        }
    }
    found.map(|(lang, _)| lang)
}

/// Thousandths of `q=0.8`; 1000 when there is none.
fn weight(parameters: &str) -> u32 {
    let Some(q) = parameters.split(';').find_map(|p| p.trim().strip_prefix("q=")) else { return 1000 };
    let (whole, fraction) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u32>().unwrap_or(0).min(1) * 1000 + thousandths.parse::<u32>().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_language_wins() {
        assert_eq!(best("ru-KZ, kk;q=0.9"), Some(Lang::Ru));
        assert_eq!(best("fr, en;q=0.5, kk;q=0.81, ru;q=0.8"), Some(Lang::Kk));
        assert_eq!(best("en-US,en;q=0.9"), Some(Lang::En));
        assert_eq!(best("ru;q=0"), None);
        assert_eq!(best("de, *"), None);
        assert_eq!(best(""), None);
    }
}
