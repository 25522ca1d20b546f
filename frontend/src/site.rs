//! What both apps share: mounting, the address, the language, the session.

use std::cell::RefCell;

use domain::{Code, Lang};
use gloo::utils::document;
use i18n::Texts;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::history::{BrowserHistory, History};
use yew_router::prelude::{BrowserRouter, use_location};

use crate::api;
use crate::route::{Address, Site};
use crate::state::session::SessionProvider;

thread_local! {
    /// Address of each language's texts, as the shell names them.
    static TEXTS: RefCell<Vec<(Lang, String)>> = const { RefCell::new(Vec::new()) };
}

/// Starts an app inside the shell's `<div id="app">`.
pub fn mount<App: BaseComponent<Properties = ()>>() {
    if let Some(root) = document().get_element_by_id("app") {
        let address = |lang: &Lang| Some((*lang, root.get_attribute(&format!("data-{}", lang.code()))?));
        TEXTS.set(Lang::ALL.iter().filter_map(address).collect());
        yew::Renderer::<App>::with_root(root).render();
    }
}

/// Fetches the texts of a language, until they are here.
async fn fetch_texts(lang: Lang) {
    let Some(address) = TEXTS.with_borrow(|all| all.iter().find(|(of, _)| *of == lang).map(|(_, at)| at.clone()))
    else {
        return;
    };
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

/// Router, language and session around the pages of one app.
#[component]
pub fn Root<S: Site>(props: &RootProps<S>) -> Html {
    html! {
        <BrowserRouter>
            <Located<S> page={props.page.clone()} />
        </BrowserRouter>
    }
}

#[component]
fn Located<S: Site>(props: &RootProps<S>) -> Html {
    let pathname = use_location().map(|location| location.path().to_owned()).unwrap_or_default();
    let address = Address::parse::<S>(&pathname);
    {
        let lang = address.as_ref().map(|address| address.lang);
        use_effect_with(lang, |lang| match lang {
            Some(lang) => remember_language(*lang),
            None => BrowserHistory::new().replace(format!("{}/{}/", S::PREFIX, preferred_language().code())),
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
    let page = address.route::<S>().map(|route| props.page.emit(route));
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
    if let Ok(Some(storage)) = gloo::utils::window().local_storage() {
        let _ = storage.set_item("lang", lang.code());
    }
}

/// The language of the last visit, else the browser's, else Kazakh.
fn preferred_language() -> Lang {
    let window = gloo::utils::window();
    let remembered = window.local_storage().ok().flatten().and_then(|s| s.get_item("lang").ok().flatten());
    let browser = window.navigator().language();
    [remembered, browser]
        .into_iter()
        .flatten()
        .find_map(|tag| Lang::parse(tag.split('-').next().unwrap_or_default()))
        .unwrap_or(Lang::Kk)
}
