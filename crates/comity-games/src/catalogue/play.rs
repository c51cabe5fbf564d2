//! Where play ends in a game of perfect information.

use crate::scalar::Scalar;
use crate::solve::backward_induction;
use crate::tree::{Step, Tree};
use comity_core::Result;

/// The node at which the path of [backward induction](backward_induction) ends or first reaches
/// a move by chance. Of equally good actions a player takes the first.
///
/// # Errors
/// `game/invalid` when a player cannot tell two nodes apart.
pub fn end_of_play<T: Scalar>(tree: &Tree<T>) -> Result<u32> {
    let profile = backward_induction(tree)?.solution.profile;
    let mut node = 0_u32;
    while let Some(Step::Move { infoset }) = tree.nodes().get(node as usize).map(|n| n.step) {
        let action = profile.at(infoset).iter().position(|p| !p.is_zero()).unwrap_or(0);
        let Some(&next) = tree.children(node).get(action) else { break };
        node = next;
    }
    Ok(node)
}
