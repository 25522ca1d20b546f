//! Exact comparisons of numbers too long for machine words.

use std::cmp::Ordering;

/// Compares `a * b` with `c * d` in 256 bits.
pub(crate) fn cmp_products(a: i128, b: i128, c: i128, d: i128) -> Ordering {
    let sign = |x: i128, y: i128| x.signum() * y.signum();
    let (left, right) = (sign(a, b), sign(c, d));
    if left != right {
        return left.cmp(&right);
    }
    let order = wide(a.unsigned_abs(), b.unsigned_abs()).cmp(&wide(c.unsigned_abs(), d.unsigned_abs()));
    if left < 0 { order.reverse() } else { order }
}

/// The 256-bit product as high and low half.
fn wide(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let middle = a1 * b0 + ((a0 * b0) >> 64);
    let (carry, middle) = (middle >> 64, (middle & LOW) + a0 * b1);
    (a1 * b1 + carry + (middle >> 64), (middle << 64) | ((a0 * b0) & LOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_beyond_128_bits_compare_exactly() {
        let big = i128::MAX;
        assert_eq!(cmp_products(big, big, big, big - 1), Ordering::Greater);
        assert_eq!(cmp_products(-big, big, big, -big), Ordering::Equal);
        assert_eq!(cmp_products(-big, big, big, big), Ordering::Less);
        assert_eq!(cmp_products(1 << 70, 1 << 60, 1 << 65, 1 << 65), Ordering::Equal);
        assert_eq!(cmp_products(0, big, 0, -1), Ordering::Equal);
    }
}
