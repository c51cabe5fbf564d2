//! Draws from the multivariate normal distribution.

use crate::dense::{Eigen, Matrix};
use crate::error::{Result, same_length};
use crate::special::normal_quantile;
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A source of standard normal numbers: quantiles of 53-bit uniforms from PCG (O'Neill
/// 2014).
#[derive(Clone, Debug)]
pub struct StandardNormal(Pcg64Mcg);

impl StandardNormal {
    /// The stream with this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// The next uniform number, strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) * libm::ldexp(1.0, -53)
    }

    /// The next standard normal number.
    pub fn next_normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }
}

/// A multivariate normal distribution, which may be degenerate.
#[derive(Clone, Debug)]
pub struct MultivariateNormal {
    mean: Vec<f64>,
    root: Matrix,
}

impl MultivariateNormal {
    /// The distribution with this mean and covariance. Negative eigenvalues of the
    /// covariance count as zero.
    ///
    /// # Errors
    /// [`crate::NumericsError::Dimension`] when the sizes differ.
    pub fn new(mean: &[f64], covariance: &Matrix) -> Result<Self> {
        same_length("the mean", mean.len(), covariance.size())?;
        // Columns of very different units are scaled first, so that small ones keep their digits.
        let scale: Vec<f64> = covariance
            .diagonal()
            .into_iter()
            .map(|d| if d > 0.0 { libm::sqrt(d) } else { 1.0 })
            .collect();
        let scaled =
            Matrix::from_fn(mean.len(), |i, j| covariance.get(i, j) / (scale[i] * scale[j]));
        let root = Eigen::new(&scaled).map(|v| libm::sqrt(v.max(0.0)));
        let root = Matrix::from_fn(mean.len(), |i, j| scale[i] * root.get(i, j));
        Ok(Self { mean: mean.to_vec(), root })
    }

    /// `count` draws with this seed, one vector each. The first draws of a longer series
    /// are those of a shorter one.
    ///
    /// ```
    /// use comity_numerics::Matrix;
    /// use comity_numerics::sampling::normal::MultivariateNormal;
    /// let unit = Matrix::from_fn(2, |i, j| f64::from(i == j));
    /// let normal = MultivariateNormal::new(&[1.0, -1.0], &unit)?;
    /// assert_eq!(normal.draws(5, 42)[..3], normal.draws(3, 42)[..]);
    /// # Ok::<(), comity_numerics::NumericsError>(())
    /// ```
    #[must_use]
    pub fn draws(&self, count: usize, seed: u64) -> Vec<Vec<f64>> {
        let mut source = StandardNormal::new(seed);
        (0..count)
            .map(|_| {
                let z: Vec<f64> = self.mean.iter().map(|_| source.next_normal()).collect();
                self.root.times_vector(&z).iter().zip(&self.mean).map(|(d, m)| d + m).collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and covariance of 40,000 draws; standard errors are at most 0.015, bounds four
    /// of them.
    #[test]
    fn moments_are_those_asked_for() {
        let v = Matrix::from_fn(2, |i, j| [[1.0, 0.6], [0.6, 2.0]][i][j]);
        let draws = MultivariateNormal::new(&[3.0, -1.0], &v).unwrap().draws(40_000, 7);
        let mean = |f: &dyn Fn(&[f64]) -> f64| draws.iter().map(|d| f(d)).sum::<f64>() / 40_000.0;
        assert!((mean(&|d| d[0]) - 3.0).abs() < 0.02);
        assert!((mean(&|d| d[1]) + 1.0).abs() < 0.03);
        assert!((mean(&|d| (d[0] - 3.0) * (d[1] + 1.0)) - 0.6).abs() < 0.04);
        assert!((mean(&|d| (d[1] + 1.0) * (d[1] + 1.0)) - 2.0).abs() < 0.06);
    }

    /// The first number of a seed is part of the promise that results can be replicated.
    #[test]
    fn a_seed_gives_the_same_bytes_everywhere() {
        let mut s = StandardNormal::new(1);
        let first = [s.uniform(), s.uniform()];
        let mut again = StandardNormal::new(1);
        assert_eq!(first, [again.uniform(), again.uniform()]);
        assert_ne!(first[0], StandardNormal::new(2).uniform());
        let degenerate = Matrix::from_fn(2, |_, _| 1.0);
        for d in MultivariateNormal::new(&[0.0, 0.0], &degenerate).unwrap().draws(10, 3) {
            assert!((d[0] - d[1]).abs() < 1e-7);
        }
    }
}
