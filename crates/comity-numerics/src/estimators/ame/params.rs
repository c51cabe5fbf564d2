//! Settings of the sampler and priors.

use super::data::{Family, Relations};
use crate::error::{Result, all_finite, in_range};
use crate::special::{normal_cdf, normal_quantile};
use serde::{Deserialize, Serialize};

/// Settings of the sampler, checked by [`AmeParams::check`].
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `rank` | 0 | number of multiplicative effects | 0 to 20 |
/// | `burn_in` | 500 | sweeps before the first kept draw | 0 and more |
/// | `sweeps` | 10,000 | sweeps after the burn-in | `thin` and more |
/// | `thin` | 25 | every which sweep is kept | 1 and more |
/// | `chains` | 1 | independent chains, run side by side | 1 and more |
/// | `seed` | 1 | seed of the random numbers | any |
/// | `goodness_of_fit` | true | simulate a network with each kept draw | |
/// | `keep_effects` | false | keep the effects of each kept draw | |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmeParams {
    /// Number of multiplicative effects.
    pub rank: usize,
    /// Sweeps before the first kept draw.
    pub burn_in: usize,
    /// Sweeps after the burn-in.
    pub sweeps: usize,
    /// Every which sweep is kept.
    pub thin: usize,
    /// Independent chains.
    pub chains: usize,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Whether to simulate a network with each kept draw and take its statistics.
    pub goodness_of_fit: bool,
    /// Whether to keep the additive and multiplicative effects of each kept draw.
    pub keep_effects: bool,
}

impl Default for AmeParams {
    fn default() -> Self {
        Self {
            rank: 0,
            burn_in: 500,
            sweeps: 10_000,
            thin: 25,
            chains: 1,
            seed: 1,
            goodness_of_fit: true,
            keep_effects: false,
        }
    }
}

impl AmeParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// [`crate::NumericsError::Parameter`] naming the first that is not.
    pub fn check(self) -> Result<ValidAmeParams> {
        in_range("rank", self.rank as f64, "0 to 20", self.rank <= 20)?;
        in_range("thin", self.thin as f64, "at least 1", self.thin >= 1)?;
        in_range("sweeps", self.sweeps as f64, "thin or more", self.sweeps >= self.thin)?;
        in_range("chains", self.chains as f64, "1 to 1000", (1..=1000).contains(&self.chains))?;
        Ok(ValidAmeParams(self))
    }
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValidAmeParams(AmeParams);

impl ValidAmeParams {
    /// The settings.
    #[must_use]
    pub fn get(&self) -> &AmeParams {
        &self.0
    }
}

/// Prior of the coefficients; the mean is zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CoefficientPrior {
    /// Zellner's g-prior: covariance g (X'X)⁻¹, with a small ridge, and a flatter one for an
    /// intercept in the first place, as in amen.
    G(f64),
    /// Independent normal with these standard deviations, one a covariate.
    Independent(Vec<f64>),
}

/// Priors of an additive-and-multiplicative-effects model.
///
/// | Parameter | directed | symmetric |
/// |---|---|---|
/// | coefficients | [`CoefficientPrior`] | the same |
/// | error variance (normal ties) | inverse gamma(`error_df`/2, `error_df`·`error_scale`/2) | the same |
/// | dyadic correlation ρ | density ∝ (1 − ρ²)^(−½) on \|ρ\| ≤ 0.995 | – |
/// | additive effects | covariance inverse Wishart(`additive_df`, `additive_df`·`additive_scale`·I) | variance inverse gamma(`additive_df`/2, `additive_df`·`additive_scale`/2) |
/// | multiplicative effects | covariance of (uᵢ, vᵢ) inverse Wishart(`factor_df`, `factor_df`·`factor_scale`·I) | variance of each dimension of uᵢ inverse gamma(`factor_df`/2, `factor_df`·`factor_scale`/2); each diagonal entry of Λ standard normal |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmePrior {
    /// Prior of the coefficients.
    pub coefficients: CoefficientPrior,
    /// Degrees of freedom of the error variance.
    pub error_df: f64,
    /// Prior guess of the error variance.
    pub error_scale: f64,
    /// Degrees of freedom of the (co)variance of additive effects.
    pub additive_df: f64,
    /// Prior guess of the variance of additive effects.
    pub additive_scale: f64,
    /// Degrees of freedom of the (co)variance of multiplicative effects.
    pub factor_df: f64,
    /// Prior guess of the variance of multiplicative effects.
    pub factor_scale: f64,
}

impl AmePrior {
    /// The default priors of R's amen 1.4.5. They depend on the number of ties, their
    /// variance (normal ties), and the spread of ties sent and received (directed 0/1 ties).
    #[must_use]
    pub fn amen(data: &Relations, rank: usize) -> Self {
        let count: f64 = if data.symmetric { 2.0 } else { 1.0 } * data.observed() as f64;
        let g = match data.family {
            Family::Normal => count * variance(data),
            Family::Probit => count,
        };
        let plain = Self {
            coefficients: CoefficientPrior::G(if g > 0.0 { g } else { 1.0 }),
            error_df: 1.0,
            error_scale: 1.0,
            additive_df: 4.0,
            additive_scale: 1.0,
            factor_df: 2.0 + 2.0 * rank as f64,
            factor_scale: 1.0,
        };
        if data.symmetric {
            return Self { additive_df: 1.0, factor_df: 2.0, factor_scale: 0.5, ..plain };
        }
        match data.family {
            Family::Normal => plain,
            Family::Probit => binary(data, rank, plain),
        }
    }

    pub(super) fn check(&self, covariates: usize, rank: usize, symmetric: bool) -> Result<()> {
        let positive = |v: f64| v.is_finite() && v > 0.0;
        let each = [
            ("error_df", self.error_df, 0.0),
            ("error_scale", self.error_scale, 0.0),
            ("additive_df", self.additive_df, if symmetric { 0.0 } else { 1.0 }),
            ("additive_scale", self.additive_scale, 0.0),
            ("factor_df", self.factor_df, (2 * rank).saturating_sub(1) as f64),
            ("factor_scale", self.factor_scale, 0.0),
        ];
        for (name, value, above) in each {
            let above = if symmetric { 0.0 } else { above };
            let range = "finite, positive, and above the dimension less one";
            in_range(name, value, range, positive(value) && value > above)?;
        }
        match &self.coefficients {
            CoefficientPrior::G(g) => in_range("g", *g, "a positive number", positive(*g)),
            CoefficientPrior::Independent(sd) => {
                crate::error::same_length("the prior of the coefficients", sd.len(), covariates)?;
                all_finite("the prior of the coefficients", sd)?;
                let least = sd.iter().copied().fold(f64::INFINITY, f64::min);
                in_range("a prior standard deviation", least, "positive", least > 0.0)
            }
        }
    }
}

/// Sample variance of the known ties.
pub(super) fn variance(data: &Relations) -> f64 {
    let count = data.observed() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let mean = data.known().sum::<f64>() / count;
    data.known().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (count - 1.0)
}

/// Priors of directed 0/1 ties from the spread of linearised row and column means.
fn binary(data: &Relations, rank: usize, plain: AmePrior) -> AmePrior {
    let n = data.n;
    let share = data.known().sum::<f64>() / data.observed().max(1) as f64;
    if !(share > 0.0 && share < 1.0) || n < 2 {
        return plain;
    }
    // amen codes the rarer value as one.
    let flip = share > 0.5;
    let share = if flip { 1.0 - share } else { share };
    let mu = normal_quantile(share);
    let density = libm::exp(-0.5 * mu * mu) / libm::sqrt(2.0 * std::f64::consts::PI);
    let value = |y: f64| ((if flip { 1.0 - y } else { y }) - share) / density;
    let mean = |get: &dyn Fn(usize) -> f64, i: usize| {
        // The diagonal counts as an observed zero.
        let known = (0..n).filter(|&j| j != i).map(get).filter(|v| !v.is_nan());
        let (count, sum) = known.fold((1.0, 0.0), |(c, s), y| (c + 1.0, s + value(y)));
        sum / count
    };
    let a: Vec<f64> = (0..n).map(|i| mean(&|j| data.y.get(i, j), i)).collect();
    let b: Vec<f64> = (0..n).map(|i| mean(&|j| data.y.get(j, i), i)).collect();
    let spread = |x: &[f64]| {
        let m = x.iter().sum::<f64>() / n as f64;
        x.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / (n as f64 - 1.0)
    };
    let scale = (0.5 * (spread(&a) + spread(&b))).max(1e-6);
    let mut information = 0.0;
    for ai in &a {
        for bj in &b {
            let p = normal_cdf(mu + ai + bj);
            information += p * (1.0 - p) / (n * n) as f64;
        }
    }
    let factor = 0.25 / information.max(1e-6);
    AmePrior {
        additive_df: libm::rint(4.0 * factor),
        additive_scale: scale,
        factor_df: libm::rint((2.0 * rank as f64 + 2.0) * factor),
        factor_scale: scale,
        ..plain
    }
}
