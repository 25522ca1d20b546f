//! One process: how it ends, and what it does without its database.

use std::io::Write;
use std::time::{Duration, Instant};

use api_types::endpoint::{ACCOUNTS, BODIES};
use qatysu_tests::eventually;
use qatysu_tests::process::{Folder, Node, run};
use qatysu_tests::proxy::Proxy;
use qatysu_tests::raw::{connect, listen};
use store::testing::TestDb;

#[test]
fn sigterm_finishes_requests_in_flight() {
    let folder = Folder::new();
    let node = Node::start(&folder, &folder.sqlite());
    let body = r#"{"email":"no address","password":"short","display_name":"x","lang":"kk"}"#;
    let mut stream = connect(&node.url);
    let head = format!(
        "POST {ACCOUNTS} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    // An idle connection beside it, which must not keep the process.
    let mut idle = connect(&node.url);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    assert!(listen(&mut idle, Duration::from_millis(300)).text.contains("200 OK"));
    node.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let heard = listen(&mut stream, Duration::from_secs(8));
    assert!(heard.text.starts_with("HTTP/1.1 422"), "{}", heard.text);
    assert!(heard.closed);
    assert!(node.end(Duration::from_secs(12)).success());
}

#[test]
fn a_stopped_node_starts_again_on_its_database() {
    let folder = Folder::new();
    let node = Node::start(&folder, &folder.sqlite());
    run(
        &folder,
        &folder.sqlite(),
        &["user", "add", "root@example.kz", "--name", "Root", "--role", "admin"],
        "a long pass phrase\n",
    );
    node.signal("KILL");
    node.end(Duration::from_secs(5));
    let start = Instant::now();
    let node = Node::start(&folder, &folder.sqlite());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let me = node.signed_in("root@example.kz", "a long pass phrase").get(api_types::endpoint::ME).value();
    assert_eq!(me["roles"][0]["role"], "admin");
}

#[test]
fn keys_are_not_made_beside_an_old_database() {
    let folder = Folder::new();
    run(&folder, &folder.sqlite(), &["user", "add", "root@example.kz", "--name", "Root"], "a long pass phrase\n");
    std::fs::remove_dir_all(folder.0.join("secrets")).unwrap();
    let output = qatysu_tests::process::command(&folder, &folder.sqlite(), &["migrate"]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("is missing"), "{said}");
}

#[test]
fn without_its_database_a_node_says_so_and_recovers() {
    let Some(db) = TestDb::postgres() else { return };
    let server = db.url.rsplit_once('@').unwrap().1.split('/').next().unwrap().to_owned();
    let proxy = Proxy::to(&server);
    let folder = Folder::new();
    let node = Node::start(&folder, &db.url.replace(&server, &proxy.address.to_string()));
    eventually(Duration::from_secs(3), "a snapshot is there", || node.visitor().get(BODIES).header("etag").is_some());
    proxy.cut();
    eventually(Duration::from_secs(5), "the node is not ready", || node.visitor().get("/readyz").status == 503);
    let start = Instant::now();
    let reply = node.visitor().get(&format!("{BODIES}/{}", domain::Id::new_v4()));
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert!(reply.header("retry-after").is_some());
    reply.problem(503);
    node.visitor().get("/healthz").status(200);
    node.visitor().get(BODIES).status(200);
    proxy.mend();
    eventually(Duration::from_secs(5), "the node is ready again", || node.visitor().get("/readyz").status == 200);
    node.visitor().get(&format!("{BODIES}/{}", domain::Id::new_v4())).problem(404);
}
