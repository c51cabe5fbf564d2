//! Robust variances of an estimator whose scores are not multiples of one row of covariates.
//!
//! A model of several equations has one score a row and coefficient, s_i, which is no number
//! times x_i. The sandwich B M B is the same, with M from s_i: [`super::dyadic`] and
//! [`super::cluster`] say which. A matrix of scores is a design whose every multiplier is one.

use super::cluster::{ClusterVariance, SmallSample};
use super::dyadic::{DyadicVariance, Dyads};
use super::{cluster, dyadic};
use crate::dense::Matrix;
use crate::design::Design;
use crate::error::{Result, same_length};
use crate::grouping::Grouping;

/// The scores of every row: rows by coefficients.
#[derive(Clone, Debug)]
pub struct ScoreRows(Design);

impl ScoreRows {
    /// From one column a coefficient, each of one score a row.
    ///
    /// # Errors
    /// [`crate::NumericsError::Dimension`] when lengths differ,
    /// [`crate::NumericsError::NotFinite`] when a score is infinite or NaN, and
    /// [`crate::NumericsError::Empty`] when there is no row or no coefficient.
    pub fn new(columns: Vec<Vec<f64>>) -> Result<Self> {
        let rows = columns.first().map_or(0, Vec::len);
        let named = |(j, column): (usize, Vec<f64>)| (format!("score {j}"), column);
        Ok(Self(Design::new(rows, columns.into_iter().enumerate().map(named).collect())?))
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.0.rows()
    }

    /// Number of coefficients.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        self.0.width()
    }

    /// The dyadic-cluster-robust variance with this bread (the inverse of the observed
    /// information).
    ///
    /// ```
    /// use comity_numerics::Matrix;
    /// use comity_numerics::variance::{dyadic::Dyads, score_rows::ScoreRows};
    /// let scores = ScoreRows::new(vec![vec![1.0, 1.0, -1.0]])?;
    /// let dyads = Dyads::new(&[1, 1, 2], &[2, 3, 3])?;
    /// let v = scores.dyadic(&Matrix::from_fn(1, |_, _| 1.0), &dyads)?;
    /// // By member: (1 + 1)² + (1 − 1)² + (1 − 1)² = 4; less the dyads' own 3.
    /// assert_eq!(v.variance.get(0, 0), 1.0);
    /// # Ok::<(), comity_numerics::NumericsError>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::NumericsError::Dimension`] when the arguments do not fit together.
    pub fn dyadic(&self, bread: &Matrix, dyads: &Dyads) -> Result<DyadicVariance> {
        dyadic::variance(&self.0, &vec![1.0; self.rows()], bread, dyads)
    }

    /// The variance clustered by every grouping of `by` at once.
    ///
    /// # Errors
    /// As [`cluster::variance`].
    pub fn clustered(
        &self,
        bread: &Matrix,
        by: &[&Grouping],
        small_sample: SmallSample,
    ) -> Result<ClusterVariance> {
        cluster::variance(&self.0, &vec![1.0; self.rows()], bread, by, small_sample)
    }

    /// The heteroskedasticity-robust variance B (Σ s_i s_i') B, without a small-sample factor.
    ///
    /// # Errors
    /// [`crate::NumericsError::Dimension`] when the bread is of another size.
    pub fn robust(&self, bread: &Matrix) -> Result<Matrix> {
        same_length("the bread", bread.size(), self.coefficients())?;
        let meat = crate::pass::gram(&self.0, None);
        Ok(bread.times(&meat).times(bread).symmetrised())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores of two equations with different columns, against the sum over all pairs of
    /// rows that share a member or a cluster.
    #[test]
    fn equals_the_double_sum_of_the_definition() {
        let a = [1, 1, 2, 3, 4, 2, 1, 9];
        let b = [2, 3, 3, 4, 1, 1, 2, 8];
        let s: [Vec<f64>; 2] = [
            (0..8).map(|i| f64::from(i * i % 7) - 2.0).collect(),
            (0..8).map(|i| f64::from(i % 3) - 0.75).collect(),
        ];
        let bread = Matrix::from_fn(2, |i, j| if i == j { 0.5 } else { -0.1 });
        let rows = ScoreRows::new(s.to_vec()).unwrap();
        let sum = |meet: &dyn Fn(usize, usize) -> bool| {
            let mut meat = Matrix::zeros(2);
            for r in 0..8 {
                for q in 0..8 {
                    if meet(r, q) {
                        meat.add(&Matrix::from_fn(2, |i, j| s[i][r] * s[j][q]));
                    }
                }
            }
            bread.times(&meat).times(&bread)
        };
        let close = |x: &Matrix, y: &Matrix| {
            // Sums of 64 products of numbers below 5: a few roundings.
            (0..2).all(|i| (0..2).all(|j| (x.get(i, j) - y.get(i, j)).abs() < 1e-12))
        };
        let shared =
            |r: usize, q: usize| a[r] == a[q] || a[r] == b[q] || b[r] == a[q] || b[r] == b[q];
        let found = rows.dyadic(&bread, &Dyads::new(&a, &b).unwrap()).unwrap();
        assert!(close(&found.variance, &sum(&shared)));
        let labels = Grouping::new(&a).unwrap();
        let found = rows.clustered(&bread, &[&labels], SmallSample::NONE).unwrap();
        assert!(close(&found.variance, &sum(&|r, q| a[r] == a[q])));
        assert!(close(&rows.robust(&bread).unwrap(), &sum(&|r, q| r == q)));
    }

    #[test]
    fn damaged_scores_are_refused() {
        assert!(ScoreRows::new(vec![]).is_err());
        assert!(ScoreRows::new(vec![vec![1.0], vec![f64::NAN]]).is_err());
        assert!(ScoreRows::new(vec![vec![1.0]]).unwrap().robust(&Matrix::zeros(2)).is_err());
    }
}
