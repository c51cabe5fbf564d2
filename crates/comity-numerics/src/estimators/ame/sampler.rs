//! What a run needs of a chain, and the run itself.

use super::data::{Family, Relations};
use super::goodness::{Goodness, Statistics};
use super::params::AmeParams;
use super::result::EffectDraw;
use crate::sampling::variates::Variates;
use crate::special::normal_cdf;

/// One chain.
pub(super) trait Sampler {
    /// Draws every unknown once.
    fn sweep(&mut self);
    /// Computes the residuals afresh, so that rounding does not gather.
    fn refresh(&mut self);
    fn coefficients(&self) -> &[f64];
    fn variances(&self) -> Vec<f64>;
    /// Row effects, column effects, and multiplicative effects.
    fn effects(&self) -> (&[f64], &[f64], &[f64]);
    /// The linear predictor of all `n × n` cells, row by row.
    fn predictors(&self, out: &mut [f64]);
    /// Error variance and dyadic correlation.
    fn error(&self) -> (f64, f64);
    fn source(&mut self) -> &mut Variates;
}

/// What a chain leaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub(super) coefficients: Vec<Vec<f64>>,
    pub(super) variances: Vec<Vec<f64>>,
    pub(super) goodness: Vec<Goodness>,
    pub(super) effects: Vec<EffectDraw>,
    /// Sums over kept draws.
    pub(super) row: Vec<f64>,
    pub(super) column: Vec<f64>,
    pub(super) predictor: Vec<f64>,
    pub(super) expectation: Vec<f64>,
}

/// Runs a chain; `step` is called after each sweep.
pub(super) fn run(
    chain: &mut impl Sampler,
    data: &Relations,
    statistics: &Statistics,
    params: &AmeParams,
    step: &(dyn Fn() + Sync),
) -> Kept {
    let n = data.n;
    let mut kept = Kept {
        row: vec![0.0; n],
        column: vec![0.0; n],
        predictor: vec![0.0; n * n],
        expectation: vec![0.0; n * n],
        ..Kept::default()
    };
    let mut eta = vec![0.0; n * n];
    let mut simulated = vec![0.0; n * n];
    for sweep in 1..=params.burn_in + params.sweeps {
        chain.sweep();
        step();
        let after = sweep.saturating_sub(params.burn_in);
        if after == 0 || !after.is_multiple_of(params.thin) {
            continue;
        }
        chain.predictors(&mut eta);
        keep(chain, data, &eta, params, &mut kept);
        if params.goodness_of_fit {
            simulate(chain, data, &eta, &mut simulated);
            kept.goodness.push(statistics.of(&mut simulated));
        }
        chain.refresh();
    }
    kept
}

fn keep(chain: &impl Sampler, data: &Relations, eta: &[f64], params: &AmeParams, kept: &mut Kept) {
    kept.coefficients.push(chain.coefficients().to_vec());
    kept.variances.push(chain.variances());
    let (row, column, factors) = chain.effects();
    let add = |sums: &mut [f64], values: &[f64]| {
        for (s, v) in sums.iter_mut().zip(values) {
            *s += v;
        }
    };
    add(&mut kept.row, row);
    add(&mut kept.column, column);
    add(&mut kept.predictor, eta);
    if data.family == Family::Probit {
        for (s, e) in kept.expectation.iter_mut().zip(eta) {
            *s += normal_cdf(*e);
        }
    }
    if params.keep_effects {
        kept.effects.push(EffectDraw {
            row: row.to_vec(),
            column: column.to_vec(),
            factors: factors.to_vec(),
        });
    }
}

/// A network drawn from the model at the chain's parameters, the diagonal zero.
fn simulate(chain: &mut impl Sampler, data: &Relations, eta: &[f64], out: &mut [f64]) {
    let n = data.n;
    let (s2, rho) = chain.error();
    let (sd, rest) = (libm::sqrt(s2), libm::sqrt(1.0 - rho * rho));
    let value = |z: f64| match data.family {
        Family::Normal => z,
        Family::Probit => f64::from(u8::from(z > 0.0)),
    };
    let source = chain.source();
    for j in 0..n {
        out[j * n + j] = 0.0;
        for i in 0..j {
            let first = source.normal();
            out[i * n + j] = value(eta[i * n + j] + sd * first);
            out[j * n + i] = if data.symmetric {
                out[i * n + j]
            } else {
                value(eta[j * n + i] + sd * (rho * first + rest * source.normal()))
            };
        }
    }
}
