//! Ballot papers: what every cast in a contest needs to know, parsed once. A cast then reads four rows by their keys and
//! writes; without this it would parse the city's rules and list the ballot each time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ballot::BallotOption;
use domain::calendar::ResolvedCalendar;
use domain::rules::{CountingComponent, Electorate};
use domain::{BallotRule, EligibilityRule, Id, Moment, RefusalCode, Refusals, ResidentAction};
use store::Conn;
use store::contest::Contest;
use store::cycle::Cycle;
use store::person::Person;

use crate::contest::{ballot_rule, counting_rule};
use crate::cycle::{machine, rules_of};
use crate::{Caller, Error, Result, calendar, roll};

/// Papers kept at once; a city has some dozens of contests.
const MOST: usize = 256;

/// One contest as a cast sees it.
pub(crate) struct Paper {
    /// Versions of contest and cycle from which it was made: opening, extending and publishing rules count them up, and the
    /// items of an open contest stand still.
    versions: (i64, i64),
    pub rule: BallotRule,
    pub options: Vec<BallotOption>,
    pub calendar: ResolvedCalendar,
    zone: String,
    vote: std::result::Result<EligibilityRule, Refusals>,
    electorate: Electorate,
    /// Whether residents themselves choose in which of the rule's contests they vote.
    pub chosen: bool,
    components: Vec<CountingComponent>,
}

/// The papers of all contests.
#[derive(Default)]
pub struct Papers(Mutex<HashMap<Id, Arc<Paper>>>);

impl Papers {
    /// The paper of a contest for these rows, which were read just now.
    pub(crate) fn of(&self, c: &mut Conn, contest: &Contest, cycle: &Cycle) -> Result<Arc<Paper>> {
        let versions = (contest.version, cycle.version);
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&contest.id).cloned();
        if let Some(paper) = known.filter(|paper| paper.versions == versions) {
            return Ok(paper);
        }
        let paper = Arc::new(Paper::read(c, contest, cycle)?);
        let mut papers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if papers.len() >= MOST {
            papers.clear();
        }
        papers.insert(contest.id, paper.clone());
        Ok(paper)
    }
}

impl Paper {
    fn read(c: &mut Conn, contest: &Contest, cycle: &Cycle) -> Result<Self> {
        let (vote, electorate, chosen) = match rules_of(c, cycle) {
            Ok(rules) => {
                let own = contest.rule_code.as_deref().and_then(|code| rules.contest(code));
                let electorate = own.map_or(Electorate::Residents, |own| own.electorate);
                let chosen = own.is_some_and(|own| rules.is_chosen(own));
                (rules.eligibility(ResidentAction::Vote).cloned(), electorate, chosen)
            }
            // An imported election has no rules of ours: nobody votes in it.
            Err(Error::Refused(refusals)) => (Err(refusals), Electorate::Residents, false),
            Err(e) => return Err(e),
        };
        let options = store::ballot_item::of_contest(c, contest.id)?
            .into_iter()
            .map(|item| BallotOption {
                number: item.number.unsigned_abs(),
                cost: item.cost,
                class: item.class,
                incompatible: Vec::new(),
            })
            .collect();
        Ok(Self {
            versions: (contest.version, cycle.version),
            rule: ballot_rule(contest)?,
            options,
            calendar: machine(cycle, &store::cycle::windows(c, cycle.id)?).calendar,
            zone: cycle.zone.clone(),
            vote,
            electorate,
            chosen,
            components: counting_rule(contest)?.components,
        })
    }

    /// Whether only members of a body vote.
    pub fn members_only(&self) -> bool {
        self.electorate.body_kind().is_some()
    }

    /// As what a voter is on the roll: a resident, or a member of a body.
    fn part(&self, component: Option<&str>) -> Electorate {
        match self.electorate {
            Electorate::Components => {
                let own = self.components.iter().find(|c| Some(c.id.as_str()) == component);
                own.map_or(Electorate::Residents, |c| c.electorate)
            }
            whole => whole,
        }
    }

    /// Whether the rules let this resident vote today, by what the register and the session know; `component` is that of the roll
    /// entry.
    pub fn eligible(
        &self,
        person: &Person,
        contest: &Contest,
        component: Option<&str>,
        caller: &Caller,
        now: Moment,
    ) -> std::result::Result<(), Refusals> {
        let rule = self.part(component).eligibility(self.vote.as_ref().map_err(Clone::clone)?);
        let day = calendar::date(&self.zone, now).map_err(|_| Refusals::one(RefusalCode::CalendarInvalid))?;
        let resident = domain::Resident { proof: caller.actor.proof, ..roll::resident(person) };
        domain::eligible(&rule, &resident, contest.district_id, day)
    }
}
