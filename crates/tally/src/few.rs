//! Few choices in a fixed number of places. Nearly all ballots are so short, and work on all places does not depend on how many
//! are taken, which a processor cannot foresee.

use crate::intern::mix;

/// So many places.
pub(crate) const MOST: usize = 16;

/// Choices, and behind them the numbers of [`NONE`].
pub(crate) type Few = [u16; MOST];

/// Choices from here on have no place: the numbers behind the choices are greater than any of them, and different.
pub(crate) const LIMIT: u32 = i16::MAX as u32 - MOST as u32;

/// No choices.
pub(crate) const NONE: Few = {
    let mut few = [0; MOST];
    let mut place = 0;
    while place < MOST {
        few[place] = LIMIT as u16 + place as u16;
        place += 1;
    }
    few
};

/// The choices as they are, if they are few and below [`LIMIT`].
pub(crate) fn new(choices: &[u32]) -> Option<Few> {
    let mut few = NONE;
    for (place, &choice) in few.get_mut(..choices.len())?.iter_mut().zip(choices) {
        *place = u16::try_from(choice).ok().filter(|_| choice < LIMIT)?;
    }
    Some(few)
}

/// In rising order; `None` if one comes twice. `len` is how many are taken.
#[inline]
pub(crate) fn sorted(few: &Few, len: usize) -> Option<Few> {
    let mut all = NONE;
    if len <= MOST / 2 {
        let (first, _) = few.split_first_chunk::<{ MOST / 2 }>()?;
        all[..MOST / 2].copy_from_slice(&in_order(first)?);
    } else {
        all = in_order(few)?;
    }
    Some(all)
}

/// Each is put where the number of smaller ones says.
#[inline]
fn in_order<const N: usize>(few: &[u16; N]) -> Option<[u16; N]> {
    // Processors compare signed numbers side by side.
    let few = few.map(u16::cast_signed);
    let mut ranks = [0_i16; N];
    for other in few {
        for (rank, &choice) in ranks.iter_mut().zip(&few) {
            *rank += i16::from(other < choice);
        }
    }
    // 0 + 1 + 2 and so on; equal ones share the smaller rank.
    if ranks.iter().sum::<i16>() as usize != N * (N - 1) / 2 {
        return None;
    }
    let mut sorted = [0; N];
    for (&rank, choice) in ranks.iter().zip(few) {
        sorted[rank as usize % N] = choice.cast_unsigned();
    }
    Some(sorted)
}

/// A hash of choices in their order.
#[inline]
pub(crate) fn hash(few: &Few) -> u64 {
    let word = |at: usize| (0..4).fold(0, |word, place| word | u64::from(few[at + place]) << (16 * place));
    mix(mix(word(0), word(4).rotate_left(7)), mix(word(8), word(12).rotate_left(7)).rotate_left(29))
}
