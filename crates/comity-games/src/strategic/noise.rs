//! What makes a choice uncertain: logistic or normal errors.

use crate::dual::Dual;
use comity_numerics::estimators::Link;

/// ln F(z).
pub(super) fn ln_yes<const K: usize>(link: Link, z: &Dual<K>) -> Dual<K> {
    let row = link.row(z.value(), true);
    z.chain(row.log_likelihood, row.score, -row.information)
}

/// ln (1 − F(z)).
pub(super) fn ln_no<const K: usize>(link: Link, z: &Dual<K>) -> Dual<K> {
    let row = link.row(z.value(), false);
    z.chain(row.log_likelihood, row.score, -row.information)
}

/// F(z).
pub(super) fn yes<const K: usize>(link: Link, z: &Dual<K>) -> Dual<K> {
    if link == Link::Logit {
        return logistic_pair(z).0;
    }
    let z0 = z.value();
    z.chain(link.mean(z0), link.density(z0), link.density_slope(z0))
}

/// Λ(z) and 1 − Λ(z), from one exponential.
#[inline(always)]
pub(super) fn logistic_pair<const K: usize>(z: &Dual<K>) -> (Dual<K>, Dual<K>) {
    let (yes, no) = logistic_values(z.value());
    let slope = yes * no;
    let bend = slope * (no - yes);
    (z.chain(yes, slope, bend), z.chain(no, -slope, -bend))
}

/// Λ(x) and 1 − Λ(x), each to full precision.
pub(super) fn logistic_values(x: f64) -> (f64, f64) {
    let e = libm::exp(-x.abs());
    let (large, small) = (1.0 / (1.0 + e), e / (1.0 + e));
    if x >= 0.0 { (large, small) } else { (small, large) }
}
