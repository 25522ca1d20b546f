//! The cycle that residents of this city are in now.

use api_types::city::{City, CityList, District};
use api_types::cycle::{Cycle, CycleBrief, CycleList};
use api_types::endpoint::{CITIES, CYCLE, CYCLES, path};
use domain::{Id, Lang, Phase};
use serde::Deserialize;
use yew::prelude::*;

use super::remote::{UseRemote, use_remote, use_remote_if};
use crate::format::set_zone;

/// The current cycle and its city.
pub struct Current {
    /// All cities.
    pub cities: UseRemote<CityList>,
    /// All cycles.
    pub cycles: UseRemote<CycleList>,
    /// The cycle in full.
    pub cycle: UseRemote<Cycle>,
}

impl Current {
    /// City of the cycle, once all is here.
    pub fn city(&self) -> Option<&City> {
        let code = &self.cycle.body()?.brief.city;
        self.cities.body()?.items.iter().find(|city| city.code == *code)
    }

    /// Name of a district in the reader's language; empty while it is unknown.
    pub fn district_name(&self, id: Id, lang: Lang) -> String {
        self.district(id).map(|district| district.name.get(lang).to_owned()).unwrap_or_default()
    }

    /// A district of any city.
    pub fn district(&self, id: Id) -> Option<&District> {
        self.cities.body()?.items.iter().flat_map(|city| &city.districts).find(|district| district.id == id)
    }

    /// A cycle by its id.
    pub fn brief(&self, id: Id) -> Option<&CycleBrief> {
        self.cycles.body()?.items.iter().find(|cycle| cycle.id == id)
    }
}

/// The newest cycle of our own that residents can take part in: imported elections are history of other cities, and one that
/// is still being set up (or was cancelled) must not hide the one that runs.
#[hook]
pub fn use_current() -> Current {
    let cities = use_remote::<CityList>(CITIES);
    let cycles = use_remote::<CycleList>(CYCLES);
    let id = cycles.body().and_then(|list| {
        let runs =
            |cycle: &&CycleBrief| cycle.source.is_none() && !matches!(cycle.phase, Phase::Setup | Phase::Cancelled);
        let own = list.items.iter().find(runs);
        own.or(list.items.first()).map(|cycle| cycle.id)
    });
    let cycle = use_remote_if::<Cycle>(id.map(|id| path(CYCLE, &[&id.to_string()])));
    if let Some(cycle) = cycle.body() {
        set_zone(Some(cycle.zone.clone()));
    }
    Current { cities, cycles, cycle }
}

/// What [`use_zone`] reads of a cycle.
#[derive(Deserialize)]
struct Zoned {
    zone: String,
}

/// Dates of this page are those of the cycle's city. For pages about a cycle that do not call [`use_current`].
#[hook]
pub fn use_zone(cycle: Option<Id>) {
    let zoned = use_remote_if::<Zoned>(cycle.map(|id| path(CYCLE, &[&id.to_string()])));
    if let Some(cycle) = zoned.body() {
        set_zone(Some(cycle.zone.clone()));
    }
}
