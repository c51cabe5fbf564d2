//! From a point near the end of the branch to the equilibrium that the branch leads to.
//!
//! Near the end σ only grows, actions that are taken at the end keep their probabilities and
//! the others lose theirs. σ can then be held fixed and raised by leaps, each corrected by
//! Newton's method: regret falls in proportion. Rounding of σu, which stops steps along the
//! branch, is no error of the probabilities of actions that are taken at the end.

use super::tracer::{Tracer, blurred};

/// Factors by which a leap raises σ, tried one after the other.
const FACTORS: [f64; 4] = [10.0, 3.0, 1.5, 1.1];
/// A leap that moves a probability by more has lost the branch.
const MOVED: f64 = 1e-3;
const LEAPS: usize = 100;

impl Tracer {
    /// Raises σ until regret is at most `least`; whether it got there. With `clear`, no further
    /// than to where rounding takes over.
    pub(super) fn sharpen(&mut self, least: f64, clear: bool) -> bool {
        for _ in 0..LEAPS {
            if self.regret(&self.now) <= least {
                return true;
            }
            if !FACTORS.iter().any(|factor| self.leap(factor * self.now.sigma, clear)) {
                return false;
            }
        }
        self.regret(&self.now) <= least
    }

    /// Goes to a larger σ; `false`, at the old place, when the branch was lost on the way, regret
    /// did not fall, or, with `clear`, rounding has taken over there.
    fn leap(&mut self, sigma: f64, clear: bool) -> bool {
        let n = self.now.x.len();
        let rate = (sigma - self.now.sigma) / self.now.tangent[n];
        if !(rate > 0.0 && rate.is_finite()) {
            return false;
        }
        for ((x, from), t) in self.trial.x.iter_mut().zip(&self.now.x).zip(&self.now.tangent) {
            *x = from + rate * t;
        }
        self.trial.sigma = sigma;
        if self.correct(None, true).is_none() || clear && blurred(&self.trial) {
            return false;
        }
        let moved = |(a, b): (&f64, &f64)| (a - b).abs() > MOVED;
        let lost = self.trial.p.iter().zip(&self.now.p).any(moved);
        if (lost && !self.exact()) || self.regret(&self.trial) >= self.regret(&self.now) {
            return false;
        }
        let border = std::mem::take(&mut self.now.tangent);
        self.aim(&border, true);
        self.now.tangent = border;
        self.now.copy(&self.trial);
        true
    }
}
