//! Reports: what was promised and what was delivered. Figures come from data and are frozen with a hash at publication;
//! the words are the officials'.

use time::Date;

use crate::ledger::money::{MoneyNow, YearMoney};
use crate::{Code, Money, Phase, Refusal, RefusalCode, Refusals, WorkState, codes};

codes! {
    /// About what a report is.
    pub ReportKind "report-kind" {
        /// One project on one page: its passport.
        Project = "project",
        District = "district", City = "city",
    }
}

codes! {
    /// Life of a report.
    pub ReportState "report-state" { Draft = "draft", Published = "published" }
}

codes! {
    /// What became of a promise: a funded project as its works stand.
    pub Delivery "delivery" {
        /// No work yet.
        NotStarted = "not_started",
        Underway = "underway",
        /// Underway, and a work's first date has passed.
        Late = "late",
        /// Every work was accepted by its first date.
        Delivered = "delivered",
        /// Every work was accepted, one of them after its first date.
        DeliveredLate = "delivered_late",
        /// Nothing is being built, and a work waits for a later fiscal year.
        Deferred = "deferred",
        /// Every work was cancelled.
        Cancelled = "cancelled",
    }
}

/// A work as a report sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkBrief {
    /// Its state.
    pub state: WorkState,
    /// The date it was promised for at first.
    pub first_due_on: Date,
    /// When it was accepted.
    pub accepted_on: Option<Date>,
}

impl WorkBrief {
    /// Not accepted and not given up, though its first date has passed.
    pub fn is_late(&self, today: Date) -> bool {
        self.accepted_on.is_none() && self.state != WorkState::Cancelled && self.first_due_on < today
    }
}

/// What became of a promise. Cancelled works do not count beside others; a warranty repair does not undo a delivery.
pub fn delivery(works: &[WorkBrief], today: Date) -> Delivery {
    if works.is_empty() {
        return Delivery::NotStarted;
    }
    let live: Vec<&WorkBrief> = works.iter().filter(|work| work.state != WorkState::Cancelled).collect();
    if live.is_empty() {
        return Delivery::Cancelled;
    }
    if live.iter().all(|work| work.accepted_on.is_some()) {
        let on_time = live.iter().all(|work| work.accepted_on.is_some_and(|on| on <= work.first_due_on));
        return if on_time { Delivery::Delivered } else { Delivery::DeliveredLate };
    }
    let open = || live.iter().filter(|work| work.accepted_on.is_none());
    if open().all(|work| work.state == WorkState::Deferred) {
        return Delivery::Deferred;
    }
    if open().any(|work| work.is_late(today)) {
        return Delivery::Late;
    }
    if live.iter().all(|work| work.state == WorkState::Planned) { Delivery::NotStarted } else { Delivery::Underway }
}

/// Shares an amount by weights, to the smallest unit: each gets its part rounded down, what is left goes one by one to the
/// largest remainders, the earlier one at equal remainders (Hamilton's method). Nothing appears or disappears. Without
/// a positive weight the first gets all.
pub fn share(amount: Money, weights: &[Money]) -> Vec<Money> {
    let total: i128 = weights.iter().map(|w| i128::from(w.0.max(0))).sum();
    if weights.is_empty() {
        return Vec::new();
    }
    if total == 0 {
        let mut all = vec![Money::ZERO; weights.len()];
        all[0] = amount;
        return all;
    }
    let part = |w: &Money| i128::from(amount.0) * i128::from(w.0.max(0));
    let mut shares: Vec<i64> = weights.iter().map(|w| (part(w).div_euclid(total)) as i64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(part(&weights[i]).rem_euclid(total)), i));
    let left = amount.0 - shares.iter().sum::<i64>();
    for &i in order.iter().take(left.max(0) as usize) {
        shares[i] += 1;
    }
    shares.into_iter().map(Money).collect()
}

/// The money of several envelopes by fiscal year, oldest first; none when a sum does not fit.
pub fn sum_years<'a>(envelopes: impl IntoIterator<Item = &'a [YearMoney]>) -> Option<Vec<YearMoney>> {
    let mut sums: Vec<YearMoney> = Vec::new();
    for year in envelopes.into_iter().flatten() {
        match sums.iter_mut().find(|sum| sum.fiscal_year == year.fiscal_year) {
            Some(sum) => *sum = plus(sum, year)?,
            None => sums.push(year.clone()),
        }
    }
    sums.sort_by_key(|year| year.fiscal_year);
    Some(sums)
}

fn plus(a: &YearMoney, b: &YearMoney) -> Option<YearMoney> {
    macro_rules! add {
        ($a:expr, $b:expr, $Type:ident { $($field:ident),+ } and $rest:tt) => {
            add!(@ $Type $rest { $($field: $a.$field.plus($b.$field)?),+ })
        };
        (@ $Type:ident { $($name:ident: $value:expr),* } { $($field:ident: $sum:expr),+ }) => {
            $Type { $($name: $value,)* $($field: $sum),+ }
        };
    }
    let now = add!(a.now, b.now, MoneyNow { announced, available, reserved, committed, paid, saved, surrendered, lapsed } and {});
    let mut moves = a.moves.clone();
    for other in &b.moves {
        match moves.iter_mut().find(|one| (one.from, one.to) == (other.from, other.to)) {
            Some(one) => one.amount = one.amount.plus(other.amount)?,
            None => moves.push(*other),
        }
    }
    moves.sort_by_key(|one| (one.from, one.to));
    Some(add!(a, b, YearMoney {
        announced, approved, topped_up, cut, transferred_in, transferred_out, brought, reserved, committed, paid, saved,
        reused, surrendered, lapsed, carried
    } and { fiscal_year: a.fiscal_year, now: now, moves: moves }))
}

/// Whether a report may be published: a passport while works go on, a district's or the city's from the reports phase on.
///
/// # Errors
/// Every reason: `wrong_state` (published before: it is never changed), `not_in_phase`.
pub fn publish(kind: ReportKind, state: ReportState, phase: Phase) -> Result<ReportState, Refusals> {
    let mut refusals = Refusals::none();
    refusals.require(state == ReportState::Draft, Refusal::with(RefusalCode::WrongState, state.code()));
    let phases: &[Phase] = match kind {
        ReportKind::Project => &[Phase::Delivery, Phase::Reports, Phase::Closed],
        ReportKind::District | ReportKind::City => &[Phase::Reports, Phase::Closed],
    };
    refusals.require(phases.contains(&phase), Refusal::with(RefusalCode::NotInPhase, phase.code()));
    refusals.or(ReportState::Published)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 10 - 01);

    fn work(state: WorkState, first_due_on: Date, accepted_on: Option<Date>) -> WorkBrief {
        WorkBrief { state, first_due_on, accepted_on }
    }

    #[test]
    fn a_promise_is_kept_late_or_broken() {
        use Delivery as D;
        use WorkState as S;
        let (past, next) = (date!(2026 - 09 - 01), date!(2026 - 12 - 01));
        for (works, expected) in [
            (vec![], D::NotStarted),
            (vec![work(S::Planned, next, None)], D::NotStarted),
            (vec![work(S::Tender, next, None)], D::Underway),
            (vec![work(S::Planned, past, None)], D::Late),
            (vec![work(S::Accepted, next, Some(past)), work(S::InProgress, past, None)], D::Late),
            (vec![work(S::Accepted, past, Some(past)), work(S::Cancelled, past, None)], D::Delivered),
            (vec![work(S::Warranty, past, Some(past))], D::Delivered),
            (vec![work(S::Accepted, past, Some(TODAY))], D::DeliveredLate),
            (vec![work(S::Deferred, past, None)], D::Deferred),
            (vec![work(S::Accepted, past, Some(past)), work(S::Deferred, past, None)], D::Deferred),
            (vec![work(S::Cancelled, next, None)], D::Cancelled),
        ] {
            assert_eq!(delivery(&works, TODAY), expected, "{works:?}");
        }
    }

    #[test]
    fn a_report_is_published_once_and_in_its_time() {
        let refused = |kind, state, phase| publish(kind, state, phase).map_err(|r| r.to_string());
        assert_eq!(refused(ReportKind::City, ReportState::Draft, Phase::Reports), Ok(ReportState::Published));
        assert_eq!(refused(ReportKind::Project, ReportState::Draft, Phase::Delivery), Ok(ReportState::Published));
        let both = "wrong_state: published, not_in_phase: delivery".to_owned();
        assert_eq!(refused(ReportKind::District, ReportState::Published, Phase::Delivery), Err(both));
    }

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        let weights = [Money(1), Money(1), Money(1)];
        assert_eq!(share(Money(100), &weights), [Money(34), Money(33), Money(33)]);
        assert_eq!(share(Money(7), &[Money(0), Money(0)]), [Money(7), Money(0)]);
        assert_eq!(share(Money(7), &[]), []);
    }

    proptest! {
        #[test]
        fn shares_add_up(amount in 0..i64::MAX / 2, weights in prop::collection::vec(0..10_000_000_000_000i64, 1..40)) {
            let weights: Vec<Money> = weights.into_iter().map(Money).collect();
            let shares = share(Money(amount), &weights);
            prop_assert_eq!(Money::sum(shares.iter().copied()), Some(Money(amount)));
            prop_assert!(shares.iter().all(|s| s.0 >= 0));
        }
    }
}
