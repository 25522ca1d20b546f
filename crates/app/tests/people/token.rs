//! Forged, foreign and stale access tokens: none gets in.

use app::testing::{PASSWORD, TestApp};
use app::token::{self, Claims};
use app::{Error, session};
use domain::Id;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use time::Duration;

use crate::sign_in;

struct Forge {
    t: TestApp,
    claims: Claims,
}

impl Forge {
    /// Claims that would be right, and the means to sign them wrongly.
    fn new() -> Self {
        let t = TestApp::new();
        let id = t.account("aigerim", &[]);
        let tokens = session::sign_in_tokens(&t.app, &sign_in("aigerim@example.kz", PASSWORD)).unwrap();
        let caller = session::authenticate_bearer(&t.app, &tokens.access_token.0).unwrap();
        let now = t.app.now().unix_timestamp();
        let claims = Claims {
            iss: t.app.config.public_url.clone(),
            aud: token::audience(&t.app),
            sub: id,
            sid: caller.session_id.unwrap(),
            iat: now,
            nbf: now,
            exp: now + 900,
            jti: Id::new_v4(),
        };
        Self { t, claims }
    }

    fn our_key(&self) -> EncodingKey {
        EncodingKey::from_ed_der(self.t.app.secrets.jwt.expose().to_pkcs8_der().unwrap().as_bytes())
    }

    fn header(&self) -> Header {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".into());
        header.kid = Some(token::key_id(&self.t.app));
        header
    }

    /// Signed by us with these claims.
    fn with(&self, change: impl Fn(&mut Claims)) -> String {
        let mut claims = self.claims.clone();
        change(&mut claims);
        encode(&self.header(), &claims, &self.our_key()).unwrap()
    }

    fn refused(&self, token: &str, why: &str) {
        let answer = session::authenticate_bearer(&self.t.app, token);
        assert!(matches!(answer, Err(Error::Unauthenticated)), "{why}");
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..=chunk.len() {
            out.push(char::from(LETTERS[(n >> (18 - 6 * i)) as usize & 63]));
        }
    }
    out
}

#[test]
fn the_right_token_gets_in_so_the_others_fail_for_their_own_reason() {
    let forge = Forge::new();
    let caller = session::authenticate_bearer(&forge.t.app, &forge.with(|_| ())).unwrap();
    assert_eq!(caller.account_id, Some(forge.claims.sub));
}

#[test]
fn no_algorithm_but_ours_is_accepted() {
    let forge = Forge::new();
    let body = base64(&serde_json::to_vec(&forge.claims).unwrap());
    for alg in ["none", "None", "NONE"] {
        let head = base64(format!(r#"{{"typ":"at+jwt","alg":"{alg}"}}"#).as_bytes());
        forge.refused(&format!("{head}.{body}."), alg);
        forge.refused(&format!("{head}.{body}"), alg);
    }
    // HS confusion: our public key, which everybody may have, as a shared secret.
    let public = token::public_key(&forge.t.app);
    for alg in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let mut header = forge.header();
        header.alg = alg;
        let token = encode(&header, &forge.claims, &EncodingKey::from_secret(&public)).unwrap();
        forge.refused(&token, "HS with the public key");
    }
    // RS confusion: a header that says RS256 over an Ed25519 signature.
    let head = base64(br#"{"typ":"at+jwt","alg":"RS256"}"#);
    let signature = forge.with(|_| ()).rsplit('.').next().unwrap().to_owned();
    forge.refused(&format!("{head}.{body}.{signature}"), "RS256");
}

#[test]
fn another_key_another_type_or_a_changed_body_is_refused() {
    let forge = Forge::new();
    let other = SigningKey::from_bytes(&[7; 32]);
    let theirs = EncodingKey::from_ed_der(other.to_pkcs8_der().unwrap().as_bytes());
    forge.refused(&encode(&forge.header(), &forge.claims, &theirs).unwrap(), "another key");
    for typ in [Some("JWT"), Some("jwt"), Some("application/at+jwt"), None] {
        let mut header = forge.header();
        header.typ = typ.map(str::to_owned);
        forge.refused(&encode(&header, &forge.claims, &forge.our_key()).unwrap(), "another typ");
    }
    for kid in ["../../etc/passwd", "", "other"] {
        let mut header = forge.header();
        header.kid = Some(kid.into());
        forge.refused(&encode(&header, &forge.claims, &forge.our_key()).unwrap(), "another kid");
    }
    let right = forge.with(|_| ());
    let mut parts: Vec<String> = right.split('.').map(str::to_owned).collect();
    let mut claims = forge.claims.clone();
    claims.sub = Id::new_v4();
    parts[1] = base64(&serde_json::to_vec(&claims).unwrap());
    forge.refused(&parts.join("."), "a changed body");
    for junk in ["", ".", "..", "a.b.c", "\u{0}", "ключ"] {
        forge.refused(junk, "junk");
    }
}

#[test]
fn issuer_audience_session_and_account_must_be_ours() {
    let forge = Forge::new();
    forge.refused(&forge.with(|c| c.iss = "https://other.example".into()), "iss");
    forge.refused(&forge.with(|c| c.iss.push('/')), "iss");
    forge.refused(&forge.with(|c| c.aud = "https://other.example/api".into()), "aud");
    forge.refused(&forge.with(|c| c.sid = Id::new_v4()), "sid");
    let other = forge.t.account("bolat", &[]);
    forge.refused(&forge.with(|c| c.sub = other), "sub of another's session");
}

#[test]
fn our_own_clock_decides_when_a_token_begins_and_ends() {
    let forge = Forge::new();
    let token = forge.with(|_| ());
    let end = forge.t.app.now() + Duration::seconds(900);
    forge.t.clock.set(end - Duration::microseconds(1));
    session::authenticate_bearer(&forge.t.app, &token).unwrap();
    forge.t.clock.set(end);
    forge.refused(&token, "expired");
    forge.t.clock.set(end - Duration::seconds(901));
    forge.refused(&token, "not yet valid");
    forge.refused(&forge.with(|c| c.exp = c.iat + 901), "a life longer than 15 minutes");
    forge.refused(&forge.with(|c| c.exp = i64::MAX), "for ever");
    forge.refused(&forge.with(|c| c.exp = i64::MIN), "long ago");
}

#[test]
fn a_claim_that_is_missing_is_not_taken_for_granted() {
    let forge = Forge::new();
    let right = serde_json::to_value(&forge.claims).unwrap();
    for claim in ["iss", "aud", "sub", "sid", "iat", "nbf", "exp", "jti"] {
        let mut claims = right.clone();
        claims.as_object_mut().unwrap().remove(claim);
        forge.refused(&encode(&forge.header(), &claims, &forge.our_key()).unwrap(), claim);
    }
}
