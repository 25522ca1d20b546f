//! Values in the address.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use api_types::problem::ProblemCode;
use serde::de::DeserializeOwned;

use crate::problem::Failure;

/// The `{…}` of the address: `At<Id>`, or a tuple for several. What cannot be read cannot exist: 404. So does what holds
/// U+0000, which no database stores and PostgreSQL does not even compare with.
///
/// Not actix's `Path`: utoipa would want to know its type, while `openapi.rs` documents every `{…}` by itself.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for At<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if req.uri().path().contains("%00") {
            return ready(Err(Failure::new(ProblemCode::NotFound)));
        }
        let read = web::Path::<T>::from_request(req, payload).into_inner();
        ready(read.map(|path| Self(path.into_inner())).map_err(|_| Failure::new(ProblemCode::NotFound)))
    }
}
