//! What became of the decided cycles: works, contracts, payments and verdicts, day by day, by the ordinary use cases. What
//! happens to each work is data, in [`super::fates`].

use std::cell::{Cell, RefCell};

use domain::{Id, Money};
use time::{Date, Duration, Month};

use super::closing;
use super::fates::{self, Fate, Step};
use super::office::{Desk, Office};
use super::past::{Item, Past};
use super::register::Residents;
use super::stage::Stage;
use super::work_steps;
use crate::{Error, Result};

/// A work and what is known of it so far.
pub(super) struct Site<'a> {
    pub past: &'a Past,
    pub desk: &'a Desk,
    /// Place of the district, and of the work in it.
    pub place: (usize, usize),
    pub envelope: Id,
    pub items: Vec<Item>,
    /// When it is due.
    pub due_on: Date,
    pub made: RefCell<Made>,
}

/// What the use cases made for a work.
#[derive(Default, Clone)]
pub(super) struct Made {
    pub work: Option<Id>,
    pub milestones: Vec<Id>,
    pub contract: Option<Id>,
    /// Price of the award, then of the contract.
    pub price: Money,
    pub paid: Money,
    pub disputes: Vec<Id>,
    pub question: Option<Id>,
    pub defect: Option<Id>,
    /// Tenders so far.
    pub tenders: usize,
}

impl Site<'_> {
    /// What was decided for it.
    pub(super) fn amount(&self) -> Result<Money> {
        Money::sum(self.items.iter().map(|item| item.cost)).ok_or_else(|| Error::Broken("a sum of the demo".into()))
    }

    /// The work, once it is planned.
    pub(super) fn work(&self) -> Result<Id> {
        self.made.borrow().work.ok_or_else(|| Error::Broken("a work of the demo is not planned yet".into()))
    }

    /// The contract, once it is signed.
    pub(super) fn contract(&self) -> Result<Id> {
        self.made.borrow().contract.ok_or_else(|| Error::Broken("a contract of the demo is not signed yet".into()))
    }
}

/// What is to be done on a day.
enum Todo {
    Work(usize, Step),
    /// The last second of a fiscal year has passed: the jobs of its end run.
    YearEnd,
    /// A step of the closed cycle as a whole.
    Closing(closing::Step),
}

/// The agenda of both past cycles.
pub(super) struct Building<'a> {
    pub stage: &'a Stage,
    pub office: &'a Office,
    pub residents: &'a [Residents],
    sites: Vec<Site<'a>>,
    agenda: Vec<(Date, Todo)>,
    closed: Option<&'a Past>,
    next: Cell<usize>,
}

/// The days of a fiscal year in which works go on: after the decision, before the year's end and before today.
#[derive(Clone, Copy)]
struct Window {
    from: Date,
    to: Date,
}

impl Window {
    fn of(year: i32, not_before: Date, today: Date) -> Result<Self> {
        let day = |month, day| Date::from_calendar_date(year, month, day).map_err(|e| Error::Broken(e.to_string()));
        let from = day(Month::January, 10)?.max(not_before);
        Ok(Self { from, to: day(Month::December, 18)?.min(today - Duration::days(2)).max(from) })
    }

    fn at(self, permille: u16) -> Date {
        self.from + Duration::days((self.to - self.from).whole_days() * i64::from(permille) / 1000)
    }
}

impl<'a> Building<'a> {
    pub(super) fn new(stage: &'a Stage, office: &'a Office, residents: &'a [Residents]) -> Self {
        Self { stage, office, residents, sites: Vec::new(), agenda: Vec::new(), closed: None, next: Cell::new(0) }
    }

    /// Adds the works of a decided cycle. `closed`: it is two cycles ago and ends.
    pub(super) fn add(&mut self, past: &'a Past, closed: bool, today: Date) -> Result<()> {
        let first = Window::of(past.fiscal_year, past.decided_on + Duration::days(4), today)?;
        let second = Window::of(past.fiscal_year + 1, first.to + Duration::days(20), today)?;
        let day = |permille: u16| match permille {
            fates::LATELY => today - Duration::days(2),
            0..1000 => first.at(permille),
            _ => second.at(permille - 1000),
        };
        let mut new = Vec::new();
        for (d, (desk, won)) in self.office.desks.iter().zip(&past.districts).enumerate() {
            for (n, (items, fate)) in plan(d, &won.items, closed).into_iter().enumerate() {
                let (due, steps) = fate;
                let site = Site {
                    past,
                    desk,
                    place: (d, n),
                    envelope: won.envelope,
                    items,
                    due_on: day(due),
                    made: RefCell::default(),
                };
                let number = self.sites.len();
                self.sites.push(site);
                new.extend(steps.iter().map(|(at, step)| (day(*at), Todo::Work(number, *step))));
            }
        }
        let ends = Date::from_calendar_date(past.fiscal_year + 1, Month::January, 1)
            .map_err(|e| Error::Broken(e.to_string()))?;
        if ends < today {
            new.push((ends, Todo::YearEnd));
        }
        if closed {
            self.closed = Some(past);
            new.extend(closing::STEPS.iter().map(|(at, step)| (day(*at), Todo::Closing(*step))));
        }
        let rest = self.agenda.split_off(self.next.get());
        new.extend(rest);
        // Stable: what is of one day stays in its order.
        new.sort_by_key(|(day, _)| *day);
        self.agenda.extend(new);
        Ok(())
    }

    /// Plays everything that is due up to a day, on that day's morning.
    pub(super) fn play(&self, until: Date) -> Result<()> {
        let mut minute = 0_i64;
        let mut last = None;
        while let Some((day, todo)) = self.agenda.get(self.next.get()).filter(|(day, _)| *day <= until) {
            minute = if last == Some(*day) { minute + 1 } else { 0 };
            last = Some(*day);
            let (hour, of_hour) = (7 + minute / 60, minute % 60);
            self.stage.at(*day, hour as u8, of_hour as u8)?;
            match todo {
                Todo::Work(number, step) => {
                    let site = self.sites.get(*number).ok_or_else(|| Error::Broken("a site of the demo".into()))?;
                    work_steps::play(self, site, *step, *day)
                        .map_err(|e| Error::Broken(format!("demo: {step:?} of work {:?} on {day}: {e}", site.place)))?;
                }
                Todo::YearEnd => self.stage.run_jobs()?,
                Todo::Closing(step) => {
                    if let Some(past) = self.closed {
                        closing::play(self, past, *step)
                            .map_err(|e| Error::Broken(format!("demo: {step:?} on {day}: {e}")))?;
                    }
                }
            }
            self.next.set(self.next.get() + 1);
        }
        Ok(())
    }
}

/// Works of a district: which items each is built of, and its fate. In the first district one project becomes two works, in
/// the third two projects become one work.
fn plan(d: usize, items: &[Item], closed: bool) -> Vec<(Vec<Item>, Fate)> {
    let fate = |n: usize| match (closed, n) {
        (true, n) => fates::CLOSED.get(n).copied().unwrap_or(fates::THIRD[d % fates::THIRD.len()]),
        (false, 4) if d == 7 => fates::INSTEAD,
        (false, 3) => fates::FOURTH[d % fates::FOURTH.len()],
        (false, 4) => fates::FIFTH,
        (false, n) => fates::BEING_BUILT.get(n).copied().unwrap_or(fates::SIXTH[d % fates::SIXTH.len()]),
    };
    let mut works: Vec<(Vec<Item>, Fate)> =
        items.iter().enumerate().map(|(n, item)| (vec![item.clone()], fate(n))).collect();
    if closed {
        return works;
    }
    match d {
        0 => {
            // Half of it is a work of its own.
            let Some((first, _)) = works.first_mut() else { return works };
            let Some(item) = first.first_mut() else { return works };
            let half = Money(item.cost.0 / 2);
            let rest = Item { cost: Money(item.cost.0 - half.0), ..item.clone() };
            item.cost = half;
            works.push((vec![rest], fates::FOURTH[0]));
        }
        2 if works.len() > 1 => {
            let (second, _) = works.remove(1);
            if let Some((first, _)) = works.first_mut() {
                first.extend(second);
            }
        }
        _ => {}
    }
    works
}
