//! The single-page app, out of the binary or (for development) out of a folder.
//!
//! `/` leads to the best language, `/{kk,ru,en}/…` is the citizens' shell, `/desk/…` the officials'. Hashed files under
//! `/assets/` are immutable; files that the build compressed are sent as they are, nothing is compressed here.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, LOCATION, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use api_types::problem::ProblemCode;
use bytes::Bytes;
use domain::{Code, Lang};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::extract::lang;
use crate::problem::{Answer, Failure};
use crate::snapshot::matches;

#[derive(RustEmbed)]
#[folder = "$QATYSU_WEB_DIST"]
#[allow_missing = true]
struct Embedded;

/// The built single-page app, read once at the start: no worker waits for a disk.
pub struct Assets {
    files: HashMap<String, File>,
    /// Pages of the applications, `/desk /cycles/:id`; none: the build named none.
    pages: Vec<String>,
}

/// Each page of both applications, a line each, as the build found them in their route table.
const PAGES: &str = "pages.txt";

struct File {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Assets {
    /// The files of this folder, or those in the binary.
    pub fn new(folder: Option<PathBuf>) -> Self {
        let mut files = HashMap::new();
        match folder {
            Some(folder) => collect(&folder, "", &mut files),
            None => {
                for name in Embedded::iter() {
                    if let Some(file) = Embedded::get(&name) {
                        let bytes = match file.data {
                            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                            Cow::Owned(bytes) => Bytes::from(bytes),
                        };
                        files.insert(name.into_owned(), File::new(bytes));
                    }
                }
            }
        }
        let pages =
            files.get(PAGES).map(|file| String::from_utf8_lossy(&file.bytes).lines().map(str::to_owned).collect());
        Self { files, pages: pages.unwrap_or_default() }
    }

    /// Answers a GET that no route knows.
    pub fn answer(&self, req: &HttpRequest) -> Answer {
        let path = req.path();
        if path == "/" {
            return Ok(home(req));
        }
        if path.starts_with("/assets/") {
            return self.file(req, path.trim_start_matches('/'), "public, max-age=31536000, immutable");
        }
        let (first, rest) = after_slash(path);
        match first {
            "desk" => {
                let (lang, page) = after_slash(rest);
                // Without a language the application leads to one.
                self.shell(req, "desk", lang, rest.trim_matches('/').is_empty() || self.is_page("/desk", lang, page))
            }
            _ if Lang::parse(first).is_some() => self.shell(req, "index", first, self.is_page("", first, rest)),
            "favicon.ico" => {
                Ok(HttpResponse::NoContent().insert_header((CACHE_CONTROL, "public, max-age=86400")).finish())
            }
            _ => Err(Failure::new(ProblemCode::NotFound)),
        }
    }

    /// Whether the application has this page.
    fn is_page(&self, prefix: &str, lang: &str, page: &str) -> bool {
        let fits =
            |line: &String| line.split_once(' ').is_some_and(|(of, pattern)| of == prefix && fits(pattern, page));
        self.pages.is_empty() || (Lang::parse(lang).is_some() && self.pages.iter().any(fits))
    }

    /// The page that loads an application, in the address's language. The application says itself that there is no such page; the
    /// status says it to machines.
    fn shell(&self, req: &HttpRequest, app: &str, lang: &str, known: bool) -> Answer {
        let own = format!("{app}.{lang}.html");
        let name = if self.files.contains_key(&own) { own } else { format!("{app}.html") };
        let mut answer = self.file(req, &name, "no-cache")?;
        if !known && answer.status() == StatusCode::OK {
            *answer.status_mut() = StatusCode::NOT_FOUND;
        }
        Ok(answer)
    }

    fn file(&self, req: &HttpRequest, name: &str, cache: &'static str) -> Answer {
        let plain = self.files.get(name).ok_or_else(|| Failure::new(ProblemCode::NotFound))?;
        let same = req.headers().get(IF_NONE_MATCH).is_some_and(|value| matches(value, &plain.etag));
        let mut answer = if same { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((ETAG, plain.etag.clone())).insert_header((CACHE_CONTROL, cache));
        answer.insert_header((VARY, "Accept-Encoding"));
        if same {
            return Ok(answer.finish());
        }
        answer.insert_header((CONTENT_TYPE, media_type(name)));
        for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
            if accepts(req, encoding)
                && let Some(file) = self.files.get(&format!("{name}.{suffix}"))
            {
                return Ok(answer.insert_header((CONTENT_ENCODING, encoding)).body(file.bytes.clone()));
            }
        }
        Ok(answer.body(plain.bytes.clone()))
    }
}

impl File {
    fn new(bytes: Bytes) -> Self {
        let tag: String = Sha256::digest(&bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        let etag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { bytes, etag }
    }
}

/// The first part of a path and what follows it, with its slash.
fn after_slash(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split_at(path.find('/').unwrap_or(path.len()))
}

/// Whether a path is one of a pattern, whose `:parameters` stand for anything but nothing. As the applications read it: a slash at
/// the end does not count.
fn fits(pattern: &str, path: &str) -> bool {
    let parts = |path| str::strip_suffix(path, "/").unwrap_or(path).split('/');
    let (wanted, given): (Vec<&str>, Vec<&str>) = (parts(pattern).collect(), parts(path).collect());
    let one =
        |(wanted, given): (&&str, &&str)| if wanted.starts_with(':') { !given.is_empty() } else { wanted == given };
    wanted.len() == given.len() && wanted.iter().zip(&given).all(one)
}

/// Reads a folder and what is below; what cannot be read is not served.
fn collect(folder: &Path, prefix: &str, files: &mut HashMap<String, File>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if let Ok(bytes) = std::fs::read(&path) {
            files.insert(name, File::new(bytes.into()));
        }
    }
}

fn home(req: &HttpRequest) -> HttpResponse {
    let to = format!("/{}/", lang::of(req.headers()));
    HttpResponse::Found()
        .insert_header((LOCATION, to))
        .insert_header((VARY, "Accept-Language"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .finish()
}

/// Whether this encoding is listed and not with `q=0`.
fn accepts(req: &HttpRequest, encoding: &str) -> bool {
    let Some(list) = req.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else { return false };
    list.split(',').any(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let never =
            parameters.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q == 0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !never
    })
}

fn media_type(name: &str) -> String {
    if name.ends_with(".wasm") {
        return "application/wasm".to_owned();
    }
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    if guess.type_() == "text" { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn encodings_are_taken_as_asked() {
        let with = |value: &str| TestRequest::default().insert_header((ACCEPT_ENCODING, value)).to_http_request();
        assert!(accepts(&with("gzip, deflate, br"), "br"));
        assert!(!accepts(&with("gzip, br;q=0"), "br"));
        assert!(!accepts(&with("identity"), "gzip"));
    }

    #[test]
    fn a_page_fits_its_pattern() {
        for (pattern, path) in [("/", ""), ("/", "/"), ("/projects/:number", "/projects/A%2F1/"), ("/queue", "/queue")]
        {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("/", "/x"), ("/projects/:number", "/projects//"), ("/me/proposals/:id", "/me/proposals/1/2")]
        {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
        assert_eq!(after_slash("/kk/projects/1"), ("kk", "/projects/1"));
        assert_eq!(after_slash("/kk"), ("kk", ""));
    }

    #[test]
    fn media_types_are_those_browsers_want() {
        assert_eq!(media_type("assets/citizen-1.wasm"), "application/wasm");
        assert_eq!(media_type("index.html"), "text/html; charset=utf-8");
        assert!(media_type("assets/app-1.js").ends_with("javascript; charset=utf-8"));
    }
}
