//! Straight lines over a span of shares, by their values at its ends, in whole numbers rounded outwards.

/// A place between the ends of a span, between two multiples of `2^-PLACES`.
#[derive(Clone, Copy)]
pub(super) struct Place {
    low: i64,
    high: i64,
}

const PLACES: u32 = 30;

impl Place {
    pub(super) const FIRST: Self = Self { low: 0, high: 0 };
    pub(super) const LAST: Self = Self { low: 1 << PLACES, high: 1 << PLACES };

    /// `part / whole` of the way.
    pub(super) fn new(part: i128, whole: i128) -> Self {
        if part == whole {
            return Self::LAST;
        }
        let scaled = part << PLACES;
        Self {
            low: scaled.div_euclid(whole) as i64,
            high: (scaled.div_euclid(whole) + i128::from(scaled % whole != 0)) as i64,
        }
    }

    /// The value of a line there, or a little less.
    pub(super) fn floor(self, [first, last]: Ends<u128>) -> u128 {
        let rise = last as i128 - first as i128;
        let place = if rise >= 0 { self.low } else { self.high };
        (first as i128
            + if rise.unsigned_abs() >> 90 == 0 {
                (rise * i128::from(place)) >> PLACES
            } else {
                (rise >> PLACES) * i128::from(place)
            })
        .max(0) as u128
    }

    /// The value of a line there, or a little more.
    pub(super) fn ceil(self, [first, last]: Ends<u128>) -> u128 {
        let fall = first as i128 - last as i128;
        let place = if fall >= 0 { self.low } else { self.high };
        (first as i128
            - if fall.unsigned_abs() >> 90 == 0 {
                (fall * i128::from(place)) >> PLACES
            } else {
                (fall >> PLACES) * i128::from(place)
            }) as u128
    }
}

/// A whole number that holds a voter's money.
pub(super) trait Cell: Copy {
    /// Money stays below two to the power of this, for so many voters.
    fn bits(voters: i64) -> u32;
    fn get(self) -> u64;
    fn new(number: u64) -> Self;
    /// The sum, or the largest number if that is smaller: more than any share.
    fn sum(a: Self, b: u64) -> Self;
    /// The line, or one above it if numbers ran over.
    fn line(ends: Ends<Self>) -> Ends<Self>;
    /// The value of a line at a place, or a little less.
    fn floor(line: Ends<u64>, place: Place) -> Self;
    /// The value of a line at a place, or a little more.
    fn ceil(line: Ends<u64>, place: Place) -> Self;
}

impl Cell for u32 {
    fn bits(_: i64) -> u32 {
        31
    }
    fn get(self) -> u64 {
        self.into()
    }
    fn new(number: u64) -> Self {
        number as Self
    }
    fn sum(a: Self, b: u64) -> Self {
        a.saturating_add(b.min(Self::MAX.into()) as Self)
    }
    fn line(ends: Ends<Self>) -> Ends<Self> {
        if ends.contains(&Self::MAX) { [Self::MAX; 2] } else { ends }
    }
    fn floor(line: Ends<u64>, place: Place) -> Self {
        let rise = line[1] as i64 - line[0] as i64;
        (line[0] as i64 + ((rise * if rise >= 0 { place.low } else { place.high }) >> PLACES)) as Self
    }
    fn ceil(line: Ends<u64>, place: Place) -> Self {
        let fall = line[0] as i64 - line[1] as i64;
        (line[0] as i64 - ((fall * if fall >= 0 { place.low } else { place.high }) >> PLACES)) as Self
    }
}

impl Cell for u64 {
    fn bits(voters: i64) -> u32 {
        // All money together stays below 2^62.
        (61 - (u64::BITS - voters.leading_zeros())).min(46)
    }
    fn get(self) -> u64 {
        self
    }
    fn new(number: u64) -> Self {
        number
    }
    fn sum(a: Self, b: u64) -> Self {
        a.saturating_add(b)
    }
    fn line(ends: Ends<Self>) -> Ends<Self> {
        if ends.contains(&Self::MAX) { [Self::MAX; 2] } else { ends }
    }
    fn floor(line: Ends<u64>, place: Place) -> Self {
        place.floor(line.map(u128::from)) as Self
    }
    fn ceil(line: Ends<u64>, place: Place) -> Self {
        place.ceil(line.map(u128::from)) as Self
    }
}

/// Values at the first and at the last share of a span; on the straight line between them for those between.
pub(super) type Ends<T> = [T; 2];

/// What a voter of the roll would have paid if it paid all that was due, at least and at most. Voters are read in no order, so
/// both stand together: whoever is looked at is then asked for the other, and pays.
#[derive(Clone, Copy)]
pub(super) struct Paid<C> {
    pub(super) least: Ends<C>,
    pub(super) most: Ends<C>,
}

impl<C: Cell> Paid<C> {
    pub(super) fn nothing() -> Self {
        Self { least: [C::new(0); 2], most: [C::new(0); 2] }
    }

    /// The same lines between two places.
    pub(super) fn narrow(self, first: Place, last: Place) -> Self {
        let (least, most) = (self.least.map(C::get), self.most.map(C::get));
        Self {
            least: [C::floor(least, first), C::floor(least, last)],
            most: [C::ceil(most, first), C::ceil(most, last)],
        }
    }

    /// Pays what is due, at least and at most.
    pub(super) fn add(&mut self, least: Ends<u64>, most: Ends<u64>) {
        let sum = |paid: Ends<C>, due: Ends<u64>| C::line([C::sum(paid[0], due[0]), C::sum(paid[1], due[1])]);
        (self.least, self.most) = (sum(self.least, least), sum(self.most, most));
    }
}

/// What is left of the shares, at least: a line, so nothing at all where it would cross zero.
pub(super) fn least_left<C: Cell>(shares: Ends<u64>, [first, last]: Ends<C>) -> Ends<u64> {
    let stays = u64::from(first.get() <= shares[0] && last.get() <= shares[1]);
    [shares[0].wrapping_sub(first.get()) * stays, shares[1].wrapping_sub(last.get()) * stays]
}

/// What is left of the shares, at most: the chord where the line crosses zero.
pub(super) fn most_left<C: Cell>(shares: Ends<u64>, [first, last]: Ends<C>) -> Ends<u64> {
    [shares[0].saturating_sub(first.get()), shares[1].saturating_sub(last.get())]
}
