//! Places of the sample with a name in both languages, so that no title is half in the other one. Where they are is said once,
//! by the story of the district's file that names the same place.

use std::collections::BTreeMap;

use api_types::proposal::Place;
use domain::{Lang, LocalText};
use serde::Deserialize;

use super::calendar::text;
use super::content::Content;
use crate::{Error, Result};

const PLACES: &str = include_str!("../../demo/places.json");

/// A place in a district.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Microdegrees.
    pub lat: i32,
    pub lon: i32,
    kk: String,
    ru: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    /// Number of the story in the district's file.
    story: usize,
    kk: String,
    ru: String,
}

impl Spot {
    /// Its name in one of the two languages.
    pub(super) fn name(&self, lang: Lang) -> &str {
        if lang == Lang::Kk { &self.kk } else { &self.ru }
    }

    /// The place as a proposal in this language names it.
    pub(super) fn place(&self, lang: Lang) -> Place {
        Place { lat: self.lat, lon: self.lon, address: self.name(lang).to_owned() }
    }

    /// `Playground: Samal-1, by the stairs`, in each language. Names of places have no English form.
    pub(super) fn titled(&self, [kk, ru, en]: [&str; 3]) -> LocalText {
        text(&format!("{kk}: {}", self.kk), &format!("{ru}: {}", self.ru), &format!("{en}: {}", self.kk))
    }
}

/// Places of each district, in the stories' order of districts.
pub(super) fn read(content: &Content) -> Result<Vec<Vec<Spot>>> {
    let broken = |what: String| Error::Broken(format!("demo data places: {what}"));
    let mut named: BTreeMap<String, Vec<Named>> = serde_json::from_str(PLACES).map_err(|e| broken(e.to_string()))?;
    let mut all = Vec::with_capacity(content.districts.len());
    for (code, stories) in &content.districts {
        let mut spots = Vec::new();
        for Named { story, kk, ru } in named.remove(*code).unwrap_or_default() {
            let story = stories.get(story).ok_or_else(|| broken(format!("{code} has no story {story}")))?;
            spots.push(Spot { lat: story.lat, lon: story.lon, kk, ru });
        }
        if spots.is_empty() {
            return Err(broken(format!("none in {code}")));
        }
        all.push(spots);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_district_has_thirteen_places_with_two_names() {
        let content = Content::read().unwrap();
        for (spots, (code, _)) in read(&content).unwrap().iter().zip(&content.districts) {
            let names: HashSet<&str> = spots.iter().flat_map(|spot| [&*spot.kk, &*spot.ru]).collect();
            assert_eq!((spots.len(), names.len()), (13, 26), "{code}");
        }
    }
}
