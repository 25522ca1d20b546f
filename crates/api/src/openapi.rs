//! The OpenAPI document: what the routes' attributes say, and what is the same for all of them.
//!
//! Registration is documentation: a route gets into the document by being registered. This file adds what no route should
//! have to repeat: path parameters, `Idempotency-Key`, problems, operation ids, servers, tags and security schemes.

use std::sync::OnceLock;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use utoipa_actix_web::AppExt;

use crate::routes;

/// The document with what is derived from it.
pub struct Document {
    /// Pretty-printed, as committed.
    pub text: String,
    /// As served.
    pub bytes: Bytes,
    /// Every documented route: pattern, compiled pattern, methods.
    pub routes: Vec<Documented>,
}

/// A documented address.
pub struct Documented {
    /// Its pattern, such as `/api/v1/roles/{id}`.
    pub pattern: String,
    /// The same, compiled.
    pub resource: ResourceDef,
    /// Its methods.
    pub methods: Vec<Method>,
}

/// The document; made once per process.
pub fn document() -> &'static Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    DOCUMENT.get_or_init(build)
}

fn build() -> Document {
    let (_, from_routes) = actix_web::App::new().into_utoipa_app().configure(routes::configure).split_for_parts();
    let mut doc = serde_json::to_value(&from_routes).expect("utoipa's types serialise");
    frame(&mut doc);
    let mut found = Vec::new();
    let paths = doc["paths"].as_object_mut().expect("a document has paths");
    for (path, item) in paths.iter_mut() {
        let item = item.as_object_mut().expect("a path item is an object");
        let methods = item.keys().filter_map(|m| Method::from_bytes(m.to_uppercase().as_bytes()).ok()).collect();
        for (method, operation) in item.iter_mut() {
            complete(path, method, operation.as_object_mut().expect("an operation is an object"));
        }
        found.push(Documented { pattern: path.clone(), resource: ResourceDef::new(path.as_str()), methods });
    }
    components(&mut doc);
    let text = serde_json::to_string_pretty(&doc).expect("a value serialises") + "\n";
    Document { bytes: serde_json::to_vec(&doc).expect("a value serialises").into(), text, routes: found }
}

/// What stands around the paths.
fn frame(doc: &mut Value) {
    doc["openapi"] = json!("3.1.0");
    doc["info"] = json!({
        "title": "Qatysu",
        "version": "1.0.0",
        "summary": "Participatory budgeting of a city, from the call for proposals to the report.",
        "description": "Public reads need no login. Amounts are integers in minor units (tiyn) of the currency beside them. \
            Times are RFC 3339 in UTC. Errors are RFC 9457 problems with a stable `code`, in the language of `Accept-Language` \
            (kk, ru, en). Lists page by cursor. Reads carry an `ETag`, edits need it in `If-Match`. Creating POSTs take an \
            `Idempotency-Key`.",
        "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        "contact": { "name": "The city's organisers", "url": "https://example.org/qatysu" }
    });
    doc["servers"] = json!([{ "url": "/", "description": "This server" }]);
    let used: Vec<String> = doc["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values())
        .flat_map(|item| item.as_object().into_iter().flat_map(|i| i.values()))
        .flat_map(|op| op["tags"].as_array().cloned().unwrap_or_default())
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    let tags: Vec<Value> = routes::TAGS
        .iter()
        .filter(|(name, _)| used.iter().any(|u| u == name))
        .map(|(name, description)| json!({ "name": name, "description": description }))
        .collect();
    doc["tags"] = json!(tags);
}

/// Statuses that every operation may answer.
const ALWAYS: &[u16] = &[400, 404, 429, 500, 503];
/// And when somebody must be signed in.
const SIGNED_IN: &[u16] = &[401, 403];
/// And when it writes.
const WRITES: &[u16] = &[403, 408, 409];
/// And when it takes a body.
const BODY: &[u16] = &[413, 415, 422];

fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
        let id = camel(id);
        operation.insert("operationId".into(), json!(id));
    }
    if !operation.contains_key("description") {
        let summary = operation.get("summary").cloned().unwrap_or_default();
        operation.insert("description".into(), summary);
    }
    parameters(path, method, operation);
    let secured = operation.get("security").and_then(Value::as_array).is_some_and(|s| !s.is_empty());
    if !operation.contains_key("security") {
        operation.insert("security".into(), json!([]));
    }
    let body = operation.contains_key("requestBody");
    let mut statuses = ALWAYS.to_vec();
    if secured {
        statuses.extend(SIGNED_IN);
    }
    if method != "get" {
        statuses.extend(WRITES);
    }
    if body {
        statuses.extend(BODY);
    }
    if has_parameter(operation, "If-Match") {
        statuses.extend([412, 428]);
    }
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    if let Some(responses) = responses.as_object_mut() {
        for status in statuses {
            responses
                .entry(status.to_string())
                .or_insert_with(|| json!({ "$ref": format!("#/components/responses/{}", response_name(status)) }));
        }
    }
}

fn has_parameter(operation: &Map<String, Value>, name: &str) -> bool {
    operation.get("parameters").and_then(Value::as_array).is_some_and(|all| all.iter().any(|p| p["name"] == name))
}

/// Adds the `{…}` of the path and, where something is created, the idempotency key.
fn parameters(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let creates = method == "post" && operation.get("responses").is_some_and(|r| r.get("201").is_some());
    let mut found = operation.remove("parameters").and_then(|p| p.as_array().cloned()).unwrap_or_default();
    let mut missing = Vec::new();
    for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
        if !found.iter().any(|p| p["name"] == name) {
            let id = name == "id" || name.ends_with("_id");
            let schema = if id {
                json!({ "type": "string", "format": "uuid" })
            } else {
                json!({ "type": "string", "maxLength": 100 })
            };
            let description = if id { "Identifier." } else { "Short name or number." };
            missing.push(
                json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema }),
            );
        }
    }
    if creates && !found.iter().any(|p| p["name"] == "Idempotency-Key") {
        missing.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Any unique text: a repeated request with the same key creates nothing new and answers as the first did.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9_-]+$" }
        }));
    }
    missing.append(&mut found);
    if !missing.is_empty() {
        operation.insert("parameters".into(), json!(missing));
    }
}

/// Security schemes, the problem responses that are used, and their schemas.
fn components(doc: &mut Value) {
    let used = doc["paths"].to_string();
    let mut responses = Map::new();
    for (status, name, description) in RESPONSES {
        if !used.contains(&format!("#/components/responses/{name}\"")) {
            continue;
        }
        let mut response = json!({
            "description": description,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
        });
        if matches!(status, 429 | 503) {
            response["headers"] = json!({ "Retry-After": { "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1 } } });
        }
        responses.insert((*name).to_owned(), response);
    }
    let mut schemas = Vec::new();
    schemas.push(("Problem".to_owned(), <api_types::Problem as utoipa::PartialSchema>::schema()));
    <api_types::Problem as utoipa::ToSchema>::schemas(&mut schemas);
    // Named by a query parameter only; utoipa collects what bodies name.
    schemas.push(("ProjectSort".to_owned(), <api_types::project::ProjectSort as utoipa::PartialSchema>::schema()));
    for (name, schema) in schemas {
        doc["components"]["schemas"][name] = serde_json::to_value(schema).expect("utoipa's types serialise");
    }
    doc["components"]["responses"] = Value::Object(responses);
    prune(doc);
    doc["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An access token of `POST /api/v1/tokens`, for other applications."
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-qatysu",
            "description": "The cookie of `POST /api/v1/sessions`, for the site itself; writes also need its `Origin`. \
                Without TLS (on the loopback address) its name is `qatysu`."
        }
    });
}

/// Takes out the schemas that nothing refers to: utoipa also collects types that a field's schema replaces by another.
fn prune(doc: &mut Value) {
    loop {
        let whole = doc.to_string();
        let Some(schemas) = doc["components"]["schemas"].as_object_mut() else { return };
        let before = schemas.len();
        schemas.retain(|name, _| whole.contains(&format!("#/components/schemas/{name}\"")));
        if schemas.len() == before {
            return;
        }
    }
}

const RESPONSES: &[(u16, &str, &str)] = &[
    (400, "BadRequest", "The request cannot be read; `errors` names the first place."),
    (401, "Unauthenticated", "Nobody is signed in, or the credentials are wrong."),
    (403, "Forbidden", "Signed in, but not allowed; `blockers` says why."),
    (404, "NotFound", "There is no such thing, or not for this caller."),
    (408, "BodyTimeout", "The body did not arrive in time."),
    (409, "Refused", "The state of things does not allow it; `blockers` lists every reason."),
    (412, "Stale", "The thing changed since it was read."),
    (413, "BodyTooLarge", "The body is too long."),
    (415, "UnsupportedMediaType", "The body has the wrong media type."),
    (422, "Invalid", "Well-formed but wrong; `errors` lists every fault."),
    (428, "IfMatchRequired", "`If-Match` is missing."),
    (429, "RateLimited", "Too many requests."),
    (500, "Internal", "Our fault; `instance` helps to find it."),
    (503, "Unavailable", "Overloaded; nothing was written."),
];

fn response_name(status: u16) -> &'static str {
    RESPONSES.iter().find(|(s, _, _)| *s == status).map_or("Internal", |(_, name, _)| name)
}

/// `sign_in` → `signIn`.
fn camel(snake: &str) -> String {
    let mut out = String::with_capacity(snake.len());
    let mut upper = false;
    for c in snake.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            c => out.push(c),
        }
    }
    out
}
