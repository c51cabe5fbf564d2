//! What a solver returns, and how far from an equilibrium it is.

use super::profile::Profile;
use crate::scalar::Scalar;
use crate::tree::{Sequences, Step, Tree};
use comity_core::Result;

/// A profile that a solver found, with what shows how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution<T> {
    /// The method, such as `backward induction`.
    pub method: &'static str,
    /// Whether it was computed in exact numbers.
    pub exact: bool,
    /// What everybody does.
    pub profile: Profile<T>,
    /// Expected payoff of each player.
    pub values: Vec<T>,
    /// The most that a player gains by changing strategy alone: zero at an equilibrium.
    pub max_regret: T,
}

impl<T: Scalar> Solution<T> {
    /// A profile with its values and its regret.
    ///
    /// # Errors
    /// `game/invalid` when a player forgets: see [`regret`].
    pub fn new(method: &'static str, tree: &Tree<T>, profile: Profile<T>) -> Result<Self> {
        let values = values(tree, &profile);
        let max_regret = regret(tree, &profile)?;
        Ok(Self { method, exact: T::EXACT, profile, values, max_regret })
    }
}

/// The expected payoff of each player.
#[must_use]
pub fn values<T: Scalar>(tree: &Tree<T>, profile: &Profile<T>) -> Vec<T> {
    let mut reach: Vec<T> = Vec::with_capacity(tree.nodes().len());
    let mut sums = vec![T::zero(); tree.players().len()];
    for node in tree.nodes() {
        let here = match node.parent {
            None => T::one(),
            Some((parent, action)) => {
                reach[parent as usize].clone() * chance_of(tree, profile, parent, action)
            }
        };
        if let Step::Terminal { index } = node.step {
            for (sum, payoff) in sums.iter_mut().zip(tree.payoffs(index)) {
                *sum = sum.clone() + here.clone() * payoff.clone();
            }
        }
        reach.push(here);
    }
    sums
}

/// What each player gains by changing to a best response while the others keep to the
/// profile; zero or, in floating numbers, near zero for one who plays a best response.
///
/// A best response maximises over all behaviour strategies. With perfect recall it is found in
/// one pass over the nodes and one back over the information sets: with g(s) the sum, over
/// the terminals at which the player's own moves are the sequence s, of the payoff times the
/// probability with which the others and chance lead there, a set I that follows the
/// sequence s adds maxₐ g(Ia) to g(s); the last set's first. The value is g(∅).
///
/// Source: the sequence form of D. Koller, N. Megiddo and B. von Stengel, "Efficient
/// computation of equilibria for extensive two-person games", *Games and Economic Behavior*
/// 14, 1996, 247–259.
///
/// # Errors
/// `game/invalid` when a player forgets own moves.
pub fn gains<T: Scalar>(tree: &Tree<T>, profile: &Profile<T>) -> Result<Vec<T>> {
    let sequences = Sequences::of(tree)?;
    let players = tree.players().len();
    let mut sums: Vec<Vec<T>> =
        sequences.counts.iter().map(|&n| vec![T::zero(); n as usize]).collect();
    // Node by node, one number a player: the probability of the others' and chance's moves.
    let mut reach: Vec<T> = Vec::with_capacity(tree.nodes().len() * players);
    for (number, node) in tree.nodes().iter().enumerate() {
        match node.parent {
            None => reach.resize(players, T::one()),
            Some((parent, action)) => {
                let p = chance_of(tree, profile, parent, action);
                let mover = mover(tree, parent);
                for i in 0..players {
                    let above = reach[parent as usize * players + i].clone();
                    reach.push(if mover == Some(i) { above } else { above * p.clone() });
                }
            }
        }
        let Step::Terminal { index } = node.step else { continue };
        for (i, payoff) in tree.payoffs(index).iter().enumerate() {
            let place = number * players + i;
            let sum = &mut sums[i][sequences.at[place] as usize];
            *sum = sum.clone() + reach[place].clone() * payoff.clone();
        }
    }
    for (number, set) in tree.infosets().iter().enumerate().rev() {
        let Some(player) = set.player else { continue };
        let sums = &mut sums[player as usize];
        let first = sequences.first[number] as usize;
        let mut best = sums[first].clone();
        for other in &sums[first + 1..first + set.actions.len()] {
            if *other > best {
                best = other.clone();
            }
        }
        let before = &mut sums[sequences.before[number] as usize];
        *before = before.clone() + best;
    }
    let best = sums.into_iter().filter_map(|s| s.into_iter().next());
    Ok(best.zip(values(tree, profile)).map(|(best, value)| best - value).collect())
}

/// The largest of all players' [`gains`].
///
/// # Errors
/// `game/invalid` when a player forgets own moves.
pub fn regret<T: Scalar>(tree: &Tree<T>, profile: &Profile<T>) -> Result<T> {
    let none = T::zero();
    Ok(gains(tree, profile)?.into_iter().fold(none, |a, b| if b > a { b } else { a }))
}

fn mover<T: Scalar>(tree: &Tree<T>, node: u32) -> Option<usize> {
    match tree.nodes()[node as usize].step {
        Step::Move { infoset } => tree.infosets()[infoset as usize].player.map(|p| p as usize),
        _ => None,
    }
}

fn chance_of<T: Scalar>(tree: &Tree<T>, profile: &Profile<T>, node: u32, action: u32) -> T {
    match tree.nodes()[node as usize].step {
        Step::Move { infoset } | Step::Chance { infoset } => {
            profile.at(infoset).get(action as usize).cloned().unwrap_or_else(T::zero)
        }
        Step::Terminal { .. } => T::zero(),
    }
}
