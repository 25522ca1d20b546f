//! Every text, said by our own reader of messages and by Fluent's, is the same.

use std::collections::BTreeSet;

use domain::{Code, Lang};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use i18n::{Texts, Value, files};
use unic_langid::LanguageIdentifier;

/// Fluent's own implementation with all files of a language.
fn fluent(lang: Lang) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.code().parse().expect("kk, ru and en are language tags");
    let mut bundle = FluentBundle::new(vec![id]);
    bundle.set_use_isolating(false);
    for (name, source) in files(lang) {
        let resource = FluentResource::try_new((*source).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{lang}/{name}.ftl does not parse: {errors:?}"));
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{lang}/{name}.ftl: {errors:?}"));
    }
    bundle
}

/// Keys and argument names, found by the roughest of means, so that they are not ours.
fn names(source: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let lines = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let keys = lines.filter_map(|line| line.split_whitespace().next()).map(|key| key.trim_end_matches('=')).collect();
    let word = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let args = source.split('$').skip(1).filter_map(|after| after.split(word).next()).collect();
    (keys, args)
}

#[test]
fn our_reader_says_what_fluent_says() {
    // Below a thousand and not below zero: how digits are grouped and signed is ours, not Fluent's.
    let numbers = [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 14, 20, 21, 22, 25, 100, 101, 111, 121, 999];
    let mut values: Vec<Value> = numbers.map(Value::Number).to_vec();
    values.extend(["none", "one", "few", "many", "other", "сөз { }", ""].map(Value::from));
    let mut said = 0;
    for &lang in Lang::ALL {
        let bundle = fluent(lang);
        for (name, source) in files(lang) {
            let (keys, args) = names(source);
            assert!(!keys.is_empty(), "{name}");
            for key in keys {
                for value in values.iter().map(Some).chain([None]) {
                    let ours: Vec<(&str, Value)> =
                        value.iter().flat_map(|value| args.iter().map(|arg| (*arg, (*value).clone()))).collect();
                    let theirs: FluentArgs = ours
                        .iter()
                        .map(|(name, value)| match value {
                            Value::Text(text) => (*name, FluentValue::from(text.as_str())),
                            Value::Number(number) => (*name, FluentValue::from(*number)),
                        })
                        .collect();
                    let pattern = bundle.get_message(key).and_then(|message| message.value());
                    let pattern = pattern.unwrap_or_else(|| panic!("{lang}/{name}.ftl: {key}"));
                    let expected = bundle.format_pattern(pattern, Some(&theirs), &mut Vec::new());
                    assert_eq!(
                        Texts::new(lang).t_args(key, &ours),
                        expected,
                        "{lang}/{name}.ftl: {key} with {value:?}"
                    );
                    said += 1;
                }
            }
        }
    }
    assert!(said > 30_000, "{said}");
}
