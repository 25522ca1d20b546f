//! Civic apps that run in a browser on other sites; and how a hole is reported.

use api_types::endpoint::{BODIES, CITIES, ME, ME_NOTIFICATIONS_READ, TOKENS};
use api_types::problem::ProblemCode;
use domain::Role;
use qatysu_tests::{Reply, both};
use serde_json::json;
use ureq::http::Method;

const APP: (&str, &str) = ("Origin", "https://app.example");

fn credentials_never(reply: &Reply) {
    assert_eq!(reply.header("access-control-allow-credentials"), None, "{}", reply.asked);
}

both! {
    fn pages_of_other_sites_read_what_is_public(city: &TestCity) {
        let visitor = city.visitor().with(APP.0, APP.1);
        for path in [CITIES, "/api/v1/projects", "/api/v1/openapi.json"] {
            let read = visitor.get(path).status(200);
            assert_eq!(read.header("access-control-allow-origin"), Some("*"), "{path}");
            assert!(read.header("access-control-expose-headers").unwrap().contains("ETag"));
            credentials_never(&read);
        }
        // A failure is told, too; who asks without an origin gets the same bytes.
        let missing = visitor.get("/api/v1/projects/ALM-00-0000").status(404);
        assert_eq!(missing.header("access-control-allow-origin"), Some("*"));
        assert_eq!(city.visitor().get(CITIES).header("access-control-allow-origin"), Some("*"));
        // What is no part of the API is not for them.
        for path in ["/", "/metrics", "/readyz", "/docs/"] {
            assert_eq!(visitor.get(path).header("access-control-allow-origin"), None, "{path}");
        }
    }

    fn a_token_works_from_everywhere_and_a_cookie_from_nowhere_else(city: &TestCity) {
        let ask = [APP, ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization, content-type")];
        let preflight = city.visitor().send(Method::OPTIONS, "/api/v1/proposals/x", &ask, Vec::new()).status(204);
        assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
        let allowed = preflight.header("access-control-allow-headers").unwrap();
        for name in ["Authorization", "Content-Type", "If-Match", "Idempotency-Key"] {
            assert!(allowed.contains(name), "{name}");
        }
        assert!(preflight.header("access-control-allow-methods").unwrap().contains("PUT"));
        assert_eq!(preflight.header("access-control-max-age"), Some("86400"));
        credentials_never(&preflight);
        // Elsewhere there is no preflight.
        let page = city.visitor().send(Method::OPTIONS, "/metrics", &ask, Vec::new());
        assert_eq!(page.header("access-control-allow-origin"), None);

        let body = json!({ "city_id": city.test.city, "kind": "department", "name": { "kk": "Бөлім", "ru": "Отдел" }, "selection": "appointed" });
        let browser = city.browser("organiser", &[(Role::Organiser, None)]);
        let program = city.official("other", &[(Role::Organiser, None)]).with(APP.0, APP.1);
        let made = program.post(BODIES, &body).status(201);
        assert_eq!(made.header("access-control-allow-origin"), Some("*"));
        credentials_never(&made);
        program.get(ME).status(200);
        // With a cookie: refused from another site's page, also beside a token, and never allowed to be read with it.
        let foreign = browser.clone().with(APP.0, APP.1);
        assert_eq!(foreign.post(ME_NOTIFICATIONS_READ, &json!({})).problem(403).code, ProblemCode::ForeignOrigin);
        credentials_never(&foreign.get(ME));
        let both = program.with("Cookie", "qatysu=x");
        assert_eq!(both.post(ME_NOTIFICATIONS_READ, &json!({})).problem(403).code, ProblemCode::ForeignOrigin);
        // Nobody types a password into a page of another site.
        let input = json!({ "email": "organiser@example.kz", "password": app::testing::PASSWORD });
        city.visitor().with(APP.0, APP.1).post(TOKENS, &input).problem(403);
    }

    fn security_txt_says_where_holes_are_reported(city: &TestCity) {
        let reply = city.visitor().get("/.well-known/security.txt").status(200);
        assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
        let text = reply.text();
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            line.unwrap_or_else(|| panic!("no {name} in {text}")).to_owned()
        };
        assert_eq!(field("Contact"), city.test.app.config.public_url);
        assert_eq!(field("Preferred-Languages"), "kk, ru, en");
        assert!(field("Canonical").ends_with("/.well-known/security.txt"));
        let expires = time::OffsetDateTime::parse(&field("Expires"), &time::format_description::well_known::Rfc3339).unwrap();
        let left = expires - city.now();
        assert!(left > time::Duration::days(170) && left < time::Duration::days(365), "RFC 9116: less than a year");
    }
}
