//! Cities, their districts as GeoJSON, programmes.

use actix_web::{HttpRequest, get, post};
use api_types::city::{City, CityList, Programme, ProgrammeCreate};
use api_types::endpoint;
use domain::Id;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{created, ok, public, public_as};
use crate::extract::{At, Json, SignedIn};
use crate::problem::Answer;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_cities)
        .service(get_city)
        .service(get_city_districts)
        .service(create_programme)
        .service(get_programme);
}

/// Lists cities with their districts and programmes: the one that runs here first.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "Cities.", body = CityList)))]
#[get("/api/v1/cities")]
pub async fn list_cities(api: Api) -> Answer {
    ok(&api.blocking(app::city::list).await?)
}

/// One city.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "The city.", body = City), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cities/{code}")]
pub async fn get_city(api: Api, req: HttpRequest, code: At<String>) -> Answer {
    public(&req, &api.blocking(move |app| app::city::get(app, &code.0)).await?)
}

/// A city's districts as a GeoJSON feature collection (RFC 7946).
#[utoipa::path(tag = "cycles", responses((status = 200, description = "Districts.", content_type = "application/geo+json", body = Object), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/cities/{code}/districts.geojson")]
pub async fn get_city_districts(api: Api, req: HttpRequest, code: At<String>) -> Answer {
    let collection = api.blocking(move |app| app::city::geojson(app, &code.0)).await?;
    public_as(&req, &collection, "application/geo+json")
}

/// Sets a programme up.
#[utoipa::path(tag = "cycles", request_body = ProgrammeCreate,
    responses((status = 201, description = "The programme.", body = Programme, headers(("Location" = String, description = "Its address.")))),
    security(("bearer" = []), ("session" = [])))]
#[post("/api/v1/cities/{code}/programmes")]
pub async fn create_programme(api: Api, caller: SignedIn, code: At<String>, input: Json<ProgrammeCreate>) -> Answer {
    let programme = api.blocking(move |app| app::programme::create(app, &caller.0, &code.0, &input.0)).await?;
    created(&endpoint::path(endpoint::PROGRAMME, &[&programme.id.to_string()]), &programme)
}

/// One programme.
#[utoipa::path(tag = "cycles", responses((status = 200, description = "The programme.", body = Programme), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/programmes/{id}")]
pub async fn get_programme(api: Api, req: HttpRequest, id: At<Id>) -> Answer {
    public(&req, &api.blocking(move |app| app::programme::get(app, id.0)).await?)
}
