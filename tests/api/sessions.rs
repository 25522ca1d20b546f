//! Signing in and out, cookies and tokens, and who may use a cookie from where.

use std::time::Duration;

use api_types::ProblemCode;
use api_types::endpoint::{ACCOUNTS, BODIES, ME, SESSION_CURRENT, SESSIONS, TOKENS, TOKENS_REFRESH};
use app::testing::PASSWORD;
use domain::Role;
use qatysu_tests::both;
use serde_json::json;
use ureq::http::Method;

both! {
    fn a_browser_signs_in_and_out(city: &TestCity) {
        city.test.account("aigerim", &[]);
        let input = json!({ "email": "Aigerim@Example.kz", "password": PASSWORD });
        let reply = city.visitor().post(SESSIONS, &input).status(200);
        let cookie = reply.header("set-cookie").unwrap().to_owned();
        for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age="] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!reply.text().contains(&cookie[7..20]), "no token reaches scripts");
        let browser = city.sign_in("aigerim");
        assert_eq!(browser.get(ME).value()["email"], "aigerim@example.kz");
        assert_eq!(browser.get(SESSIONS).value()["items"].as_array().unwrap().len(), 2);
        let out = browser.delete(SESSION_CURRENT).status(204);
        assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
        browser.get(ME).problem(401);
    }

    fn wrong_credentials_do_not_say_what_is_wrong(city: &TestCity) {
        city.test.account("aigerim", &[]);
        let attempt = |email: &str, password: &str| {
            let problem = city.visitor().post(SESSIONS, &json!({ "email": email, "password": password })).problem(401);
            (problem.code, problem.detail)
        };
        let wrong = attempt("aigerim@example.kz", "not the password");
        assert_eq!(wrong.0, ProblemCode::Unauthenticated);
        assert_eq!(attempt("nobody@example.kz", PASSWORD), wrong);
        assert_eq!(attempt("no address", PASSWORD), wrong);
        for _ in 0..10 {
            city.visitor().post(SESSIONS, &json!({ "email": "aigerim@example.kz", "password": "guess" }));
        }
        let reply = city.visitor().post(SESSIONS, &json!({ "email": "aigerim@example.kz", "password": PASSWORD }));
        assert!(reply.header("retry-after").is_some());
        reply.problem(429);
    }

    fn a_program_uses_tokens(city: &TestCity) {
        city.test.account("app", &[]);
        let first = city.tokens("app");
        let client = city.visitor().bearer(&first.access_token.0);
        assert_eq!(client.get(ME).value()["email"], "app@example.kz");
        let second: api_types::session::Tokens =
            city.visitor().post(TOKENS_REFRESH, &json!({ "refresh_token": first.refresh_token })).read();
        city.visitor().bearer(&second.access_token.0).get(ME).status(200);
        // The first refresh token a second time: one of two holders stole it, the session ends.
        city.visitor().post(TOKENS_REFRESH, &json!({ "refresh_token": first.refresh_token })).problem(401);
        city.visitor().post(TOKENS_REFRESH, &json!({ "refresh_token": second.refresh_token })).problem(401);
        city.visitor().bearer(&second.access_token.0).get(ME).problem(401);
        city.visitor().post(TOKENS, &json!({ "email": "app@example.kz", "password": "wrong" })).problem(401);
    }

    fn an_access_token_ends_by_our_clock(city: &TestCity) {
        city.test.account("app", &[]);
        let tokens = city.tokens("app");
        let client = city.visitor().bearer(&tokens.access_token.0);
        client.get(ME).status(200);
        city.clock().advance(time::Duration::seconds(tokens.expires_in + 1));
        let reply = client.get(ME);
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        reply.problem(401);
    }

    fn a_cookie_works_only_from_our_pages(city: &TestCity) {
        let browser = city.browser("organiser", &[(Role::Organiser, None)]);
        let body = json!({ "city_id": city.test.city, "kind": "department", "name": { "kk": "Бөлім", "ru": "Отдел" }, "selection": "appointed" });
        let foreign = browser.clone().with("Origin", "https://evil.example").post(BODIES, &body);
        assert_eq!(foreign.problem(403).code, ProblemCode::ForeignOrigin);
        browser.clone().with("Origin", "null").post(BODIES, &body).problem(403);
        browser.clone().with("Origin", &city.url.replace("http:", "https:")).post(BODIES, &body).problem(403);
        let cookie_alone = {
            let token = city.sign_in("organiser");
            token.with("Origin", "")
        };
        cookie_alone.post(BODIES, &body).problem(403);
        // A form of another site: wrong origin first, and no JSON either.
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        browser.send(Method::POST, BODIES, &form, b"a=b".to_vec()).problem(415);
        // Signing somebody in from elsewhere is refused too.
        let input = json!({ "email": "organiser@example.kz", "password": PASSWORD });
        city.visitor().with("Origin", "https://evil.example").post(SESSIONS, &input).problem(403);
        // Reading is not changed by where it comes from; a program with a token has no origin to speak of.
        browser.clone().with("Origin", "https://evil.example").get(ME).status(200);
        browser.post(BODIES, &body).status(201);
        city.official("other", &[(Role::Organiser, None)]).with("Origin", "https://app.example").post(BODIES, &body).status(201);
    }

    fn registering_tells_nobody_who_is_there(city: &TestCity) {
        let input = json!({ "email": "new@example.kz", "password": PASSWORD, "display_name": "Жаңа 👋 مرحبا", "lang": "kk" });
        let first = city.visitor().post(ACCOUNTS, &input).status(202);
        let second = city.visitor().post(ACCOUNTS, &input).status(202);
        assert_eq!(first.body, second.body);
        assert!(city.run_jobs() >= 1, "a mail says which");
    }

    fn a_repeated_creation_creates_once(city: &TestCity) {
        let organiser = city.official("organiser", &[(Role::Organiser, None)]);
        let body = |name: &str| {
            json!({ "city_id": city.test.city, "kind": "department", "name": { "kk": name, "ru": name }, "selection": "appointed" })
        };
        let first = organiser.post_once(BODIES, "key-1", &body("A")).status(201);
        assert_eq!(first.header("idempotency-replayed"), None);
        let again = organiser.post_once(BODIES, "key-1", &body("A")).status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.clone().value(), first.value());
        let other = organiser.post_once(BODIES, "key-1", &body("B")).problem(422);
        assert_eq!(other.code, ProblemCode::KeyReused);
        organiser.post_once(BODIES, "key-2", &body("A")).status(201);
        // A key is its owner's.
        city.official("second", &[(Role::Organiser, None)]).post_once(BODIES, "key-1", &body("A")).status(201);
        for bad in ["", "a b", &"x".repeat(65)] {
            let problem = organiser.post_once(BODIES, bad, &body("A")).problem(400);
            assert_eq!(problem.code, ProblemCode::InvalidIdempotencyKey, "{bad:?}");
        }
        city.eventually(Duration::from_secs(1), "three bodies, no more", || {
            city.visitor().get(BODIES).value()["items"].as_array().unwrap().len() == 3
        });
    }

    fn an_edit_by_the_wrong_role_is_refused_with_reasons(city: &TestCity) {
        let body = json!({ "city_id": city.test.city, "kind": "department", "name": { "kk": "Б", "ru": "О" }, "selection": "appointed" });
        let clerk = city.official("clerk", &[(Role::Clerk, None)]);
        clerk.post(BODIES, &body).refused(403, &["role_missing"]);
        city.visitor().post(BODIES, &body).problem(401);
    }
}
