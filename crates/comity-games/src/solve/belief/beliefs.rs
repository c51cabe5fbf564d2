//! Beliefs: how likely each node of an information set is.

use crate::scalar::Scalar;
use crate::solve::profile::Profile;
use crate::tree::{Step, Tree};
use comity_core::{Code, Error, Result};

/// For every information set of a player, the probability of each of its nodes, in their
/// order; an empty list where nothing is said, and for sets of chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Beliefs<T> {
    sets: Vec<Vec<T>>,
}

impl<T: Scalar> Beliefs<T> {
    /// From one list for each of [`Tree::infosets`]; a list may be empty.
    ///
    /// # Errors
    /// `game/invalid` when lists are missing, have neither no number nor one a node, hold a
    /// number below zero, or do not add to one (floating numbers: within 10⁻⁹).
    pub fn new(tree: &Tree<T>, sets: Vec<Vec<T>>) -> Result<Self> {
        if sets.len() != tree.infosets().len() {
            return Err(Error::new(Code::BadGame, "beliefs need a list for every information set")
                .value(sets.len().to_string())
                .expected(tree.infosets().len().to_string()));
        }
        for (list, set) in sets.iter().zip(tree.infosets()) {
            let off = list.iter().fold(-T::one(), |sum, p| sum + p.clone());
            let proper = list.len() == set.members.len()
                && list.iter().all(|p| *p >= T::zero())
                && !off.exceeds(1e-9)
                && !(-off).exceeds(1e-9);
            if !list.is_empty() && !proper {
                return Err(Error::new(
                    Code::BadGame,
                    format!(
                        "the numbers at information set `{}` are not the probabilities of its nodes",
                        set.label
                    ),
                ));
            }
        }
        Ok(Self { sets })
    }

    /// Beliefs by Bayes' rule at every set that the profile reaches, none at the others.
    #[must_use]
    pub fn bayes(tree: &Tree<T>, profile: &Profile<T>) -> Self {
        let reach = reach(tree, profile);
        let sets = tree.infosets().iter().map(|set| {
            let weights: Vec<T> = set.members.iter().map(|&v| reach[v as usize].clone()).collect();
            let sum = weights.iter().fold(T::zero(), |sum, w| sum + w.clone());
            if set.player.is_none() || sum.is_zero() {
                return Vec::new();
            }
            weights.into_iter().map(|w| w / sum.clone()).collect()
        });
        Self { sets: sets.collect() }
    }

    /// The same, with what `others` say at the sets that the profile does not reach.
    #[must_use]
    pub fn completed(mut self, others: &Self) -> Self {
        for (own, other) in self.sets.iter_mut().zip(&others.sets) {
            if own.is_empty() {
                own.clone_from(other);
            }
        }
        self
    }

    /// The probabilities of the nodes of an information set; empty where nothing is said.
    #[must_use]
    pub fn at(&self, infoset: u32) -> &[T] {
        self.sets.get(infoset as usize).map_or(&[], Vec::as_slice)
    }
}

fn reach<T: Scalar>(tree: &Tree<T>, profile: &Profile<T>) -> Vec<T> {
    let mut reach: Vec<T> = Vec::with_capacity(tree.nodes().len());
    for node in tree.nodes() {
        let here = match node.parent {
            None => T::one(),
            Some((parent, action)) => {
                reach[parent as usize].clone() * probability(tree, profile, parent, action)
            }
        };
        reach.push(here);
    }
    reach
}

pub(super) fn probability<T: Scalar>(
    tree: &Tree<T>,
    profile: &Profile<T>,
    node: u32,
    action: u32,
) -> T {
    match tree.nodes()[node as usize].step {
        Step::Terminal { .. } => T::zero(),
        Step::Chance { infoset } | Step::Move { infoset } => {
            profile.at(infoset).get(action as usize).cloned().unwrap_or_else(T::zero)
        }
    }
}
