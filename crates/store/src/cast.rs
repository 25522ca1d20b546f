//! Casting ballots: many voters in one transaction, and nothing in it that joins a voter and a ballot.
//!
//! Marks are written in the order of roll entries (random ids), ballots in the order of pseudonyms (an HMAC): two orders
//! that tell nothing of each other or of the order of arrival, and the same on every node, so that nodes do not deadlock.

use crate::audit::{Audit, Pending};
use crate::open_ballot::OpenBallot;
use crate::prelude::*;
use crate::roll::RollMark;
use crate::tx::Effects;
use diesel::upsert::excluded;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A ballot on its way into the box. Parsed, eligible and with the commitment recomputed: the box checks the contest's
/// window, the roll and that nobody votes twice.
///
/// A later ballot of the same voter replaces the one before where the rules allow it; the very same ballot again always
/// succeeds, so that a client may repeat a request whose answer was lost. It has no `Debug`: nothing logs a ballot.
pub struct BallotCast {
    /// Contest.
    pub contest_id: Id,
    /// The voter's entry on the roll of the contest.
    pub roll_entry_id: Id,
    /// HMAC of contest and roll entry under a key that is not in the database.
    pub pseudonym: [u8; 32],
    /// SHA-256 over nonce and ballot.
    pub commitment: [u8; 32],
    /// Chosen by the voter's device.
    pub nonce: [u8; 32],
    /// What was chosen, as the contest's ballot has it.
    pub choices: domain::Choices,
    /// The component of the count that the voter belongs to, where there are several: of the roll entry.
    pub component: Option<String>,
    /// How it reached us.
    pub channel: Channel,
    /// Whether the rules let it replace an earlier one.
    pub replaceable: bool,
    /// When its request was complete.
    pub received_at: Moment,
}

/// How a ballot came into the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The voter's first.
    First,
    /// Instead of an earlier one.
    Replaced,
    /// It was there already.
    Unchanged,
}

/// Why a ballot is not in the box.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// The contest is not open, or the ballot came before its opening or at its close or later.
    #[error("the contest is not open")]
    NotOpen,
    /// The voter has voted and the rules do not let a ballot be replaced.
    #[error("this voter has voted")]
    AlreadyVoted,
    /// The contest's roll has no such entry.
    #[error("not on the roll of this contest")]
    NotOnRoll,
    /// Another voter's ballot has this commitment: the nonce was not random.
    #[error("the commitment is taken")]
    CommitmentTaken,
    /// The store could not.
    #[error(transparent)]
    Store(#[from] Error),
}

type Verdict = Result<Recorded, CastError>;

/// Casts ballots of different voters in the open transaction. An error fails them all.
pub(crate) fn batch(c: &mut Conn, ballots: &[BallotCast]) -> Result<(Vec<Verdict>, Effects)> {
    let box_now = BoxNow::look(c, ballots)?;
    let mut verdicts: Vec<Verdict> = ballots.iter().map(|ballot| box_now.verdict(ballot)).collect();

    let voted = mark(c, accepted(ballots, &verdicts))?;
    let mut again: BTreeMap<Channel, Vec<Id>> = BTreeMap::new();
    let mut racers = vec![];
    for (i, ballot) in ballots.iter().enumerate() {
        if verdicts[i] != Ok(Recorded::First) || voted.contains(&ballot.roll_entry_id) {
            continue;
        }
        if ballot.replaceable {
            verdicts[i] = Ok(Recorded::Replaced);
            again.entry(ballot.channel).or_default().push(ballot.roll_entry_id);
        } else {
            racers.push(i);
        }
    }
    // Another node was faster with the same voter; its transaction is committed by now, else we would still wait.
    if !racers.is_empty() {
        let boxed = look_up(c, racers.iter().map(|&i| &ballots[i]))?;
        for i in racers {
            let same = boxed.iter().any(|b| is_same(b, &ballots[i]));
            verdicts[i] = if same { Ok(Recorded::Unchanged) } else { Err(CastError::AlreadyVoted) };
        }
    }
    put(c, accepted(ballots, &verdicts))?;
    for (channel, entries) in again {
        let marks = roll_mark::table.filter(roll_mark::roll_entry_id.eq_any(entries.into_iter().map(Sql)));
        diesel::update(marks).set(roll_mark::channel.eq(Sql(channel))).execute(c)?;
    }
    let effects = counts(ballots, &verdicts);
    Ok((verdicts, effects))
}

/// The ballots that the batch writes.
fn accepted<'a>(ballots: &'a [BallotCast], verdicts: &[Verdict]) -> Vec<&'a BallotCast> {
    let written = |v: &Verdict| matches!(v, Ok(Recorded::First | Recorded::Replaced));
    ballots.iter().zip(verdicts).filter(|(_, v)| written(v)).map(|(b, _)| b).collect()
}

/// What the database says about the voters of a batch.
struct BoxNow {
    contests: HashMap<Id, (ContestState, Moment, Moment)>,
    roll: HashMap<Id, Id>,
    marked: HashSet<Id>,
    boxed: Vec<OpenBallot>,
}

impl BoxNow {
    /// Looks, and keeps the contests from being closed and the entries from being moved before the batch is committed.
    fn look(c: &mut Conn, ballots: &[BallotCast]) -> Result<Self> {
        let ids: HashSet<Id> = ballots.iter().map(|b| b.contest_id).collect();
        let contests = contest::table.filter(contest::id.eq_any(ids.into_iter().map(Sql))).order(contest::id).select((
            contest::id,
            contest::state,
            contest::opens_at,
            contest::closes_at,
        ));
        let contests: Vec<(Id, ContestState, Moment, Moment)> = match c {
            Conn::Postgres(c) => contests.for_share().load(c)?,
            Conn::Sqlite(c) => contests.load(c)?,
        };
        let entries = || ballots.iter().map(|b| Sql(b.roll_entry_id));
        // Who votes cannot meanwhile choose another contest; the marks' foreign key would lock the same rows.
        let roll = roll_entry::table
            .filter(roll_entry::id.eq_any(entries()))
            .order(roll_entry::id)
            .select((roll_entry::id, roll_entry::contest_id));
        let roll: Vec<(Id, Id)> = match c {
            Conn::Postgres(c) => roll.for_key_share().load(c)?,
            Conn::Sqlite(c) => roll.load(c)?,
        };
        let marked: Vec<Id> = roll_mark::table
            .filter(roll_mark::roll_entry_id.eq_any(entries()))
            .select(roll_mark::roll_entry_id)
            .load(c)?;
        Ok(Self {
            contests: contests.into_iter().map(|(id, state, opens, closes)| (id, (state, opens, closes))).collect(),
            roll: roll.into_iter().collect(),
            marked: marked.into_iter().collect(),
            boxed: look_up(c, ballots.iter())?,
        })
    }

    fn verdict(&self, ballot: &BallotCast) -> Verdict {
        if self.boxed.iter().any(|b| is_same(b, ballot)) {
            return Ok(Recorded::Unchanged);
        }
        let at = ballot.received_at;
        match self.contests.get(&ballot.contest_id) {
            Some((ContestState::Open, opens, closes)) if *opens <= at && at < *closes => {}
            _ => return Err(CastError::NotOpen),
        }
        if self.roll.get(&ballot.roll_entry_id) != Some(&ballot.contest_id) {
            return Err(CastError::NotOnRoll);
        }
        if self.boxed.iter().any(|b| b.commitment == ballot.commitment && b.pseudonym != ballot.pseudonym) {
            return Err(CastError::CommitmentTaken);
        }
        if !ballot.replaceable && self.marked.contains(&ballot.roll_entry_id) {
            return Err(CastError::AlreadyVoted);
        }
        Ok(Recorded::First)
    }
}

fn is_same(boxed: &OpenBallot, ballot: &BallotCast) -> bool {
    boxed.pseudonym == ballot.pseudonym
        && boxed.contest_id == ballot.contest_id
        && boxed.commitment == ballot.commitment
        && boxed.nonce == ballot.nonce
        && boxed.choices.0 == ballot.choices
}

/// The ballots in the box with these pseudonyms or commitments.
fn look_up<'a>(c: &mut Conn, ballots: impl Iterator<Item = &'a BallotCast> + Clone) -> Result<Vec<OpenBallot>> {
    let pseudonyms = ballots.clone().map(|b| b.pseudonym.to_vec());
    let commitments = ballots.map(|b| b.commitment.to_vec());
    let wanted = open_ballot::pseudonym.eq_any(pseudonyms).or(open_ballot::commitment.eq_any(commitments));
    Ok(open_ballot::table.filter(wanted).select(OpenBallot::as_select()).load(c)?)
}

/// Marks the voters on the roll; returns those who were not marked before.
fn mark(c: &mut Conn, ballots: Vec<&BallotCast>) -> Result<HashSet<Id>> {
    let mut marks: Vec<RollMark> = ballots
        .into_iter()
        .map(|b| RollMark { contest_id: b.contest_id, roll_entry_id: b.roll_entry_id, channel: b.channel })
        .collect();
    marks.sort_by_key(|m| m.roll_entry_id);
    if marks.is_empty() {
        return Ok(HashSet::new());
    }
    let fresh: Vec<Id> = on!(c, |c| diesel::insert_into(roll_mark::table)
        .values(&marks)
        .on_conflict_do_nothing()
        .returning(roll_mark::roll_entry_id)
        .get_results(c))?;
    Ok(fresh.into_iter().collect())
}

/// Puts the ballots into the box, each in the place of an earlier one of the same pseudonym.
fn put(c: &mut Conn, ballots: Vec<&BallotCast>) -> Result<()> {
    let mut rows: Vec<OpenBallot> = ballots
        .into_iter()
        .map(|b| OpenBallot {
            pseudonym: b.pseudonym.to_vec(),
            contest_id: b.contest_id,
            commitment: b.commitment.to_vec(),
            nonce: b.nonce.to_vec(),
            choices: Json(b.choices.clone()),
            component: b.component.clone(),
        })
        .collect();
    rows.sort_by(|a, b| a.pseudonym.cmp(&b.pseudonym));
    if !rows.is_empty() {
        on!(c, |c| diesel::insert_into(open_ballot::table)
            .values(&rows)
            .on_conflict(open_ballot::pseudonym)
            .do_update()
            .set((
                open_ballot::commitment.eq(excluded(open_ballot::commitment)),
                open_ballot::nonce.eq(excluded(open_ballot::nonce)),
                open_ballot::choices.eq(excluded(open_ballot::choices)),
                open_ballot::component.eq(excluded(open_ballot::component)),
            ))
            .execute(c))?;
    }
    Ok(())
}

/// The audit says how many ballots a batch brought to a contest, to the minute: never whose, never which.
fn counts(ballots: &[BallotCast], verdicts: &[Verdict]) -> Effects {
    let mut per_contest: BTreeMap<Id, (Moment, u64, u64)> = BTreeMap::new();
    for (ballot, verdict) in ballots.iter().zip(verdicts) {
        let (first, replaced) = match verdict {
            Ok(Recorded::First) => (1, 0),
            Ok(Recorded::Replaced) => (0, 1),
            _ => continue,
        };
        let sum = per_contest.entry(ballot.contest_id).or_insert((ballot.received_at, 0, 0));
        *sum = (sum.0.max(ballot.received_at), sum.1 + first, sum.2 + replaced);
    }
    let mut effects = Effects::default();
    for (contest, (at, first, replaced)) in per_contest {
        let minute = at.replace_second(0).and_then(|at| at.replace_nanosecond(0)).unwrap_or(at);
        let mut salt = [0; 32];
        salt[..16].copy_from_slice(Id::new_v4().as_bytes());
        salt[16..].copy_from_slice(Id::new_v4().as_bytes());
        let audit = Audit {
            action: "ballots_cast",
            actor: "ballot_box".into(),
            account_id: None,
            subject: "contest",
            subject_id: Some(contest),
            district_id: None,
            payload: serde_json::json!({ "first": first, "replaced": replaced }),
        };
        effects.audits.push(Pending { at: minute, salt, audit });
    }
    effects
}
