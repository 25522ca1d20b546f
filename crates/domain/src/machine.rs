//! State machines as tables: data that code reads, tests compare with hand-written files, and the docs draw.

use crate::{Code, Refusal, RefusalCode, Refusals};

/// One row: in any of these states, this event leads to that state.
#[derive(Debug)]
pub struct Row<S: 'static, E: 'static> {
    /// States in which the event may happen.
    pub from: &'static [S],
    /// The event.
    pub event: E,
    /// The state afterwards; none means that the state stays.
    pub to: Option<S>,
}

/// A row whose event changes the state.
pub(crate) const fn go<S: Copy, E: Copy>(from: &'static [S], event: E, to: S) -> Row<S, E> {
    Row { from, event, to: Some(to) }
}

/// A row whose event happens without a change of state.
pub(crate) const fn stay<S: Copy, E: Copy>(from: &'static [S], event: E) -> Row<S, E> {
    Row { from, event, to: None }
}

/// The state after `event` in `state`, or the refusal `wrong_state` with the state as its detail.
///
/// # Errors
/// `wrong_state` when the table has no row for the pair.
pub fn next<S: Code + PartialEq, E: Code + PartialEq>(table: &[Row<S, E>], state: S, event: E) -> Result<S, Refusals> {
    table
        .iter()
        .find(|row| row.event == event && row.from.contains(&state))
        .map(|row| row.to.unwrap_or(state))
        .ok_or_else(|| Refusal::with(RefusalCode::WrongState, state.code()).into())
}

/// The events possible in a state, for buttons and checklists.
pub fn events<S: Code + PartialEq, E: Code>(table: &[Row<S, E>], state: S) -> Vec<E> {
    table.iter().filter(|row| row.from.contains(&state)).map(|row| row.event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::CONTRACT_TABLE;
    use crate::{ContractEvent as E, ContractState as S};

    #[test]
    fn the_events_of_a_state_are_those_of_its_rows() {
        assert_eq!(events(CONTRACT_TABLE, S::Signed), [E::Activate, E::Amend, E::Terminate]);
        assert_eq!(events(CONTRACT_TABLE, S::Completed), [E::Settle]);
    }
}
