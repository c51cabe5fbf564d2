//! Pivots in whole numbers without fractions.

use num_bigint::BigInt;
use num_traits::Zero;

/// Writes the table after a pivot to `next`; nothing when a coefficient no longer fits a
/// machine word.
pub(super) fn pivot_small(
    a: &[i64],
    denominator: i64,
    (row, col, width): (usize, usize, usize),
    next: &mut Vec<i64>,
) -> Option<()> {
    let line = a.get(row * width..(row + 1) * width)?;
    let pivot = i128::from(line[col]);
    let by = Divisor::new(denominator)?;
    next.clear();
    for (i, old) in a.chunks_exact(width).enumerate() {
        let factor = i128::from(old[col]);
        if i == row || (factor == 0 && line[col] == denominator) {
            next.extend_from_slice(old);
            continue;
        }
        let mut fits = true;
        next.extend(old.iter().zip(line).map(|(&v, &p)| {
            let (quotient, fit) = by.exact(i128::from(v) * pivot - factor * i128::from(p));
            fits &= fit;
            quotient
        }));
        next[i * width + col] = old[col].checked_neg()?;
        if !fits {
            return None;
        }
    }
    next[row * width + col] = denominator;
    Some(())
}

/// Exact division by a positive number, as a product with its inverse modulo 2⁶⁴ (Jebelean
/// 1993, "An algorithm for exact division").
#[derive(Clone, Copy)]
struct Divisor {
    shift: u32,
    inverse: u64,
    /// The dividend's size below which the quotient fits.
    limit: u128,
}

impl Divisor {
    fn new(by: i64) -> Option<Self> {
        let by = u64::try_from(by).ok().filter(|&b| b > 0)?;
        let shift = by.trailing_zeros();
        let odd = by >> shift;
        // Each step doubles the number of right bits, from the three of an odd number itself.
        let mut inverse = odd;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        }
        Some(Self { shift, inverse, limit: u128::from(by) << 63 })
    }

    /// The quotient of a multiple, and whether it fits.
    fn exact(self, value: i128) -> (i64, bool) {
        let quotient = ((value >> self.shift) as u64).wrapping_mul(self.inverse) as i64;
        (quotient, value.unsigned_abs() < self.limit)
    }
}

/// The same in numbers of any size.
pub(super) fn pivot_large(
    a: &mut [BigInt],
    denominator: &mut BigInt,
    (row, col): (usize, usize),
    width: usize,
) {
    let (above, rest) = a.split_at_mut(row * width);
    let (line, below) = rest.split_at_mut(width);
    let pivot = line[col].clone();
    for old in above.chunks_exact_mut(width).chain(below.chunks_exact_mut(width)) {
        let factor = std::mem::take(&mut old[col]);
        for (v, p) in old.iter_mut().zip(&*line) {
            if factor.is_zero() || p.is_zero() {
                if !v.is_zero() && pivot != *denominator {
                    *v = &*v * &pivot / &*denominator;
                }
            } else {
                *v = (&*v * &pivot - &factor * p) / &*denominator;
            }
        }
        old[col] = -factor;
    }
    line[col] = std::mem::replace(denominator, pivot);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_quotients() {
        for by in [1_i64, 2, 3, 12, 1 << 40, i64::MAX, 6_700_417 << 9] {
            let d = Divisor::new(by).unwrap();
            for q in [0_i64, 1, -1, 77, -123_456_789, i64::MAX, -i64::MAX] {
                assert_eq!(d.exact(i128::from(by) * i128::from(q)), (q, true), "{q} × {by}");
            }
            assert!(!d.exact(i128::from(by) << 63).1);
        }
        assert!(Divisor::new(0).is_none() && Divisor::new(-4).is_none());
    }
}
