//! The OpenAPI document against the routes, the committed file and the SPA's constants.

use std::collections::BTreeSet;
use std::path::Path;

use api::openapi::document;
use qatysu_tests::TestCity;
use serde_json::Value;

/// Constants that the single-page app already uses and whose routes are being built.
const COMING: &[&str] = &[];

fn doc() -> Value {
    serde_json::from_str(&document().text).unwrap()
}

/// Path, method and operation.
fn operations() -> Vec<(String, String, Value)> {
    let doc = doc();
    let paths = doc["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(|(method, op)| (path.clone(), method.to_uppercase(), op.clone()))
        })
        .collect()
}

#[test]
fn the_committed_document_is_the_server_s() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &document().text).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == document().text, "openapi/openapi.json differs from the routes; run the test with UPDATE=1");
}

#[test]
fn every_endpoint_is_documented_and_has_a_constant() {
    let documented: BTreeSet<String> = operations().into_iter().map(|(path, _, _)| path).collect();
    let constants: BTreeSet<String> = api_types::endpoint::ALL.iter().map(|p| (*p).to_owned()).collect();
    let missing: Vec<_> = documented.difference(&constants).collect();
    assert!(missing.is_empty(), "no constant in api-types/src/endpoint.rs: {missing:?}");
    let idle: Vec<_> = constants.difference(&documented).filter(|path| !COMING.contains(&path.as_str())).collect();
    assert!(idle.is_empty(), "constants without a route: {idle:?}");
    let arrived: Vec<_> = COMING.iter().filter(|path| documented.contains(**path)).collect();
    assert!(arrived.is_empty(), "no longer coming: {arrived:?}");
}

#[test]
fn every_operation_is_complete() {
    let mut ids = BTreeSet::new();
    for (path, method, op) in operations() {
        let at = format!("{method} {path}");
        let id = op["operationId"].as_str().unwrap_or_else(|| panic!("{at}: no operationId"));
        assert!(ids.insert(id.to_owned()), "{at}: {id} twice");
        assert!(id.chars().any(char::is_uppercase) && !id.contains('_'), "{at}: {id} is verbNoun");
        assert!(!op["summary"].as_str().unwrap_or_default().is_empty(), "{at}: no summary");
        assert_eq!(op["tags"].as_array().map(Vec::len), Some(1), "{at}: one tag");
        assert!(op["security"].is_array(), "{at}: security");
        assert!(op["responses"].as_object().unwrap().keys().any(|s| s.starts_with('2')), "{at}: no success");
        for parameter in op["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].is_string(), "{at}: {}", parameter["name"]);
        }
        if method != "GET" && op.get("requestBody").is_some() {
            assert!(op["responses"]["413"].is_object() && op["responses"]["415"].is_object(), "{at}");
        }
    }
}

#[test]
fn inputs_deny_unknown_fields() {
    let doc = doc();
    for (path, method, op) in operations() {
        let Some(reference) = op.pointer("/requestBody/content/application~1json/schema/$ref").and_then(Value::as_str)
        else {
            continue;
        };
        let schema = doc.pointer(reference.trim_start_matches('#')).unwrap();
        assert_eq!(schema["additionalProperties"], false, "{method} {path}: {reference}");
    }
}

#[test]
fn no_tuples_and_no_nameless_enums() {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>, named: bool) {
        match value {
            Value::Object(map) => {
                if map.contains_key("prefixItems") {
                    found.push(format!("{at}: a tuple"));
                }
                // A single value is a tag.
                if !named && map.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() > 1) {
                    found.push(format!("{at}: a nameless enum"));
                }
                for (key, value) in map {
                    walk(value, &format!("{at}/{key}"), found, false);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, at, found, false)),
            _ => {}
        }
    }
    let doc = doc();
    let mut found = Vec::new();
    for (name, schema) in doc["components"]["schemas"].as_object().unwrap() {
        walk(schema, name, &mut found, true);
    }
    walk(&doc["paths"], "paths", &mut found, false);
    assert!(found.is_empty(), "{found:#?}");
}

/// What says that one must be signed in refuses visitors, and what does not say so never does.
#[test]
fn security_is_what_it_says() {
    let city = TestCity::sqlite();
    let id = domain::Id::new_v4().to_string();
    for (path, method, op) in operations() {
        let address: String = path
            .split('/')
            .map(|part| if part.starts_with('{') { id.as_str() } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let media = op
            .pointer("/requestBody/content")
            .and_then(Value::as_object)
            .and_then(|content| content.keys().next().cloned())
            .unwrap_or_else(|| "application/json".to_owned());
        let method: ureq::http::Method = method.parse().unwrap();
        let body = if method == "GET" { Vec::new() } else { b"{}".to_vec() };
        let headers = [("Content-Type", media.as_str()), ("If-Match", "\"1\"")];
        let reply = city.visitor().send(method.clone(), &address, &headers, body.clone());
        let security = op["security"].as_array().unwrap();
        // An empty requirement among others: signing in is optional.
        let required =
            !security.is_empty() && security.iter().all(|one| one.as_object().is_some_and(|o| !o.is_empty()));
        assert_eq!(reply.status == 401, required, "{method} {path}: {} {}", reply.status, reply.text());
        if !security.is_empty() {
            city.visitor().bearer("forged").send(method.clone(), &address, &headers, body.clone()).problem(401);
            // Where signing in is optional, a cookie whose session is over means a visitor.
            let stale = city.visitor().cookie("forged").send(method.clone(), &address, &headers, body);
            assert_eq!(stale.status == 401, required, "{method} {path}: {}", stale.text());
        }
    }
}

#[test]
fn the_document_and_its_page_are_served() {
    let city = TestCity::sqlite();
    let served = city.visitor().get(api_types::endpoint::OPENAPI).status(200);
    assert_eq!(served.clone().value(), doc());
    city.visitor().with("If-None-Match", &served.etag()).get(api_types::endpoint::OPENAPI).status(304);
    assert_eq!(city.visitor().get("/docs").status(302).header("location"), Some("/docs/"));
    let page = city.visitor().get("/docs/").status(200).text();
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing from elsewhere: {page}");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"] {
        city.visitor().get(&format!("/docs/{file}")).status(200);
    }
    assert!(city.visitor().get("/docs/swagger-initializer.js").text().contains(api_types::endpoint::OPENAPI));
}
