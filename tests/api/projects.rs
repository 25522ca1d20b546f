//! Projects as the public sees them: filters, search, order, pages, open data.

use std::time::Duration;

use api_types::endpoint::{
    EXPORT_PROJECTS_CSV, EXPORT_PROJECTS_JSON, EXPORT_PROJECTS_JSONL, PROJECT, PROJECTS, PROPOSAL_SUBMIT,
    PROPOSAL_SUPPORT, PROPOSALS, encode, path,
};
use api_types::project::{ProjectExport, ProjectPage, ProjectRecord};
use api_types::proposal::ProposalReceipt;
use domain::Id;
use qatysu_tests::{TestCity, both};
use serde_json::json;

use crate::season::{Season, tick};

/// A submitted proposal with something changed.
fn submitted(city: &TestCity, season: &Season, title: &str, more: &[(&str, serde_json::Value)]) -> Id {
    tick(city);
    let author = city.resident(season.district).client;
    let mut draft = season.draft(title);
    for (key, value) in more {
        draft[*key] = value.clone();
    }
    let made: ProposalReceipt = author.post(PROPOSALS, &draft).status(201).read();
    author.post(&path(PROPOSAL_SUBMIT, &[&made.id.to_string()]), &json!({})).status(200);
    made.id
}

fn found(city: &TestCity, query: &str) -> Vec<Id> {
    let page: ProjectPage = city.visitor().get(&format!("{PROJECTS}?{query}")).read();
    page.items.iter().map(|p| p.id).collect()
}

fn search(city: &TestCity, words: &str) -> Vec<Id> {
    let mut query = "q=".to_owned();
    encode(words, &mut query);
    found(city, &query)
}

both! {
    fn a_search_finds_kazakh_words_however_they_are_typed(city: &TestCity) {
        let season = Season::open(city);
        let park = submitted(city, &season, "Қарағанды көшесіндегі саябақ", &[("lang", json!("kk"))]);
        let yard = submitted(city, &season, "Двор без луж на 100% готов", &[]);
        for words in ["қарағанды", "ҚАРАҒАНДЫ саябақ", "караганды", "саябак коше", "Караганды көше", "alm-26-0001"] {
            assert_eq!(search(city, words), [park], "{words}");
        }
        assert_eq!(search(city, "двор 100%"), [yard]);
        assert_eq!(search(city, "аксай"), [yard, park], "the address is searched too");
        for words in ["100_", "дв%р", "саябақ луж", "'; DROP TABLE proposal; --"] {
            assert!(search(city, words).is_empty(), "{words}");
        }
        city.run_jobs();
    }

    fn lists_are_filtered_sorted_and_paged(city: &TestCity) {
        let season = Season::open(city);
        let ids: Vec<Id> = (0..5).map(|n| submitted(city, &season, &format!("Двор номер {n} без луж"), &[])).collect();
        let sports = submitted(city, &season, "Площадка для баскетбола", &[("category", json!("sports"))]);
        let far = submitted(city, &season, "Сквер в другом районе", &[("district_id", json!(season.other_district))]);
        for (fans, id) in [(2, ids[1]), (1, ids[3])] {
            for fan in city.residents(season.district, fans) {
                fan.client.put(&path(PROPOSAL_SUPPORT, &[&id.to_string()]), &json!({})).status(200);
            }
        }
        assert_eq!(found(city, "category=sports"), [sports]);
        assert_eq!(found(city, &format!("district_id={}", season.other_district)), [far]);
        assert_eq!(found(city, &format!("cycle_id={}", season.cycle)).len(), 7);
        assert!(found(city, &format!("cycle_id={}", Id::new_v4())).is_empty());
        assert!(found(city, "state=withdrawn").is_empty() && found(city, "outcome=funded").is_empty());
        assert_eq!(found(city, "state=submitted&sort=newest&limit=2"), [far, sports]);
        assert_eq!(found(city, "sort=most_supported&limit=3"), [ids[1], ids[3], far]);
        for bad in ["state=draft2", "district=auezov", "sort=best", "limit=0", "cycle_id=x"] {
            city.visitor().get(&format!("{PROJECTS}?{bad}")).problem(400);
        }
        let (mut all, mut next) = (Vec::new(), Some(format!("{PROJECTS}?sort=most_supported&limit=2")));
        while let Some(address) = next {
            let page: ProjectPage = city.visitor().get(&address).read();
            all.extend(page.items.iter().map(|p| p.id));
            next = page.next.map(|cursor| format!("{PROJECTS}?sort=most_supported&limit=2&cursor={cursor}"));
        }
        assert_eq!(all, [ids[1], ids[3], far, sports, ids[4], ids[2], ids[0]]);
        city.run_jobs();
    }

    fn the_first_page_is_ready_and_follows_each_write(city: &TestCity) {
        let season = Season::open(city);
        let list = || city.visitor().get(PROJECTS).status(200);
        let shows = |id: Id| list().text().contains(&id.to_string());
        let first = submitted(city, &season, "Двор без луж в Аксае", &[]);
        city.eventually(Duration::from_secs(1), "a submission shows", || shows(first));
        assert_eq!(list().header("cache-control"), Some("public, max-age=0, must-revalidate"));
        let before = list().etag();
        city.visitor().with("If-None-Match", &before).get(PROJECTS).status(304);
        for n in 0..20 {
            submitted(city, &season, &format!("Двор номер {n} без луж"), &[]);
        }
        city.eventually(Duration::from_secs(1), "the first one moves to the next page", || !shows(first));
        let page: ProjectPage = list().read();
        assert_eq!(page.items.len(), 20);
        assert_eq!(found(city, &format!("cursor={}", page.next.unwrap())), [first], "a ready page has a cursor that works");
        city.visitor().get(&path(PROJECT, &["ALM-26-9999"])).problem(404);
        for odd in ["nothing/../x", "a\0b", "жол"] {
            city.visitor().get(&path(PROJECT, &[odd])).problem(404);
        }
        city.visitor().get(&format!("{PROJECTS}?category=%00")).problem(400);
        let page = || city.visitor().get(&path(PROJECT, &["alm-26-0001"])).status(200);
        let before = page().etag();
        city.visitor().with("If-None-Match", &before).get(&path(PROJECT, &["ALM-26-0001"])).status(304);
        let fan = city.resident(season.district).client;
        fan.put(&path(PROPOSAL_SUPPORT, &[&first.to_string()]), &json!({})).status(200);
        assert_ne!(page().etag(), before, "one more supporter is another page");
        city.run_jobs();
    }

    fn open_data_comes_in_three_forms(city: &TestCity) {
        let season = Season::open(city);
        let formula = submitted(city, &season, "=HYPERLINK(\"http://x\"; \"нажми\")", &[]);
        let plain = submitted(city, &season, "Двор, \"без луж\" в Аксае", &[]);
        let withdrawn = city.resident(season.district).client;
        withdrawn.post(PROPOSALS, &season.draft("Черновик никто не видит")).status(201);
        let get = |template: &str| city.visitor().get(&format!("{template}?cycle={}", season.cycle)).status(200);
        let json = get(EXPORT_PROJECTS_JSON);
        assert_eq!(json.header("content-type"), Some("application/json"));
        let json: ProjectExport = json.read();
        assert_eq!(json.items.iter().map(|p| p.id).collect::<Vec<_>>(), [plain, formula]);
        assert_eq!((json.items[0].district.as_str(), json.items[0].number.as_deref()), ("auezov", Some("ALM-26-0002")));
        let lines = get(EXPORT_PROJECTS_JSONL);
        assert_eq!(lines.header("content-type"), Some("application/jsonl"));
        let lines: Vec<ProjectRecord> = lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, json.items);
        let csv = get(EXPORT_PROJECTS_CSV);
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(csv.header("content-disposition").unwrap().ends_with(".csv\""));
        let csv = csv.text();
        let rows: Vec<&str> = csv.split("\r\n").collect();
        assert!(rows[0].starts_with("id,number,external_id,cycle_id,district,category,state,"), "{}", rows[0]);
        assert!(rows[1].contains("\"Двор, \"\"без луж\"\" в Аксае\""), "{}", rows[1]);
        assert!(rows[1].contains(",1489600000,14896000.00,KZT,"), "{}", rows[1]);
        assert!(rows[2].contains("\"'=HYPERLINK("), "{}", rows[2]);
        city.visitor().get(&format!("{EXPORT_PROJECTS_JSON}?cycle={}", Id::new_v4())).problem(404);
        city.visitor().get(EXPORT_PROJECTS_CSV).problem(400);
        city.run_jobs();
    }
}
