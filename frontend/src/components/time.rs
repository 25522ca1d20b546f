//! Instants for people and machines.

use domain::Moment;
use yew::prelude::*;

use crate::format;
use crate::hooks::use_t;

/// Properties of [`When`].
#[derive(Properties, PartialEq)]
pub struct WhenProps {
    /// The instant.
    pub at: Moment,
    /// With hour and minute.
    #[prop_or_default]
    pub minute: bool,
}

/// A date (and time) in the page's language and the city's zone.
#[component]
pub fn When(props: &WhenProps) -> Html {
    let lang = use_t().lang();
    let text = if props.minute { format::date_time(lang, props.at) } else { format::date(lang, props.at) };
    html! { <time datetime={format::iso(props.at)}>{ text }</time> }
}

/// Properties of [`TimeLeft`].
#[derive(Properties, PartialEq)]
pub struct TimeLeftProps {
    /// When it is over.
    pub until: Moment,
}

/// "until 9 November 2025 at 23:59 · 3 days left".
#[component]
pub fn TimeLeft(props: &TimeLeftProps) -> Html {
    let t = use_t();
    let seconds = format::seconds_until(props.until);
    let left = match (seconds / 86_400, seconds / 3_600) {
        _ if seconds <= 0 => None,
        (0, hours) => Some(t.t_args("hours-left", &[("count", hours.max(1).into())])),
        (days, _) => Some(t.t_args("days-left", &[("count", days.into())])),
    };
    html! {
        <span class="time-left">
            <time datetime={format::iso(props.until)}>
                { t.t_args("until", &[("date", format::last_minute(t.lang(), props.until).into())]) }
            </time>
            if let Some(left) = left { { " · " }<strong>{ left }</strong> }
        </span>
    }
}
