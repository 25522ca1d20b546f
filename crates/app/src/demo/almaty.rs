//! The sample city from its setting-up to the third day of the vote, day by day.

use std::sync::Mutex;

use domain::Phase;
use domain::rules::Rules;
use time::{Date, Duration};

use super::building::Building;
use super::calendar::{self, text};
use super::content::{Content, Stand, Story};
use super::crowd;
use super::office::{self, Office};
use super::past;
use super::places;
use super::play::{Day, Made, Play, Theatre};
use super::register::{self, Residents};
use super::season::{Bill, Season};
use super::stage::{self, Stage, side_by_side};
use super::vote;
use crate::{App, Result, contest};

/// Days from the setting-up to the opening of proposals.
const SETTING_UP: Duration = Duration::days(21);

/// Builds the city by the ordinary use cases, on an application whose clock walks up to `today`.
pub(super) fn build(app: &App, today: Date, progress: &dyn Fn(&str, u64, u64)) -> Result<()> {
    let content = Content::read()?;
    let spots = places::read(&content)?;
    let rules = calendar::rules(today)?;
    let start = rules.calendar.windows.first().map_or(today, |w| w.starts.date()) - SETTING_UP;
    let opening = past::first_day(today, &past::CLOSED)?;
    let stage = Stage::new(app, stage::moment(opening, 9, 0)?);
    let office = office::open(&stage, today)?;
    let residents = register::open(&stage, &office, today, &|done, of| progress("residents", done, of))?;
    let closed = past::decide(&stage, &office, &spots, &residents, today, &past::CLOSED)?;
    let mut building = Building::new(&stage, &office, &residents);
    building.add(&closed, true, today)?;
    building.play(past::first_day(today, &past::BEING_BUILT)?)?;
    let being_built = past::decide(&stage, &office, &spots, &residents, today, &past::BEING_BUILT)?;
    building.add(&being_built, false, today)?;
    building.play(start)?;
    stage.at(start, 10, 0)?;
    let third = Season::set_up(&stage, &office, third_bill(today)?)?;
    stage.at(start, 10, 30)?;
    let second = Season::set_up(&stage, &office, second_bill(today)?)?;
    // Set up last, so that lists begin with it.
    stage.at(start, 11, 0)?;
    let first = Season::set_up(&stage, &office, first_bill(rules))?;
    stage.at(start, 11, 30)?;
    past::carry_over(&stage, &office, &being_built, first.cycle)?;
    let crowds: Vec<_> = spots.iter().enumerate().map(|(d, spots)| crowd::stories(d, spots)).collect();
    let show = |season, stand| Show::new(&stage, &office, season, &content, &crowds, &residents, stand);
    let shows = [show(&first, Stand::Voting), show(&second, Stand::Review), show(&third, Stand::Proposals)];
    let days = (today - start).whole_days().unsigned_abs();
    for n in 0..=days {
        let day = start + Duration::days(n as i64);
        // What is due today has not happened yet.
        building.play(day.min(today - Duration::days(1)))?;
        for show in &shows {
            show.theatre.season.move_on(&stage, day)?;
        }
        // The day of loading is still going on: nothing has happened in it yet.
        if day < today {
            live_through(&stage, &shows, &residents, day)?;
        }
        progress("days", n, days);
    }
    // What is still to be sent belongs to the past as well.
    stage.run_jobs()
}

/// A cycle with all its plays.
struct Show<'a> {
    theatre: Theatre<'a>,
    plays: Vec<Play<'a>>,
}

impl<'a> Show<'a> {
    fn new(
        stage: &'a Stage,
        office: &'a Office,
        season: &'a Season,
        content: &'a Content,
        crowds: &'a [Vec<(usize, Story)>],
        residents: &'a [Residents],
        stand: Stand,
    ) -> Self {
        let mut plays = Vec::new();
        for (district, (((code, stories), crowd), residents)) in
            content.districts.iter().zip(crowds).zip(residents).enumerate()
        {
            let Some(desk) = office.desks.iter().find(|d| d.code == *code) else { continue };
            let crowd = crowd.iter().map(|(number, story)| (*number, story));
            let numbered = stories.iter().enumerate().chain(crowd).filter(|(_, s)| s.fate.stand() == stand);
            plays.extend(numbered.map(|(number, story)| Play {
                story,
                desk,
                residents: &residents.callers,
                number,
                district,
                made: Mutex::new(Made::default()),
            }));
        }
        Self { theatre: Theatre { stage, office, season, content }, plays }
    }

    /// Where the cycle stands on a day; none while it is being set up.
    fn day(&self, day: Date) -> Result<Option<Day>> {
        let Some((phase, n)) = self.theatre.season.phase(day) else { return Ok(None) };
        let t = (day - self.theatre.season.start(Phase::Proposals)?).whole_days();
        Ok(Some(Day { t, phase, n }))
    }
}

/// One day of all cycles: authors in the morning, officials after lunch, talk and votes in the evening.
fn live_through(stage: &Stage, shows: &[Show<'_>], residents: &[Residents], day: Date) -> Result<()> {
    let minute = (day.ordinal() % 50) as u8;
    stage.at(day, 9, 10 + minute)?;
    each(shows, day, |show, d| side_by_side(&show.plays, |play| play.author_acts(&show.theatre, d)))?;
    stage.at(day, 14, 5 + minute)?;
    each(shows, day, |show, d| side_by_side(&show.plays, |play| play.officials_act(&show.theatre, &show.plays, d)))?;
    stage.at(day, 17, minute)?;
    each(shows, day, |show, d| {
        let Theatre { stage, office, season, .. } = &show.theatre;
        match (d.phase, d.n) {
            (Phase::Appeals, 0) => contest::prepare(&stage.app, &office.organiser, season.cycle).map(drop),
            (Phase::Frozen, 0) => {
                contest::freeze(&stage.app, &office.organiser, season.cycle)?;
                stage.run_jobs()
            }
            _ => Ok(()),
        }
    })?;
    stage.at(day, 19, minute)?;
    each(shows, day, |show, d| side_by_side(&show.plays, |play| play.people_talk(&show.theatre, d)))?;
    stage.at(day, 20, minute)?;
    each(shows, day, |show, d| match d.phase {
        Phase::Voting => vote::day(stage, show.theatre.office, show.theatre.season, residents, d.n),
        _ => Ok(()),
    })
}

fn each<'a>(shows: &[Show<'a>], day: Date, work: impl Fn(&Show<'a>, Day) -> Result<()>) -> Result<()> {
    for show in shows {
        if let Some(d) = show.day(day)? {
            work(show, d)?;
        }
    }
    Ok(())
}

/// The city's participatory budget.
pub(super) fn first_bill(rules: Rules) -> Bill {
    Bill {
        programme: super::PROGRAMME,
        name: text("Аудандардың қатысу бюджеті", "Бюджет участия районов", "Participatory budget of the districts"),
        prefix: "ALM",
        act: "17 (sample)",
        envelope: calendar::ENVELOPE,
        rules,
    }
}

/// A smaller programme beside it, still under review.
fn second_bill(today: Date) -> Result<Bill> {
    Ok(Bill {
        programme: "young-ideas",
        name: text("Жас идеялар", "Молодые идеи", "Young ideas"),
        prefix: "JAS",
        act: "18 (sample)",
        envelope: calendar::SECOND_ENVELOPE,
        rules: calendar::second_rules(today)?,
    })
}

/// Another one, which still takes proposals: a clerk can write down what comes on paper.
fn third_bill(today: Date) -> Result<Bill> {
    Ok(Bill {
        programme: "cosy-yard",
        name: text("Жайлы аула", "Уютный двор", "Cosy yard"),
        prefix: "AUL",
        act: "19 (sample)",
        envelope: calendar::SECOND_ENVELOPE,
        rules: calendar::third_rules(today)?,
    })
}
