//! The writer thread: group commit.
//!
//! It takes one message, then everything that queued up meanwhile (no timer: a lone write starts at once), runs it in one
//! transaction with a savepoint for each closure, and answers after the commit. A group that fails as a whole runs again
//! one by one, so that no neighbour shares the fate of the guilty one.

use crate::cast::{self, BallotCast, CastError, Recorded};
use crate::conn::{Begin, Conn};
use crate::error::{Error, Result};
use crate::tx::{Effects, Origin, Tx};
use diesel::connection::{Connection, Instrumentation, InstrumentationEvent};
use domain::Moment;
use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

/// Most messages of one group; more brought nothing.
const GROUP: usize = 256;
/// How often a group is run again that failed for a passing reason.
const TRIES: u32 = 3;

/// Gets the result of a ballot after the commit.
type Answer = Box<dyn FnOnce(Result<Recorded, CastError>) + Send>;

pub(crate) enum Message {
    Call(Box<dyn Task>),
    Ballot(Box<BallotCast>, Answer),
}

/// A write whose types the writer need not know.
pub(crate) trait Task: Send {
    /// Runs the closure; what it leaves for the end of the transaction, or none when it failed.
    fn attempt(&mut self, c: &mut Conn) -> Option<Effects>;
    /// Answers: with what the closure returned, or with the error that kept the transaction from its commit.
    fn settle(&mut self, committed: Result<()>);
}

/// A call of `Store::write`.
pub(crate) struct Call<T, E, F> {
    origin: Origin,
    f: F,
    done: Option<Result<T, E>>,
    reply: SyncSender<Result<T, E>>,
}

impl<T, E, F> Call<T, E, F> {
    pub(crate) fn new(now: Moment, f: F, reply: SyncSender<Result<T, E>>) -> Self {
        Self { origin: Origin::new(now), f, done: None, reply }
    }
}

impl<T, E, F> Task for Call<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn attempt(&mut self, c: &mut Conn) -> Option<Effects> {
        let mut tx = Tx::new(c, self.origin);
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(&mut tx)))
            .unwrap_or_else(|_| Err(Error::Broken("the write panicked".into()).into()));
        let effects = result.is_ok().then(|| tx.into_effects());
        self.done = Some(result);
        effects
    }

    fn settle(&mut self, committed: Result<()>) {
        let answer = match (committed, self.done.take()) {
            (Err(e), None | Some(Ok(_))) => Err(e.into()),
            (_, Some(done)) => done,
            (Ok(()), None) => Err(Error::Broken("a write was answered before it ran".into()).into()),
        };
        // A caller that is gone needs no answer.
        let _ = self.reply.send(answer);
    }
}

/// The thread and the bounded queue to it.
pub(crate) struct Writer {
    queue: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(url: String, statement: Duration, queue: usize) -> Self {
        let (send, receive) = sync_channel(queue);
        let thread = spawn(move || Loop { url, statement, link: None }.run(&receive));
        Self { queue: Some(send), thread: Some(thread) }
    }

    pub(crate) fn send(&self, message: Message) -> Result<()> {
        let Some(queue) = &self.queue else {
            return Err(Error::Busy);
        };
        queue.try_send(message).map_err(|e| match e {
            TrySendError::Full(_) => Error::Busy,
            TrySendError::Disconnected(_) => Error::Broken("the writer has stopped".into()),
        })
    }
}

impl Drop for Writer {
    /// What is queued is written, then the thread ends.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic there has been reported already.
            let _ = thread.join();
        }
    }
}

struct Loop {
    url: String,
    statement: Duration,
    link: Option<(Conn, Trouble)>,
}

/// What one transaction takes.
#[derive(Default)]
struct Group {
    calls: Vec<Box<dyn Task>>,
    ballots: Vec<BallotCast>,
    answers: Vec<Answer>,
}

impl Loop {
    fn run(&mut self, queue: &Receiver<Message>) {
        let mut waiting = VecDeque::new();
        while let Some(first) = waiting.pop_front().or_else(|| queue.recv().ok()) {
            waiting.push_front(first);
            while waiting.len() < GROUP
                && let Ok(more) = queue.try_recv()
            {
                waiting.push_back(more);
            }
            let group = Group::take(&mut waiting);
            self.commit(group);
        }
    }

    /// Runs and answers a group.
    fn commit(&mut self, mut group: Group) {
        for attempt in 1..=TRIES {
            match self.attempt(&mut group) {
                Ok(verdicts) => return group.settle(Ok(verdicts)),
                Err(e) => {
                    // Whatever state the connection is in, a fresh one is in none.
                    self.link = None;
                    if e.is_passing() && attempt < TRIES {
                        continue;
                    }
                    if e == Error::Busy || e.is_passing() || group.len() == 1 {
                        return group.settle(Err(e));
                    }
                    tracing::debug!(error = %e, size = group.len(), "a group of writes failed, one by one now");
                    return group.split().into_iter().for_each(|one| self.commit(one));
                }
            }
        }
    }

    fn attempt(&mut self, group: &mut Group) -> Result<Vec<Result<Recorded, CastError>>> {
        let alone = group.len() == 1;
        let (c, trouble) = match &mut self.link {
            Some((c, trouble)) => (c, trouble),
            none => {
                let mut conn = Conn::open(&self.url, self.statement)?;
                let trouble = watch(&mut conn);
                let (c, trouble) = none.insert((conn, trouble));
                (c, trouble)
            }
        };
        c.begin(Begin::Write)?;
        let mut effects = Effects::default();
        for call in &mut group.calls {
            c.savepoint()?;
            trouble.take(); // of an earlier closure
            match call.attempt(c) {
                Some(more) => {
                    c.commit()?;
                    effects.join(more);
                }
                // A full disk is nobody's own fault: who is in the group decides who meets it.
                None => match trouble.take() {
                    Some(Error::StorageFull) if !alone => return Err(Error::StorageFull),
                    _ => c.unwind_to(1)?,
                },
            }
        }
        let mut verdicts = vec![];
        if !group.ballots.is_empty() {
            let (said, more) = cast::batch(c, &group.ballots)?;
            verdicts = said;
            effects.join(more);
        }
        effects.write(c)?;
        c.commit()?;
        Ok(verdicts)
    }
}

impl Group {
    /// Takes what may run together: of the ballots of one voter, or with one commitment, only the first; the others stay,
    /// in their order.
    fn take(waiting: &mut VecDeque<Message>) -> Self {
        let mut group = Self::default();
        let mut taken = HashSet::new();
        let mut later = VecDeque::new();
        for message in waiting.drain(..) {
            match message {
                Message::Call(call) => group.calls.push(call),
                Message::Ballot(ballot, answer) => {
                    let keys = [ballot.pseudonym, ballot.commitment];
                    if keys.iter().any(|key| taken.contains(key)) {
                        later.push_back(Message::Ballot(ballot, answer));
                    } else {
                        group.ballots.push(*ballot);
                        group.answers.push(answer);
                    }
                    taken.extend(keys);
                }
            }
        }
        *waiting = later;
        group
    }

    fn len(&self) -> usize {
        self.calls.len() + self.ballots.len()
    }

    fn split(self) -> Vec<Self> {
        let calls = self.calls.into_iter().map(|call| Self { calls: vec![call], ..Self::default() });
        let ballots = self.ballots.into_iter().zip(self.answers).map(|(ballot, answer)| Self {
            calls: vec![],
            ballots: vec![ballot],
            answers: vec![answer],
        });
        calls.chain(ballots).collect()
    }

    fn settle(self, committed: Result<Vec<Result<Recorded, CastError>>>) {
        let (verdicts, outcome) = match committed {
            Ok(verdicts) => (verdicts, Ok(())),
            Err(e) => (self.ballots.iter().map(|_| Err(e.clone().into())).collect(), Err(e)),
        };
        for mut call in self.calls {
            call.settle(outcome.clone());
        }
        for (answer, verdict) in self.answers.into_iter().zip(verdicts) {
            answer(verdict);
        }
    }
}

/// The last error of a connection's statements: closures return errors of their own, so the writer listens at the source.
#[derive(Clone, Default)]
pub(crate) struct Trouble(Arc<Mutex<Option<Error>>>);

impl Trouble {
    pub(crate) fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Instrumentation for Trouble {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::FinishQuery { error: Some(e), .. } = event {
            // The first error is the cause; on PostgreSQL all later ones say that the transaction is aborted.
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| Error::from(e));
        }
    }
}

/// Listens to a connection until the next one does.
pub(crate) fn watch(c: &mut Conn) -> Trouble {
    let trouble = Trouble::default();
    c.set_instrumentation(trouble.clone());
    trouble
}
