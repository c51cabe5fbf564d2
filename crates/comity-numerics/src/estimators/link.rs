//! Links between a linear predictor η and the probability μ of a yes.
//!
//! McCullagh and Nelder (1989), *Generalized Linear Models*, 2nd ed., section 4.3.

use super::kernel::{Cloglog, Kernel, Logit, Probit, hazard, over_hazard};
use crate::special::{log_odds, logistic, normal_cdf, normal_density, normal_quantile};
use serde::{Deserialize, Serialize};

/// A link of a binary-outcome model.
///
/// | link | μ(η) | reading |
/// |---|---|---|
/// | logit | 1 / (1 + e^(−η)) | coefficients are log-odds |
/// | probit | Φ(η) | η is the mean of a latent normal variable of variance one |
/// | cloglog | 1 − exp(−e^η) | η is the log-hazard of an event in an interval of length one |
///
/// ```
/// use comity_numerics::estimators::Link;
/// for link in [Link::Logit, Link::Probit, Link::Cloglog] {
///     assert!((link.mean(link.predictor(0.2)) - 0.2).abs() < 1e-15);
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// The logistic distribution function.
    #[default]
    Logit,
    /// The standard normal distribution function.
    Probit,
    /// The complementary log-log: a discrete-time proportional hazard.
    Cloglog,
}

impl Link {
    /// All links.
    pub const ALL: [Link; 3] = [Link::Logit, Link::Probit, Link::Cloglog];

    /// The name used in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Link::Logit => "logit",
            Link::Probit => "probit",
            Link::Cloglog => "cloglog",
        }
    }

    /// The probability μ of a yes at linear predictor `eta`.
    #[must_use]
    pub fn mean(self, eta: f64) -> f64 {
        match self {
            Link::Logit => logistic(eta),
            Link::Probit => normal_cdf(eta),
            Link::Cloglog => -libm::expm1(-libm::exp(eta)),
        }
    }

    /// The linear predictor at which the probability is `p`; infinite at 0 and 1.
    #[must_use]
    pub fn predictor(self, p: f64) -> f64 {
        match self {
            Link::Logit => log_odds(p),
            Link::Probit => normal_quantile(p),
            Link::Cloglog => libm::log(-libm::log1p(-p)),
        }
    }

    /// The density dμ/dη.
    #[must_use]
    pub fn density(self, eta: f64) -> f64 {
        match self {
            Link::Logit => {
                let e = libm::exp(-eta.abs());
                e / ((1.0 + e) * (1.0 + e))
            }
            Link::Probit => normal_density(eta),
            Link::Cloglog => libm::exp(eta - libm::exp(eta)),
        }
    }

    /// The slope of the density over the density, d²μ/dη² ÷ dμ/dη.
    #[must_use]
    pub fn relative_slope(self, eta: f64) -> f64 {
        match self {
            Link::Logit => -libm::tanh(0.5 * eta),
            Link::Probit => -eta,
            Link::Cloglog => 1.0 - libm::exp(eta),
        }
    }

    /// The slope of the density, d²μ/dη².
    #[must_use]
    pub fn density_slope(self, eta: f64) -> f64 {
        let density = self.density(eta);
        if density == 0.0 { 0.0 } else { density * self.relative_slope(eta) }
    }

    /// One row's expected information on η, (dμ/dη)² / (μ(1 − μ)).
    #[must_use]
    pub fn expected_information(self, eta: f64) -> f64 {
        match self {
            Link::Logit => self.density(eta),
            Link::Probit => {
                let (up, down) = (Probit::row(eta, true), Probit::row(eta, false));
                -up.score * down.score
            }
            Link::Cloglog => {
                let t = hazard(eta);
                t * over_hazard(t).0
            }
        }
    }

    /// One row's log-likelihood with its derivatives.
    #[must_use]
    pub fn row(self, eta: f64, yes: bool) -> Row {
        match self {
            Link::Logit => Logit::row(eta, yes),
            Link::Probit => Probit::row(eta, yes),
            Link::Cloglog => Cloglog::row(eta, yes),
        }
    }

    /// What a scoring step asks of one row.
    #[inline]
    pub(crate) fn scoring(self, eta: f64, yes: bool) -> Scoring {
        if self == Link::Cloglog && !yes {
            // One exponential serves all.
            let t = hazard(eta);
            let information = t * over_hazard(t).0;
            return Scoring { log_likelihood: -t, score: -t, information, relative_slope: 1.0 - t };
        }
        let row = self.row(eta, yes);
        Scoring {
            log_likelihood: row.log_likelihood,
            score: row.score,
            information: self.expected_information(eta),
            relative_slope: self.relative_slope(eta),
        }
    }

    /// Score and information of one row, where the log-likelihood is not asked for.
    #[inline]
    pub(crate) fn slopes(self, eta: f64, yes: bool) -> (f64, f64) {
        match self {
            Link::Logit => Logit::slopes(eta, yes),
            Link::Probit => Probit::slopes(eta, yes),
            Link::Cloglog => Cloglog::slopes(eta, yes),
        }
    }
}

/// One row's log-likelihood and score, expected information, and the slope of the density over the
/// density.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scoring {
    pub(crate) log_likelihood: f64,
    pub(crate) score: f64,
    pub(crate) information: f64,
    pub(crate) relative_slope: f64,
}

/// The log-likelihood of one row as a function of its linear predictor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// ln μ for a yes, ln(1 − μ) for a no.
    pub log_likelihood: f64,
    /// Its first derivative.
    pub score: f64,
    /// Minus its second derivative: the observed information. Never negative.
    pub information: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central differences of step h have error about h²/6 times the third derivative.
    #[test]
    fn derivatives_are_those_of_the_log_likelihood() {
        for link in Link::ALL {
            for i in -30..=12 {
                let (eta, h) = (f64::from(i) * 0.25, 1e-5);
                for yes in [true, false] {
                    let at = |x: f64| link.row(x, yes);
                    let (r, up, down) = (at(eta), at(eta + h), at(eta - h));
                    let score = (up.log_likelihood - down.log_likelihood) / (2.0 * h);
                    let information = (down.score - up.score) / (2.0 * h);
                    let scale = 1.0 + r.score.abs() + r.information.abs();
                    assert!((score - r.score).abs() < 1e-7 * scale, "{link:?} {eta} {yes}");
                    assert!((information - r.information).abs() < 1e-7 * scale, "{link:?} {eta}");
                }
                let mu = link.mean(eta);
                let (yes, no) = (link.row(eta, true), link.row(eta, false));
                assert!((yes.log_likelihood - mu.ln()).abs() < 1e-9 * (1.0 + 1.0 / mu));
                let expected = mu * yes.information + (1.0 - mu) * no.information;
                assert!((expected - link.expected_information(eta)).abs() < 1e-9, "{link:?} {eta}");
                assert!((mu * yes.score - link.density(eta)).abs() < 1e-10);
                let slope = (link.density(eta + h) - link.density(eta - h)) / (2.0 * h);
                assert!((slope - link.density_slope(eta)).abs() < 1e-8, "{link:?} {eta}");
            }
        }
    }

    #[test]
    fn a_scoring_step_is_asked_what_its_parts_say() {
        for link in Link::ALL {
            for i in -60..=20 {
                let eta = f64::from(i) * 0.25;
                for yes in [true, false] {
                    let (all, row) = (link.scoring(eta, yes), link.row(eta, yes));
                    assert_eq!((all.log_likelihood, all.score), (row.log_likelihood, row.score));
                    assert_eq!(all.information, link.expected_information(eta));
                    assert_eq!(all.relative_slope, link.relative_slope(eta));
                }
            }
        }
        // Both sides of where the series ends meet what they replace.
        for t in [1e-12, 1e-4, 0.02, 0.049_999, 0.05, 0.3, 2.0] {
            let found = Link::Cloglog.expected_information(libm::log(t));
            let plain = t * t / libm::expm1(t);
            assert!((found / plain - 1.0).abs() < 1e-14, "{t}: {found} {plain}");
        }
    }

    /// Values far out, from 60-digit arithmetic: ln Φ(−25) = −316.63940800802, and
    /// ln Φ(−40) = −804.60844201375.
    #[test]
    fn tails_keep_their_digits() {
        let l = |z: f64| Link::Probit.row(z, true).log_likelihood;
        assert!((l(-24.999_999_999) - l(-25.000_000_001)).abs() < 1e-7);
        assert!((l(-25.0) + 316.639_408_008_02).abs() < 1e-9, "{}", l(-25.0));
        assert!((l(-40.0) + 804.608_442_013_75).abs() < 1e-9, "{}", l(-40.0));
        for link in Link::ALL {
            for eta in [-1e6, -800.0, -40.0, 40.0, 800.0, 1e6] {
                for yes in [true, false] {
                    let r = link.row(eta, yes);
                    assert!(!r.log_likelihood.is_nan() && r.score.is_finite(), "{link:?} {eta}");
                    assert!(r.information >= 0.0, "{link:?} {eta} {r:?}");
                }
                assert!(
                    link.expected_information(eta) >= 0.0 && link.density_slope(eta).is_finite()
                );
            }
        }
    }
}
