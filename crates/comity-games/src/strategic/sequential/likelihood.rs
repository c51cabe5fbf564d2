//! Probabilities of the outcomes, by backward induction.
//!
//! With F the distribution function of the errors, σ₁, σ₂, σ₃ the players' scales and, under
//! agent error, √2 in the place of every root:
//!
//! ```text
//! Egame12   p4 = F(u24 / σ₂√2),  p3 = 1 − p4
//!           p2 = F([p3 u13 + p4 u14 − u11] / σ₁√(1 + p3² + p4²))
//! Egame122  p4 = F(u22 / σ₂√2),  p3 = 1 − p4,  p6 = F(u24 / σ₂√2),  p5 = 1 − p6
//!           p2 = F([p5 u13 + p6 u14 − p3 u11 − p4 u12] / σ₁√(p3² + p4² + p5² + p6²))
//! Egame123  p6 = F(u36 / σ₃√2),  p5 = 1 − p6
//!           p4 = F([p5 u25 + p6 u26 − u23] / σ₂√(1 + p5² + p6²)),  p3 = 1 − p4
//!           p2 = F([p3 u13 + p4(p5 u15 + p6 u16) − u11] / σ₁√(1 + p3² + p4²(p5² + p6²)))
//! ```
//!
//! Signorino (1999), *American Political Science Review* 93(2); Signorino (2003), *Political
//! Analysis* 11(4); the R package games (Signorino and Kenkel).

use super::data::{ErrorModel, Game};
use crate::dual::Dual;
use crate::strategic::engine::RowModel;
use crate::strategic::noise::{ln_no, ln_yes, yes};
use std::f64::consts::FRAC_1_SQRT_2;

/// A game with its outcomes.
pub(super) struct Tree<'a> {
    pub(super) game: Game,
    pub(super) errors: ErrorModel,
    pub(super) outcome: &'a [usize],
}

impl<const K: usize> RowModel<K> for Tree<'_> {
    fn row(&self, i: usize, eta: &[f64; K], into: &mut Dual<K>) {
        *into = log_probability(self.game, self.errors, self.outcome[i], eta);
    }
}

/// A decision: the standardised difference of its two expected utilities.
struct Node<const K: usize> {
    z: Dual<K>,
    right: Dual<K>,
    left: Dual<K>,
}

/// ln Pr(outcome), the indices being the game's utilities, then each player's ln σ; without
/// the latter every scale is one.
pub(super) fn log_probability<const K: usize>(
    game: Game,
    errors: ErrorModel,
    outcome: usize,
    eta: &[f64; K],
) -> Dual<K> {
    let u = Dual::variables(eta);
    let link = errors.link();
    let one = Dual::constant(1.0);
    let scales = game.utilities().len();
    // A node from a difference of utilities, its player, and the sum of the squared weights
    // of the shocks in it.
    let node = |difference: Dual<K>, player: usize, squares: Option<Dual<K>>| {
        let scaled = match u.get(scales + player) {
            Some(ln_scale) => difference * (-*ln_scale).exp(),
            None => difference,
        };
        let z = match squares {
            Some(sum) if errors.private() => scaled * sum.sqrt().recip(),
            _ => scaled.scale(FRAC_1_SQRT_2),
        };
        let right = yes(link, &z);
        Node { z, right, left: right.complement() }
    };
    let right = |n: &Node<K>| ln_yes(link, &n.z);
    let left = |n: &Node<K>| ln_no(link, &n.z);
    match game {
        Game::Egame12 => {
            let second = node(u[3], 1, None);
            let squares = one + second.left.square() + second.right.square();
            let value = second.left * u[1] + second.right * u[2] - u[0];
            let first = node(value, 0, Some(squares));
            match outcome {
                0 => left(&first),
                1 => right(&first) + left(&second),
                _ => right(&first) + right(&second),
            }
        }
        Game::Egame122 => {
            let (west, east) = (node(u[4], 1, None), node(u[5], 1, None));
            let squares =
                west.left.square() + west.right.square() + east.left.square() + east.right.square();
            let value = east.left * u[2] + east.right * u[3] - west.left * u[0] - west.right * u[1];
            let first = node(value, 0, Some(squares));
            match outcome {
                0 => left(&first) + left(&west),
                1 => left(&first) + right(&west),
                2 => right(&first) + left(&east),
                _ => right(&first) + right(&east),
            }
        }
        Game::Egame123 => {
            let third = node(u[7], 2, None);
            let below = third.left.square() + third.right.square();
            let value = third.left * u[5] + third.right * u[6] - u[4];
            let second = node(value, 1, Some(one + below));
            let squares = one + second.left.square() + second.right.square() * below;
            let beyond = third.left * u[2] + third.right * u[3];
            let value = second.left * u[1] + second.right * beyond - u[0];
            let first = node(value, 0, Some(squares));
            match outcome {
                0 => left(&first),
                1 => right(&first) + left(&second),
                2 => right(&first) + right(&second) + left(&third),
                _ => right(&first) + right(&second) + right(&third),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<const K: usize>(game: Game) {
        let eta: [f64; K] = std::array::from_fn(|k| 0.3 * libm::sin(1.7 * k as f64 + 0.4));
        for errors in [ErrorModel::AgentLogit, ErrorModel::AgentProbit, ErrorModel::PrivateProbit] {
            let all: Vec<Dual<K>> = (0..game.outcomes())
                .map(|o| log_probability(game, errors, o, &eta).exp())
                .collect();
            let total = all.iter().fold(Dual::constant(0.0), |sum, p| sum + *p);
            // Probabilities sum to one whatever the indices, so that all derivatives of the
            // sum vanish; the bounds are a few roundings of numbers near one.
            assert!((total.value() - 1.0).abs() < 1e-14, "{game:?} {errors:?}");
            for r in 0..K {
                assert!(total.gradient()[r].abs() < 1e-14, "{game:?} {errors:?}");
                assert!((0..K).all(|s| total.second(r, s).abs() < 1e-13), "{game:?} {errors:?}");
            }
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        check::<4>(Game::Egame12);
        check::<6>(Game::Egame12);
        check::<8>(Game::Egame122);
        check::<11>(Game::Egame123);
    }

    /// By hand, with u24 = 0: p4 = ½; private information then has s₁ = √1.5.
    #[test]
    fn the_scale_of_private_information() {
        let eta = [0.2, 1.0, 2.0, 0.0, 0.0, 0.0];
        let stay = log_probability(Game::Egame12, ErrorModel::PrivateProbit, 0, &eta);
        let expected = comity_numerics::special::normal_cdf(-1.3 / libm::sqrt(1.5));
        assert!((libm::exp(stay.value()) - expected).abs() < 1e-15);
        let agent = log_probability(Game::Egame12, ErrorModel::AgentLogit, 0, &eta);
        let expected = comity_numerics::special::logistic(-1.3 / libm::sqrt(2.0));
        assert!((libm::exp(agent.value()) - expected).abs() < 1e-15);
    }
}
