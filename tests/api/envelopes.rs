//! Envelopes in groups: of districts, of themes, with places to win; the contests they make, and proposals that ask for them.

use api_types::contest::{Contest, ContestList};
use api_types::endpoint::{BODIES, CONTEST, CYCLE, CYCLE_CONTESTS, CYCLE_ENVELOPES, PROPOSAL, PROPOSALS, path};
use api_types::envelope::Envelope;
use domain::{Id, Role};
use qatysu_tests::{Client, TestCity, both};
use serde_json::{Value, json};

use crate::allocations::{cycle_under, envelope_in};
use crate::season::{Season, text};

/// Paris's rules for two districts with five winners together.
fn paris() -> Value {
    let mut rules: Value = serde_json::from_str(include_str!("../fixtures/rules/paris.json")).unwrap();
    rules["contests"][0]["counting"]["winners"]["total"] = json!(5);
    rules
}

fn seoul() -> Value {
    serde_json::from_str(include_str!("../fixtures/rules/seoul.json")).unwrap()
}

fn boss(city: &TestCity) -> Client {
    city.official("organiser", &[(Role::Organiser, None)])
}

both! {
    fn an_envelope_is_one_of_its_group(city: &TestCity) {
        let boss = boss(city);
        let here = city.districts()[0];
        let cycle = cycle_under(city, &boss, "paris", &paris());
        let wrong = |group: &str, more: Value, faults: &[(&str, &str)]| {
            envelope_in(&boss, cycle, group, "wrong", more).invalid(faults);
        };
        wrong("moon", json!({}), &[("/group", "unknown")]);
        wrong("arrondissements", json!({ "places": 2 }), &[("/district_id", "required")]);
        wrong("paris", json!({ "district_id": here }), &[("/district_id", "not_here")]);
        wrong("arrondissements", json!({ "district_id": here, "theme": "culture" }), &[("/theme", "not_here")]);
        wrong("schools", json!({ "places": 2 }), &[("/places", "not_here")]);
        wrong("paris", json!({ "places": 0 }), &[("/places", "range")]);
        let good = envelope_in(&boss, cycle, "arrondissements", "a1", json!({ "district_id": here, "places": 2 })).status(201);
        let good: Envelope = good.read();
        assert_eq!((good.group.as_deref(), good.places, good.theme), (Some("arrondissements"), Some(2), None));
        let shown = city.visitor().get(&format!("{}?now", path(CYCLE, &[&cycle.to_string()]))).value();
        assert_eq!((&shown["envelopes"][0]["group"], &shown["envelopes"][0]["places"]), (&json!("arrondissements"), &json!(2)));

        let cycle = cycle_under(city, &boss, "seoul", &seoul());
        let wrong = |more: Value, faults: &[(&str, &str)]| {
            envelope_in(&boss, cycle, "deliberation", "wrong", more).invalid(faults);
        };
        wrong(json!({}), &[("/theme", "required")]);
        wrong(json!({ "theme": "space" }), &[("/theme", "unknown")]);
        let plain = json!({ "code": "plain", "name": text("Plain"), "theme": "welfare", "places": 1 });
        let at = path(CYCLE_ENVELOPES, &[&cycle.to_string()]);
        boss.post(&at, &plain).invalid(&[("/theme", "not_here"), ("/places", "not_here")]);
        envelope_in(&boss, cycle, "deliberation", "welfare", json!({ "theme": "welfare" })).status(201);
    }

    fn each_rule_makes_its_contests_and_places_add_up(city: &TestCity) {
        let boss = boss(city);
        let [here, there] = city.districts();
        let open = |code: &str, places: [Option<i32>; 2]| -> Id {
            let cycle = cycle_under(city, &boss, code, &paris());
            for (n, (district, places)) in (1..).zip([here, there].into_iter().zip(places)) {
                let own = json!({ "district_id": district, "places": places });
                envelope_in(&boss, cycle, "arrondissements", &format!("a{n}"), own).status(201);
                let poorer = json!({ "district_id": district });
                envelope_in(&boss, cycle, "poorer_quarters", &format!("p{n}"), poorer).status(201);
            }
            cycle
        };
        let prepare = |cycle: Id| boss.post(&path(CYCLE_CONTESTS, &[&cycle.to_string()]), &json!({}));
        let whole = |cycle| envelope_in(&boss, cycle, "paris", "paris", json!({ "places": 2 })).status(201);
        let missing = open("missing", [Some(2), None]);
        prepare(missing).refused(409, &["places_missing", "no_envelopes"]);
        let many = open("many", [Some(2), Some(6)]);
        whole(many);
        let refused = prepare(many).refused(409, &["places_out_of_range", "places_out_of_range"]);
        let named: Vec<_> = refused.blockers.iter().map(|b| b.value.clone().unwrap()).collect();
        assert_eq!(named, ["arrondissements-turksib: 6", "total: 8"]);
        let good = open("good", [Some(2), Some(3)]);
        whole(good);
        let made: ContestList = prepare(good).status(200).read();
        let codes: Vec<&str> = made.items.iter().map(|contest| contest.code.as_str()).collect();
        assert_eq!(codes, ["arrondissements-auezov", "arrondissements-turksib", "paris"]);
        assert_eq!(made.items[0].district_id, Some(here));
        let contest: Contest = city.visitor().get(&format!("{}?now", path(CONTEST, &[&made.items[0].id.to_string()]))).read();
        assert_eq!(contest.brief.rule.as_deref(), Some("arrondissements"));
        let money: Vec<_> = contest.envelopes.iter().map(|e| (e.group.clone().unwrap(), e.places)).collect();
        assert_eq!(money, [("arrondissements".to_owned(), Some(2)), ("poorer_quarters".to_owned(), None)]);
    }

    fn a_theme_has_a_contest_and_an_assembly(city: &TestCity) {
        let boss = boss(city);
        let cycle = cycle_under(city, &boss, "seoul", &seoul());
        envelope_in(&boss, cycle, "city", "city", json!({})).status(201);
        for (code, theme) in [("w1", "welfare"), ("s1", "safety"), ("w2", "welfare")] {
            envelope_in(&boss, cycle, "deliberation", code, json!({ "theme": theme })).status(201);
        }
        let made: ContestList = boss.post(&path(CYCLE_CONTESTS, &[&cycle.to_string()]), &json!({})).status(200).read();
        let found: Vec<_> = made.items.iter().map(|contest| (contest.code.as_str(), contest.theme.as_deref())).collect();
        assert_eq!(found, [("city", None), ("deliberation-safety", Some("safety")), ("deliberation-welfare", Some("welfare"))]);

        let mut assembly = json!({
            "city_id": city.test.city, "kind": "assembly", "name": text("Собрание"), "selection": "open", "theme": "No theme",
        });
        boss.post(BODIES, &assembly).invalid(&[("/theme", "short_name")]);
        assembly["theme"] = json!("welfare");
        assert_eq!(boss.post(BODIES, &assembly).status(201).value()["theme"], "welfare");
    }

    fn a_proposal_asks_for_money_of_its_own_place_and_theme(city: &TestCity) {
        let season = Season::open_with(city, |rules| {
            rules["envelopes"].as_array_mut().unwrap().push(json!({
                "id": "fields", "name": text("Темы"), "area": "theme", "count": 2, "allocation": "declared",
            }));
        });
        let boss = city.token_of(season.organiser);
        let far = json!({ "district_id": season.other_district, "code": "far", "name": text("Far") });
        let far: Envelope = boss.post(&path(CYCLE_ENVELOPES, &[&season.cycle.to_string()]), &far).status(201).read();
        let field = |theme: &str| -> Id {
            envelope_in(&boss, season.cycle, "fields", theme, json!({ "theme": theme })).status(201).read::<Envelope>().id
        };
        let (parks, courtyards) = (field("parks"), field("courtyards"));
        let author = city.resident(season.district).client;
        let mut draft = season.draft("Двор без луж в Аксае");
        let asks = |draft: &mut Value, envelope: Id| draft["envelope_id"] = json!(envelope);
        asks(&mut draft, Id::new_v4());
        author.post(PROPOSALS, &draft).invalid(&[("/envelope_id", "unknown")]);
        asks(&mut draft, far.id);
        author.post(PROPOSALS, &draft).invalid(&[("/envelope_id", "other_district")]);
        asks(&mut draft, parks);
        author.post(PROPOSALS, &draft).invalid(&[("/envelope_id", "other_category")]);
        asks(&mut draft, courtyards);
        let made = author.post(PROPOSALS, &draft).status(201).value();
        let address = path(PROPOSAL, &[made["id"].as_str().unwrap()]);
        asks(&mut draft, parks);
        author.with("If-Match", "\"1\"").put(&address, &draft).invalid(&[("/envelope_id", "other_category")]);
    }
}
