//! A treasury: two envelopes of a cycle, a maslikhat with its act, and the people who post.

use std::collections::BTreeMap;

use api_types::endpoint::{
    ACTS, BODIES, CITIES, CITY_PROGRAMMES, CYCLE_ENVELOPES, CYCLES, ENVELOPE, ENVELOPE_CARRIES, ENVELOPE_ENTRIES, path,
};
use api_types::envelope::Envelope;
use domain::{Code, Id};
use serde_json::{Value, json};

use crate::{Client, Reply};

/// Two envelopes and whoever moves their money.
pub struct Treasury {
    /// The cycle, in setup.
    pub cycle: Id,
    /// Its envelopes `auezov` and `turksib`.
    pub envelopes: [Id; 2],
    /// The maslikhat's act.
    pub act: Id,
    /// An act of the city akimat.
    pub order: Id,
    /// Sets envelopes and acts.
    pub organiser: Client,
    /// Posts entries.
    pub finance: Client,
}

/// A text in both languages.
pub fn text(words: &str) -> Value {
    json!({ "kk": words, "ru": words })
}

impl Treasury {
    /// Opens it in the first city of the list, in Almaty's zone. `day` dates the acts.
    pub fn open(city: Id, districts: [Id; 2], organiser: Client, finance: Client, day: &str) -> Self {
        let made = |path: &str, body: Value| organiser.post(path, &body).status(201).value();
        let id = |value: &Value| value["id"].as_str().and_then(|id| id.parse::<Id>().ok()).expect("an id");
        let code = organiser.get(CITIES).value()["items"][0]["code"].as_str().expect("a city").to_owned();
        let programme = json!({ "code": "money", "name": text("Бюджет"), "kind": "district" });
        let programme = made(&path(CITY_PROGRAMMES, &[&code]), programme);
        let cycle = json!({
            "programme_id": programme["id"], "code": "2026", "name": text("2026"), "fiscal_years": [2026], "currency": "KZT",
            "number_prefix": "ALM-26",
        });
        let cycle = id(&made(CYCLES, cycle));
        let act = |kind: &str| {
            let body = json!({ "city_id": city, "kind": kind, "name": text(kind), "selection": "elected" });
            let body = made(BODIES, body);
            let act = json!({ "body_id": body["id"], "cycle_id": cycle, "number": "12-3", "date": day, "title": text("Акт") });
            id(&made(ACTS, act))
        };
        let envelopes = [("auezov", districts[0]), ("turksib", districts[1])].map(|(code, district)| {
            let envelope = json!({ "district_id": district, "code": code, "name": text(code) });
            id(&made(&path(CYCLE_ENVELOPES, &[&cycle.to_string()]), envelope))
        });
        let (act, order) = (act("maslikhat"), act("city_akimat"));
        Self { cycle, envelopes, act, order, organiser, finance }
    }

    /// An entry that names the maslikhat's act, in 2026.
    pub fn entry(&self, kind: &str, amount: i64) -> Value {
        json!({ "kind": kind, "fiscal_year": 2026, "amount": amount, "act_id": self.act })
    }

    /// Posts an entry into one of the envelopes.
    pub fn post(&self, envelope: usize, entry: &Value) -> Reply {
        self.finance.post(&path(ENVELOPE_ENTRIES, &[&self.envelopes[envelope].to_string()]), entry)
    }

    /// Posts an entry that is accepted; its id.
    pub fn posted(&self, envelope: usize, entry: &Value) -> Id {
        let made = self.post(envelope, entry).status(201).value();
        made["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
    }

    /// Records a decision to carry money.
    pub fn carry(&self, envelope: usize, account: &str, amount: i64, act: Id) -> Reply {
        let decision = json!({ "fiscal_year": 2026, "account": account, "amount": amount, "act_id": act });
        self.finance.post(&path(ENVELOPE_CARRIES, &[&self.envelopes[envelope].to_string()]), &decision)
    }

    /// Balances that are not zero, by envelope, fiscal year and account.
    pub fn balances(&self) -> BTreeMap<(usize, i32, String), i64> {
        let mut found = BTreeMap::new();
        for (index, id) in self.envelopes.iter().enumerate() {
            let envelope: Envelope = self.finance.get(&path(ENVELOPE, &[&id.to_string()])).read();
            for balance in envelope.balances.into_iter().filter(|b| b.amount.0 != 0) {
                found.insert((index, balance.fiscal_year, balance.account.code().to_owned()), balance.amount.0);
            }
        }
        found
    }
}
