//! The same model where both groups are alike: five indices instead of ten, and one
//! assignment of roles instead of two.
//!
//! Indices: w_H, w_Y, t_H, t_Y, ℓ, and EU(m) = w_m + ½ Λ(t_m)(t_m − ℓ). Where temptation and
//! loss are the same for every row, two indices are left: EU(H) and EU(Y).

use super::data::Formation;
use super::lanes::{Chain, Expect, Expected, Refused, ln_of_product};
use super::likelihood::proposed;
use crate::dual::Dual;
use crate::strategic::engine::{BLOCK, Block, Lane, RowModel, row_by_row, wide};
use crate::strategic::noise::{logistic_pair, logistic_values};
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

    fn block(&self, rows: Range<usize>, weights: Option<&[f64]>, block: &mut Block) -> f64 {
        if weights.is_some() {
            return row_by_row(self, rows, weights, block);
        }
        let Block { eta, first, second } = block;
        let mut expected = Expected::new();
        wide(Expect { eta, into: &mut expected });
        let (mut slopes, mut bends) = ([[0.0; BLOCK]; 2], [[0.0; BLOCK]; 3]);
        let sum = in_worth(
            &self.formed[rows],
            expected.worth.each_ref(),
            slopes.each_mut(),
            bends.each_mut(),
        );
        wide(Chain { expected: &expected, outer: (&slopes, &bends), first, second });
        sum
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

    fn block(&self, rows: Range<usize>, weights: Option<&[f64]>, block: &mut Block) -> f64 {
        if weights.is_some() {
            return row_by_row(self, rows, weights, block);
        }
        let Block { eta, first, second } = &mut *block;
        let ([h, y], [g_h, g_y], [hh, yh, yy]) =
            (eta.as_slice(), first.as_mut_slice(), second.as_mut_slice())
        else {
            return row_by_row(self, rows, weights, block);
        };
        in_worth(&self.formed[rows], [h, y], [g_h, g_y], [hh, yh, yy])
    }
}

/// The log-likelihood of rows in EU(H) and EU(Y), and its derivatives: all as if nothing was formed,
/// side by side; then those where something was.
fn in_worth(
    formed: &[Formation],
    worth: [&Lane; 2],
    first: [&mut Lane; 2],
    second: [&mut Lane; 3],
) -> f64 {
    let ([g_h, g_y], [hh, yh, yy]) = (first, second);
    let mut none = [1.0; BLOCK];
    wide(Refused {
        worth,
        first: [&mut *g_h, &mut *g_y],
        second: [&mut *hh, &mut *yh, &mut *yy],
        none: &mut none,
    });
    none[formed.len()..].fill(1.0);
    let mut sum = 0.0;
    for (b, formed) in formed.iter().enumerate() {
        if *formed != Formation::None {
            let row = outcome(*formed, &worth.map(|lane| lane[b]));
            sum += row.value();
            (g_h[b], g_y[b]) = (row.gradient()[0], row.gradient()[1]);
            (hh[b], yh[b], yy[b]) = (row.second(0, 0), row.second(1, 0), row.second(1, 1));
            none[b] = 1.0;
        }
    }
    sum + ln_of_product(&none)
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

    /// Rows side by side are rows one by one.
    fn side_by_side<const K: usize, M: RowModel<K>>(
        model: &M,
        length: usize,
        eta: impl Fn(usize) -> [f64; K],
    ) {
        let mut blocks = [Block::of(K), Block::of(K)];
        for block in &mut blocks {
            for b in 0..BLOCK {
                for (lane, value) in block.eta.iter_mut().zip(eta(b)) {
                    lane[b] = value;
                }
            }
        }
        let [one, all] = &mut blocks;
        let value = row_by_row(model, 0..length, None, one);
        let found = model.block(0..length, None, all);
        assert!((found - value).abs() < 1e-12 * (1.0 + value.abs()), "{found} {value}");
        let lanes = one.first.iter().chain(&one.second);
        for (k, (one, all)) in lanes.zip(all.first.iter().chain(&all.second)).enumerate() {
            for b in 0..length {
                let apart = (one[b] - all[b]).abs();
                assert!(apart < 1e-13 * (1.0 + one[b].abs()), "{k} {b}: {} {}", one[b], all[b]);
            }
        }
    }

    /// Also where everything is refused for certain or hardly ever, and where a product of
    /// probabilities would be lost.
    #[test]
    fn a_block_of_rows_has_the_values_and_the_derivatives_of_its_rows() {
        for (length, far) in [(BLOCK, 0.0), (77, 0.0), (BLOCK, 60.0)] {
            let formed: Vec<Formation> = (0..length)
                .map(|b| if b % 9 == 4 { Formation::ALL[1 + b % 2] } else { Formation::None })
                .collect();
            let two = |b: usize| {
                let b = b as f64;
                [-12.0 + 0.31 * b + far, 9.0 - 0.23 * b + far]
            };
            side_by_side(&RowsOfSettled { formed: &formed }, length, two);
            side_by_side(&RowsOfAlike { formed: &formed }, length, |b| {
                let ([h, y], b) = (two(b), b as f64);
                [h, y, 4.0 - 0.05 * b, -3.0 + 0.07 * b, 0.02 * b]
            });
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
