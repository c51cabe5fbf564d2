//! The design matrix.

use crate::error::{NumericsError, Result, all_finite, same_length};
use rayon::prelude::*;

/// Rows of a product that are worked on together.
const PIECE: usize = 4096;

/// A matrix of covariates, rows by named columns, stored column by column; every value is
/// finite. An intercept is a column of ones that the caller adds.
///
/// Sums over rows run in blocks of 4,096 rows; blocks may be worked on by several threads,
/// but their sums are added in the order of the rows, so that results do not depend on the
/// number of threads.
///
/// ```
/// use comity_numerics::Design;
/// let x = Design::new(3, vec![
///     ("(intercept)".into(), vec![1.0; 3]),
///     ("age".into(), vec![20.0, 31.0, 45.0]),
/// ])?;
/// assert_eq!(x.times(&[1.0, 2.0]), [41.0, 63.0, 91.0]);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    rows: usize,
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Design {
    /// A design of `rows` rows from named columns.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when a column has another length,
    /// [`NumericsError::NotFinite`] when a value is infinite or NaN, and
    /// [`NumericsError::Empty`] when there is no row or no column.
    pub fn new(rows: usize, columns: Vec<(String, Vec<f64>)>) -> Result<Self> {
        if rows == 0 || columns.is_empty() {
            return Err(NumericsError::Empty { what: "the design matrix" });
        }
        let (names, columns): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
        for (name, column) in names.iter().zip(&columns) {
            same_length("a column of the design matrix", column.len(), rows)?;
            all_finite(name, column)?;
        }
        Ok(Self { rows, names, columns })
    }

    /// [`Design::new`] of columns that are known to be as long as this and finite.
    pub(crate) fn of_finite(rows: usize, columns: Vec<(String, Vec<f64>)>) -> Self {
        let (names, columns) = columns.into_iter().unzip();
        Self { rows, names, columns }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Column names, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// The design with only the given columns, in the given order; indices without a column
    /// are left out.
    #[must_use]
    pub fn select(&self, keep: &[usize]) -> Self {
        let kept: Vec<usize> = keep.iter().copied().filter(|&j| j < self.width()).collect();
        Self {
            rows: self.rows,
            names: kept.iter().map(|&j| self.names[j].clone()).collect(),
            columns: kept.iter().map(|&j| self.columns[j].clone()).collect(),
        }
    }

    /// The product of the design with a vector of one entry a column: one value a row.
    /// Entries that `beta` lacks count as zero.
    #[must_use]
    pub fn times(&self, beta: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.rows];
        let add = |(k, piece): (usize, &mut [f64])| {
            for (column, &b) in self.columns.iter().zip(beta).filter(|(_, b)| **b != 0.0) {
                for (p, x) in piece.iter_mut().zip(column.iter().skip(k * PIECE)) {
                    *p += b * x;
                }
            }
        };
        // In pieces that stay in the cache while the columns pass over them.
        if self.rows <= PIECE {
            add((0, &mut product));
        } else {
            product.par_chunks_mut(PIECE).enumerate().for_each(add);
        }
        product
    }

    /// The first column that has the same non-zero value in every row, with that value.
    #[must_use]
    pub fn intercept(&self) -> Option<(usize, f64)> {
        self.columns.iter().enumerate().find_map(|(j, column)| {
            let first = *column.first()?;
            (first != 0.0 && column.iter().all(|&v| v == first)).then_some((j, first))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_designs_are_refused() {
        let column = |v: Vec<f64>| vec![("x".to_owned(), v)];
        assert!(matches!(Design::new(0, column(vec![])), Err(NumericsError::Empty { .. })));
        assert!(matches!(Design::new(2, vec![]), Err(NumericsError::Empty { .. })));
        assert!(matches!(Design::new(2, column(vec![1.0])), Err(NumericsError::Dimension { .. })));
        assert_eq!(
            Design::new(2, column(vec![1.0, f64::NAN])),
            Err(NumericsError::NotFinite { what: "x".into(), index: 1 })
        );
    }

    #[test]
    fn the_intercept_is_found_wherever_it_stands() {
        let x = Design::new(
            2,
            vec![
                ("z".into(), vec![0.0, 0.0]),
                ("a".into(), vec![1.0, 2.0]),
                ("b".into(), vec![3.0, 3.0]),
            ],
        )
        .unwrap();
        assert_eq!(x.intercept(), Some((2, 3.0)));
        assert_eq!(x.select(&[1]).intercept(), None);
    }
}
