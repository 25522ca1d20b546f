//! The texts people read, in Kazakh, Russian and English: the app, problems, mail and documents use the same ones.
//!
//! Texts live in `{kk,ru,en}/<feature>.ftl` ([Fluent](https://projectfluent.org)) beside `src`. A key starts with its
//! file's feature (`home-title`), a domain value's key is `<enum>-<code>` (`phase-voting`), a problem's is
//! `problem-<code>`. A suffix is never glued to a variable: in Kazakh its vowels follow the word before it.

#[cfg(feature = "embed")]
mod files;
pub mod format;
mod message;

use std::sync::OnceLock;

use domain::{Code, Lang};

#[cfg(feature = "embed")]
pub use files::files;

/// All texts of one language.
pub struct Texts {
    lang: Lang,
    /// Key and pattern, ascending by key.
    messages: Vec<(&'static str, &'static str)>,
}

/// One argument of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A word or an already formatted date or amount.
    Text(String),
    /// A count: chooses the plural form and is shown with digit groups.
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

/// One place per language, filled once.
static ALL: [OnceLock<Texts>; 3] = [const { OnceLock::new() }; 3];

impl Texts {
    /// The texts of this language. Without the feature `embed` they are empty until [`Texts::install`].
    pub fn new(lang: Lang) -> &'static Self {
        #[cfg(feature = "embed")]
        return ALL[lang as usize].get_or_init(|| Self::read(lang, files(lang).iter().map(|(_, source)| *source)));
        #[cfg(not(feature = "embed"))]
        {
            static EMPTY: Texts = Texts { lang: Lang::Kk, messages: Vec::new() };
            ALL[lang as usize].get().unwrap_or(&EMPTY)
        }
    }

    /// Whether the texts of this language are here.
    pub fn ready(lang: Lang) -> bool {
        cfg!(feature = "embed") || ALL[lang as usize].get().is_some()
    }

    /// Brings the texts of this language: the content of all its files, which stays for good. Later calls change nothing.
    pub fn install(lang: Lang, source: String) {
        ALL[lang as usize].get_or_init(|| Self::read(lang, [&*source.leak()]));
    }

    fn read(lang: Lang, sources: impl IntoIterator<Item = &'static str>) -> Self {
        let mut all = Self { lang, messages: Vec::new() };
        for (key, pattern) in sources.into_iter().flat_map(message::messages) {
            // By insertion: the library's sort is 10 kB of download, and the app gets the keys in order.
            if let Err(at) = all.position(key) {
                all.messages.insert(at, (key, pattern));
            }
        }
        all
    }

    /// Where a key is, or where it would be.
    fn position(&self, key: &str) -> Result<usize, usize> {
        self.messages.binary_search_by(|(other, _)| (*other).cmp(key))
    }

    /// The language of these texts.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text with this key.
    pub fn has(&self, key: &str) -> bool {
        self.position(key).is_ok()
    }

    /// The text with this key; a missing one shows its key, so that it is seen and reported.
    pub fn t(&self, key: &str) -> String {
        self.t_args(key, &[])
    }

    /// The text with this key and these arguments.
    pub fn t_args(&self, key: &str, args: &[(&str, Value)]) -> String {
        let Ok(at) = self.position(key) else { return key.to_owned() };
        let mut out = String::new();
        message::write(self.lang, self.messages[at].1, args, &mut out);
        out
    }

    /// The word for a domain value: the text with the key `<enum>-<code>`.
    pub fn code<C: Code>(&self, value: C) -> String {
        self.t(&format!("{}-{}", C::NAME, value.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_forms_follow_each_language() {
        let votes = |lang, n: i64| Texts::new(lang).t_args("count-votes", &[("count", n.into())]);
        assert_eq!(votes(Lang::Kk, 5), "5 дауыс");
        assert_eq!(votes(Lang::Ru, 1), "1 голос");
        assert_eq!(votes(Lang::Ru, 3), "3 голоса");
        assert_eq!(votes(Lang::Ru, 12), "12 голосов");
        assert_eq!(votes(Lang::En, 1), "1 vote");
        assert_eq!(votes(Lang::En, 163_582), "163,582 votes");
        assert_eq!(votes(Lang::Kk, 163_582), "163\u{a0}582 дауыс");
    }

    #[test]
    fn a_missing_text_shows_its_key() {
        assert_eq!(Texts::new(Lang::Kk).t("no-such-text"), "no-such-text");
    }
}
