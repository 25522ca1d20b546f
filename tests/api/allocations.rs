//! Money shared out by the rules' formula: once, first, to the smallest unit, with all that went in for everybody to see.

use api_types::allocation::{Allocation, AllocationList};
use api_types::cycle::Cycle;
use api_types::endpoint::{
    ACTS, BODIES, CITIES, CITY_PROGRAMMES, CYCLE_ALLOCATIONS, CYCLE_ENVELOPES, CYCLE_RULES, CYCLES, ENVELOPE,
    ENVELOPE_ENTRIES, path,
};
use api_types::envelope::Envelope;
use domain::{Id, LedgerAccount, Role};
use qatysu_tests::{Client, Reply, TestCity, both};
use serde_json::{Value, json};

use crate::season::text;

/// An empty cycle of its own programme under these rules.
pub fn cycle_under(city: &TestCity, boss: &Client, code: &str, rules: &Value) -> Id {
    let name = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
    let programme = json!({ "code": code, "name": text(code), "kind": "city" });
    let programme = boss.post(&path(CITY_PROGRAMMES, &[&name]), &programme).status(201).value();
    let cycle = json!({
        "programme_id": programme["id"], "code": code, "name": text(code), "fiscal_years": rules["fiscal_years"],
        "currency": rules["currency"], "number_prefix": format!("{}-1", code.to_uppercase()),
    });
    let id = boss.post(CYCLES, &cycle).status(201).read::<Cycle>().brief.id;
    boss.post(&path(CYCLE_RULES, &[&id.to_string()]), &json!({ "document": rules })).status(201);
    id
}

/// Adds an envelope to a group; `more` has district, theme or places.
pub fn envelope_in(boss: &Client, cycle: Id, group: &str, code: &str, more: Value) -> Reply {
    let mut envelope = json!({ "code": code, "name": text(code), "group": group });
    for (key, value) in more.as_object().unwrap() {
        envelope[key] = value.clone();
    }
    boss.post(&path(CYCLE_ENVELOPES, &[&cycle.to_string()]), &envelope)
}

/// 100 minor units by need (weight 4), population (2) and priorities (5) in two regions; the themes get equal parts.
struct Shared {
    boss: Client,
    cycle: Id,
    regions: [Id; 2],
    year: i64,
}

impl Shared {
    fn open(city: &TestCity) -> Self {
        let boss = city.official("organiser", &[(Role::Organiser, None)]);
        let mut rules: Value = serde_json::from_str(include_str!("../fixtures/rules/porto_alegre.json")).unwrap();
        rules["envelopes"][0]["total"] = json!(100);
        rules["envelopes"][1]["allocation"] = json!("equal");
        rules["envelopes"][1].as_object_mut().unwrap().remove("formula");
        let cycle = cycle_under(city, &boss, "porto", &rules);
        let region = |code: &str, district: Id| -> Id {
            let region = envelope_in(&boss, cycle, "regions", code, json!({ "district_id": district })).status(201);
            region.read::<Envelope>().id
        };
        let [north, south] = city.districts();
        let regions = [region("north", north), region("south", south)];
        Self { boss, cycle, regions, year: rules["fiscal_years"][0].as_i64().unwrap() }
    }

    /// Four weighted points for the north, seven for the south: 36 and 4/11, 63 and 7/11.
    fn wanted(&self) -> Value {
        let [north, south] = self.regions;
        json!({
            "group": "regions", "remainder": "largest", "fiscal_year": self.year,
            "inputs": [
                { "envelope_id": north, "points": [1, 0, 0] },
                { "envelope_id": south, "points": [0, 1, 1] },
            ],
        })
    }

    fn at(&self) -> String {
        path(CYCLE_ALLOCATIONS, &[&self.cycle.to_string()])
    }

    fn post(&self, wanted: &Value) -> Reply {
        self.boss.post(&self.at(), wanted)
    }

    fn balance(&self, region: usize, account: LedgerAccount) -> i64 {
        let envelope: Envelope = self.boss.get(&path(ENVELOPE, &[&self.regions[region].to_string()])).read();
        envelope.balances.iter().find(|b| b.account == account).map_or(0, |b| b.amount.0)
    }
}

both! {
    fn money_is_shared_out_once_to_the_smallest_unit(city: &TestCity) {
        let shared = Shared::open(city);
        city.visitor().post(&shared.at(), &shared.wanted()).problem(401);
        city.official("clerk", &[(Role::Clerk, None)]).post(&shared.at(), &shared.wanted()).refused(403, &["role_missing"]);
        let near = city.official("near", &[(Role::Organiser, Some(city.districts()[0]))]);
        near.post(&shared.at(), &shared.wanted()).refused(403, &["wrong_district"]);

        let made: Allocation = shared.post(&shared.wanted()).status(201).read();
        let amounts: Vec<i64> = made.shares.iter().map(|share| share.amount.0).collect();
        assert_eq!(amounts, [36, 64], "the unit left over goes to who lost most");
        assert_eq!((made.shares[0].weighted, made.shares[1].weighted), (4, 7));
        assert_eq!((made.shares[1].claim.num.as_str(), made.shares[1].claim.den.as_str()), ("700", "11"));
        assert_eq!((made.shares[0].got_remainder, made.shares[1].got_remainder), (false, true));
        assert!(made.act.is_none() && made.criteria.len() == 3 && made.rules_number == Some(1));
        for (region, amount) in [(0, 36), (1, 64)] {
            assert_eq!(shared.balance(region, LedgerAccount::Announced), amount);
            assert_eq!(shared.balance(region, LedgerAccount::Available), 0, "no act has approved it");
        }
        shared.post(&shared.wanted()).refused(409, &["already_allocated"]);
        let list: AllocationList = city.visitor().get(&shared.at()).read();
        assert_eq!(list.items, [made]);
    }

    fn an_act_approves_the_shares_and_a_share_of_nothing_is_no_entry(city: &TestCity) {
        let shared = Shared::open(city);
        let council = json!({ "city_id": city.test.city, "kind": "maslikhat", "name": text("Совет"), "selection": "elected" });
        let council = shared.boss.post(BODIES, &council).status(201).value();
        let today = city.now().date().to_string();
        let act = json!({ "body_id": council["id"], "cycle_id": shared.cycle, "number": "1", "date": today, "title": text("Бюджет") });
        let act = shared.boss.post(ACTS, &act).status(201).value();
        let mut wanted = shared.wanted();
        wanted["act_id"] = act["id"].clone();
        wanted["inputs"][0]["points"] = json!([0, 0, 0]);
        let made: Allocation = shared.post(&wanted).status(201).read();
        assert_eq!(made.act.unwrap().number, "1");
        assert_eq!((shared.balance(0, LedgerAccount::Available), shared.balance(1, LedgerAccount::Available)), (0, 100));
    }

    fn what_cannot_be_shared_out_is_refused(city: &TestCity) {
        let shared = Shared::open(city);
        let [north, south] = shared.regions;
        let with = |key: &str, value: Value| {
            let mut wanted = shared.wanted();
            wanted[key] = value;
            wanted
        };
        shared.post(&with("group", json!("moon"))).invalid(&[("/group", "unknown")]);
        shared.post(&with("group", json!("themes"))).refused(409, &["not_by_formula", "no_envelopes"]);
        shared.post(&with("act_id", json!(Id::new_v4()))).problem(404);
        let mut wanted = with("fiscal_year", json!(2001));
        wanted["inputs"] = json!([
            { "envelope_id": north, "points": [1, 0] },
            { "envelope_id": north, "points": [1, -1, 0] },
            { "envelope_id": Id::new_v4(), "points": [0, 0, 0] },
        ]);
        shared.post(&wanted).invalid(&[
            ("/inputs/0/points", "length"), ("/inputs/1/envelope_id", "duplicate"), ("/inputs/1/points", "range"),
            ("/inputs/2/envelope_id", "unknown"), ("/inputs", "missing"), ("/fiscal_year", "unknown"),
        ]);
        let nothing = [north, south].map(|region| json!({ "envelope_id": region, "points": [0, 0, 0] }));
        shared.post(&with("inputs", json!(nothing))).invalid(&[("/inputs", "no_points")]);

        // Money that came otherwise: the sum would no longer be the rules' total.
        let entry = json!({ "kind": "announce", "fiscal_year": shared.year, "amount": 10 });
        shared.boss.post(&path(ENVELOPE_ENTRIES, &[&north.to_string()]), &entry).status(201);
        shared.post(&shared.wanted()).refused(409, &["money_announced"]);
        city.visitor().get(&path(CYCLE_ALLOCATIONS, &[&Id::new_v4().to_string()])).problem(404);
    }
}
