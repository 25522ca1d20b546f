//! One cycle of the sample city: set up by the organiser, moved on by its calendar.

use api_types::act::ActRecord;
use api_types::city::ProgrammeCreate;
use api_types::cycle::CycleCreate;
use api_types::envelope::EnvelopeCreate;
use api_types::ledger::LedgerEntryCreate;
use api_types::rules::RulesPublish;
use domain::rules::Rules;
use domain::{EntryKind, Id, LocalText, Money, Phase};
use time::{Date, Duration};

use super::calendar::text;
use super::office::Office;
use super::stage::{self, Stage};
use crate::{Error, Result, act, cycle, envelope, ledger, programme, rules};

/// What differs between the sample city's two programmes.
pub(super) struct Bill {
    /// Stable short name of the programme.
    pub programme: &'static str,
    /// Its name.
    pub name: LocalText,
    /// Prefix of project numbers, without the year.
    pub prefix: &'static str,
    /// Number of the act that approves the money.
    pub act: &'static str,
    /// Money of each district, tenge.
    pub envelope: i64,
    /// Rules with their calendar.
    pub rules: Rules,
}

/// A cycle that was set up.
pub(super) struct Season {
    pub cycle: Id,
    pub rules: Rules,
}

impl Season {
    /// Sets programme, cycle, rules and money up.
    pub(super) fn set_up(stage: &Stage, office: &Office, bill: Bill) -> Result<Self> {
        let Bill { programme, name, prefix, act, envelope, rules } = bill;
        let (app, organiser) = (&stage.app, &office.organiser);
        let year = rules.fiscal_years.first().copied().unwrap_or_default();
        let made = ProgrammeCreate { code: programme.to_owned(), name: name.clone(), kind: rules.programme };
        // Cycles of other years run under the same programme.
        let earlier = app.store.read(store::programme::list)?.into_iter().find(|p| p.code == made.code);
        let programme_id = match earlier {
            Some(found) => found.id,
            None => programme::create(app, organiser, super::CITY, &made)?.id,
        };
        let input = CycleCreate {
            programme_id,
            code: year.to_string(),
            name: rules.title.clone(),
            fiscal_years: rules.fiscal_years.iter().map(|y| i32::from(*y)).collect(),
            currency: rules.currency,
            number_prefix: format!("{prefix}-{:02}", year % 100),
        };
        let cycle = cycle::create(app, organiser, &input)?.brief.id;
        mark_sample(stage, cycle)?;
        let publish = RulesPublish { document: rules.clone(), reason: None };
        rules::publish(app, organiser, cycle, &publish)?;
        let season = Self { cycle, rules };
        season.give_money(stage, office, act, envelope)?;
        Ok(season)
    }

    /// Announces and approves the districts' money; the act is a sample too.
    fn give_money(&self, stage: &Stage, office: &Office, number: &str, tenge: i64) -> Result<()> {
        let (app, organiser) = (&stage.app, &office.organiser);
        let date = crate::calendar::date(stage::ZONE, app.now()).map_err(|e| Error::Broken(format!("{e:?}")))?;
        let title = text(
            "Аудандардың қаражатын бекіту туралы (үлгі құжат)",
            "Об утверждении средств районов (пример документа)",
            "On the money of the districts (sample document)",
        );
        let record =
            ActRecord { body_id: office.city_akimat, cycle_id: self.cycle, number: number.to_owned(), date, title };
        let act = act::record(app, organiser, &record)?.id;
        let fiscal_year = self.rules.fiscal_years.first().copied().unwrap_or_default().into();
        let amount = Money::major(tenge).ok_or_else(|| Error::Broken("money of the demo".into()))?;
        for desk in &office.desks {
            let input = EnvelopeCreate {
                district_id: Some(desk.district),
                code: desk.code.to_owned(),
                name: desk.name.clone(),
                group: None,
                theme: None,
                places: None,
            };
            let id = envelope::create(app, organiser, self.cycle, &input)?.id;
            for (kind, act_id) in [(EntryKind::Announce, None), (EntryKind::Approve, Some(act))] {
                let entry = LedgerEntryCreate {
                    kind,
                    from: None,
                    to_envelope_id: None,
                    fiscal_year,
                    amount,
                    act_id,
                    note: None,
                };
                ledger::post(app, organiser, id, &entry)?;
            }
        }
        Ok(())
    }

    /// First day of a phase.
    pub(super) fn start(&self, phase: Phase) -> Result<Date> {
        let window = self.rules.calendar.window(phase);
        window.map(|w| w.starts.date()).ok_or_else(|| Error::Broken(format!("the demo's calendar has no {phase}")))
    }

    /// The phase of a day and how many days of it have passed before; none before the proposals.
    pub(super) fn phase(&self, day: Date) -> Option<(Phase, i64)> {
        let windows = &self.rules.calendar.windows;
        let window = windows.iter().find(|w| w.starts.date() <= day && day < w.ends.date())?;
        Some((window.phase, (day - window.starts.date()).whole_days()))
    }

    /// Lets the calendar's jobs do what they do at the first instant of a phase, if one begins on this day.
    pub(super) fn move_on(&self, stage: &Stage, day: Date) -> Result<()> {
        let Some((phase, 0)) = self.phase(day) else { return Ok(()) };
        // The job needs a moment to wake up.
        stage.set(stage::moment(day, 0, 0)? + Duration::seconds(2));
        stage.run_jobs()?;
        let now = cycle::get(&stage.app, self.cycle)?;
        if now.brief.phase == phase {
            return Ok(());
        }
        let held_up: Vec<String> = now.held_up_by.iter().map(|r| format!("{r:?}")).collect();
        Err(Error::Broken(format!("the demo stays in {} instead of {phase}: {}", now.brief.phase, held_up.join(", "))))
    }
}

/// Says on every page that the data are invented.
fn mark_sample(stage: &Stage, cycle: Id) -> Result<()> {
    stage.app.store.write(stage.app.now(), move |tx| -> Result<()> {
        let mut row = store::cycle::lock(tx, cycle)?.ok_or(Error::NotFound("cycle"))?;
        row.sample = true;
        if store::cycle::update(tx, &mut row)? { Ok(()) } else { Err(Error::Stale) }
    })
}
