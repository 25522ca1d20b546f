//! What both apps share: mounting, the address, the language, the session.

use std::cell::RefCell;

use domain::{Code, Lang};
use gloo::events::EventListener;
use gloo::utils::{document, window};
use i18n::Texts;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::format::set_zone;
use crate::route::{Address, Site};
use crate::state::session::SessionProvider;

thread_local! {
    /// Draws the page of the address bar anew.
    static MOVED: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
}

/// Address of a file that the shell names (`data-models`) and few pages need.
pub fn asset(name: &str) -> Option<String> {
    document().get_element_by_id("app")?.get_attribute(&format!("data-{name}"))
}

/// Goes to an address of ours without loading the app again.
pub fn go(href: &str) {
    // Cannot fail for an address of our own origin.
    let _ = window().history().and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(href)));
    moved();
}

/// The same, but the way back leads past this page.
fn go_instead(href: &str) {
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(href)));
    moved();
}

fn moved() {
    if let Some(moved) = MOVED.with_borrow(Clone::clone) {
        moved.emit(());
    }
}

/// Path and query of the address bar.
fn location() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Starts an app inside the shell's `<div id="app">`.
pub fn mount<App: BaseComponent<Properties = ()>>() {
    if let Some(root) = document().get_element_by_id("app") {
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// Fetches the texts of a language, until they are here.
async fn fetch_texts(lang: Lang) {
    let Some(address) = asset(lang.code()) else { return };
    loop {
        if let Ok(source) = api::get_text(&address).await {
            return Texts::install(lang, source);
        }
        gloo::timers::future::TimeoutFuture::new(2_000).await;
    }
}

/// Properties of [`Root`].
#[derive(Properties, PartialEq)]
pub struct RootProps<S: Site> {
    /// Draws the page of a route.
    pub page: Callback<S, Html>,
}

/// Address, language and session around the pages of one app.
#[component]
pub fn Root<S: Site>(props: &RootProps<S>) -> Html {
    let here = use_state(location);
    // The page says whose dates it shows.
    set_zone(None);
    {
        let here = here.setter();
        use_effect_with((), move |()| {
            let moved = Callback::from(move |()| here.set(location()));
            MOVED.set(Some(moved.clone()));
            let back = EventListener::new(&window(), "popstate", move |_| moved.emit(()));
            move || drop(back)
        });
    }
    let address = Address::parse::<S>(&here);
    {
        let lang = address.as_ref().map(|address| address.lang);
        use_effect_with(lang, |lang| match lang {
            Some(lang) => remember_language(*lang),
            None => go_instead(&format!("{}/{}/", S::PREFIX, preferred_language().code())),
        });
    }
    let arrived = use_force_update();
    {
        let wanted = address.as_ref().map(|address| address.lang).filter(|lang| !Texts::ready(*lang));
        use_effect_with(wanted, move |wanted| {
            if let Some(lang) = *wanted {
                spawn_local(async move {
                    fetch_texts(lang).await;
                    arrived.force_update();
                });
            }
        });
    }
    // While another language is on its way the page stays as it is, with what was typed into it.
    let shown = use_mut_ref(|| None::<Address>);
    if let Some(address) = address.filter(|address| Texts::ready(address.lang)) {
        shown.replace(Some(address));
    }
    let Some(address) = shown.borrow().clone() else { return Html::default() };
    let page = props.page.emit(address.route());
    html! {
        <ContextProvider<Address> context={address}>
            <SessionProvider>{ page }</SessionProvider>
        </ContextProvider<Address>>
    }
}

/// Puts the language where the browser (hyphenation, screen readers) and the next visit find it.
fn remember_language(lang: Lang) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", lang.code());
    }
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item("lang", lang.code());
    }
}

/// The language of the last visit, else the browser's, else Kazakh.
fn preferred_language() -> Lang {
    let window = window();
    let remembered = window.local_storage().ok().flatten().and_then(|s| s.get_item("lang").ok().flatten());
    let browser = window.navigator().language();
    [remembered, browser]
        .into_iter()
        .flatten()
        .find_map(|tag| Lang::parse(tag.split('-').next().unwrap_or_default()))
        .unwrap_or(Lang::Kk)
}
