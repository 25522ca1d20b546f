//! The two cycles before the one that votes: decided years ago, so that their works can be seen being built and after. How
//! their proposals came about is not played; their votes are counted and confirmed by the ordinary use cases.

use api_types::contest::{ContestDecide, Deviation};
use api_types::cycle::TransitionRequest;
use api_types::proposal::ProposalCarry;
use domain::cycle::CycleEvent;
use domain::{Id, ItemOutcome, Lang, LocalText, Money, Phase, ProposalState, UserText};
use time::{Date, Duration};

use super::calendar::{self, text};
use super::office::{Desk, Office};
use super::past_votes;
use super::places::Spot;
use super::register::Residents;
use super::season::{Bill, Season};
use super::stage::Stage;
use crate::{Caller, Error, Result, count, reshape, transition};

/// A decided cycle.
pub(super) struct Past {
    pub cycle: Id,
    pub fiscal_year: i32,
    /// Day of the act that confirmed it.
    pub decided_on: Date,
    /// By district, in the offices' order.
    pub districts: Vec<Won>,
}

/// What a district won.
pub(super) struct Won {
    pub envelope: Id,
    /// Funded items by ballot number.
    pub items: Vec<Item>,
}

/// A funded item.
#[derive(Clone)]
pub(super) struct Item {
    pub id: Id,
    pub proposal: Id,
    pub name: LocalText,
    pub cost: Money,
}

/// How a past cycle looks.
pub(super) struct Plan {
    /// How many cycles ago.
    pub ago: i64,
    /// Money of a district, tenge.
    pub envelope: i64,
    /// Costs of what stands on each ballot, millions of tenge.
    pub costs: &'static [i64],
    /// Votes of each, by rank.
    pub votes: &'static [usize],
    /// District whose act deviates from the count, by its place.
    pub deviates: Option<usize>,
    /// Number of the act that approves the money.
    pub act: &'static str,
}

impl Plan {
    /// How many of the first there is money for.
    pub(super) fn funded(&self) -> usize {
        self.costs.iter().filter(|cost| **cost > 60).count()
    }
}

/// The cycle a year ago: its works are being built.
pub(super) const BEING_BUILT: Plan = Plan {
    ago: 1,
    envelope: calendar::ENVELOPE,
    costs: &[88, 76, 92, 64, 81, 70, 45, 40],
    // The sixth is the last that there is money for: the eighth has lost by 12 votes.
    votes: &[55, 50, 46, 41, 36, 30, 20, 19],
    deviates: Some(6),
    act: "16 (sample)",
};

/// The cycle two years ago: closed, its works under warranty.
pub(super) const CLOSED: Plan = Plan {
    ago: 2,
    envelope: 250_000_000,
    costs: &[88, 76, 82, 40, 35],
    votes: &[72, 60, 51, 39, 21],
    deviates: None,
    act: "15 (sample)",
};

/// First day of a past cycle's setting-up.
pub(super) fn first_day(today: Date, plan: &Plan) -> Result<Date> {
    let rules = calendar::past_rules(today, plan.ago)?;
    let opens = rules.calendar.window(Phase::Proposals).map_or(today, |w| w.starts.date());
    Ok(opens - Duration::days(21))
}

/// Sets a past cycle up, lets its vote be counted and confirmed, and opens delivery.
pub(super) fn decide(
    stage: &Stage,
    office: &Office,
    spots: &[Vec<Spot>],
    residents: &[Residents],
    today: Date,
    plan: &'static Plan,
) -> Result<Past> {
    let rules = calendar::past_rules(today, plan.ago)?;
    let fiscal_year: i32 = rules.fiscal_years.first().copied().unwrap_or_default().into();
    stage.at(first_day(today, plan)?, 10, 0)?;
    let bill = Bill { act: plan.act, envelope: plan.envelope, ..super::almaty::first_bill(rules.clone()) };
    let season = Season::set_up(stage, office, bill)?;
    let results = season.start(Phase::Results)?;
    stage.at(season.start(Phase::Proposals)? + Duration::days(9), 12, 0)?;
    for (d, (desk, spots)) in office.desks.iter().zip(spots).enumerate() {
        let voters = residents.get(d).map(|r| r.callers.as_slice()).unwrap_or_default();
        past_votes::write(stage, &season, desk, d, plan, spots, voters)?;
    }
    stage.at(results + Duration::days(2), 15, 0)?;
    let decided_on = results + Duration::days(3);
    let mut districts = Vec::new();
    for (d, desk) in office.desks.iter().enumerate() {
        districts.push(confirm(stage, office, &season, desk, plan, d, decided_on)?);
    }
    stage.at(decided_on, 17, 0)?;
    let open = TransitionRequest { event: CycleEvent::ConfirmResults, reason: None, act_id: None, new_end: None };
    transition::fire(&stage.app, &office.organiser, season.cycle, &open)?;
    Ok(Past { cycle: season.cycle, fiscal_year, decided_on, districts })
}

/// Counts a district's vote and confirms it.
fn confirm(
    stage: &Stage,
    office: &Office,
    season: &Season,
    desk: &Desk,
    plan: &Plan,
    d: usize,
    act_date: Date,
) -> Result<Won> {
    let app = &stage.app;
    let contests = app.store.read(|c| store::contest::of_cycle(c, season.cycle))?;
    let contest =
        contests.into_iter().find(|c| c.district_id == Some(desk.district)).ok_or(Error::NotFound("contest"))?;
    count::count(app, &Caller::system(), contest.id)?;
    let funded = plan.funded() as i32;
    let deviation =
        |number, outcome, kk: &str, ru: &str, en: &str| Deviation { number, outcome, reason: text(kk, ru, en) };
    let deviations = if plan.deviates == Some(d) {
        vec![
            deviation(
                funded,
                ItemOutcome::NotFunded,
                "Жер телімі дауыс беруден кейін сот шешімімен жеке меншікке қайтарылды.",
                "После голосования участок по решению суда возвращён частному владельцу.",
                "After the vote a court gave the land back to a private owner.",
            ),
            deviation(
                funded + 1,
                ItemOutcome::Funded,
                "Босаған қаражат дауыс саны бойынша келесі жобаға берілді.",
                "Освободившиеся деньги переданы следующему по числу голосов проекту.",
                "The money set free goes to the project with the next most votes.",
            ),
        ]
    } else {
        Vec::new()
    };
    stage.at(act_date, 11, d as u8)?;
    let input = ContestDecide {
        body_id: office.city_akimat,
        act_number: format!("{}-{}/{} (sample)", 40 + d, desk.code, plan.ago),
        act_date,
        act_title: text(
            "Дауыс беру нәтижесін бекіту туралы (үлгі құжат)",
            "Об утверждении итогов голосования (пример документа)",
            "On the result of the vote (sample document)",
        ),
        deviations,
    };
    count::decide(app, &office.organiser, contest.id, &input)?;
    let rows = app.store.read(|c| store::ballot_item::of_contest(c, contest.id))?;
    let envelope = rows.first().map(|row| row.envelope_id).ok_or(Error::NotFound("item"))?;
    let items = rows
        .into_iter()
        .filter(|row| row.outcome == Some(ItemOutcome::Funded))
        .filter_map(|row| Some(Item { id: row.id, proposal: row.proposal_id?, name: row.name, cost: row.cost }))
        .collect();
    Ok(Won { envelope, items })
}

/// One proposal that the vote did not fund, the one with the fewest votes, is carried on into a later cycle.
pub(super) fn carry_over(stage: &Stage, office: &Office, past: &Past, into: Id) -> Result<()> {
    let frozen = stage.app.store.read(|c| -> Result<Vec<(Option<i64>, Id)>> {
        let mut found = Vec::new();
        for row in store::proposal::in_states(c, past.cycle, &[ProposalState::Frozen])? {
            let items = store::ballot_item::of_proposal(c, row.id)?;
            if items.iter().all(|item| item.outcome == Some(ItemOutcome::NotFunded)) {
                found.extend(items.iter().map(|item| (item.score, row.id)));
            }
        }
        Ok(found)
    })?;
    let (_, fewest) = frozen.into_iter().min().ok_or(Error::NotFound("proposal"))?;
    let reason = UserText {
        lang: Lang::Ru,
        text: "Не хватило голосов; жители просят вынести проект на следующее голосование.".to_owned(),
    };
    reshape::carry_over(&stage.app, &office.organiser, fewest, &ProposalCarry { into, reason }).map(drop)
}
