//! What is known of the candidates over a span.

use super::line::Ends;

/// Where a candidate stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    /// Open, and perhaps bought before some committed item.
    Early,
    /// Early, and not certain to be bought.
    Doubtful,
    /// Bought before some committed item, or not at all.
    Perhaps,
    Bought,
    /// Nobody can afford it any more, or a limit bars it.
    Out,
}

/// What is known of a candidate.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) state: State,
    /// A lower bound of its price per factor from now on.
    pub(super) price: Ends<u128>,
    /// The same per utility, rounded down.
    pub(super) rate: Ends<u128>,
    /// The round in which that was found out.
    pub(super) round: u32,
    /// The round in which it was last sifted.
    pub(super) sifted: u32,
    /// If it was bought before a committed item, then at no more than this per utility.
    pub(super) early_rate: Ends<u128>,
}
