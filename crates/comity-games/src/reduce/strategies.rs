//! A player's reduced strategies.

use crate::scalar::Scalar;
use crate::tree::{Sequences, Tree};

/// How many reduced strategies the player has: a sequence allows the product, over the sets
/// that follow it, of the sum over their actions.
pub(super) fn count<T: Scalar>(
    tree: &Tree<T>,
    sequences: &Sequences,
    sets: &[u32],
    player: usize,
) -> u64 {
    let mut ways = vec![1_u64; sequences.counts[player] as usize];
    for &set in sets.iter().rev() {
        let first = sequences.first[set as usize] as usize;
        let actions = tree.infosets()[set as usize].actions.len();
        let here = ways[first..first + actions].iter().fold(0_u64, |n, w| n.saturating_add(*w));
        let before = &mut ways[sequences.before[set as usize] as usize];
        *before = before.saturating_mul(here);
    }
    ways[0]
}

pub(super) fn enumerate<T: Scalar>(
    tree: &Tree<T>,
    sequences: &Sequences,
    sets: &[u32],
) -> Vec<Vec<Option<u32>>> {
    // For each sequence but the empty one, the place of its set among `sets` and its action.
    let mut ends: Vec<(usize, u32)> = vec![(0, 0)];
    for (place, &set) in sets.iter().enumerate() {
        let actions = tree.infosets()[set as usize].actions.len() as u32;
        ends.extend((0..actions).map(|a| (place, a)));
    }
    let mut strategies: Vec<Vec<Option<u32>>> = vec![Vec::with_capacity(sets.len())];
    for &set in sets {
        let before = sequences.before[set as usize] as usize;
        let (place, action) = ends[before];
        let actions = tree.infosets()[set as usize].actions.len() as u32;
        let mut longer = Vec::with_capacity(strategies.len());
        for strategy in strategies {
            if before == 0 || strategy[place] == Some(action) {
                for a in 0..actions {
                    let mut next = strategy.clone();
                    next.push(Some(a));
                    longer.push(next);
                }
            } else {
                let mut next = strategy;
                next.push(None);
                longer.push(next);
            }
        }
        strategies = longer;
    }
    strategies
}

pub(super) fn label<T: Scalar>(tree: &Tree<T>, sets: &[u32], strategy: &[Option<u32>]) -> String {
    let each = sets.iter().zip(strategy).map(|(&set, action)| match action {
        Some(a) => tree.infosets()[set as usize].actions[*a as usize].as_str(),
        None => "*",
    });
    each.collect::<Vec<_>>().join(", ")
}
