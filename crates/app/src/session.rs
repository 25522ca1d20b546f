//! Signing in and out, and who a request comes from.

use api_types::account::SecretText;
use api_types::session::{Session, SignIn, TokenRefresh, Tokens};
use domain::{Actor, Channel, Email, Grant, Id, Moment, Operation, ProofLevel, Scope, authorise};
use store::Conn;

use crate::{App, Caller, Error, Result, Secret, audit, token};

/// A cookie session that was just made.
pub struct SignedIn {
    /// Session.
    pub session_id: Id,
    /// Account.
    pub account_id: Id,
    /// The cookie's value; it is never shown again.
    pub token: Secret<String>,
    /// When the session ends by itself.
    pub expires_at: Moment,
}

/// Signs in with e-mail and password and makes a cookie session. The same error and the same work whether the address is
/// unknown, disabled or the password wrong.
///
/// # Errors
/// `Unauthenticated`; `TooMany` after too many wrong passwords for this address; `Busy` when too many sign in at once.
pub fn sign_in(app: &App, input: &SignIn) -> Result<SignedIn> {
    let account_id = check_password(app, input)?;
    let token = token::random()?;
    let expires_at = app.now() + app.config.session_life;
    let session_id = open(app, account_id, Channel::Web, token::digest(token.expose()), expires_at, None)?;
    Ok(SignedIn { session_id, account_id, token, expires_at })
}

/// Signs in with e-mail and password and makes tokens for another program.
///
/// # Errors
/// As [`sign_in`].
pub fn sign_in_tokens(app: &App, input: &SignIn) -> Result<Tokens> {
    let account_id = check_password(app, input)?;
    let session_id = Id::new_v4();
    let refresh = token::refresh(&app.secrets.data, session_id)?;
    let expires_at = app.now() + app.config.refresh_life;
    open(app, account_id, Channel::App, token::digest(refresh.expose()), expires_at, Some(session_id))?;
    tokens(app, account_id, session_id, refresh)
}

/// Exchanges a refresh token for new tokens. A token that was exchanged before ends its session: one of two holders stole it.
///
/// # Errors
/// `Unauthenticated`.
pub fn refresh(app: &App, input: &TokenRefresh) -> Result<Tokens> {
    let session_id = token::refresh_session(&app.secrets.data, &input.refresh_token.0)?;
    let old = token::digest(&input.refresh_token.0);
    let fresh = token::refresh(&app.secrets.data, session_id)?;
    let new = token::digest(fresh.expose());
    let expires_at = app.now() + app.config.refresh_life;
    let account_id = app.store.write(app.now(), move |tx| -> Result<Option<Id>> {
        let now = tx.now();
        let Some(session) = store::session::find(tx, session_id)?.filter(|s| open_at(s, now)) else { return Ok(None) };
        if store::account::find(tx, session.account_id)?.is_none_or(|a| a.disabled_at.is_some()) {
            return Ok(None);
        }
        if store::session::rotate(tx, session_id, &old, &new, expires_at)? {
            return Ok(Some(session.account_id));
        }
        store::session::end(tx, session_id, now)?;
        let caller = Caller::anonymous();
        audit::record(
            tx,
            &caller,
            "refresh_token_reused",
            "session",
            session_id,
            None,
            serde_json::json!({ "account": session.account_id }),
        );
        Ok(None)
    })?;
    tokens(app, account_id.ok_or(Error::Unauthenticated)?, session_id, fresh)
}

/// Ends the session of this request.
///
/// # Errors
/// `Unauthenticated` when there is none.
pub fn sign_out(app: &App, caller: &Caller) -> Result<()> {
    let id = caller.session_id.ok_or(Error::Unauthenticated)?;
    app.store.write(app.now(), move |tx| -> Result<()> {
        let now = tx.now();
        store::session::end(tx, id, now)?;
        Ok(())
    })
}

/// Ends one of the caller's own sessions.
///
/// # Errors
/// `NotFound` when it is nobody's, somebody else's or over.
pub fn end(app: &App, caller: &Caller, id: Id) -> Result<()> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let account_id = caller.account()?;
    app.store.write(app.now(), move |tx| -> Result<()> {
        let now = tx.now();
        let session = store::session::find(tx, id)?.filter(|s| s.account_id == account_id && open_at(s, now));
        session.ok_or(Error::NotFound("session"))?;
        store::session::end(tx, id, now)?;
        Ok(())
    })
}

/// The caller's open sessions, newest first.
///
/// # Errors
/// `Denied` when nobody is signed in.
pub fn list(app: &App, caller: &Caller) -> Result<Vec<Session>> {
    authorise(&caller.actor, Operation::ViewMe, &Scope::default())?;
    let (account_id, now) = (caller.account()?, app.now());
    let rows = app.store.read(|c| store::session::open_of(c, account_id, now))?;
    let current = caller.session_id;
    Ok(rows
        .into_iter()
        .map(
            |store::session::Session {
                 id,
                 account_id: _,
                 token_hash: _,
                 channel,
                 created_at,
                 expires_at,
                 ended_at: _,
             }| Session { id, channel, created_at, expires_at, current: current == Some(id) },
        )
        .collect())
}

/// The caller that a cookie's token stands for.
///
/// # Errors
/// `Unauthenticated` when the session is unknown, over or expired, or the account disabled.
pub fn authenticate_cookie(app: &App, token: &str) -> Result<Caller> {
    let (hash, now) = (token::digest(token), app.now());
    let caller = app.store.read(|c| {
        let session = store::session::find_by_token(c, &hash)?.filter(|s| s.channel == Channel::Web);
        Ok::<_, store::Error>(session.map(|s| load(c, &s, now)).transpose()?.flatten())
    })?;
    caller.ok_or(Error::Unauthenticated)
}

/// The caller that a bearer token stands for. Its session is looked up each time, so an ended one is refused at once.
///
/// # Errors
/// `Unauthenticated` for everything that is not a valid token of an open session.
pub fn authenticate_bearer(app: &App, token: &str) -> Result<Caller> {
    let claims = token::verify_access(app, token)?;
    let now = app.now();
    let caller = app.store.read(|c| {
        let session =
            store::session::find(c, claims.sid)?.filter(|s| s.account_id == claims.sub && s.channel == Channel::App);
        Ok::<_, store::Error>(session.map(|s| load(c, &s, now)).transpose()?.flatten())
    })?;
    caller.ok_or(Error::Unauthenticated)
}

/// The clerk `caller` acting for a resident at the counter: from now on the resident's rights hold, not the clerk's.
///
/// # Errors
/// `NotFound` for nobody of the register; `Denied` without a clerk's role in the resident's district.
pub fn on_behalf(app: &App, caller: &Caller, person_id: Id) -> Result<Caller> {
    let person = app.store.read(|c| store::person::find_current(c, person_id))?;
    let person = person.ok_or(Error::NotFound("resident"));
    let scope = Scope { district: person.as_ref().ok().map(|p| p.district_id), ..Scope::default() };
    let permit = authorise(&caller.actor, Operation::ActForResident, &scope)?;
    let person = person?;
    let actor = caller
        .actor
        .on_behalf_of(&permit, person.id)
        .ok_or_else(|| Error::Broken("a permit of another operation".into()))?;
    Ok(Caller { channel: actor.channel, actor, on_behalf_of: Some(person.id), ..caller.clone() })
}

/// Makes a session for an account without a password: for the test kit and `qatysu demo`, never behind a route.
pub fn open_for(app: &App, account_id: Id) -> Result<SignedIn> {
    let token = token::random()?;
    let expires_at = app.now() + app.config.session_life;
    let session_id = open(app, account_id, Channel::Web, token::digest(token.expose()), expires_at, None)?;
    Ok(SignedIn { session_id, account_id, token, expires_at })
}

/// Makes tokens for an account without a password: for the test kit and load tests, never behind a route.
pub fn tokens_for(app: &App, account_id: Id) -> Result<Tokens> {
    let session_id = Id::new_v4();
    let refresh = token::refresh(&app.secrets.data, session_id)?;
    let expires_at = app.now() + app.config.refresh_life;
    open(app, account_id, Channel::App, token::digest(refresh.expose()), expires_at, Some(session_id))?;
    tokens(app, account_id, session_id, refresh)
}

fn check_password(app: &App, input: &SignIn) -> Result<Id> {
    // What is no address has no account; it takes as long as one.
    let key = Email::parse(&input.email).map(|e| e.key()).unwrap_or_else(|| input.email.to_lowercase());
    app.sign_ins.check("sign-in", &key, app.now())?;
    let found = app.store.read(|c| store::account::find_by_email(c, &key))?.filter(|a| a.disabled_at.is_none());
    let hash = found.as_ref().and_then(|a| a.password_hash.as_deref());
    if !app.hasher.verify(&input.password.0, hash)? {
        app.sign_ins.wrong("sign-in", &key, app.now());
        return Err(Error::Unauthenticated);
    }
    app.sign_ins.right("sign-in", &key);
    found.map(|a| a.id).ok_or(Error::Unauthenticated)
}

fn open(
    app: &App,
    account_id: Id,
    channel: Channel,
    token_hash: Vec<u8>,
    expires_at: Moment,
    id: Option<Id>,
) -> Result<Id> {
    app.store.write(app.now(), move |tx| -> Result<Id> {
        let id = id.unwrap_or_else(|| tx.random_id());
        let created_at = tx.now();
        let row = store::session::Session {
            id,
            account_id,
            token_hash: token_hash.clone(),
            channel,
            created_at,
            expires_at,
            ended_at: None,
        };
        store::session::insert(tx, &row)?;
        Ok(id)
    })
}

fn tokens(app: &App, account_id: Id, session_id: Id, refresh: Secret<String>) -> Result<Tokens> {
    let now = app.now();
    let (access, expires_at) = token::sign_access(app, account_id, session_id, now)?;
    Ok(Tokens {
        access_token: SecretText(access.expose().clone()),
        token_type: "Bearer".to_owned(),
        expires_in: (expires_at - now).whole_seconds(),
        refresh_token: SecretText(refresh.expose().clone()),
    })
}

fn open_at(session: &store::session::Session, now: Moment) -> bool {
    session.ended_at.is_none() && now < session.expires_at
}

/// The caller of a session, from one read of all that permissions need; None when it is over.
fn load(c: &mut Conn, session: &store::session::Session, now: Moment) -> store::Result<Option<Caller>> {
    if !open_at(session, now) {
        return Ok(None);
    }
    let Some(account) = store::account::find(c, session.account_id)?.filter(|a| a.disabled_at.is_none()) else {
        return Ok(None);
    };
    let grants = store::role_grant::in_force_of(c, account.id)?;
    let person = account.person_id.map(|id| store::person::find_current(c, id)).transpose()?.flatten();
    let actor = Actor {
        account: Some(account.id),
        person: person.as_ref().map(|p| p.id),
        grants: grants.iter().map(|g| Grant { role: g.role, district: g.district_id }).collect(),
        proof: person.as_ref().map_or(ProofLevel::Account, |p| p.proof),
        channel: session.channel,
        system: false,
        clerk: None,
    };
    Ok(Some(Caller {
        actor,
        account_id: Some(account.id),
        session_id: Some(session.id),
        channel: session.channel,
        lang: account.lang,
        on_behalf_of: None,
        idem: None,
    }))
}
