//! The probability of what was formed, with derivatives in a row's ten indices.
//!
//! Indices: w_AH, w_AY, w_BH, w_BY, t_AH, t_AY, t_BH, t_BY, ℓ_A, ℓ_B. Two steps: the four
//! expected utilities in the indices, each of which depends on four of them, and the
//! log-likelihood in the four expected utilities.

use super::data::Formation;
use crate::dual::Dual;
use crate::strategic::engine::RowModel;
use crate::strategic::noise::{logistic_pair, logistic_values};

/// Indices of a row.
pub(super) const INDICES: usize = 10;

/// The rows of an alliance game.
pub(super) struct Rows<'a> {
    pub(super) formed: &'a [Formation],
}

impl RowModel<INDICES> for Rows<'_> {
    fn row(&self, i: usize, eta: &[f64; INDICES], into: &mut Dual<INDICES>) {
        fill(self.formed[i], eta, into);
    }
}

/// ln Pr(formation).
pub(super) fn log_probability(formed: Formation, eta: &[f64; INDICES]) -> Dual<INDICES> {
    let mut found = Dual::constant(0.0);
    fill(formed, eta, &mut found);
    found
}

/// The utilities of one pair of groups, from which the model's probabilities follow.
///
/// Each in units of the errors' scale: w the utility of the alliance kept, less that of none;
/// t the temptation to sell out; ℓ the loss of a group that is sold out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Utilities {
    /// w of group A: of a bilateral and of a sponsored alliance.
    pub a_worth: [f64; 2],
    /// w of group B.
    pub b_worth: [f64; 2],
    /// t of group A, in a bilateral and in a sponsored alliance.
    pub a_temptation: [f64; 2],
    /// t of group B.
    pub b_temptation: [f64; 2],
    /// ℓ of group A and of group B.
    pub loss: [f64; 2],
}

impl Utilities {
    /// The same for both groups.
    #[must_use]
    pub fn alike(worth: [f64; 2], temptation: [f64; 2], loss: f64) -> Self {
        Self {
            a_worth: worth,
            b_worth: worth,
            a_temptation: temptation,
            b_temptation: temptation,
            loss: [loss; 2],
        }
    }

    /// The probabilities of no, a bilateral and a sponsored alliance.
    ///
    /// ```
    /// use comity_games::strategic::alliance::Utilities;
    /// // With nothing at stake each form is proposed with probability 1/3 and accepted with ½.
    /// let p = Utilities::alike([0.0; 2], [0.0; 2], 0.0).probabilities();
    /// assert!((p[0] - 2.0 / 3.0).abs() < 1e-15 && (p[1] - p[2]).abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn probabilities(&self) -> [f64; 3] {
        let sale = |t: f64| logistic_values(t).0;
        let expected = |w: f64, own: f64, other: f64, loss: f64| {
            w + 0.5 * (sale(own) * own - sale(other) * loss)
        };
        let of = |m: usize| {
            let (a, b) = (self.a_temptation[m], self.b_temptation[m]);
            [
                expected(self.a_worth[m], a, b, self.loss[0]),
                expected(self.b_worth[m], b, a, self.loss[1]),
            ]
        };
        let ([a_h, b_h], [a_y, b_y]) = (of(0), of(1));
        let proposed = |worth: [f64; 2], answers: [f64; 2]| {
            let accepted = answers.map(|x| logistic_values(x).0);
            let value = [accepted[0] * worth[0], accepted[1] * worth[1]];
            let top = value[0].max(value[1]).max(0.0);
            let odds = value.map(|v| libm::exp(v - top));
            let all = libm::exp(-top) + odds[0] + odds[1];
            [odds[0] * accepted[0] / all, odds[1] * accepted[1] / all]
        };
        let by_a = proposed([a_h, a_y], [b_h, b_y]);
        let by_b = proposed([b_h, b_y], [a_h, a_y]);
        let (h, y) = (0.5 * (by_a[0] + by_b[0]), 0.5 * (by_a[1] + by_b[1]));
        [1.0 - h - y, h, y]
    }
}

fn fill(formed: Formation, eta: &[f64; INDICES], into: &mut Dual<INDICES>) {
    let expected = expected_utilities(eta);
    let outer = outcome(formed, &std::array::from_fn(|k| expected[k].value));
    compose(&outer, &expected, into);
}

/// One expected utility with its derivatives in the indices it depends on.
struct Expected {
    value: f64,
    /// w_i, t_i, t_j, ℓ_i.
    at: [usize; 4],
    slope: [f64; 4],
    /// Second derivatives in t_i, in t_j, and in t_j and ℓ_i.
    bend: [f64; 3],
}

/// EU_A(H), EU_A(Y), EU_B(H), EU_B(Y).
fn expected_utilities(eta: &[f64; INDICES]) -> [Expected; 4] {
    // Λ(t) with its first two derivatives.
    let sale: [(f64, f64, f64); 4] = std::array::from_fn(|k| {
        let (yes, no) = logistic_values(eta[4 + k]);
        (yes, yes * no, yes * no * (no - yes))
    });
    std::array::from_fn(|k| {
        let other = (k + 2) % 4;
        let loss_at = 8 + k / 2;
        let (t, loss) = (eta[4 + k], eta[loss_at]);
        let ((q, q1, q2), (p, p1, p2)) = (sale[k], sale[other]);
        Expected {
            value: eta[k] + 0.5 * (q * t - p * loss),
            at: [k, 4 + k, 4 + other, loss_at],
            slope: [1.0, 0.5 * (q + t * q1), -0.5 * p1 * loss, -0.5 * p],
            bend: [0.5 * (2.0 * q1 + t * q2), -0.5 * p2 * loss, -0.5 * p1],
        }
    })
}

/// ln Pr(formation) in the four expected utilities, over both assignments of roles.
#[inline(always)]
fn outcome(formed: Formation, expected: &[f64; 4]) -> Dual<4> {
    let worth = Dual::variables(expected);
    let (a_h, a_y) = (logistic_pair(&worth[0]), logistic_pair(&worth[1]));
    let (b_h, b_y) = (logistic_pair(&worth[2]), logistic_pair(&worth[3]));
    let a_proposes = proposed(formed, [&worth[0], &worth[1]], [&b_h, &b_y]);
    let b_proposes = proposed(formed, [&worth[2], &worth[3]], [&a_h, &a_y]);
    (a_proposes + b_proposes).scale(0.5).ln()
}

/// Pr(formation) from the proposer's EU(H) and EU(Y), and the probabilities that the other
/// accepts and refuses each.
#[inline(always)]
pub(super) fn proposed<const K: usize>(
    formed: Formation,
    worth: [&Dual<K>; 2],
    answers: [&(Dual<K>, Dual<K>); 2],
) -> Dual<K> {
    let value = [answers[0].0 * *worth[0], answers[1].0 * *worth[1]];
    let top = value[0].value().max(value[1].value()).max(0.0);
    let odds = value.map(|v| {
        let e = libm::exp(v.value() - top);
        v.chain(e, e, e)
    });
    let nothing = Dual::constant(if top == 0.0 { 1.0 } else { libm::exp(-top) });
    let share = (nothing + odds[0] + odds[1]).recip();
    match formed {
        Formation::Bilateral => odds[0] * answers[0].0 * share,
        Formation::Sponsored => odds[1] * answers[1].0 * share,
        Formation::None => (nothing + odds[0] * answers[0].1 + odds[1] * answers[1].1) * share,
    }
}

/// The chain rule from the expected utilities to the indices.
fn compose(outer: &Dual<4>, inner: &[Expected; 4], into: &mut Dual<INDICES>) {
    let (gradient, lower) = into.refill(outer.value());
    for (k, e) in inner.iter().enumerate() {
        let g = outer.gradient()[k];
        for (&r, slope) in e.at.iter().zip(&e.slope) {
            gradient[r] += g * slope;
        }
        let [_, own, other, loss] = e.at;
        lower[own][own] += g * e.bend[0];
        lower[other][other] += g * e.bend[1];
        lower[loss][other] += g * e.bend[2];
        for (l, f) in inner.iter().enumerate() {
            let h = outer.second(k, l);
            for (&r, left) in e.at.iter().zip(&e.slope) {
                for (&s, right) in f.at.iter().zip(&f.slope) {
                    if r >= s {
                        lower[r][s] += h * left * right;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ETA: [f64; INDICES] = [-0.4, 0.3, 0.7, -0.2, 0.5, -0.6, 1.1, 0.2, 0.8, 1.4];

    #[test]
    fn probabilities_sum_to_one_with_all_their_derivatives() {
        let sum = Formation::ALL
            .iter()
            .map(|f| log_probability(*f, &ETA).exp())
            .fold(Dual::constant(0.0), |s, p| s + p);
        assert!((sum.value() - 1.0).abs() < 1e-15);
        for r in 0..INDICES {
            assert!(sum.gradient()[r].abs() < 1e-15);
            assert!((0..INDICES).all(|s| sum.second(r, s).abs() < 1e-14));
        }
    }

    /// Against central differences, whose error is about step² = 1e-10.
    #[test]
    fn derivatives_agree_with_differences() {
        for formed in Formation::ALL {
            let found = log_probability(formed, &ETA);
            for r in 0..INDICES {
                let (mut up, mut down) = (ETA, ETA);
                up[r] += 1e-5;
                down[r] -= 1e-5;
                let (up, down) = (log_probability(formed, &up), log_probability(formed, &down));
                let slope = (up.value() - down.value()) / 2e-5;
                assert!((found.gradient()[r] - slope).abs() < 1e-9, "{formed:?} {r}");
                for s in 0..INDICES {
                    let second = (up.gradient()[s] - down.gradient()[s]) / 2e-5;
                    assert!((found.second(r, s) - second).abs() < 1e-9, "{formed:?} {r} {s}");
                }
            }
        }
    }

    #[test]
    fn plain_numbers_give_the_same_probabilities() {
        let [ah, ay, bh, by, sah, say, sbh, sby, la, lb] = ETA;
        let plain = Utilities {
            a_worth: [ah, ay],
            b_worth: [bh, by],
            a_temptation: [sah, say],
            b_temptation: [sbh, sby],
            loss: [la, lb],
        };
        let with_derivatives = Formation::ALL.map(|f| libm::exp(log_probability(f, &ETA).value()));
        for (found, expected) in plain.probabilities().iter().zip(with_derivatives) {
            assert!((found - expected).abs() < 1e-15, "{found} {expected}");
        }
    }

    /// With nothing at stake every choice is a coin: each form is proposed with probability
    /// 1/3 and accepted with ½.
    #[test]
    fn indifferent_groups() {
        let eta = [0.0; INDICES];
        let p = Formation::ALL.map(|f| libm::exp(log_probability(f, &eta).value()));
        for (found, expected) in p.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((found - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn names_of_the_groups_do_not_matter() {
        let [ah, ay, bh, by, sah, say, sbh, sby, la, lb] = ETA;
        let swapped = [bh, by, ah, ay, sbh, sby, sah, say, lb, la];
        for f in Formation::ALL {
            let (one, two) = (log_probability(f, &ETA), log_probability(f, &swapped));
            assert!((one.value() - two.value()).abs() < 1e-15);
        }
    }
}
