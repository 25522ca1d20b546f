//! Settings: from the environment, or options before the command.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use app::config::HashCost;
use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use crate::{Outcome, open};

/// Everything that can be set. Secrets are no settings: they are files.
#[derive(Args, Clone)]
pub struct Settings {
    /// Address to listen on.
    #[arg(long, env = "QATYSU_BIND", default_value = "127.0.0.1:8080", global = true)]
    pub bind: SocketAddr,
    /// `sqlite://path` or `postgres://user:password@host/database`.
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/qatysu.db",
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,
    /// Folder with the keys; made for a new installation, shared by all nodes, never in the database's backup.
    #[arg(long, env = "QATYSU_SECRETS", default_value = "data/secrets", global = true)]
    pub secrets: PathBuf,
    /// Address under which people reach the site; `https://…` switches secure cookies and HSTS on.
    #[arg(long, env = "QATYSU_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// Further origins that may use the site's cookie, parted by commas.
    #[arg(long, env = "QATYSU_ORIGINS", value_delimiter = ',', global = true)]
    pub origins: Vec<String>,
    /// A proxy of ours stands in front and sets `X-Forwarded-For`.
    #[arg(long, env = "QATYSU_BEHIND_PROXY", global = true)]
    pub behind_proxy: bool,
    /// Token that opens `/metrics` and the details of `/readyz` to other machines.
    #[arg(long, env = "QATYSU_OPERATOR_TOKEN", hide_env_values = true, global = true)]
    pub operator_token: Option<String>,
    /// Where holes are reported (`/.well-known/security.txt`): an e-mail address, `https://…` or `tel:…`.
    #[arg(long, env = "QATYSU_SECURITY_CONTACT", value_parser = contact, global = true)]
    pub security_contact: Option<String>,
    /// Folder with the built site, instead of the one inside this binary.
    #[arg(long, env = "QATYSU_ASSETS", global = true)]
    pub assets: Option<PathBuf>,
    /// Folder into which mails are written.
    #[arg(long, env = "QATYSU_MAIL_DIR", default_value = "data/mail", global = true)]
    pub mail_dir: PathBuf,
    /// Connections for reading (and, on PostgreSQL, as many for writing).
    #[arg(long, env = "QATYSU_POOL", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=200), global = true)]
    pub pool: u32,
    /// Requests per minute of one network address.
    #[arg(long, env = "QATYSU_RATE_ADDRESS", default_value_t = 3000, global = true)]
    pub rate_address: u32,
    /// Requests per minute of one account.
    #[arg(long, env = "QATYSU_RATE_ACCOUNT", default_value_t = 600, global = true)]
    pub rate_account: u32,
    /// Seconds for which requests in flight may go on after a signal.
    #[arg(long, env = "QATYSU_SHUTDOWN", default_value_t = 30, global = true)]
    pub shutdown: u64,
    /// How log lines look.
    #[arg(long, env = "QATYSU_LOG", value_enum, default_value_t = LogFormat::Auto, global = true)]
    pub log: LogFormat,
}

/// A contact as RFC 9116 wants it: a URI. A bare address becomes one.
fn contact(text: &str) -> Result<String, String> {
    let plain = !text.chars().any(|c| c.is_control() || c.is_whitespace());
    match text {
        _ if plain && ["mailto:", "https://", "tel:"].iter().any(|scheme| text.starts_with(scheme)) => {
            Ok(text.to_owned())
        }
        _ if plain && domain::Email::parse(text).is_some() => Ok(format!("mailto:{text}")),
        _ => Err("an e-mail address, https://… or tel:… is needed".to_owned()),
    }
}

/// How log lines look. What is logged is chosen by `RUST_LOG`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Settings {
    /// Logs go to stderr, so that output stays clean.
    pub fn start_logging(&self) {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,r2d2=off"));
        let text = match self.log {
            LogFormat::Auto => std::io::stderr().is_terminal(),
            LogFormat::Text => true,
            LogFormat::Json => false,
        };
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        if text { lines.init() } else { lines.json().flatten_event(true).init() }
    }

    /// Address of the site, without a slash at the end.
    pub fn public_url(&self) -> String {
        let plain = || format!("http://{}", self.bind);
        self.public_url.clone().unwrap_or_else(plain).trim_end_matches('/').to_owned()
    }

    /// Cookies only over TLS, unless all is on this machine and without it.
    pub fn is_secure(&self) -> bool {
        !(self.bind.ip().is_loopback() && self.public_url().starts_with("http://"))
    }

    /// Settings of the application.
    pub fn app(&self) -> app::Config {
        app::Config {
            public_url: self.public_url(),
            mail_dir: self.mail_dir.clone(),
            hash_cost: HashCost::default(),
            ..app::Config::default()
        }
    }

    /// Settings of the store.
    pub fn store(&self) -> store::Config {
        store::Config { readers: self.pool, writers: self.pool, ..store::Config::default() }
    }

    /// Settings of the HTTP side.
    pub fn api(&self) -> api::Config {
        let minute = |quota| api::Rate { quota, window: Duration::from_secs(60) };
        api::Config {
            pool_size: self.pool as usize * 2,
            per_address: minute(self.rate_address),
            per_account: minute(self.rate_account),
            secure: self.is_secure(),
            origins: self.origins.clone(),
            behind_proxy: self.behind_proxy,
            operator_token: self.operator_token.clone(),
            security_contact: self.security_contact.clone(),
            assets: self.assets.clone(),
            shutdown: Duration::from_secs(self.shutdown),
            ..api::Config::default()
        }
    }

    /// The database without its password.
    pub fn database(&self) -> String {
        match (self.database_url.split_once("://"), self.database_url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
            _ => self.database_url.clone(),
        }
    }

    /// Prints what is in force; with `check` also tries it.
    ///
    /// # Errors
    /// What is wrong or unsafe.
    pub fn show(&self, check: bool) -> Outcome {
        let on_off = |on| if on { "yes" } else { "no" };
        println!("QATYSU_BIND            {}", self.bind);
        println!("QATYSU_PUBLIC_URL      {}", self.public_url());
        println!("DATABASE_URL           {}", self.database());
        println!("QATYSU_SECRETS         {}", self.secrets.display());
        println!("QATYSU_MAIL_DIR        {}", self.mail_dir.display());
        println!("QATYSU_ORIGINS         {}", self.origins.join(","));
        println!("QATYSU_BEHIND_PROXY    {}", on_off(self.behind_proxy));
        println!("QATYSU_OPERATOR_TOKEN  {}", if self.operator_token.is_some() { "set" } else { "not set" });
        println!("QATYSU_SECURITY_CONTACT {}", self.security_contact.as_deref().unwrap_or("the site itself"));
        println!("QATYSU_POOL            {}", self.pool);
        println!("QATYSU_RATE_ADDRESS    {} a minute", self.rate_address);
        println!("QATYSU_RATE_ACCOUNT    {} a minute", self.rate_account);
        println!("secure cookies, HSTS   {}", on_off(self.is_secure()));
        if !check {
            return Ok(());
        }
        let public = self.public_url();
        if self.is_secure() && public.starts_with("http://") {
            return Err(
                "the site is reachable from other machines: set QATYSU_PUBLIC_URL to its https:// address".into()
            );
        }
        if self.operator_token.as_ref().is_some_and(|token| token.len() < 16) {
            return Err("QATYSU_OPERATOR_TOKEN needs 16 characters or more".into());
        }
        let app = open::existing(self)?;
        let health = app::health::check(&app)?;
        println!("database               {} answers", health.engine);
        println!("keys                   complete");
        Ok(())
    }
}
