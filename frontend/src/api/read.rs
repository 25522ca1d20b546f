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

/// The error that never comes back: a value that does not fit ends the reading at once ([`give_up`]).
///
/// With no error to hand on and nothing to tidy up on the way, the code that reads a type is half as large.
#[derive(Debug)]
enum Never {}

impl std::fmt::Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl Error for Never {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        give_up()
    }
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        give_up()
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        give_up()
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        give_up()
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        give_up()
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        give_up()
    }
    fn duplicate_field(_: &'static str) -> Self {
        give_up()
    }
    // `missing_field` stays: serde's own reads an absent `Option` as none.
}

/// Ends the reading, up to [`attempt`]. What was read so far is never freed: an answer that cannot be read happens when the
/// server has been renewed, and then the page is loaded anew.
#[cfg(target_arch = "wasm32")]
fn give_up() -> ! {
    wasm_bindgen::throw_str("unreadable")
}

#[cfg(not(target_arch = "wasm32"))]
fn give_up() -> ! {
    std::panic::resume_unwind(Box::new(Unreadable))
}

/// Does some reading; says whether it came to its end.
#[cfg(target_arch = "wasm32")]
fn attempt(work: &mut dyn FnMut()) -> Result<(), Unreadable> {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        /// Calls a function and catches what it throws.
        #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
        fn apply(work: &mut dyn FnMut(), this: &JsValue, arguments: &js_sys::Array) -> Result<JsValue, JsValue>;
    }

    apply(&mut || work(), &JsValue::UNDEFINED, &js_sys::Array::new()).map(drop).map_err(|_| Unreadable)
}

#[cfg(not(target_arch = "wasm32"))]
fn attempt(work: &mut dyn FnMut()) -> Result<(), Unreadable> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|_| Unreadable)
}

/// Parses a text and reads it as a type.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    from_value(serde_json::from_str::<Value>(text).map_err(|_| Unreadable)?)
}

/// Reads a value as a type.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Unreadable> {
    let mut read = None;
    attempt(&mut || {
        let Ok(whole) = T::deserialize(Json(&value));
        read = Some(whole);
    })?;
    read.ok_or(Unreadable)
}

/// A value being read: each question of a type gets the one answer that JSON has for it.
#[derive(Clone, Copy)]
struct Json<'a>(&'a Value);

impl<'de> Deserializer<'de> for Json<'_> {
    type Error = Never;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(bool) => visitor.visit_bool(*bool),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visitor.visit_seq(Items(items.iter())),
            Value::Object(fields) => visitor.visit_map(fields_of(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let Value::Object(fields) = self.0 else { give_up() };
        visitor.visit_map(fields_of(fields))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let Value::Array(items) = self.0 else { give_up() };
        visitor.visit_seq(Items(items.iter()))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let Value::String(text) = self.0 else { give_up() };
        visitor.visit_str(text)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_bool(self.0.as_bool().unwrap_or_else(|| give_up()))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        match (self.0.as_i64(), self.0.as_f64()) {
            (Some(whole), _) => visitor.visit_i64(whole),
            (None, Some(float)) => visitor.visit_f64(float),
            (None, None) => give_up(),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_i64(visitor)
    }

    forward_to_deserialize_any! { i8 i16 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct }
}

/// Enums of the API are words.
impl<'de> EnumAccess<'de> for Json<'_> {
    type Error = Never;
    type Variant = Word;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Word), Never> {
        Ok((seed.deserialize(self)?, Word))
    }
}

/// The rest of an enum that was a word: nothing.
struct Word;

impl<'de> VariantAccess<'de> for Word {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Never> {
        give_up()
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Never> {
        give_up()
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Never> {
        give_up()
    }
}

struct Items<'a>(std::slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        self.0.next().map(|value| seed.deserialize(Json(value))).transpose()
    }
}

struct Fields<'a> {
    rest: map::Iter<'a>,
    /// Value of the name given out last.
    value: &'a Value,
}

fn fields_of(fields: &Map<String, Value>) -> Fields<'_> {
    Fields { rest: fields.iter(), value: &Value::Null }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Never> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Name(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        seed.deserialize(Json(self.value))
    }
}

/// A field's name: a text whatever is asked for.
struct Name<'a>(&'a str);

impl<'de> Deserializer<'de> for Name<'_> {
    type Error = Never;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_str(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
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
        json!({"number": 4_000_000_000_u32, "minus": -5, "money": 9_230_000_000_i64, "lang": "kk", "maybe": null,
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
