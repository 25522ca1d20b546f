//! The two cycles before the one that votes: decided years ago, so that their works can be seen being built and after. How
//! their proposals came about is not played; their votes are counted and confirmed by the ordinary use cases.

use api_types::contest::{ContestDecide, Deviation};
use api_types::cycle::TransitionRequest;
use api_types::proposal::Place;
use domain::ballot::{Ballot, Bytes32, Choices};
use domain::cycle::CycleEvent;
use domain::estimate::{Estimate, EstimateLine};
use domain::{
    BallotItemState, BallotKind, Channel, Code, ContestState, Id, ItemOutcome, Lang, LocalText, Money, Phase,
    ProposalEvent, ProposalState,
};
use store::Tx;
use store::contest::ContestEnvelope;
use store::cycle::Cycle;
use store::proposal::{Proposal, ProposalAuthor, ProposalEvent as EventRow, ProposalRevision, ProposalTranslation};
use time::{Date, Duration};

use super::calendar::{self, text};
use super::content::Content;
use super::office::{Desk, Office};
use super::people;
use super::register::Residents;
use super::season::{Bill, Season};
use super::stage::Stage;
use crate::contest::to_json;
use crate::proposal::content::index;
use crate::secrets::random_bytes;
use crate::{Caller, Error, Result, count, proposal, transition};

/// What was asked for: category, what in Kazakh, Russian and English, why in Kazakh and Russian.
const KINDS: [(&str, [&str; 3], [&str; 2]); 8] = [
    (
        "playgrounds",
        ["Балалар алаңы", "Детская площадка", "Playground"],
        [
            "Ескі алаң тозған, балалар жол жиегінде ойнайды. Жұмсақ төсемі бар жаңа алаң керек.",
            "Старая площадка разрушилась, дети играют у дороги. Нужна новая, с мягким покрытием.",
        ],
    ),
    (
        "lighting",
        ["Көше шамдары", "Уличное освещение", "Street lighting"],
        [
            "Кешке мұнда қараңғы, адамдар қорқады. Үнемді шамдар қою керек.",
            "Вечером здесь темно, людям страшно. Нужны экономичные светильники.",
        ],
    ),
    (
        "pavements",
        ["Жаяу жүргіншілер жолы", "Пешеходная дорожка", "Footpath"],
        [
            "Мектепке баратын балалар жолдың шетімен жүреді. Плитка төселген жол керек.",
            "Дети идут в школу по обочине. Нужна дорожка из плитки.",
        ],
    ),
    (
        "sports",
        ["Спорт алаңы", "Спортивная площадка", "Sports ground"],
        [
            "Жасөспірімдер жаттығатын жер жоқ. Тренажерлер мен шағын футбол алаңы керек.",
            "Подросткам негде заниматься. Нужны тренажёры и поле для мини-футбола.",
        ],
    ),
    (
        "courtyards",
        ["Аула абаттандыру", "Благоустройство двора", "Courtyard"],
        [
            "Аулада орындық та, көлеңке де жоқ. Жолдар мен орындықтарды жаңартайық.",
            "Во дворе нет ни скамеек, ни тени. Обновим дорожки и скамейки.",
        ],
    ),
    (
        "access",
        ["Пандустар мен тұтқалар", "Пандусы и поручни", "Ramps and handrails"],
        [
            "Арбамен бұл баспалдақтан өту мүмкін емес. Пандус пен тұтқа қажет.",
            "С коляской по этой лестнице не пройти. Нужны пандус и поручни.",
        ],
    ),
    (
        "greening",
        ["Ағаштар мен арық", "Деревья и арык", "Trees and a channel"],
        [
            "Арық бітеліп қалған, ағаштар қурап жатыр. Арықты тазалап, көшет отырғызу керек.",
            "Арык забит, деревья сохнут. Нужно очистить арык и посадить саженцы.",
        ],
    ),
    (
        "parks",
        ["Шағын саябақ", "Сквер", "Pocket park"],
        [
            "Бос жер қоқысқа айналды. Онда кішкентай саябақ жасауға болады.",
            "Пустырь стал свалкой. Там можно сделать небольшой сквер.",
        ],
    ),
];

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

/// The cycle a year ago: its works are being built.
pub(super) const BEING_BUILT: Plan = Plan {
    ago: 1,
    envelope: calendar::ENVELOPE,
    costs: &[88, 76, 92, 64, 81, 70, 45, 40],
    votes: &[61, 55, 48, 44, 37, 30, 18, 6],
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
    content: &Content,
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
    for (d, (desk, (_, stories))) in office.desks.iter().zip(&content.districts).enumerate() {
        let places: Vec<Place> =
            stories.iter().map(|s| Place { lat: s.lat, lon: s.lon, address: s.address.clone() }).collect();
        let voters = residents.get(d).map(|r| r.callers.as_slice()).unwrap_or_default();
        write(stage, &season, desk, d, plan, &places, voters)?;
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

/// Writes a district's proposals, its ballot and the ballots cast.
fn write(
    stage: &Stage,
    season: &Season,
    desk: &Desk,
    d: usize,
    plan: &'static Plan,
    places: &[Place],
    voters: &[Caller],
) -> Result<()> {
    let (cycle_id, rules, district) = (season.cycle, season.rules.clone(), desk.district);
    let voting = rules.calendar.window(Phase::Voting).cloned().ok_or_else(|| Error::Broken("no vote".into()))?;
    let (opens_at, closes_at) =
        (super::stage::moment(voting.starts.date(), 0, 0)?, super::stage::moment(voting.ends.date(), 0, 0)?);
    let name = desk.name.clone();
    let code = format!("districts-{}", desk.code);
    let wanted: Vec<(Place, &Caller)> = (0..plan.costs.len())
        .filter_map(|k| {
            let place = places.get((k * 3 + plan.ago.unsigned_abs() as usize) % places.len().max(1))?;
            let place = Place { lat: place.lat, lon: place.lon, address: place.address.clone() };
            Some((place, voters.get(1 + k)?))
        })
        .collect();
    let authors: Vec<(Place, Caller)> = wanted.into_iter().map(|(place, caller)| (place, caller.clone())).collect();
    let voters: Vec<Id> =
        voters[..people::grown_up(voters.len())].iter().filter_map(|voter| voter.actor.person).take(100).collect();
    // Of a voter: the roll entry's id; of a ballot: pseudonym and nonce. Nothing joins the two.
    let entries: Vec<Id> = voters.iter().map(|_| Id::new_v4()).collect();
    let random: Vec<[u8; 32]> = (0..voters.len() * 2).map(|_| Ok(random_bytes::<32>()?)).collect::<Result<_>>()?;
    stage.app.store.write(stage.app.now(), move |tx| -> Result<()> {
        let mut cycle = store::cycle::lock(tx, cycle_id)?.ok_or(Error::NotFound("cycle"))?;
        cycle.phase = Phase::Results;
        cycle.phase_since = closes_at;
        if !store::cycle::update(tx, &mut cycle)? {
            return Err(Error::Stale);
        }
        let envelopes = store::envelope::of_cycle(tx, cycle_id)?;
        let envelope = envelopes.iter().find(|e| e.district_id == Some(district)).ok_or(Error::NotFound("envelope"))?;
        let rule = rules.contests.first().ok_or_else(|| Error::Broken("rules without a contest".into()))?;
        let contest = store::contest::Contest {
            id: tx.new_id(),
            cycle_id,
            district_id: Some(district),
            code: code.clone(),
            name: name.clone(),
            state: ContestState::Counting,
            opens_at,
            closes_at,
            ballot_rule: to_json(&rule.ballot)?,
            counting_rule: to_json(&rule.counting)?,
            rules_id: cycle.rules_id,
            counted_at: None,
            act_id: None,
            decided_at: None,
            source: None,
            version: 1,
        };
        store::contest::insert(tx, &contest)?;
        store::contest::insert_envelope(tx, &ContestEnvelope { contest_id: contest.id, envelope_id: envelope.id })?;
        for (k, (place, author)) in authors.iter().enumerate() {
            let (row, revision) = proposal_row(tx, &cycle, district, (d, k), plan, place, author)?;
            let kind = &KINDS[(k + d) % KINDS.len()].1;
            let item = store::ballot_item::BallotItem {
                id: tx.new_id(),
                contest_id: contest.id,
                envelope_id: envelope.id,
                proposal_id: Some(row.id),
                revision: Some(1),
                external_id: None,
                number: k as i32 + 1,
                name: named(kind, &place.address),
                category: Some(row.category.clone()),
                class: None,
                cost: revision.cost,
                state: BallotItemState::Listed,
                outcome: None,
                score: None,
                deviation: None,
            };
            store::ballot_item::insert(tx, &item)?;
        }
        cast(tx, &cycle, contest.id, (&voters, &entries), plan.votes, &random)?;
        for topic in ["contests", "projects", "cycles"] {
            tx.touch(topic);
        }
        Ok(())
    })
}

fn named(kind: &[&str; 3], address: &str) -> LocalText {
    text(&format!("{}: {address}", kind[0]), &format!("{}: {address}", kind[1]), &format!("{}: {address}", kind[2]))
}

fn proposal_row(
    tx: &mut Tx,
    cycle: &Cycle,
    district: Id,
    (d, k): (usize, usize),
    plan: &Plan,
    place: &Place,
    author: &Caller,
) -> Result<(Proposal, ProposalRevision)> {
    let (category, kind, why) = &KINDS[(k + d) % KINDS.len()];
    // The costs of those that win are dealt out anew in each district.
    let funded = plan.costs.iter().filter(|cost| **cost > 60).count();
    let cost = plan.costs[if k < funded { (k + d) % funded } else { k }];
    let (id, now) = (tx.new_id(), tx.now());
    let number = proposal::next_number(tx, cycle)?;
    let row = Proposal {
        id,
        cycle_id: cycle.id,
        district_id: district,
        number: Some(number),
        external_id: None,
        category: (*category).to_owned(),
        state: ProposalState::Frozen,
        state_since: now,
        revision: 1,
        channel: Channel::Web,
        clerk_id: None,
        created_by: author.account_id,
        created_at: now,
        submitted_at: Some(now),
        clause: None,
        fact: None,
        merged_into: None,
        split_from: None,
        carried_from: None,
        support_count: 0,
        comment_count: 0,
        version: 1,
    };
    store::proposal::insert(tx, &row)?;
    let (person_id, account_id) = (author.actor.person, author.account_id);
    let person = person_id.map(|id| store::person::find(tx, id)).transpose()?.flatten();
    let name = person.map(|p| format!("{} {}", p.given_name, p.family_name)).unwrap_or_default();
    store::proposal::insert_author(tx, &ProposalAuthor { proposal_id: id, ordinal: 0, account_id, person_id, name })?;
    // With 12 % VAT it comes to the round sum.
    let line = EstimateLine {
        item: kind[1].to_owned(),
        unit: "комплект".to_owned(),
        quantity_milli: 1_000,
        unit_price: Money((cost * 10_000_000_000 + 56) / 112),
        price_list: None,
    };
    let day = now.date();
    let estimate = Estimate { lines: vec![line], vat_rate: 1_200, price_date: day, preparer: "Автор".to_owned() };
    let revision = ProposalRevision {
        id: tx.new_id(),
        proposal_id: id,
        number: 1,
        lang: Lang::Ru,
        title: format!("{}: {}", kind[1], place.address),
        body: why[1].to_owned(),
        location: Some(to_json(place)?),
        estimate: to_json(&estimate)?,
        cost: estimate.total().unwrap_or_default(),
        created_at: now,
        created_by: author.account_id,
    };
    store::proposal::insert_revision(tx, &revision)?;
    let (title, body) = (format!("{}: {}", kind[0], place.address), why[0].to_owned());
    let translation = ProposalTranslation { revision_id: revision.id, lang: Lang::Kk, title, body, made_by: None };
    store::proposal::insert_translation(tx, &translation)?;
    for (event, from_state, to_state) in [
        (ProposalEvent::Submit, ProposalState::Draft, ProposalState::Submitted),
        (ProposalEvent::Freeze, ProposalState::Eligible, ProposalState::Frozen),
    ] {
        let event = EventRow {
            id: tx.new_id(),
            proposal_id: id,
            event: event.code().to_owned(),
            from_state,
            to_state,
            revision: 1,
            at: now,
            account_id: if event == ProposalEvent::Submit { author.account_id } else { None },
            body_id: None,
            clause: None,
            text: None,
            other_id: None,
            rules_id: cycle.rules_id,
        };
        store::proposal::insert_event(tx, &event)?;
    }
    index(tx, &row)?;
    Ok((row, revision))
}

/// Ballots with exactly these votes for each item: going round the voters, so that nobody chooses more than three.
fn cast(
    tx: &mut Tx,
    cycle: &Cycle,
    contest: Id,
    (voters, ids): (&[Id], &[Id]),
    votes: &[usize],
    random: &[[u8; 32]],
) -> Result<()> {
    let mut choices: Vec<Vec<u32>> = vec![Vec::new(); voters.len()];
    let mut next = 0;
    for (k, count) in votes.iter().enumerate() {
        for _ in 0..*count {
            choices[next % voters.len()].push(k as u32 + 1);
            next += 1;
        }
    }
    let (mut entries, mut marks, mut ballots) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (person, numbers)) in voters.iter().zip(choices).enumerate() {
        let entry = store::roll::RollEntry { id: ids[i], contest_id: contest, person_id: *person };
        if !numbers.is_empty() {
            let channel = if i % 9 == 4 { Channel::Counter } else { Channel::Web };
            marks.push(store::roll::RollMark { contest_id: contest, roll_entry_id: entry.id, channel });
            let nonce = Bytes32(random[voters.len() + i]);
            let choices = Choices::Numbers(numbers);
            let ballot = Ballot { kind: BallotKind::Approval, contest, cycle: cycle.id, choices: choices.clone() };
            ballots.push(store::open_ballot::OpenBallot {
                pseudonym: random[i].to_vec(),
                contest_id: contest,
                commitment: ballot.commitment(&nonce).0.to_vec(),
                nonce: nonce.0.to_vec(),
                choices: choices.into(),
            });
        }
        entries.push(entry);
    }
    store::roll::add(tx, &entries)?;
    store::roll::insert_marks(tx, &marks)?;
    Ok(store::open_ballot::insert_all(tx, &ballots)?)
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
    let funded = plan.costs.iter().filter(|cost| **cost > 60).count() as i32;
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
