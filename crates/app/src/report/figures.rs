//! The figures of a city, a district or a project in a cycle: everything is read from data in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use api_types::report::{Figures, Promise, WorkFigures};
use domain::duty::DutyStanding;
use domain::report::{self, WorkBrief};
use domain::{Code, Delivery, Id, ItemOutcome, Moment, Money, VerdictKind, WorkState};
use store::Conn;
use store::ballot_item::BallotItem;
use store::cycle::Cycle;
use store::work::{Work, WorkItem};

use crate::proposal::step::today;
use crate::{Error, Result, duty, money, payment};

/// About what the figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    City,
    District(Id),
    Project(Id),
}

impl About {
    /// Whether an item, with the district of its envelope, belongs to it.
    fn has(self, item: &BallotItem, district: Option<Id>) -> bool {
        match self {
            About::City => true,
            About::District(id) => district == Some(id),
            About::Project(id) => item.proposal_id == Some(id),
        }
    }
}

/// What a work's contracts and payments sum to.
#[derive(Default, Clone, Copy)]
struct Spent {
    contracted: Money,
    paid: Money,
}

/// Everything about the works of a cycle that figures need.
struct Site {
    works: HashMap<Id, Work>,
    items: Vec<WorkItem>,
    spent: HashMap<Id, Spent>,
    verdicts: HashMap<Id, (i64, i64)>,
}

/// The figures at this moment.
pub(crate) fn read(c: &mut Conn, cycle: &Cycle, about: About, now: Moment) -> Result<Figures> {
    let today = today(cycle, now)?;
    let envelopes = store::envelope::of_cycle(c, cycle.id)?;
    let district: HashMap<Id, Option<Id>> = envelopes.iter().map(|row| (row.id, row.district_id)).collect();
    let mine = |id: Option<Id>| match about {
        About::City => true,
        About::District(district) => id == Some(district),
        About::Project(_) => false,
    };
    let envelopes_money = money::envelopes(c, cycle.id)?;
    let years = envelopes_money.iter().filter(|e| mine(e.district_id)).map(|e| e.years.as_slice());
    let money = report::sum_years(years).ok_or_else(too_large)?;

    let mut items = Vec::new();
    let turnouts: HashMap<Id, i64> = store::roll::turnouts(c, cycle.id)?.into_iter().collect();
    let mut voters = 0;
    for contest in store::contest::of_cycle(c, cycle.id)? {
        if contest.state == domain::ContestState::Annulled {
            continue;
        }
        if mine(contest.district_id) {
            voters += turnouts.get(&contest.id).copied().unwrap_or(0);
        }
        items.extend(store::ballot_item::of_contest(c, contest.id)?);
    }
    items.retain(|item| about.has(item, district.get(&item.envelope_id).copied().flatten()));
    let funded: Vec<BallotItem> =
        items.iter().filter(|item| item.outcome == Some(ItemOutcome::Funded)).cloned().collect();
    let site = site(c, cycle.id)?;
    let mut promises = Vec::with_capacity(funded.len());
    let numbers = numbers(c, &funded)?;
    for item in &funded {
        promises.push(promise(&site, item, &numbers, district.get(&item.envelope_id).copied().flatten(), today)?);
    }
    promises.sort_by_key(|p| (order(p.delivery), p.project.clone()));
    let sum = |of: fn(&Promise) -> Money| Money::sum(promises.iter().map(of)).ok_or_else(too_large);

    let wanted: HashSet<Id> = funded.iter().map(|item| item.id).collect();
    let in_scope: HashSet<Id> =
        site.items.iter().filter(|i| wanted.contains(&i.ballot_item_id)).map(|i| i.work_id).collect();
    let works: Vec<&Work> = site.works.values().filter(|work| in_scope.contains(&work.id)).collect();
    let verdict = |of: fn(&(i64, i64)) -> i64| works.iter().filter_map(|w| site.verdicts.get(&w.id)).map(of).sum();
    let duties: Vec<_> = store::duty::of_cycle(c, cycle.id)?
        .into_iter()
        .filter(|row| match about {
            About::City => true,
            About::District(id) => row.district_id == Some(id),
            About::Project(id) => row.proposal_id == Some(id),
        })
        .map(|row| duty::domain_duty(&row))
        .collect();
    let share = domain::duty::share(&duties, now);
    Ok(Figures {
        at: now,
        currency: cycle.currency,
        money,
        submitted: submitted(c, cycle.id, about)?,
        on_ballot: items.len() as i64,
        voters,
        funded: funded.len() as i64,
        promised: sum(|p| p.promised)?,
        contracted: sum(|p| p.contracted)?,
        paid: sum(|p| p.paid)?,
        works: work_figures(&works, today),
        confirms: verdict(|v| v.0),
        disputes: verdict(|v| v.1),
        duties_due: share.due.into(),
        duties_met: share.met.into(),
        duties_overdue: duties.iter().filter(|d| d.standing(now) == DutyStanding::Overdue).count() as i64,
        promises,
    })
}

fn too_large() -> Error {
    Error::Broken("a sum of a report does not fit".into())
}

/// Late ones first, then what is open, then what is done.
fn order(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::Late => 0,
        Delivery::Deferred => 1,
        Delivery::NotStarted => 2,
        Delivery::Underway => 3,
        Delivery::DeliveredLate => 4,
        Delivery::Delivered => 5,
        Delivery::Cancelled => 6,
    }
}

fn submitted(c: &mut Conn, cycle_id: Id, about: About) -> Result<i64> {
    let counts = store::proposal::count_by_district(c, cycle_id)?;
    Ok(match about {
        About::City => counts.iter().map(|(_, count)| count).sum(),
        About::District(id) => counts.iter().filter(|(d, _)| *d == Some(id)).map(|(_, count)| count).sum(),
        About::Project(_) => 1,
    })
}

fn numbers(c: &mut Conn, items: &[BallotItem]) -> Result<HashMap<Id, String>> {
    let ids: Vec<Id> = items.iter().filter_map(|item| item.proposal_id).collect();
    let names = store::proposal::names(c, &ids)?;
    Ok(names.into_iter().filter_map(|name| name.number.map(|number| (name.id, number))).collect())
}

fn site(c: &mut Conn, cycle_id: Id) -> Result<Site> {
    let works: HashMap<Id, Work> = store::work::of_cycle(c, cycle_id)?.into_iter().map(|w| (w.id, w)).collect();
    let ids: Vec<Id> = works.keys().copied().collect();
    let items = store::work::items(c, &ids)?;
    let mut spent: HashMap<Id, Spent> = HashMap::new();
    let mut contracts: Vec<Id> = Vec::new();
    for part in store::contract::of_works(c, &ids)? {
        contracts.push(part.contract_id);
        let sum = spent.entry(part.work_id).or_default();
        sum.contracted = sum.contracted.plus(part.amount).ok_or_else(too_large)?;
    }
    contracts.sort_unstable();
    contracts.dedup();
    for row in payment::standing(c, &contracts)? {
        let sum = spent.entry(row.work_id).or_default();
        sum.paid = sum.paid.plus(row.amount).ok_or_else(too_large)?;
    }
    let mut verdicts: HashMap<Id, (i64, i64)> = HashMap::new();
    for id in ids {
        for row in store::verdict::of_work(c, id)? {
            let counts = verdicts.entry(id).or_default();
            match row.kind {
                _ if row.removed_at.is_some() => {}
                VerdictKind::Confirm => counts.0 += 1,
                VerdictKind::Dispute => counts.1 += 1,
            }
        }
    }
    Ok(Site { works, items, spent, verdicts })
}

fn promise(
    site: &Site,
    item: &BallotItem,
    numbers: &HashMap<Id, String>,
    district_id: Option<Id>,
    today: time::Date,
) -> Result<Promise> {
    let mut briefs = Vec::new();
    let (mut contracted, mut paid) = (Money::ZERO, Money::ZERO);
    let (mut confirms, mut disputes) = (0, 0);
    for part in site.items.iter().filter(|part| part.ballot_item_id == item.id) {
        let Some(work) = site.works.get(&part.work_id) else { continue };
        briefs.push(brief(work));
        let Spent { contracted: all, paid: all_paid } = site.spent.get(&work.id).copied().unwrap_or_default();
        contracted = contracted.plus(own_share(site, part, all)).ok_or_else(too_large)?;
        paid = paid.plus(own_share(site, part, all_paid)).ok_or_else(too_large)?;
        let (yes, no) = site.verdicts.get(&work.id).copied().unwrap_or_default();
        confirms += yes;
        disputes += no;
    }
    let live = || briefs.iter().filter(|work| work.state != WorkState::Cancelled);
    let accepted: Option<Vec<time::Date>> = live().map(|work| work.accepted_on).collect();
    Ok(Promise {
        project: item.proposal_id.and_then(|id| numbers.get(&id).cloned()).or_else(|| item.external_id.clone()),
        name: item.name.clone(),
        district_id,
        promised: item.cost,
        contracted,
        paid,
        delivery: report::delivery(&briefs, today),
        works: briefs.len() as i64,
        confirms,
        disputes,
        first_due_on: live().map(|work| work.first_due_on).max(),
        accepted_on: accepted.and_then(|dates| dates.into_iter().max()),
    })
}

/// What of a work's sum belongs to one of its items: shared by what was decided for each, to the smallest unit.
fn own_share(site: &Site, part: &WorkItem, sum: Money) -> Money {
    let parts: Vec<&WorkItem> = site.items.iter().filter(|other| other.work_id == part.work_id).collect();
    let weights: Vec<Money> = parts.iter().map(|other| other.amount).collect();
    let shares = report::share(sum, &weights);
    let mine = parts.iter().position(|other| other.ballot_item_id == part.ballot_item_id);
    mine.and_then(|i| shares.get(i).copied()).unwrap_or_default()
}

fn brief(work: &Work) -> WorkBrief {
    WorkBrief { state: work.state, first_due_on: work.first_due_on, accepted_on: work.accepted_on }
}

fn work_figures(works: &[&Work], today: time::Date) -> WorkFigures {
    let mut by_state: BTreeMap<&str, i64> = BTreeMap::new();
    for work in works {
        *by_state.entry(work.state.code()).or_default() += 1;
    }
    let count = |state: WorkState| by_state.get(state.code()).copied().unwrap_or(0);
    WorkFigures {
        total: works.len() as i64,
        accepted: works.iter().filter(|w| w.accepted_on.is_some()).count() as i64,
        late: works.iter().filter(|w| brief(w).is_late(today)).count() as i64,
        deferred: count(WorkState::Deferred),
        cancelled: count(WorkState::Cancelled),
        in_warranty_repair: count(WorkState::Warranty),
    }
}
