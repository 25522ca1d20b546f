//! Query parameters.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use api_types::problem::ProblemCode;
use app::Fault;
use serde::de::DeserializeOwned;

use crate::problem::Failure;

/// The filters of a list. Its type denies unknown fields, so that a misspelt filter is an error and not ignored;
/// `cursor` and `limit` belong to [`Paging`](crate::extract::Paging) and are left out here.
pub struct Query<T>(pub T);

/// The query without the parameters of paging.
pub fn filters(query: &str) -> String {
    let kept: Vec<&str> =
        query.split('&').filter(|p| !p.is_empty() && !p.starts_with("cursor=") && !p.starts_with("limit=")).collect();
    kept.join("&")
}

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match web::Query::<T>::from_query(&filters(req.query_string())) {
            Ok(query) => Ok(Self(query.into_inner())),
            Err(e) => Err(Failure::fault(ProblemCode::InvalidQuery, Fault::new("", "other").with("why", e))),
        })
    }
}
