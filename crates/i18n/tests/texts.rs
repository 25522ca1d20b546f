//! Every text exists in all three languages, with the same arguments, and every key that code names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use domain::{Code, Lang};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use i18n::{Texts, files};

type Messages = BTreeMap<String, BTreeSet<String>>;

/// Key → names of its arguments, in all files of a language.
fn messages(lang: Lang) -> Messages {
    let mut found = Messages::new();
    for (name, source) in files(lang) {
        let parsed = fluent_syntax::parser::parse(*source)
            .unwrap_or_else(|(_, errors)| panic!("{lang}/{name}.ftl does not parse: {errors:?}"));
        for entry in parsed.body {
            if let Entry::Message(message) = entry {
                let mut args = BTreeSet::new();
                if let Some(pattern) = &message.value {
                    pattern_args(pattern, &mut args);
                }
                let key = message.id.name.to_owned();
                assert!(found.insert(key.clone(), args).is_none(), "{lang}/{name}.ftl repeats {key}");
            }
        }
    }
    found
}

fn pattern_args(pattern: &Pattern<&str>, args: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_args(expression, args);
        }
    }
}

fn expression_args(expression: &Expression<&str>, args: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_args(inline, args),
        Expression::Select { selector, variants } => {
            inline_args(selector, args);
            for variant in variants {
                pattern_args(&variant.value, args);
            }
        }
    }
}

fn inline_args(inline: &InlineExpression<&str>, args: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            args.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => expression_args(expression, args),
        _ => {}
    }
}

#[test]
fn all_languages_have_the_same_keys_and_arguments() {
    let kk = messages(Lang::Kk);
    for lang in [Lang::Ru, Lang::En] {
        let other = messages(lang);
        let missing: Vec<_> = kk.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !kk.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{lang} lacks {missing:?}");
        assert!(extra.is_empty(), "kk lacks {extra:?} of {lang}");
        for (key, args) in &kk {
            assert_eq!(args, &other[key], "arguments of {key} in kk and {lang}");
        }
    }
}

#[test]
fn a_suffix_is_never_glued_to_a_variable() {
    for lang in Lang::ALL {
        for (name, source) in files(*lang) {
            for (at, line) in source.lines().enumerate() {
                for after in line.split("$").skip(1) {
                    let Some((_, rest)) = after.split_once('}') else {
                        continue;
                    };
                    let glued = rest.starts_with(|c: char| c.is_alphabetic())
                        || rest.strip_prefix('-').is_some_and(|r| r.starts_with(|c: char| c.is_alphabetic()));
                    assert!(!glued, "{lang}/{name}.ftl:{}: {line}", at + 1);
                }
            }
        }
    }
}

/// Sets that nobody reads: the machines' inner workings.
const INTERNAL: [&str; 9] = [
    "guard",
    "cycle-effect",
    "operation",
    "denied",
    "ballot-item-event",
    "contest-event",
    "defect-event",
    "duty-event",
    "work-effect",
];

/// Name and codes of every `codes!` set in this crate's source.
fn code_sets(krate: &str) -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(krate).join("src");
    let mut sets = Vec::new();
    for file in rust_files(&root) {
        let source = std::fs::read_to_string(&file).expect("a source file reads");
        let code: String = source.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
        for part in code.split("codes! {").skip(1) {
            let mut words = part.split('"');
            let (Some(head), Some(name)) = (words.next(), words.next()) else {
                continue;
            };
            if head.contains('$') || part.trim_start().starts_with('$') {
                continue;
            }
            let Some((_, values)) = part.split_once('{') else {
                continue;
            };
            let values = values.split('}').next().unwrap_or_default();
            let codes = values.split('"').skip(1).step_by(2).map(str::to_owned).collect();
            sets.push((name.to_owned(), codes));
        }
    }
    sets
}

#[test]
fn every_domain_value_has_a_word() {
    let sets = code_sets("domain");
    assert!(sets.len() > 20 && sets.iter().any(|(name, codes)| name == "phase" && codes.len() > 10));
    let texts = Texts::new(Lang::Kk);
    let missing: Vec<_> = sets
        .into_iter()
        .filter(|(name, _)| !INTERNAL.contains(&name.as_str()))
        .flat_map(|(name, codes)| codes.into_iter().map(move |code| format!("{name}-{code}")))
        .filter(|key| !texts.has(key))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:#?}");
}

#[test]
fn every_sentence_about_rules_has_a_text() {
    let texts = Texts::new(Lang::Kk);
    let missing: Vec<_> = domain::rules::EXPLANATION_KEYS.iter().filter(|key| !texts.has(key)).collect();
    assert!(missing.is_empty(), "no text for {missing:#?}");
}

/// Keys named in the app's source (`t("…")`, `t_args("…"`) exist; a key built at run time is tested where it is built.
#[test]
fn every_key_the_app_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/src");
    let mut missing = BTreeSet::new();
    for file in rust_files(&root) {
        let source = std::fs::read_to_string(&file).expect("a source file reads");
        for call in ["t(\"", "t_args(\""] {
            for (at, _) in source.match_indices(call) {
                let whole_word = !source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let key = source[at + call.len()..].split('"').next().unwrap_or_default();
                if whole_word && !Texts::new(Lang::Kk).has(key) {
                    missing.insert(format!("{key} ({})", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no text for {missing:#?}");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the app's source is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
