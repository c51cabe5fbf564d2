//! Dictionaries of the polytopes and programmes of matrix games.

use super::basis::{Dictionary, Place};
use super::cells::Cells;
use crate::scalar::{Rational, Scalar};
use comity_core::{Code, Error, Result};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::cmp::Ordering;

/// A matrix on a scale and with a number added to every coefficient.
struct Scaled<N> {
    cells: Vec<N>,
    scale: N,
    added: N,
}

/// Floating coefficients from one to two.
fn floating<T: Scalar>(matrix: &[T]) -> Option<Scaled<f64>> {
    let cells: Vec<f64> = matrix.iter().map(Scalar::float).collect();
    let low = cells.iter().copied().fold(f64::INFINITY, f64::min);
    let high = cells.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !(high - low).is_finite() {
        return None;
    }
    let scale = if high > low { (high - low).recip() } else { 1.0 };
    let cells = cells.iter().map(|v| (v - low) * scale + 1.0).collect();
    Some(Scaled { cells, scale, added: 1.0 - low * scale })
}

/// Whole coefficients from one upwards.
fn whole<T: Scalar>(matrix: &[T]) -> Option<Scaled<BigInt>> {
    let exact: Vec<Rational> = matrix.iter().map(Scalar::exact).collect::<Option<_>>()?;
    let scale = common_denominator(&exact);
    let numbers: Vec<BigInt> = exact.iter().map(|v| v.numer() * (&scale / v.denom())).collect();
    let added = BigInt::one() - numbers.iter().min()?;
    Some(Scaled { cells: numbers.iter().map(|v| v + &added).collect(), scale, added })
}

/// The least common multiple of the denominators.
pub(crate) fn common_denominator<'a>(values: impl IntoIterator<Item = &'a Rational>) -> BigInt {
    values.into_iter().fold(BigInt::one(), |all, v| {
        let shared = Rational::new(v.denom().clone(), all.clone());
        all * shared.numer()
    })
}

fn infinite() -> Error {
    Error::new(Code::BadGame, "the payoffs of the game are not finite numbers")
}

/// Rows of `matrix` as constraints: slack + Σ coefficient · variable = 1, with coefficients
/// that are positive multiples of the matrix plus a positive number.
pub(crate) fn polytope<T: Scalar>(matrix: &[T], rows: usize, columns: usize) -> Result<Dictionary> {
    let cells = if T::EXACT {
        let scaled = whole(matrix).ok_or_else(infinite)?;
        Cells::whole(with_right(&scaled.cells, columns))
    } else {
        Cells::Float(with_right(&floating(matrix).ok_or_else(infinite)?.cells, columns))
    };
    Ok(Dictionary::new(cells, rows, columns))
}

fn with_right<N: One + Clone>(cells: &[N], columns: usize) -> Vec<N> {
    let line = |line: &[N]| line.iter().cloned().chain([N::one()]).collect::<Vec<_>>();
    cells.chunks(columns).flat_map(line).collect()
}

/// The value of the zero-sum game in which one player picks a row to make the entry large and
/// the other a column to make it small.
///
/// It is found by the simplex method: the largest Σy with y ≥ 0 and Σ coefficient · y ≤ 1 in
/// every row is the inverse of the value of the game with positive entries.
pub(crate) fn matrix_value<T: Scalar>(matrix: &[T], rows: usize, columns: usize) -> Result<T> {
    let objective = |zero: BigInt| vec![-BigInt::one(); columns].into_iter().chain([zero]);
    let (cells, scale, added) = if T::EXACT {
        let scaled = whole(matrix).ok_or_else(infinite)?;
        let mut cells = with_right(&scaled.cells, columns);
        cells.extend(objective(BigInt::zero()));
        let ratio = |v| T::of(&Rational::from_integer(v));
        (Cells::whole(cells), ratio(scaled.scale), ratio(scaled.added))
    } else {
        let scaled = floating(matrix).ok_or_else(infinite)?;
        let mut cells = with_right(&scaled.cells, columns);
        cells.extend(vec![-1.0; columns].into_iter().chain([0.0]));
        (Cells::Float(cells), T::of_float(scaled.scale), T::of_float(scaled.added))
    };
    let mut dictionary = Dictionary::with_objective(cells, rows, columns);
    while let Some(column) = (0..columns).find(|&c| dictionary.sign(rows, c) == Ordering::Less) {
        let Some(row) = dictionary.leaving(column, None) else { break };
        dictionary.pivot(row, column);
    }
    let sum: T = match dictionary.place(rows) {
        Place::Row(row) => dictionary.cells().value(dictionary.right(row)),
        Place::Column(_) => T::zero(),
    };
    Ok((T::one() / sum - added) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_matrix_games() {
        let exact = |m: &[i64], r, c| {
            let m: Vec<Rational> = m.iter().map(|&v| Rational::from_integer(v.into())).collect();
            matrix_value(&m, r, c).unwrap()
        };
        assert_eq!(exact(&[1, -1, -1, 1], 2, 2), Rational::zero());
        assert_eq!(exact(&[3, 0, 0, 1], 2, 2), Rational::new(3.into(), 4.into()));
        assert_eq!(exact(&[5, 2, 7, -4], 2, 2), Rational::from_integer(2.into()));
        let rps = [0.0, -1.0, 1.0, 1.0, 0.0, -1.0, -1.0, 1.0, 0.0];
        assert!(matrix_value(&rps, 3, 3).unwrap().abs() < 1e-12);
        assert!(matrix_value(&[f64::NAN], 1, 1).is_err());
    }
}
