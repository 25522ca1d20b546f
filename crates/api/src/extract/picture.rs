//! Photos as bytes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::problem::ProblemCode;
use app::Idem;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::extract::upload;
use crate::problem::Failure;
use crate::state::Api;

/// An uploaded photo: `image/jpeg`, `image/png` or `image/webp`, else 415; longer than 5 MB: 413. What is really in it is the
/// use case's matter.
pub struct Picture(pub Bytes);

impl FromRequest for Picture {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let api = Api::extract(&req).await?;
            let media = req.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let taken = matches!(media.trim(), "image/jpeg" | "image/png" | "image/webp");
            if !taken || req.headers().contains_key(CONTENT_ENCODING) {
                return Err(Failure::new(ProblemCode::UnsupportedMediaType).closing());
            }
            let body = upload::read(payload, domain::photo::MAX_BYTES, api.config.stream_deadline).await?;
            if let Some(idem) = req.extensions().get::<Arc<Idem>>() {
                idem.body(Sha256::digest(&body).to_vec());
            }
            Ok(Self(body))
        })
    }
}
