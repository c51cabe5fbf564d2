//! Exact numbers as text.

use crate::scalar::Rational;
use num_bigint::{BigInt, Sign};
use num_traits::{One, Zero};

/// Digits that a number may have when it is written without a power of ten.
const DIGITS: usize = 1000;

/// A whole or decimal number, with a power of ten if there is an `e`. No sign.
pub(crate) fn decimal(text: &str) -> Option<Rational> {
    let (body, exponent) = match text.split_once(['e', 'E']) {
        Some((body, exponent)) => (body, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = body.split_once('.').unwrap_or((body, ""));
    let digits = [whole, part].concat();
    let length = whole.trim_start_matches('0').len() + part.len();
    let fine = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && exponent.unsigned_abs() as usize <= DIGITS
        && length + exponent.unsigned_abs() as usize <= DIGITS;
    if !fine {
        return None;
    }
    let value = BigInt::parse_bytes(digits.as_bytes(), 10)?;
    let shift = exponent - i32::try_from(part.len()).ok()?;
    let power = BigInt::from(10_u8).pow(shift.unsigned_abs());
    Some(match shift < 0 {
        true => Rational::new(value, power),
        false => Rational::from_integer(value * power),
    })
}

/// A number with an optional sign: whole, decimal, or a fraction of two whole numbers.
pub(crate) fn signed(text: &str) -> Option<Rational> {
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = match body.split_once('/') {
        Some(_) if body.len() > DIGITS || body.contains(['e', 'E', '.']) => return None,
        Some((above, below)) => {
            let below = decimal(below).filter(|b| !b.is_zero())?;
            decimal(above)? / below
        }
        None => decimal(body)?,
    };
    Some(if negative { -value } else { value })
}

/// The number in as many decimals as it needs; `None` when that is more than can be read.
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
    if !rest.is_one() || places > DIGITS {
        return None;
    }
    let power = BigInt::from(10_u8).pow(u32::try_from(places).ok()?);
    let scaled = (value.numer() * power / value.denom()).magnitude().to_string();
    let sign = if value.numer().sign() == Sign::Minus { "-" } else { "" };
    if scaled.len().max(places) > DIGITS {
        return None;
    }
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
            ("4/8", "0.5"),
            ("12e-3", "0.012"),
            ("1.2E2", "120"),
            ("+7", "7"),
        ] {
            assert_eq!(shown(&signed(text).unwrap()), canonical, "{text}");
        }
        for text in
            ["", ".", "-", "1/0", "1e9999", "1e", "--1", "1/2/3", "0x1", "e5", "1 ", "1.5/3"]
        {
            assert!(signed(text).is_none(), "{text}");
        }
        assert!(signed(&"9".repeat(1001)).is_none());
        assert!(signed("1e2147483648").is_none() && signed("1e-2147483648").is_none());
    }

    #[test]
    fn what_is_shown_reads_back() {
        let long = format!("{}/{}", "8".repeat(500), "7".repeat(499));
        let wide = format!("1/{}", BigInt::from(2_u8).pow(3000));
        for text in ["9e999", "1e-999", ".7", &wide, &long, &"0".repeat(2000)] {
            let value = signed(text).unwrap();
            assert_eq!(signed(&shown(&value)), Some(value), "{text}");
        }
    }
}
