//! Behaviour strategies from realisation plans.

use super::form::Form;
use crate::scalar::Scalar;
use std::ops::Add;

/// What a sequence earns against the opponent's plan, and against uniform play.
#[derive(Clone)]
struct Pair<T>(T, T);

impl<T: Scalar> Add for Pair<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1)
    }
}

/// The probabilities of the actions at every information set of a player, set by set.
///
/// Where the player's own plan leads, they are ratios of the plan. At a set that the player's
/// own earlier moves exclude, the action is a best reply to the opponent's plan, and among
/// several the best reply to uniform play of the opponent; among several of those, the first.
pub(super) fn behaviour<T: Scalar>(form: &Form<T>, player: usize, plans: &[Vec<T>; 2]) -> Vec<T> {
    let (side, plan) = (&form.sides[player], &plans[player]);
    let mut probabilities = vec![T::zero(); side.sequences];
    let excluded = |after: usize| plan[after].is_zero();
    for &(_, first, count) in side.sets.iter().filter(|s| !excluded(s.0)) {
        let sum = plan[first..first + count].iter().fold(T::zero(), |sum, p| sum + p.clone());
        for s in first..first + count {
            probabilities[s] = plan[s].clone() / sum.clone();
        }
    }
    if side.sets.iter().any(|s| excluded(s.0)) {
        let uniform = form.sides[1 - player].uniform::<T>();
        let earned = form.earned(player, &plans[1 - player]);
        let pairs = earned.into_iter().zip(form.earned(player, &uniform));
        let size = form.leaves.iter().map(|l| l.payoffs[player].float().abs()).fold(0.0, f64::max);
        let tolerance = 1e-9 * size;
        let better = |a: &Pair<T>, b: &Pair<T>| {
            let gain = a.0.clone() - b.0.clone();
            gain.exceeds(tolerance)
                || (!(-gain).exceeds(tolerance) && (a.1.clone() - b.1.clone()).exceeds(tolerance))
        };
        let (choices, _) = side.best(pairs.map(|(a, b)| Pair(a, b)).collect(), better);
        for (&(after, ..), &choice) in side.sets.iter().zip(&choices) {
            if excluded(after) {
                probabilities[choice] = T::one();
            }
        }
    }
    probabilities
}
