//! Few choices in a fixed number of places. Nearly all ballots are so short, and work on all places does not depend on how many
//! are taken, which a processor cannot foresee.

use crate::intern::mix;

/// So many places.
pub(crate) const MOST: usize = 16;

/// Choices, and behind them the numbers of [`NONE`].
pub(crate) type Few = [u16; MOST];

/// Choices from here on have no place: the numbers behind the choices are greater than any of them, and different. A power of
/// two, and all numbers are below the highest `i16`, because processors compare signed numbers side by side.
const LIMIT: u32 = 1 << 14;

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

/// The first `len` of these, none twice, in rising order, if they are few and below [`LIMIT`].
#[inline]
pub(crate) fn sorted(choices: &[u32; MOST], len: usize) -> Option<Few> {
    if len > MOST / 2 {
        return in_order(choices, len);
    }
    let mut all = NONE;
    let (first, _) = choices.split_first_chunk::<{ MOST / 2 }>()?;
    all[..MOST / 2].copy_from_slice(&in_order(first, len)?);
    Some(all)
}

/// Each is put where the number of smaller ones says.
#[inline]
fn in_order<const N: usize>(choices: &[u32; N], len: usize) -> Option<[u16; N]> {
    // Counted and compared in numbers of the same width, so that it is done side by side: written with `usize` and `bool` it takes
    // three times as many instructions.
    let len = u32::try_from(len).ok().filter(|&len| len <= N as u32)?;
    let (mut few, mut all) = ([0_i16; N], 0);
    for (place, (few, &choice)) in (0..).zip(few.iter_mut().zip(choices)) {
        let taken = 0_u32.wrapping_sub(u32::from(place < len));
        all |= choice & taken;
        *few = ((choice & taken) | ((LIMIT + place) & !taken)) as i16;
    }
    if all >= LIMIT {
        return None;
    }
    let mut ranks = [0_i16; N];
    for other in few {
        for (rank, &choice) in ranks.iter_mut().zip(&few) {
            *rank -= if other < choice { -1 } else { 0 };
        }
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
