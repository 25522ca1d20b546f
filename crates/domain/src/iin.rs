//! Individual identification numbers of Kazakhstan: an identifier, never a credential.

/// An IIN whose form and check digit are right. Its digits say nothing reliable about birth date or sex (decree 853
/// of 2013), so nothing is read from them. It has no Debug, Display or serde on purpose: it must not reach logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Iin([u8; 12]);

/// What is wrong with an input that is no IIN. It never repeats the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IinFault {
    /// Not twelve ASCII digits.
    Form,
    /// The check digit does not fit.
    CheckDigit,
}

impl std::fmt::Display for IinFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            IinFault::Form => "an IIN has twelve digits",
            IinFault::CheckDigit => "the last digit of the IIN does not fit the others",
        })
    }
}

impl std::error::Error for IinFault {}

impl Iin {
    /// Reads an IIN; spaces around it are trimmed. A passing check digit proves little (9 % of single-digit typos
    /// pass): always confirm with the register.
    ///
    /// # Errors
    /// [`IinFault::Form`] or [`IinFault::CheckDigit`]; nothing else is an error.
    pub fn parse(text: &str) -> Result<Self, IinFault> {
        let digits: [u8; 12] = text.trim().as_bytes().try_into().map_err(|_| IinFault::Form)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(IinFault::Form);
        }
        let check = check_digit(&digits[..11]).ok_or(IinFault::CheckDigit)?;
        if digits[11] - b'0' == check { Ok(Self(digits)) } else { Err(IinFault::CheckDigit) }
    }

    /// The digits, for the keyed HMAC under which it is stored.
    pub fn digits(&self) -> &[u8; 12] {
        &self.0
    }

    /// Whether it looks like a company's number (BIN): its fifth digit is 4, 5 or 6, which no day of month has.
    pub fn looks_like_bin(&self) -> bool {
        matches!(self.0[4], b'4'..=b'6')
    }
}

/// The check digit of eleven ASCII digits; None when they cannot be used at all.
fn check_digit(eleven: &[u8]) -> Option<u8> {
    let sum = |weights: [u32; 11]| eleven.iter().zip(weights).map(|(d, w)| u32::from(d - b'0') * w).sum::<u32>() % 11;
    let first = sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    let digit = if first < 10 { first } else { sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) };
    (digit < 10).then_some(digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_first_and_second_weights_and_refuses_the_unusable() {
        assert!(Iin::parse("000101500001").is_ok(), "first weights");
        assert!(Iin::parse(" 000101500206 ").is_ok(), "second weights, trimmed");
        for last in '0'..='9' {
            let fault = Iin::parse(&format!("00010150022{last}")).err();
            assert_eq!(fault, Some(IinFault::CheckDigit), "no check digit exists for this prefix");
        }
    }

    #[test]
    fn nothing_but_form_and_check_digit_is_an_error() {
        for (text, fault) in [
            ("", IinFault::Form),
            ("00010150000", IinFault::Form),
            ("0001015000011", IinFault::Form),
            ("00010150000x", IinFault::Form),
            ("٠٠٠١٠١٥٠٠٠٠١", IinFault::Form),
            ("000101500002", IinFault::CheckDigit),
        ] {
            assert_eq!(Iin::parse(text).err(), Some(fault), "{text}");
        }
        // Month 99 and day 99 are fine: the digits are not a date any more.
        let eleven = "99999950000";
        let digit = check_digit(eleven.as_bytes()).unwrap();
        assert!(Iin::parse(&format!("{eleven}{digit}")).is_ok());
    }

    #[test]
    fn a_companys_number_is_recognised() {
        let bin = (0..=9).find_map(|d| Iin::parse(&format!("00054000000{d}")).ok()).unwrap();
        assert!(bin.looks_like_bin());
        assert!(!Iin::parse("000101500001").ok().unwrap().looks_like_bin());
    }
}
