//! What an import will write, worked out from a file before a row is written.

use api_types::city::Source;
use domain::ballot::{Choices, Points};
use domain::rules::{CountLimit, CountingKind, CountingRule, TieBreak};
use domain::{BallotKind, BallotRule, Currency, ItemOutcome, Moment, Money};
use sha2::{Digest, Sha256};
use tally::pabulib::Election;

use crate::{Error, Result, tie};

/// Everything of a file but its ballots, as our rows want it.
#[derive(Clone)]
pub(super) struct Plan {
    pub city_code: String,
    pub city: String,
    pub country: &'static str,
    /// Part of the city that voted, or the whole of it.
    pub place_code: String,
    pub place: String,
    pub cycle_code: String,
    pub name: String,
    pub year: i32,
    pub currency: Currency,
    pub kind: BallotKind,
    pub ballot_rule: BallotRule,
    pub counting_rule: CountingRule,
    pub budget: Money,
    pub items: Vec<PlannedItem>,
    /// The count by the city's own rule, item by item as ours; none where the file does not say clearly how it was made or says
    /// another result.
    pub outcome: Option<tally::Outcome>,
    pub voters: i64,
    pub opens_at: Moment,
    pub closes_at: Moment,
    pub file_hash: String,
}

#[derive(Clone)]
pub(super) struct PlannedItem {
    pub external_id: String,
    pub name: String,
    pub text: String,
    /// Microdegrees, latitude first.
    pub point: Option<(i32, i32)>,
    pub category: Option<String>,
    pub cost: Money,
    pub score: i64,
    pub outcome: Option<ItemOutcome>,
}

impl Plan {
    pub fn of(election: &Election, bytes: &[u8]) -> Result<Self> {
        let meta = |key: &str| election.meta(key);
        let bad = |code: &'static str| Error::invalid("", code);
        // A text of a database holds no U+0000; the reader takes what is UTF-8.
        if bytes.contains(&0) {
            return Err(bad("strange_characters"));
        }
        let scale = election.instance.scale;
        let money = |amount: i64| minor(amount, scale).ok_or_else(|| bad("amount_too_fine"));
        let city = meta("unit").ok_or_else(|| bad("unit_missing"))?.to_owned();
        let instance = meta("instance").unwrap_or_default();
        let place = meta("subunit").or(meta("district"));
        let name = [Some(city.as_str()), place, Some(instance)].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let currency = meta("currency").unwrap_or_default();
        let currency: Currency = currency.parse().map_err(|_| bad("unknown_currency"))?;
        let kind = ballot_kind(election.profile.kind());
        let selected = election.selected();
        let year =
            instance.get(..4).and_then(|y| y.parse().ok()).or_else(|| day_of(meta("date_begin")).map(|d| d.year()));
        let year = year.unwrap_or(2000);
        let day = |key, otherwise: time::Date| day_of(meta(key)).unwrap_or(otherwise).midnight().assume_utc();
        let of_year = |month, day| time::Date::from_calendar_date(year, month, day).map_err(|_| bad("year"));
        // Some files name only the year.
        let (begin, end) = (of_year(time::Month::January, 1)?, of_year(time::Month::December, 31)?);
        let opens_at = day("date_begin", begin);
        let closes_at = day("date_end", if day_of(meta("date_begin")).is_some() { opens_at.date() } else { end })
            + time::Duration::DAY;
        if closes_at <= opens_at {
            return Err(bad("date_order"));
        }
        check_points(&election.profile)?;
        let scores = election.profile.scores(election.instance.items.len());
        let mut items = Vec::new();
        for (i, item) in election.instance.items.iter().enumerate() {
            let chosen = selected.as_ref().map(|ids| ids.contains(&item.id.as_str()));
            items.push(PlannedItem {
                external_id: item.id.clone(),
                name: election.projects.cell(i, "name").unwrap_or(&item.id).to_owned(),
                text: election.projects.cell(i, "description").unwrap_or_default().to_owned(),
                point: degrees(election.projects.cell(i, "latitude"))
                    .zip(degrees(election.projects.cell(i, "longitude"))),
                category: Some(item.categories.join(", ")).filter(|c| !c.is_empty()),
                cost: money(item.cost)?,
                score: i64::try_from(scores[i]).map_err(|_| bad("score"))?,
                outcome: chosen.map(|funded| if funded { ItemOutcome::Funded } else { ItemOutcome::NotFunded }),
            });
        }
        let outcome = own_count(election, &items, money(election.instance.budget)?);
        let max = meta("max_length").and_then(|n| n.parse().ok());
        let equal_shares = meta("rule").is_some_and(|rule| rule.starts_with("equalshares"));
        Ok(Self {
            city_code: slug(&city),
            place_code: place.map(slug).filter(|code| !code.is_empty()).unwrap_or_else(|| "all".to_owned()),
            place: place.unwrap_or(&city).to_owned(),
            country: country(meta("country").unwrap_or_default()),
            cycle_code: slug(&name),
            name,
            year,
            currency,
            kind,
            ballot_rule: BallotRule {
                kind,
                min: meta("min_length").and_then(|n| n.parse().ok()).unwrap_or(0),
                max,
                points: meta("max_sum_points").and_then(|n| n.parse().ok()),
                grades: Vec::new(),
                classes: Vec::new(),
                replaceable: false,
            },
            counting_rule: CountingRule {
                kind: if equal_shares { CountingKind::EqualShares } else { CountingKind::Greedy },
                limit: CountLimit::Money,
                winners: None,
                minimum_votes: 0,
                tie_break: vec![TieBreak::LowerNumber],
                reserved: Vec::new(),
                components: Vec::new(),
            },
            budget: money(election.instance.budget)?,
            items,
            outcome,
            voters: i64::try_from(election.profile.voters()).unwrap_or(i64::MAX),
            opens_at,
            closes_at,
            file_hash: crate::secrets::hex(&Sha256::digest(bytes)),
            city,
        })
    }

    pub fn source(&self) -> Source {
        Source {
            name: "Pabulib".into(),
            url: Some("https://pabulib.org".into()),
            licence: "published for research; attribution kept".into(),
            attribution:
                "Pabulib, the Participatory Budgeting Library (D. Stolicki, S. Szufa, N. Talmon, arXiv:2012.06539)"
                    .into(),
        }
    }
}

/// Indices of a profile as ballot numbers, which count from 1. Points were checked by the plan.
pub(super) fn choices(indices: &[u32], points: &[i64]) -> Choices {
    if points.is_empty() {
        return Choices::Numbers(indices.iter().map(|i| i + 1).collect());
    }
    let points =
        indices.iter().zip(points).map(|(i, p)| Points { number: i + 1, points: u32::try_from(*p).unwrap_or(0) });
    Choices::Points(points.collect())
}

/// Our ballots hold whole points from 0.
fn check_points(profile: &tally::Profile) -> Result<()> {
    let whole = profile.points_scale() == 0;
    let fits = profile.ballots().all(|ballot| ballot.points.iter().all(|p| u32::try_from(*p).is_ok()));
    if whole && fits { Ok(()) } else { Err(Error::invalid("", "points_too_fine")) }
}

/// The count by the rule that the file names. It is kept only where it gives the winners that the file gives: otherwise the file
/// does not tell all of the rule, and a wrong reason is worse than none.
fn own_count(election: &Election, items: &[PlannedItem], budget: Money) -> Option<tally::Outcome> {
    let mut rule = tally::city::rule(election).ok()?;
    // Ties go by the file's own ids; here the items are called by their ballot numbers.
    let mut by_id: Vec<usize> = (0..items.len()).collect();
    by_id.sort_by_key(|i| &items[*i].external_id);
    let name = |i: usize| tie::item_id(i32::try_from(i + 1).unwrap_or(i32::MAX));
    rule.ties = vec![tally::TieBreak::Given { order: by_id.into_iter().map(name).collect() }];
    let ours = election.instance.items.iter().zip(items).enumerate();
    let ours = ours.map(|(i, (item, planned))| tally::Item {
        id: name(i),
        number: u32::try_from(i + 1).ok(),
        cost: planned.cost.0,
        ..item.clone()
    });
    let instance = tally::Instance::new(ours.collect(), budget.0);
    let outcome = tally::count(&rule, &instance, &election.profile).ok()?;
    let agrees = items.iter().enumerate().all(|(i, item)| {
        let funded = outcome.winners.contains(&name(i));
        item.outcome.is_none_or(|said| (said == ItemOutcome::Funded) == funded)
    });
    agrees.then_some(outcome)
}

fn ballot_kind(kind: tally::BallotKind) -> BallotKind {
    match kind {
        tally::BallotKind::Approval => BallotKind::Approval,
        tally::BallotKind::ChooseOne => BallotKind::ChooseOne,
        tally::BallotKind::Cumulative | tally::BallotKind::Scoring => BallotKind::Cumulative,
        tally::BallotKind::Ordinal => BallotKind::Ranked,
    }
}

/// An amount of the file in minor units; none when it is finer than that.
fn minor(amount: i64, scale: u8) -> Option<Money> {
    match scale {
        0 => amount.checked_mul(100).map(Money),
        1 => amount.checked_mul(10).map(Money),
        2 => Some(Money(amount)),
        _ => {
            let unit = 10_i64.checked_pow(u32::from(scale) - 2)?;
            (amount % unit == 0).then_some(Money(amount / unit))
        }
    }
}

/// Degrees of the files (`50.26` and `50,26`) in whole microdegrees; none where the file has something else.
fn degrees(text: Option<&str>) -> Option<i32> {
    let degrees: f64 = text?.trim().replace(',', ".").parse().ok()?;
    let micro = (degrees * 1e6).round();
    (micro != 0.0 && micro.abs() <= 180e6).then_some(micro as i32)
}

/// Dates of the files: `18.09.2023`, sometimes a year alone.
fn day_of(text: Option<&str>) -> Option<time::Date> {
    let text = text?;
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    domain::moment::parse_day(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Lower-case ASCII for addresses; letters of European alphabets lose their marks.
fn slug(text: &str) -> String {
    let plain = |c: char| match c {
        'ą' | 'á' | 'à' | 'â' | 'ä' => 'a',
        'ć' | 'ç' | 'č' => 'c',
        'ę' | 'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ł' => 'l',
        'ń' | 'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'ő' => 'o',
        'ś' | 'š' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' => 'u',
        'ź' | 'ż' | 'ž' => 'z',
        c if c.is_ascii_alphanumeric() => c,
        _ => '-',
    };
    let text: String = text.to_lowercase().chars().map(plain).collect();
    let parts: Vec<&str> = text.split('-').filter(|part| !part.is_empty()).collect();
    let slug = parts.join("-");
    if slug.len() <= 40 {
        return slug;
    }
    // What is cut off may be what tells two elections apart.
    let hash = crate::secrets::hex(&Sha256::digest(&slug)[..4]);
    format!("{}-{hash}", slug[..31].trim_end_matches('-'))
}

/// ISO 3166-1 code of the countries in the collection; `ZZ` is "unknown" (CLDR).
fn country(name: &str) -> &'static str {
    match name {
        "Poland" => "PL",
        "Netherlands" => "NL",
        "France" => "FR",
        "Switzerland" => "CH",
        "Hungary" => "HU",
        "US" | "USA" | "United States" => "US",
        _ => "ZZ",
    }
}
