//! Stacking of predictive distributions on the logarithmic score.
//!
//! Yao, Vehtari, Simpson and Gelman (2018), *Bayesian Analysis* 13(3): the weights on the
//! simplex that maximise f(w) = (1/n) Σᵢ ln Σ_k w_k p_ik, with p_ik what model k gave to what
//! happened in case i. The objective is concave. Computed by sequential quadratic
//! programming on min −f(w) + Σ w_k over w ≥ 0, whose solution sums to one (Kim, Carbonetto,
//! Stephens and Anitescu 2020, "A Fast Algorithm for Maximum Likelihood Estimation of
//! Mixture Proportions", *Journal of Computational and Graphical Statistics* 29(2)), with
//! steps of the EM algorithm where a Newton step does not help.

use crate::dense::Matrix;
use crate::error::{NumericsError, Result, in_range, same_length};
use serde::{Deserialize, Serialize};

/// Settings of the maximisation.
///
/// | Name | Default | Purpose | Range |
/// |---|---|---|---|
/// | `tolerance` | 1e-9 | gap, in mean log score, at which the weights count as optimal | (0, 1) |
/// | `max_iterations` | 2000 | iterations before giving up | 1 and more |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StackingParams {
    /// Gap, in mean log score, at which the weights count as optimal.
    pub tolerance: f64,
    /// Iterations before giving up.
    pub max_iterations: usize,
}

impl Default for StackingParams {
    fn default() -> Self {
        Self { tolerance: 1e-9, max_iterations: 2000 }
    }
}

impl StackingParams {
    /// The settings, if every one is within its range.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] naming the first that is not.
    pub fn check(self) -> Result<ValidStackingParams> {
        let t = self.tolerance;
        in_range("tolerance", t, "between 0 and 1", t > 0.0 && t < 1.0)?;
        let n = self.max_iterations;
        in_range("max_iterations", n as f64, "at least 1", n >= 1)?;
        Ok(ValidStackingParams(self))
    }
}

/// Settings that were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValidStackingParams(StackingParams);

/// Stacking weights with the proof of how good they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stacking {
    /// One weight a model, not negative, summing to one.
    pub weights: Vec<f64>,
    /// Mean log score of the weighted ensemble.
    pub mean_log_score: f64,
    /// No weights have a mean log score higher than this one's plus `gap`
    /// (max_k ∂f/∂w_k − 1, the duality gap).
    pub gap: f64,
    /// Whether `gap` is within the tolerance.
    pub converged: bool,
    /// Iterations done.
    pub iterations: usize,
}

/// Stacking weights from log scores: one slice a model, one entry a case (the log of the
/// probability that the model gave to what happened; −∞ is allowed where some other model
/// gave it a chance).
///
/// ```
/// use comity_numerics::ensemble::stacking::{ValidStackingParams, weights};
/// let sharp: Vec<f64> = [0.9_f64, 0.9, 0.2].map(f64::ln).to_vec();
/// let vague: Vec<f64> = [0.5_f64, 0.5, 0.5].map(f64::ln).to_vec();
/// let s = weights(&[&sharp, &vague], &ValidStackingParams::default())?;
/// assert!(s.converged && s.weights[0] > s.weights[1]);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`NumericsError::Empty`] without models or cases, [`NumericsError::Dimension`] when the
/// models have different numbers of cases, [`NumericsError::NotFinite`] when a score is NaN
/// or +∞, or when every model gave a case probability zero.
pub fn weights(log_scores: &[&[f64]], params: &ValidStackingParams) -> Result<Stacking> {
    let params = &params.0;
    let problem = Problem::new(log_scores)?;
    let models = log_scores.len();
    let mut w = vec![1.0 / models as f64; models];
    let mut iterations = 0;
    loop {
        let at = problem.at(&w);
        let gap = at.gradient.iter().copied().fold(f64::NEG_INFINITY, f64::max) - 1.0;
        if gap <= params.tolerance || iterations >= params.max_iterations {
            return Ok(Stacking {
                mean_log_score: at.value + problem.shift,
                converged: gap <= params.tolerance,
                gap: gap.max(0.0),
                weights: w,
                iterations,
            });
        }
        iterations += 1;
        let em: Vec<f64> = normalised(w.iter().zip(&at.gradient).map(|(w, g)| w * g).collect());
        w = problem.newton(&w, &at).unwrap_or(em);
    }
}

struct Problem {
    /// One vector a model: probabilities relative to the best model of the case.
    relative: Vec<Vec<f64>>,
    /// Mean log score of the best model of each case.
    shift: f64,
}

struct At {
    value: f64,
    gradient: Vec<f64>,
    curvature: Matrix,
}

impl Problem {
    fn new(scores: &[&[f64]]) -> Result<Self> {
        let cases = scores.first().ok_or(NumericsError::Empty { what: "the models" })?.len();
        if cases == 0 {
            return Err(NumericsError::Empty { what: "the log scores" });
        }
        let mut best = vec![f64::NEG_INFINITY; cases];
        for model in scores {
            same_length("the log scores of a model", model.len(), cases)?;
            for (index, (b, &s)) in best.iter_mut().zip(*model).enumerate() {
                if s.is_nan() || s == f64::INFINITY {
                    return Err(NumericsError::NotFinite { what: "a log score".into(), index });
                }
                *b = b.max(s);
            }
        }
        crate::error::all_finite("the best log score of a case", &best)?;
        let relative = scores
            .iter()
            .map(|m| m.iter().zip(&best).map(|(s, b)| libm::exp(s - b)).collect())
            .collect();
        Ok(Self { relative, shift: best.iter().sum::<f64>() / cases as f64 })
    }

    fn mixture(&self, w: &[f64]) -> Vec<f64> {
        let mut mixture = vec![0.0; self.relative.first().map_or(0, Vec::len)];
        for (model, &w) in self.relative.iter().zip(w) {
            for (m, p) in mixture.iter_mut().zip(model) {
                *m += w * p;
            }
        }
        mixture
    }

    fn value(&self, w: &[f64]) -> f64 {
        let mixture = self.mixture(w);
        mixture.iter().map(|&m| libm::log(m)).sum::<f64>() / mixture.len() as f64
    }

    /// Value, gradient and minus the Hessian of f.
    fn at(&self, w: &[f64]) -> At {
        let mixture = self.mixture(w);
        let n = mixture.len() as f64;
        let ratios: Vec<Vec<f64>> = self
            .relative
            .iter()
            .map(|model| model.iter().zip(&mixture).map(|(p, m)| p / m).collect())
            .collect();
        let cross = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / n;
        At {
            value: mixture.iter().map(|&m| libm::log(m)).sum::<f64>() / n,
            gradient: ratios.iter().map(|r| r.iter().sum::<f64>() / n).collect(),
            curvature: Matrix::from_fn(w.len(), |i, j| cross(&ratios[i.max(j)], &ratios[i.min(j)])),
        }
    }

    /// The weights after a Newton step with line search, or `None` when it does not help.
    fn newton(&self, w: &[f64], at: &At) -> Option<Vec<f64>> {
        let target = quadratic_minimum(&at.curvature, &at.gradient, w);
        let slope: f64 = at
            .gradient
            .iter()
            .zip(target.iter().zip(w))
            .map(|(g, (t, w))| (g - 1.0) * (t - w))
            .sum();
        let relaxed = |w: &[f64], value: f64| value - w.iter().sum::<f64>();
        let here = relaxed(w, at.value);
        (0..20).find_map(|halving| {
            let length = libm::ldexp(1.0, -halving);
            let next: Vec<f64> =
                w.iter().zip(&target).map(|(w, t)| (w + length * (t - w)).max(0.0)).collect();
            let there = relaxed(&next, self.value(&next));
            (there > here + 0.01 * length * slope && slope > 0.0).then(|| normalised(next))
        })
    }
}

/// argmin over v ≥ 0 of ½(v − w)'H(v − w) − (g − 1)'(v − w), by coordinate descent. H gets a
/// ridge of 1e-8 of its mean diagonal: models that say the same share a weight.
fn quadratic_minimum(h: &Matrix, gradient: &[f64], w: &[f64]) -> Vec<f64> {
    let models = w.len();
    let ridge = 1e-8 * h.diagonal().iter().sum::<f64>() / models as f64;
    let mut v = w.to_vec();
    for _ in 0..500 {
        let mut moved = 0.0_f64;
        for k in 0..models {
            let pull: f64 = (0..models).map(|j| h.get(k, j) * (v[j] - w[j])).sum();
            let slope = pull + ridge * (v[k] - w[k]) - (gradient[k] - 1.0);
            let next = (v[k] - slope / (h.get(k, k) + ridge)).max(0.0);
            moved = moved.max((next - v[k]).abs());
            v[k] = next;
        }
        if moved < 1e-14 {
            break;
        }
    }
    v
}

fn normalised(mut w: Vec<f64>) -> Vec<f64> {
    let total: f64 = w.iter().sum();
    w.iter_mut().for_each(|v| *v /= total);
    w
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(probabilities: &[&[f64]]) -> Stacking {
        let logs: Vec<Vec<f64>> =
            probabilities.iter().map(|m| m.iter().map(|p| p.ln()).collect()).collect();
        let slices: Vec<&[f64]> = logs.iter().map(Vec::as_slice).collect();
        weights(&slices, &ValidStackingParams::default()).unwrap()
    }

    /// Two models, each certain in its own cases: f = a ln w + (1 − a) ln(1 − w), so w = a.
    #[test]
    fn specialists_are_weighted_by_their_share_of_cases() {
        let s = stack(&[&[1.0, 1.0, 1.0, 0.0], &[0.0, 0.0, 0.0, 1.0]]);
        assert!(s.converged);
        assert!((s.weights[0] - 0.75).abs() < 1e-8);
        assert!((s.mean_log_score - (0.75 * 0.75_f64.ln() + 0.25 * 0.25_f64.ln())).abs() < 1e-9);
    }

    /// f'(w) = Σ (a − b)/(b + w(a − b)): zero at w = 1/2 by symmetry of the cases.
    #[test]
    fn symmetric_models_share_equally_and_a_dominated_one_gets_nothing() {
        let s = stack(&[&[0.8, 0.4], &[0.4, 0.8], &[0.1, 0.1]]);
        assert!((s.weights[0] - 0.5).abs() < 1e-7 && (s.weights[1] - 0.5).abs() < 1e-7);
        assert!(s.weights[2] < 1e-9);
    }

    #[test]
    fn equal_models_are_no_difficulty() {
        let s = stack(&[&[0.3, 0.6], &[0.3, 0.6]]);
        assert!(s.converged && (s.weights.iter().sum::<f64>() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_case_that_no_model_allowed_is_refused() {
        let never = [f64::NEG_INFINITY];
        let p = ValidStackingParams::default();
        assert!(matches!(weights(&[&never], &p), Err(NumericsError::NotFinite { .. })));
        assert!(matches!(weights(&[&[f64::NAN]], &p), Err(NumericsError::NotFinite { .. })));
        assert!(weights(&[], &p).is_err() && weights(&[&[]], &p).is_err());
        assert!(weights(&[&[-1.0], &[-1.0, -2.0]], &p).is_err());
        assert!(StackingParams { tolerance: 0.0, ..Default::default() }.check().is_err());
    }
}
