//! Projects as the public sees them; as open data they are in `exports.rs`.

use actix_web::{HttpRequest, get};
use api_types::endpoint::PROJECTS;
use api_types::page::PageQuery;
use api_types::project::{Project, ProjectPage, ProjectSort, Revision};
use app::project::ProjectQuery;
use domain::{Id, ItemOutcome, ProposalState};
use serde::Deserialize;
use store::Seek;
use store::project::{Position, ProjectFilter, Sort};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::public;
use crate::extract::{At, Paging, Query, paging};
use crate::problem::Answer;
use crate::snapshot::Snapshots;
use crate::state::Api;

/// Registers the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(list_projects).service(get_project).service(get_project_revision);
}

/// The first page of all projects as ready bytes.
pub fn snapshots(snapshots: &Snapshots) {
    snapshots.register("projects", &["projects", "cycles"], |app| {
        let mut rendered = crate::snapshot::Rendered::new();
        let limit = api_types::page::DEFAULT_LIMIT;
        let page = app::project::list(app, &ProjectQuery::default(), &Seek::first(limit))?;
        let next = page.next.map(|next| paging::cursor(app, PROJECTS, "", &next)).transpose()?;
        rendered.json(PROJECTS, &ProjectPage { items: page.items, next })?;
        Ok(rendered)
    });
}

/// Which projects a list shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ProjectListQuery {
    /// Of this cycle.
    cycle_id: Option<Id>,
    /// Of this district.
    district_id: Option<Id>,
    /// Code of the category.
    #[param(max_length = 64)]
    category: Option<String>,
    /// In this state.
    state: Option<ProposalState>,
    /// With this outcome of the vote.
    outcome: Option<ItemOutcome>,
    /// All of these words are in title, text, address, number or translation; Kazakh letters also match the Russian ones beside them.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Sorted by.
    sort: Option<ProjectSort>,
}

/// Lists projects.
#[utoipa::path(tag = "projects", params(ProjectListQuery, PageQuery), responses((status = 200, description = "Projects.", body = ProjectPage), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/projects")]
pub async fn list_projects(api: Api, req: HttpRequest, query: Query<ProjectListQuery>, paging: Paging) -> Answer {
    let seek = paging.seek::<Position>()?;
    let ProjectListQuery { cycle_id, district_id, category, state, outcome, q, sort } = query.0;
    let sort = match sort {
        Some(ProjectSort::MostSupported) => Sort::MostSupported,
        Some(ProjectSort::Newest) | None => Sort::Newest,
    };
    let filter = ProjectFilter { cycle_id, district_id, category, state, outcome, words: Vec::new() };
    let text = q.map(|q| q.chars().take(200).collect());
    let query = ProjectQuery { filter, text, sort };
    let page = api.blocking(move |app| app::project::list(app, &query, &seek)).await?;
    paging.public(&req, page, |items, next| ProjectPage { items, next })
}

/// One project with everything about it, by its number or id.
#[utoipa::path(tag = "projects",
    responses((status = 200, description = "The project.", body = Project), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/projects/{number}")]
pub async fn get_project(api: Api, req: HttpRequest, number: At<String>) -> Answer {
    public(&req, &api.blocking(move |app| app::project::get(app, &number.0)).await?)
}

/// One revision of a project, as it was written.
#[utoipa::path(tag = "projects", params(("revision" = i32, Path, description = "Number of the revision, from 1.")),
    responses((status = 200, description = "The revision.", body = Revision), (status = 304, description = "Unchanged.")))]
#[get("/api/v1/projects/{number}/revisions/{revision}")]
pub async fn get_project_revision(api: Api, req: HttpRequest, place: At<(String, i32)>) -> Answer {
    let (number, revision) = place.0;
    public(&req, &api.blocking(move |app| app::project::revision(app, &number, revision)).await?)
}
