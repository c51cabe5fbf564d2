//! One cell as text.

use super::bytes::Order;
use super::schema::{Kind, Layout};
use super::text::{self, LongStrings};
use comity_core::{Code, Error, Result};
use std::fmt::Write;

/// Largest values that are not missing (`dta_118`, "Representation of numbers").
const BYTE_MAX: i64 = 100;
const INT_MAX: i64 = 32_740;
const LONG_MAX: i64 = 2_147_483_620;
/// First missing single: 2^127; first missing double: 2^1023.
const FLOAT_MISSING: u32 = 0x7f00_0000;
const DOUBLE_MISSING: u64 = 0x7fe0_0000_0000_0000;

/// Appends the cell `raw` to `out`.
pub(super) fn render(
    layout: &Layout,
    kind: Kind,
    raw: &[u8],
    long: &LongStrings<'_>,
    out: &mut String,
) -> Result<()> {
    let order = layout.order;
    match kind {
        Kind::Byte => integer(signed(order, raw, 8), BYTE_MAX, out),
        Kind::Int => integer(signed(order, raw, 16), INT_MAX, out),
        Kind::Long => integer(signed(order, raw, 32), LONG_MAX, out),
        Kind::Float => {
            let bits = u32::try_from(order.number(raw)).unwrap_or(FLOAT_MISSING);
            let missing = (FLOAT_MISSING..1 << 31).contains(&bits);
            let x = f32::from_bits(bits);
            number(missing, x.is_finite(), x, out)
        }
        Kind::Double => {
            let bits = order.number(raw);
            let missing = (DOUBLE_MISSING..1 << 63).contains(&bits);
            let x = f64::from_bits(bits);
            number(missing, x.is_finite(), x, out)
        }
        Kind::Text(_) => {
            out.push_str(&text::decode(layout, raw)?);
            Ok(())
        }
        Kind::LongText => {
            out.push_str(&text::decode(layout, long.get(layout, raw)?)?);
            Ok(())
        }
    }
}

/// The two's-complement number of the given width.
fn signed(order: Order, raw: &[u8], bits: u32) -> i64 {
    let n = order.number(raw).cast_signed();
    if n >= 1 << (bits - 1) { n - (1 << bits) } else { n }
}

fn integer(n: i64, max: i64, out: &mut String) -> Result<()> {
    if n <= max {
        write!(out, "{n}").map_err(unwritable)?;
    }
    Ok(())
}

fn number(missing: bool, finite: bool, x: impl std::fmt::Display, out: &mut String) -> Result<()> {
    if missing {
        return Ok(());
    }
    if !finite {
        return Err(Error::new(Code::BadWorkbook, "the cell holds no number"));
    }
    write!(out, "{x}").map_err(unwritable)
}

fn unwritable(e: std::fmt::Error) -> Error {
    Error::new(Code::Internal, e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_signed_and_missing_beyond_their_largest_value() {
        let cases: [(&[u8], u32, i64); 4] = [
            (&[0xff], 8, -1),
            (&[0x81], 8, -127),
            (&[0xe4, 0x7f], 16, 32_740),
            (&[0x00, 0x00, 0x00, 0x80], 32, -2_147_483_648),
        ];
        for (raw, bits, expected) in cases {
            assert_eq!(signed(Order::Little, raw, bits), expected);
        }
        let mut out = String::new();
        integer(101, BYTE_MAX, &mut out).unwrap();
        assert_eq!(out, "");
        integer(100, BYTE_MAX, &mut out).unwrap();
        assert_eq!(out, "100");
    }
}
