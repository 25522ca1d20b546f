//! Which contests a rule makes of a cycle's envelopes, and who belongs to the district or theme of a contest.

use super::{Area, ContestRule, CountLimit, CountingRule, Electorate, EnvelopeRule, Rules};
use crate::{BodyKind, DistrictRule, EligibilityRule, Id, Refusal, RefusalCode, Refusals, ResidentAction};

impl Area {
    /// Whether it is a district of the city: regions and arrondissements are kept as districts.
    pub fn is_district(self) -> bool {
        matches!(self, Area::District | Area::Region)
    }
}

impl Electorate {
    /// The kind of body whose members vote; none for residents, and for components, which have electorates of their own.
    pub fn body_kind(self) -> Option<BodyKind> {
        match self {
            Electorate::Committee => Some(BodyKind::Committee),
            Electorate::Assembly => Some(BodyKind::Assembly),
            Electorate::School => Some(BodyKind::School),
            Electorate::Residents | Electorate::Components => None,
        }
    }

    /// The eligibility rule of the vote for this electorate. Who is seated in a body votes with it wherever they are registered;
    /// age, kind of registration and proof stay.
    pub fn eligibility(self, vote: &EligibilityRule) -> EligibilityRule {
        let district = if self.body_kind().is_some() { DistrictRule::Any } else { vote.district };
        EligibilityRule { district, ..vote.clone() }
    }
}

/// Whether a body of this district and theme (none: of all) is there for something of a district and a theme. A regional assembly
/// is not there for a theme's money, nor a thematic one for a region's.
pub fn is_for(body: (Option<Id>, Option<&str>), thing: (Option<Id>, Option<&str>)) -> bool {
    (body.0.is_none() || body.0 == thing.0) && (body.1.is_none() || body.1 == thing.1)
}

/// Who is asked about something: of the bodies that are there for it, one of its own district before one of the city, then one of its
/// own theme before one of all themes. `place` tells a body's district and theme.
pub fn nearest<'a, B>(
    bodies: &'a [B],
    place: impl Fn(&B) -> (Option<Id>, Option<&str>),
    thing: (Option<Id>, Option<&str>),
) -> Option<&'a B> {
    let here = bodies.iter().filter(|body| is_for(place(body), thing));
    here.min_by_key(|body| {
        let (district, theme) = place(body);
        (district.is_none(), theme.is_none())
    })
}

/// Where an envelope stands, as far as it decides which contest gives it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedEnvelope<'a> {
    /// Its group; none in a cycle whose envelopes are in no groups.
    pub group: Option<&'a str>,
    /// Its district.
    pub district: Option<Id>,
    /// Its theme.
    pub theme: Option<&'a str>,
    /// How many winners it has, where they are counted.
    pub places: Option<u32>,
}

/// One contest of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestArea {
    /// Its district.
    pub district: Option<Id>,
    /// Its theme.
    pub theme: Option<String>,
    /// Its envelopes, by their place in the list.
    pub envelopes: Vec<usize>,
    /// Winners of its envelopes together; none where no envelope says how many.
    pub places: Option<u32>,
}

impl ContestRule {
    /// Whether this vote decides about an envelope. Envelopes without a group go by their district alone.
    pub fn decides(&self, envelope: &PlacedEnvelope<'_>) -> bool {
        match envelope.group {
            Some(group) => self.envelopes.iter().any(|id| id == group),
            None => self.area == Area::City || (self.area.is_district() && envelope.district.is_some()),
        }
    }

    /// The contests that it makes of a cycle's envelopes, in their order: one for the city, one for each district or theme, one
    /// for each school's envelope.
    pub fn areas(&self, envelopes: &[PlacedEnvelope<'_>]) -> Vec<ContestArea> {
        let mut areas: Vec<ContestArea> = Vec::new();
        for (i, envelope) in envelopes.iter().enumerate().filter(|(_, envelope)| self.decides(envelope)) {
            let district = envelope.district.filter(|_| self.area.is_district());
            let theme = envelope.theme.filter(|_| self.area == Area::Theme);
            let alone = self.area != Area::City && (envelope.group.is_none() || self.area == Area::School);
            let same = |area: &&mut ContestArea| !alone && area.district == district && area.theme.as_deref() == theme;
            match areas.iter_mut().find(same) {
                Some(area) => {
                    area.envelopes.push(i);
                    area.places = area.places.map_or(envelope.places, |sum| Some(sum + envelope.places.unwrap_or(0)));
                }
                None => areas.push(ContestArea {
                    district,
                    theme: theme.map(str::to_owned),
                    envelopes: vec![i],
                    places: envelope.places,
                }),
            }
        }
        areas
    }
}

impl CountingRule {
    /// Whether the contests of a rule have as many winners as it says; given with their names.
    ///
    /// # Errors
    /// `places_missing` (count: contests whose envelopes say nothing), `places_out_of_range` (detail: the contest, or `total`, and
    /// how many it has).
    pub fn check_places(&self, contests: &[(String, Option<u32>)]) -> Result<(), Refusals> {
        let Some(range) = self.winners.filter(|_| self.limit == CountLimit::Number) else { return Ok(()) };
        let mut refusals = Refusals::none();
        let missing = contests.iter().filter(|(_, places)| places.is_none()).count();
        refusals.require_none(u32::try_from(missing).unwrap_or(u32::MAX), RefusalCode::PlacesMissing);
        let reserved: u32 = self.reserved.iter().map(|group| u32::from(group.places)).sum();
        for (name, places) in contests {
            let Some(places) = *places else { continue };
            let fits = (u32::from(range.min)..=u32::from(range.max)).contains(&places) && reserved <= places;
            refusals.require(fits, Refusal::with(RefusalCode::PlacesOutOfRange, format!("{name}: {places}")));
        }
        let sum: u32 = contests.iter().filter_map(|(_, places)| *places).sum();
        let fits = missing > 0 || contests.is_empty() || range.total.is_none_or(|total| u32::from(total) == sum);
        refusals.require(fits, Refusal::with(RefusalCode::PlacesOutOfRange, format!("total: {sum}")));
        refusals.or(())
    }
}

impl Rules {
    /// The group of envelopes with this id.
    pub fn group(&self, id: &str) -> Option<&EnvelopeRule> {
        self.envelopes.iter().find(|group| group.id == id)
    }

    /// Whether residents choose themselves in which district's contest of this rule they vote: its rolls begin empty.
    pub fn is_chosen(&self, contest: &ContestRule) -> bool {
        let vote = self.eligibility.iter().find(|rule| rule.action == ResidentAction::Vote);
        contest.area.is_district()
            && contest.electorate == Electorate::Residents
            && vote.is_some_and(|rule| rule.district == DistrictRule::Chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(area: Area, groups: &[&str]) -> ContestRule {
        let json = serde_json::json!({
            "id": "vote", "name": { "kk": "В", "ru": "В" }, "area": area, "envelopes": groups, "electorate": "residents",
            "ballot": { "kind": "approval", "min": 1, "replaceable": true },
            "counting": {
                "kind": "majority_judgement", "limit": "number", "winners": { "min": 2, "max": 5, "total": 6 },
                "minimum_votes": 0, "tie_break": ["decision"],
                "reserved": [{ "id": "poorer", "name": { "kk": "К", "ru": "К" }, "places": 1 }],
            },
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn each_area_makes_its_contests() {
        let (a, b) = (Id::from_u128(1), Id::from_u128(2));
        let placed = |group, district, theme, places| PlacedEnvelope { group, district, theme, places };
        let envelopes = [
            placed(Some("own"), Some(a), None, Some(2)),
            placed(Some("own"), Some(b), None, Some(3)),
            placed(Some("poorer"), Some(a), None, Some(1)),
            placed(Some("city"), None, None, None),
            placed(Some("fields"), None, Some("health"), None),
            placed(Some("fields"), None, Some("sport"), None),
            placed(Some("fields"), None, Some("health"), None),
            placed(Some("schools"), None, None, None),
            placed(Some("schools"), None, None, None),
        ];
        let found = |area, groups: &[&str]| {
            let areas = rule(area, groups).areas(&envelopes);
            areas.into_iter().map(|a| (a.envelopes, a.places)).collect::<Vec<_>>()
        };
        assert_eq!(found(Area::District, &["own", "poorer"]), [(vec![0, 2], Some(3)), (vec![1], Some(3))]);
        assert_eq!(found(Area::City, &["city"]), [(vec![3], None)]);
        assert_eq!(found(Area::City, &["own"]), [(vec![0, 1], Some(5))], "one vote about all districts");
        assert_eq!(found(Area::Theme, &["fields"]), [(vec![4, 6], None), (vec![5], None)]);
        assert_eq!(found(Area::School, &["schools"]), [(vec![7], None), (vec![8], None)]);
        let plain = [placed(None, Some(a), None, None), placed(None, None, None, None)];
        assert_eq!(rule(Area::District, &["own"]).areas(&plain).len(), 1);
        assert_eq!(rule(Area::City, &["city"]).areas(&plain)[0].envelopes, [0, 1]);
        assert!(rule(Area::Theme, &["fields"]).areas(&plain).is_empty());
    }

    #[test]
    fn winners_are_as_many_as_the_rules_say() {
        let counting = rule(Area::District, &["own"]).counting;
        let check = |places: &[Option<u32>]| {
            let named: Vec<_> = places.iter().enumerate().map(|(i, p)| (format!("c{i}"), *p)).collect();
            counting.check_places(&named).err().unwrap_or_default().to_string()
        };
        assert_eq!(check(&[Some(2), Some(4)]), "");
        assert_eq!(check(&[Some(2), None]), "places_missing: 1");
        assert_eq!(check(&[Some(1), Some(5)]), "places_out_of_range: c0: 1");
        assert_eq!(check(&[Some(3), Some(6)]), "places_out_of_range: c1: 6, places_out_of_range: total: 9");
    }

    #[test]
    fn an_assembly_is_there_for_its_own_place() {
        let (a, b) = (Some(Id::from_u128(1)), Some(Id::from_u128(2)));
        for (body, thing, there) in [
            ((a, None), (a, None), true),
            ((a, None), (b, None), false),
            ((a, None), (None, Some("health")), false),
            ((None, Some("health")), (None, Some("health")), true),
            ((None, Some("health")), (a, None), false),
            ((None, Some("health")), (a, Some("health")), true),
            ((None, None), (a, Some("sport")), true),
        ] {
            assert_eq!(is_for(body, thing), there, "{body:?} {thing:?}");
        }
    }

    #[test]
    fn a_body_of_the_own_district_and_theme_is_asked_before_others_and_one_of_another_theme_never() {
        let [here, there] = [1, 2].map(|id| Some(Id::from_u128(id)));
        let all = [
            (None, Some("culture")),
            (None, None),
            (None, Some("parks")),
            (there, Some("parks")),
            (here, Some("culture")),
            (here, None),
            (here, Some("parks")),
        ];
        for (many, asked) in [(7, Some(6)), (6, Some(5)), (5, Some(2)), (2, Some(1)), (1, None)] {
            let found = nearest(&all[..many], |body| *body, (here, Some("parks")));
            assert_eq!(found, asked.map(|at: usize| &all[at]), "of the first {many}");
        }
    }
}
