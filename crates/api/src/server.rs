//! Binding and running.

use std::any::Any;
use std::net::TcpListener;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::rt::System;
use actix_web::{HttpServer, web};
use app::App;
use utoipa_actix_web::AppExt;

use crate::config::Config;
use crate::edge::edge;
use crate::state::Api;
use crate::{routes, snapshot};

/// Wires the HTTP side of an application and registers all snapshots; nothing is bound or started.
pub fn api(app: App, config: Config) -> Api {
    let api = Api::new(app, config);
    routes::register_snapshots(&api.snapshots);
    api
}

/// Serves on this listener until a signal (if the configuration says so) or until the handle stops it; requests in flight are
/// finished. Blocks; `started` gets the handle as soon as connections are accepted.
///
/// # Errors
/// What the listener or the system says.
pub fn serve(api: Api, listener: TcpListener, started: impl FnOnce(ServerHandle)) -> std::io::Result<()> {
    // Before the first request, so that the first one already finds its snapshot.
    api.snapshots.refresh(&api.app, |ok| api.metrics.count_render(ok));
    let follower = {
        let api = api.clone();
        std::thread::Builder::new().name("snapshots".to_owned()).spawn(move || snapshot::follow(&api))?
    };
    let result = System::new().block_on(run(api.clone(), listener, started));
    api.snapshots.stop();
    let _ = follower.join();
    result
}

async fn run(api: Api, listener: TcpListener, started: impl FnOnce(ServerHandle)) -> std::io::Result<()> {
    let config = api.config.clone();
    let write_deadline = config.write_deadline;
    let mut server = HttpServer::new(move || {
        let (app, _) = actix_web::App::new()
            .app_data(api.clone())
            .wrap(from_fn(edge))
            .into_utoipa_app()
            .configure(routes::configure)
            .split_for_parts();
        let test_routes = api.config.test_routes;
        app.configure(|service| routes::plain(service, test_routes)).default_service(web::to(routes::fallback::answer))
    })
    .client_request_timeout(config.head_deadline)
    .shutdown_timeout(config.shutdown.as_secs())
    // actix has no deadline for sending: the kernel resets a connection whose bytes nobody takes.
    .on_connect(move |connection: &dyn Any, _| {
        if let Some(stream) = connection.downcast_ref::<actix_web::rt::net::TcpStream>() {
            let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(write_deadline));
        }
    });
    if config.workers > 0 {
        server = server.workers(config.workers);
    }
    if !config.signals {
        server = server.disable_signals();
    }
    let server = server.listen(listener)?.run();
    started(server.handle());
    server.await
}

/// Waits for SIGINT or SIGTERM: for a process that serves nothing.
///
/// # Errors
/// The system's, when signals cannot be heard.
pub fn until_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    System::new().block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        Ok(())
    })
}
