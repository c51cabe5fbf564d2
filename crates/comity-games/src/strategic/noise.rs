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
    let z0 = z.value();
    z.chain(link.mean(z0), link.density(z0), link.density_slope(z0))
}
