//! The same model where both groups are alike: five indices instead of ten, and one
//! assignment of roles instead of two.
//!
//! Indices: w_H, w_Y, t_H, t_Y, ℓ, and EU(m) = w_m + ½ Λ(t_m)(t_m − ℓ). Where temptation and
//! loss are the same for every row, two indices are left: EU(H) and EU(Y).

use super::data::Formation;
use super::likelihood::proposed;
use crate::dual::Dual;
use crate::strategic::engine::{BLOCK, Block, Lane, RowModel, put, row_by_row, wide};
use crate::strategic::noise::{logistic_pair, logistic_values};
use comity_numerics::special::exp;
use pulp::NullaryFnOnce;
use std::ops::Range;

/// Indices of a row.
pub(super) const INDICES_OF_ALIKE: usize = 5;

/// The rows of an alliance game between groups that are alike.
pub(super) struct RowsOfAlike<'a> {
    pub(super) formed: &'a [Formation],
}

impl RowModel<INDICES_OF_ALIKE> for RowsOfAlike<'_> {
    fn row(&self, i: usize, eta: &[f64; INDICES_OF_ALIKE], into: &mut Dual<INDICES_OF_ALIKE>) {
        let loss = eta[4];
        // EU(m) with its derivatives in t_m and ℓ: first, and second in t_m twice and in both.
        let expected: [(f64, [f64; 2], [f64; 2]); 2] = std::array::from_fn(|m| {
            let t = eta[2 + m];
            let (yes, no) = logistic_values(t);
            let slope = yes * no;
            let bend = slope * (no - yes);
            (
                eta[m] + 0.5 * yes * (t - loss),
                [0.5 * (yes + slope * (t - loss)), -0.5 * yes],
                [0.5 * (2.0 * slope + bend * (t - loss)), -0.5 * slope],
            )
        });
        let outer = outcome(self.formed[i], &expected.map(|e| e.0));
        let (gradient, lower) = into.refill(outer.value());
        // What each EU depends on, with its slopes: w_m, t_m, ℓ.
        let at: [[usize; 3]; 2] = [[0, 2, 4], [1, 3, 4]];
        let slopes = expected.map(|(_, [in_t, in_loss], _)| [1.0, in_t, in_loss]);
        for m in 0..2 {
            let g = outer.gradient()[m];
            for (&r, slope) in at[m].iter().zip(&slopes[m]) {
                gradient[r] += g * slope;
            }
            let [in_t, in_both] = expected[m].2;
            lower[2 + m][2 + m] += g * in_t;
            lower[4][2 + m] += g * in_both;
            for n in 0..2 {
                let h = outer.second(m, n);
                for (&r, left) in at[m].iter().zip(&slopes[m]) {
                    for (&s, right) in at[n].iter().zip(&slopes[n]) {
                        if r >= s {
                            lower[r][s] += h * left * right;
                        }
                    }
                }
            }
        }
    }
}

/// The rows of an alliance game between groups that are alike, with one temptation and one loss.
pub(super) struct RowsOfSettled<'a> {
    pub(super) formed: &'a [Formation],
}

impl RowModel<2> for RowsOfSettled<'_> {
    fn row(&self, i: usize, eta: &[f64; 2], into: &mut Dual<2>) {
        *into = outcome(self.formed[i], eta);
    }

    /// All rows as if nothing was formed, side by side; then those where something was.
    fn block(&self, rows: Range<usize>, weights: Option<&[f64]>, block: &mut Block) -> f64 {
        if weights.is_some() {
            return row_by_row(self, rows, weights, block);
        }
        let mut none = [1.0; BLOCK];
        wide(Refused { block, none: &mut none });
        none[rows.len()..].fill(1.0);
        let mut sum = 0.0;
        for (b, formed) in self.formed[rows].iter().enumerate() {
            if *formed != Formation::None {
                let row = outcome(*formed, &[block.eta[0][b], block.eta[1][b]]);
                sum += row.value();
                put(&row, 1.0, b, block);
                none[b] = 1.0;
            }
        }
        sum + ln_of_product(&none)
    }
}

/// Factors that are multiplied before a logarithm is taken.
const FACTORS: usize = 8;

/// Σ ln p for probabilities, with a logarithm for every eight unless their product gets lost.
fn ln_of_product(p: &Lane) -> f64 {
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
struct Refused<'a> {
    block: &'a mut Block,
    none: &'a mut Lane,
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
        let Block { eta, first, second } = self.block;
        let ([eta_h, eta_y], [g_h, g_y], [hh, yh, yy]) =
            (eta.as_slice(), first.as_mut_slice(), second.as_mut_slice())
        else {
            return;
        };
        for b in 0..BLOCK {
            let (h, y) = (eta_h[b], eta_y[b]);
            let (of_h, of_y) = (accepted(h), accepted(y));
            let (v_h, v_y) = (of_h.0 * h, of_y.0 * y);
            let top = if v_h > v_y { v_h } else { v_y };
            let top = if top > 0.0 { top } else { 0.0 };
            let (of_h, of_y) = (odds(h, of_h, top), odds(y, of_y, top));
            let nothing = exp(-top);
            let all = 1.0 / (nothing + of_h.odds + of_y.odds);
            let refused = nothing + of_h.odds * of_h.no + of_y.odds * of_y.no;
            self.none[b] = refused * all;
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

/// ln Pr(formation) in EU(H) and EU(Y).
#[inline(always)]
fn outcome(formed: Formation, expected: &[f64; 2]) -> Dual<2> {
    let worth = Dual::variables(expected);
    let answers = [logistic_pair(&worth[0]), logistic_pair(&worth[1])];
    proposed(formed, [&worth[0], &worth[1]], [&answers[0], &answers[1]]).ln()
}

#[cfg(test)]
mod tests {
    use super::super::likelihood::log_probability;
    use super::*;

    /// Against the model of ten indices, whose derivatives add up over the two groups.
    #[test]
    fn two_groups_alike_have_the_value_and_the_derivatives_of_the_larger_model() {
        let eta = [-0.4, 0.3, 0.5, -0.6, 1.4];
        let large =
            [eta[0], eta[1], eta[0], eta[1], eta[2], eta[3], eta[2], eta[3], eta[4], eta[4]];
        let of: [&[usize]; 5] = [&[0, 2], &[1, 3], &[4, 6], &[5, 7], &[8, 9]];
        for formed in Formation::ALL {
            let mut found = Dual::constant(0.0);
            RowsOfAlike { formed: &[formed] }.row(0, &eta, &mut found);
            let whole = log_probability(formed, &large);
            assert!((found.value() - whole.value()).abs() < 1e-15);
            for r in 0..5 {
                let slope: f64 = of[r].iter().map(|&k| whole.gradient()[k]).sum();
                assert!((found.gradient()[r] - slope).abs() < 1e-14, "{formed:?} {r}");
                for s in 0..5 {
                    let pairs = of[r].iter().flat_map(|&k| of[s].iter().map(move |&l| (k, l)));
                    let second: f64 = pairs.map(|(k, l)| whole.second(k, l)).sum();
                    assert!((found.second(r, s) - second).abs() < 1e-14, "{formed:?} {r} {s}");
                }
            }
        }
    }

    /// Rows side by side are rows one by one; where everything is refused for certain or hardly ever,
    /// too, and where a product of probabilities would be lost.
    #[test]
    fn a_block_of_rows_has_the_values_and_the_derivatives_of_its_rows() {
        let eta = |b: usize| {
            let b = b as f64;
            [-12.0 + 0.31 * b, 9.0 - 0.23 * b]
        };
        for (length, far) in [(BLOCK, 0.0), (77, 0.0), (BLOCK, 60.0)] {
            let formed: Vec<Formation> = (0..length)
                .map(|b| if b % 9 == 4 { Formation::ALL[1 + b % 2] } else { Formation::None })
                .collect();
            let mut blocks = [Block::of(2), Block::of(2)];
            for block in &mut blocks {
                for b in 0..BLOCK {
                    let [h, y] = eta(b);
                    (block.eta[0][b], block.eta[1][b]) = (h + far, y + far);
                }
            }
            let model = RowsOfSettled { formed: &formed };
            let [one, all] = &mut blocks;
            let value = row_by_row(&model, 0..length, None, one);
            let found = model.block(0..length, None, all);
            assert!((found - value).abs() < 1e-12 * (1.0 + value.abs()), "{found} {value}");
            let lanes = one.first.iter().chain(&one.second);
            for (one, all) in lanes.zip(all.first.iter().chain(&all.second)) {
                for b in 0..length {
                    assert!((one[b] - all[b]).abs() < 1e-13 * (1.0 + one[b].abs()), "{b}");
                }
            }
        }
    }

    /// With the other indices held, the smallest model is that of ten in its utilities.
    #[test]
    fn one_temptation_and_one_loss_leave_two_indices() {
        let eta = [-0.4, 0.3, 0.5, 0.5, 1.4];
        let outside = 0.5 * logistic_values(eta[2]).0 * (eta[2] - eta[4]);
        for formed in Formation::ALL {
            let (mut small, mut large) = (Dual::constant(0.0), Dual::constant(0.0));
            RowsOfSettled { formed: &[formed] }.row(
                0,
                &[eta[0] + outside, eta[1] + outside],
                &mut small,
            );
            RowsOfAlike { formed: &[formed] }.row(0, &eta, &mut large);
            assert!((small.value() - large.value()).abs() < 1e-15);
            for r in 0..2 {
                assert!(
                    (small.gradient()[r] - large.gradient()[r]).abs() < 1e-15,
                    "{formed:?} {r}"
                );
                for s in 0..=r {
                    let apart = (small.second(r, s) - large.second(r, s)).abs();
                    assert!(apart < 1e-15, "{formed:?} {r} {s}");
                }
            }
        }
    }
}
