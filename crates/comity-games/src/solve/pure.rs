//! Equilibria in pure strategies, by looking at every contingency.

use super::slack::slack;
use super::solution::Solution;
use crate::normal_form::NormalForm;
use crate::reduce::Reduced;
use crate::scalar::Scalar;
use crate::tree::Tree;
use comity_core::Result;

/// Equilibria of a tree that are worked out in full.
const SOLUTIONS: usize = 1000;

/// The contingencies, as one strategy a player, in which no player gains by changing strategy
/// alone, in their order; in floating numbers, by at most 10⁻¹⁰ of the player's largest payoff.
///
/// ```
/// use comity_games::NormalForm;
/// use comity_games::solve::pure_equilibria;
/// let names = |list: [&str; 2]| list.map(str::to_owned).to_vec();
/// let dilemma = NormalForm::new(
///     names(["a", "b"]),
///     vec![names(["silent", "tell"]), names(["silent", "tell"])],
///     vec![3.0, 3.0, 5.0, 0.0, 0.0, 5.0, 1.0, 1.0],
/// )?;
/// assert_eq!(pure_equilibria(&dilemma), [[1, 1]]);
/// # Ok::<(), comity_core::Error>(())
/// ```
#[must_use]
pub fn pure_equilibria<T: Scalar>(game: &NormalForm<T>) -> Vec<Vec<usize>> {
    let sizes = game.sizes();
    let players = sizes.len();
    let payoffs = game.payoffs();
    let slack = slack(players, payoffs);
    let count = payoffs.len() / players;
    let mut stable = vec![true; count];
    let mut stride = 1;
    for (player, &size) in sizes.iter().enumerate() {
        let of = |place: usize| &payoffs[place * players + player];
        for start in (0..count).step_by(stride * size) {
            for first in start..start + stride {
                let line = || (0..size).map(|s| first + s * stride);
                let best = line().map(of).fold(of(first), |a, b| if b > a { b } else { a });
                for place in line() {
                    stable[place] &= !(best.clone() - of(place).clone()).exceeds(slack[player]);
                }
            }
        }
        stride *= size;
    }
    let split = |(mut place, _): (usize, &bool)| {
        let each = sizes.iter().map(|&size| {
            let strategy = place % size;
            place /= size;
            strategy
        });
        each.collect()
    };
    stable.iter().enumerate().filter(|(_, s)| **s).map(split).collect()
}

/// Pure equilibria of a game tree.
#[derive(Clone, Debug, PartialEq)]
pub struct PureEquilibria<T> {
    /// The equilibria, one for each contingency of the reduced strategic form; where a
    /// player's strategy says nothing, it takes the first action. The first thousand at most.
    pub solutions: Vec<Solution<T>>,
    /// How many there are.
    pub count: usize,
}

/// The pure equilibria of a tree, found in its reduced strategic form.
///
/// # Errors
/// `game/invalid` when a player forgets own moves, or the form has more than a million
/// payoffs.
pub fn pure_equilibria_of_tree<T: Scalar>(tree: &Tree<T>) -> Result<PureEquilibria<T>> {
    let reduced = Reduced::of(tree)?;
    let found = pure_equilibria(reduced.game());
    let solutions = found.iter().take(SOLUTIONS).map(|contingency| {
        let profile = reduced.profile(tree, contingency)?;
        Solution::new("pure strategies", tree, profile)
    });
    Ok(PureEquilibria { solutions: solutions.collect::<Result<_>>()?, count: found.len() })
}
