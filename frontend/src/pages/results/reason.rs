//! Why an item won or lost, in words with their numbers. The count's reasons name their text (`result-reason-<key>`) and carry
//! its arguments, so that a new reason needs a text and no code: amounts, item ids and counts are told apart by name.

use api_types::contest::BallotItem;
use domain::{Currency, Money};
use i18n::Texts;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::format;

/// Arguments that are amounts in the count's smallest unit.
const AMOUNTS: [&str; 3] = ["remaining", "missing", "supporters_have"];
/// Arguments that are ids of items.
const ITEMS: [&str; 4] = ["to", "to_pass", "at", "with"];

/// What the page shows of a `tally::Outcome`.
#[derive(Deserialize)]
pub struct Outcome {
    scale: u8,
    verdicts: Vec<Verdict>,
    ties: Vec<Tie>,
    #[serde(default)]
    pub grades: Vec<super::detail::Grades>,
}

#[derive(Deserialize)]
struct Verdict {
    item: String,
    reason: Map<String, Value>,
}

#[derive(Deserialize)]
struct Tie {
    items: Vec<String>,
    broken_by: Vec<Map<String, Value>>,
    mattered: bool,
}

/// A count with what it takes to tell it.
pub struct Story<'a> {
    outcome: &'a Outcome,
    items: &'a [&'a BallotItem],
    currency: Currency,
}

impl<'a> Story<'a> {
    /// The story of one envelope's count.
    pub fn new(outcome: &'a Outcome, items: &'a [&'a BallotItem], currency: Currency) -> Self {
        Self { outcome, items, currency }
    }

    /// Place of an item in the order of the count.
    pub fn place(&self, item: &BallotItem) -> usize {
        self.outcome.verdicts.iter().position(|verdict| is(item, &verdict.item)).unwrap_or(usize::MAX)
    }

    /// Why this item won or lost.
    pub fn why(&self, t: &Texts, item: &BallotItem) -> Option<String> {
        let verdict = self.outcome.verdicts.iter().find(|verdict| is(item, &verdict.item))?;
        Some(self.reason(t, &verdict.reason))
    }

    /// Each tie that mattered, in one sentence.
    pub fn ties(&self, t: &Texts) -> Vec<String> {
        self.outcome.ties.iter().filter(|tie| tie.mattered).map(|tie| self.tie(t, tie)).collect()
    }

    fn tie(&self, t: &Texts, tie: &Tie) -> String {
        let names: Vec<String> = tie.items.iter().map(|id| self.name(t, id)).collect();
        let by = tie.broken_by.iter().filter_map(|by| by.get("by")?.as_str());
        let by: Vec<String> = by.map(|by| t.t(&format!("result-tie-{by}"))).collect();
        t.t_args("result-tie", &[("items", names.join("; ").into()), ("rule", by.join(", ").into())])
    }

    fn reason(&self, t: &Texts, reason: &Map<String, Value>) -> String {
        let key = reason.get("key").and_then(Value::as_str).unwrap_or_default();
        let mut args: Vec<(&str, i18n::Value)> = reason
            .iter()
            .map(|(name, value)| {
                let name = name.as_str();
                let value = match (value.as_i64(), value.as_str().unwrap_or_default()) {
                    (Some(amount), _) if AMOUNTS.contains(&name) => self.money(t, amount).into(),
                    (Some(count), _) => count.into(),
                    (None, id) if ITEMS.contains(&name) => self.name(t, id).into(),
                    (None, text) => text.into(),
                };
                (name, value)
            })
            .collect();
        if !reason.contains_key("more_votes") {
            args.push(("more_votes", "none".into()));
        }
        t.t_args(&format!("result-reason-{key}"), &args)
    }

    fn money(&self, t: &Texts, amount: i64) -> String {
        // The count keeps its own number of decimals; ours are two.
        let factor = 10_i64.pow(2_u32.saturating_sub(u32::from(self.outcome.scale)));
        format::money(t.lang(), Money(amount.saturating_mul(factor)), self.currency)
    }

    fn name(&self, t: &Texts, id: &str) -> String {
        let item = self.items.iter().find(|item| is(item, id));
        item.map_or_else(|| id.to_owned(), |item| format!("«{}»", item.name.get(t.lang())))
    }
}

/// Whether the count's id names this item: its ballot number, filled up with zeros, or the number its source gave it.
pub(super) fn is(item: &BallotItem, id: &str) -> bool {
    id.parse() == Ok(item.number) || item.project_number.as_deref() == Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{BallotItemState, Code, Id, Lang, LocalText};
    use tally::{Reason, TieBreak};

    fn item(number: i32) -> BallotItem {
        BallotItem {
            id: Id::nil(),
            number,
            project_id: None,
            project_number: None,
            envelope_id: Id::nil(),
            name: LocalText::same(format!("item {number}")),
            category: None,
            class: None,
            cost: Money(100),
            state: BallotItemState::Listed,
            score: None,
            outcome: None,
            deviation: None,
        }
    }

    fn map(value: impl serde::Serialize) -> Map<String, Value> {
        serde_json::to_value(value).unwrap().as_object().unwrap().clone()
    }

    /// Names every variant: a reason that the count learns does not compile here until it has its text below.
    fn known(reason: &Reason) {
        match reason {
            Reason::Funded { .. }
            | Reason::FundedBefore { .. }
            | Reason::LacksMoney { .. }
            | Reason::LostTie { .. }
            | Reason::TooExpensive { .. }
            | Reason::StoppedBefore { .. }
            | Reason::BelowMinimum { .. }
            | Reason::LostByVotes { .. }
            | Reason::Incompatible { .. }
            | Reason::QuotaFull { .. }
            | Reason::PlacesReserved { .. }
            | Reason::NoVotes
            | Reason::LacksSupport { .. } => {}
        }
    }

    /// Every reason reads as a sentence in every language: no key, no missing argument, its numbers in it.
    #[test]
    fn every_reason_is_a_sentence() {
        let one = || "00001".to_owned();
        let reasons = [
            Reason::Funded { round: 1, remaining: 5 },
            Reason::FundedBefore { remaining: 5 },
            Reason::LacksMoney { remaining: 5, missing: 7, more_votes: Some(12), to_pass: Some(one()) },
            Reason::LacksMoney { remaining: 5, missing: 7, more_votes: None, to_pass: None },
            Reason::LostTie { to: one(), remaining: 5, missing: 7 },
            Reason::TooExpensive { missing: 7 },
            Reason::StoppedBefore { at: one(), more_votes: Some(3) },
            Reason::BelowMinimum { has: 1, minimum: 5, lacking: 4 },
            Reason::LostByVotes { to: one(), short: 2 },
            Reason::Incompatible { with: one() },
            Reason::QuotaFull { category: "parks".into() },
            Reason::PlacesReserved { category: "parks".into() },
            Reason::NoVotes,
            Reason::LacksSupport { supporters_have: 5, missing: 7 },
        ];
        let outcome = Outcome { scale: 2, verdicts: Vec::new(), ties: Vec::new(), grades: Vec::new() };
        let first = item(1);
        let items = [&first];
        let story = Story::new(&outcome, &items, Currency::Kzt);
        for &lang in Lang::ALL {
            let t = Texts::new(lang);
            for reason in &reasons {
                known(reason);
                let text = story.reason(t, &map(reason));
                assert!(
                    !text.starts_with("result-reason") && !text.contains('$') && !text.contains("none"),
                    "{lang}: {text}"
                );
                assert!(!text.contains("00001"), "{lang}: {text}");
            }
            assert!(story.reason(t, &map(&reasons[2])).contains("12"));
            let breaks = [
                TieBreak::Name,
                TieBreak::Number,
                TieBreak::LowestCost,
                TieBreak::MostVotes,
                TieBreak::Lot { seed: "x".into() },
                TieBreak::Given { order: Vec::new() },
            ];
            for by in breaks.map(map) {
                let tie = Tie { items: vec![one()], broken_by: vec![by], mattered: true };
                let text = story.tie(t, &tie);
                assert!(text.contains("«item 1»") && !text.contains("result-tie"), "{lang}: {text}");
            }
        }
    }

    #[test]
    fn an_item_is_found_by_its_padded_number() {
        assert!(is(&item(12), "00012"));
        assert!(!is(&item(12), "00120"));
    }
}
