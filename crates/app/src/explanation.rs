//! Why a contest ended as it did: the trace that the count left, and how satisfied the voters are with what was decided.
//!
//! The trace is stored with the count. Satisfaction needs every ballot, so it is worked out once per count and kept.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api_types::contest::{BallotItem, EnvelopeCount};
use api_types::explanation::{EnvelopeExplanation, Explanation};
use domain::{Id, ItemOutcome};
use tally::contest::{Part, parts};
use tally::statistics::{Statistics, of_winners};

use crate::{App, Error, Result, count, tie};

/// How satisfied the voters of one envelope are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfaction {
    envelope_id: Id,
    statistics: Statistics,
}

/// The explanation of the newest count of a contest; public.
///
/// # Errors
/// `NotFound` while nothing is counted; `Busy` while others are being worked out.
pub fn get(app: &App, id: Id) -> Result<Explanation> {
    let (result, contest, cycle) = app.store.read(|c| -> Result<_> {
        let result = count::read(c, id)?;
        let contest = store::contest::find(c, id)?.ok_or(Error::NotFound("contest"))?;
        let cycle = store::cycle::find(c, contest.cycle_id)?.ok_or(Error::NotFound("contest"))?;
        Ok((result, contest, cycle))
    })?;
    let key = Key { contest: id, hash: result.hash.clone(), version: contest.version };
    let satisfied = app.explanations.get(key, || {
        let opened = app.store.read(|c| count::open(c, &contest))?;
        let all = parts(&opened.envelopes, &opened.entries, &opened.profile).map_err(uncountable)?;
        let one = |part: Part| -> Result<Option<Satisfaction>> {
            let envelope_id = envelope_id(&part)?;
            let winners = official(envelope_id, &result.items, &result.counts);
            let statistics = winners.map(|winners| of_winners(&part.instance, &part.profile, &winners));
            Ok(statistics.map(|statistics| Satisfaction { envelope_id, statistics }))
        };
        all.filter_map(|part| one(part).transpose()).collect()
    })?;
    let mut envelopes: Vec<EnvelopeExplanation> = Vec::new();
    for EnvelopeCount { envelope_id, outcome, joint, components, scores, tie_decision } in result.counts {
        let outcome = Some(outcome);
        let one =
            EnvelopeExplanation { envelope_id, outcome, joint, components, scores, tie_decision, statistics: None };
        envelopes.push(one);
    }
    for Satisfaction { envelope_id, statistics } in satisfied.iter().cloned() {
        match envelopes.iter_mut().find(|envelope| envelope.envelope_id == envelope_id) {
            Some(envelope) => envelope.statistics = Some(statistics),
            // A recorded election whose source does not tell its rule.
            None => envelopes.push(EnvelopeExplanation {
                envelope_id,
                outcome: None,
                joint: Vec::new(),
                components: Vec::new(),
                scores: Vec::new(),
                tie_decision: None,
                statistics: Some(statistics),
            }),
        }
    }
    Ok(Explanation { contest_id: id, state: result.state, hash: result.hash, currency: cycle.currency, envelopes })
}

/// The winners of the official result, by the names that the tally has for items: what was decided, or what was counted where
/// nothing is. `None` where the source of a recorded election tells neither.
pub(crate) fn official(envelope_id: Id, items: &[BallotItem], counts: &[EnvelopeCount]) -> Option<Vec<String>> {
    let count = counts.iter().find(|count| count.envelope_id == envelope_id);
    let of = |item: &&BallotItem| count.map_or(item.envelope_id == envelope_id, |count| count.covers(item.envelope_id));
    let own = || items.iter().filter(of);
    if own().any(|item| item.outcome.is_some()) {
        let won = own().filter(|item| item.outcome == Some(ItemOutcome::Funded));
        return Some(won.map(|item| tie::item_id(item.number)).collect());
    }
    count.map(|count| count.outcome.winners.clone())
}

/// The envelope that a part of a contest stands for.
pub(crate) fn envelope_id(part: &Part) -> Result<Id> {
    part.envelope.parse().map_err(|e| Error::Broken(format!("envelope id: {e}")))
}

pub(crate) fn uncountable(error: tally::CountError) -> Error {
    Error::Broken(format!("stored ballots: {error}"))
}

/// What a kept thing was worked out from. The act changes the contest's version, a new count its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Contest.
    pub contest: Id,
    /// Hash of its count.
    pub hash: String,
    /// Version of its row.
    pub version: i64,
}

/// Most things kept of a kind; the oldest goes first.
const MOST: usize = 64;
/// Requests that may wait for one that is being worked out: they hold permits of the pool.
const MOST_WAITING: usize = 2;
/// How long they wait.
const WAIT: Duration = Duration::from_secs(2);

/// Things that take long to work out, kept in memory by what they were worked out from. One is worked out at a time; who comes
/// meanwhile waits a moment, and is asked to come again when that is not enough. Work that outlives its request is kept too.
pub struct Kept<T> {
    state: Mutex<State<T>>,
    ended: Condvar,
}

struct State<T> {
    done: VecDeque<(Key, Arc<T>)>,
    running: bool,
    waiting: usize,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        let state = State { done: VecDeque::new(), running: false, waiting: 0 };
        Self { state: Mutex::new(state), ended: Condvar::new() }
    }
}

impl<T> Kept<T> {
    /// What is kept under this key, or `work`'s result, which is then kept.
    ///
    /// # Errors
    /// `Busy` while another one is worked out; `work`'s own.
    pub fn get(&self, key: Key, work: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let mut state = self.lock();
        if state.running && state.find(&key).is_none() {
            if state.waiting >= MOST_WAITING {
                return Err(Error::Busy);
            }
            state.waiting += 1;
            let wait = self.ended.wait_timeout_while(state, WAIT, |state| state.running);
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
            state.waiting -= 1;
        }
        if let Some(found) = state.find(&key) {
            return Ok(found);
        }
        if state.running {
            return Err(Error::Busy);
        }
        state.running = true;
        drop(state);
        let _turn = Turn(self);
        let made = Arc::new(work()?);
        let mut state = self.lock();
        state.done.push_back((key, made.clone()));
        let over = state.done.len().saturating_sub(MOST);
        state.done.drain(..over);
        Ok(made)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // What is kept is only added to: a panic elsewhere leaves it whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> State<T> {
    fn find(&self, key: &Key) -> Option<Arc<T>> {
        self.done.iter().find(|(kept, _)| kept == key).map(|(_, made)| made.clone())
    }
}

/// Ends a turn, also by a panic.
struct Turn<'a, T>(&'a Kept<T>);

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.0.lock().running = false;
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(hash: &str) -> Key {
        Key { contest: Id::nil(), hash: hash.into(), version: 1 }
    }

    #[test]
    fn the_same_count_is_worked_out_once_and_a_new_one_again() {
        let kept: Kept<u32> = Kept::default();
        assert_eq!(*kept.get(key("a"), || Ok(1)).unwrap(), 1);
        assert_eq!(*kept.get(key("a"), || unreachable!("it is kept")).unwrap(), 1);
        assert_eq!(*kept.get(key("b"), || Ok(2)).unwrap(), 2);
        assert!(matches!(kept.get(key("c"), || Err(Error::Stale)), Err(Error::Stale)));
        assert_eq!(*kept.get(key("c"), || Ok(3)).unwrap(), 3, "a failure is not kept");
        for number in 0..2 * MOST {
            kept.get(key(&number.to_string()), || Ok(0)).unwrap();
        }
        assert_eq!(*kept.get(key("a"), || Ok(9)).unwrap(), 9, "the oldest went");
    }

    #[test]
    fn while_one_is_worked_out_what_is_kept_is_given_and_the_third_in_the_queue_goes_away() {
        let kept: Kept<u32> = Kept::default();
        kept.get(key("a"), || Ok(1)).unwrap();
        std::thread::scope(|scope| {
            kept.get(key("b"), || {
                assert_eq!(*kept.get(key("a"), || unreachable!("it is kept")).unwrap(), 1);
                let others: Vec<_> =
                    (0..2).map(|_| scope.spawn(|| kept.get(key("b"), || unreachable!("made by the first")))).collect();
                while kept.lock().waiting < 2 {
                    std::thread::yield_now();
                }
                assert!(matches!(kept.get(key("b"), || Ok(0)), Err(Error::Busy)));
                scope
                    .spawn(move || others.into_iter().for_each(|other| assert_eq!(*other.join().unwrap().unwrap(), 2)));
                Ok(2)
            })
            .unwrap();
        });
    }
}
