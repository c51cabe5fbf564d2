//! The cluster (block) bootstrap: refits on clusters drawn with replacement.
//!
//! Field and Welsh (2007), "Bootstrapping Clustered Data", *Journal of the Royal Statistical
//! Society B* 69(3); Cameron, Gelbach and Miller (2008), *Review of Economics and Statistics*
//! 90(3), the pairs cluster bootstrap. A cluster that is drawn k times enters with weight k;
//! one that is not drawn has weight zero.

use crate::dense::Matrix;
use crate::error::{NumericsError, Result, in_range, same_length};
use crate::estimators::{Fit, Observations, Outcome, ValidNewtonParams, logit};
use crate::grouping::Grouping;
use crate::sampling::normal::StandardNormal;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Why a replicate has no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// Some coefficients had no finite estimate.
    Separated,
    /// The outcome did not vary.
    ConstantOutcome,
    /// A column was determined by others that is not in the full sample.
    Collinear,
    /// The iterations ended before the maximum.
    NotConverged,
}

/// How many replicates failed, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// [`Failure::Separated`].
    pub separated: usize,
    /// [`Failure::ConstantOutcome`].
    pub constant_outcome: usize,
    /// [`Failure::Collinear`].
    pub collinear: usize,
    /// [`Failure::NotConverged`].
    pub not_converged: usize,
}

impl Failures {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.separated + self.constant_outcome + self.collinear + self.not_converged
    }

    fn count(&mut self, failure: Failure) {
        match failure {
            Failure::Separated => self.separated += 1,
            Failure::ConstantOutcome => self.constant_outcome += 1,
            Failure::Collinear => self.collinear += 1,
            Failure::NotConverged => self.not_converged += 1,
        }
    }
}

/// Estimates of the replicates that had one.
///
/// Replicates without an estimate are left out of every figure below and counted in
/// `failed`. Where they are more than a few in a hundred the intervals are too short: the
/// samples that were lost are the extreme ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// The estimate from the full sample.
    pub estimate: Vec<f64>,
    /// One vector a successful replicate, in the order of the replicates.
    pub draws: Vec<Vec<f64>>,
    /// Replicates asked for.
    pub replicates: usize,
    /// Replicates without an estimate.
    pub failed: Failures,
    /// Number of clusters.
    pub clusters: usize,
}

impl Bootstrap {
    /// The covariance of the draws (divided by their number less one), or `None` with fewer
    /// than two draws.
    #[must_use]
    pub fn covariance(&self) -> Option<Matrix> {
        let n = self.draws.len();
        if n < 2 {
            return None;
        }
        let mean = self.means();
        let centred: Vec<Vec<f64>> =
            self.draws.iter().map(|d| d.iter().zip(&mean).map(|(v, m)| v - m).collect()).collect();
        Some(Matrix::from_fn(mean.len(), |i, j| {
            centred.iter().map(|d| d[i.max(j)] * d[i.min(j)]).sum::<f64>() / (n as f64 - 1.0)
        }))
    }

    /// Mean of the draws less the estimate, one entry a coefficient; `None` without draws.
    #[must_use]
    pub fn bias(&self) -> Option<Vec<f64>> {
        let mean = self.means();
        (!self.draws.is_empty())
            .then(|| mean.iter().zip(&self.estimate).map(|(m, e)| m - e).collect())
    }

    /// Percentile intervals: the (1 − level)/2 and (1 + level)/2 quantiles of the draws (type 7
    /// of Hyndman and Fan 1996), one pair a coefficient; `None` without draws.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] when `level` is not between 0 and 1.
    pub fn percentile_intervals(&self, level: f64) -> Result<Option<Vec<(f64, f64)>>> {
        in_range("level", level, "between 0 and 1", level > 0.0 && level < 1.0)?;
        let column = |j: usize| {
            let mut values: Vec<f64> =
                self.draws.iter().filter_map(|d| d.get(j).copied()).collect();
            values.sort_unstable_by(f64::total_cmp);
            let tail = 0.5 * (1.0 - level);
            Some((quantile(&values, tail)?, quantile(&values, 1.0 - tail)?))
        };
        Ok((0..self.estimate.len()).map(column).collect())
    }

    fn means(&self) -> Vec<f64> {
        let n = self.draws.len().max(1) as f64;
        (0..self.estimate.len())
            .map(|j| self.draws.iter().filter_map(|d| d.get(j)).sum::<f64>() / n)
            .collect()
    }
}

fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * p;
    let below = libm::floor(place);
    let low = *sorted.get(below as usize)?;
    let high = sorted.get(below as usize + 1).copied().unwrap_or(low);
    Some(low + (place - below) * (high - low))
}

/// How many replicates, from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replicates {
    /// Replicates; at least two.
    pub count: usize,
    /// Seed. Replicate r depends on the seed and r alone: not on the number of replicates
    /// or threads.
    pub seed: u64,
}

/// Bootstraps any estimator. `refit` gets one weight a row (how often its cluster was
/// drawn) and gives the estimate or says why there is none; replicates run in parallel.
///
/// # Errors
/// [`NumericsError::Parameter`] with fewer than two clusters or replicates.
pub fn resample<F>(
    clusters: &Grouping,
    estimate: &[f64],
    replicates: Replicates,
    refit: F,
) -> Result<Bootstrap>
where
    F: Fn(&[f64]) -> Result<Vec<f64>, Failure> + Sync,
{
    let Replicates { count, seed } = replicates;
    in_range("replicates", count as f64, "at least 2", count >= 2)?;
    in_range("clusters", clusters.count() as f64, "at least 2", clusters.count() >= 2)?;
    let results: Vec<Result<Vec<f64>, Failure>> = (0..count)
        .into_par_iter()
        .map(|replicate| {
            let drawn = multiplicities(clusters.count(), stream(seed, replicate));
            let weights: Vec<f64> = clusters.of().iter().map(|&g| drawn[g]).collect();
            refit(&weights)
        })
        .collect();
    let mut failed = Failures::default();
    let mut draws = Vec::with_capacity(count);
    for result in results {
        match result {
            Ok(draw) => draws.push(draw),
            Err(failure) => failed.count(failure),
        }
    }
    Ok(Bootstrap {
        estimate: estimate.to_vec(),
        draws,
        replicates: count,
        failed,
        clusters: clusters.count(),
    })
}

/// A seed for one replicate: the seeds of a Weyl sequence with the golden ratio as step.
fn stream(seed: u64, replicate: usize) -> u64 {
    let step = (replicate as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    seed.wrapping_add(step)
}

/// How often each of `count` clusters is drawn in `count` draws with replacement.
fn multiplicities(count: usize, seed: u64) -> Vec<f64> {
    let mut source = StandardNormal::new(seed);
    let mut drawn = vec![0.0; count];
    for _ in 0..count {
        let g = (source.uniform() * count as f64) as usize;
        drawn[g.min(count - 1)] += 1.0;
    }
    drawn
}

/// Bootstraps a logit that was fitted to `data`, by cluster. Refits start from the full
/// sample's coefficients; weights of `data` are multiplied by how often a cluster was drawn.
///
/// # Errors
/// [`NumericsError::Dimension`] when the arguments do not fit together;
/// [`NumericsError::Parameter`] with fewer than two clusters or replicates.
pub fn logit(
    data: &Observations<'_>,
    full: &Fit,
    clusters: &Grouping,
    replicates: Replicates,
    params: &ValidNewtonParams,
) -> Result<Bootstrap> {
    same_length("the clusters", clusters.rows(), data.design().rows())?;
    same_length("the coefficients", full.coefficients.len(), data.design().width())?;
    resample(clusters, &full.coefficients, replicates, |drawn| {
        let weights: Vec<f64> =
            drawn.iter().enumerate().map(|(i, times)| times * data.weight(i)).collect();
        let refit = data
            .weighted(&weights)
            .and_then(|d| d.starting_at(&full.coefficients))
            .map(|d| logit::fit(&d, params));
        coefficients(refit, full)
    })
}

/// The coefficients of a refit that identifies the same columns as the full fit.
pub(crate) fn coefficients(
    refit: Result<Outcome, NumericsError>,
    full: &Fit,
) -> Result<Vec<f64>, Failure> {
    match refit {
        Ok(Outcome::Converged(fit) | Outcome::RankDeficient(fit)) => {
            if fit.dropped == full.dropped { Ok(fit.coefficients) } else { Err(Failure::Collinear) }
        }
        Ok(Outcome::Separated { .. }) => Err(Failure::Separated),
        Ok(Outcome::ConstantOutcome { .. }) => Err(Failure::ConstantOutcome),
        Ok(Outcome::NotConverged(_)) | Err(_) => Err(Failure::NotConverged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of group means: the bootstrap variance has the closed form Σ(m − m̄)²/G².
    #[test]
    fn the_variance_of_a_mean_is_its_closed_form() {
        let labels: Vec<i64> = (0..20).collect();
        let clusters = Grouping::new(&labels).unwrap();
        let values: Vec<f64> = (0..20).map(|i| f64::from(i * i % 11)).collect();
        let mean = values.iter().sum::<f64>() / 20.0;
        let replicates = Replicates { count: 4000, seed: 5 };
        let b = resample(&clusters, &[mean], replicates, |w| {
            Ok(vec![w.iter().zip(&values).map(|(w, v)| w * v).sum::<f64>() / 20.0])
        })
        .unwrap();
        let exact = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 400.0;
        // The relative standard error of a variance from 4,000 draws is √(2/4000) = 2.2 %.
        let found = b.covariance().unwrap().get(0, 0);
        assert!((found / exact - 1.0).abs() < 0.09, "{found} {exact}");
        assert!(b.bias().unwrap()[0].abs() < 4.0 * (exact / 4000.0).sqrt());
        let (low, high) = b.percentile_intervals(0.95).unwrap().unwrap()[0];
        assert!((high - low) / (2.0 * 1.96 * exact.sqrt()) > 0.9 && low < mean && mean < high);
        assert!(b.percentile_intervals(1.0).is_err());
    }

    #[test]
    fn failures_are_counted_and_nothing_is_made_of_no_draws() {
        let clusters = Grouping::new(&[1, 2, 3]).unwrap();
        let all = Replicates { count: 10, seed: 1 };
        let b = resample(&clusters, &[0.0], all, |_| Err(Failure::Separated)).unwrap();
        assert_eq!((b.failed.separated, b.failed.total(), b.draws.len()), (10, 10, 0));
        assert_eq!((b.covariance(), b.bias()), (None, None));
        assert_eq!(b.percentile_intervals(0.9), Ok(None));
        let one = Grouping::new(&[1, 1]).unwrap();
        assert!(resample(&one, &[0.0], all, |_| Ok(vec![0.0])).is_err());
    }
}
