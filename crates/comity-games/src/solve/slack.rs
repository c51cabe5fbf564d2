//! When floating payoffs count as equal.

use crate::scalar::Scalar;

/// Share of the largest payoff by which floating payoffs may differ and still tie.
const SHARE: f64 = 1e-10;

/// How far two payoffs of a player may differ and still tie: nothing in exact numbers, 10⁻¹⁰
/// of the player's largest payoff in floating ones. One number a player, from payoffs that
/// stand one a player.
pub(super) fn slack<T: Scalar>(players: usize, payoffs: &[T]) -> Vec<f64> {
    let mut slack = vec![0.0_f64; players];
    if !T::EXACT {
        for row in payoffs.chunks(players.max(1)) {
            for (s, v) in slack.iter_mut().zip(row) {
                *s = s.max(SHARE * v.float().abs());
            }
        }
    }
    slack
}
