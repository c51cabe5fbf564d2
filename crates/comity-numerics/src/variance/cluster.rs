//! One-way and multiway cluster-robust variance.
//!
//! Cameron, Gelbach and Miller (2011), "Robust Inference With Multiway Clustering", *Journal
//! of Business & Economic Statistics* 29(2): V = B M B with
//! M = Σ_{r ≠ 0} (−1)^{|r|+1} M_r over the non-empty subsets r of the cluster variables, M_r
//! the sum of s s' over the clusters that the variables in r form together, s the score of a
//! cluster.

use super::semidefinite::clipped;
use crate::dense::{Matrix, dot};
use crate::design::Design;
use crate::error::{NumericsError, Result, in_range, same_length};
use crate::grouping::Grouping;
use serde::{Deserialize, Serialize};

/// More cluster variables than any analysis names; the work doubles with each.
const MOST: usize = 6;

/// The factor for the number of clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClusterFactor {
    /// No factor.
    None,
    /// G/(G − 1), with G of each term's own clusters (fixest's `cluster.df = "conventional"`).
    EachTerm,
    /// G/(G − 1) for every term, with G the smallest of the cluster variables' numbers of
    /// clusters (fixest's and pyfixest's default, `"min"`).
    #[default]
    Smallest,
}

/// Small-sample factors, as fixest and pyfixest apply them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallSample {
    /// Number of parameters K of the factor (N − 1)/(N − K); without it that factor is one.
    pub parameters: Option<usize>,
    /// The factor for the number of clusters.
    pub clusters: ClusterFactor,
}

impl SmallSample {
    /// No factor at all: the estimate as the formula states it.
    pub const NONE: Self = Self { parameters: None, clusters: ClusterFactor::None };
}

/// A cluster-robust variance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClusterVariance {
    /// The estimate, one row and column a coefficient. With two and more cluster variables
    /// not always positive semi-definite.
    pub variance: Matrix,
    /// The same with negative eigenvalues set to zero (Cameron, Gelbach and Miller 2011,
    /// section 2.3); equal to `variance` when there are none.
    pub clipped: Matrix,
    /// Whether `variance` is positive semi-definite, up to rounding.
    pub positive_semidefinite: bool,
    /// The smallest eigenvalue of `variance`, scaled to the bread's unit diagonal.
    pub smallest_eigenvalue: f64,
    /// Number of clusters of each cluster variable.
    pub clusters: Vec<usize>,
    /// The factors that were applied.
    pub small_sample: SmallSample,
}

impl ClusterVariance {
    /// Square roots of the diagonal of `variance`; NaN where it is negative.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        self.variance.diagonal().into_iter().map(libm::sqrt).collect()
    }
}

/// The cluster-robust variance of an estimator with scores `multipliers[i]` · xᵢ and bread
/// `bread`, clustered by every grouping of `by` at once.
///
/// [`Grouping::of_single_rows`] gives the heteroskedasticity-robust variance.
///
/// ```
/// use comity_numerics::variance::cluster::{SmallSample, variance};
/// use comity_numerics::{Design, Grouping, Matrix};
/// let x = Design::new(4, vec![("one".into(), vec![1.0; 4])])?;
/// let village = Grouping::new(&[1, 1, 2, 2])?;
/// let residuals = [1.0, 1.0, -1.0, -1.0];
/// let bread = Matrix::from_fn(1, |_, _| 0.25);
/// let v = variance(&x, &residuals, &bread, &[&village], SmallSample::NONE)?;
/// // Two clusters with scores 2 and −2: (4 + 4)/16.
/// assert_eq!(v.variance.get(0, 0), 0.5);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`NumericsError::Dimension`] when the arguments do not fit together;
/// [`NumericsError::Parameter`] without a cluster variable, with more than six, with one
/// that has a single cluster (the scores of all rows sum to zero: such a variance is zero,
/// not small), or when K is not below the number of rows.
pub fn variance(
    design: &Design,
    multipliers: &[f64],
    bread: &Matrix,
    by: &[&Grouping],
    small_sample: SmallSample,
) -> Result<ClusterVariance> {
    same_length("the score multipliers", multipliers.len(), design.rows())?;
    same_length("the bread", bread.size(), design.width())?;
    in_range("cluster variables", by.len() as f64, "one to six", (1..=MOST).contains(&by.len()))?;
    for grouping in by {
        same_length("a cluster variable", grouping.rows(), design.rows())?;
        let count = grouping.count();
        in_range("clusters", count as f64, "at least 2", count >= 2)?;
    }
    let clusters: Vec<usize> = by.iter().map(|g| g.count()).collect();
    let smallest = clusters.iter().copied().min().unwrap_or(2);
    let mut meat = Matrix::zeros(design.width());
    for (size, grouping) in intersections(by) {
        let factor = match small_sample.clusters {
            ClusterFactor::None => 1.0,
            ClusterFactor::EachTerm => ratio(grouping.count()),
            ClusterFactor::Smallest => ratio(smallest),
        };
        let sign = if size % 2 == 1 { factor } else { -factor };
        let term = cross_product(design, multipliers, &grouping);
        meat.add(&Matrix::from_fn(term.size(), |i, j| sign * term.get(i, j)));
    }
    let rows = row_factor(design.rows(), small_sample.parameters)?;
    let v = bread.times(&meat).times(bread).symmetrised();
    let v = Matrix::from_fn(v.size(), |i, j| rows * v.get(i, j));
    let report = clipped(&v, bread);
    Ok(ClusterVariance {
        variance: v,
        clipped: report.matrix,
        positive_semidefinite: report.positive_semidefinite,
        smallest_eigenvalue: report.smallest_eigenvalue,
        clusters,
        small_sample,
    })
}

fn ratio(count: usize) -> f64 {
    count as f64 / (count as f64 - 1.0)
}

fn row_factor(rows: usize, parameters: Option<usize>) -> Result<f64> {
    let Some(k) = parameters else { return Ok(1.0) };
    if k >= rows {
        return Err(NumericsError::Parameter {
            name: "parameters",
            value: k as f64,
            range: "less than the number of rows",
        });
    }
    Ok((rows as f64 - 1.0) / (rows as f64 - k as f64))
}

/// The clusters of every non-empty subset of the variables, with the subset's size.
fn intersections(by: &[&Grouping]) -> Vec<(usize, Grouping)> {
    let mut all: Vec<(usize, Grouping)> = Vec::new();
    for grouping in by {
        let with: Vec<(usize, Grouping)> =
            all.iter().map(|(size, g)| (size + 1, g.crossed(grouping))).collect();
        all.push((1, (*grouping).clone()));
        all.extend(with);
    }
    all
}

/// Σ s s' over the clusters.
fn cross_product(design: &Design, multipliers: &[f64], clusters: &Grouping) -> Matrix {
    let sums: Vec<Vec<f64>> = design
        .columns()
        .iter()
        .map(|column| clusters.sums(column.iter().zip(multipliers).map(|(x, u)| x * u)))
        .collect();
    Matrix::from_fn(design.width(), |i, j| dot(&sums[i.max(j)], &sums[i.min(j)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Case {
        design: Design,
        u: Vec<f64>,
        bread: Matrix,
        labels: [Vec<i64>; 3],
    }

    fn case() -> Case {
        let x: Vec<f64> = (0..30).map(|i| f64::from(i * i % 7) - 2.0).collect();
        Case {
            design: Design::new(30, vec![("1".into(), vec![1.0; 30]), ("x".into(), x)]).unwrap(),
            u: (0..30).map(|i| f64::from(i % 4) - 1.25).collect(),
            bread: Matrix::from_fn(2, |i, j| if i == j { 0.5 } else { -0.1 }),
            labels: [
                (0..30).map(|i| i % 5).collect(),
                (0..30).map(|i| i / 6).collect(),
                (0..30).map(|i| i * 7 % 4).collect(),
            ],
        }
    }

    /// Against the definition: all pairs of rows that share a cluster of any variable.
    #[test]
    fn equals_the_double_sum_of_the_definition() {
        let c = case();
        let groupings: Vec<Grouping> = c.labels.iter().map(|l| Grouping::new(l).unwrap()).collect();
        for dims in 1..=3 {
            let by: Vec<&Grouping> = groupings.iter().take(dims).collect();
            let found = variance(&c.design, &c.u, &c.bread, &by, SmallSample::NONE).unwrap();
            let mut meat = Matrix::zeros(2);
            for r in 0..30 {
                for s in 0..30 {
                    if c.labels.iter().take(dims).any(|l| l[r] == l[s]) {
                        let row = |i: usize| [1.0, c.design.columns()[1][i]];
                        meat.add(&Matrix::from_fn(2, |i, j| {
                            c.u[r] * c.u[s] * row(r)[i] * row(s)[j]
                        }));
                    }
                }
            }
            let expected = c.bread.times(&meat).times(&c.bread);
            for i in 0..2 {
                for j in 0..2 {
                    assert!((found.variance.get(i, j) - expected.get(i, j)).abs() < 1e-11);
                }
            }
        }
    }

    #[test]
    fn factors_are_those_asked_for() {
        let c = case();
        let [a, b, _] = c.labels.each_ref().map(|l| Grouping::new(l).unwrap());
        let at = |by: &[&Grouping], s| variance(&c.design, &c.u, &c.bread, by, s).unwrap();
        let plain = |by: &[&Grouping]| at(by, SmallSample::NONE).variance.get(1, 1);
        let with = |clusters| SmallSample { parameters: Some(2), clusters };
        let rows = 29.0 / 28.0;
        let (ab, both) = (a.crossed(&b), [&a, &b]);
        let smallest = at(&both, with(ClusterFactor::Smallest)).variance.get(1, 1);
        assert!((smallest - rows * 1.25 * plain(&both)).abs() < 1e-12);
        let each = at(&both, with(ClusterFactor::EachTerm)).variance.get(1, 1);
        let count = ab.count() as f64;
        let expected = 1.25 * (plain(&[&a]) + plain(&[&b])) - count / (count - 1.0) * plain(&[&ab]);
        assert!((each - rows * expected).abs() < 1e-12);
    }

    #[test]
    fn arguments_that_do_not_fit_are_refused() {
        let c = case();
        let one = Grouping::new(&[3; 30]).unwrap();
        let short = Grouping::new(&[3, 4]).unwrap();
        let ok = Grouping::new(&c.labels[0]).unwrap();
        let at = |by: &[&Grouping], s| variance(&c.design, &c.u, &c.bread, by, s);
        assert!(matches!(at(&[], SmallSample::NONE), Err(NumericsError::Parameter { .. })));
        assert!(matches!(at(&[&one], SmallSample::NONE), Err(NumericsError::Parameter { .. })));
        assert!(matches!(at(&[&short], SmallSample::NONE), Err(NumericsError::Dimension { .. })));
        assert!(at(&[&ok; 7], SmallSample::NONE).is_err());
        let many = SmallSample { parameters: Some(30), clusters: ClusterFactor::None };
        assert!(at(&[&ok], many).is_err());
    }

    /// Scores that cancel within both variables' clusters but not within cells.
    #[test]
    fn a_negative_estimate_is_reported_and_clipped() {
        let design = Design::new(4, vec![("1".into(), vec![1.0; 4])]).unwrap();
        let (a, b) = (Grouping::new(&[1, 1, 2, 2]).unwrap(), Grouping::new(&[1, 2, 1, 2]).unwrap());
        let bread = Matrix::from_fn(1, |_, _| 1.0);
        let v = variance(&design, &[1.0, -1.0, -1.0, 1.0], &bread, &[&a, &b], SmallSample::NONE)
            .unwrap();
        assert_eq!((v.variance.get(0, 0), v.clipped.get(0, 0)), (-4.0, 0.0));
        assert!(!v.positive_semidefinite && v.standard_errors()[0].is_nan());
    }
}
