//! The list of text files. A new feature adds a line to `features!` and one file per language.

use domain::Lang;

macro_rules! features {
    ($($name:literal),+ $(,)?) => {
        const KK: &[(&str, &str)] = &[$(($name, include_str!(concat!("../kk/", $name, ".ftl")))),+];
        const RU: &[(&str, &str)] = &[$(($name, include_str!(concat!("../ru/", $name, ".ftl")))),+];
        const EN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../en/", $name, ".ftl")))),+];
    };
}

features![
    "common",
    "problem",
    "home",
    "project",
    "proposal",
    "ballot",
    "duty",
    "account",
    "desk",
    "desk_works",
    "desk_setup",
    "mail",
    "rules",
    "result",
    "enums",
    "chart",
    "recount",
    "comparison",
    "explanation",
    "money",
    "work",
    "report",
];

/// Name and content of every text file of this language.
pub fn files(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Kk => KK,
        Lang::Ru => RU,
        Lang::En => EN,
    }
}
