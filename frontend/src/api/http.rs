//! Requests to our own server: same-origin cookie, JSON, problems, ETags, idempotency keys.

use std::cell::RefCell;

use std::future::Future;
use std::pin::Pin;

use reqwasm::http::{Method, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::{Blob, RequestCredentials};

use super::problem::Failure;
use super::read;

thread_local! {
    /// The resident for whom a clerk acts at the counter.
    static ON_BEHALF: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on every request is made for this resident, by the clerk who is signed in; none ends that.
pub fn act_for(resident: Option<String>) {
    ON_BEHALF.set(resident);
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T> {
    /// The decoded body.
    pub body: T,
    /// Version of the resource; hand it back to [`put`] or [`patch`] so that nobody's edit is lost.
    pub etag: Option<String>,
    /// Address of the next page of a list.
    pub next: Option<String>,
}

/// Reads a resource.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<Reply<T>, Failure> {
    decode(call(Method::GET, path, None, None).await?)
}

/// Reads a text as it is.
pub async fn get_text(path: &str) -> Result<String, Failure> {
    call(Method::GET, path, None, None).await.map(|raw| raw.text)
}

/// Reads an answer without decoding it.
pub(crate) async fn get_raw(path: &str) -> Result<Raw, Failure> {
    call(Method::GET, path, None, None).await
}

/// Creates something; safe to repeat, because each call carries its own idempotency key.
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<Reply<T>, Failure> {
    decode(call(Method::POST, path, Some(encode(body)?), None).await?)
}

/// Sends a file as it is; its media type goes along. Safe to repeat like [`post`].
pub async fn post_file<T: DeserializeOwned>(path: &str, file: &Blob) -> Result<Reply<T>, Failure> {
    decode(call(Method::POST, path, Some((file.type_(), file.into())), None).await?)
}

/// Does something to a resource in the version `etag` (submit, withdraw); safe to repeat like [`post`].
pub async fn post_version<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    etag: Option<&str>,
) -> Result<Reply<T>, Failure> {
    decode(call(Method::POST, path, Some(encode(body)?), etag).await?)
}

/// Replaces a resource; `etag` is the version it was read in, if the resource has versions.
pub async fn put<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    etag: Option<&str>,
) -> Result<Reply<T>, Failure> {
    decode(call(Method::PUT, path, Some(encode(body)?), etag).await?)
}

/// Changes parts of a resource; `etag` as in [`put`].
pub async fn patch<B: Serialize, T: DeserializeOwned>(
    path: &str,
    body: &B,
    etag: Option<&str>,
) -> Result<Reply<T>, Failure> {
    decode(call(Method::PATCH, path, Some(encode(body)?), etag).await?)
}

/// Removes a resource.
pub async fn delete(path: &str) -> Result<(), Failure> {
    call(Method::DELETE, path, None, None).await.map(drop)
}

/// An answer not yet decoded; not generic, so that the code below exists once in the binary.
pub(crate) struct Raw {
    text: String,
    etag: Option<String>,
    next: Option<String>,
}

/// An answer on its way. In a box, so that what waits for it stays small: there are hundreds of places that wait.
type Coming = Pin<Box<dyn Future<Output = Result<Raw, Failure>>>>;

fn call(method: Method, path: &str, body: Option<(String, JsValue)>, etag: Option<&str>) -> Coming {
    Box::pin(exchange(method, path.to_owned(), body, etag.map(str::to_owned)))
}

async fn exchange(
    method: Method,
    path: String,
    body: Option<(String, JsValue)>,
    etag: Option<String>,
) -> Result<Raw, Failure> {
    let mut request = Request::new(&path)
        .credentials(RequestCredentials::SameOrigin)
        .header("accept", "application/json, application/problem+json")
        .header("accept-language", &page_language());
    if matches!(method, Method::POST) {
        request = request.header("idempotency-key", &random_key());
    }
    if let Some(etag) = etag {
        request = request.header("if-match", &etag);
    }
    if let Some(resident) = ON_BEHALF.with_borrow(Clone::clone) {
        request = request.header("qatysu-on-behalf-of", &resident);
    }
    if let Some((kind, body)) = body {
        request = request.header("content-type", &kind).body(body);
    }
    let response = request.method(method).send().await.map_err(|_| Failure::Offline)?;
    let headers = response.headers();
    let raw = Raw {
        etag: headers.get("etag"),
        next: headers.get("link").as_deref().and_then(next_of),
        text: response.text().await.map_err(|_| Failure::Offline)?,
    };
    if response.ok() { Ok(raw) } else { Err(Failure::from_answer(response.status(), &raw.text)) }
}

/// Problems come in the language of the page.
fn page_language() -> String {
    let root = gloo::utils::document().document_element();
    root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// A body as JSON, with its media type.
fn encode<B: Serialize>(body: &B) -> Result<(String, JsValue), Failure> {
    let text = serde_json::to_string(body).map_err(|error| Failure::Garbled(error.to_string()))?;
    Ok(("application/json".to_owned(), text.into()))
}

/// Decodes an answer.
pub(crate) fn decode<T: DeserializeOwned>(raw: Raw) -> Result<Reply<T>, Failure> {
    // 204 has no body: `()` and `Option` read `null`.
    let text = if raw.text.is_empty() { "null" } else { &raw.text };
    let body = read::from_text(text).map_err(|error| Failure::Garbled(error.to_string()))?;
    Ok(Reply { body, etag: raw.etag, next: raw.next })
}

/// The address marked `rel="next"` in a `Link` header.
fn next_of(link: &str) -> Option<String> {
    link.split(',').find_map(|part| {
        let (address, params) = part.split_once(';')?;
        let is_next = params.split(';').any(|param| matches!(param.trim(), "rel=\"next\"" | "rel=next"));
        let address = address.trim().strip_prefix('<')?.strip_suffix('>')?;
        is_next.then(|| address.to_owned())
    })
}

/// 128 random bits as hexadecimal, from the browser's own generator.
fn random_key() -> String {
    random_bytes::<16>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Random bytes from the browser's cryptographic generator (a ballot's nonce, an idempotency key).
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    gloo::utils::window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes))
        .expect("every browser that runs WebAssembly has crypto.getRandomValues");
    bytes
}

#[cfg(test)]
mod tests {
    use super::next_of;

    #[test]
    fn the_next_page_is_read_from_the_link_header() {
        let link = r#"</api/v1/projects?cursor=a>; rel="prev", </api/v1/projects?cursor=b>; rel="next""#;
        assert_eq!(next_of(r#"</api/v1/projects?cursor=b>; rel="next""#).as_deref(), Some("/api/v1/projects?cursor=b"));
        assert_eq!(next_of(r#"</api/v1/projects?cursor=b>; rel="prev""#), None);
        assert_eq!(next_of(link).as_deref(), Some("/api/v1/projects?cursor=b"));
    }
}
