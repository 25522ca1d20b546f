//! E-mail addresses, checked by hand: a regex engine would cost the browser 135 kB.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// An address that a mail server could accept: one `@`, a local part, a dotted domain. Domain in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Email, max_length = 254))]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address; spaces around it are trimmed. None when it is none: the only proof is a mail that arrives.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let local_ok = (1..=64).contains(&local.len())
            && local.split('.').all(|atom| {
                !atom.is_empty()
                    && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
            });
        let labels: Vec<&str> = domain.split('.').collect();
        let domain_ok = labels.len() >= 2
            && labels.iter().all(|label| {
                (1..=63).contains(&label.len())
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        (local_ok && domain_ok && text.len() <= 254).then(|| Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key under which it is unique: all lower case, as every mail provider in use treats it.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).ok_or_else(|| D::Error::custom("not an e-mail address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_can_be_mailed() {
        for (text, read) in [
            ("a@b.kz", "a@b.kz"),
            (" Aigerim.Test+pb@Example.KZ ", "Aigerim.Test+pb@example.kz"),
            ("x@xn--80a.xn--80ao21a", "x@xn--80a.xn--80ao21a"),
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), read);
        }
        assert_eq!(Email::parse("A@B.kz").unwrap().key(), "a@b.kz");
    }

    #[test]
    fn refuses_the_rest() {
        let long = format!("{}@example.kz", "a".repeat(65));
        for text in [
            "",
            "a",
            "a@b",
            "@b.kz",
            "a@",
            "a b@c.kz",
            "a@@b.kz",
            ".a@b.kz",
            "a..b@c.kz",
            "a@-b.kz",
            "a@b..kz",
            "а@b.kz",
            "a@b.kz\r\nBcc: c",
            &long,
        ] {
            assert_eq!(Email::parse(text), None, "{text:?}");
        }
    }
}
