//! The coefficients of a dictionary: floating numbers, or whole numbers over one denominator.

use super::whole;
use crate::scalar::{Rational, Scalar};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// Floating coefficients up to this size count as zero. The systems are scaled to coefficients
/// of about one, so this is some thousand times what pivoting loses on them.
const NOTHING: f64 = 1e-10;
/// Floating ratios closer than this, relative to their size, count as equal.
const TIE: f64 = 1e-11;

/// A table of coefficients, row by row, the last column the right-hand side.
///
/// Whole numbers stand over one common denominator, the last pivot, and every division in a
/// pivot is exact (Edmonds' fraction-free elimination). They are machine words until one
/// would overflow, and numbers of any size from then on.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Floating numbers.
    Float(Vec<f64>),
    /// Whole numbers that fit a machine word, their denominator, and room for the next table.
    Small(Vec<i64>, i64, Vec<i64>),
    /// Whole numbers of any size, and their denominator.
    Large(Vec<BigInt>, BigInt),
}

impl Cells {
    /// Whole numbers, as machine words when they fit.
    pub(crate) fn whole(cells: Vec<BigInt>) -> Self {
        match cells.iter().map(ToPrimitive::to_i64).collect::<Option<Vec<i64>>>() {
            Some(small) => Self::Small(small, 1, Vec::new()),
            None => Self::Large(cells, BigInt::one()),
        }
    }

    /// The same from numbers of twice a machine word.
    pub(crate) fn narrowed(cells: Vec<i128>) -> Self {
        match cells.iter().map(|&v| i64::try_from(v).ok()).collect::<Option<Vec<i64>>>() {
            Some(small) => Self::Small(small, 1, Vec::new()),
            None => Self::Large(cells.into_iter().map(BigInt::from).collect(), BigInt::one()),
        }
    }

    /// The sign of a coefficient.
    pub(crate) fn sign(&self, at: usize) -> Ordering {
        match self {
            Self::Float(a) if a[at].abs() <= NOTHING => Ordering::Equal,
            Self::Float(a) => a[at].total_cmp(&0.0),
            Self::Small(a, ..) => a[at].cmp(&0),
            Self::Large(a, _) if a[at].is_zero() => Ordering::Equal,
            Self::Large(a, _) if a[at].is_positive() => Ordering::Greater,
            Self::Large(..) => Ordering::Less,
        }
    }

    /// Compares the fractions p/u and q/v of coefficients; u and v are positive.
    pub(crate) fn compare(&self, (p, u): (usize, usize), (q, v): (usize, usize)) -> Ordering {
        match self {
            Self::Float(a) => {
                let (x, y) = (a[p] / a[u], a[q] / a[v]);
                if (x - y).abs() <= TIE * (1.0 + x.abs().max(y.abs())) {
                    return Ordering::Equal;
                }
                x.total_cmp(&y)
            }
            Self::Small(a, ..) => {
                let wide = |i: usize| i128::from(a[i]);
                (wide(p) * wide(v)).cmp(&(wide(q) * wide(u)))
            }
            Self::Large(a, _) => (&a[p] * &a[v]).cmp(&(&a[q] * &a[u])),
        }
    }

    /// Whether the fraction p/u of coefficients is at least one; u is positive.
    pub(crate) fn at_least_one(&self, p: usize, u: usize) -> bool {
        match self {
            Self::Float(a) => a[p] >= a[u],
            Self::Small(a, ..) => a[p] >= a[u],
            Self::Large(a, _) => a[p] >= a[u],
        }
    }

    /// Replaces a coefficient by one less it.
    pub(crate) fn complement(&mut self, at: usize) {
        if let Self::Small(a, d, _) = self {
            match d.checked_sub(a[at]) {
                Some(value) => a[at] = value,
                None => self.grow(),
            }
        }
        match self {
            Self::Float(a) => a[at] = 1.0 - a[at],
            Self::Large(a, d) => a[at] = &*d - &a[at],
            Self::Small(..) => {}
        }
    }

    /// Changes the sign of coefficients.
    pub(crate) fn negate(&mut self, range: std::ops::Range<usize>) {
        if matches!(self, Self::Small(a, ..) if a[range.clone()].contains(&i64::MIN)) {
            self.grow();
        }
        match self {
            Self::Float(a) => a[range].iter_mut().for_each(|v| *v = -*v),
            Self::Small(a, ..) => a[range].iter_mut().for_each(|v| *v = -*v),
            Self::Large(a, _) => a[range].iter_mut().for_each(|v| *v = -std::mem::take(v)),
        }
    }

    /// The value of a coefficient.
    pub(crate) fn value<T: Scalar>(&self, at: usize) -> T {
        match self {
            Self::Float(a) => T::of_float(a[at]),
            Self::Small(a, d, _) => T::of(&Rational::new(a[at].into(), (*d).into())),
            Self::Large(a, d) => T::of(&Rational::new(a[at].clone(), d.clone())),
        }
    }

    /// Exchanges the basic variable of a row with the nonbasic one of a column whose
    /// coefficient is positive; the table has `width` columns.
    pub(crate) fn pivot(&mut self, row: usize, col: usize, width: usize) {
        if let Self::Small(a, d, next) = self {
            if whole::pivot_small(a, *d, (row, col, width), next).is_some() {
                *d = a[row * width + col];
                std::mem::swap(a, next);
                return;
            }
            self.grow();
        }
        match self {
            Self::Float(a) => pivot_float(a, row, col, width),
            Self::Large(a, d) => whole::pivot_large(a, d, (row, col), width),
            Self::Small(..) => {}
        }
    }

    /// The size of a floating coefficient.
    pub(crate) fn size(&self, at: usize) -> f64 {
        match self {
            Self::Float(a) => a[at].abs(),
            Self::Small(..) | Self::Large(..) => 0.0,
        }
    }

    /// Exchanges two columns.
    pub(crate) fn swap_columns(&mut self, one: usize, two: usize, width: usize) {
        fn swap<N>(cells: &mut [N], one: usize, two: usize, width: usize) {
            cells.chunks_exact_mut(width).for_each(|line| line.swap(one, two));
        }
        match self {
            Self::Float(a) => swap(a, one, two, width),
            Self::Small(a, ..) => swap(a, one, two, width),
            Self::Large(a, _) => swap(a, one, two, width),
        }
    }

    /// Goes over to whole numbers of any size.
    fn grow(&mut self) {
        if let Self::Small(a, d, _) = self {
            *self = Self::Large(a.iter().map(|&v| v.into()).collect(), (*d).into());
        }
    }
}

fn pivot_float(a: &mut [f64], row: usize, col: usize, width: usize) {
    let by = a[row * width + col].recip();
    let (above, rest) = a.split_at_mut(row * width);
    let (pivot, below) = rest.split_at_mut(width);
    pivot.iter_mut().for_each(|v| *v *= by);
    pivot[col] = by;
    for line in above.chunks_exact_mut(width).chain(below.chunks_exact_mut(width)) {
        let factor = line[col];
        if factor == 0.0 {
            continue;
        }
        line[col] = 0.0;
        for (v, p) in line.iter_mut().zip(&*pivot) {
            *v -= factor * p;
        }
    }
}
