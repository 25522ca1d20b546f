//! The permanent, speakable number of a project: `ALM-26-0143`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// City, two digits of the first fiscal year, serial number within both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "ALM-26-0143"))]
pub struct ProjectNumber(Parts);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Parts {
    city: [u8; 3],
    year: u8,
    serial: u32,
}

impl ProjectNumber {
    /// Makes a number. `city` has three letters A–Z, `fiscal_year` is a full year, `serial` counts from 1.
    pub fn new(city: &str, fiscal_year: u16, serial: u32) -> Option<Self> {
        let city: [u8; 3] = city.as_bytes().try_into().ok()?;
        let year = (2000..=2099).contains(&fiscal_year).then(|| (fiscal_year - 2000) as u8)?;
        (city.iter().all(u8::is_ascii_uppercase) && (1..=999_999).contains(&serial)).then_some(Self(Parts {
            city,
            year,
            serial,
        }))
    }

    /// Reads a number in any case, as people type it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (city, year, serial) = (parts.next()?.to_ascii_uppercase(), parts.next()?, parts.next()?);
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some()
            || year.len() != 2
            || !(4..=6).contains(&serial.len())
            || !digits(year)
            || !digits(serial)
        {
            return None;
        }
        let number = Self::new(&city, 2000 + year.parse::<u16>().ok()?, serial.parse().ok()?)?;
        // Only one spelling: no extra leading zeros.
        (number.to_string().len() == text.trim().len()).then_some(number)
    }

    /// Serial number within city and year.
    pub fn serial(&self) -> u32 {
        self.0.serial
    }
}

impl std::fmt::Display for ProjectNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [a, b, c] = self.0.city.map(char::from);
        write!(f, "{a}{b}{c}-{:02}-{:04}", self.0.year, self.0.serial)
    }
}

impl Serialize for ProjectNumber {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ProjectNumber {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?)
            .ok_or_else(|| D::Error::custom("expected a project number such as ALM-26-0143"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_one_spelling() {
        let number = ProjectNumber::new("ALM", 2026, 143).unwrap();
        assert_eq!(number.to_string(), "ALM-26-0143");
        assert_eq!(ProjectNumber::parse(" alm-26-0143 "), Some(number));
        assert_eq!(ProjectNumber::parse("ALM-26-10143").unwrap().serial(), 10143);
        for text in [
            "ALM-26-143",
            "ALM-26-00143",
            "AL-26-0143",
            "ALM-2026-0143",
            "ALM-26-0000",
            "ALM-26-0143-1",
            "АЛМ-26-0143",
            "ALM-2+-0143",
        ] {
            assert_eq!(ProjectNumber::parse(text), None, "{text}");
        }
    }
}
