//! Routes that misbehave on purpose. Only tests switch them on.

use std::time::Duration;

use actix_web::{HttpResponse, web};

use crate::problem::Answer;
use crate::state::Api;

/// Registers them under `/test/`.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.route("/test/panic", web::get().to(panic));
    cfg.route("/test/panic-blocking", web::get().to(panic_blocking));
    cfg.route("/test/slow", web::get().to(slow));
    cfg.route("/test/hold", web::get().to(hold));
    cfg.route("/test/big", web::get().to(big));
}

/// Panics on the worker.
async fn panic() -> Answer {
    panic!("asked to")
}

/// Panics on a blocking thread.
async fn panic_blocking(api: Api) -> Answer {
    api.blocking(|_| -> app::Result<()> { panic!("asked to") }).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Answers after the milliseconds of the query.
async fn slow(millis: web::Query<std::collections::HashMap<String, u64>>) -> Answer {
    let millis = millis.get("ms").copied().unwrap_or(1000);
    tokio::time::sleep(Duration::from_millis(millis)).await;
    Ok(HttpResponse::Ok().body("done"))
}

/// Holds a database permit for the milliseconds of the query.
async fn hold(api: Api, millis: web::Query<std::collections::HashMap<String, u64>>) -> Answer {
    let millis = millis.get("ms").copied().unwrap_or(1000);
    api.blocking(move |_| {
        std::thread::sleep(Duration::from_millis(millis));
        Ok(())
    })
    .await?;
    Ok(HttpResponse::Ok().body("done"))
}

/// Fifty megabytes.
async fn big() -> Answer {
    Ok(HttpResponse::Ok().body(vec![b'x'; 50_000_000]))
}
