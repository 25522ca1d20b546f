//! The private application of the demo: the same database, and a clock that walks through the cycle.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{Actor, Channel, Grant, Id, Lang, Moment, ProofLevel, Role};
use time::{Date, PrimitiveDateTime, Time};

use crate::job::Runner;
use crate::{App, Caller, Config, Error, Result, TestClock};

/// The zone of Almaty.
pub(super) const ZONE: &str = "Asia/Almaty";

/// The application with the demo's own clock.
pub(super) struct Stage {
    /// Same store and keys, other clock.
    pub app: App,
    clock: Arc<TestClock>,
    mails: PathBuf,
}

impl Stage {
    /// An application on the store of `app` whose clock shows `at`.
    pub(super) fn new(app: &App, at: Moment) -> Self {
        let clock = Arc::new(TestClock::at(at));
        // Nobody is to find hundreds of letters from the past.
        let mails = std::env::temp_dir().join(format!("qatysu-demo-mail-{}", Id::new_v4()));
        let config = Config { mail_dir: mails.clone(), ..app.config.clone() };
        let app = App::new(app.store.clone(), clock.clone(), app.secrets.clone(), config);
        Self { app, clock, mails }
    }

    /// Runs the jobs that are due by the demo's clock.
    pub(super) fn run_jobs(&self) -> Result<()> {
        Runner::new(self.app.clone()).run_due().map(drop)
    }

    /// Shows `at` from now on.
    pub(super) fn set(&self, at: Moment) {
        self.clock.set(at);
    }

    /// Shows `hour:minute` local time of `day`.
    pub(super) fn at(&self, day: Date, hour: u8, minute: u8) -> Result<()> {
        self.set(moment(day, hour, minute)?);
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // A left-over in the temporary folder is no reason to fail.
        drop(std::fs::remove_dir_all(&self.mails));
    }
}

/// The instant at which Almaty's clocks show `hour:minute` on `day`.
pub(super) fn moment(day: Date, hour: u8, minute: u8) -> Result<Moment> {
    let time = Time::from_hms(hour % 24, minute % 60, 0).unwrap_or(Time::MIDNIGHT);
    crate::calendar::resolve(ZONE, PrimitiveDateTime::new(day, time))
        .map_err(|e| Error::Broken(format!("zone of the demo: {e:?}")))
}

/// An official's caller.
pub(super) fn official(account: Id, grants: &[(Role, Option<Id>)]) -> Caller {
    let grants = grants.iter().map(|&(role, district)| Grant { role, district }).collect();
    caller(Actor { account: Some(account), grants, channel: Channel::Desk, ..Actor::anonymous() }, Lang::Ru)
}

/// A resident's caller.
pub(super) fn resident(account: Id, person: Id, lang: Lang) -> Caller {
    let actor =
        Actor { account: Some(account), person: Some(person), proof: ProofLevel::Register, ..Actor::anonymous() };
    caller(actor, lang)
}

fn caller(actor: Actor, lang: Lang) -> Caller {
    Caller {
        account_id: actor.account,
        channel: actor.channel,
        actor,
        session_id: None,
        lang,
        on_behalf_of: None,
        idem: None,
    }
}

/// Runs `work` on each item, several at a time: the store commits neighbours together, so that waiting for the disk is
/// shared. The first error is returned; the order of side effects among items is not defined.
pub(super) fn side_by_side<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    const LANES: usize = 6;
    let next = std::sync::atomic::AtomicUsize::new(0);
    let lane = || -> Result<()> {
        while let Some(item) = items.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            work(item)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES.min(items.len())).map(|_| scope.spawn(lane)).collect();
        let results: Vec<Result<()>> = lanes
            .into_iter()
            .map(|l| l.join().unwrap_or_else(|_| Err(Error::Broken("a lane of the demo panicked".into()))))
            .collect();
        results.into_iter().collect()
    })
}
