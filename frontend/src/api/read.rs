//! Turns JSON values into types, with as little code as possible in the binary.
//!
//! `serde_json` can do this, too, but for each type it brings the code to read it from an array, from numbers of every width,
//! and a sentence for every error: 100 kB of download in all. Our own server writes what is read here; an answer that does not
//! fit is one error, whose cure is the same whatever the reason: load the page anew.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value, map};

/// The value does not have the shape of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
    // `missing_field` stays: serde's own reads an absent `Option` as none.
}

/// Parses a text and reads it as a type.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    from_value(serde_json::from_str::<Value>(text).map_err(|_| Unreadable)?)
}

/// Reads a value as a type.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Unreadable> {
    T::deserialize(Json(value))
}

/// A value being read: each question of a type gets the one answer that JSON has for it.
struct Json(Value);

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(bool) => visitor.visit_bool(bool),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(fields_of(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Object(fields) = self.0 else { return Err(Unreadable) };
        visitor.visit_map(fields_of(fields))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::Array(items) = self.0 else { return Err(Unreadable) };
        visitor.visit_seq(Items(items.into_iter()))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Value::String(text) = self.0 else { return Err(Unreadable) };
        visitor.visit_string(text)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match (self.0.as_i64(), self.0.as_f64()) {
            (Some(whole), _) => visitor.visit_i64(whole),
            (None, Some(float)) => visitor.visit_f64(float),
            (None, None) => Err(Unreadable),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }

    forward_to_deserialize_any! { i8 i16 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct }
}

/// Enums of the API are words.
impl<'de> EnumAccess<'de> for Json {
    type Error = Unreadable;
    type Variant = Word;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Word), Unreadable> {
        Ok((seed.deserialize(self)?, Word))
    }
}

/// The rest of an enum that was a word: nothing.
struct Word;

impl<'de> VariantAccess<'de> for Word {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unreadable> {
        Err(Unreadable)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|value| seed.deserialize(Json(value))).transpose()
    }
}

struct Fields {
    rest: map::IntoIter,
    /// Value of the name given out last.
    value: Value,
}

fn fields_of(fields: Map<String, Value>) -> Fields {
    Fields { rest: fields.into_iter(), value: Value::Null }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Json(Value::String(name))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Json(std::mem::take(&mut self.value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::contest::BallotItem;
    use api_types::cycle::CycleBrief;
    use domain::{Currency, Lang, LocalText, Moment, Money, Phase};
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, PartialEq, Deserialize)]
    struct All {
        number: u32,
        minus: i64,
        money: Money,
        lang: Lang,
        maybe: Option<String>,
        absent: Option<Phase>,
        #[serde(default)]
        list: Vec<LocalText>,
        #[serde(with = "time::serde::rfc3339")]
        at: Moment,
        #[serde(default, with = "time::serde::rfc3339::option")]
        ended: Option<Moment>,
        any: Value,
        flag: bool,
    }

    fn sample() -> Value {
        json!({"number": 4_000_000_000_u32, "minus": -5, "money": 92_300_000_00_i64, "lang": "kk", "maybe": null,
            "list": [{"kk": "қ", "ru": "р"}], "at": "2026-11-24T10:00:00.123456Z", "ended": "2026-11-25T10:00:00Z",
            "any": {"a": [1, 2.5, true, null, "x"]}, "flag": true, "unknown": {"deep": [1]}})
    }

    #[test]
    fn what_it_reads_is_what_serde_json_reads() {
        let ours: All = from_value(sample()).unwrap();
        assert_eq!(ours, serde_json::from_value(sample()).unwrap());
    }

    #[test]
    fn a_flattened_type_reads_too() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Whole {
            #[serde(flatten)]
            brief: CycleBrief,
            version: i64,
        }
        let id = "018f3c1e-0000-7000-8000-000000000000";
        let value = json!({"id": id, "city": "almaty", "programme_id": id, "code": "2026", "name": {"kk": "а", "ru": "б"},
            "fiscal_years": [2027], "currency": "KZT", "phase": "voting", "stage": "approval", "sample": true,
            "source": null, "version": 7});
        let ours: Whole = from_value(value.clone()).unwrap();
        assert_eq!(ours, serde_json::from_value(value).unwrap());
        assert_eq!(ours.brief.currency, Currency::Kzt);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (name, wrong) in [
            ("number", json!(-1)),
            ("number", json!("1")),
            ("minus", json!(1.5)),
            ("lang", json!("xx")),
            ("lang", json!({"kk": null})),
            ("maybe", json!(5)),
            ("list", json!({"kk": "a"})),
            ("at", json!("yesterday")),
            ("flag", json!(1)),
        ] {
            let mut value = sample();
            value[name] = wrong.clone();
            assert_eq!(from_value::<All>(value), Err(Unreadable), "{name}: {wrong}");
        }
        let mut value = sample();
        value.as_object_mut().unwrap().remove("flag");
        assert_eq!(from_value::<All>(value), Err(Unreadable));
        assert!(from_value::<BallotItem>(json!([])).is_err());
        assert!(from_text::<All>("{").is_err());
    }
}
