//! The audit log over HTTP: who may read it, and that it can be checked with nothing but what it says.

use api_types::audit::AuditPage;
use api_types::endpoint::{AUDIT, BODIES};
use domain::Role;
use qatysu_tests::both;
use serde_json::json;
use sha2::{Digest, Sha256};

both! {
    fn auditors_read_what_was_done_and_others_do_not(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let name = json!({ "kk": "Бөлім", "ru": "Отдел" });
        let body = json!({ "city_id": city.test.city, "kind": "department", "name": name, "selection": "appointed" });
        organiser.post(BODIES, &body).status(201);
        organiser.get(AUDIT).refused(403, &["role_missing"]);
        let auditor = city.official("auditor", &[(Role::Auditor, None)]);
        let page: AuditPage = auditor.get(&format!("{AUDIT}?subject=body")).read();
        assert_eq!(page.items.len(), 1);
        let link = &page.items[0];
        assert_eq!((link.action.as_str(), link.actor.as_str()), ("body_created", "account"));
        let (salt, payload) = (unhex(link.salt.as_deref().unwrap()), link.payload.clone().unwrap());
        assert_eq!(Sha256::digest([&salt, payload.as_bytes()].concat()).to_vec(), unhex(&link.payload_hash));

        let all: AuditPage = auditor.get(&format!("{AUDIT}?limit=100")).read();
        for pair in all.items.windows(2) {
            assert_eq!(pair[0].seq, pair[1].seq + 1);
            assert_eq!(pair[0].previous, pair[1].hash);
        }
        assert!(!serde_json::to_string(&all).unwrap().contains("example.kz"), "nothing personal stands in the log");

        // A district's auditor must ask for the district.
        let [auezov, turksib] = city.districts();
        let local = city.official("local", &[(Role::Auditor, Some(auezov))]);
        local.get(AUDIT).problem(403);
        local.get(&format!("{AUDIT}?district_id={auezov}")).status(200);
        local.get(&format!("{AUDIT}?district_id={turksib}")).refused(403, &["wrong_district"]);
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}
