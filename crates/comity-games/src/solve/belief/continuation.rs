//! What a player can earn from an information set on.

use super::beliefs::probability;
use super::check::larger;
use crate::scalar::Scalar;
use crate::solve::profile::Profile;
use crate::tree::{Step, Tree};

/// The rest of the game after one of a player's information sets.
pub(super) struct Continuation<'a, T> {
    pub(super) tree: &'a Tree<T>,
    pub(super) profile: &'a Profile<T>,
    /// Node by node, the number after the last node below it.
    pub(super) ends: &'a [u32],
    pub(super) player: u32,
}

impl<T: Scalar> Continuation<'_, T> {
    /// The gain of the best continuation, and the action it begins with.
    ///
    /// Below the set's nodes the others' and chance's probabilities are multiplied; a pass back
    /// over the player's later sets picks the best action at each.
    pub(super) fn gain(&self, infoset: u32, belief: &[T]) -> (T, u32) {
        // Sums by the last own move: the set with which it was made and its action.
        let mut earned: Vec<Vec<T>> = vec![Vec::new(); self.tree.infosets().len()];
        let mut before: Vec<Option<(u32, u32)>> = vec![None; self.tree.infosets().len()];
        let actions = |h: u32| self.tree.infosets()[h as usize].actions.len();
        earned[infoset as usize] = vec![T::zero(); actions(infoset)];
        let mut present = T::zero();
        // Node by node from a member on: others' probability, own probability, last own move.
        let mut state: Vec<(T, T, (u32, u32))> = Vec::new();
        let members = &self.tree.infosets()[infoset as usize].members;
        for (&top, chance) in members.iter().zip(belief) {
            state.clear();
            for v in top..self.ends[top as usize] {
                let here = match self.tree.nodes()[v as usize].parent {
                    Some((parent, action)) if v > top => {
                        let (others, own, last) = state[(parent - top) as usize].clone();
                        let p = probability(self.tree, self.profile, parent, action);
                        match self.mover(parent) {
                            Some(set) => (others, own * p, (set, action)),
                            None => (others * p, own, last),
                        }
                    }
                    _ => (chance.clone(), T::one(), (infoset, 0)),
                };
                if let Some(set) = self.mover(v)
                    && set != infoset
                    && earned[set as usize].is_empty()
                {
                    earned[set as usize] = vec![T::zero(); actions(set)];
                    before[set as usize] = Some(here.2);
                }
                if let Step::Terminal { index } = self.tree.nodes()[v as usize].step {
                    let payoff = self.tree.payoffs(index)[self.player as usize].clone();
                    let weight = payoff * here.0.clone();
                    present = present + weight.clone() * here.1.clone();
                    let (set, action) = here.2;
                    let place = &mut earned[set as usize][action as usize];
                    *place = place.clone() + weight;
                }
                state.push(here);
            }
        }
        for set in (0..earned.len()).rev() {
            let Some((above, action)) = before[set] else { continue };
            let best = std::mem::take(&mut earned[set]).into_iter().reduce(larger);
            let place = &mut earned[above as usize][action as usize];
            *place = place.clone() + best.unwrap_or_else(T::zero);
        }
        let own = &earned[infoset as usize];
        let mut action = 0;
        for other in 1..own.len() {
            if own[other] > own[action] {
                action = other;
            }
        }
        (own[action].clone() - present, action as u32)
    }

    /// The information set of the player that a node is in, if it is one of the player's.
    fn mover(&self, node: u32) -> Option<u32> {
        match self.tree.nodes()[node as usize].step {
            Step::Move { infoset } => (self.tree.infosets()[infoset as usize].player
                == Some(self.player))
            .then_some(infoset),
            _ => None,
        }
    }
}
