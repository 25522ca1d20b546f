//! What the sample residents ask for and say, and what becomes of it: data written by hand, one file per district.

use std::collections::BTreeMap;

use domain::estimate::{Estimate, EstimateLine};
#[cfg(test)]
use domain::geo::Point;
use domain::{Lang, LocalText, Money, UserText};
use serde::Deserialize;
use time::Date;

use crate::{Error, Result};

/// Files of proposals by district code.
const FILES: [(&str, &str); 8] = [
    ("alatau", include_str!("../../demo/proposals/alatau.json")),
    ("almaly", include_str!("../../demo/proposals/almaly.json")),
    ("auezov", include_str!("../../demo/proposals/auezov.json")),
    ("bostandyk", include_str!("../../demo/proposals/bostandyk.json")),
    ("zhetysu", include_str!("../../demo/proposals/zhetysu.json")),
    ("medeu", include_str!("../../demo/proposals/medeu.json")),
    ("nauryzbay", include_str!("../../demo/proposals/nauryzbay.json")),
    ("turksib", include_str!("../../demo/proposals/turksib.json")),
];
const PRICES: &str = include_str!("../../demo/prices.json");
/// Name of the price list that estimates refer to.
const PRICE_LIST: &str = "sample-2025";

/// What becomes of a proposal by the third day of the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fate {
    /// Accepted as it was.
    Ballot,
    /// Returned, reworked, accepted.
    Reworked,
    /// Rejected, appealed, overturned.
    Upheld,
    /// Split off from another one, accepted.
    Split,
    /// Rejected with clause and fact.
    Rejected,
    /// Returned and never reworked.
    NotReworked,
    /// Rejected, appealed, confirmed.
    FinallyRejected,
    /// Merged into another one.
    Merged,
    /// Taken back by its author.
    Withdrawn,
    /// Never submitted.
    Draft,
    /// These six belong to the second programme, which is under review.
    Submitted,
    UnderReview,
    NeedsChanges,
    Appealed,
    /// The akimat's formal check accepted it; all others have still to decide.
    Checked,
    /// The visitor's own, rejected yesterday: it can be appealed.
    Yours,
    /// Belongs to the third programme, which still takes proposals.
    Fresh,
}

/// A programme of the sample, by how far its cycle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// The city's participatory budget.
    Voting,
    /// Young ideas.
    Review,
    /// Cosy yard.
    Proposals,
}

impl Fate {
    /// Whether it is on the ballot.
    pub(super) fn on_ballot(self) -> bool {
        matches!(self, Self::Ballot | Self::Reworked | Self::Upheld | Self::Split)
    }

    /// The programme it belongs to.
    pub(super) fn stand(self) -> Stand {
        match self {
            Self::Submitted | Self::UnderReview | Self::NeedsChanges | Self::Appealed | Self::Checked | Self::Yours => {
                Stand::Review
            }
            Self::Fresh => Stand::Proposals,
            _ => Stand::Voting,
        }
    }
}

/// A proposal and its story.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub fate: Fate,
    /// Category code of the rules.
    pub category: String,
    pub lang: Lang,
    /// Microdegrees.
    pub lat: i32,
    pub lon: i32,
    pub address: String,
    /// By which `with` of others names it.
    pub label: Option<String>,
    pub title: String,
    pub body: String,
    /// In the other of the two languages.
    pub translation: Option<Translated>,
    /// Quantities by item of the price list.
    pub estimate: BTreeMap<String, i64>,
    /// What it said before it was reworked.
    pub first: Option<First>,
    /// Why it was returned.
    pub returned: Option<LocalText>,
    /// Why it was rejected.
    pub clause: Option<String>,
    pub fact: Option<LocalText>,
    /// What the author appealed with, and what was decided.
    pub appeal: Option<String>,
    pub decision: Option<LocalText>,
    /// Merged into, or split from, the proposal with this label.
    pub with: Option<String>,
    /// Why it was merged, split or withdrawn, in its own language.
    pub reason: Option<String>,
    /// What was said about it.
    #[serde(default)]
    pub said: Vec<Said>,
}

/// A translation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Translated {
    pub title: String,
    pub body: String,
}

/// The first version of a proposal that was reworked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct First {
    pub body: String,
    pub estimate: BTreeMap<String, i64>,
}

/// Comment or question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SaidKind {
    Comment,
    Question,
}

/// Something that was said; a question may have an answer in the same language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub kind: SaidKind,
    pub lang: Lang,
    pub text: String,
    pub answer: Option<String>,
    /// The answer came after its deadline.
    #[serde(default)]
    pub late: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    proposals: Vec<Story>,
}

/// An item of the price list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Price {
    code: String,
    item: LocalText,
    unit: LocalText,
    /// Tiyn per unit, without VAT.
    price: Money,
}

/// All stories and the price list.
pub(super) struct Content {
    /// By district code, in the districts' order.
    pub districts: Vec<(&'static str, Vec<Story>)>,
    prices: BTreeMap<String, Price>,
}

impl Content {
    /// Reads what is built into the program.
    pub(super) fn read() -> Result<Self> {
        let broken = |what: &str, e: serde_json::Error| Error::Broken(format!("demo data {what}: {e}"));
        let mut districts = Vec::new();
        for (code, text) in FILES {
            let file: File = serde_json::from_str(text).map_err(|e| broken(code, e))?;
            districts.push((code, file.proposals));
        }
        let prices: Vec<Price> = serde_json::from_str(PRICES).map_err(|e| broken("prices", e))?;
        Ok(Self { districts, prices: prices.into_iter().map(|p| (p.code.clone(), p)).collect() })
    }

    /// The estimate of quantities in a language, at the prices of a day.
    pub(super) fn estimate(
        &self,
        quantities: &BTreeMap<String, i64>,
        lang: Lang,
        day: Date,
        preparer: &str,
    ) -> Result<Estimate> {
        let mut lines = Vec::with_capacity(quantities.len());
        for (code, quantity) in quantities {
            let price = self.prices.get(code).ok_or_else(|| Error::Broken(format!("demo data: no price of {code}")))?;
            lines.push(EstimateLine {
                item: price.item.get(lang).to_owned(),
                unit: price.unit.get(lang).to_owned(),
                quantity_milli: quantity * 1000,
                unit_price: price.price,
                price_list: Some(PRICE_LIST.to_owned()),
            });
        }
        // VAT in Kazakhstan: 12 %, from 2026 on 16 %.
        let vat_rate = if day.year() < 2026 { 1200 } else { 1600 };
        Ok(Estimate { lines, vat_rate, price_date: day, preparer: preparer.to_owned() })
    }
}

impl Story {
    /// Where it is.
    #[cfg(test)]
    pub(super) fn point(&self) -> Point {
        Point { lon: self.lon, lat: self.lat }
    }

    /// A text in the story's own language.
    pub(super) fn text(&self, text: &str) -> UserText {
        UserText { lang: self.lang, text: text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::demo::{calendar, district};

    fn stories() -> Vec<(&'static str, Story)> {
        let content = Content::read().unwrap();
        content.districts.into_iter().flat_map(|(code, stories)| stories.into_iter().map(move |s| (code, s))).collect()
    }

    #[test]
    fn thirty_proposals_per_district_each_different_with_every_fate() {
        let all = stories();
        let mut fates: HashMap<&str, HashMap<Fate, usize>> = HashMap::new();
        for (code, story) in &all {
            *fates.entry(code).or_default().entry(story.fate).or_default() += 1;
        }
        for (code, fates) in fates {
            assert_eq!(fates.values().sum::<usize>(), 30, "{code}");
            let on_ballot: usize = fates.iter().filter(|(f, _)| f.on_ballot()).map(|(_, n)| n).sum();
            assert!((8..=15).contains(&on_ballot), "{code}: {on_ballot} on the ballot");
            for fate in [Fate::Ballot, Fate::Reworked, Fate::Upheld, Fate::Split, Fate::Rejected, Fate::NotReworked] {
                assert!(fates.contains_key(&fate), "{code}: {fate:?}");
            }
            for fate in [Fate::FinallyRejected, Fate::Merged, Fate::Withdrawn, Fate::Draft] {
                assert!(fates.contains_key(&fate), "{code}: {fate:?}");
            }
        }
        for fate in [Fate::Submitted, Fate::UnderReview, Fate::NeedsChanges, Fate::Appealed] {
            assert!(all.iter().any(|(_, s)| s.fate == fate), "{fate:?}");
        }
        let texts = all
            .iter()
            .flat_map(|(_, s)| [&s.title, &s.body, &s.address])
            .chain(all.iter().flat_map(|(_, s)| s.said.iter().map(|s| &s.text)));
        let mut seen = HashSet::new();
        let repeated: Vec<_> = texts.filter(|t| t.chars().count() > 30 && !seen.insert(t.to_lowercase())).collect();
        assert!(repeated.is_empty(), "{repeated:?}");
    }

    #[test]
    fn both_languages_and_nearly_half_of_all_in_one_category() {
        let all = stories();
        let kazakh = all.iter().filter(|(_, s)| s.lang == Lang::Kk).count();
        assert!((96..=144).contains(&kazakh), "{kazakh} of 240 in Kazakh");
        let courtyards = all.iter().filter(|(_, s)| s.category == "courtyards").count();
        assert!((110..=120).contains(&courtyards), "{courtyards} of 240");
        for (code, story) in &all {
            let title = &story.title;
            assert!((10..=200).contains(&title.chars().count()), "{code}: {title}");
            assert!((30..=10_000).contains(&story.body.chars().count()), "{code}: {title}");
            if story.fate.on_ballot() {
                let other = story.translation.as_ref().unwrap_or_else(|| panic!("{code}: {title} has no translation"));
                let kazakh = |t: &str| t.chars().any(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c));
                let (kk, ru) =
                    if story.lang == Lang::Kk { (&story.body, &other.body) } else { (&other.body, &story.body) };
                // Names of places keep their letters in either language, so only the bodies tell.
                assert!(kazakh(kk) && !kazakh(ru), "{code}: {title}");
            }
        }
    }

    #[test]
    fn every_story_has_what_its_fate_needs() {
        for (code, s) in stories() {
            let complete = match s.fate {
                Fate::Ballot | Fate::Draft | Fate::Submitted | Fate::UnderReview => true,
                Fate::Checked | Fate::Yours | Fate::Fresh => false,
                Fate::Reworked => s.first.is_some() && s.returned.is_some(),
                Fate::NotReworked => s.returned.is_some(),
                Fate::Rejected => s.clause.is_some() && s.fact.is_some(),
                Fate::Upheld | Fate::FinallyRejected => {
                    s.clause.is_some() && s.fact.is_some() && s.appeal.is_some() && s.decision.is_some()
                }
                Fate::Split | Fate::Merged => s.with.is_some() && s.reason.is_some(),
                Fate::Withdrawn => s.reason.is_some(),
                Fate::NeedsChanges => s.returned.is_some(),
                Fate::Appealed => s.clause.is_some() && s.fact.is_some() && s.appeal.is_some(),
            };
            assert!(complete, "{code}: {} ({:?})", s.title, s.fate);
        }
    }

    #[test]
    fn labels_lead_to_proposals_on_the_ballot_of_the_same_district() {
        for (code, stories) in Content::read().unwrap().districts {
            for story in &stories {
                let Some(with) = &story.with else { continue };
                let other = stories.iter().find(|s| s.label.as_ref() == Some(with));
                assert!(other.is_some_and(|s| s.fate == Fate::Ballot), "{code}: {with}");
            }
        }
    }

    #[test]
    fn each_place_lies_in_its_district() {
        let districts = district::all().unwrap();
        for (code, story) in stories() {
            let here: Vec<_> = districts.iter().filter(|d| d.contains(story.point())).map(|d| d.code).collect();
            assert_eq!(here, [code], "{}", story.title);
        }
    }

    #[test]
    fn estimates_stay_under_the_cap_and_a_ballot_asks_for_more_than_its_envelope() {
        let content = Content::read().unwrap();
        for year in [2025, 2026] {
            let day = Date::from_calendar_date(year, time::Month::September, 1).unwrap();
            let rules = calendar::rules(day).unwrap();
            let cap = rules.caps[0].limit().unwrap();
            for (code, stories) in &content.districts {
                let mut asked = 0;
                for story in stories {
                    let estimate = content.estimate(&story.estimate, story.lang, day, "x").unwrap();
                    assert!(estimate.check(Some(cap)).is_ok(), "{code} {year}: {}", story.title);
                    if let Some(first) = &story.first {
                        assert!(
                            content.estimate(&first.estimate, story.lang, day, "x").unwrap().check(Some(cap)).is_ok()
                        );
                    }
                    assert!(rules.categories.iter().any(|c| c.id == story.category), "{code}: {}", story.category);
                    if let Some(clause) = &story.clause {
                        assert!(rules.criteria.iter().any(|c| c.clause == *clause), "{code}: {clause}");
                    }
                    asked += if story.fate.on_ballot() { estimate.total().unwrap().0 } else { 0 };
                }
                assert!(asked > 50_000_000_000, "{code} asks for {asked}");
            }
        }
    }
}
