//! Penalties as log-densities of the coefficients.

use crate::strategic::Penalty;
use comity_numerics::special::{log1p_exp, logistic};

/// A penalty with the standard deviation of each coefficient's columns; zero for constants.
pub(super) struct Prior {
    penalty: Penalty,
    spread: Vec<f64>,
}

impl Prior {
    pub(super) fn none(parameters: usize) -> Self {
        Self { penalty: Penalty::None, spread: vec![0.0; parameters] }
    }

    pub(super) fn new(penalty: Penalty, columns: &[Vec<&[f64]>]) -> Self {
        Self { penalty, spread: columns.iter().map(|c| deviation(c)).collect() }
    }

    /// The log-density of coefficient `j`, its slope and its second derivative.
    pub(super) fn term(&self, j: usize, theta: f64) -> (f64, f64, f64) {
        let spread = self.spread[j];
        let x = theta * spread;
        let (value, slope, second) = match self.penalty {
            _ if spread == 0.0 => (0.0, 0.0, 0.0),
            Penalty::None => (0.0, 0.0, 0.0),
            Penalty::Normal { deviation } => {
                let precision = 1.0 / (deviation * deviation);
                (-0.5 * x * x * precision, -x * precision, -precision)
            }
            Penalty::LogF => {
                let p = logistic(x);
                (0.5 * x - log1p_exp(x), 0.5 - p, -p * (1.0 - p))
            }
        };
        (value, slope * spread, second * spread * spread)
    }
}

/// The standard deviation over all entries of some columns.
fn deviation(columns: &[&[f64]]) -> f64 {
    let all = || columns.iter().flat_map(|c| c.iter());
    let n = all().count().max(1) as f64;
    let mean = all().sum::<f64>() / n;
    let squares: f64 = all().map(|x| (x - mean) * (x - mean)).sum();
    let found = libm::sqrt(squares / n);
    // A constant column can differ from its mean by rounding.
    if found > 1e-12 * mean.abs() { found } else { 0.0 }
}
