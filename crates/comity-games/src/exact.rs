//! Exact numbers as text.

use crate::scalar::Rational;
use num_bigint::{BigInt, Sign};
use num_traits::{One, Zero};

/// Digits that a number may have, and the largest power of ten of its exponent.
const DIGITS: usize = 1000;

/// A whole or decimal number, with a power of ten if there is an `e`. No sign.
pub(crate) fn decimal(text: &str) -> Option<Rational> {
    let (body, exponent) = match text.split_once(['e', 'E']) {
        Some((body, exponent)) => (body, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = body.split_once('.').unwrap_or((body, ""));
    let digits = [whole, part].concat();
    let exponent = exponent.checked_sub(i64::try_from(part.len()).ok()?)?;
    let fine = !digits.is_empty()
        && digits.len() <= DIGITS
        && digits.bytes().all(|b| b.is_ascii_digit())
        && exponent.unsigned_abs() <= DIGITS as u64;
    if !fine {
        return None;
    }
    let value = BigInt::parse_bytes(digits.as_bytes(), 10)?;
    let power = BigInt::from(10_u8).pow(u32::try_from(exponent.unsigned_abs()).ok()?);
    Some(match exponent < 0 {
        true => Rational::new(value, power),
        false => Rational::from_integer(value * power),
    })
}

/// A number with an optional sign: whole, decimal, or a fraction of two of them.
pub(crate) fn signed(text: &str) -> Option<Rational> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = match body.split_once('/') {
        Some((above, below)) => {
            let below = decimal(below).filter(|b| !b.is_zero())?;
            decimal(above)? / below
        }
        None => decimal(body)?,
    };
    Some(if negative { -value } else { value })
}

/// The number in as many decimals as it needs; `None` when no finite number of them does.
pub(crate) fn as_decimal(value: &Rational) -> Option<String> {
    let (two, five) = (BigInt::from(2_u8), BigInt::from(5_u8));
    let mut rest = value.denom().clone();
    let mut count = |factor: &BigInt| {
        let mut n = 0_usize;
        while (&rest % factor).is_zero() {
            rest /= factor;
            n += 1;
        }
        n
    };
    let places = count(&two).max(count(&five));
    if !rest.is_one() {
        return None;
    }
    let power = BigInt::from(10_u8).pow(u32::try_from(places).ok()?);
    let scaled = (value.numer() * power / value.denom()).magnitude().to_string();
    let sign = if value.numer().sign() == Sign::Minus { "-" } else { "" };
    if places == 0 {
        return Some(format!("{sign}{scaled}"));
    }
    let padded = format!("{scaled:0>width$}", width = places + 1);
    let (whole, part) = padded.split_at(padded.len() - places);
    Some(format!("{sign}{whole}.{part}"))
}

/// The number as a decimal, or as a fraction when it is no finite decimal.
pub(crate) fn shown(value: &Rational) -> String {
    as_decimal(value).unwrap_or_else(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_shown_exactly() {
        for (text, canonical) in [
            ("1", "1"),
            ("-0.250", "-0.25"),
            (".5", "0.5"),
            ("5.", "5"),
            ("2/6", "1/3"),
            ("1.5/3", "0.5"),
            ("12e-3", "0.012"),
            ("1.2E2", "120"),
            ("+7", "7"),
        ] {
            assert_eq!(shown(&signed(text).unwrap()), canonical, "{text}");
        }
        for text in ["", ".", "-", "1/0", "1e9999", "1e", "--1", "1/2/3", "0x1", "e5", "1 "] {
            assert!(signed(text).is_none(), "{text}");
        }
        assert!(signed(&"9".repeat(1001)).is_none());
    }
}
