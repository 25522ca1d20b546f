//! Requests per second of public pages that come from snapshots, beside an actix handler that returns the same bytes from
//! memory behind the same middleware. `make bench` runs it.
//!
//! Five runs of each, interleaved, each on a server of one worker, driven by `wrk` with one thread; the medians are
//! compared, and a ratio under 0.9 is a failure.
#![allow(clippy::unwrap_used, missing_docs)]

use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use api::Api;
use app::demo::Standing;
use app::testing::TestApp;
use store::testing::TestDb;

/// The snapshots that are measured.
const PAGES: &[&str] = &["/api/v1/projects", "/api/v1/cycles", "/api/v1/cities"];
const RUNS: usize = 5;
const AT_LEAST: f64 = 0.9;

fn main() {
    let test = TestApp::on(TestDb::sqlite());
    // The demo goes only into an empty database, not beside the city of the tests.
    test.app.store.write(test.app.now(), store::wipe::everything).unwrap();
    let loaded = app::demo::load(&test.app, test.app.now(), false, &|_, _, _| {}).unwrap();
    assert_eq!(loaded.standing, Standing::Loaded);
    let api = api::api(test.app.clone(), qatysu_tests::config());
    let (listener, url) = listen();
    let _snapshots = start(move |started| api::serve(api, listener, started).unwrap());

    let mut low = false;
    println!("| page | bytes | snapshot, requests/s | memory, requests/s | ratio |\n|---|---|---|---|---|");
    for page in PAGES {
        let body = ureq::get(&format!("{url}{page}")).call().unwrap().body_mut().read_to_vec().unwrap();
        let size = body.len();
        let (listener, memory_url) = listen();
        let bare = Api::new(test.app.clone(), qatysu_tests::config());
        let memory = start(move |started| from_memory(bare, listener, web::Bytes::from(body), started));
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            ours.push(measure(&format!("{url}{page}")));
            theirs.push(measure(&format!("{memory_url}/bytes")));
        }
        drop(memory.stop(false));
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours / theirs;
        low |= ratio < AT_LEAST;
        println!("| `{page}` | {size} | {ours:.0} | {theirs:.0} | {ratio:.2} |");
    }
    assert!(!low, "a snapshot is slower than {AT_LEAST} of the same bytes from memory");
}

fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Runs a server on a thread of its own; gives its handle when it accepts connections.
fn start(serve: impl FnOnce(Box<dyn FnOnce(ServerHandle)>) + Send + 'static) -> ServerHandle {
    let (tell, handle) = mpsc::channel();
    std::thread::spawn(move || serve(Box::new(move |handle| drop(tell.send(handle)))));
    handle.recv_timeout(Duration::from_secs(20)).unwrap()
}

/// The rival: a handler that has nothing to do.
fn from_memory(api: Api, listener: TcpListener, body: web::Bytes, started: Box<dyn FnOnce(ServerHandle)>) {
    let workers = api.config.workers;
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let body = body.clone();
            let answer = move || {
                let body = body.clone();
                async move {
                    HttpResponse::Ok()
                        .insert_header((CONTENT_TYPE, "application/json"))
                        .insert_header((CACHE_CONTROL, api::snapshot::CACHE))
                        .insert_header((ETAG, "\"0123456789abcdef01234567\""))
                        .body(body)
                }
            };
            App::new().app_data(api.clone()).wrap(from_fn(api::edge::edge)).route("/bytes", web::get().to(answer))
        });
        let server = server.workers(workers).disable_signals().listen(listener).unwrap().run();
        started(server.handle());
        server.await.unwrap();
    });
}

/// Requests per second of one run; every answer must be a 200.
fn measure(url: &str) -> f64 {
    let done =
        Command::new("wrk").args(["-t1", "-c32", "-d3s", url]).output().expect("wrk: make setup-full installs it");
    let text = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && !text.contains("Non-2xx"), "{text}");
    let line = text.lines().find_map(|line| line.strip_prefix("Requests/sec:")).unwrap();
    line.trim().parse().unwrap()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
