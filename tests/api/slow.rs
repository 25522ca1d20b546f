//! Clients that do not behave, over raw sockets.

use std::io::Write;
use std::time::Duration;

use api::Config;
use qatysu_tests::raw::{connect, listen, say};
use qatysu_tests::{TestCity, config};

fn hasty() -> TestCity {
    TestCity::with(Config {
        body_deadline: Duration::from_millis(700),
        handler_deadline: Duration::from_millis(1500),
        write_deadline: Duration::from_secs(1),
        head_deadline: Duration::from_secs(1),
        ..config()
    })
}

const POST: &str = "POST /api/v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"email\":\"";

#[test]
fn a_stalled_body_is_told_and_closed() {
    let city = hasty();
    let heard = say(&city.url, POST.as_bytes(), Duration::from_secs(5));
    assert!(heard.closed, "still open after {:?}", heard.took);
    assert!(heard.text.starts_with("HTTP/1.1 408"), "{}", heard.text);
    assert!(heard.text.contains("\"code\":\"body_timeout\""), "{}", heard.text);
    assert!(heard.took < Duration::from_secs(3), "{:?}", heard.took);
}

#[test]
fn a_dripping_body_is_told_and_closed() {
    let city = hasty();
    let mut stream = connect(&city.url);
    stream.write_all(POST.as_bytes()).unwrap();
    let mut drip = stream.try_clone().unwrap();
    let dripping = std::thread::spawn(move || {
        while drip.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let heard = listen(&mut stream, Duration::from_secs(5));
    assert!(heard.closed && heard.took < Duration::from_secs(3), "{:?}", heard.took);
    assert!(heard.text.starts_with("HTTP/1.1 408"), "{}", heard.text);
    drop(stream);
    dripping.join().unwrap();
}

#[test]
fn a_stalled_body_that_nobody_reads_is_closed_too() {
    let city = hasty();
    for path in ["/api/v1/nothing", "/healthz", "/api/v1/me"] {
        let request = format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx");
        let heard = say(&city.url, request.as_bytes(), Duration::from_secs(6));
        assert!(heard.closed, "{path}: still open after {:?}: {}", heard.took, heard.text);
        assert!(heard.text.starts_with("HTTP/1.1 4"), "{path}: {}", heard.text);
    }
}

#[test]
fn slow_heads_and_idle_connections_are_closed() {
    let city = hasty();
    for bytes in ["", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        let heard = say(&city.url, bytes.as_bytes(), Duration::from_secs(6));
        assert!(heard.closed, "{bytes:?}: still open after {:?}", heard.took);
    }
}

#[test]
fn a_slow_handler_is_given_up() {
    let city = hasty();
    let request = "GET /test/slow?ms=60000 HTTP/1.1\r\nHost: a\r\n\r\n";
    let heard = say(&city.url, request.as_bytes(), Duration::from_secs(6));
    assert!(heard.text.starts_with("HTTP/1.1 503"), "{}", heard.text);
    assert!(heard.text.to_lowercase().contains("retry-after: "), "{}", heard.text);
}

#[test]
fn who_does_not_take_the_answer_is_reset() {
    let city = hasty();
    let mut stream = connect(&city.url);
    stream.write_all(b"GET /test/big HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    // Fifty megabytes do not fit into the sockets' buffers; nobody reads for longer than the server waits.
    std::thread::sleep(Duration::from_secs(4));
    let heard = listen(&mut stream, Duration::from_secs(10));
    assert!(heard.closed);
    assert!(heard.text.len() < 50_000_000, "all of it came");
}

#[test]
fn ambiguous_requests_are_refused() {
    let city = hasty();
    let smuggled = "POST /api/v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\
        Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for bytes in [smuggled, "GET / HTTP/1.1\r\n\r\n"] {
        let heard = say(&city.url, bytes.as_bytes(), Duration::from_secs(5));
        assert!(heard.text.starts_with("HTTP/1.1 400"), "{bytes:?}: {}", heard.text);
    }
    let huge = format!("GET / HTTP/1.1\r\nHost: a\r\nX-A: {}\r\n\r\n", "a".repeat(200_000));
    let mut stream = connect(&city.url);
    drop(stream.write_all(huge.as_bytes()));
    let heard = listen(&mut stream, Duration::from_secs(5));
    assert!(heard.closed, "a huge head: {}", heard.text);
    city.visitor().get("/healthz").status(200);
}
