//! What the outcome is and how it depends on the linear predictor.

use crate::special::{exp_below_zero, normal_cdf, normal_quantile};
use serde::{Deserialize, Serialize};

/// Distribution and link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Least squares: any outcome, identity link.
    Linear,
    /// Counts, log link.
    Poisson,
    /// An outcome of 0 or 1, logit link.
    Logit,
    /// An outcome of 0 or 1, probit link; steps and standard errors use the expected
    /// information.
    Probit,
}

/// One row at one linear predictor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    /// Log-likelihood (for least squares −½(y − η)²).
    pub(super) log_likelihood: f64,
    /// dℓ/dη.
    pub(super) score: f64,
    /// Expected −d²ℓ/dη².
    pub(super) information: f64,
}

/// Beyond this many standard deviations the normal tail underflows.
const PROBIT_LIMIT: f64 = 37.0;

impl Family {
    /// Whether the outcome is 0 or 1.
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Logit | Self::Probit)
    }

    /// A moderate linear predictor to start from.
    pub(super) fn start(self, y: f64) -> f64 {
        match self {
            Self::Linear => y,
            Self::Poisson => libm::log(y + 0.1),
            Self::Logit => libm::log(3.0) * (2.0 * y - 1.0),
            Self::Probit => normal_quantile(0.25 + 0.5 * y),
        }
    }

    pub(super) fn term(self, y: f64, eta: f64) -> Term {
        match self {
            Self::Linear => Term {
                log_likelihood: -0.5 * (y - eta) * (y - eta),
                score: y - eta,
                information: 1.0,
            },
            Self::Poisson => {
                let mu = libm::exp(eta);
                Term {
                    log_likelihood: y * eta - mu - libm::lgamma(y + 1.0),
                    score: y - mu,
                    information: mu,
                }
            }
            Self::Logit => {
                let e = exp_below_zero(-eta.abs());
                let large = 1.0 / (1.0 + e);
                let small = e * large;
                let mu = if eta >= 0.0 { large } else { small };
                let against = if (y > 0.5) == (eta >= 0.0) { 0.0 } else { eta.abs() };
                Term {
                    log_likelihood: -(against + libm::log1p(e)),
                    score: if y > 0.5 { if eta >= 0.0 { small } else { large } } else { -mu },
                    information: small * large,
                }
            }
            Self::Probit => probit(y, eta.clamp(-PROBIT_LIMIT, PROBIT_LIMIT)),
        }
    }
}

fn probit(y: f64, eta: f64) -> Term {
    const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_7;
    let density = libm::exp(-0.5 * eta * eta) / ROOT_TWO_PI;
    let (yes, no) = (normal_cdf(eta), normal_cdf(-eta));
    let (seen, sign) = if y > 0.5 { (yes, 1.0) } else { (no, -1.0) };
    Term {
        log_likelihood: libm::log(seen),
        score: sign * density / seen,
        information: density / yes * (density / no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores are derivatives of the log-likelihood: central differences with h = 1e-5 have
    /// an error of order 1e-10.
    #[test]
    fn scores_are_derivatives() {
        for family in [Family::Linear, Family::Poisson, Family::Logit, Family::Probit] {
            for y in [0.0, 1.0] {
                for eta in [-6.0, -0.3, 0.0, 2.0, 6.0] {
                    let at = |e: f64| family.term(y, e).log_likelihood;
                    let slope = (at(eta + 1e-5) - at(eta - 1e-5)) / 2e-5;
                    let score = family.term(y, eta).score;
                    assert!((slope - score).abs() < 1e-6 * (1.0 + score.abs()), "{family:?} {eta}");
                }
            }
        }
    }

    /// E[score²] under the model is the information.
    #[test]
    fn the_information_is_expected() {
        for (family, p) in [
            (Family::Logit, crate::special::logistic as fn(f64) -> f64),
            (Family::Probit, normal_cdf),
        ] {
            for eta in [-3.0, 0.2, 4.0] {
                let (yes, no) = (family.term(1.0, eta), family.term(0.0, eta));
                let squared = p(eta) * yes.score * yes.score + (1.0 - p(eta)) * no.score * no.score;
                assert!((squared / yes.information - 1.0).abs() < 1e-9);
            }
            assert!(family.term(0.0, 500.0).score.is_finite());
        }
    }
}
