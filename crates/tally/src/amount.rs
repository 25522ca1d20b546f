//! Exact amounts: decimal strings to whole numbers of a file's smallest unit and back.

/// No amount exceeds this, so that hundreds of thousands of them add up in an `i128` and any one fits an `i64`.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000_000;

/// The most decimal places that an amount may have.
pub const MAX_SCALE: u8 = 12;

/// A decimal number read exactly: `mantissa / 10^scale`, without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// All digits as one whole number.
    pub mantissa: i64,
    /// How many of them stand behind the point.
    pub scale: u8,
}

impl Decimal {
    /// Reads `123`, `-123.45`, `123,45` (a comma is a point, as pabutools reads it) or `400000.0`.
    /// `None` for anything else, for more than [`MAX_SCALE`] decimal places, and beyond [`MAX_AMOUNT`].
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match digits.find(['.', ',']) {
            Some(at) => (&digits[..at], digits[at + 1..].trim_end_matches('0')),
            None => (digits, ""),
        };
        let point_without_digits = whole.is_empty() && digits.len() <= 1;
        if point_without_digits || fraction.len() > usize::from(MAX_SCALE) {
            return None;
        }
        let mut mantissa: i64 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        }
        if mantissa > MAX_AMOUNT {
            return None;
        }
        Some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale: fraction.len() as u8 })
    }

    /// The same number in units of `10^-scale`. `None` if it does not fit.
    pub fn at_scale(self, scale: u8) -> Option<i64> {
        let more = scale.checked_sub(self.scale)?;
        let amount = self.mantissa.checked_mul(10_i64.checked_pow(u32::from(more))?)?;
        (amount.abs() <= MAX_AMOUNT).then_some(amount)
    }
}

/// Writes an amount of `10^-scale` units as a decimal string without trailing zeros: `(12050, 2)` is `120.5`.
pub fn format(amount: i64, scale: u8) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let digits = amount.unsigned_abs().to_string();
    let scale = usize::from(scale);
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_decimals_exactly() {
        for (text, mantissa, scale, back) in [
            ("1000", 1000, 0, "1000"),
            ("400000.0", 400_000, 0, "400000"),
            ("827838.5", 8_278_385, 1, "827838.5"),
            ("1920218,79", 192_021_879, 2, "1920218.79"),
            ("-0.05", -5, 2, "-0.05"),
            (".5", 5, 1, "0.5"),
            ("0", 0, 0, "0"),
        ] {
            let decimal = Decimal::parse(text).unwrap();
            assert_eq!((decimal.mantissa, decimal.scale), (mantissa, scale), "{text}");
            assert_eq!(format(decimal.mantissa, decimal.scale), back);
        }
        for bad in ["", ".", "1e6", "12a", "1.2.3", "--1", "99999999999999999999", "0.1234567890123"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
        assert_eq!(Decimal::parse("1.5").unwrap().at_scale(3), Some(1500));
        assert_eq!(Decimal::parse("1.55").unwrap().at_scale(1), None);
    }
}
