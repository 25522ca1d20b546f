//! Two processes on one PostgreSQL behave as one.

use std::time::{Duration, Instant};

use api_types::endpoint::{ACCOUNTS, BODIES, ME, SESSIONS};
use qatysu_tests::eventually;
use qatysu_tests::process::{Folder, Node, run};
use serde_json::json;
use store::testing::TestDb;

/// A sample city on this database; its id.
fn city(db: &TestDb) -> domain::Id {
    let id = domain::Id::new_v4();
    let name = domain::LocalText::same("Sample");
    let row = store::city::City { id, code: "sample".into(), name, country: "KZ".into(), sample: true, source: None };
    db.store.write(time::OffsetDateTime::UNIX_EPOCH, move |tx| store::city::insert(tx, &row)).unwrap();
    id
}

#[test]
fn a_write_on_one_node_shows_on_the_other_within_a_second() {
    let Some(db) = TestDb::postgres() else { return };
    let folder = Folder::new();
    let city_id = city(&db);
    let password = "a long pass phrase";
    run(
        &folder,
        &db.url,
        &["user", "add", "o@example.kz", "--name", "O", "--role", "organiser"],
        &format!("{password}\n"),
    );
    let (one, two) = (Node::start(&folder, &db.url), Node::start(&folder, &db.url));
    let organiser = one.signed_in("o@example.kz", password);
    // A token of one node is good on the other.
    organiser.get(ME).status(200);
    for number in 0..5 {
        let name = format!("Body {number}");
        let body = json!({ "city_id": city_id, "kind": "department", "name": { "kk": name, "ru": name }, "selection": "appointed" });
        organiser.post(BODIES, &body).status(201);
        let start = Instant::now();
        let tags = |node: &Node| node.visitor().get(BODIES).status(200);
        eventually(Duration::from_secs(1), "the write shows on the other node", || tags(&two).text().contains(&name));
        eventually(Duration::from_secs(1), "the write shows on its own node", || tags(&one).text().contains(&name));
        assert_eq!(tags(&one).etag(), tags(&two).etag(), "the same bytes have the same tag");
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn a_session_ended_on_one_node_is_over_on_the_other() {
    let Some(db) = TestDb::postgres() else { return };
    let folder = Folder::new();
    let password = "a long pass phrase";
    run(&folder, &db.url, &["user", "add", "a@example.kz", "--name", "A"], &format!("{password}\n"));
    let (one, two) = (Node::start(&folder, &db.url), Node::start(&folder, &db.url));
    let input = json!({ "email": "a@example.kz", "password": password });
    let reply = one.visitor().post(SESSIONS, &input).status(200);
    let token = reply.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
    two.visitor().cookie(&token).get(ME).status(200);
    one.visitor().cookie(&token).delete(api_types::endpoint::SESSION_CURRENT).status(204);
    two.visitor().cookie(&token).get(ME).problem(401);
}

#[test]
fn a_job_runs_once_on_two_nodes() {
    let Some(db) = TestDb::postgres() else { return };
    let folder = Folder::new();
    let _nodes = (Node::start(&folder, &db.url), Node::start(&folder, &db.url));
    let visitor = _nodes.0.visitor();
    for number in 0..10 {
        let input = json!({ "email": format!("n{number}@example.kz"), "password": "a long pass phrase", "display_name": "N", "lang": "kk" });
        visitor.post(ACCOUNTS, &input).status(202);
    }
    let mails = || std::fs::read_dir(folder.0.join("mail")).map(|files| files.flatten().count()).unwrap_or(0);
    eventually(Duration::from_secs(10), "all mails are written", || mails() >= 10);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(mails(), 10);
}
