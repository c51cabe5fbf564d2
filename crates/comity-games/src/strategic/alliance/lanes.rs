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

/// EU(m) = w_m + ½ Λ(t_m)(t_m − ℓ) of each row, and its derivatives in t_m and ℓ.
pub(super) struct Expected {
    pub(super) worth: [Lane; 2],
    in_t: [Lane; 2],
    in_loss: [Lane; 2],
    /// Second derivatives: in t_m twice, and in t_m and ℓ.
    in_t_twice: [Lane; 2],
    in_both: [Lane; 2],
}

impl Expected {
    pub(super) fn new() -> Self {
        let empty = [[0.0; BLOCK]; 2];
        Self { worth: empty, in_t: empty, in_loss: empty, in_t_twice: empty, in_both: empty }
    }
}

/// Fills [`Expected`] from the indices w_H, w_Y, t_H, t_Y, ℓ.
pub(super) struct Expect<'a> {
    pub(super) eta: &'a [Lane],
    pub(super) into: &'a mut Expected,
}

impl NullaryFnOnce for Expect<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { eta: [w_h, w_y, t_h, t_y, loss], into } = self else { return };
        for (m, (w, t)) in [(w_h, t_h), (w_y, t_y)].into_iter().enumerate() {
            for b in 0..BLOCK {
                let over = t[b] - loss[b];
                let (yes, no) = accepted(t[b]);
                let slope = yes * no;
                let bend = slope * (no - yes);
                into.worth[m][b] = w[b] + 0.5 * yes * over;
                into.in_t[m][b] = 0.5 * (yes + slope * over);
                into.in_loss[m][b] = -0.5 * yes;
                into.in_t_twice[m][b] = 0.5 * (2.0 * slope + bend * over);
                into.in_both[m][b] = -0.5 * slope;
            }
        }
    }
}

/// Derivatives in the five indices, from those in EU(H) and EU(Y).
pub(super) struct Chain<'a> {
    pub(super) expected: &'a Expected,
    pub(super) outer: (&'a [Lane; 2], &'a [Lane; 3]),
    pub(super) first: &'a mut [Lane],
    pub(super) second: &'a mut [Lane],
}

impl NullaryFnOnce for Chain<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { expected: e, outer: ([g_h, g_y], [hh, yh, yy]), first, second } = self;
        let [g0, g1, g2, g3, g4] = first else { return };
        let [s00, s10, s11, s20, s21, s22, s30, s31, s32, s33, s40, s41, s42, s43, s44] = second
        else {
            return;
        };
        for b in 0..BLOCK {
            let (g, [hh, yh, yy]) = ([g_h[b], g_y[b]], [hh[b], yh[b], yy[b]]);
            let [t_h, t_y] = [e.in_t[0][b], e.in_t[1][b]];
            let [l_h, l_y] = [e.in_loss[0][b], e.in_loss[1][b]];
            // Of the loss and each EU.
            let (h_loss, y_loss) = (hh * l_h + yh * l_y, yh * l_h + yy * l_y);
            (g0[b], g1[b]) = (g[0], g[1]);
            (g2[b], g3[b]) = (g[0] * t_h, g[1] * t_y);
            g4[b] = g[0] * l_h + g[1] * l_y;
            (s00[b], s10[b], s11[b]) = (hh, yh, yy);
            (s20[b], s21[b]) = (hh * t_h, yh * t_h);
            s22[b] = hh * t_h * t_h + g[0] * e.in_t_twice[0][b];
            (s30[b], s31[b], s32[b]) = (yh * t_y, yy * t_y, yh * t_h * t_y);
            s33[b] = yy * t_y * t_y + g[1] * e.in_t_twice[1][b];
            (s40[b], s41[b]) = (h_loss, y_loss);
            s42[b] = h_loss * t_h + g[0] * e.in_both[0][b];
            s43[b] = y_loss * t_y + g[1] * e.in_both[1][b];
            s44[b] = h_loss * l_h + y_loss * l_y;
        }
    }
}
