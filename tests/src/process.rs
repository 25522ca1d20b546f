//! The real `qatysu` binary as a process: for what only a process can show.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use app::config::HashCost;
use app::{App, Secrets, SystemClock};
use domain::Id;

use crate::{Client, eventually};

/// The binary, built once per test process (`QATYSU_BIN` names a ready one).
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    BINARY.get_or_init(build).as_deref().expect("`cargo build -p cli` works")
}

fn build() -> Option<PathBuf> {
    if let Some(ready) = std::env::var_os("QATYSU_BIN") {
        return Some(ready.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let built = Command::new(cargo).args(["build", "--quiet", "-p", "cli"]).current_dir(root).status();
    let here = std::env::current_exe().ok()?;
    built.is_ok_and(|status| status.success()).then(|| here.ancestors().nth(2).map(|target| target.join("qatysu")))?
}

/// Address of the site, whatever port a node listens on: tokens name it.
pub const SITE: &str = "http://qatysu.test";

/// The application of a node, in the test's own process: same database, same keys.
pub fn app(folder: &Folder, database: &str) -> App {
    let store = store::Store::open(database, &store::testing::config()).expect("the database opens");
    store.migrate().expect("the database migrates");
    let secrets = Secrets::open(&folder.0.join("secrets"), true).expect("keys");
    let config = app::Config { public_url: SITE.into(), hash_cost: HashCost::TEST, ..app::Config::default() };
    App::new(store, Arc::new(SystemClock), secrets, config)
}

/// A folder of its own, gone when this value is.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new one.
    #[allow(clippy::new_without_default)] // it makes something on the disk
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("qatysu-fault-{}", Id::new_v4().simple()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    /// URL of a SQLite database in it.
    pub fn sqlite(&self) -> String {
        format!("sqlite://{}", self.0.join("qatysu.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A command of the binary with these settings.
pub fn command(folder: &Folder, database: &str, words: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .args(words)
        .current_dir(&folder.0)
        .env("DATABASE_URL", database)
        .env("QATYSU_SECRETS", folder.0.join("secrets"))
        .env("QATYSU_MAIL_DIR", folder.0.join("mail"))
        .env("RUST_LOG", "error,r2d2=off");
    command
}

/// Runs a command to its end with this on its standard input; its output.
pub fn run(folder: &Folder, database: &str, words: &[&str], input: &str) -> String {
    let mut child = command(folder, database, words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("qatysu starts");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("qatysu reads");
    let output = child.wait_with_output().expect("qatysu ends");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "qatysu {words:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// A serving process. Dropping it kills it.
pub struct Node {
    /// Where it answers.
    pub url: String,
    child: Child,
}

impl Node {
    /// Serves this database on a free port; returns when it is ready.
    pub fn start(folder: &Folder, database: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
        let child = command(folder, database, &["serve"])
            .env("QATYSU_BIND", free.to_string())
            .env("QATYSU_PUBLIC_URL", SITE)
            .env("QATYSU_RATE_ADDRESS", "10000000")
            .env("QATYSU_RATE_ACCOUNT", "10000000")
            .env("QATYSU_SHUTDOWN", "10")
            .stdout(Stdio::piped())
            .spawn()
            .expect("qatysu starts");
        let mut node = Self { url: format!("http://{free}"), child };
        let out = node.child.stdout.take().expect("piped");
        let mut said = String::new();
        BufReader::new(out).read_line(&mut said).expect("qatysu says where it answers");
        assert!(said.contains(SITE), "{said}");
        eventually(Duration::from_secs(10), "the node is ready", || node.visitor().get("/readyz").status == 200);
        node
    }

    /// A client that is not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.url)
    }

    /// A client with a token, signed in by password.
    pub fn signed_in(&self, email: &str, password: &str) -> Client {
        let input = serde_json::json!({ "email": email, "password": password });
        let tokens: api_types::session::Tokens = self.visitor().post(api_types::endpoint::TOKENS, &input).read();
        self.visitor().bearer(&tokens.access_token.0)
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for its end; fails after `within`.
    pub fn end(mut self, within: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child can be asked") {
                return status;
            }
            assert!(start.elapsed() < within, "the node did not end within {within:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
