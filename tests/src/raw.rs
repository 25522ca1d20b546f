//! Requests as bytes, for clients that do not behave.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// What came back on a raw connection.
#[derive(Debug)]
pub struct Heard {
    /// Everything, as text.
    pub text: String,
    /// Whether the server closed the connection (otherwise the patience was over).
    pub closed: bool,
    /// How long it took.
    pub took: Duration,
}

/// Opens a connection to the server of this URL.
pub fn connect(url: &str) -> TcpStream {
    let address = url.trim_start_matches("http://");
    TcpStream::connect(address).expect("the server accepts connections")
}

/// Sends these bytes and listens until the server closes or the patience is over.
pub fn say(url: &str, bytes: &[u8], patience: Duration) -> Heard {
    let mut stream = connect(url);
    stream.write_all(bytes).expect("the server takes the first bytes");
    listen(&mut stream, patience)
}

/// Listens until the server closes or the patience is over.
pub fn listen(stream: &mut TcpStream, patience: Duration) -> Heard {
    let start = Instant::now();
    let mut heard = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let left = patience.saturating_sub(start.elapsed());
        if left.is_zero() {
            break Heard { text: String::from_utf8_lossy(&heard).into_owned(), closed: false, took: start.elapsed() };
        }
        stream.set_read_timeout(Some(left)).expect("a time-out above zero");
        match stream.read(&mut buffer) {
            Ok(0) => {
                break Heard {
                    text: String::from_utf8_lossy(&heard).into_owned(),
                    closed: true,
                    took: start.elapsed(),
                };
            }
            Ok(n) => heard.extend_from_slice(&buffer[..n]),
            Err(e) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => {
                break Heard {
                    text: String::from_utf8_lossy(&heard).into_owned(),
                    closed: true,
                    took: start.elapsed(),
                };
            }
        }
    }
}
