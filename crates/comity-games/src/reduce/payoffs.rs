//! Payoffs of the strategic form.

use crate::scalar::Scalar;
use crate::tree::{Sequences, Step, Tree};

/// Adds each terminal, weighted with the moves of chance on the way, to the contingencies
/// whose strategies lead there.
pub(super) fn payoffs<T: Scalar>(
    tree: &Tree<T>,
    sequences: &Sequences,
    sets: &[Vec<u32>],
    strategies: &[Vec<Vec<Option<u32>>>],
) -> Vec<T> {
    let players = tree.players().len();
    // By player and sequence, the strategies that play it.
    let playing: Vec<Vec<Vec<usize>>> = (0..players)
        .map(|p| {
            let mut lists = vec![Vec::new(); sequences.counts[p] as usize];
            for (number, strategy) in strategies[p].iter().enumerate() {
                lists[0].push(number);
                for (&set, action) in sets[p].iter().zip(strategy) {
                    if let Some(a) = action {
                        lists[(sequences.first[set as usize] + a) as usize].push(number);
                    }
                }
            }
            lists
        })
        .collect();
    let total = strategies.iter().map(Vec::len).product::<usize>() * players;
    let mut payoffs = vec![T::zero(); total];
    let mut chance: Vec<T> = Vec::with_capacity(tree.nodes().len());
    for (number, node) in tree.nodes().iter().enumerate() {
        let here = match node.parent {
            None => T::one(),
            Some((parent, action)) => {
                let above = chance[parent as usize].clone();
                match tree.nodes()[parent as usize].step {
                    Step::Chance { infoset } => {
                        above
                            * tree.infosets()[infoset as usize].probabilities[action as usize]
                                .clone()
                    }
                    _ => above,
                }
            }
        };
        if let Step::Terminal { index } = node.step {
            let lists: Vec<&[usize]> = (0..players)
                .map(|p| playing[p][sequences.at[number * players + p] as usize].as_slice())
                .collect();
            let part: Vec<T> =
                tree.payoffs(index).iter().map(|v| here.clone() * v.clone()).collect();
            for place in places(&lists, strategies) {
                for (sum, v) in payoffs[place * players..].iter_mut().zip(&part) {
                    *sum = sum.clone() + v.clone();
                }
            }
        }
        chance.push(here);
    }
    payoffs
}

/// The contingencies in which every player's strategy is one of those listed.
fn places(lists: &[&[usize]], strategies: &[Vec<Vec<Option<u32>>>]) -> Vec<usize> {
    let mut places = vec![0];
    let mut stride = 1;
    for (list, all) in lists.iter().zip(strategies) {
        places = list.iter().flat_map(|s| places.iter().map(move |p| p + s * stride)).collect();
        stride *= all.len();
    }
    places
}
