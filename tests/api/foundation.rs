//! What holds for every route: problems, headers, limits, languages, caching.

use std::time::Duration;

use api::Config;
use api_types::ProblemCode;
use api_types::endpoint::{ACCOUNTS, ME, OPENAPI, SESSIONS};
use domain::Role;
use qatysu_tests::{TestCity, both, config};
use serde_json::json;
use ureq::http::Method;

both! {
    fn what_does_not_exist_is_a_problem(city: &TestCity) {
        for path in ["/api/v1/nothing", "/nothing", "/assets/nothing.js", "/api/v1/bodies/no-uuid", "/problems/nothing"] {
            let problem = city.visitor().get(path).problem(404);
            assert_eq!(problem.code, ProblemCode::NotFound, "{path}");
            assert_eq!(problem.kind, "/problems/not_found");
            assert!(problem.instance.starts_with("urn:uuid:"));
        }
        city.visitor().get(&format!("/api/v1/bodies/{}", domain::Id::new_v4())).problem(404);
        city.visitor().post("/api/v1/nothing", &json!({})).problem(404);
    }

    fn a_wrong_method_lists_the_right_ones(city: &TestCity) {
        let reply = city.visitor().delete(ME);
        assert_eq!(reply.header("allow"), Some("GET, PATCH, HEAD, OPTIONS"));
        assert_eq!(reply.problem(405).code, ProblemCode::MethodNotAllowed);
        city.visitor().send(Method::TRACE, OPENAPI, &[], Vec::new()).problem(405);
        city.visitor().delete("/").problem(405);
        let options = city.visitor().send(Method::OPTIONS, SESSIONS, &[], Vec::new()).status(204);
        assert_eq!(options.header("allow"), Some("GET, POST, HEAD, OPTIONS"));
        let head = city.visitor().send(Method::HEAD, OPENAPI, &[], Vec::new()).status(200);
        assert!(head.body.is_empty());
        assert!(head.header("content-length").is_some_and(|n| n != "0"));
    }

    fn a_malformed_body_names_its_first_place(city: &TestCity) {
        let place = |body: &str| {
            let headers = [("Content-Type", "application/json")];
            let problem = city.visitor().send(Method::POST, ACCOUNTS, &headers, body.as_bytes().to_vec()).problem(400);
            assert_eq!(problem.code, ProblemCode::MalformedBody);
            (problem.errors[0].pointer.clone(), problem.errors[0].code.clone())
        };
        assert_eq!(place("{"), (String::new(), "syntax".into()));
        assert_eq!(place(r#"{"email":7}"#), ("/email".into(), "type".into()));
        assert_eq!(place(r#"{"email":"a","surprise":1}"#), ("/surprise".into(), "unknown_field".into()));
        assert_eq!(place("{}"), (String::new(), "missing".into()));
        assert_eq!(place(r#"{"email":"a","email":"b"}"#), ("/email".into(), "duplicate_field".into()));
        assert_eq!(place(r#"{"email":"a","password":"b","display_name":"c","lang":"de"}"#), ("/lang".into(), "unknown_code".into()));
        assert_eq!(place(&"[".repeat(100_000)).1, "type");
        let many = format!("{{{}}}", (0..50_000).map(|i| format!("\"k{i}\":1")).collect::<Vec<_>>().join(","));
        assert_eq!(place(&many), ("/k0".into(), "unknown_field".into()));
        // Not UTF-8.
        let headers = [("Content-Type", "application/json")];
        city.visitor().send(Method::POST, ACCOUNTS, &headers, b"{\"email\":\"\xff\xfe\"}".to_vec()).problem(400);
    }

    fn all_faults_come_at_once(city: &TestCity) {
        let input = json!({ "email": "nobody", "password": "short", "display_name": "", "lang": "kk" });
        let problem = city.visitor().post(ACCOUNTS, &input).problem(422);
        let places: Vec<&str> = problem.errors.iter().map(|e| e.pointer.as_str()).collect();
        for place in ["/email", "/password", "/display_name"] {
            assert!(places.contains(&place), "{place} in {places:?}");
        }
        assert!(problem.errors.iter().all(|e| !e.detail.is_empty()));
    }

    fn only_json_is_taken(city: &TestCity) {
        let send = |headers: &[(&str, &str)]| city.visitor().send(Method::POST, ACCOUNTS, headers, b"{}".to_vec());
        for media in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"] {
            assert_eq!(send(&[("Content-Type", media)]).problem(415).code, ProblemCode::UnsupportedMediaType, "{media}");
        }
        send(&[]).problem(415);
        send(&[("Content-Type", "Application/JSON; charset=utf-8")]).problem(400);
        // Compressed bodies are not unpacked, so there is no bomb.
        send(&[("Content-Type", "application/json"), ("Content-Encoding", "gzip")]).problem(415);
    }

    fn a_long_body_is_refused_in_words(city: &TestCity) {
        let long = |bytes: usize| {
            let body = format!(r#"{{"email":"{}"}}"#, "x".repeat(bytes));
            city.visitor().send(Method::POST, ACCOUNTS, &[("Content-Type", "application/json")], body.into_bytes())
        };
        long(900_000).problem(400);
        assert_eq!(long(1_100_000).problem(413).code, ProblemCode::BodyTooLarge);
        assert_eq!(long(50_000_000).problem(413).code, ProblemCode::BodyTooLarge);
    }

    fn a_problem_speaks_the_reader_s_language(city: &TestCity) {
        let title = |lang: &str| {
            let reply = city.visitor().with("Accept-Language", lang).get("/api/v1/nothing");
            let spoken = reply.header("content-language").unwrap().to_owned();
            (spoken, reply.problem(404).title)
        };
        assert_eq!(title("en-GB,en;q=0.9"), ("en".into(), "Not found".into()));
        assert_eq!(title("ru"), ("ru".into(), i18n_title("ru")));
        assert_eq!(title("de, kk;q=0.5"), ("kk".into(), i18n_title("kk")));
        assert_eq!(title("fr"), ("kk".into(), i18n_title("kk")));
        let page = city.visitor().get("/problems/not_found").status(200).text();
        for lang in ["kk", "ru", "en"] {
            assert!(page.contains(&format!("<section lang=\"{lang}\">")));
        }
    }

    fn a_panic_is_a_problem_and_the_server_goes_on(city: &TestCity) {
        for path in ["/test/panic", "/test/panic-blocking"] {
            let problem = city.visitor().get(path).problem(500);
            assert_eq!(problem.code, ProblemCode::Internal);
            assert!(!problem.detail.contains("asked to"), "what happened stays in the log");
            city.visitor().get("/healthz").status(200);
        }
        let metrics = city.visitor().get("/metrics").status(200).text();
        assert!(metrics.contains("qatysu_http_panics_total 1\n"), "{metrics}");
    }

    fn health_and_figures_are_for_operators(city: &TestCity) {
        assert_eq!(city.visitor().get("/healthz").value()["status"], "ok");
        let ready = city.visitor().get("/readyz").value();
        assert_eq!(ready["status"], "ready");
        assert_eq!(ready["details"]["database"], true);
        let metrics = city.visitor().get("/metrics").status(200).text();
        assert!(metrics.contains("qatysu_http_requests_total{method=\"GET\",route=\"/readyz\",status=\"200\"} 1"), "{metrics}");
    }

    fn queries_are_read_strictly(city: &TestCity) {
        let admin = city.official("admin", &[(Role::Admin, None)]);
        admin.get("/api/v1/accounts?limit=0").problem(400);
        admin.get("/api/v1/accounts?limit=101").problem(400);
        admin.get("/api/v1/accounts?limit=x").problem(400);
        assert_eq!(admin.get("/api/v1/accounts?cursor=!").problem(400).code, ProblemCode::InvalidCursor);
        assert_eq!(admin.get("/api/v1/accounts?cursor=AAAA").problem(400).code, ProblemCode::InvalidCursor);
        let odd = city.visitor().get("/api/v1/bodies?citty_id=1").problem(400);
        assert_eq!((odd.code, odd.errors[0].pointer.as_str()), (ProblemCode::InvalidQuery, "citty_id"));
        assert_eq!(odd.errors[0].code, "unknown_field");
        // What serde says in English stays with it.
        assert!(!odd.errors[0].params.contains_key("why"));
    }

    fn pages_follow_each_other(city: &TestCity) {
        let admin = city.official("admin", &[(Role::Admin, None)]);
        for name in ["a", "b", "c", "d", "e"] {
            city.test.account(name, &[]);
        }
        let mut path = "/api/v1/accounts?limit=2".to_owned();
        let mut found = Vec::new();
        loop {
            let reply = admin.get(&path).status(200);
            let link = reply.header("link").map(str::to_owned);
            let page = reply.value();
            found.extend(page["items"].as_array().unwrap().iter().map(|a| a["email"].as_str().unwrap().to_owned()));
            assert_eq!(link.is_some(), page["next"].is_string());
            let Some(link) = link else { break };
            assert!(link.ends_with("; rel=\"next\""));
            path = link[1..link.find('>').unwrap()].to_owned();
        }
        let names = ["a", "admin", "b", "c", "d", "e"].map(|n| format!("{n}@example.kz"));
        assert_eq!(found, names);
        // A cursor belongs to its list.
        let cursor = admin.get("/api/v1/accounts?limit=1").value()["next"].as_str().unwrap().to_owned();
        admin.get(&format!("/api/v1/accounts?cursor={cursor}")).status(200);
        let problem = admin.get(&format!("/api/v1/accounts?cursor={}", cursor.replace(['A', 'a'], "b"))).problem(400);
        assert_eq!(problem.code, ProblemCode::InvalidCursor);
    }

    fn a_snapshot_follows_its_topic(city: &TestCity) {
        city.api.snapshots.register("test", &["test"], |app| {
            let mut rendered = api::snapshot::Rendered::new();
            let revision = app::revision::all(app)?.get("test").copied().unwrap_or(0);
            rendered.json("/api/v1/test-page", &json!({ "revision": revision }))?;
            Ok(rendered)
        });
        let get = || city.visitor().get("/api/v1/test-page");
        city.eventually(Duration::from_secs(1), "the page is there", || get().status == 200);
        let first = get().status(200);
        assert_eq!(first.header("cache-control"), Some("public, max-age=0, must-revalidate"));
        let same = city.visitor().with("If-None-Match", &first.etag()).get("/api/v1/test-page").status(304);
        assert!(same.body.is_empty());
        city.test.app.store.write(city.now(), |tx| -> store::Result<()> { tx.touch("test"); Ok(()) }).unwrap();
        city.eventually(Duration::from_secs(1), "the write shows", || get().etag() != first.etag());
        city.visitor().with("If-None-Match", &first.etag()).get("/api/v1/test-page").status(200);
        assert_eq!(get().value()["revision"], 1);
    }

    fn who_writes_reads_what_was_written(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        for number in 1..=20 {
            let name = json!({ "kk": "Бөлім", "ru": "Отдел" });
            let body = json!({ "city_id": city.test.city, "kind": "department", "name": name, "selection": "appointed" });
            organiser.post(api_types::endpoint::BODIES, &body).status(201);
            let list = city.visitor().get(api_types::endpoint::BODIES).status(200);
            assert!(list.header("etag").is_some(), "from a snapshot");
            assert_eq!(list.value()["items"].as_array().unwrap().len(), number);
        }
    }

    fn a_snapshot_follows_the_calendar(city: &TestCity) {
        let noon = city.now() + time::Duration::hours(1);
        city.api.snapshots.register("test", &["test"], move |app| {
            let mut rendered = api::snapshot::Rendered::new();
            rendered.until(Some(noon));
            rendered.json("/api/v1/test-page", &json!({ "open": app.now() >= noon }))?;
            Ok(rendered)
        });
        let open = || city.visitor().get("/api/v1/test-page").text() == r#"{"open":true}"#;
        city.eventually(Duration::from_secs(1), "the page is there", || {
            city.visitor().get("/api/v1/test-page").text() == r#"{"open":false}"#
        });
        city.clock().set(noon);
        city.eventually(Duration::from_secs(1), "the hour shows", open);
    }
}

fn i18n_title(lang: &str) -> String {
    let lang: domain::Lang = lang.parse().unwrap();
    i18n::Texts::new(lang).t("problem-not_found")
}

#[test]
fn every_answer_carries_the_security_headers() {
    let city = TestCity::sqlite();
    let id = domain::Id::new_v4().to_string();
    let mut paths: Vec<String> = api::openapi::document().routes.iter().map(|r| r.pattern.clone()).collect();
    paths.extend(
        [
            "/",
            "/kk/",
            "/desk/x",
            "/docs/",
            "/docs/index.html",
            "/healthz",
            "/readyz",
            "/metrics",
            "/nothing",
            "/test/panic",
        ]
        .map(str::to_owned),
    );
    for path in paths {
        let path = path.replace("{id}", &id).replace("{account_id}", &id);
        for client in [city.visitor(), city.visitor().cookie("nobody")] {
            let reply = client.get(&path);
            let csp = reply.header("content-security-policy").unwrap_or_else(|| panic!("{path}: no CSP"));
            assert!(csp.starts_with("default-src 'none'; "), "{path}: {csp}");
            assert!(csp.contains("object-src 'none'") && csp.contains("frame-ancestors 'none'"), "{path}: {csp}");
            assert_eq!(csp.contains("unsafe-inline"), path.starts_with("/docs"), "{path}: {csp}");
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(reply.header("referrer-policy"), Some("same-origin"), "{path}");
            assert!(reply.header("cache-control").is_some(), "{path}");
            assert!(reply.header("x-request-id").is_some(), "{path}");
            assert_eq!(reply.header("strict-transport-security"), None, "{path}: plain HTTP here");
        }
    }
    assert_eq!(city.visitor().get(ME).header("cache-control"), Some("no-store"));
}

#[test]
fn tls_sites_say_so() {
    let city = TestCity::with(Config { secure: true, ..config() });
    assert!(city.visitor().get("/healthz").header("strict-transport-security").is_some());
    city.test.account("aigerim", &[]);
    let input = json!({ "email": "aigerim@example.kz", "password": app::testing::PASSWORD });
    let reply = city.visitor().post(SESSIONS, &input).status(200);
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-qatysu="), "{cookie}");
    assert!(cookie.contains("; Secure") && cookie.contains("; Path=/"), "{cookie}");
}

#[test]
fn too_many_requests_are_told_when_to_come_back() {
    let rate = api::Rate { quota: 3, window: Duration::from_secs(600) };
    let city = TestCity::with(Config { per_address: rate, ..config() });
    for left in [2, 1, 0] {
        let reply = city.visitor().get("/healthz").status(200);
        assert_eq!(reply.header("ratelimit-policy"), Some("\"address\";q=3;w=600"));
        let state = reply.header("ratelimit").unwrap();
        assert!(state.starts_with(&format!("\"address\";r={left};t=")), "{state}");
    }
    let reply = city.visitor().get("/healthz");
    let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((190..=200).contains(&wait), "{wait}");
    assert_eq!(reply.problem(429).code, ProblemCode::RateLimited);
}

#[test]
fn an_account_has_its_own_limit() {
    let rate = api::Rate { quota: 2, window: Duration::from_secs(600) };
    let city = TestCity::with(Config { per_account: rate, ..config() });
    let one = city.official("one", &[]);
    let two = city.official("two", &[]);
    assert!(one.get(ME).status(200).header("ratelimit").unwrap().starts_with("\"account\";r=1;t="));
    one.get(ME).status(200);
    one.get(ME).problem(429);
    two.get(ME).status(200);
}

#[test]
fn operators_outside_bring_a_token() {
    let city = TestCity::with(Config { operator_token: Some("open sesame".into()), ..config() });
    city.visitor().get("/metrics").problem(404);
    city.visitor().bearer("guess").get("/metrics").problem(404);
    city.visitor().bearer("open sesame").get("/metrics").status(200);
    assert!(city.visitor().get("/readyz").value().get("details").is_none());
}

#[test]
fn the_site_is_served_as_built() {
    let folder = std::env::temp_dir().join(format!("qatysu-dist-{}", domain::Id::new_v4()));
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, text) in [
        ("index.html", "<html>citizens"),
        ("desk.html", "<html>officials"),
        ("index.ru.html", "<html lang=ru>"),
        ("desk.ru.html", "<html lang=ru>officials"),
        ("pages.txt", " /\n /projects\n /projects/:number\n/desk /\n/desk /queue\n"),
        ("assets/citizen-1.wasm", "wasm"),
        ("assets/citizen-1.wasm.br", "wasm in br"),
        ("assets/citizen-1.wasm.gz", "wasm in gz"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let city = TestCity::with(Config { assets: Some(folder.clone()), ..config() });
    let home = city.visitor().with("Accept-Language", "ru").get("/").status(302);
    assert_eq!(home.header("location"), Some("/ru/"));
    let shell = city.visitor().get("/kk/projects/ALM-26-0143").status(200);
    assert_eq!(shell.text(), "<html>citizens");
    assert_eq!(shell.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(shell.header("cache-control"), Some("no-cache"));
    city.visitor().with("If-None-Match", &shell.etag()).get("/kk/").status(304);
    for page in ["/kk", "/kk/projects/", "/desk", "/desk/", "/desk/kk", "/desk/kk/queue"] {
        city.visitor().get(page).status(200);
    }
    for nowhere in
        ["/kk/nowhere", "/kk/projects//", "/kk/projects/1/2", "/kk/queue", "/desk/kk/projects", "/desk/queue"]
    {
        let reply = city.visitor().get(nowhere).status(404);
        let shell = if nowhere.starts_with("/desk") { "<html>officials" } else { "<html>citizens" };
        assert_eq!(reply.text(), shell, "{nowhere}: the application says so itself");
    }
    assert_eq!(city.visitor().get("/ru/projects").text(), "<html lang=ru>");
    assert_eq!(city.visitor().get("/desk/ru/queue").text(), "<html lang=ru>officials");
    for (asked, encoding, text) in
        [("gzip, br", Some("br"), "wasm in br"), ("gzip", Some("gzip"), "wasm in gz"), ("identity", None, "wasm")]
    {
        let reply = city.visitor().with("Accept-Encoding", asked).get("/assets/citizen-1.wasm").status(200);
        assert_eq!(reply.header("content-encoding"), encoding, "{asked}");
        assert_eq!(reply.header("content-type"), Some("application/wasm"));
        assert_eq!(reply.header("vary"), Some("Accept-Encoding"));
        assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(reply.text(), text);
    }
    for outside in
        ["/assets/../index.html", "/assets/..%2findex.html", "/assets/%2e%2e/index.html", "/fr/", "/index.html"]
    {
        city.visitor().get(outside).problem(404);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn who_waits_too_long_for_a_connection_is_told_to_come_back() {
    assert_eq!(Config::default().pool_wait, Duration::from_secs(2));
    let city = TestCity::with(Config { pool_size: 1, pool_wait: Duration::from_millis(300), ..config() });
    let holder = city.visitor();
    let holding = std::thread::spawn(move || holder.get("/test/hold?ms=1500").status(200));
    city.eventually(Duration::from_secs(5), "the permit is taken", || {
        city.visitor().get("/metrics").text().contains("qatysu_database_permits_free 0")
    });
    let start = std::time::Instant::now();
    let reply = city.visitor().get(&format!("/api/v1/bodies/{}", domain::Id::new_v4()));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert_eq!(reply.header("retry-after"), Some("2"));
    assert_eq!(reply.problem(503).code, ProblemCode::Unavailable);
    // Ready bytes wait for nobody.
    city.visitor().get(api_types::endpoint::BODIES).status(200);
    holding.join().unwrap();
    city.visitor().get(&format!("/api/v1/bodies/{}", domain::Id::new_v4())).problem(404);
}
