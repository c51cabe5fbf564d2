//! The logarithmic score, in nats: −1/N Σ ln(probability given to what happened).
//!
//! Good, I. J. (1952), *Journal of the Royal Statistical Society B* 14. A forecast of 0 for
//! what happened makes the score infinite; that is an outcome of its own here, never a number
//! produced by clipping.

use crate::check;
use comity_core::Result;
use serde::{Deserialize, Serialize};

/// Mean logarithmic score, or the fact that it is infinite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogScore {
    /// Every outcome had a positive probability.
    Finite {
        /// Mean of −ln(probability given to what happened), nats; lower is better.
        nats: f64,
    },
    /// Some outcome was declared impossible.
    Infinite {
        /// Number of such rows.
        rows: usize,
    },
}

impl LogScore {
    /// The score as a number, infinity included.
    #[must_use]
    pub fn nats(self) -> f64 {
        match self {
            LogScore::Finite { nats } => nats,
            LogScore::Infinite { .. } => f64::INFINITY,
        }
    }

    /// The score when it is finite.
    #[must_use]
    pub fn finite(self) -> Option<f64> {
        match self {
            LogScore::Finite { nats } => Some(nats),
            LogScore::Infinite { .. } => None,
        }
    }
}

/// The mean logarithmic score in nats.
///
/// ```
/// use comity_score::{LogScore, log_score};
/// let coin = log_score(&[0.5, 0.5], &[true, false])?;
/// assert!((coin.nats() - std::f64::consts::LN_2).abs() < 1e-15);
/// assert_eq!(log_score(&[0.0], &[true])?, LogScore::Infinite { rows: 1 });
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// As [`crate::brier`].
pub fn log_score(p: &[f64], y: &[bool]) -> Result<LogScore> {
    check::forecast(p, y)?;
    let rows = p.iter().zip(y).filter(|(p, y)| surprise(**p, **y).is_infinite()).count();
    if rows > 0 {
        return Ok(LogScore::Infinite { rows });
    }
    let total: f64 = p.iter().zip(y).map(|(p, y)| surprise(*p, *y)).sum();
    Ok(LogScore::Finite { nats: total / p.len() as f64 })
}

/// −ln of the probability given to what happened, accurate for forecasts near zero.
pub(crate) fn surprise(p: f64, y: bool) -> f64 {
    if y { -p.ln() } else { -(-p).ln_1p() }
}
