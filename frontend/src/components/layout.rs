//! The frame of every page: skip link, navigation, languages, footer.

use std::cell::RefCell;
use std::rc::Rc;

use api_types::cycle::{CycleBrief, CycleList};
use api_types::endpoint::{CYCLES, SESSION_CURRENT};
use domain::{Code, Id, Lang, Phase};
use gloo::utils::document;
use i18n::Texts;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::api;
use crate::components::link::{Link, follow};
use crate::hooks::{use_address, use_t, use_title};
use crate::route::{Address, DeskRoute, Place, Route};
use crate::state::session::{Session, Who, use_session};

thread_local! {
    /// Path of the page shown last; outlives the page components, which come and go.
    static LAST_PATH: RefCell<Option<String>> = const { RefCell::new(None) };
    /// All cycles, once they are known: what the footer says of sample data and of sources.
    static KNOWN: RefCell<Option<Rc<CycleList>>> = const { RefCell::new(None) };
}

/// Properties of [`Page`].
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// Heading of the page and name in the window's title.
    pub title: AttrValue,
    /// Small words above the heading.
    #[prop_or_default]
    pub above: Html,
    /// The cycle that the page is about; its footer then names the source of that cycle's data.
    #[prop_or_default]
    pub about: Option<CycleBrief>,
    /// The same by its id, for pages that know no more: its name then stands above the heading.
    #[prop_or_default]
    pub of: Option<Id>,
    #[prop_or_default]
    pub children: Html,
}

/// A whole page: every page's `html!` begins with it.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let t = use_t();
    let address = use_address();
    let session = use_session();
    let cycles = use_cycles(props.about.as_ref().is_none_or(|cycle| cycle.sample));
    let known = cycles.as_ref().map(|list| list.items.as_slice()).unwrap_or_default();
    let about = props.about.as_ref().or_else(|| known.iter().find(|cycle| Some(cycle.id) == props.of));
    let named = props.of.and(about).map(|cycle| html! { <p class="above">{ cycle.name.get(t.lang()) }</p> });
    // Whether its vote is over is a matter of all its cycles: the sample has finished years, too.
    let sample = match about {
        Some(cycle) if !cycle.sample => "",
        Some(_) if known.is_empty() => "footer-sample",
        _ => sample_words(known),
    };
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
                    { brand(t, !address.prefix.is_empty()) }
                    { languages(t, &address) }
                    { navigation(t, &address, &session) }
                </div>
            </header>
            <main id="main" class="wrap" tabindex="-1">
                { if props.above == Html::default() { named.unwrap_or_default() } else { props.above.clone() } }
                <h1>{ &props.title }</h1>
                { props.children.clone() }
            </main>
            { footer(t, about, sample) }
        </>
    }
}

fn focus_main() {
    gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
    if let Some(main) = document().get_element_by_id("main").and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = main.focus();
    }
}

fn brand(t: &Texts, desk: bool) -> Html {
    let (to, tagline) =
        if desk { (Place::from(DeskRoute::Home), "nav-desk") } else { (Place::from(Route::Home), "app-tagline") };
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
fn languages(t: &Texts, address: &Address) -> Html {
    let links = Lang::ALL.iter().map(|&lang| {
        let href = address.in_lang(lang);
        let onclick = follow(href.clone());
        let current = (lang == address.lang).then_some("true");
        html! { <li><a {href} {onclick} lang={lang.code()} hreflang={lang.code()} aria-current={current}>{ t.code(lang) }</a></li> }
    });
    html! { <nav class="languages" aria-label={t.t("nav-languages")}><ul>{ for links }</ul></nav> }
}

/// Text key and place of each item of the navigation; sign-in page and own page come last.
fn items(desk: bool, signed_in: Option<bool>) -> Vec<(&'static str, Place)> {
    let mut items: Vec<(&'static str, Place)> = if desk {
        let routes =
            [("nav-my-duties", DeskRoute::Home), ("nav-queue", DeskRoute::Queue), ("nav-cycles", DeskRoute::Cycles)];
        routes.map(|(key, route)| (key, route.into())).to_vec()
    } else {
        let routes = [
            ("nav-home", Route::Home),
            ("nav-projects", Route::Projects),
            ("nav-results", Route::Results),
            ("nav-duties", Route::Duties),
        ];
        routes.map(|(key, route)| (key, route.into())).to_vec()
    };
    match (signed_in, desk) {
        (Some(true), false) => items.push(("nav-account", Route::Me.into())),
        (Some(false), false) => items.push(("nav-sign-in", Route::SignIn.into())),
        (Some(false), true) => items.push(("nav-sign-in", DeskRoute::SignIn.into())),
        (Some(true), true) | (None, _) => {}
    }
    items
}

fn navigation(t: &Texts, address: &Address, session: &Session) -> Html {
    let here = address.place();
    let signed_in = match session.who {
        Who::Unknown => None,
        Who::Nobody => Some(false),
        Who::Account(_) => Some(true),
    };
    let links = items(!address.prefix.is_empty(), signed_in).into_iter().map(|(key, to)| {
        let current = (to == here).then_some(AttrValue::Static("page"));
        html! { <li><Link {to} {current}>{ t.t(key) }</Link></li> }
    });
    let out = (signed_in == Some(true)).then(|| {
        let onclick = sign_out(session.refresh.clone());
        html! { <li><button type="button" {onclick}>{ t.t("nav-sign-out") }</button></li> }
    });
    html! { <nav class="main-nav" aria-label={t.t("nav-label")}><ul>{ for links }{ out }</ul></nav> }
}

/// Ends the session; afterwards the server is asked who is signed in, so that a failure shows as "still signed in".
pub fn sign_out(refresh: Callback<()>) -> Callback<MouseEvent> {
    Callback::from(move |_: MouseEvent| {
        let refresh = refresh.clone();
        spawn_local(async move {
            let _ = api::delete(SESSION_CURRENT).await;
            refresh.emit(());
        });
    })
}

/// Text key of what is said of sample data among these cycles: nothing, that they are a sample, or that its vote is over.
fn sample_words(cycles: &[CycleBrief]) -> &'static str {
    let phases = || cycles.iter().filter(|cycle| cycle.sample).map(|cycle| cycle.phase);
    let over = phases().any(|phase| phase > Phase::Voting) && phases().all(|phase| phase != Phase::Voting);
    match phases().next() {
        None => "",
        Some(_) if over => "footer-sample-over",
        Some(_) => "footer-sample",
    }
}

/// All cycles, for the footer of pages that have none at hand: asked once per visit.
#[hook]
fn use_cycles(wanted: bool) -> Option<Rc<CycleList>> {
    let cycles = use_state(|| KNOWN.with_borrow(Clone::clone));
    {
        let cycles = cycles.clone();
        use_effect_with(wanted && cycles.is_none(), move |ask| {
            if *ask {
                spawn_local(async move {
                    if let Ok(reply) = api::get::<CycleList>(CYCLES).await {
                        let known = Some(Rc::new(reply.body));
                        KNOWN.set(known.clone());
                        cycles.set(known);
                    }
                });
            }
        });
    }
    (*cycles).clone()
}

fn footer(t: &Texts, about: Option<&CycleBrief>, sample: &'static str) -> Html {
    let source = about.and_then(|cycle| cycle.source.as_ref());
    html! {
        <footer class="site-footer">
            <div class="wrap">
                if !sample.is_empty() {
                    <p class="notice">{ t.t(sample) }</p>
                }
                if let Some(source) = source {
                    <p>
                        { t.t("footer-source") }{ " " }
                        if let Some(url) = &source.url { <a href={url.clone()} rel="external">{ &source.name }</a> } else { { &source.name } }
                        { " · " }{ &source.attribution }{ " · " }{ &source.licence }
                    </p>
                }
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
