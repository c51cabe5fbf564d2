//! What the rows of one block give: likelihood, score and third derivatives, in lanes.

use super::forms::{WithForms, forms};
use crate::dense::InverseRows;
use crate::pass::{Aligned, BLOCK, LANES, Lane, Lanes, ZEROS, add_products, fold, predict};
use crate::special::fused_exp_below_zero;
use pulp::NullaryFnOnce;

const ALIGNED: Aligned<Lanes> = Aligned(ZEROS);

/// What belongs to the rows of a block beside their columns.
pub(super) struct RowsOf {
    pub(super) y: Aligned<Lanes>,
    pub(super) weight: Aligned<Lanes>,
    pub(super) offset: Aligned<Lanes>,
}

/// What an evaluation leaves for the rows of a block.
#[derive(Clone)]
pub(super) struct Fitted {
    /// μ(1 − μ).
    pub(super) variance: Aligned<Lanes>,
    /// μ.
    pub(super) mean: Aligned<Lanes>,
    /// The rows' part of the penalty, μ(1 − μ) x'I⁻¹x.
    pub(super) leverage: Aligned<Lanes>,
}

impl Fitted {
    pub(super) const ZERO: Self = Self { variance: ALIGNED, mean: ALIGNED, leverage: ALIGNED };
}

/// Log-likelihood, variances, means and weighted columns of one block.
pub(super) struct Likelihood<'a> {
    pub(super) rows: &'a RowsOf,
    pub(super) columns: &'a [&'a Lanes],
    pub(super) beta: &'a [f64],
    pub(super) fitted: &'a mut Fitted,
    pub(super) weighted: &'a mut [Aligned<Lanes>],
    /// Whether every weight is one or zero.
    pub(super) plain: bool,
}

impl NullaryFnOnce for Likelihood<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        // Everything is worked out in arrays of this frame: through the references the compiler
        // could not tell that they do not overlap, and would take one row at a time.
        let RowsOf { y, weight, offset } = self.rows;
        let mut eta = *offset;
        predict(self.columns, self.beta, &mut eta);
        let (eta, y, weight) = (eta.as_flattened(), y.as_flattened(), weight.as_flattened());
        let (mut variances, mut means, mut weights) = (ALIGNED, ALIGNED, ALIGNED);
        let (mut against, mut odds) = (ALIGNED, ALIGNED);
        let variance = variances.as_flattened_mut();
        let mean = means.as_flattened_mut();
        let (scaled, lost) = (weights.as_flattened_mut(), against.as_flattened_mut());
        let less_likely = odds.as_flattened_mut();
        for k in 0..BLOCK {
            let distance = eta[k].abs();
            let o = fused_exp_below_zero(-distance);
            let likely = 1.0 / (1.0 + o);
            let above = if eta[k] >= 0.0 { 1.0 } else { 0.0 };
            mean[k] = if eta[k] >= 0.0 { likely } else { o * likely };
            variance[k] = o * likely * likely;
            scaled[k] = weight[k] * variance[k];
            lost[k] = weight[k] * ((y[k] - above).abs() * distance);
            less_likely[k] = o;
        }
        weigh(self.columns, &weights, self.weighted);
        self.fitted.variance = variances;
        self.fitted.mean = means;
        let logs =
            if self.plain { plain_logs(&odds, weight) } else { weighted_logs(&odds, weight) };
        let mut sum = [0.0; LANES];
        for lost in against.iter() {
            for (s, l) in sum.iter_mut().zip(lost) {
                *s += l;
            }
        }
        -fold(sum) - logs
    }
}

/// The columns times the weights of the rows.
#[inline(always)]
fn weigh(columns: &[&Lanes], weights: &Lanes, weighted: &mut [Aligned<Lanes>]) {
    for (weighted, column) in weighted.iter_mut().zip(columns) {
        let mut products = ALIGNED;
        for ((to, x), w) in products.iter_mut().zip(*column).zip(weights) {
            for ((to, x), w) in to.iter_mut().zip(x).zip(w) {
                *to = x * w;
            }
        }
        *weighted = products;
    }
}

/// The columns times the weights of the augmented data, (w + h)μ(1 − μ).
pub(super) struct Augment<'a> {
    pub(super) rows: &'a RowsOf,
    pub(super) columns: &'a [&'a Lanes],
    pub(super) fitted: &'a Fitted,
    pub(super) weighted: &'a mut [Aligned<Lanes>],
}

impl NullaryFnOnce for Augment<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut weights = self.rows.weight;
        let Fitted { variance, leverage, .. } = self.fitted;
        let (variance, leverage) = (variance.as_flattened(), leverage.as_flattened());
        for (k, weight) in weights.as_flattened_mut().iter_mut().enumerate() {
            *weight *= (1.0 + leverage[k]) * variance[k];
        }
        weigh(self.columns, &weights, self.weighted);
    }
}

/// Σ w ln(1 + o) where every weight is zero or one: the factors are at most 2, so that their
/// product is at most 2^128.
#[inline(always)]
fn plain_logs(odds: &Lanes, weight: &[f64]) -> f64 {
    let mut product = [1.0; LANES];
    for (odds, weight) in odds.iter().zip(weight.as_chunks::<LANES>().0) {
        for ((p, o), w) in product.iter_mut().zip(odds).zip(weight) {
            *p *= 1.0 + w * o;
        }
    }
    libm::log(product.iter().product())
}

fn weighted_logs(odds: &Lanes, weight: &[f64]) -> f64 {
    odds.as_flattened().iter().zip(weight).map(|(o, w)| w * libm::log1p(*o)).sum()
}

/// The score of one block.
pub(super) struct Score<'a> {
    pub(super) rows: &'a RowsOf,
    pub(super) columns: &'a [&'a Lanes],
    pub(super) fitted: &'a mut Fitted,
    pub(super) inverse_rows: InverseRows<'a>,
    pub(super) score: &'a mut [Aligned<Lane>],
}

impl WithForms for Score<'_> {
    #[inline(always)]
    fn call<const GROUP: usize>(self) {
        // In arrays of this frame, one row after the other, as in `Likelihood`.
        let RowsOf { y, weight, .. } = self.rows;
        let Fitted { variance, mean, .. } = &*self.fitted;
        let (y, weight) = (y.as_flattened(), weight.as_flattened());
        let (variance, mean) = (variance.as_flattened(), mean.as_flattened());
        let mut leverages = ALIGNED;
        forms::<GROUP>(self.columns, self.inverse_rows, &mut leverages);
        let mut multipliers = ALIGNED;
        let (h, to) = (leverages.as_flattened_mut(), multipliers.as_flattened_mut());
        for k in 0..BLOCK {
            h[k] *= variance[k];
            to[k] = weight[k] * ((y[k] - mean[k]) + h[k] * (0.5 - mean[k]));
        }
        self.fitted.leverage = leverages;
        add_products(&multipliers, self.columns, self.score);
    }
}

/// The third derivatives of one block.
pub(super) struct Third<'a> {
    pub(super) rows: &'a RowsOf,
    pub(super) columns: &'a [&'a Lanes],
    pub(super) direction: &'a [f64],
    pub(super) fitted: &'a Fitted,
    pub(super) sums: &'a mut [Aligned<Lane>],
}

impl NullaryFnOnce for Third<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut along = ALIGNED;
        predict(self.columns, self.direction, &mut along);
        let Fitted { variance, mean, .. } = self.fitted;
        let (variance, mean) = (variance.as_flattened(), mean.as_flattened());
        let weight = self.rows.weight.as_flattened();
        for (k, along) in along.as_flattened_mut().iter_mut().enumerate() {
            *along *= *along * weight[k] * variance[k] * (2.0 * mean[k] - 1.0);
        }
        add_products(&along, self.columns, self.sums);
    }
}
