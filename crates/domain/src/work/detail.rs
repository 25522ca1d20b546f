//! What an event of a work tells besides its reason: the tender, the bids, the part that was handed over.

use serde::{Deserialize, Serialize};
use time::Date;

use super::WorkEvent;
use crate::{Id, LocalText, Money};

/// What an event tells; each event has its own fields, the others stay empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkDetail {
    /// Number of the tender, or of the experts' conclusion, up to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Where it can be read: an address that begins with `https://` or `http://`, up to 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Start price of a tender, minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_price: Option<Money>,
    /// Day of the announcement, or of the conclusion.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub published_on: Option<Date>,
    /// Last day of a tender.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::moment::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub closes_on: Option<Date>,
    /// Bids that came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bids: Option<u16>,
    /// Who won, up to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Price of the winner, minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// How much is built after a partial delivery, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// What was handed over, or what is no longer built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<LocalText>,
    /// Reserved money that a reduced scope saves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub savings: Vec<Saving>,
}

/// Reserved money that is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Saving {
    /// Envelope.
    pub envelope_id: Id,
    /// Minor units.
    pub amount: Money,
}

/// Where and what is wrong, below the detail.
pub type DetailFault = (String, &'static str);

/// Field and fault, when the condition does not hold.
fn unless(faults: &mut Vec<DetailFault>, holds: bool, field: &str, code: &'static str) {
    if !holds {
        faults.push((format!("/{field}"), code));
    }
}

impl WorkDetail {
    /// Fields that the event may tell, and those that it must.
    pub fn fields(event: WorkEvent) -> (&'static [&'static str], &'static [&'static str]) {
        use WorkEvent as E;
        match event {
            E::PassExpertise => (&["document", "url", "published_on"], &["document"]),
            E::AnnounceTender => {
                (&["document", "url", "start_price", "published_on", "closes_on"], &["document", "start_price"])
            }
            E::FailTender => (&["document", "url", "bids"], &[]),
            E::Award => (&["document", "url", "bids", "supplier", "price"], &["supplier", "price"]),
            E::DeliverPart => (&["percent", "part"], &["percent", "part"]),
            E::Reduce => (&["part", "savings"], &[]),
            _ => (&[], &[]),
        }
    }

    /// Names of the fields that are there.
    fn told(&self) -> Vec<&'static str> {
        let Self { document, url, start_price, published_on, closes_on, bids, supplier, price, percent, part, savings } =
            self;
        let there = [
            ("document", document.is_some()),
            ("url", url.is_some()),
            ("start_price", start_price.is_some()),
            ("published_on", published_on.is_some()),
            ("closes_on", closes_on.is_some()),
            ("bids", bids.is_some()),
            ("supplier", supplier.is_some()),
            ("price", price.is_some()),
            ("percent", percent.is_some()),
            ("part", part.is_some()),
            ("savings", !savings.is_empty()),
        ];
        there.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
    }

    /// Everything wrong with what an event tells, with its place: `required`, `unknown_field` (another event's), `too_long`,
    /// `url`, `not_positive`, `range`, `date_in_future`, `date_order`, `duplicate`.
    pub fn faults(&self, event: WorkEvent, today: Date) -> Vec<DetailFault> {
        let (may, must) = Self::fields(event);
        let told = self.told();
        let mut faults = Vec::new();
        for name in must.iter().filter(|name| !told.contains(name)) {
            unless(&mut faults, false, name, "required");
        }
        for name in told.iter().filter(|name| !may.contains(name)) {
            unless(&mut faults, false, name, "unknown_field");
        }
        for (name, text, max) in
            [("document", &self.document, 100), ("url", &self.url, 500), ("supplier", &self.supplier, 200)]
        {
            let Some(text) = text else { continue };
            unless(&mut faults, !text.trim().is_empty(), name, "required");
            unless(&mut faults, text.chars().count() <= max, name, "too_large");
        }
        if let Some(url) = &self.url {
            let address = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            let right = address
                .is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()));
            unless(&mut faults, right, "url", "url");
        }
        for (name, money) in [("start_price", self.start_price), ("price", self.price)] {
            unless(&mut faults, money.is_none_or(|money| money > Money::ZERO), name, "not_positive");
        }
        unless(&mut faults, self.percent.is_none_or(|p| (1..100).contains(&p)), "percent", "range");
        unless(&mut faults, self.published_on.is_none_or(|day| day <= today), "published_on", "date_in_future");
        let ordered = self.published_on.zip(self.closes_on).is_none_or(|(from, to)| from <= to);
        unless(&mut faults, ordered, "closes_on", "date_order");
        for (i, saving) in self.savings.iter().enumerate() {
            unless(&mut faults, saving.amount > Money::ZERO, &format!("savings/{i}/amount"), "not_positive");
            let first = self.savings[..i].iter().all(|earlier| earlier.envelope_id != saving.envelope_id);
            unless(&mut faults, first, &format!("savings/{i}/envelope_id"), "duplicate");
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 03 - 10);

    fn found(event: WorkEvent, detail: &WorkDetail) -> Vec<String> {
        detail.faults(event, TODAY).into_iter().map(|(at, code)| format!("{at} {code}")).collect()
    }

    #[test]
    fn each_event_tells_what_belongs_to_it() {
        let none = WorkDetail::default();
        assert_eq!(found(WorkEvent::Start, &none), [""; 0]);
        assert_eq!(found(WorkEvent::AnnounceTender, &none), ["/document required", "/start_price required"]);
        assert_eq!(found(WorkEvent::Award, &none), ["/supplier required", "/price required"]);
        assert_eq!(found(WorkEvent::DeliverPart, &none), ["/percent required", "/part required"]);
        let bids = WorkDetail { bids: Some(0), ..none };
        assert_eq!(found(WorkEvent::FailTender, &bids), [""; 0]);
        assert_eq!(found(WorkEvent::Start, &bids), ["/bids unknown_field"]);
    }

    #[test]
    fn numbers_dates_and_addresses_are_checked_all_at_once() {
        let tender = WorkDetail {
            document: Some(" ".to_owned()),
            url: Some("javascript:alert(1)".to_owned()),
            start_price: Some(Money(-5)),
            published_on: Some(date!(2026 - 03 - 11)),
            closes_on: Some(date!(2026 - 03 - 01)),
            ..WorkDetail::default()
        };
        let wrong = [
            "/document required",
            "/url url",
            "/start_price not_positive",
            "/published_on date_in_future",
            "/closes_on date_order",
        ];
        assert_eq!(found(WorkEvent::AnnounceTender, &tender), wrong);
        let saving = Saving { envelope_id: Id::from_u128(1), amount: Money(0) };
        let reduced = WorkDetail {
            savings: vec![saving.clone(), Saving { amount: Money(1), ..saving }],
            ..WorkDetail::default()
        };
        assert_eq!(
            found(WorkEvent::Reduce, &reduced),
            ["/savings/0/amount not_positive", "/savings/1/envelope_id duplicate"]
        );
    }
}
