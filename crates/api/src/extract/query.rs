//! Query parameters.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use api_types::problem::ProblemCode;
use app::Fault;
use serde::de::DeserializeOwned;

use crate::extract::shape;
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
        let query = filters(req.query_string());
        ready(read(&query).map(Self).map_err(|fault| Failure::fault(ProblemCode::InvalidQuery, fault)))
    }
}

/// Reads a query; the first fault names its parameter. U+0000 is one: no database stores it, and PostgreSQL does not even
/// compare with it.
fn read<T: DeserializeOwned>(query: &str) -> Result<T, Fault> {
    if let Some((name, _)) = form_urlencoded::parse(query.as_bytes()).find(|(_, value)| value.contains('\0')) {
        return Err(Fault::new(name.into_owned(), "strange_characters"));
    }
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|e| {
        let fault = shape::fault(String::new(), e.inner());
        let of_value = matches!(&*fault.code, "type" | "unknown_code").then(|| e.path().to_string());
        let name = fault.params.iter().find(|(name, _)| name == "name").map(|(_, value)| value.clone());
        let pointer = of_value.filter(|path| path != ".").or(name).unwrap_or_default();
        Fault { pointer, ..fault }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Filter {
        cycle_id: domain::Id,
        lang: Option<domain::Lang>,
        limit: Option<u16>,
    }

    #[test]
    fn a_fault_names_its_parameter() {
        let told = |query: &str| {
            let fault = read::<Filter>(query).unwrap_err();
            format!("{} {}", fault.pointer, fault.code)
        };
        let id = "cycle_id=018f3c1e-0000-7000-8000-000000000000";
        assert!(read::<Filter>(&format!("{id}&lang=kk&limit=5")).is_ok());
        assert_eq!(told(""), "cycle_id missing");
        assert_eq!(told("cycle_id=5"), "cycle_id type");
        assert_eq!(told(&format!("{id}&lang=xx")), "lang unknown_code");
        assert_eq!(told(&format!("{id}&limit=-1")), "limit type");
        assert_eq!(told(&format!("{id}&sort=new")), "sort unknown_field");
        assert_eq!(told(&format!("{id}&{id}")), "cycle_id duplicate_field");
        assert_eq!(told(&format!("{id}&lang=k%00k")), "lang strange_characters");
    }
}
