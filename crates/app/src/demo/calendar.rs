//! Almaty's rules of 2025 with their calendar moved, so that a given day is the third day of the vote.

use domain::rules::{Criterion, Rules};
use domain::{LocalText, Money, Phase, ProgrammeKind, mrp};
use time::{Date, Duration};

use crate::{Error, Result};

const RULES: &str = include_str!("../../../../tests/fixtures/rules/almaty.json");

/// Money of one envelope of the first programme, tenge.
pub(super) const ENVELOPE: i64 = 500_000_000;
/// Money of one envelope of the smaller programmes, tenge.
pub(super) const SECOND_ENVELOPE: i64 = 50_000_000;

/// Clauses that the sample adds to the city's own, so that each rejection has one that fits.
const MORE_CLAUSES: [(&str, &str, &str, &str); 4] = [
    (
        "1.4",
        "Өтінім ұзақ пайдаланылатын абаттандыру объектісіне арналған, ағымдағы шығынға немесе іс-шараға емес.",
        "Заявка касается объекта благоустройства длительного пользования, а не текущих расходов или мероприятий.",
        "The application is for a lasting object, not for running costs or events.",
    ),
    (
        "1.5",
        "Объект бәріне ашық және кәсіпкерлікке арналмаған.",
        "Объект открыт для всех и не служит предпринимательству.",
        "The object is open to everybody and serves no business.",
    ),
    (
        "1.6",
        "Объект заңға және қауіпсіздік талаптарына сай.",
        "Объект соответствует закону и требованиям безопасности.",
        "The object complies with the law and with safety rules.",
    ),
    (
        "4.2",
        "Дәл осы жұмыс басқа бағдарламада жоспарланбаған.",
        "Та же работа не запланирована в другой программе.",
        "The same work is not planned in another programme.",
    ),
];

/// The rules of the cycle in whose third day of voting `today` (local date) lies.
pub(super) fn rules(today: Date) -> Result<Rules> {
    moved(Phase::Voting, today - Duration::days(2))
}

/// The rules of the first programme so many cycles ago. A year is 366 days, so that no two cycles share a fiscal year.
pub(super) fn past_rules(today: Date, ago: i64) -> Result<Rules> {
    moved(Phase::Voting, today - Duration::days(2 + 366 * ago))
}

/// The rules of the second programme, in the fifth day of its review.
pub(super) fn second_rules(today: Date) -> Result<Rules> {
    beside(Phase::Review, today - Duration::days(4), ["Жас идеялар", "Молодые идеи", "Young ideas"])
}

/// The rules of the third programme, in the tenth day of its proposals.
pub(super) fn third_rules(today: Date) -> Result<Rules> {
    beside(Phase::Proposals, today - Duration::days(9), ["Жайлы аула", "Уютный двор", "Cosy yard"])
}

/// Rules of a smaller programme beside the city's, with the window of a phase beginning on `start`.
fn beside(phase: Phase, start: Date, [kk, ru, en]: [&str; 3]) -> Result<Rules> {
    let mut rules = moved(phase, start)?;
    let years = rules.fiscal_years.first().copied().unwrap_or_default();
    rules.title = text(
        &format!("«{kk}» бағдарламасы, {years} жыл"),
        &format!("Программа «{ru}», {years} год"),
        &format!("{en} programme for {years}"),
    );
    rules.programme = ProgrammeKind::Theme;
    for (i, envelope) in rules.envelopes.iter_mut().enumerate() {
        envelope.total = Money::major(SECOND_ENVELOPE * 8);
        rules.sample.push(format!("/envelopes/{i}"));
    }
    rules.sample.extend(["/title".to_owned(), "/programme".to_owned()]);
    Ok(rules)
}

/// The city's rules with the window of a phase beginning on `start`.
fn moved(phase: Phase, start: Date) -> Result<Rules> {
    let broken = |e| Error::Broken(format!("rules of the demo: {e}"));
    let mut rules: Rules = serde_json::from_str(RULES).map_err(broken)?;
    let window = rules.calendar.window(phase).ok_or_else(|| Error::Broken(format!("rules without {phase}")))?;
    let shift = start - window.starts.date();
    move_by(&mut rules, shift);
    for (i, (clause, kk, ru, en)) in MORE_CLAUSES.into_iter().enumerate() {
        let at = if clause.starts_with('1') { 3 + i } else { rules.criteria.len() };
        rules.criteria.insert(at, Criterion { clause: clause.to_owned(), text: text(kk, ru, en) });
    }
    // Which of the clauses are ours has moved with the inserted ones.
    rules.sample.retain(|pointer| !pointer.starts_with("/criteria/"));
    for (i, criterion) in rules.criteria.iter().enumerate() {
        if criterion.clause == "4.1" || MORE_CLAUSES.iter().any(|(clause, ..)| *clause == criterion.clause) {
            rules.sample.push(format!("/criteria/{i}"));
        }
    }
    Ok(rules)
}

/// Moves calendar, fiscal year and the year of the MRP; the sample part says so.
fn move_by(rules: &mut Rules, shift: Duration) {
    for window in &mut rules.calendar.windows {
        window.starts = window.starts.saturating_add(shift);
        window.ends = window.ends.saturating_add(shift);
    }
    let year = rules.calendar.windows.first().map_or(2025, |w| w.starts.year());
    if let Ok(next) = u16::try_from(year + 1) {
        rules.fiscal_years = vec![next];
        rules.title = text(
            &format!("Алматы қаласының қатысу бюджеті, {next} жыл"),
            &format!("Бюджет участия города Алматы, {next} год"),
            &format!("Participatory budget of Almaty for {next}"),
        );
    }
    for cap in &mut rules.caps {
        // The newest that is known by then.
        let known = u16::try_from(year).ok().and_then(|year| (2000..=year).rev().find(|y| mrp::mrp(*y).is_some()));
        cap.mrp_year = known.or(cap.mrp_year);
    }
    rules.sample.push("/calendar".to_owned());
}

/// An official text in three languages.
pub(super) fn text(kk: &str, ru: &str, en: &str) -> LocalText {
    LocalText { kk: kk.to_owned(), ru: ru.to_owned(), en: Some(en.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn today_is_the_third_day_of_the_vote_in_rules_that_are_sound() {
        let rules = rules(date!(2026 - 11 - 24)).unwrap();
        assert_eq!(rules.calendar.window(Phase::Voting).unwrap().starts, datetime!(2026-11-22 0:00));
        assert_eq!(rules.check(), [], "faults of the rules");
        assert_eq!(rules.supported(), Ok(()));
        assert_eq!(rules.fiscal_years, [2027]);
        assert_eq!(rules.envelopes[0].total, Money::major(ENVELOPE * 8));
        let second = second_rules(date!(2026 - 11 - 24)).unwrap();
        assert_eq!(second.calendar.window(Phase::Review).unwrap().starts, datetime!(2026-11-20 0:00));
        assert_eq!((second.check(), second.supported()), (vec![], Ok(())));
        let third = third_rules(date!(2026 - 11 - 24)).unwrap();
        assert_eq!(third.calendar.window(Phase::Proposals).unwrap().starts, datetime!(2026-11-15 0:00));
        assert_eq!((third.check(), third.supported()), (vec![], Ok(())));
        let clauses: Vec<_> = rules.criteria.iter().map(|c| c.clause.as_str()).collect();
        assert_eq!(clauses, ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.1", "2.2", "3.1", "4.1", "4.2"]);
    }
}
