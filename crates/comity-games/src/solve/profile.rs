//! What everybody does.

use crate::scalar::Scalar;
use crate::tree::Tree;
use comity_core::{Code, Error, Result};

/// How far floating probabilities may add up to something else than one.
const SUM: f64 = 1e-9;

/// A behaviour strategy for every player: the probability of every action at every
/// information set. Sets of chance have the probabilities of chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile<T> {
    sets: Vec<Vec<T>>,
}

impl<T: Scalar> Profile<T> {
    /// From one list of probabilities for each of [`Tree::infosets`]; what stands at sets of
    /// chance is replaced by the probabilities of chance.
    ///
    /// # Errors
    /// `game/invalid` when lists are missing, have the wrong length, hold a number below zero,
    /// or do not add to one (floating numbers: within 10⁻⁹).
    pub fn new(tree: &Tree<T>, mut sets: Vec<Vec<T>>) -> Result<Self> {
        let invalid = |message: String| Err(Error::new(Code::BadGame, message));
        if sets.len() != tree.infosets().len() {
            return invalid(format!("a profile needs {} lists", tree.infosets().len()));
        }
        for (list, set) in sets.iter_mut().zip(tree.infosets()) {
            if set.player.is_none() {
                list.clone_from(&set.probabilities);
                continue;
            }
            let sum = list.iter().fold(T::zero(), |sum, p| sum + p.clone()) - T::one();
            let proper = list.iter().all(|p| *p >= T::zero());
            if list.len() != set.actions.len() || !proper || sum.exceeds(SUM) || (-sum).exceeds(SUM)
            {
                return invalid(format!(
                    "the numbers at information set `{}` are not the probabilities of its actions",
                    set.label
                ));
            }
        }
        Ok(Self { sets })
    }

    /// Every player takes one action for certain at every information set: its number, one for
    /// each of [`Tree::infosets`]; what stands at sets of chance does not matter.
    ///
    /// # Errors
    /// `game/invalid` when a number is missing or is of no action.
    pub fn pure(tree: &Tree<T>, choices: &[u32]) -> Result<Self> {
        let sets = tree.infosets().iter().zip(choices).map(|(set, &choice)| {
            let one = |a| if a == choice as usize { T::one() } else { T::zero() };
            (0..set.actions.len()).map(one).collect()
        });
        Self::new(tree, sets.collect())
    }

    /// All actions of a set are equally likely.
    #[must_use]
    pub fn uniform(tree: &Tree<T>) -> Self {
        let one = |n: usize| (0..n).fold(T::zero(), |sum, _| sum + T::one());
        let sets = tree.infosets().iter().map(|set| match set.player {
            None => set.probabilities.clone(),
            Some(_) => {
                let n = set.actions.len();
                vec![T::one() / one(n); n]
            }
        });
        Self { sets: sets.collect() }
    }

    /// The probabilities of the actions of an information set; empty if there is no such set.
    #[must_use]
    pub fn at(&self, infoset: u32) -> &[T] {
        self.sets.get(infoset as usize).map_or(&[], Vec::as_slice)
    }

    /// The lists of all information sets, in their order.
    #[must_use]
    pub fn sets(&self) -> &[Vec<T>] {
        &self.sets
    }

    /// The same profile in other numbers.
    #[must_use]
    pub fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> Profile<U> {
        Profile { sets: self.sets.iter().map(|s| s.iter().map(&f).collect()).collect() }
    }
}
