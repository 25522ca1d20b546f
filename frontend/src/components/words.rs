//! Texts in the language they were written in.

use api_types::duty::ProjectRef;
use domain::{Code, Lang, UserText};
use yew::prelude::*;

/// The version of a text in the reader's language, else the original.
pub fn version<'a>(lang: Lang, original: &'a UserText, translations: &'a [UserText]) -> &'a UserText {
    if original.lang == lang {
        original
    } else {
        translations.iter().find(|text| text.lang == lang).unwrap_or(original)
    }
}

/// The title of a linked project in the reader's language, else in its author's.
pub fn title(lang: Lang, project: &ProjectRef) -> &str {
    project.titles.iter().find(|text| text.lang == lang).map_or(&project.title, |text| &text.text)
}

/// A resident's words, marked with their language for screen readers and hyphenation.
pub fn words(text: &UserText) -> Html {
    html! { <span lang={text.lang.code()}>{ &text.text }</span> }
}

/// The same as a block that keeps line breaks.
pub fn words_block(text: &UserText) -> Html {
    html! { <div class="text" lang={text.lang.code()}>{ &text.text }</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_own_language_or_the_original() {
        let text = |lang, text: &str| UserText { lang, text: text.into() };
        let (original, others) = (text(Lang::Kk, "Жол"), [text(Lang::Ru, "Дорога")]);
        assert_eq!(version(Lang::Ru, &original, &others).text, "Дорога");
        assert_eq!(version(Lang::En, &original, &others).text, "Жол");
    }
}
