//! Addresses. Each starts with its language: `/kk/projects`, on the desk `/desk/kk/queue`.
//!
//! A page names a route without language; [`Address`] puts both together. The address is the only place where the
//! language lives, so a shared link opens in the language it was read in.

use domain::{Code, Lang};
use yew::html::IntoPropValue;
use yew_router::Routable;

/// The residents' pages.
#[derive(Clone, PartialEq, Debug, Routable)]
pub enum Route {
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
    /// All contests and elections with results.
    #[at("/results")]
    Results,
    /// Duties per district: met, open, overdue.
    #[at("/duties")]
    Duties,
    /// The rules of a cycle, explained.
    #[at("/rules/:cycle")]
    Rules { cycle: String },
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
    /// Everything else.
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

/// The officials' pages.
#[derive(Clone, PartialEq, Debug, Routable)]
pub enum DeskRoute {
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
    /// Everything else.
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

/// The routes of one app.
pub trait Site: Routable + 'static {
    /// What every address of the app starts with, before the language: empty or `/desk`.
    const PREFIX: &'static str;
}

impl Site for Route {
    const PREFIX: &'static str = "";
}

impl Site for DeskRoute {
    const PREFIX: &'static str = "/desk";
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
}

impl Address {
    /// Reads a location's path; None when it names no language.
    pub fn parse<S: Site>(pathname: &str) -> Option<Self> {
        let rest = pathname.strip_prefix(S::PREFIX)?.strip_prefix('/')?;
        let (code, path) = rest.split_once('/').unwrap_or((rest, ""));
        let lang = Lang::parse(code)?;
        Some(Self { lang, prefix: S::PREFIX, path: format!("/{path}") })
    }

    /// The route of this address.
    pub fn route<S: Site>(&self) -> Option<S> {
        S::recognize(&self.path)
    }

    /// The address bar's path of this page in another language.
    pub fn in_lang(&self, lang: Lang) -> String {
        href(self.prefix, lang, &self.path)
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
        assert_eq!(here.route(), Some(Route::Project { number: "ALM-26-0143".into() }));
        assert_eq!(here.in_lang(Lang::Ru), "/ru/projects/ALM-26-0143");
    }

    #[test]
    fn the_home_page_needs_no_slash_at_the_end() {
        for path in ["/ru", "/ru/"] {
            assert_eq!(Address::parse::<Route>(path).unwrap().route(), Some(Route::Home));
        }
    }

    #[test]
    fn the_desk_has_its_own_addresses() {
        let here = Address::parse::<DeskRoute>("/desk/en/queue").unwrap();
        assert_eq!(here.route(), Some(DeskRoute::Queue));
        assert_eq!(Address::parse::<DeskRoute>("/en/queue"), None);
        assert_eq!(Place::from(DeskRoute::Queue).href(Lang::Kk), "/desk/kk/queue");
    }

    #[test]
    fn an_unknown_language_or_path_is_not_found() {
        assert_eq!(Address::parse::<Route>("/fr/projects"), None);
        assert_eq!(Address::parse::<Route>("/kk/nowhere").unwrap().route(), Some(Route::NotFound));
    }
}
