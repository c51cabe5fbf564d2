//! Where play ends in a game of perfect information.

use crate::scalar::Scalar;
use crate::tree::{Step, Tree};
use comity_core::{Code, Error, Result};

/// The node at which the path of backward induction ends or first reaches a move by chance.
/// Of equally good actions a player takes the first.
///
/// # Errors
/// `game/invalid` when a player cannot tell two nodes apart.
pub fn end_of_play<T: Scalar>(tree: &Tree<T>) -> Result<u32> {
    if let Some(set) = tree.infosets().iter().find(|s| s.player.is_some() && s.members.len() > 1) {
        return Err(Error::new(Code::BadGame, "the game is not one of perfect information")
            .value(&set.label)
            .expected("one node in every information set")
            .hint("use a solver for games with imperfect information"));
    }
    let players = tree.players().len();
    let nodes = tree.nodes();
    let mut values = vec![T::zero(); nodes.len() * players];
    let mut chosen = vec![0_u32; nodes.len()];
    for (number, node) in nodes.iter().enumerate().rev() {
        let place = number * players;
        match node.step {
            Step::Terminal { index } => {
                values[place..place + players].clone_from_slice(tree.payoffs(index));
            }
            Step::Chance { infoset } => {
                let probabilities = &tree.infosets()[infoset as usize].probabilities;
                for (&child, p) in children(tree, number).iter().zip(probabilities) {
                    for i in 0..players {
                        let below = values[child as usize * players + i].clone();
                        values[place + i] = values[place + i].clone() + p.clone() * below;
                    }
                }
            }
            Step::Move { infoset } => {
                let Some(player) = tree.infosets()[infoset as usize].player else { continue };
                let at = |child: u32| child as usize * players + player as usize;
                let mut best: Option<u32> = None;
                for &child in children(tree, number) {
                    if best.is_none_or(|b| values[at(child)] > values[at(b)]) {
                        best = Some(child);
                    }
                }
                let Some(best) = best else { continue };
                chosen[number] = best;
                for i in 0..players {
                    values[place + i] = values[best as usize * players + i].clone();
                }
            }
        }
    }
    let mut node = 0_u32;
    while let Some(Step::Move { .. }) = nodes.get(node as usize).map(|n| n.step) {
        node = chosen[node as usize];
    }
    Ok(node)
}

fn children<T: Scalar>(tree: &Tree<T>, number: usize) -> &[u32] {
    u32::try_from(number).map_or(&[], |n| tree.children(n))
}
