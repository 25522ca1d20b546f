//! Cities, and their districts as a map that others can draw.

use api_types::endpoint::{CITIES, CITY_DISTRICTS, CITY_PROGRAMMES, CYCLES, path};
use domain::{Id, LocalText, Role};
use qatysu_tests::both;
use serde_json::{Value, json};

/// Twice the area of a ring, positive when it runs counter-clockwise.
fn turn(ring: &Value) -> f64 {
    let point = |one: &Value| (one[0].as_f64().unwrap(), one[1].as_f64().unwrap());
    let ring: Vec<(f64, f64)> = ring.as_array().unwrap().iter().map(point).collect();
    ring.windows(2).map(|two| two[0].0 * two[1].1 - two[1].0 * two[0].1).sum()
}

both! {
    fn districts_are_geojson_by_the_standard(city: &TestCity) {
        // The real map of the sample's eight districts, one of which was drawn the wrong way round; and one of two parts with a hole.
        let map: Value = serde_json::from_str(include_str!("../../crates/app/demo/almaty-districts.geo.json")).unwrap();
        let mut boundaries: Vec<Value> = map["features"].as_array().unwrap().iter().map(|f| f["geometry"].clone()).collect();
        assert_eq!(boundaries.len(), 8);
        let square = |at: i64, size: i64| json!([[at, at], [at, at + size], [at + size, at + size], [at + size, at], [at, at]]);
        boundaries.push(json!({ "type": "MultiPolygon", "coordinates": [[square(0, 9), square(1, 2)], [square(20, 5)]] }));
        let city_id = city.test.city;
        let write = move |tx: &mut store::Tx| -> store::Result<()> {
            for (ordinal, boundary) in (2..).zip(boundaries.clone()) {
                let (code, name) = (format!("map-{ordinal}"), LocalText::same("Район"));
                let row = store::district::District { id: Id::new_v4(), city_id, code, name, boundary: Some(boundary), ordinal };
                store::district::insert(tx, &row)?;
            }
            Ok(())
        };
        city.test.app.store.write(city.now(), write).unwrap();
        let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
        let address = path(CITY_DISTRICTS, &[&code]);
        let reply = city.visitor().get(&address).status(200);
        assert_eq!(reply.header("content-type"), Some("application/geo+json"));
        city.visitor().with("If-None-Match", &reply.etag()).get(&address).status(304);
        let found = reply.value();
        assert_eq!(found["type"], "FeatureCollection");
        assert!(found["attribution"].as_str().unwrap().contains("OpenStreetMap"));
        let features = found["features"].as_array().unwrap();
        assert_eq!(features.len(), 9, "districts without a boundary are on no map");
        for feature in features {
            assert_eq!(feature["type"], "Feature");
            let (name, geometry) = (&feature["properties"]["code"], &feature["geometry"]);
            assert!(feature["properties"]["name"]["kk"].is_string() && feature["id"].is_string());
            let polygons = match geometry["type"].as_str().unwrap() {
                "Polygon" => vec![geometry["coordinates"].clone()],
                "MultiPolygon" => geometry["coordinates"].as_array().unwrap().clone(),
                other => panic!("{name}: {other}"),
            };
            for polygon in polygons {
                for (number, ring) in polygon.as_array().unwrap().iter().enumerate() {
                    let points = ring.as_array().unwrap();
                    assert!(points.len() >= 4 && points.first() == points.last(), "{name}: closed");
                    assert_eq!(turn(ring) > 0.0, number == 0, "{name}: outside counter-clockwise, holes clockwise");
                }
            }
        }
        city.visitor().get(&path(CITY_DISTRICTS, &["nowhere"])).problem(404);
    }
    fn codes_stand_in_addresses_and_years_in_order(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let code = city.visitor().get(CITIES).value()["items"][0]["code"].as_str().unwrap().to_owned();
        let name = json!({ "kk": "Аудандар", "ru": "Районы" });
        let programme = |code: &str| json!({ "code": code, "name": name, "kind": "district" });
        let at = path(CITY_PROGRAMMES, &[&code]);
        for wrong in ["", "No good", "районы", "a/b"] {
            let problem = organiser.post(&at, &programme(wrong)).invalid(&[("/code", "short_name")]);
            assert!(problem.errors[0].detail.contains("Latin"), "{}", problem.errors[0].detail);
        }
        let programme = organiser.post(&at, &programme("districts-2028")).status(201).value();
        let cycle = |years: &[i32]| {
            json!({
                "programme_id": programme["id"], "code": "2028", "name": name, "fiscal_years": years, "currency": "KZT",
                "number_prefix": "ALM-28",
            })
        };
        for wrong in [[2028, 2028], [2029, 2028]] {
            organiser.post(CYCLES, &cycle(&wrong)).invalid(&[("/fiscal_years", "date_order")]);
        }
        let made = organiser.post(CYCLES, &cycle(&[2028, 2029])).status(201).value();
        assert_eq!(made["sample"], true, "what is set up in a sample city is as little real as the city");
    }
}
