//! Reads and writes messages in the part of [Fluent](https://projectfluent.org) that our texts use: words, `{ $argument }`,
//! `{ "literal" }` without braces in it, and a choice by plural form or word. The tests hold it against Fluent's own implementation.
//!
//! A message is read anew whenever it is said: that takes no longer than a page's other work, and its code is a tenth of
//! Fluent's, which was a seventh of the app's download.

use domain::Lang;

use crate::Value;
use crate::format::group;

/// Key and pattern of every message of a file, in the order of the file. Comments and blank lines are left out.
pub fn messages(source: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut rest = source;
    std::iter::from_fn(move || {
        loop {
            let length = message_length(rest);
            if length == 0 {
                return None;
            }
            let (message, after) = rest.split_at(length);
            rest = after;
            if message.starts_with(|first: char| first.is_ascii_alphabetic())
                && let Some((key, pattern)) = message.split_once('=')
            {
                return Some((key.trim_end(), pattern.trim()));
            }
        }
    })
}

/// Bytes of the first line and of those that belong to it: they are indented, or close a choice.
fn message_length(source: &str) -> usize {
    let mut length = 0;
    for line in source.split_inclusive('\n') {
        if length > 0 && !line.starts_with([' ', '}', '\n', '\r']) {
            break;
        }
        length += line.len();
    }
    length
}

/// Writes a pattern with these arguments.
pub fn write(lang: Lang, pattern: &str, args: &[(&str, Value)], out: &mut String) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '\n']) {
        let (before, found) = rest.split_at(at);
        if let Some(after) = found.strip_prefix('\n') {
            // A pattern of several lines: its indentation belongs to the file.
            out.push_str(before.trim_end_matches('\r'));
            out.push('\n');
            rest = after.trim_start_matches([' ', '\r']);
            continue;
        }
        out.push_str(before);
        let end = closing(found);
        placeable(lang, found[1..end].trim(), args, out);
        rest = found.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Where the brace that a text begins with is closed; its end if it never is.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// What stands between braces.
fn placeable(lang: Lang, inner: &str, args: &[(&str, Value)], out: &mut String) {
    if let Some(literal) = inner.strip_prefix('"') {
        return out.push_str(literal.trim_end_matches('"'));
    }
    let (name, variants) = inner.split_once("->").map_or((inner, None), |(name, variants)| (name, Some(variants)));
    let name = name.trim().trim_start_matches('$');
    let value = args.iter().find(|(of, _)| *of == name).map(|(_, value)| value);
    match (variants, value) {
        (Some(variants), value) => write(lang, choose(lang, variants, value), args, out),
        (None, Some(Value::Text(text))) => out.push_str(text),
        (None, Some(Value::Number(number))) => out.push_str(&group(lang, &number.to_string())),
        // So that a missing argument is seen and reported.
        (None, None) => {
            for part in ["{$", name, "}"] {
                out.push_str(part);
            }
        }
    }
}

/// The variant of this value, else the one with the star.
fn choose<'a>(lang: Lang, variants: &'a str, value: Option<&Value>) -> &'a str {
    let mut rest = variants;
    let mut chosen = "";
    while let Some(open) = rest.find('[') {
        let star = rest[..open].ends_with('*');
        let (key, after) = rest[open + 1..].split_once(']').unwrap_or_default();
        let end = variant_end(after);
        let matches = match value {
            Some(Value::Text(text)) => text == key.trim(),
            Some(Value::Number(number)) => number.to_string() == key.trim() || plural(lang, *number) == key.trim(),
            None => false,
        };
        if matches {
            return after[..end].trim();
        }
        if star {
            chosen = after[..end].trim();
        }
        rest = &after[end..];
    }
    chosen
}

/// Where the next variant begins: at the head of a line, outside of braces.
fn variant_end(text: &str) -> usize {
    let mut depth = 0;
    let mut head = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, head) {
            (b'{', _) => (depth, head) = (depth + 1, None),
            (b'}', _) => (depth, head) = (depth - 1, None),
            (b'\n', _) if depth == 0 => head = Some(at),
            (b'*' | b'[', Some(start)) => return start,
            (b' ' | b'\r', _) => {}
            _ => head = None,
        }
    }
    text.len()
}

/// The plural form of a whole number, as Unicode's rules name it.
fn plural(lang: Lang, number: i64) -> &'static str {
    let number = number.unsigned_abs();
    match (lang, number % 10, number % 100) {
        (Lang::Kk | Lang::En, ..) => {
            if number == 1 {
                "one"
            } else {
                "other"
            }
        }
        (Lang::Ru, 1, tens) if tens != 11 => "one",
        (Lang::Ru, 2..=4, tens) if !(12..=14).contains(&tens) => "few",
        (Lang::Ru, ..) => "many",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lang: Lang, pattern: &str, args: &[(&str, Value)]) -> String {
        let mut out = String::new();
        write(lang, pattern, args, &mut out);
        out
    }

    #[test]
    fn messages_are_found_between_comments() {
        let source =
            "# All\na = One\n\n## b\nb-2 =\n    Two\n    lines\nc = { $n ->\n    [one] 1\n   *[other] n\n}\nd=last";
        let found: Vec<_> = messages(source).collect();
        assert_eq!(found.iter().map(|(key, _)| *key).collect::<Vec<_>>(), ["a", "b-2", "c", "d"]);
        assert_eq!(said(Lang::En, found[1].1, &[]), "Two\nlines");
        assert_eq!(said(Lang::En, found[2].1, &[("n", 1_i64.into())]), "1");
        assert_eq!(found[3].1, "last");
    }

    #[test]
    fn a_choice_within_a_choice() {
        let pattern =
            "{ $a ->\n    [none] no { $b ->\n        [0] zero\n       *[other] b\n    } end\n   *[other] [{ $a }]\n}!";
        assert_eq!(said(Lang::En, pattern, &[("a", "none".into()), ("b", 0_i64.into())]), "no zero end!");
        assert_eq!(said(Lang::En, pattern, &[("a", "none".into()), ("b", 7_i64.into())]), "no b end!");
        assert_eq!(said(Lang::En, pattern, &[("a", 1_000_i64.into())]), "[1,000]!");
    }

    #[test]
    fn what_is_missing_is_seen() {
        assert_eq!(said(Lang::En, "{ $x } and { \" \" }.", &[]), "{$x} and  .");
        assert_eq!(said(Lang::En, "{ $x", &[]), "{$x}");
    }

    #[test]
    fn russian_counts_in_three_forms() {
        let forms =
            [(1, "one"), (2, "few"), (5, "many"), (11, "many"), (12, "many"), (21, "one"), (-3, "few"), (0, "many")];
        for (number, form) in forms {
            assert_eq!(plural(Lang::Ru, number), form, "{number}");
        }
    }
}
