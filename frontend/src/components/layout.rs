//! The frame of every page: skip link, navigation, languages, footer.

use std::cell::RefCell;

use domain::{Code, Lang};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::link::{Link, follow};
use crate::hooks::{use_address, use_t, use_title};
use crate::route::{DeskRoute, Place, Route};
use crate::state::session::{Who, use_session};

thread_local! {
    /// Path of the page shown last; outlives the page components, which come and go.
    static LAST_PATH: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Properties of [`Page`].
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// Heading of the page and name in the window's title.
    pub title: AttrValue,
    /// Small words above the heading.
    #[prop_or_default]
    pub above: Html,
    #[prop_or_default]
    pub children: Html,
}

/// A whole page: every page's `html!` begins with it.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let t = use_t();
    let address = use_address();
    use_title(&props.title);
    // After a change of page the reader starts at its heading, as after a full load. The first page has just been loaded.
    use_effect_with(address.path.clone(), |path| {
        let last = LAST_PATH.replace(Some(path.clone()));
        if last.is_some_and(|last| last != *path) {
            focus_main();
        }
    });
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus_main();
    });
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ t.t("skip-to-content") }</a>
            <header class="site-header">
                <div class="wrap">
                    <Brand desk={!address.prefix.is_empty()} />
                    <Languages />
                    if address.prefix.is_empty() { <CitizenNav /> } else { <DeskNav /> }
                </div>
            </header>
            <main id="main" class="wrap" tabindex="-1">
                { props.above.clone() }
                <h1>{ &props.title }</h1>
                { props.children.clone() }
            </main>
            <Footer />
        </>
    }
}

fn focus_main() {
    gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
    if let Some(main) = document().get_element_by_id("main").and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = main.focus();
    }
}

#[derive(Properties, PartialEq)]
struct BrandProps {
    desk: bool,
}

#[component]
fn Brand(props: &BrandProps) -> Html {
    let t = use_t();
    let (to, tagline) =
        if props.desk { (Place::from(DeskRoute::Home), "nav-desk") } else { (Place::from(Route::Home), "app-tagline") };
    html! {
        <Link {to} class="brand">
            <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
                <circle class="brand-disc" cx="16" cy="16" r="15" />
                <path class="brand-mark" d="M9 17l5 5 9-11" />
            </svg>
            <span><strong>{ t.t("app-name") }</strong><small>{ t.t(tagline) }</small></span>
        </Link>
    }
}

/// The same page in the other languages, each named in itself.
#[component]
fn Languages() -> Html {
    let t = use_t();
    let address = use_address();
    let links = Lang::ALL.iter().map(|&lang| {
        let href = address.in_lang(lang);
        let onclick = follow(href.clone());
        let current = (lang == address.lang).then_some("true");
        html! { <li><a {href} {onclick} lang={lang.code()} hreflang={lang.code()} aria-current={current}>{ t.code(lang) }</a></li> }
    });
    html! { <nav class="languages" aria-label={t.t("nav-languages")}><ul>{ for links }</ul></nav> }
}

#[component]
fn CitizenNav() -> Html {
    let items = [
        ("nav-home", Route::Home),
        ("nav-projects", Route::Projects),
        ("nav-results", Route::Results),
        ("nav-duties", Route::Duties),
    ];
    html! { <Nav items={items.map(|(key, route)| (key, Place::from(route))).to_vec()} sign_in={Place::from(Route::SignIn)} me={Place::from(Route::Me)} /> }
}

#[component]
fn DeskNav() -> Html {
    let items =
        [("nav-my-duties", DeskRoute::Home), ("nav-queue", DeskRoute::Queue), ("nav-cycles", DeskRoute::Cycles)];
    html! { <Nav items={items.map(|(key, route)| (key, Place::from(route))).to_vec()} sign_in={Place::from(DeskRoute::SignIn)} me={Place::from(DeskRoute::Home)} /> }
}

#[derive(Properties, PartialEq)]
struct NavProps {
    /// Text key and place.
    items: Vec<(&'static str, Place)>,
    sign_in: Place,
    me: Place,
}

#[component]
fn Nav(props: &NavProps) -> Html {
    let t = use_t();
    let address = use_address();
    let here = address.in_lang(address.lang);
    let session = use_session();
    let link = |key: &'static str, to: &Place| {
        let current = (to.href(address.lang) == here).then_some(AttrValue::Static("page"));
        html! { <li><Link to={to.clone()} {current}>{ t.t(key) }</Link></li> }
    };
    let account = match session.who {
        Who::Unknown => Html::default(),
        Who::Nobody => link("nav-sign-in", &props.sign_in),
        Who::Account(_) => link("nav-account", &props.me),
    };
    html! {
        <nav class="main-nav" aria-label={t.t("nav-label")}>
            <ul>{ for props.items.iter().map(|(key, to)| link(key, to)) }{ account }</ul>
        </nav>
    }
}

#[component]
fn Footer() -> Html {
    let t = use_t();
    html! {
        <footer class="site-footer">
            <div class="wrap">
                <p class="notice">{ t.t("footer-sample") }</p>
                <p>{ t.t("footer-help") }</p>
                <p>
                    <a href="https://www.openstreetmap.org/copyright" rel="external">{ t.t("footer-osm") }</a>
                    { " · " }
                    <a href="/docs/">{ t.t("footer-api") }</a>
                </p>
            </div>
        </footer>
    }
}
