//! Draws from the beta distribution.

use super::normal::StandardNormal;
use crate::error::{Result, in_range};

/// `count` draws from the beta distribution with parameters `a` and `b`, as the ratio of
/// gamma variates: Marsaglia and Tsang (2000), *ACM Transactions on Mathematical Software*
/// 26(3).
///
/// ```
/// let draws = comity_numerics::sampling::beta::draws(2.0, 6.0, 4000, 1)?;
/// let mean = draws.iter().sum::<f64>() / 4000.0;
/// // Mean a/(a + b) = 1/4, standard error 0.0023.
/// assert!((mean - 0.25).abs() < 0.01);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Parameter`] when `a` or `b` is not a positive finite number.
pub fn draws(a: f64, b: f64, count: usize, seed: u64) -> Result<Vec<f64>> {
    let positive = |v: f64| v.is_finite() && v > 0.0;
    in_range("a", a, "a positive number", positive(a))?;
    in_range("b", b, "a positive number", positive(b))?;
    let mut source = StandardNormal::new(seed);
    Ok((0..count)
        .map(|_| {
            let (x, y) = (log_gamma_variate(a, &mut source), log_gamma_variate(b, &mut source));
            crate::special::logistic(x - y)
        })
        .collect())
}

/// The logarithm of a gamma variate with this shape and scale one.
fn log_gamma_variate(shape: f64, source: &mut StandardNormal) -> f64 {
    if shape < 1.0 {
        // Γ(a) = Γ(a + 1) U^(1/a), on the log scale so that small shapes do not underflow.
        return log_gamma_variate(shape + 1.0, source) + libm::log(source.uniform()) / shape;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = source.next_normal();
        let v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
        let u = source.uniform();
        if v > 0.0 && libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return libm::log(d * v);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean a/(a + b) and variance ab/((a + b)²(a + b + 1)); bounds are about five standard
    /// errors of 20,000 draws.
    #[test]
    fn moments_are_those_of_the_distribution() {
        for (a, b) in [(0.5, 0.5), (3.0, 1.5), (20.5, 3000.5)] {
            let x = draws(a, b, 20_000, 9).unwrap();
            let mean = x.iter().sum::<f64>() / 20_000.0;
            let variance = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 20_000.0;
            let (m, s) = (a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1.0)));
            assert!((mean - m).abs() < 5.0 * (s / 20_000.0).sqrt(), "{a} {b} {mean}");
            assert!((variance / s - 1.0).abs() < 0.06, "{a} {b} {variance}");
        }
        assert!(draws(0.0, 1.0, 1, 1).is_err() && draws(1.0, f64::NAN, 1, 1).is_err());
    }
}
