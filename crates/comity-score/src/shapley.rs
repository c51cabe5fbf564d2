//! Shapley and Owen values as weights on the values of coalitions.
//!
//! The Shapley value of player j in a game v with players N, |N| = n, is
//!
//! ```text
//! φ_j = Σ_{S ⊆ N∖j} |S|! (n − |S| − 1)! / n! · (v(S ∪ j) − v(S))
//! ```
//!
//! (Shapley 1953, in *Contributions to the Theory of Games* II). It is linear in v, so a value
//! is a list of weights on coalitions, and a resample of v costs one sum. The Owen value
//! (Owen 1977, in *Mathematical Economics and Game Theory*) divides what a player that is
//! itself a union of parts gets among its parts: parts enter in random order within the
//! union, and the union in random order among the other players.

use comity_core::{Code, Error, Result};

/// Most players of a game: weights number two to this power.
const MOST: usize = 16;

/// Weights on coalitions: `weights[j][s]` stands on v(S), where bit i of `s` says whether
/// player i is in S. The values sum to v(N) − v(∅).
///
/// ```
/// // Two players: half of each marginal contribution.
/// let w = comity_score::shapley_weights(2)?;
/// assert_eq!(w[0], [-0.5, 0.5, -0.5, 0.5]);
/// assert_eq!(w[1], [-0.5, -0.5, 0.5, 0.5]);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `usage/bad-setting` when there is no player or more than sixteen.
pub fn shapley_weights(players: usize) -> Result<Vec<Vec<f64>>> {
    check(players)?;
    Ok((0..players)
        .map(|j| {
            let mut weights = vec![0.0; 1 << players];
            add(&mut weights, players, j, |s| s, 1.0);
            weights
        })
        .collect())
}

/// Weights on coalitions of `others` players and the `parts` of one more: `weights[p][c]`
/// stands on v(R ∪ T), where the low `others` bits of `c` are R, the players beside the
/// union, and the bits above are T, parts of the union. The values sum to the union's Shapley
/// value.
///
/// ```
/// // No other player: the Shapley values of the parts among themselves.
/// assert_eq!(comity_score::owen_weights(0, 2)?, comity_score::shapley_weights(2)?);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `usage/bad-setting` when there is no part, or more than sixteen players and parts.
pub fn owen_weights(others: usize, parts: usize) -> Result<Vec<Vec<f64>>> {
    check(parts)?;
    check(others + parts)?;
    Ok((0..parts)
        .map(|p| {
            let mut weights = vec![0.0; 1 << (others + parts)];
            for r in 0..1_usize << others {
                let share = coefficient(others + 1, r.count_ones() as usize);
                add(&mut weights, parts, p, |t| r | (t << others), share);
            }
            weights
        })
        .collect())
}

/// Adds `share` times the weights of player `j` of `players`, coalition `s` at `place(s)`.
fn add(weights: &mut [f64], players: usize, j: usize, place: impl Fn(usize) -> usize, share: f64) {
    for s in (0..1_usize << players).filter(|s| s & (1 << j) == 0) {
        let c = share * coefficient(players, s.count_ones() as usize);
        for (at, sign) in [(s, -c), (s | (1 << j), c)] {
            if let Some(w) = weights.get_mut(place(at)) {
                *w += sign;
            }
        }
    }
}

/// s! (n − s − 1)! / n!, as 1 / (n · C(n − 1, s)).
fn coefficient(n: usize, s: usize) -> f64 {
    let binomial = (0..s).fold(1.0, |c, i| c * (n - 1 - i) as f64 / (i + 1) as f64);
    1.0 / (n as f64 * binomial)
}

fn check(players: usize) -> Result<()> {
    if (1..=MOST).contains(&players) {
        return Ok(());
    }
    Err(Error::new(Code::BadSetting, "the number of players is out of range")
        .value(players.to_string())
        .expected(format!("1 to {MOST}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(weights: &[f64], v: &[f64]) -> f64 {
        weights.iter().zip(v).map(|(w, v)| w * v).sum()
    }

    /// The glove game: player 0 has a left glove, 1 and 2 a right one; a pair is worth 1.
    /// Known values 2/3, 1/6, 1/6.
    #[test]
    fn the_glove_game_has_its_known_values() {
        let v = [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
        let found: Vec<f64> = shapley_weights(3).unwrap().iter().map(|w| value(w, &v)).collect();
        for (f, known) in found.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((f - known).abs() < 1e-15, "{found:?}");
        }
        // With the right gloves in one union, each union gets one half, and its parts a quarter.
        let owen: Vec<f64> = owen_weights(1, 2).unwrap().iter().map(|w| value(w, &v)).collect();
        assert!(owen.iter().all(|f| (f - 0.25).abs() < 1e-15), "{owen:?}");
    }

    #[test]
    fn impossible_games_are_refused() {
        for players in [0, MOST + 1] {
            assert_eq!(shapley_weights(players).unwrap_err().code(), Code::BadSetting);
        }
        assert_eq!(owen_weights(3, 0).unwrap_err().code(), Code::BadSetting);
        assert_eq!(owen_weights(MOST, 1).unwrap_err().code(), Code::BadSetting);
    }
}
