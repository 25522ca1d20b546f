//! Addresses. Each starts with its language: `/kk/projects`, on the desk `/desk/kk/queue`.
//!
//! A page names a route without language; [`Address`] puts both together. The address is the only place where the
//! language lives, so a shared link opens in the language it was read in.

use api_types::endpoint::encode;
use domain::{Code, Lang};
use yew::html::IntoPropValue;

/// The routes of one app.
pub trait Site: Clone + PartialEq + 'static {
    /// What every address of the app starts with, before the language: empty or `/desk`.
    const PREFIX: &'static str;

    /// The path of this route, without prefix and language.
    fn to_path(&self) -> String;

    /// The route of a path; `NotFound` when it has none.
    fn recognize(path: &str) -> Self;
}

/// Declares the routes of one app: their paths, and how to read and write them. A path's `:parameters` stand in the order of
/// the route's fields. (yew-router does the same, for ten times the download.)
macro_rules! routes {
    (
        $(#[doc = $about:expr])*
        pub enum $site:ident at $prefix:literal {
            $( $(#[doc = $doc:expr])* #[at($pattern:literal)] $route:ident $({ $($field:ident: String),+ $(,)? })? ),+ $(,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, PartialEq, Debug)]
        pub enum $site {
            $( $(#[doc = $doc])* $route $({ $($field: String),+ })?, )+
            /// Everything else.
            NotFound,
        }

        impl Site for $site {
            const PREFIX: &'static str = $prefix;

            fn to_path(&self) -> String {
                match self {
                    $( Self::$route $({ $($field),+ })? => filled($pattern, &[$($($field),+)?]), )+
                    Self::NotFound => "/not-found".to_owned(),
                }
            }

            fn recognize(path: &str) -> Self {
                $(
                    if let Some(_values) = taken($pattern, path) {
                        $( let mut values = _values.into_iter(); $( let $field = values.next().unwrap_or_default(); )+ )?
                        return Self::$route $({ $($field),+ })?;
                    }
                )+
                Self::NotFound
            }
        }
    };
}

/// A pattern with these values in the places of its parameters.
fn filled(pattern: &str, values: &[&String]) -> String {
    let mut values = values.iter();
    let mut path = String::new();
    for part in pattern.split('/').skip(1) {
        path.push('/');
        match (part.starts_with(':'), values.as_slice().first()) {
            (true, Some(value)) => {
                values.next();
                encode(value, &mut path);
            }
            _ => path.push_str(part),
        }
    }
    path
}

/// The values of a pattern's parameters in a path; None when the path does not fit.
fn taken(pattern: &str, path: &str) -> Option<Vec<String>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    let mut parts = path.split('/');
    let mut values = Vec::new();
    for wanted in pattern.split('/') {
        let part = parts.next()?;
        if wanted.starts_with(':') && !part.is_empty() {
            values.push(decode(part));
        } else if wanted != part {
            return None;
        }
    }
    parts.next().is_none().then_some(values)
}

routes! {
/// The residents' pages.
pub enum Route at "" {
    /// Where we are, what one can do now, the districts.
    #[at("/")]
    Home,
    /// All projects, with filters in the query.
    #[at("/projects")]
    Projects,
    /// One project by its speakable number.
    #[at("/projects/:number")]
    Project { number: String },
    /// A new proposal.
    #[at("/propose")]
    Propose,
    /// The votes I may take part in.
    #[at("/vote")]
    Vote,
    /// My ballot in one contest.
    #[at("/contests/:id/ballot")]
    Ballot { id: String },
    /// What a contest decided and why.
    #[at("/contests/:id/result")]
    ContestResult { id: String },
    /// How its count went, and what other rules would have given.
    #[at("/contests/:id/comparison")]
    ContestComparison { id: String },
    /// All contests and elections with results.
    #[at("/results")]
    Results,
    /// Duties per district: met, open, overdue.
    #[at("/duties")]
    Duties,
    /// The rules of a cycle, explained.
    #[at("/rules/:cycle")]
    Rules { cycle: String },
    /// What is being built of what residents chose.
    #[at("/works/:cycle")]
    Works { cycle: String },
    /// Where the money of a cycle came from and where it went.
    #[at("/money/:cycle")]
    Money { cycle: String },
    /// What was promised and what was delivered.
    #[at("/reports/:cycle")]
    Reports { cycle: String },
    /// A published report.
    #[at("/report/:id")]
    Report { id: String },
    /// A project's passport, one page for the printer.
    #[at("/projects/:number/passport")]
    Passport { number: String },
    /// How other cities do it: four cities' rules, explained.
    #[at("/other-cities")]
    Models,
    /// Sign in.
    #[at("/sign-in")]
    SignIn,
    /// Open an account.
    #[at("/register")]
    Register,
    /// My proposals, votes, account.
    #[at("/me")]
    Me,
    /// A draft or a returned proposal of mine, to be changed.
    #[at("/me/proposals/:id")]
    Edit { id: String },
}
}

routes! {
/// The officials' pages.
pub enum DeskRoute at "/desk" {
    /// My duties.
    #[at("/")]
    Home,
    /// Proposals that wait for a review.
    #[at("/queue")]
    Queue,
    /// One proposal under review.
    #[at("/proposals/:id")]
    Review { id: String },
    /// Questions of one proposal that wait for an answer.
    #[at("/proposals/:id/questions")]
    Answer { id: String },
    /// Transitions of a cycle with their checklist.
    #[at("/cycles/:id")]
    Cycle { id: String },
    /// Calendar of a cycle, and its extension.
    #[at("/cycles/:id/calendar")]
    Calendar { id: String },
    /// The rules of a cycle: a new version.
    #[at("/cycles/:id/rules")]
    RulesEdit { id: String },
    /// All cycles.
    #[at("/cycles")]
    Cycles,
    /// A count, its ties, the act that confirms it.
    #[at("/contests/:id")]
    Contest { id: String },
    /// Works of a cycle.
    #[at("/cycles/:id/works")]
    Works { id: String },
    /// One work.
    #[at("/works/:id")]
    Work { id: String },
    /// Contracts of a cycle.
    #[at("/cycles/:id/contracts")]
    Contracts { id: String },
    /// One contract.
    #[at("/contracts/:id")]
    Contract { id: String },
    /// The money of a cycle.
    #[at("/cycles/:id/money")]
    Ledger { id: String },
    /// Envelopes of a cycle that is being set up.
    #[at("/cycles/:id/envelopes")]
    Envelopes { id: String },
    /// The end of a fiscal year: what lapses, what is carried.
    #[at("/cycles/:id/year-end")]
    YearEnd { id: String },
    /// Reports of a cycle.
    #[at("/cycles/:id/reports")]
    Reports { id: String },
    /// One report.
    #[at("/reports/:id")]
    Report { id: String },
    /// The clerk's counter.
    #[at("/counter")]
    Counter,
    /// The register of residents.
    #[at("/residents")]
    Residents,
    /// Sign in.
    #[at("/sign-in")]
    SignIn,
}
}

/// Where we are: a language and a path after it.
#[derive(Clone, PartialEq, Debug)]
pub struct Address {
    /// Language of the page.
    pub lang: Lang,
    /// `""` for residents, `"/desk"` for officials.
    pub prefix: &'static str,
    /// The rest, such as `/projects/ALM-26-0143`; starts with `/`.
    pub path: String,
    /// What follows a question mark: `district=medeu`; may be empty.
    pub query: String,
}

impl Address {
    /// Reads a location's path and query; None when it names no language.
    pub fn parse<S: Site>(location: &str) -> Option<Self> {
        let (pathname, query) = location.split_once('?').unwrap_or((location, ""));
        let rest = pathname.strip_prefix(S::PREFIX)?.strip_prefix('/')?;
        let (code, path) = rest.split_once('/').unwrap_or((rest, ""));
        let lang = Lang::parse(code)?;
        Some(Self { lang, prefix: S::PREFIX, path: format!("/{path}"), query: query.to_owned() })
    }

    /// The route of this address.
    pub fn route<S: Site>(&self) -> S {
        S::recognize(&self.path)
    }

    /// The place of this page, without its query.
    pub fn place(&self) -> Place {
        Place { prefix: self.prefix, path: self.path.clone() }
    }

    /// The address bar's path of this page in another language.
    pub fn in_lang(&self, lang: Lang) -> String {
        self.place().with_query(&self.query).href(lang)
    }
}

/// A place inside the app, without language: what `<Link to={…}>` takes.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    prefix: &'static str,
    path: String,
}

impl Place {
    /// The address bar's path of this place.
    pub fn href(&self, lang: Lang) -> String {
        href(self.prefix, lang, &self.path)
    }

    /// The same place with a query such as `district=medeu&state=eligible`.
    pub fn with_query(mut self, query: &str) -> Self {
        if !query.is_empty() {
            self.path = format!("{}?{query}", self.path);
        }
        self
    }
}

impl<S: Site> From<S> for Place {
    fn from(route: S) -> Self {
        Self { prefix: S::PREFIX, path: route.to_path() }
    }
}

impl IntoPropValue<Place> for Route {
    fn into_prop_value(self) -> Place {
        self.into()
    }
}

impl IntoPropValue<Place> for DeskRoute {
    fn into_prop_value(self) -> Place {
        self.into()
    }
}

/// Undoes percent-encoding; a plus is a space.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                if let (Some(high), Some(low)) = (digit(), digit()) {
                    bytes.push((high * 16 + low) as u8);
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn href(prefix: &str, lang: Lang, path: &str) -> String {
    format!("{prefix}/{}{path}", lang.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_language_and_a_route() {
        let here = Address::parse::<Route>("/kk/projects/ALM-26-0143").unwrap();
        assert_eq!(here.lang, Lang::Kk);
        assert_eq!(here.route::<Route>(), Route::Project { number: "ALM-26-0143".into() });
        assert_eq!(here.in_lang(Lang::Ru), "/ru/projects/ALM-26-0143");
    }

    #[test]
    fn a_page_keeps_its_query_in_another_language() {
        let here = Address::parse::<Route>("/kk/projects?district=medeu&q=%D0%B6").unwrap();
        assert_eq!(here.route::<Route>(), Route::Projects);
        assert_eq!(here.in_lang(Lang::En), "/en/projects?district=medeu&q=%D0%B6");
    }

    #[test]
    fn a_parameter_may_hold_anything() {
        let route = Route::Project { number: "а/б 1?".into() };
        assert_eq!(Route::recognize(&route.to_path()), route);
        assert_eq!(Route::recognize("/projects//"), Route::NotFound);
        assert_eq!(Route::recognize("/me/proposals/1/2"), Route::NotFound);
        assert_eq!(Route::recognize("/contests/7/result"), Route::ContestResult { id: "7".into() });
    }

    #[test]
    fn the_home_page_needs_no_slash_at_the_end() {
        for path in ["/ru", "/ru/"] {
            assert_eq!(Address::parse::<Route>(path).unwrap().route::<Route>(), Route::Home);
        }
    }

    #[test]
    fn the_desk_has_its_own_addresses() {
        let here = Address::parse::<DeskRoute>("/desk/en/queue").unwrap();
        assert_eq!(here.route::<DeskRoute>(), DeskRoute::Queue);
        assert_eq!(Address::parse::<DeskRoute>("/en/queue"), None);
        assert_eq!(Place::from(DeskRoute::Queue).href(Lang::Kk), "/desk/kk/queue");
    }

    #[test]
    fn an_unknown_language_or_path_is_not_found() {
        assert_eq!(Address::parse::<Route>("/fr/projects"), None);
        assert_eq!(Address::parse::<Route>("/kk/nowhere").unwrap().route::<Route>(), Route::NotFound);
    }
}
