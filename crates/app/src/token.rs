//! Tokens: what proves a session. None is ever stored or logged as it is.
//!
//! | token | holder | is | stored |
//! |---|---|---|---|
//! | session | the SPA, in an HttpOnly cookie | 256 random bits | SHA-256 in the session row |
//! | access | other programs | Ed25519 JWT (`at+jwt`, RFC 9068), 15 minutes at most | nothing; its session row can be ended |
//! | refresh | other programs | session id, 256 random bits, MAC | SHA-256 in the session row, replaced at each use |

use domain::{Id, Moment};
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::secrets::{Key, hex, random_bytes, unhex};
use crate::{App, Error, Result, Secret};

/// `typ` of an access token (RFC 9068).
const TYP: &str = "at+jwt";
/// Longest life of an access token, whatever the configuration says.
const MAX_ACCESS_LIFE: time::Duration = time::Duration::minutes(15);

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer: the site's address.
    pub iss: String,
    /// Audience: the site's API.
    pub aud: String,
    /// Account.
    pub sub: Id,
    /// Session.
    pub sid: Id,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Not before.
    pub nbf: i64,
    /// Expires at.
    pub exp: i64,
    /// Unique id.
    pub jti: Id,
}

/// A random token for a cookie: 64 hexadecimal digits.
pub(crate) fn random() -> Result<Secret<String>> {
    Ok(Secret::new(hex(&random_bytes::<32>()?)))
}

/// What is stored of a cookie or refresh token.
pub(crate) fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The API's audience.
pub fn audience(app: &App) -> String {
    format!("{}/api", app.config.public_url)
}

/// Signs an access token for a session; the second value is its end.
pub(crate) fn sign_access(app: &App, account_id: Id, session_id: Id, now: Moment) -> Result<(Secret<String>, Moment)> {
    let expires_at = now + app.config.access_life.min(MAX_ACCESS_LIFE);
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: audience(app),
        sub: account_id,
        sid: session_id,
        iat: now.unix_timestamp(),
        nbf: now.unix_timestamp(),
        exp: expires_at.unix_timestamp(),
        jti: uuid::Uuid::new_v4(),
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(TYP.to_owned());
    header.kid = Some(key_id(app));
    let der = app.secrets.jwt.expose().to_pkcs8_der().map_err(|e| Error::Broken(format!("jwt key: {e}")))?;
    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(der.as_bytes()))
        .map_err(|e| Error::Broken(format!("jwt: {e}")))?;
    Ok((Secret::new(token), expires_at))
}

/// The claims of an access token that we signed for this API and that is valid now by our own clock. Everything else is
/// `Unauthenticated`: another algorithm, type, issuer, audience or key, expired, not yet valid, too long a life.
pub(crate) fn verify_access(app: &App, token: &str) -> Result<Claims> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    // The library reads the system's clock; ours is checked below.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.leeway = 0;
    validation.set_issuer(&[&app.config.public_url]);
    validation.set_audience(&[audience(app)]);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    let public = app.secrets.jwt.expose().verifying_key();
    let data = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ed_der(public.as_bytes()), &validation)
        .map_err(|_| Error::Unauthenticated)?;
    let now = app.now().unix_timestamp();
    let claims = data.claims;
    let ours = data.header.typ.as_deref() == Some(TYP) && data.header.kid.as_deref() == Some(&key_id(app));
    let short = claims.exp.saturating_sub(claims.iat) <= MAX_ACCESS_LIFE.whole_seconds();
    if ours && short && claims.nbf <= now && now < claims.exp { Ok(claims) } else { Err(Error::Unauthenticated) }
}

/// Id of the key that signs access tokens: the start of the SHA-256 of its public half.
pub fn key_id(app: &App) -> String {
    hex(&Sha256::digest(app.secrets.jwt.expose().verifying_key().as_bytes())[..8])
}

/// Public half of the key that signs access tokens, 32 bytes: for a JWKS document.
pub fn public_key(app: &App) -> [u8; 32] {
    app.secrets.jwt.expose().verifying_key().to_bytes()
}

/// A refresh token for a session: `rt_` and 160 hexadecimal digits. The MAC says that it was ours once, so that only a real
/// token, used twice, ends its session; a made-up one ends nobody's.
pub(crate) fn refresh(key: &Key, session_id: Id) -> Result<Secret<String>> {
    let random = random_bytes::<32>()?;
    let mac = key.mac(&[b"refresh", session_id.as_bytes(), &random]);
    Ok(Secret::new(format!("rt_{}{}{}", hex(session_id.as_bytes()), hex(&random), hex(&mac))))
}

/// The session a refresh token was made for; `Unauthenticated` when we never made it.
pub(crate) fn refresh_session(key: &Key, token: &str) -> Result<Id> {
    let bytes = token.strip_prefix("rt_").and_then(unhex).filter(|b| b.len() == 80).ok_or(Error::Unauthenticated)?;
    let (id, rest) = bytes.split_at(16);
    let (random, mac) = rest.split_at(32);
    if !same(&key.mac(&[b"refresh", id, random]), mac) {
        return Err(Error::Unauthenticated);
    }
    Id::from_slice(id).map_err(|_| Error::Unauthenticated)
}

/// Equality in a time that does not depend on where the first difference is.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}
