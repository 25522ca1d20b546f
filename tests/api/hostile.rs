//! What somebody sends who wants to break the server: no value in a body, an address or a query does more than get a problem in
//! words, and what is refused leaves nothing behind.

use api_types::endpoint::{CYCLES, PROJECTS, RESIDENT_IMPORTS};
use qatysu_tests::raw::say;
use qatysu_tests::{Client, Reply, TestCity, both};
use serde_json::{Value, json};
use std::time::Duration;
use ureq::http::Method;

use crate::walk::{Op, World, operations};

/// Values that stand where another was expected.
fn values() -> Vec<Value> {
    let deep = (0..100).fold(json!(null), |inner, _| json!([inner]));
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(0.5),
        json!(""),
        json!("\u{0}"),
        json!("😀\u{202e}\u{200f}ﷺ"),
        json!("=cmd|' /C calc'!A0"),
        json!("x".repeat(100_000)),
        json!("0000-01-01"),
        json!("9999-12-31"),
        json!("2026-02-30"),
        json!("9999-12-31T23:59:59.999999Z"),
        json!("-9999-01-01T00:00:00Z"),
        json!("ffffffff-ffff-ffff-ffff-ffffffffffff"),
        json!([]),
        json!({}),
        deep,
    ]
}

/// The places in a body, as JSON pointers; the body itself is the first.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(i, one)| places(one, &format!("{at}/{i}"), found)),
        Value::Object(map) => map.iter().for_each(|(key, one)| places(one, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

/// Links of the audit log: whatever is written adds one.
fn links(city: &TestCity) -> i64 {
    city.test.app.store.read(|c| -> store::Result<i64> { Ok(store::audit::verify(c)?.links) }).unwrap()
}

/// Somebody who is let through, found by asking one after the other; the last one found is asked first.
struct Doors<'a> {
    world: &'a World,
    last: usize,
}

impl Doors<'_> {
    fn send(&mut self, request: impl Fn(&Client) -> Reply) -> Reply {
        let people = &self.world.people;
        let mut reply = request(&people[self.last].client);
        for (number, persona) in people.iter().enumerate() {
            if !matches!(reply.status, 401 | 403) {
                break;
            }
            self.last = number;
            reply = request(&persona.client);
        }
        reply
    }
}

/// What is wrong with an answer, if anything is.
fn fault(reply: &Reply) -> Option<String> {
    let (status, text) = (reply.status, reply.text());
    let problem = || serde_json::from_slice::<api_types::Problem>(&reply.body).is_ok_and(|p| p.status == status);
    let right =
        status < 400 || (status < 500 && reply.header("content-type") == Some("application/problem+json") && problem());
    (!right).then(|| format!("{}: {status} {}", reply.asked, text.chars().take(300).collect::<String>()))
}

/// The address of something to read; where the city has no such thing, of one that might be.
fn readable(op: &Op, world: &World) -> String {
    let mut of = "";
    let mut parts = Vec::new();
    for part in op.path.split('/') {
        match part.starts_with('{') {
            true => parts.push(world.thing(of).unwrap_or("1b4e28ba-2fa1-11d2-883f-0016d3cca427")),
            false => {
                of = part;
                parts.push(part);
            }
        }
    }
    let cycle = op.doc["parameters"].as_array().into_iter().flatten().any(|p| p["name"] == "cycle");
    let query = if cycle { format!("?cycle={}", world.season.cycle) } else { String::new() };
    parts.join("/") + &query
}

/// It ends the sessions of those who walk, or takes their accounts.
const LEFT_OUT: [&str; 3] = ["signOut", "disableAccount", "changePassword"];
/// Of a long body (rules) so many places are tried.
const PLACES: usize = 40;
/// Of all values each place gets so many, in turn.
const VALUES: usize = 5;

fn bodies(op: &Op, world: &World) -> Vec<Value> {
    let case = match op.id.as_str() {
        "createReview" => "formal",
        "createComment" => "question",
        "postEntry" => "announce",
        _ => "",
    };
    let mut good = world.body(op, case);
    // What may be left out is tried, too.
    let schema = &op.doc["requestBody"]["content"]["application/json"]["schema"];
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap_or_default();
    let document: Value = serde_json::from_str(&api::openapi::document().text).unwrap();
    if let (Some(map), Some(all)) =
        (good.as_object_mut(), document["components"]["schemas"][name]["properties"].as_object())
    {
        for key in all.keys() {
            map.entry(key.clone()).or_insert(Value::Null);
        }
    }
    let mut found = Vec::new();
    places(&good, "", &mut found);
    let step = found.len().div_ceil(PLACES);
    let values = values();
    let mut made = Vec::new();
    for (number, place) in found.iter().step_by(step).enumerate() {
        for turn in 0..VALUES {
            let mut body = good.clone();
            *body.pointer_mut(place).unwrap() = values[(number * VALUES + turn) % values.len()].clone();
            made.push(body);
        }
    }
    made
}

both! {
    fn no_value_in_a_body_breaks_the_server(city: &TestCity) {
        let world = World::open(city);
        let mut doors = Doors { world: &world, last: 0 };
        let (mut wrong, mut sent, mut before) = (Vec::new(), 0, links(city));
        for op in operations() {
            let json = op.doc.pointer("/requestBody/content/application~1json").is_some();
            if !json || LEFT_OUT.contains(&op.id.as_str()) {
                continue;
            }
            let (address, method): (String, Method) = (world.address(&op), op.method.parse().unwrap());
            for body in bodies(&op, &world) {
                let reply = doors.send(|client| client.json(method.clone(), &address, &body, &[("If-Match", "\"1\"")]));
                sent += 1;
                wrong.extend(fault(&reply).map(|why| format!("{why} of {}", body.to_string().chars().take(400).collect::<String>())));
                let after = links(city);
                if reply.status >= 400 && after != before {
                    wrong.push(format!("{}: {} and yet something was written", reply.asked, reply.status));
                }
                before = after;
            }
        }
        assert!(wrong.is_empty(), "{} of {sent} answers:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
        assert!(sent > 1_000, "{sent} requests");
        city.run_jobs();
    }

    fn no_address_and_no_query_breaks_the_server(city: &TestCity) {
        let world = World::open(city);
        let mut doors = Doors { world: &world, last: 0 };
        let odd = [
            "", "%00", "a%00b", "%FF%FE", "%F0%9F%98%80", "%E2%80%AE", "-1", "0", "9223372036854775808", "%2e%2e%2f", "%27--", "%25", "_", "*",
            "2026-02-30", "9999-12-31T23:59:59Z", "ffffffff-ffff-ffff-ffff-ffffffffffff", "null", "%5B%5D",
        ];
        let long = "x".repeat(4_000);
        let (mut wrong, mut sent) = (Vec::new(), 0);
        let mut ask = |doors: &mut Doors<'_>, address: &str| {
            let reply = doors.send(|client| client.get(address));
            sent += 1;
            wrong.extend(fault(&reply));
        };
        for op in operations().iter().filter(|op| op.method == "GET") {
            let address = readable(op, &world);
            let address = address.split('?').next().unwrap();
            for value in odd.iter().copied().chain([long.as_str()]) {
                if op.path.contains('{') && !value.is_empty() {
                    let mut parts: Vec<&str> = address.split('/').collect();
                    let place = op.path.split('/').enumerate().filter(|(_, part)| part.starts_with('{')).last().unwrap().0;
                    parts[place] = value;
                    ask(&mut doors, &parts.join("/"));
                }
                for parameter in op.doc["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "query") {
                    ask(&mut doors, &format!("{address}?{}={value}", parameter["name"].as_str().unwrap()));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {sent} answers:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
        assert!(sent > 1_000, "{sent} requests");
        city.run_jobs();
    }

    fn head_says_what_get_would(city: &TestCity) {
        let world = World::open(city);
        let mut doors = Doors { world: &world, last: 0 };
        for op in operations().iter().filter(|op| op.method == "GET") {
            let address = readable(op, &world);
            let get = doors.send(|client| client.get(&address));
            let head = doors.send(|client| client.send(Method::HEAD, &address, &[], Vec::new()));
            assert_eq!(head.status, get.status, "{}", get.asked);
            assert!(head.body.is_empty(), "{}", get.asked);
            for name in ["etag", "content-type", "cache-control"] {
                assert_eq!(head.header(name), get.header(name), "{} {name}", get.asked);
            }
            // The same address with a slash more is another one, and there is nothing.
            let slash = format!("{}/", address.split('?').next().unwrap());
            doors.send(|client| client.get(&slash)).problem(404);
        }
        city.run_jobs();
    }

    fn compressed_files_are_not_taken(city: &TestCity) {
        let organiser = city.official("organiser", &[(domain::Role::Organiser, None)]);
        let imports = format!("{RESIDENT_IMPORTS}?city_id={}", city.test.city);
        let headers = [("Content-Type", "text/csv"), ("Content-Encoding", "gzip")];
        organiser.send(Method::POST, &imports, &headers, vec![0x1f, 0x8b, 8, 0]).problem(415);
    }

    fn operators_pages_know_their_method(city: &TestCity) {
        for path in ["/healthz", "/readyz", "/metrics", "/docs", "/.well-known/security.txt"] {
            let reply = city.visitor().post(path, &json!({}));
            assert_eq!(reply.header("allow"), Some("GET, HEAD"), "{path}");
            reply.problem(405);
        }
        for query in ["verbose", "verbose=1", "a=b&verbose=true"] {
            let ready = city.visitor().get(&format!("/readyz?{query}")).value();
            assert_eq!(ready["details"]["ledger"]["balanced"], true, "{query}: {ready}");
        }
        assert!(city.visitor().get("/readyz").value()["details"].get("ledger").is_none());
    }
}

#[test]
fn an_old_client_is_answered_and_the_connection_closed() {
    let city = TestCity::sqlite();
    for (path, status) in [(CYCLES, "200"), (PROJECTS, "200"), ("/api/v1/nothing", "404"), ("/healthz", "200")] {
        let heard = say(&city.url, format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes(), Duration::from_secs(5));
        assert!(heard.text.starts_with(&format!("HTTP/1.0 {status}")), "{path}: {}", heard.text);
        assert!(heard.closed, "{path}");
    }
    // Whatever is asked for, JSON is what there is.
    for accept in ["text/html", "application/xml;q=1, */*;q=0", "nonsense", ""] {
        let reply = city.visitor().with("Accept", accept).get(CYCLES).status(200);
        assert_eq!(reply.header("content-type"), Some("application/json"), "{accept}");
    }
}
