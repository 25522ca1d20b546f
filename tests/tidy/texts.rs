//! Texts that people read: the same keys in three languages, and none written into the SPA's code.

use std::collections::{BTreeMap, BTreeSet};

use crate::repo;

/// Keys of one Fluent file, each with the variables that its text uses.
fn keys(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in file.lines() {
        let starts = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
        if starts && let Some((key, _)) = line.split_once('=') {
            current = Some(key.trim().to_owned());
            all.insert(key.trim().to_owned(), BTreeSet::new());
        }
        if let Some(key) = &current {
            let words = line.split('$').skip(1);
            let names = words.map(|word| {
                word.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect::<String>()
            });
            all.entry(key.clone()).or_default().extend(names);
        }
    }
    all
}

fn differences(path: &str, texts: [(&str, &str); 3]) -> Vec<String> {
    let parsed = texts.map(|(lang, text)| (lang, keys(text)));
    let every: BTreeSet<&String> = parsed.iter().flat_map(|(_, keys)| keys.keys()).collect();
    let mut found = Vec::new();
    for key in every {
        let variables: Vec<_> = parsed.iter().map(|(_, keys)| keys.get(key)).collect();
        for ((lang, _), own) in parsed.iter().zip(&variables) {
            if own.is_none() {
                found.push(format!("{path}: {key} is missing in {lang}"));
            }
        }
        if variables.iter().all(Option::is_some) && variables.windows(2).any(|two| two[0] != two[1]) {
            found.push(format!("{path}: {key} uses other variables in another language"));
        }
    }
    found
}

/// Whether the code has a word that people would see: Cyrillic anywhere, or letters as a child or a read attribute.
fn visible(code: &str) -> bool {
    let cyrillic = code.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c));
    let word = |text: &str| {
        let end = text.find('"').unwrap_or(text.len());
        text[..end].chars().filter(|c| c.is_alphabetic()).count() > 1
    };
    let squeezed = code.replace("{ \"", "{\"");
    let child = squeezed.match_indices(">{\"").any(|(at, mark)| word(&squeezed[at + mark.len()..]))
        || (squeezed.starts_with("{\"") && squeezed.trim_end().ends_with('}') && word(&squeezed[2..]));
    let attribute = ["placeholder=\"", "title=\"", "aria-label=\"", "alt=\"", "aria-description=\""]
        .iter()
        .any(|name| code.match_indices(name).any(|(at, _)| word(&code[at + name.len()..])));
    cyrillic || child || attribute
}

/// Lines of code, without comments and without the unit tests at a file's end.
fn hard_coded(path: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code.lines().enumerate();
    let lines = lines.map(|(number, line)| (number, line.split("//").next().unwrap_or(line).trim()));
    lines.filter(|(_, line)| visible(line)).map(|(number, line)| format!("{path}:{}: {line}", number + 1)).collect()
}

#[test]
fn texts_have_the_same_keys() {
    let files = repo::under("crates/i18n/kk/", ".ftl");
    assert!(!files.is_empty());
    let mut found = Vec::new();
    for lang in ["ru", "en"] {
        let others = repo::under(&format!("crates/i18n/{lang}/"), ".ftl");
        if others.len() != files.len() {
            found.push(format!("kk has {} files, {lang} has {}", files.len(), others.len()));
        }
    }
    for kk in &files {
        let [ru, en] = ["ru", "en"].map(|lang| repo::read(&kk.replace("/kk/", &format!("/{lang}/"))));
        found.extend(differences(kk, [("kk", &repo::read(kk)), ("ru", &ru), ("en", &en)]));
    }
    repo::none(&found);
}

#[test]
fn no_text_is_hard_coded() {
    let pages = repo::under("frontend/src/", ".rs");
    let found: Vec<_> = pages.iter().flat_map(|path| hard_coded(path, &repo::read(path))).collect();
    repo::none(&found);
}

#[test]
fn texts_can_fail() {
    let kk = "a = Сәлем, { $name }\nb =\n    { $n ->\n        [one] x\n       *[other] y\n    }\n";
    assert_eq!(differences("x", [("kk", kk), ("ru", kk), ("en", kk)]).len(), 0);
    assert_eq!(differences("x", [("kk", kk), ("ru", kk), ("en", "a = { $name }\n")]).len(), 1);
    assert_eq!(differences("x", [("kk", kk), ("ru", kk), ("en", &kk.replace("$name", "$who"))]).len(), 1);
    assert_eq!(hard_coded("x", "<b>{ t.get(\"home-title\") }</b> // Басты\n<i class=\"big\">{ \"·\" }</i>").len(), 0);
    for bad in ["<b>{ \"Home\" }</b>", "    { \"Home page\" }", "let a = \"Басты\";", "<img alt=\"Map\" />"] {
        assert_eq!(hard_coded("x", bad).len(), 1, "{bad}");
    }
}
