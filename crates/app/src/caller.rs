//! Who calls a use case.

use std::sync::Arc;

use domain::{Actor, Channel, Grant, Id, Lang, Role};

use crate::{Error, Idem, Result};

/// Who calls, through what, in which language.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who the domain's permissions see: role grants and, for a resident, the person.
    pub actor: Actor,
    /// The signed-in account; None for the public, the calendar and the command line.
    pub account_id: Option<Id>,
    /// The session that signed the request in.
    pub session_id: Option<Id>,
    /// How the call reached us.
    pub channel: Channel,
    /// Language of texts that are sent back.
    pub lang: Lang,
    /// The resident (person) for whom a clerk acts; the clerk stays `account_id` and is named beside.
    pub on_behalf_of: Option<Id>,
    /// The idempotency key of the request, for use cases that create something.
    pub idem: Option<Arc<Idem>>,
}

impl Caller {
    /// The calendar, the jobs and the command line.
    pub fn system() -> Self {
        Self {
            actor: Actor::system(),
            account_id: None,
            session_id: None,
            channel: Channel::Desk,
            lang: Lang::Ru,
            on_behalf_of: None,
            idem: None,
        }
    }

    /// Whoever holds the machine: `qatysu user add` makes the first administrator. Never behind a route.
    pub fn console() -> Self {
        let mut caller = Self::system();
        caller.actor.grants.push(Grant { role: Role::Admin, district: None });
        caller
    }

    /// A visitor who is not signed in.
    pub fn anonymous() -> Self {
        Self {
            actor: Actor::anonymous(),
            account_id: None,
            session_id: None,
            channel: Channel::Web,
            lang: Lang::Ru,
            on_behalf_of: None,
            idem: None,
        }
    }

    /// The same caller, answered in this language.
    #[must_use]
    pub fn speaking(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The signed-in account, or `Unauthenticated`.
    pub fn account(&self) -> Result<Id> {
        self.account_id.ok_or(Error::Unauthenticated)
    }

    /// The clerk at the counter while one acts for a resident: stored beside what the resident does.
    pub fn clerk(&self) -> Option<Id> {
        self.actor.clerk
    }

    /// How audit rows name the kind of actor: `system`, `public`, `clerk`, `account`.
    pub fn kind(&self) -> &'static str {
        match (self.actor.system, self.account_id, self.actor.clerk) {
            (true, ..) => "system",
            (_, None, _) => "public",
            (_, Some(_), Some(_)) => "clerk",
            (_, Some(_), None) => "account",
        }
    }
}
