//! Profiles of mixed strategies and what deviating from them gains.

use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use comity_core::{Code, Error, Result};

/// A profile of mixed strategies that a solver found, with what shows how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct MixedSolution<T> {
    /// The method, such as `vertices`.
    pub method: &'static str,
    /// Whether it was computed in exact numbers.
    pub exact: bool,
    /// The probability of each strategy, player by player.
    pub strategies: Vec<Vec<T>>,
    /// Expected payoff of each player.
    pub values: Vec<T>,
    /// The most that a player gains by changing strategy alone: zero at an equilibrium.
    pub max_regret: T,
}

impl<T: Scalar> MixedSolution<T> {
    /// A profile with its values and its regret.
    ///
    /// # Errors
    /// `game/invalid` when the probabilities are not one for each strategy.
    pub fn new(
        method: &'static str,
        form: &NormalForm<T>,
        strategies: Vec<Vec<T>>,
    ) -> Result<Self> {
        let sizes: Vec<usize> = strategies.iter().map(Vec::len).collect();
        if sizes != form.sizes() {
            return Err(Error::new(Code::BadGame, "a mixed profile needs one number a strategy")
                .value(format!("{sizes:?}"))
                .expected(format!("{:?}", form.sizes())));
        }
        let earned = earned(form, &strategies);
        let values: Vec<T> = earned.iter().zip(&strategies).map(|(e, s)| mean(e, s)).collect();
        let regrets = earned.iter().zip(&values).map(|(e, v)| best(e) - v.clone());
        let max_regret = regrets.fold(T::zero(), |a, b| if b > a { b } else { a });
        Ok(Self { method, exact: T::EXACT, strategies, values, max_regret })
    }
}

/// What each player gains by changing to a best reply while the others keep to their mixed
/// strategies; zero or, in floating numbers, near zero for one who plays a best reply.
/// Probabilities that are missing count as zero.
#[must_use]
pub fn gains<T: Scalar>(form: &NormalForm<T>, strategies: &[Vec<T>]) -> Vec<T> {
    let earned = earned(form, strategies);
    earned.iter().zip(strategies).map(|(e, s)| best(e) - mean(e, s)).collect()
}

/// What each strategy of each player earns against the others' mixed strategies.
pub(super) fn earned<T: Scalar>(form: &NormalForm<T>, strategies: &[Vec<T>]) -> Vec<Vec<T>> {
    let sizes = form.sizes();
    let players = sizes.len();
    let mut sums: Vec<Vec<T>> = sizes.iter().map(|&n| vec![T::zero(); n]).collect();
    let mut chosen = vec![0; players];
    for payoffs in form.payoffs().chunks(players) {
        for (player, payoff) in payoffs.iter().enumerate() {
            let others = strategies.iter().zip(&chosen).enumerate().filter(|(p, _)| *p != player);
            let mut chance = T::one();
            for (_, (strategy, &s)) in others {
                let p = strategy.get(s).cloned().unwrap_or_else(T::zero);
                if p.is_zero() {
                    chance = p;
                    break;
                }
                chance = chance * p;
            }
            if !chance.is_zero() {
                let sum = &mut sums[player][chosen[player]];
                *sum = sum.clone() + chance * payoff.clone();
            }
        }
        next(&mut chosen, &sizes);
    }
    sums
}

/// The contingency after this one, the first player's strategy running fastest; false after
/// the last.
pub(super) fn next(chosen: &mut [usize], sizes: &[usize]) -> bool {
    for (s, &n) in chosen.iter_mut().zip(sizes) {
        *s += 1;
        if *s < n {
            return true;
        }
        *s = 0;
    }
    false
}

fn mean<T: Scalar>(earned: &[T], strategy: &[T]) -> T {
    earned.iter().zip(strategy).fold(T::zero(), |sum, (e, p)| sum + e.clone() * p.clone())
}

fn best<T: Scalar>(earned: &[T]) -> T {
    let mut all = earned.iter();
    let first = all.next().cloned().unwrap_or_else(T::zero);
    all.fold(first, |a, b| if *b > a { b.clone() } else { a })
}
