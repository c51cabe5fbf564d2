//! Whether a profile is rational everywhere, given beliefs.

use super::beliefs::Beliefs;
use super::continuation::Continuation;
use crate::scalar::Scalar;
use crate::solve::profile::Profile;
use crate::tree::{Sequences, Tree};
use comity_core::Result;

/// What the check of a profile with beliefs finds.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<T> {
    /// Beliefs are right wherever Bayes' rule applies and nobody gains by deviating at any
    /// information set: a perfect Bayesian equilibrium in the weak sense.
    Perfect {
        /// The largest gain found, zero or within the tolerance.
        gain: T,
    },
    /// The first set at which its player gains by another continuation.
    Irrational {
        /// Place among [`Tree::infosets`].
        infoset: u32,
        /// The action with which the best continuation begins.
        action: u32,
        /// What the best continuation earns above the profile's, given the belief.
        gain: T,
    },
    /// The first set that the profile reaches and at which the belief is not that of Bayes'
    /// rule.
    WrongBelief {
        /// Place among [`Tree::infosets`].
        infoset: u32,
        /// The largest difference of a probability.
        difference: T,
    },
    /// The first set that the profile does not reach and at which no belief is given.
    NoBelief {
        /// Place among [`Tree::infosets`].
        infoset: u32,
    },
}

/// Checks a behaviour profile with beliefs for perfect Bayesian equilibrium.
///
/// Sets are checked in their order: first that the belief is that of Bayes' rule where the
/// profile leads to the set, then that no continuation of the set's player, at the set and at
/// all later own sets, earns more than the profile's does, given the belief over the set's
/// nodes and the others' strategies. Differences and gains up to `tolerance` count as none in
/// floating numbers; exact ones must be zero. Beliefs at unreached sets may be any: this is
/// the weak concept, without the consistency of sequential equilibrium.
///
/// Source: A. Mas-Colell, M. Whinston and J. Green, *Microeconomic Theory*, 1995, definition
/// 9.C.3.
///
/// # Errors
/// `game/invalid` when a player forgets own moves.
pub fn check<T: Scalar>(
    tree: &Tree<T>,
    profile: &Profile<T>,
    beliefs: &Beliefs<T>,
    tolerance: f64,
) -> Result<Verdict<T>> {
    Sequences::of(tree)?;
    let bayes = Beliefs::bayes(tree, profile);
    let ends = ends(tree);
    let mut largest = T::zero();
    for (number, set) in tree.infosets().iter().enumerate() {
        let Some(player) = set.player else { continue };
        let infoset = number as u32;
        let (given, right) = (beliefs.at(infoset), bayes.at(infoset));
        if given.is_empty() && right.is_empty() {
            return Ok(Verdict::NoBelief { infoset });
        }
        if !right.is_empty() && !given.is_empty() {
            let size = |(a, b): (&T, &T)| {
                let d = a.clone() - b.clone();
                if d < T::zero() { -d } else { d }
            };
            let difference = given.iter().zip(right).map(size).fold(T::zero(), larger);
            if difference.exceeds(tolerance) {
                return Ok(Verdict::WrongBelief { infoset, difference });
            }
        }
        let belief = if given.is_empty() { right } else { given };
        let from_here = Continuation { tree, profile, ends: &ends, player };
        let (gain, action) = from_here.gain(infoset, belief);
        if gain.exceeds(tolerance) {
            return Ok(Verdict::Irrational { infoset, action, gain });
        }
        largest = larger(largest, gain);
    }
    Ok(Verdict::Perfect { gain: largest })
}

pub(super) fn larger<T: PartialOrd>(a: T, b: T) -> T {
    if b > a { b } else { a }
}

/// Node by node, the number after the last node below it.
fn ends<T: Scalar>(tree: &Tree<T>) -> Vec<u32> {
    let mut ends: Vec<u32> = (1..=tree.nodes().len() as u32).collect();
    for (number, node) in tree.nodes().iter().enumerate().rev() {
        if let Some((parent, _)) = node.parent {
            ends[parent as usize] = ends[parent as usize].max(ends[number]);
        }
    }
    ends
}
