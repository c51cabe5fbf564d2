//! The likelihood of an offer and of its acceptance.
//!
//! Ramsay and Signorino (2009), "A Statistical Model of the Ultimatum Game". With prize Q,
//! offer y, reservation values R₁ and R₂ and logistic errors of scales s₁ and s₂, player 2
//! accepts with probability Λ((y − R₂)/s₂). Player 1's best offer solves
//! Q − y − R₁ − ε₁ = s₂(1 + e^((y − R₂)/s₂)), so that
//!
//! ```text
//! q(y) = (y − Q + R₁ + s₂(1 + e^((y − R₂)/s₂))) / s₁
//! Pr(lowest offer) = Λ(q(low)),   Pr(highest offer) = 1 − Λ(q(high))
//! density of y between = Λ(q) (1 − Λ(q)) (1 + e^((y − R₂)/s₂)) / s₁
//! ```

use super::data::{AT_BOUND, UltimatumData};
use crate::dual::Dual;
use crate::strategic::engine::RowModel;
use crate::strategic::noise::{ln_no, ln_yes};
use comity_numerics::estimators::Link;
use comity_numerics::special::{log1p_exp, logistic};

/// The rows of an ultimatum game; the indices are R₁, R₂, ln s₁, ln s₂.
pub(super) struct Rows<'a> {
    pub(super) data: &'a UltimatumData<'a>,
}

impl RowModel<4> for Rows<'_> {
    fn row(&self, i: usize, eta: &[f64; 4], into: &mut Dual<4>) {
        let [r1, r2, l1, l2] = Dual::variables(eta);
        let y = self.data.offer[i];
        let (low, high) = self.data.bounds;
        let (per_s1, s2, per_s2) = ((-l1).exp(), l2.exp(), (-l2).exp());
        let z = (Dual::constant(y) - r2) * per_s2;
        let one = Dual::constant(1.0);
        let q = (Dual::constant(y - high) + r1 + s2 * (one + z.exp())) * per_s1;
        let offer = if (y - high).abs() < AT_BOUND {
            ln_no(Link::Logit, &q)
        } else if (y - low).abs() < AT_BOUND {
            ln_yes(Link::Logit, &q)
        } else {
            let p = logistic(z.value());
            let rise = z.chain(log1p_exp(z.value()), p, p * (1.0 - p));
            ln_yes(Link::Logit, &q) + ln_no(Link::Logit, &q) + rise - l1
        };
        *into = match self.data.accepted {
            None => offer,
            Some(a) if a[i] => offer + ln_yes(Link::Logit, &z),
            Some(_) => offer + ln_no(Link::Logit, &z),
        };
    }
}
