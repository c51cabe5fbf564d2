//! The log-likelihood of a row under each link, for the loops over rows.

use super::link::{Link, Row};
use crate::pass::{BLOCK, LANES};
use crate::special::{exp, exp_below_zero, fused_exp_below_zero, normal_cdf, normal_density};

/// A link known when the program is compiled, for the loops over rows.
pub(crate) trait Kernel {
    const LINK: Link;
    fn row(eta: f64, yes: bool) -> Row;

    /// Score and information of a row, where the log-likelihood is not asked for.
    #[inline(always)]
    fn slopes(eta: f64, yes: bool) -> (f64, f64) {
        let row = Self::row(eta, yes);
        (row.score, row.information)
    }

    /// The first `n` of a block of rows, each of weight 1: fills their scores and their
    /// information, returns the sum of their log-likelihoods. `y` is 1 for a yes, 0 for a no.
    #[inline(always)]
    fn block(
        n: usize,
        eta: &[f64; BLOCK],
        y: &[f64; BLOCK],
        [score, information]: [&mut [f64; BLOCK]; 2],
    ) -> f64 {
        let mut sum = 0.0;
        for k in 0..n {
            let row = Self::row(eta[k], y[k] > 0.5);
            sum += row.log_likelihood;
            score[k] = row.score;
            information[k] = row.information;
        }
        sum
    }
}

pub(crate) struct Logit;
pub(crate) struct Probit;
pub(crate) struct Cloglog;

impl Kernel for Logit {
    const LINK: Link = Link::Logit;

    #[inline]
    fn row(eta: f64, yes: bool) -> Row {
        let (score, information) = Self::slopes(eta, yes);
        let against = if yes == (eta >= 0.0) { 0.0 } else { eta.abs() };
        let log_likelihood = -against - libm::log1p(exp_below_zero(-eta.abs()));
        Row { log_likelihood, score, information }
    }

    #[inline(always)]
    fn slopes(eta: f64, yes: bool) -> (f64, f64) {
        let e = exp_below_zero(-eta.abs());
        let large = 1.0 / (1.0 + e);
        let small = e * large;
        let mu = if eta >= 0.0 { large } else { small };
        (f64::from(u8::from(yes)) - mu, small * large)
    }

    /// One exponential a row serves the mean, its complement and the log-likelihood, and one
    /// logarithm the whole block: the factors 1 + e^(−|η|) are at most 2, so that their
    /// product is at most 2^128.
    #[inline(always)]
    fn block(
        n: usize,
        eta: &[f64; BLOCK],
        y: &[f64; BLOCK],
        [score, information]: [&mut [f64; BLOCK]; 2],
    ) -> f64 {
        let (mut against, mut factors) = ([0.0; BLOCK], [1.0; BLOCK]);
        for k in 0..BLOCK {
            let distance = eta[k].abs();
            let e = fused_exp_below_zero(-distance);
            let large = 1.0 / (1.0 + e);
            let small = e * large;
            let above = if eta[k] >= 0.0 { 1.0 } else { 0.0 };
            let mu = if eta[k] >= 0.0 { large } else { small };
            score[k] = y[k] - mu;
            information[k] = small * large;
            against[k] = (y[k] - above).abs() * distance;
            factors[k] = 1.0 + e;
        }
        factors[n..].fill(1.0);
        against[n..].fill(0.0);
        let (mut sum, mut product) = ([0.0; LANES], [1.0; LANES]);
        for (a, f) in against.as_chunks::<LANES>().0.iter().zip(factors.as_chunks::<LANES>().0) {
            for k in 0..LANES {
                sum[k] += a[k];
                product[k] *= f[k];
            }
        }
        -sum.iter().sum::<f64>() - libm::log(product.iter().product())
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
        let (s, rise) = over_hazard(t);
        Row {
            log_likelihood: libm::log(-libm::expm1(-t)),
            score: s,
            information: (s * rise).max(0.0),
        }
    }

    /// A no takes one exponential; where yes is rare, few rows take more.
    #[inline(always)]
    fn block(
        n: usize,
        eta: &[f64; BLOCK],
        y: &[f64; BLOCK],
        [score, information]: [&mut [f64; BLOCK]; 2],
    ) -> f64 {
        let mut against = [0.0; BLOCK];
        for k in 0..BLOCK {
            let t = exp(eta[k].clamp(-WIDEST, WIDEST));
            score[k] = -t;
            information[k] = t;
            against[k] = (1.0 - y[k]) * t;
        }
        against[n..].fill(0.0);
        let mut sum = [0.0; LANES];
        for a in against.as_chunks::<LANES>().0 {
            for k in 0..LANES {
                sum[k] += a[k];
            }
        }
        let mut value = -sum.iter().sum::<f64>();
        for k in (0..n).filter(|k| y[*k] > 0.5) {
            let row = Self::row(eta[k], true);
            value += row.log_likelihood;
            score[k] = row.score;
            information[k] = row.information;
        }
        value
    }
}

/// s = t/(e^t − 1) and s + t − 1. Both lose digits or time for small t: there the second's Taylor
/// series, next term t⁸/1209600.
pub(super) fn over_hazard(t: f64) -> (f64, f64) {
    if t < 0.05 {
        let square = t * t;
        let rise = t / 2.0 + square * (1.0 / 12.0 - square * (1.0 / 720.0 - square / 30_240.0));
        (1.0 - t + rise, rise)
    } else {
        let s = t / libm::expm1(t);
        (s, s + t - 1.0)
    }
}

/// The largest |η|: numbers beyond would have squares that are not finite and positive.
const WIDEST: f64 = 350.0;

/// e^η, kept within the range of numbers whose squares are finite and positive.
pub(super) fn hazard(eta: f64) -> f64 {
    libm::exp(eta.clamp(-WIDEST, WIDEST))
}
