//! Instants for people and machines.

use domain::Moment;
use i18n::Texts;
use yew::prelude::*;

use crate::format;

/// A date in the page's language and the city's zone.
pub fn day(t: &Texts, at: Moment) -> Html {
    html! { <time datetime={format::iso(at)}>{ format::date(t.lang(), at) }</time> }
}

/// A date with hour and minute.
pub fn minute(t: &Texts, at: Moment) -> Html {
    html! { <time datetime={format::iso(at)}>{ format::date_time(t.lang(), at) }</time> }
}

/// "until 9 November 2025, 23:59 · 3 days left".
pub fn time_left(t: &Texts, until: Moment) -> Html {
    let seconds = format::seconds_until(until);
    let left = match (seconds / 86_400, seconds / 3_600) {
        _ if seconds <= 0 => None,
        (0, hours) => Some(t.t_args("hours-left", &[("count", hours.max(1).into())])),
        (days, _) => Some(t.t_args("days-left", &[("count", days.into())])),
    };
    html! {
        <span class="time-left">
            <time datetime={format::iso(until)}>
                { t.t_args("until", &[("date", format::last_minute(t.lang(), until).into())]) }
            </time>
            if let Some(left) = left { { " · " }<strong>{ left }</strong> }
        </span>
    }
}
