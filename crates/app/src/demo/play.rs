//! One proposal of the sample: who does what with it on which day of the cycle.

use std::sync::{Mutex, MutexGuard};

use api_types::proposal::{
    AppealCreate, AppealDecide, CommentCreate, CommentRemove, ProposalMerge, ProposalSplit, ProposalWrite, ReasonBody,
    ReviewCreate, TranslationWrite,
};
use domain::{CommentKind, Id, Lang, LocalText, Phase, ReviewDecision, ReviewKind, UserText};

use super::calendar;
use super::content::{Content, Fate, Said, SaidKind, Stand, Story, Translated};
use super::office::{Desk, Office};
use super::people;
use super::season::Season;
use super::stage::Stage;
use crate::{Caller, Error, Result, appeal, comment, proposal, reshape, review, session, support, translation};

/// What every play needs.
pub(super) struct Theatre<'a> {
    pub stage: &'a Stage,
    pub office: &'a Office,
    pub season: &'a Season,
    pub content: &'a Content,
}

/// A day of a cycle.
#[derive(Clone, Copy)]
pub(super) struct Day {
    /// Days since proposals opened.
    pub t: i64,
    pub phase: Phase,
    /// Days since the phase began.
    pub n: i64,
}

/// A story with those who play in it.
pub(super) struct Play<'a> {
    pub story: &'a Story,
    pub desk: &'a Desk,
    pub residents: &'a [Caller],
    /// Place among the district's stories.
    pub number: usize,
    /// Place of the district.
    pub district: usize,
    /// The proposal, once it exists, and the comments said so far.
    pub made: Mutex<Made>,
}

/// What a play has brought about so far.
#[derive(Default)]
pub(super) struct Made {
    pub id: Option<Id>,
    pub appeal: Option<Id>,
    /// Questions by their place among what is said.
    pub asked: Vec<(usize, Id)>,
}

/// How a decision of a body reads when the story has no words of its own.
fn accepted() -> LocalText {
    calendar::text(
        "Өтінім ережеге сай, кедергі табылмады.",
        "Заявка соответствует правилам, препятствий нет.",
        "The application meets the rules; nothing stands in its way.",
    )
}

impl<'a> Play<'a> {
    /// Day since the opening on which it is proposed.
    fn proposed(&self) -> i64 {
        if self.story.fate == Fate::Fresh {
            return 1 + self.district as i64;
        }
        1 + ((self.number * 7 + self.district * 3) % 23) as i64
    }

    /// Day of the review on which it is decided.
    fn decided(&self) -> i64 {
        match (self.story.fate, self.story.fate.stand()) {
            // Yesterday.
            (Fate::Yours, _) => 3,
            (_, Stand::Review) => 1 + (self.number % 2) as i64,
            _ => 4 + ((self.number * 5 + self.district) % 6) as i64,
        }
    }

    fn author(&self) -> Result<&'a Caller> {
        if self.story.fate == Fate::Yours {
            return self.residents.first().ok_or_else(|| Error::Broken("a district without residents".into()));
        }
        self.resident(self.number + 1)
    }

    /// Some grown-up resident of the district; the first one is left to the visitor.
    fn resident(&self, n: usize) -> Result<&'a Caller> {
        let others = people::grown_up(self.residents.len()).saturating_sub(1).max(1);
        self.residents
            .get(1 + (n + others - 1) % others)
            .ok_or_else(|| Error::Broken("a district without residents".into()))
    }

    fn id(&self) -> Result<Id> {
        self.made()?.id.ok_or_else(|| Error::Broken(format!("not proposed yet: {}", self.story.title)))
    }

    fn made(&self) -> Result<MutexGuard<'_, Made>> {
        self.made.lock().map_err(|_| Error::Broken("a play that panicked".into()))
    }

    fn is_made(&self) -> bool {
        self.made.lock().is_ok_and(|made| made.id.is_some())
    }

    fn set(&self, id: Id) -> Result<()> {
        self.made()?.id = Some(id);
        Ok(())
    }

    /// What the author does on a day.
    pub(super) fn author_acts(&self, theatre: &Theatre<'_>, day: Day) -> Result<()> {
        let (app, fate) = (&theatre.stage.app, self.story.fate);
        match day.phase {
            Phase::Proposals if day.t == self.proposed() && fate != Fate::Split => self.propose(theatre)?,
            Phase::Proposals if day.t == self.proposed() + 4 && fate == Fate::Withdrawn => {
                let reason = self.story.text(self.story.reason.as_deref().unwrap_or_default());
                proposal::withdraw(app, self.author()?, self.id()?, &ReasonBody { reason })?;
            }
            // Two days are left for an appeal after a rejection.
            Phase::Review if day.n == self.decided() + 1 => self.appeal(theatre)?,
            Phase::Rework if day.n == (self.number % 6) as i64 && fate == Fate::Reworked => {
                let id = self.id()?;
                let version = self.row(theatre)?.version;
                proposal::edit(app, self.author()?, id, version, &self.write(theatre, false)?)?;
                proposal::resubmit(app, self.author()?, id)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Some come to the counter, where a clerk writes for them.
    fn propose(&self, theatre: &Theatre<'_>) -> Result<()> {
        let app = &theatre.stage.app;
        let at_home = self.author()?.clone();
        let by = match at_home.actor.person {
            Some(person) if self.number % 10 == 6 => session::on_behalf(app, &self.desk.clerk, person)?,
            _ => at_home,
        };
        let made = proposal::create(app, &by, &self.write(theatre, self.story.first.is_some())?)?;
        self.set(made.id)?;
        if self.story.fate == Fate::Draft { Ok(()) } else { proposal::submit(app, &by, made.id).map(drop) }
    }

    fn appeal(&self, theatre: &Theatre<'_>) -> Result<()> {
        let Some(words) = &self.story.appeal else { return Ok(()) };
        let input = AppealCreate { text: self.story.text(words) };
        let appeal = appeal::file(&theatre.stage.app, self.author()?, self.id()?, &input)?;
        self.made()?.appeal = Some(appeal.id);
        Ok(())
    }

    /// What officials do on a day.
    pub(super) fn officials_act(&self, theatre: &Theatre<'_>, plays: &[Play<'_>], day: Day) -> Result<()> {
        let fate = self.story.fate;
        match day.phase {
            Phase::Review if day.n == 2 && fate == Fate::Merged => self.merge(theatre, plays),
            Phase::Review if day.n == 3 && fate == Fate::Split => self.split(theatre, plays),
            Phase::Review if day.n == self.decided() => self.decide(theatre),
            Phase::ReReview if day.n == 1 + (self.number % 2) as i64 && fate == Fate::Reworked => self.accept(theatre),
            Phase::Appeals if day.n == (self.number % 2) as i64 => self.decide_appeal(theatre),
            Phase::Frozen if fate.on_ballot() => self.translate(theatre),
            _ => Ok(()),
        }
    }

    /// The part of the story that goes on in the review of its cycle; what was withdrawn or merged has none.
    fn decide(&self, theatre: &Theatre<'_>) -> Result<()> {
        match self.story.fate {
            Fate::Ballot | Fate::Split => self.accept(theatre),
            Fate::Reworked | Fate::NotReworked | Fate::NeedsChanges => self.send_back(theatre),
            Fate::Upheld | Fate::Rejected | Fate::FinallyRejected | Fate::Appealed | Fate::Yours => {
                self.reject(theatre)
            }
            // In half of the districts all have accepted already.
            Fate::UnderReview if self.district.is_multiple_of(2) => self.accept(theatre),
            Fate::UnderReview | Fate::Checked => {
                self.review(theatre, &self.desk.reviewer, ReviewKind::Formal, self.desk.akimat, accepted())
            }
            Fate::Merged | Fate::Withdrawn | Fate::Draft | Fate::Submitted | Fate::Fresh => Ok(()),
        }
    }

    /// Formal check, clearance and council accept.
    fn accept(&self, theatre: &Theatre<'_>) -> Result<()> {
        let office = theatre.office;
        self.review(theatre, &self.desk.reviewer, ReviewKind::Formal, self.desk.akimat, accepted())?;
        self.review(theatre, &office.department, ReviewKind::Clearance, office.departments, accepted())?;
        self.review(theatre, &self.desk.council, ReviewKind::Council, self.desk.expert_council, accepted())
    }

    fn review(
        &self,
        theatre: &Theatre<'_>,
        by: &Caller,
        kind: ReviewKind,
        body_id: Id,
        reason: LocalText,
    ) -> Result<()> {
        let decision = ReviewDecision::Accept;
        self.judge(theatre, by, ReviewCreate { kind, revision: 0, body_id, decision, clause: None, fact: None, reason })
    }

    fn send_back(&self, theatre: &Theatre<'_>) -> Result<()> {
        let reason = self.story.returned.clone().ok_or_else(|| Error::Broken("returned without a reason".into()))?;
        let (kind, decision, clause) = (ReviewKind::Formal, ReviewDecision::Return, self.story.clause.clone());
        let input = ReviewCreate { kind, revision: 0, body_id: self.desk.akimat, decision, clause, fact: None, reason };
        self.judge(theatre, &self.desk.reviewer, input)
    }

    fn reject(&self, theatre: &Theatre<'_>) -> Result<()> {
        let clause = self.story.clause.clone();
        let criterion = theatre.season.rules.criteria.iter().find(|c| Some(&c.clause) == clause.as_ref());
        // The reason names the clause, the fact says what does not meet it.
        let criterion = criterion.ok_or_else(|| Error::Broken("rejected without a clause".into()))?;
        let (number, LocalText { kk, ru, en }) = (&criterion.clause, &criterion.text);
        let reason = calendar::text(
            &format!("{number}-талап орындалмады: «{kk}»"),
            &format!("Не выполнено требование {number}: «{ru}»"),
            &format!("Requirement {number} is not met: “{}”", en.as_deref().unwrap_or(ru)),
        );
        let (kind, decision, fact) = (ReviewKind::Council, ReviewDecision::Reject, self.story.fact.clone());
        let input =
            ReviewCreate { kind, revision: 0, body_id: self.desk.expert_council, decision, clause, fact, reason };
        self.judge(theatre, &self.desk.council, input)
    }

    fn judge(&self, theatre: &Theatre<'_>, by: &Caller, input: ReviewCreate) -> Result<()> {
        let revision = self.row(theatre)?.revision;
        review::create(&theatre.stage.app, by, self.id()?, &ReviewCreate { revision, ..input }).map(drop)
    }

    /// The proposal as it is stored now.
    fn row(&self, theatre: &Theatre<'_>) -> Result<store::proposal::Proposal> {
        let id = self.id()?;
        theatre.stage.app.store.read(|c| store::proposal::find(c, id))?.ok_or(Error::NotFound("proposal"))
    }

    fn decide_appeal(&self, theatre: &Theatre<'_>) -> Result<()> {
        let Some(reason) = self.story.decision.clone() else { return Ok(()) };
        let office = theatre.office;
        let upheld = self.story.fate == Fate::Upheld;
        let input = AppealDecide { body_id: office.appeal_commission, upheld, reason };
        let appeal = self.made()?.appeal.ok_or(Error::NotFound("appeal"))?;
        appeal::decide(&theatre.stage.app, &office.appeals, appeal, &input).map(drop)
    }

    fn merge(&self, theatre: &Theatre<'_>, plays: &[Play<'_>]) -> Result<()> {
        let reason = self.story.text(self.story.reason.as_deref().unwrap_or_default());
        let input = ProposalMerge { into: self.other(plays)?.id()?, reason };
        reshape::merge(&theatre.stage.app, &self.desk.reviewer, self.id()?, &input).map(drop)
    }

    fn split(&self, theatre: &Theatre<'_>, plays: &[Play<'_>]) -> Result<()> {
        let reason = self.story.text(self.story.reason.as_deref().unwrap_or_default());
        let input = ProposalSplit { part: self.write(theatre, false)?, reason };
        let whole = self.other(plays)?.id()?;
        let part = reshape::split(&theatre.stage.app, &self.desk.reviewer, whole, &input)?;
        self.set(part.id)
    }

    /// The proposal that `with` names.
    fn other<'p>(&self, plays: &'p [Play<'a>]) -> Result<&'p Play<'a>> {
        let named =
            |p: &&Play<'_>| p.district == self.district && p.story.label.is_some() && p.story.label == self.story.with;
        plays.iter().find(named).ok_or_else(|| Error::Broken(format!("nobody is called {:?}", self.story.with)))
    }

    fn translate(&self, theatre: &Theatre<'_>) -> Result<()> {
        let Some(Translated { title, body }) = self.story.translation.clone() else { return Ok(()) };
        let lang = if self.story.lang == Lang::Kk { Lang::Ru } else { Lang::Kk };
        let input = TranslationWrite { lang, title, body };
        translation::put(&theatre.stage.app, &self.desk.reviewer, self.id()?, &input).map(drop)
    }

    /// What residents say and officials answer on a day; support is given while proposals are open.
    pub(super) fn people_talk(&self, theatre: &Theatre<'_>, day: Day) -> Result<()> {
        if !self.is_made() || matches!(self.story.fate, Fate::Draft) {
            return Ok(());
        }
        if day.phase == Phase::Proposals && day.t > self.proposed() {
            self.support(theatre, day)?;
        }
        if self.number == 0 && day.t == self.proposed() + 6 {
            self.advertise(theatre)?;
        }
        for (k, said) in self.story.said.iter().enumerate() {
            if day.t == self.said_on(k, said, theatre)? {
                self.say(theatre, k, said)?;
            }
            let wait = if said.late { 8 } else { 2 + (self.number % 3) as i64 };
            if day.t == self.said_on(k, said, theatre)? + wait {
                self.answer(theatre, k, said)?;
            }
        }
        Ok(())
    }

    fn support(&self, theatre: &Theatre<'_>, day: Day) -> Result<()> {
        let liked = if self.story.fate.on_ballot() { 4 } else { 1 };
        let since = day.t - self.proposed();
        if since > 3 || self.story.fate == Fate::Withdrawn {
            return Ok(());
        }
        let first = self.number * 11 + since.unsigned_abs() as usize * liked;
        for k in first..first + liked {
            let by = self.resident(k + 31)?;
            // Nobody supports what they wrote themselves.
            if by.actor.person != self.author()?.actor.person {
                support::give(&theatre.stage.app, by, self.id()?)?;
            }
        }
        Ok(())
    }

    /// Day on which the k-th thing is said. Questions that wait for their answer in time are of yesterday.
    fn said_on(&self, k: usize, said: &Said, theatre: &Theatre<'_>) -> Result<i64> {
        let start = theatre.season.start(Phase::Proposals)?;
        let vote = (theatre.season.start(Phase::Voting)? - start).whole_days();
        let base = self.proposed() + 2 + 3 * k as i64;
        let unanswered = said.kind == SaidKind::Question && said.answer.is_none();
        Ok(match said.kind {
            SaidKind::Question if unanswered && (self.number + self.district) % 2 == 1 => vote + 1,
            // Every third comment is of the days of the vote; split parts exist only since the review.
            SaidKind::Comment if (self.number + k).is_multiple_of(3) => vote + (k % 2) as i64,
            _ if self.story.fate == Fate::Split => base + 30,
            _ => base,
        })
    }

    fn say(&self, theatre: &Theatre<'_>, k: usize, said: &Said) -> Result<()> {
        let kind = match said.kind {
            SaidKind::Comment => CommentKind::Comment,
            SaidKind::Question => CommentKind::Question,
        };
        let text = UserText { lang: said.lang, text: said.text.clone() };
        let by = self.resident(self.number * 5 + k * 17 + 40)?;
        let input = CommentCreate { kind, parent_id: None, text };
        let id = comment::create(&theatre.stage.app, by, self.id()?, &input)?.id;
        if kind == CommentKind::Question {
            self.made()?.asked.push((k, id));
        }
        Ok(())
    }

    fn answer(&self, theatre: &Theatre<'_>, k: usize, said: &Said) -> Result<()> {
        let Some(answer) = &said.answer else { return Ok(()) };
        let asked = self.made()?.asked.clone();
        let Some((_, question)) = asked.into_iter().find(|(n, _)| *n == k) else { return Ok(()) };
        let text = UserText { lang: said.lang, text: answer.clone() };
        let input = CommentCreate { kind: CommentKind::OfficialAnswer, parent_id: Some(question), text };
        comment::create(&theatre.stage.app, &self.desk.reviewer, self.id()?, &input).map(drop)
    }

    /// Somebody uses the discussion for something else, and the moderator removes it with a reason.
    fn advertise(&self, theatre: &Theatre<'_>) -> Result<()> {
        let (lang, words) = match self.district {
            1 => (Lang::Kk, "Бетон мен плитканы арзан сатамын, жеке хабарласыңыздар!"),
            4 => (Lang::Ru, "Вывоз мусора, грузчики, недорого. Номер в профиле."),
            _ => return Ok(()),
        };
        let (app, text) = (&theatre.stage.app, UserText { lang, text: words.to_owned() });
        let input = CommentCreate { kind: CommentKind::Comment, parent_id: None, text };
        let said = comment::create(app, self.resident(self.number + 77)?, self.id()?, &input)?;
        let reason = calendar::text(
            "Жарнама: талқылауға қатысы жоқ.",
            "Реклама: к обсуждению не относится.",
            "Advertising: not part of the discussion.",
        );
        comment::remove(app, &theatre.office.moderator, said.id, &CommentRemove { reason }).map(drop)
    }

    /// The proposal as its author writes it, before or after it was reworked.
    fn write(&self, theatre: &Theatre<'_>, first: bool) -> Result<ProposalWrite> {
        let story = self.story;
        let (body, quantities) = match &story.first {
            Some(before) if first => (&before.body, &before.estimate),
            _ => (&story.body, &story.estimate),
        };
        let day = theatre.season.start(Phase::Proposals)?;
        let preparer = if story.lang == Lang::Kk {
            "Автор, үлгі бағалар бойынша"
        } else {
            "Автор, по примерным ценам"
        };
        Ok(ProposalWrite {
            cycle_id: theatre.season.cycle,
            district_id: self.desk.district,
            envelope_id: None,
            category: story.category.clone(),
            lang: story.lang,
            title: story.title.clone(),
            body: body.clone(),
            place: Some(api_types::proposal::Place { lat: story.lat, lon: story.lon, address: story.address.clone() }),
            estimate: theatre.content.estimate(quantities, story.lang, day, preparer)?,
        })
    }
}
