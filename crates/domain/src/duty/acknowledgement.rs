//! Words that only say that somebody has read: "taken into consideration" answers nothing and ends nothing.

/// What is said instead of an answer, in the languages of the city, as [`plain`] leaves it. Longer ones first where one
/// contains another.
const PHRASES: &[&str] = &[
    "мәлімет үшін қабылданды",
    "мәліметке қабылданды",
    "назарға алынатын болады",
    "назарға алынады",
    "назарға алынды",
    "назарға аламыз",
    "назарға алдық",
    "бақылауға алынды",
    "бақылауға алдық",
    "ескерілетін болады",
    "ескеріледі",
    "ескерілді",
    "ескереміз",
    "танысып шықтық",
    "таныстық",
    "қаралатын болады",
    "қаралады",
    "қарастырамыз",
    "қабылданды",
    "принято к сведению",
    "приняли к сведению",
    "примем к сведению",
    "принято во внимание",
    "будет принято во внимание",
    "принимаем к сведению",
    "взято на контроль",
    "взяли на контроль",
    "будет рассмотрено",
    "рассмотрим",
    "будет учтено",
    "учтено",
    "учтем",
    "ознакомлены",
    "ознакомлен",
    "ознакомились",
    "принято",
    "taken into consideration",
    "taken into account",
    "taken note",
    "taken under advisement",
    "will be considered",
    "under consideration",
    "noted",
    "acknowledged",
];

/// Words of courtesy and reference beside such a phrase; with them it still says nothing.
const COURTESIES: &[&str] = &[
    "сізге",
    "сіздің",
    "сұрағыңыз",
    "ұсынысыңыз",
    "өтінішіңіз",
    "пікіріңіз",
    "хабарламаңыз",
    "үшін",
    "рахмет",
    "құрметті",
    "тұрғын",
    "тұрғындар",
    "және",
    "біз",
    "спасибо",
    "за",
    "ваш",
    "ваша",
    "ваше",
    "вашу",
    "вопрос",
    "предложение",
    "обращение",
    "замечание",
    "мнение",
    "заявка",
    "заявку",
    "сообщение",
    "уважаемый",
    "уважаемая",
    "уважаемые",
    "житель",
    "жители",
    "и",
    "нами",
    "мы",
    "его",
    "в",
    "работу",
    "благодарим",
    "thank",
    "thanks",
    "you",
    "for",
    "your",
    "the",
    "a",
    "question",
    "proposal",
    "comment",
    "message",
    "is",
    "was",
    "has",
    "been",
    "have",
    "we",
    "it",
    "of",
    "and",
    "dear",
    "resident",
];

/// Whether a text merely says that it was read, however politely: no answer, no decision, no clause.
pub fn only_acknowledges(text: &str) -> bool {
    let mut rest = format!(" {} ", plain(text));
    let before = rest.len();
    for phrase in PHRASES {
        rest = rest.replace(&format!(" {phrase} "), "  ");
    }
    rest.len() < before && rest.split_whitespace().all(|word| COURTESIES.contains(&word))
}

/// Lower case, words only, one space between them, `ё` as `е`.
fn plain(text: &str) -> String {
    let letters: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::only_acknowledges;

    #[test]
    fn politeness_around_nothing_is_nothing() {
        for text in [
            "Принято к сведению.",
            "  ПРИНЯТО К СВЕДЕНИЮ!  ",
            "Спасибо за ваше обращение: принято к сведению.",
            "Уважаемый житель! Ваше предложение учтём.",
            "Назарға алынды",
            "Сұрағыңыз үшін рахмет, назарға аламыз.",
            "«Ескерілді»",
            "Thank you, your question has been noted.",
            "Принято.",
        ] {
            assert!(only_acknowledges(text), "{text}");
        }
    }

    #[test]
    fn what_says_who_does_what_is_an_answer() {
        for text in [
            "",
            "Спасибо за вопрос.",
            "Принято к сведению: до 1 июня отдел благоустройства установит два фонаря.",
            "Освещение установим до 1 июня.",
            "Шамдарды 1 маусымға дейін орнатамыз, жауаптысы — абаттандыру бөлімі.",
            "Заявка отклонена по пункту 3.2, участок в частной собственности.",
            "We will install two lamps by 1 June.",
        ] {
            assert!(!only_acknowledges(text), "{text}");
        }
    }
}
