//! The calendar of a cycle that is being set up. Phases follow each other without gaps, so each is asked for its start alone;
//! the domain's own check says what is wrong, and every fault stands at the date that mends it.

use api_types::cycle::{CalendarUpdate, Cycle};
use api_types::endpoint::{self, path};
use domain::calendar::{APPEAL_DAYS, Calendar, CalendarFaultCode, VOTING_DAYS, Window};
use domain::moment::parse_local;
use domain::{Code, Id, Phase};
use i18n::Texts;
use serde::de::IgnoredAny;
use time::PrimitiveDateTime;
use yew::prelude::*;

use super::renamed;
use crate::api;
use crate::components::form::{FormFrame, TextField};
use crate::format;
use crate::hooks::{Fault, Form, use_form, use_t};

/// Name of the field for the end of the last phase.
const END: &str = "end";
/// The phases that are asked for, and whether a date is needed: rework and second review go together or not at all, reports
/// follow acts. The start of the delivery closes the results.
const ASKED: [(Phase, bool); 10] = [
    (Phase::Proposals, true),
    (Phase::Review, true),
    (Phase::Rework, false),
    (Phase::ReReview, false),
    (Phase::Appeals, true),
    (Phase::Frozen, true),
    (Phase::Voting, true),
    (Phase::Results, true),
    (Phase::Delivery, true),
    (Phase::Reports, false),
];

/// Properties of [`CalendarEdit`].
#[derive(Properties, PartialEq)]
pub struct EditProps {
    pub cycle: Cycle,
    pub done: Callback<()>,
}

/// The form, filled with what is in force.
#[component]
pub fn CalendarEdit(props: &EditProps) -> Html {
    let t = use_t();
    let form = use_form([("zone", props.cycle.zone.clone())]);
    let saved = use_state(|| false);
    {
        let (form, cycle) = (form.clone(), props.cycle.clone());
        use_effect_with((), move |()| form.replace(values(&cycle)));
    }
    let onsubmit = {
        let (form, cycle, done, saved) = (form.clone(), props.cycle.brief.id, props.done.clone(), saved.setter());
        Callback::from(move |()| {
            saved.set(false);
            let (calendar, faults) = read(t, &form);
            if !form.check(faults) {
                return;
            }
            let (saved, done) = (saved.clone(), done.clone());
            form.send(t, send(t, cycle, calendar), move |()| {
                saved.set(true);
                done.emit(());
            });
        })
    };
    let words = |phase: Phase| match phase {
        Phase::Delivery => t.t("desk-results-end"),
        phase => t.t_args("desk-phase-starts", &[("phase", t.code(phase).into())]),
    };
    let asked = ASKED.iter().map(|(phase, must)| (start(*phase), words(*phase), !must));
    let fields: Vec<(String, String, bool)> = asked.chain([(END.to_owned(), t.t("desk-reports-end"), true)]).collect();
    // "14 days" up to the next date that is there.
    let next =
        |at: usize| fields.iter().skip(at + 1).map(|(name, ..)| name.as_str()).find(|name| !form.text(name).is_empty());
    html! {
        <section>
            <h2>{ t.t("desk-calendar-edit") }</h2>
            <p>{ t.t("desk-calendar-edit-text") }</p>
            if *saved { <p class="notice good" role="status">{ t.t("desk-calendar-saved") }</p> }
            <FormFrame form={form.clone()} submit={t.t("desk-calendar-save")} {onsubmit}>
                <TextField form={form.clone()} name="zone" label={t.t("desk-calendar-zone")} hint={t.t("desk-calendar-zone-hint")} autocomplete="off" />
                { for fields.iter().enumerate().map(|(at, (name, label, optional))| {
                    let hint = lasts(t, &form, name, next(at));
                    html! {
                        <TextField form={form.clone()} name={name.clone()} label={label.clone()} kind="datetime-local" optional={*optional} {hint} />
                    }
                }) }
            </FormFrame>
        </section>
    }
}

async fn send(t: &'static Texts, cycle: Id, calendar: Calendar) -> Result<(), api::Failure> {
    let phases: Vec<Phase> = calendar.windows.iter().map(|window| window.phase).collect();
    let body = CalendarUpdate { calendar, reason: None };
    let answer = api::put::<_, IgnoredAny>(&path(endpoint::CYCLE_CALENDAR, &[&cycle.to_string()]), &body, None).await;
    answer.map(drop).map_err(|failure| {
        renamed(failure, |fault| {
            let place = fault.pointer.strip_prefix("calendar/windows/").and_then(|place| place.parse::<usize>().ok());
            let code = CalendarFaultCode::parse(&fault.code);
            if let Some(code) = code {
                let phase = place.and_then(|place| phases.get(place)).copied();
                fault.pointer = field(code, phase, &phases);
                fault.detail = words(t, code);
            }
        })
    })
}

fn start(phase: Phase) -> String {
    format!("start/{phase}")
}

/// The field at which a fault is mended, in a calendar that names these phases.
fn field(code: CalendarFaultCode, phase: Option<Phase>, named: &[Phase]) -> String {
    use CalendarFaultCode as C;
    let Some(phase) = phase else { return "zone".to_owned() };
    match code {
        // A phase that is too short ends too early: that is the start of the next one, or the last date of all.
        C::EmptyWindow | C::AppealsTooShort | C::VotingTooShort => {
            let open_end = if phase == Phase::Results { start(Phase::Delivery) } else { END.to_owned() };
            named.iter().find(|next| **next > phase).map_or(open_end, |next| start(*next))
        }
        _ => start(phase),
    }
}

/// What to do about a fault.
fn words(t: &Texts, code: CalendarFaultCode) -> String {
    use CalendarFaultCode as C;
    match code {
        C::EmptyWindow | C::OutOfOrder | C::Overlap => t.t("desk-calendar-later"),
        C::AppealsTooShort => t.t_args("desk-calendar-appeals", &[("days", APPEAL_DAYS.into())]),
        C::VotingTooShort => t.t_args("desk-calendar-voting", &[("days", VOTING_DAYS.into())]),
        _ => t.code(code),
    }
}

/// The form's values for the calendar in force, in the cycle's own local time.
fn values(cycle: &Cycle) -> Vec<(String, String)> {
    let mut out = vec![("zone".to_owned(), cycle.zone.clone())];
    let local = |at| format::local_field(&cycle.zone, at);
    for window in &cycle.windows {
        out.push((start(window.phase), local(window.starts_at)));
    }
    if let Some(last) = cycle.windows.last() {
        let next = ASKED.iter().map(|(phase, _)| *phase).find(|next| *next > last.phase);
        out.push((next.map_or_else(|| END.to_owned(), start), local(last.ends_at)));
    }
    out
}

/// The calendar as typed, and every fault of it at its field, one each.
fn read(t: &Texts, form: &Form) -> (Calendar, Vec<Fault>) {
    let mut faults: Vec<Fault> = Vec::new();
    let mut times: Vec<(Phase, PrimitiveDateTime)> = Vec::new();
    for (phase, must) in ASKED {
        let field = start(phase);
        match (parse_local(&form.text(&field)), form.text(&field).is_empty()) {
            (Some(at), _) => times.push((phase, at)),
            (None, true) if !must && (phase != Phase::Reports || form.text(END).is_empty()) => {}
            (None, _) => faults.push(Fault::new(field, t.t("desk-new-end-fault"))),
        }
    }
    let end = parse_local(&form.text(END));
    let mut windows = Vec::new();
    for (at, &(phase, starts)) in times.iter().enumerate() {
        if let Some(ends) = times.get(at + 1).map(|(_, next)| *next).or(end) {
            windows.push(Window { phase, starts, ends });
        }
    }
    let calendar = Calendar { zone: form.text("zone"), windows };
    if faults.is_empty() {
        let named: Vec<Phase> = calendar.windows.iter().map(|window| window.phase).collect();
        for fault in calendar.check() {
            let at = field(fault.code, fault.phase, &named);
            if !faults.iter().any(|known| known.field == at) {
                faults.push(Fault::new(at, words(t, fault.code)));
            }
        }
    }
    (calendar, faults)
}

/// "14 days" between a start and the next one, as soon as both are there.
fn lasts(t: &Texts, form: &Form, from: &str, to: Option<&str>) -> Option<AttrValue> {
    let days = (parse_local(&form.text(to?))? - parse_local(&form.text(from))?).whole_days();
    (days > 0).then(|| {
        t.t_args("desk-phase-lasts", &[("days", t.t_args("count-days", &[("count", days.into())]).into())]).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_that_is_too_short_is_mended_at_the_next_start() {
        use CalendarFaultCode as C;
        let named = [Phase::Review, Phase::Appeals, Phase::Frozen, Phase::Voting, Phase::Results];
        assert_eq!(field(C::AppealsTooShort, Some(Phase::Appeals), &named), "start/frozen");
        assert_eq!(field(C::EmptyWindow, Some(Phase::Review), &named), "start/appeals", "without rework");
        assert_eq!(field(C::EmptyWindow, Some(Phase::Results), &named), "start/delivery");
        assert_eq!(field(C::EmptyWindow, Some(Phase::Reports), &named), END);
        assert_eq!(field(C::MissingWindow, Some(Phase::ReReview), &named), "start/re_review");
        assert_eq!(field(C::UnknownZone, None, &named), "zone");
    }
}
