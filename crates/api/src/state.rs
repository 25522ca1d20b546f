//! What every handler has at hand.

use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use app::App;
use tokio::sync::Semaphore;

use crate::assets::Assets;
use crate::config::Config;
use crate::limit::Limiter;
use crate::metrics::Metrics;
use crate::problem::Failure;
use crate::snapshot::Snapshots;

/// The HTTP side of the application. Cloning shares it; as a handler's parameter it is simply there.
#[derive(Clone)]
pub struct Api(Arc<Parts>);

/// What an [`Api`] is made of.
pub struct Parts {
    /// The application.
    pub app: App,
    /// Settings.
    pub config: Config,
    /// Rate limit per network address.
    pub per_address: Limiter,
    /// Rate limit per account.
    pub per_account: Limiter,
    /// Figures for operators.
    pub metrics: Metrics,
    /// Public data, rendered once per change.
    pub snapshots: Snapshots,
    /// The single-page app.
    pub assets: Assets,
    /// As many permits as the pool has connections: actix's own blocking pool is no back-pressure.
    gate: Arc<Semaphore>,
    /// Permits for work that also hashes passwords, so that a storm of sign-ins starves no reader.
    hash_gate: Arc<Semaphore>,
}

impl Api {
    /// Wires the parts; nothing is bound or started.
    pub fn new(app: App, config: Config) -> Self {
        let hashing = app.config.hash_slots + app.config.hash_queue;
        Self(Arc::new(Parts {
            per_address: Limiter::new("address", config.per_address),
            per_account: Limiter::new("account", config.per_account),
            metrics: Metrics::default(),
            snapshots: Snapshots::new(),
            assets: Assets::new(config.assets.clone()),
            gate: Arc::new(Semaphore::new(config.pool_size.max(1))),
            hash_gate: Arc::new(Semaphore::new(hashing.max(1))),
            app,
            config,
        }))
    }

    /// Runs a use case on a blocking thread, with no more at once than the pool has connections. The only way from a
    /// handler to the database: a diesel call never runs on a worker thread.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> app::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        self.behind(&self.gate, work).await
    }

    /// The same for use cases that hash a password: they wait for each other, not for the database's readers.
    pub async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> app::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        self.behind(&self.hash_gate, work).await
    }

    /// How many more use cases could run now.
    pub fn free_permits(&self) -> i64 {
        i64::try_from(self.gate.available_permits()).unwrap_or(i64::MAX)
    }

    async fn behind<T: Send + 'static>(
        &self,
        gate: &Arc<Semaphore>,
        work: impl FnOnce(&App) -> app::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        // Read now, when the request is complete, not when its turn comes.
        let app = self.app.for_request();
        let waiting = tokio::time::timeout(self.config.pool_wait, gate.clone().acquire_owned());
        let Ok(Ok(permit)) = waiting.await else {
            self.metrics.count_rejected();
            return Err(Failure::busy());
        };
        let done = web::block(move || {
            // Held until the work is done, also when the client is gone.
            let _permit = permit;
            work(&app)
        });
        match done.await {
            Ok(result) => Ok(result?),
            Err(_) => Err(Failure::broken("a use case panicked")),
        }
    }
}

impl Deref for Api {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRequest for Api {
    type Error = Failure;
    type Future = std::future::Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(
            req.app_data::<Self>().cloned().ok_or_else(|| Failure::broken("no Api in the application's data")),
        )
    }
}
