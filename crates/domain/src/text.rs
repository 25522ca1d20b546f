//! Languages and texts.

use serde::{Deserialize, Serialize};

crate::codes! {
    /// The languages of interface and content.
    pub Lang "lang" {
        /// Kazakh.
        Kk = "kk",
        /// Russian.
        Ru = "ru",
        /// English.
        En = "en",
    }
}

/// An official text: Kazakh and Russian always, English where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LocalText {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English, optional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl LocalText {
    /// The same text in every language: proper names, imported elections.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kk: text.clone(), ru: text.clone(), en: Some(text) }
    }

    /// The text in this language; English falls back to Russian.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => self.en.as_deref().unwrap_or(&self.ru),
        }
    }
}

/// A resident's text in the language it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserText {
    /// Language it was written in.
    pub lang: Lang,
    /// The text as written.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_falls_back_to_russian() {
        let text = LocalText { kk: "қ".to_owned(), ru: "р".to_owned(), en: None };
        assert_eq!([text.get(Lang::Kk), text.get(Lang::Ru), text.get(Lang::En)], ["қ", "р", "р"]);
        assert_eq!(LocalText::same("x").get(Lang::En), "x");
    }
}
