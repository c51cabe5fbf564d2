//! Rows of the alliance game side by side, in as wide registers as the processor has.

use crate::strategic::engine::{BLOCK, Lane};
use comity_numerics::special::exp;
use pulp::NullaryFnOnce;

/// Factors that are multiplied before a logarithm is taken.
const FACTORS: usize = 8;

/// Σ ln p for probabilities, with a logarithm for every eight unless their product gets lost.
pub(super) fn ln_of_product(p: &Lane) -> f64 {
    let (groups, _) = p.as_chunks::<FACTORS>();
    groups
        .iter()
        .map(|group| {
            let product: f64 = group.iter().product();
            if product > 1e-200 {
                libm::log(product)
            } else {
                group.iter().map(|p| libm::log(*p)).sum()
            }
        })
        .sum()
}

/// Pr(no alliance) of each row in EU(H) and EU(Y), and the derivatives of its logarithm.
///
/// With v = Λ(w) w for each form and top the largest of both and zero, Pr = N / D,
/// D = e^(−top) + Σ e^(v − top) and N = e^(−top) + Σ e^(v − top) (1 − Λ(w)).
pub(super) struct Refused<'a> {
    pub(super) worth: [&'a Lane; 2],
    pub(super) first: [&'a mut Lane; 2],
    pub(super) second: [&'a mut Lane; 3],
    /// The probability itself.
    pub(super) none: &'a mut Lane,
}

/// Of one form: e^(v − top), 1 − Λ, and the first two derivatives of e^(v − top) and of its
/// product with 1 − Λ.
struct Odds {
    odds: f64,
    no: f64,
    all: [f64; 2],
    refused: [f64; 2],
}

#[inline(always)]
fn accepted(w: f64) -> (f64, f64) {
    let e = exp(-w.abs());
    let large = 1.0 / (1.0 + e);
    let small = e * large;
    if w >= 0.0 { (large, small) } else { (small, large) }
}

#[inline(always)]
fn odds(w: f64, (yes, no): (f64, f64), top: f64) -> Odds {
    let slope = yes * no;
    let bend = slope * (no - yes);
    let (v1, v2) = (yes + w * slope, 2.0 * slope + w * bend);
    let odds = exp(yes * w - top);
    let twice = v1 * v1 + v2;
    Odds {
        odds,
        no,
        all: [odds * v1, odds * twice],
        refused: [odds * (v1 * no - slope), odds * (twice * no - 2.0 * v1 * slope - bend)],
    }
}

impl NullaryFnOnce for Refused<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { worth: [worth_h, worth_y], first: [g_h, g_y], second: [hh, yh, yy], none } =
            self;
        for b in 0..BLOCK {
            let (h, y) = (worth_h[b], worth_y[b]);
            let (of_h, of_y) = (accepted(h), accepted(y));
            let (v_h, v_y) = (of_h.0 * h, of_y.0 * y);
            let top = if v_h > v_y { v_h } else { v_y };
            let top = if top > 0.0 { top } else { 0.0 };
            let (of_h, of_y) = (odds(h, of_h, top), odds(y, of_y, top));
            let nothing = exp(-top);
            let all = 1.0 / (nothing + of_h.odds + of_y.odds);
            let refused = nothing + of_h.odds * of_h.no + of_y.odds * of_y.no;
            none[b] = refused * all;
            let per = 1.0 / refused;
            let (n_h, n_y) = (of_h.refused[0] * per, of_y.refused[0] * per);
            let (d_h, d_y) = (of_h.all[0] * all, of_y.all[0] * all);
            g_h[b] = n_h - d_h;
            g_y[b] = n_y - d_y;
            hh[b] = of_h.refused[1] * per - n_h * n_h - (of_h.all[1] * all - d_h * d_h);
            yy[b] = of_y.refused[1] * per - n_y * n_y - (of_y.all[1] * all - d_y * d_y);
            yh[b] = d_h * d_y - n_h * n_y;
        }
    }
}
