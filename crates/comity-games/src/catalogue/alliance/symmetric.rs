//! The bilateral alliance of two equal groups, in closed form.

use super::params::ValidParams;
use comity_core::{Code, Error, Result};
use libm::sqrt;

/// The thresholds of the bilateral alliance of two equal groups under the cap.
///
/// With p, v and the shares equal and 2p + σ ≤ 1, each ally expects Sp + S²σ/2 − δd, so that
/// it honours iff ½σS² + κpS > κx̄ + δd − λ and joins iff ½σS² ≥ δd.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// S* = [−κp + √(κ²p² + 2σ(κx̄ + δd − λ))]/σ: members honour above this survival. Negative
    /// infinity when they honour at every survival; infinity when at none.
    pub honour: f64,
    /// S_part = √(2δd/σ): members join from this survival on. Infinity when at none.
    pub join: f64,
    /// v̂ = (1 − max(S*, S_part))/r: the alliance forms below this vulnerability. Infinite
    /// without repression when it forms at all.
    pub vulnerability: f64,
}

impl ValidParams {
    /// The thresholds of the bilateral alliance of two equal groups, under the cap.
    ///
    /// ```
    /// use comity_games::catalogue::alliance::Params;
    /// let t = Params::default().check()?.symmetric()?;
    /// assert!((t.honour - 0.793738).abs() < 1e-6);
    /// assert!((t.vulnerability - 0.257828).abs() < 1e-6);
    /// # Ok::<(), comity_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `game/invalid` when strengths or shares differ, or the joint prize reaches its limit
    /// 2p + σ > 1. The vulnerabilities may differ: they are not used.
    pub fn symmetric(&self) -> Result<Thresholds> {
        if self.strength_a != self.strength_b || self.share_a != 0.5 {
            return Err(Error::new(Code::BadGame, "the groups are not equal")
                .expected("equal strengths and a share of one half")
                .hint("use the equilibrium of the general game"));
        }
        let (p, sigma) = (self.strength_a, self.synergy);
        if 2.0 * p + sigma > 1.0 {
            return Err(Error::new(Code::BadGame, "the joint prize reaches its limit of one")
                .value((2.0 * p + sigma).to_string())
                .expected("2p + σ ≤ 1"));
        }
        let linear = self.credibility * p;
        let due = self.credibility * self.cap() + self.dilution_cost() - self.lambda();
        let honour = root(sigma, linear, due);
        let join = if self.dilution_cost() == 0.0 {
            0.0
        } else if sigma == 0.0 {
            f64::INFINITY
        } else {
            sqrt(2.0 * self.dilution_cost() / sigma)
        };
        let slack = 1.0 - honour.max(join);
        let vulnerability = if self.repression == 0.0 {
            if slack > 0.0 { f64::INFINITY } else { f64::NEG_INFINITY }
        } else {
            slack / self.repression
        };
        Ok(Thresholds { honour, join, vulnerability })
    }
}

/// The larger root of ½σS² + bS = c, and its limits where there is none.
fn root(sigma: f64, b: f64, c: f64) -> f64 {
    if sigma == 0.0 {
        return if b > 0.0 {
            c / b
        } else if c < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let discriminant = b * b + 2.0 * sigma * c;
    if discriminant < 0.0 { f64::NEG_INFINITY } else { (sqrt(discriminant) - b) / sigma }
}
