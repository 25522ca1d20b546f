//! Bodies as bytes, within a size and a time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::problem::ProblemCode;
use app::Idem;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use crate::problem::Failure;
use crate::state::Api;

/// A body that is too long is read on and thrown away up to this many bytes, so that the client hears why.
const DRAIN: usize = 64 * 1024 * 1024;

/// An uploaded text file (`text/csv`, `text/plain`): the register of residents, a Pabulib file.
pub struct Upload(pub Bytes);

impl FromRequest for Upload {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let api = Api::extract(&req).await?;
            let media = req.headers().get(CONTENT_TYPE).map(|value| value.as_bytes().to_vec()).unwrap_or_default();
            let taken = media.starts_with(b"text/csv") || media.starts_with(b"text/plain");
            // Like all bodies, a file is never unpacked.
            if !taken || req.headers().contains_key(CONTENT_ENCODING) {
                return Err(Failure::new(ProblemCode::UnsupportedMediaType).closing());
            }
            let body = read(payload, api.config.upload_limit, api.config.stream_deadline).await?;
            if let Some(idem) = req.extensions().get::<Arc<Idem>>() {
                idem.body(Sha256::digest(&body).to_vec());
            }
            Ok(Self(body))
        })
    }
}

/// Reads a body of at most `limit` bytes within `deadline`.
pub async fn read(mut payload: Payload, limit: usize, deadline: Duration) -> Result<Bytes, Failure> {
    let reading = async {
        let mut body = BytesMut::new();
        let mut length = 0_usize;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Failure::new(ProblemCode::BadRequest).closing())?;
            length += chunk.len();
            if length > limit {
                body = BytesMut::new();
                if length > limit.saturating_add(DRAIN) {
                    break;
                }
            } else {
                body.extend_from_slice(&chunk);
            }
        }
        if length > limit { Err(Failure::new(ProblemCode::BodyTooLarge).closing()) } else { Ok(body.freeze()) }
    };
    match tokio::time::timeout(deadline, reading).await {
        Ok(read) => read,
        Err(_) => Err(Failure::new(ProblemCode::BodyTimeout).closing()),
    }
}
