//! The texts people read, in Kazakh, Russian and English: the app, problems, mail and documents use the same ones.
//!
//! Texts live in `{kk,ru,en}/<feature>.ftl` ([Fluent](https://projectfluent.org)) beside `src`. A key starts with its
//! file's feature (`home-title`), a domain value's key is `<enum>-<code>` (`phase-voting`), a problem's is
//! `problem-<code>`. A suffix is never glued to a variable: in Kazakh its vowels follow the word before it.

#[cfg(feature = "embed")]
mod files;
pub mod format;
mod number;

use std::borrow::Cow;
use std::sync::OnceLock;

use domain::{Code, Lang};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

#[cfg(feature = "embed")]
pub use files::files;

/// All texts of one language, parsed once per process.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
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
        return ALL[lang as usize].get_or_init(|| Self::parse(lang, files(lang).iter().map(|(_, source)| *source)));
        #[cfg(not(feature = "embed"))]
        {
            static EMPTY: OnceLock<Texts> = OnceLock::new();
            ALL[lang as usize].get().unwrap_or_else(|| EMPTY.get_or_init(|| Self::parse(lang, [])))
        }
    }

    /// Whether the texts of this language are here.
    pub fn ready(lang: Lang) -> bool {
        cfg!(feature = "embed") || ALL[lang as usize].get().is_some()
    }

    /// Brings the texts of this language: the content of all its files. Later calls change nothing.
    pub fn install(lang: Lang, source: &str) {
        ALL[lang as usize].get_or_init(|| Self::parse(lang, [source]));
    }

    fn parse<'a>(lang: Lang, sources: impl IntoIterator<Item = &'a str>) -> Self {
        let id: LanguageIdentifier = lang.code().parse().expect("kk, ru and en are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // All three languages run left to right; the marks would only end up in copied text.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number::formatter(lang)));
        for source in sources {
            // A file that does not parse or repeats a key fails the tests; here its good half still serves.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(half, _)| half);
            let _ = bundle.add_resource(resource);
        }
        Self { lang, bundle }
    }

    /// The language of these texts.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text with this key; a missing one shows its key, so that it is seen and reported.
    pub fn t(&self, key: &str) -> String {
        self.t_args(key, &[])
    }

    /// The text with this key and these arguments.
    pub fn t_args(&self, key: &str, args: &[(&str, Value)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let args: FluentArgs = args
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => FluentValue::String(Cow::Borrowed(text.as_str())),
                    Value::Number(number) => FluentValue::from(*number),
                };
                (*name, value)
            })
            .collect();
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
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
