//! `qatysu serve` and `qatysu worker`.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use app::App;
use app::job::Runner;

use crate::settings::Settings;
use crate::{Outcome, open};

/// The job runner on a thread of its own.
struct Jobs {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Jobs {
    fn start(app: App) -> Outcome<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let work = move || Runner::new(app).run_until(&seen);
        let thread = std::thread::Builder::new().name("jobs".to_owned()).spawn(work)?;
        Ok(Self { stop, thread })
    }

    /// Lets the job in hand end.
    fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.thread().unpark();
        if self.thread.join().is_err() {
            tracing::error!("the job runner ended by a panic");
        }
    }
}

/// Serves until a signal; requests in flight are finished.
///
/// # Errors
/// The database's, the keys' or the listener's.
pub fn serve(settings: &Settings, with_jobs: bool) -> Outcome {
    let app = open::current(settings)?;
    let listener = TcpListener::bind(settings.bind).map_err(|e| format!("{}: {e}", settings.bind))?;
    let jobs = if with_jobs { Some(Jobs::start(app.clone())?) } else { None };
    let api = api::api(app, settings.api());
    let address = settings.public_url();
    let served = api::serve(api, listener, |_| {
        tracing::info!(site.url = address, "serving");
        println!("Qatysu answers at {address}");
    });
    if let Some(jobs) = jobs {
        jobs.end();
    }
    tracing::info!("stopped");
    Ok(served?)
}

/// Runs jobs until a signal.
///
/// # Errors
/// The database's or the keys'.
pub fn worker(settings: &Settings) -> Outcome {
    let app = open::current(settings)?;
    let jobs = Jobs::start(app)?;
    println!("Qatysu runs jobs");
    api::server::until_signal()?;
    jobs.end();
    Ok(())
}
