//! The dyadic-cluster-robust variance.
//!
//! Aronow, Samii and Assenova (2015), "Cluster-Robust Variance Estimation for Dyadic Data",
//! *Political Analysis* 23(4). V = B M B with M = Σ_g s_g s_g' − Σ_d s_d s_d', where s_g sums the
//! scores of the rows whose dyad has member g, and s_d those of dyad d. Two rows whose dyads
//! share one member meet once in the first sum; rows of one dyad meet twice there and once
//! in the second. No small-sample factor is applied. The cost is linear in the rows.

use super::dyadic_sums::{Pairs, cross_products, unit_sums};
use super::semidefinite::clipped;
use crate::dense::Matrix;
use crate::design::Design;
use crate::error::{NumericsError, Result, same_length};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Fewest rows that are worth handing to another thread.
const ROWS_A_TASK: usize = 16_384;

/// Which two units each row is about; rows of one dyad may be many (years).
#[derive(Clone, Debug)]
pub struct Dyads {
    /// The dyad of each row.
    dyad: Vec<usize>,
    units: usize,
    /// The two members of each dyad.
    members: Vec<(usize, usize)>,
}

impl Dyads {
    /// From the ids of the two members of each row's dyad, in either order.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the lengths differ, [`NumericsError::SelfDyad`]
    /// when both members of a row are the same.
    pub fn new(a: &[i64], b: &[i64]) -> Result<Self> {
        same_length("the second members", b.len(), a.len())?;
        if let Some(row) = a.iter().zip(b).position(|(x, y)| x == y) {
            return Err(NumericsError::SelfDyad { row });
        }
        let (rank, units) = ranks(&[a, b]);
        // A dyad as one number, by its lower and then its higher member.
        let key = |(&x, &y): (&i64, &i64)| {
            let (x, y) = (rank.of(x), rank.of(y));
            (x.min(y) * units + x.max(y)) as i64
        };
        let rows = a.par_iter().zip(b).with_min_len(ROWS_A_TASK);
        let keys: Vec<i64> = rows.map(key).collect();
        let (rank, pairs) = ranks_between(0, (units * units) as i64, &[&keys]);
        let dyad = keys.par_iter().with_min_len(ROWS_A_TASK).map(|&k| rank.of(k)).collect();
        let mut members = Vec::with_capacity(pairs);
        rank.for_each(|key| members.push((key as usize / units, key as usize % units)));
        Ok(Self { dyad, units, members })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.dyad.len()
    }

    /// Number of distinct units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// Number of distinct dyads.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.members.len()
    }

    /// The number of each row's dyad, from zero.
    #[must_use]
    pub fn of(&self) -> &[usize] {
        &self.dyad
    }

    /// The dyads of a selection of the rows, in the given order. Numbers are kept, so that
    /// units and dyads without a row still count; rows beyond the last are left out.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        Self {
            dyad: rows.iter().filter_map(|&i| self.dyad.get(i).copied()).collect(),
            units: self.units,
            members: self.members.clone(),
        }
    }

    /// Σ_g s_g² − Σ_d s_d² of one number a row: the dyadic-cluster-robust variance of their
    /// sum. With scores uᵢ xᵢ'b, b a row of the bread, it is that coefficient's variance,
    /// at a cost linear in the rows. Can be negative.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when there is not one number a row.
    pub fn variance_of_sum(&self, scores: &[f64]) -> Result<f64> {
        self.squares(scores).map(|(units, pairs)| units - pairs)
    }

    /// Σ_g s_g² and Σ_d s_d² of one number a row. The second is the variance of their sum
    /// with clusters of dyads.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when there is not one number a row.
    pub fn squares(&self, scores: &[f64]) -> Result<(f64, f64)> {
        same_length("the scores", scores.len(), self.rows())?;
        let mut pairs = vec![0.0; self.pairs()];
        for (&s, &d) in scores.iter().zip(&self.dyad) {
            pairs[d] += s;
        }
        self.squares_of_sums(&pairs)
    }

    /// [`Dyads::squares`] of scores that are summed by dyad already.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when there is not one number a dyad.
    pub fn squares_of_sums(&self, pairs: &[f64]) -> Result<(f64, f64)> {
        same_length("the sums", pairs.len(), self.pairs())?;
        let squares = |v: &[f64]| v.iter().map(|s| s * s).sum::<f64>();
        Ok((squares(&unit_sums(pairs, self.as_pairs())), squares(pairs)))
    }

    fn as_pairs(&self) -> Pairs<'_> {
        Pairs { dyad: &self.dyad, members: &self.members, units: self.units }
    }
}

/// The distinct ones among numbers, in order.
enum Ranks {
    /// Where they lie close together: from the lowest on, the number of distinct ones up to each.
    Table { low: i64, up_to: Vec<u32> },
    /// Sorted.
    List(Vec<i64>),
}

impl Ranks {
    /// The rank of one of the numbers.
    fn of(&self, number: i64) -> usize {
        match self {
            Self::Table { low, up_to } => up_to[number.abs_diff(*low) as usize] as usize - 1,
            Self::List(sorted) => sorted.binary_search(&number).unwrap_or_default(),
        }
    }

    /// Every distinct number, from the lowest on.
    fn for_each(&self, mut what: impl FnMut(i64)) {
        match self {
            Self::Table { low, up_to } => {
                let mut before = 0;
                for (number, &up_to) in (*low..).zip(up_to) {
                    if up_to > before {
                        what(number);
                    }
                    before = up_to;
                }
            }
            Self::List(sorted) => sorted.iter().copied().for_each(what),
        }
    }
}

/// The ranks of numbers, and how many distinct ones there are.
fn ranks(lists: &[&[i64]]) -> (Ranks, usize) {
    let bounds = |(low, high): (i64, i64), list: &&[i64]| {
        list.iter().fold((low, high), |(l, h), &n| (l.min(n), h.max(n)))
    };
    let (low, high) = lists.iter().fold((i64::MAX, i64::MIN), bounds);
    ranks_between(low, high, lists)
}

/// [`ranks`] of numbers that are known to lie between two.
fn ranks_between(low: i64, high: i64, lists: &[&[i64]]) -> (Ranks, usize) {
    let all: usize = lists.iter().map(|l| l.len()).sum();
    if all == 0 {
        return (Ranks::List(Vec::new()), 0);
    }
    let span = usize::try_from(high.abs_diff(low)).unwrap_or(usize::MAX);
    if span < (8 * all + 4096).min(u32::MAX as usize) {
        let mut up_to = vec![0_u32; span + 1];
        lists.iter().for_each(|l| l.iter().for_each(|n| up_to[n.abs_diff(low) as usize] = 1));
        let mut distinct = 0;
        for r in &mut up_to {
            distinct += *r;
            *r = distinct;
        }
        return (Ranks::Table { low, up_to }, distinct as usize);
    }
    let mut sorted = lists.concat();
    sorted.sort_unstable();
    sorted.dedup();
    let distinct = sorted.len();
    (Ranks::List(sorted), distinct)
}

/// A dyadic-cluster-robust variance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DyadicVariance {
    /// The estimate, one row and column a coefficient. Not always positive semi-definite.
    pub variance: Matrix,
    /// The same with negative eigenvalues set to zero (Cameron, Gelbach and Miller 2011,
    /// section 2.3); equal to `variance` when there are none.
    pub clipped: Matrix,
    /// Whether `variance` is positive semi-definite, up to rounding.
    pub positive_semidefinite: bool,
    /// The smallest eigenvalue of `variance`, scaled to the bread's unit diagonal.
    pub smallest_eigenvalue: f64,
    /// Distinct units.
    pub units: usize,
    /// Distinct dyads.
    pub dyads: usize,
}

impl DyadicVariance {
    /// Square roots of the diagonal of `variance`; NaN where it is negative.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        self.variance.diagonal().into_iter().map(libm::sqrt).collect()
    }
}

/// The dyadic-cluster-robust variance of an estimator with scores `multipliers[i]` · xᵢ and
/// bread `bread` (for a logit: yᵢ − μᵢ and the inverse information; for least squares: the
/// residuals and (X'X)⁻¹).
///
/// # Errors
/// [`NumericsError::Dimension`] when the arguments do not fit together,
/// [`NumericsError::NotFinite`] when a multiplier is infinite or NaN.
pub fn variance(
    design: &Design,
    multipliers: &[f64],
    bread: &Matrix,
    dyads: &Dyads,
) -> Result<DyadicVariance> {
    same_length("the score multipliers", multipliers.len(), design.rows())?;
    same_length("the dyads", dyads.rows(), design.rows())?;
    same_length("the bread", bread.size(), design.width())?;
    let (units, pairs) = cross_products(design, multipliers, dyads.as_pairs())?;
    let meat =
        Matrix::from_fn(design.width(), |i, j| units.get(i, j) - pairs.get(i, j)).symmetrised();
    Ok(finish(&bread.times(&meat).times(bread).symmetrised(), bread, dyads))
}

fn finish(v: &Matrix, bread: &Matrix, dyads: &Dyads) -> DyadicVariance {
    let clipped = clipped(v, bread);
    DyadicVariance {
        variance: v.clone(),
        clipped: clipped.matrix,
        positive_semidefinite: clipped.positive_semidefinite,
        smallest_eigenvalue: clipped.smallest_eigenvalue,
        units: dyads.units,
        dyads: dyads.pairs(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the definition: the sum over all pairs of rows whose dyads share a member.
    #[test]
    fn equals_the_double_sum_of_the_definition() {
        let a = [1, 1, 2, 3, 4, 2, 1, 9];
        let b = [2, 3, 3, 4, 1, 1, 2, 8];
        let x: Vec<f64> = (0..8).map(|i| f64::from(i * i % 7) - 2.0).collect();
        let u: Vec<f64> = (0..8).map(|i| f64::from(i % 3) - 0.75).collect();
        let design =
            Design::new(8, vec![("1".into(), vec![1.0; 8]), ("x".into(), x.clone())]).unwrap();
        let bread = Matrix::from_fn(2, |i, j| if i == j { 0.5 } else { -0.1 });
        let mut meat = Matrix::zeros(2);
        for r in 0..8 {
            for s in 0..8 {
                let shared = a[r] == a[s] || a[r] == b[s] || b[r] == a[s] || b[r] == b[s];
                if shared {
                    meat.add(&Matrix::from_fn(2, |i, j| {
                        u[r] * u[s] * [1.0, x[r]][i] * [1.0, x[s]][j]
                    }));
                }
            }
        }
        let expected = bread.times(&meat).times(&bread);
        let found = variance(&design, &u, &bread, &Dyads::new(&a, &b).unwrap()).unwrap();
        for i in 0..2 {
            for j in 0..2 {
                assert!((found.variance.get(i, j) - expected.get(i, j)).abs() < 1e-13);
            }
        }
        assert_eq!((found.units, found.dyads), (6, 6));
    }

    /// One coefficient alone, and the same on a selection of rows.
    #[test]
    fn one_coefficient_has_its_entry_of_the_matrix() {
        let (a, b) = ([1, 1, 2, 3, 4, 2, 1, 9], [2, 3, 3, 4, 1, 1, 2, 8]);
        let x: Vec<f64> = (0..8).map(|i| f64::from(i * i % 7) - 2.0).collect();
        let u: Vec<f64> = (0..8).map(|i| f64::from(i % 3) - 0.75).collect();
        let bread = Matrix::from_fn(2, |i, j| if i == j { 0.5 } else { -0.1 });
        let dyads = Dyads::new(&a, &b).unwrap();
        for keep in [vec![0, 1, 2, 3, 4, 5, 6, 7], vec![6, 1, 4, 0, 5]] {
            let pick = |v: &[f64]| keep.iter().map(|&i| v[i]).collect::<Vec<f64>>();
            let (x, u, own) = (pick(&x), pick(&u), dyads.select(&keep));
            let columns = vec![("1".into(), vec![1.0; keep.len()]), ("x".into(), x)];
            let design = Design::new(keep.len(), columns).unwrap();
            let whole = variance(&design, &u, &bread, &own).unwrap().variance;
            for j in 0..2 {
                let along = design.times(bread.row(j));
                let scores: Vec<f64> = along.iter().zip(&u).map(|(x, u)| x * u).collect();
                let found = own.variance_of_sum(&scores).unwrap();
                assert!((found - whole.get(j, j)).abs() < 1e-12, "{j}");
            }
        }
        assert!(dyads.variance_of_sum(&[1.0]).is_err());
    }

    /// Three rows on a path 1–2, 2–3, 3–4 with scores 1, −1, 1: M = 3 − 4 = −1.
    #[test]
    fn a_negative_estimate_is_reported_and_clipped() {
        let design = Design::new(3, vec![("1".into(), vec![1.0; 3])]).unwrap();
        let dyads = Dyads::new(&[1, 2, 3], &[2, 3, 4]).unwrap();
        let bread = Matrix::from_fn(1, |_, _| 1.0);
        let v = variance(&design, &[1.0, -1.0, 1.0], &bread, &dyads).unwrap();
        assert_eq!(v.variance.get(0, 0), -1.0);
        assert!(!v.positive_semidefinite && v.standard_errors()[0].is_nan());
        assert_eq!(v.clipped.get(0, 0), 0.0);
    }

    #[test]
    fn ranks_are_the_same_by_table_and_by_sorting() {
        let near = [7_i64, -3, 7, 0, 12, -3];
        let far = near.map(|n| n * 1_000_000_000_000);
        let expected = (vec![2, 0, 2, 1, 3, 0], 4);
        for numbers in [near.as_slice(), far.as_slice()] {
            let (rank, distinct) = ranks(&[numbers]);
            let found: Vec<usize> = numbers.iter().map(|&n| rank.of(n)).collect();
            assert_eq!((found, distinct), expected);
            let mut each = Vec::new();
            rank.for_each(|n| each.push(n));
            let mut sorted = numbers.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(each, sorted);
        }
        assert_eq!(ranks(&[]).1, 0);
        assert_eq!(ranks(&[&near[..2], &near[2..]]).1, expected.1);
    }

    #[test]
    fn a_unit_paired_with_itself_is_refused() {
        assert_eq!(Dyads::new(&[1, 5], &[2, 5]).err(), Some(NumericsError::SelfDyad { row: 1 }));
    }
}
