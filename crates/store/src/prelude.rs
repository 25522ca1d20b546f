//! What every file of the store uses.

pub(crate) use crate::conn::Conn;
pub(crate) use crate::error::{Error, Result};
pub(crate) use crate::row::{finds, inserts, locked, locks, updates, versions};
pub(crate) use crate::schema::*;
pub(crate) use crate::store::Tx;
pub(crate) use crate::types::{Json, Sql};
pub(crate) use crate::{on, row};
pub(crate) use diesel::prelude::*;
pub(crate) use domain::{
    BallotItemState, BodyKind, Channel, CommentKind, ContestState, ContractState, Currency, DutyEnding, DutyKind,
    EntryKind, Id, ItemOutcome, Lang, LedgerAccount, LocalText, Moment, Money, Phase, PhotoSubject, ProgrammeKind,
    ProofLevel, ProposalState, Registration, ReportKind, ReportState, ReviewDecision, ReviewKind, Role, Selection,
    Stage, VerdictKind, WorkState,
};
pub(crate) use serde_json::Value;
pub(crate) use time::Date;
