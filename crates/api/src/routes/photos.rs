//! Photos of works: sent as they are, one a request, kept without metadata, served for ever under their id.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, HeaderValue, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, get, post};
use api_types::endpoint::{self, path};
use api_types::photo::{Photo, Removal};
use domain::{Id, LocalText, PhotoSubject};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok};
use crate::extract::{At, Json, Picture, Query, SignedIn};
use crate::problem::{Answer, Failure};
use crate::snapshot::matches;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(add_update_photo)
        .service(add_verdict_photo)
        .service(add_defect_photo)
        .service(get_photo)
        .service(remove_photo);
}

/// What a photo shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PhotoQuery {
    /// What it shows, for those who do not see it, up to 300 characters.
    #[param(max_length = 300)]
    alt: String,
    /// The same in Russian, where `alt` is Kazakh.
    #[param(max_length = 300)]
    alt_ru: Option<String>,
}

impl PhotoQuery {
    fn text(self) -> LocalText {
        let Self { alt, alt_ru } = self;
        match alt_ru {
            Some(ru) => LocalText { kk: alt, ru, en: None },
            None => LocalText::same(alt),
        }
    }
}

/// A route that takes a photo of one kind of thing.
macro_rules! takes {
    ($(#[doc = $says:literal])+ $name:ident $path:tt $Subject:ident) => {
        $(#[doc = $says])+
        #[utoipa::path(tag = "works", params(PhotoQuery),
            request_body(content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "image/webp")), description = "The file."),
            responses((status = 201, description = "The photo.", body = Photo, headers(("Location" = String, description = "Its address.")))),
            security(("bearer" = []), ("session" = [])))]
        #[post($path)]
        pub async fn $name(api: Api, caller: SignedIn, id: At<Id>, query: Query<PhotoQuery>, file: Picture) -> Answer {
            add(api, caller, PhotoSubject::$Subject, id.0, query, file).await
        }
    };
}

takes! {
    /// Adds a photo to news from the building site: JPEG, PNG or WebP, 5 MB and 50 million pixels at most. Place, time and device
    /// that cameras write into files are removed.
    add_update_photo "/api/v1/updates/{id}/photos" Update
}
takes! {
    /// Adds a photo to a verdict of one's own: as for news.
    add_verdict_photo "/api/v1/verdicts/{id}/photos" Verdict
}
takes! {
    /// Adds a photo to a defect: as for news; by who reported it, or by the office.
    add_defect_photo "/api/v1/defects/{id}/photos" Defect
}

async fn add(
    api: Api,
    caller: SignedIn,
    subject: PhotoSubject,
    id: Id,
    query: Query<PhotoQuery>,
    file: Picture,
) -> Answer {
    let alt = query.0.text();
    let photo = api.blocking(move |app| app::photo::add(app, &caller.0, subject, id, &alt, &file.0)).await?;
    created(&path(endpoint::PHOTO, &[&photo.id.to_string()]), &photo)
}

/// A photo's file. It never changes: a removed photo is gone.
#[utoipa::path(tag = "works",
    responses((status = 200, description = "The file.", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "image/webp"))),
        (status = 304, description = "Unchanged.")))]
#[get("/api/v1/photos/{id}")]
pub async fn get_photo(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    let file = api.blocking(move |app| app::photo::file(app, id.0)).await?;
    let tag: String = file.sha256.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::from_str(&format!("\"{tag}\"")).map_err(|e| Failure::broken(e.to_string()))?;
    let same = req.headers().get(IF_NONE_MATCH).is_some_and(|value| matches(value, &etag));
    let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"));
    if same {
        return Ok(answer.finish());
    }
    Ok(answer.content_type(file.media_type).insert_header((CONTENT_DISPOSITION, "inline")).body(file.bytes))
}

/// Removes a photo with a public reason (moderators). What was cached elsewhere may live on there.
#[utoipa::path(tag = "works", request_body = Removal, responses((status = 200, description = "What stays.", body = Photo)),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/photos/{id}/remove")]
pub async fn remove_photo(api: Api, caller: SignedIn, id: At<Id>, input: Json<Removal>) -> Answer {
    ok(&api.blocking(move |app| app::photo::remove(app, &caller.0, id.0, &input.0)).await?)
}
