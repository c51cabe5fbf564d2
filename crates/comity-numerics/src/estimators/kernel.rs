//! The log-likelihood of a row under each link, for the loops over rows.

use super::link::{Link, Row};
use crate::special::{exp_below_zero, normal_cdf, normal_density};

/// A link known when the program is compiled, for the loops over rows.
pub(crate) trait Kernel {
    const LINK: Link;
    fn row(eta: f64, yes: bool) -> Row;

    /// [`Kernel::row`] with a factor in [1, 2] whose logarithm is still to be taken from the
    /// log-likelihood.
    #[inline(always)]
    fn row_and_factor(eta: f64, yes: bool) -> (Row, f64) {
        (Self::row(eta, yes), 1.0)
    }
}

pub(crate) struct Logit;
pub(crate) struct Probit;
pub(crate) struct Cloglog;

impl Kernel for Logit {
    const LINK: Link = Link::Logit;

    #[inline]
    fn row(eta: f64, yes: bool) -> Row {
        let (row, factor) = Self::row_and_factor(eta, yes);
        Row { log_likelihood: row.log_likelihood - libm::log1p(factor - 1.0), ..row }
    }

    #[inline(always)]
    fn row_and_factor(eta: f64, yes: bool) -> (Row, f64) {
        // One exponential serves the mean, its complement and the log-likelihood.
        let e = exp_below_zero(-eta.abs());
        let large = 1.0 / (1.0 + e);
        let small = e * large;
        let mu = if eta >= 0.0 { large } else { small };
        let against = if yes == (eta >= 0.0) { 0.0 } else { eta.abs() };
        let row = Row {
            log_likelihood: -against,
            score: f64::from(u8::from(yes)) - mu,
            information: small * large,
        };
        (row, 1.0 + e)
    }
}

impl Kernel for Probit {
    const LINK: Link = Link::Probit;

    /// With z = ±η: ln Φ(z), inverse Mills ratio λ = φ(z)/Φ(z), and λ(z + λ).
    #[inline]
    fn row(eta: f64, yes: bool) -> Row {
        let z = if yes { eta } else { -eta };
        let (log_likelihood, ratio) = if z > 0.0 {
            let beyond = normal_cdf(-z);
            (libm::log1p(-beyond), normal_density(z) / (1.0 - beyond))
        } else if z > -25.0 {
            let p = normal_cdf(z);
            (libm::log(p), normal_density(z) / p)
        } else {
            let series = tail_series(z);
            (-0.5 * z * z - LN_ROOT_TWO_PI + libm::log(series / -z), -z / series)
        };
        Row {
            log_likelihood,
            score: if yes { ratio } else { -ratio },
            information: (ratio * (z + ratio)).max(0.0),
        }
    }
}

/// ln √(2π).
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_7;

/// −z Φ(z)/φ(z) for z ≤ −25: 1 − 1/z² + 3/z⁴ − …, whose next term is below 1e-16.
fn tail_series(z: f64) -> f64 {
    let r = 1.0 / (z * z);
    (0..8_u32).rev().fold(1.0, |sum, k| 1.0 - f64::from(2 * k + 1) * r * sum)
}

impl Kernel for Cloglog {
    const LINK: Link = Link::Cloglog;

    /// With t = e^η and s = t/(e^t − 1): a no has −t, a yes has ln(1 − e^(−t)), score s and
    /// information s(s + t − 1).
    #[inline]
    fn row(eta: f64, yes: bool) -> Row {
        let t = hazard(eta);
        if !yes {
            return Row { log_likelihood: -t, score: -t, information: t };
        }
        let s = t / libm::expm1(t);
        // s + t − 1 loses its digits for small t: its Taylor series, next term t⁸/1209600.
        let rise = if t < 0.05 {
            let square = t * t;
            t / 2.0 + square * (1.0 / 12.0 - square * (1.0 / 720.0 - square / 30_240.0))
        } else {
            s + t - 1.0
        };
        Row {
            log_likelihood: libm::log(-libm::expm1(-t)),
            score: s,
            information: (s * rise).max(0.0),
        }
    }
}

/// e^η, kept within the range of numbers whose squares are finite and positive.
pub(super) fn hazard(eta: f64) -> f64 {
    libm::exp(eta.clamp(-350.0, 350.0))
}
