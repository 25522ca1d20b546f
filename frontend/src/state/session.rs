//! Who is signed in. The cookie is HttpOnly: only the server knows, so we ask it.

use std::rc::Rc;

use api_types::account::Me;
use api_types::endpoint;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;

/// What we know about who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// Not asked yet.
    Unknown,
    /// Nobody.
    Nobody,
    /// This account.
    Account(Rc<Me>),
}

/// The session, in every page's context.
#[derive(Clone, PartialEq)]
pub struct Session {
    /// Who is signed in.
    pub who: Who,
    /// Asks the server again (after signing in or out).
    pub refresh: Callback<()>,
}

impl Session {
    /// The account, if somebody is signed in.
    pub fn me(&self) -> Option<&Me> {
        match &self.who {
            Who::Account(me) => Some(me),
            Who::Unknown | Who::Nobody => None,
        }
    }
}

/// The session of this page.
#[hook]
pub fn use_session() -> Session {
    use_context::<Session>().expect("pages live inside site::Root")
}

/// Properties of [`SessionProvider`].
#[derive(Properties, PartialEq)]
pub struct ProviderProps {
    /// The page.
    #[prop_or_default]
    pub children: Html,
}

/// Asks once who is signed in and shares the answer.
#[component]
pub fn SessionProvider(props: &ProviderProps) -> Html {
    let who = use_state(|| Who::Unknown);
    let refresh = {
        let who = who.setter();
        use_callback((), move |(), ()| {
            let who = who.clone();
            spawn_local(async move {
                who.set(match api::get::<Me>(endpoint::ME).await {
                    Ok(reply) => Who::Account(Rc::new(reply.body)),
                    Err(_) => Who::Nobody,
                });
            });
        })
    };
    {
        let refresh = refresh.clone();
        use_effect_with((), move |()| refresh.emit(()));
    }
    let session = Session { who: (*who).clone(), refresh };
    html! { <ContextProvider<Session> context={session}>{ props.children.clone() }</ContextProvider<Session>> }
}
