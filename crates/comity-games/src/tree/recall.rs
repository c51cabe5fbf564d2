//! Perfect recall, and the sequences of moves that it makes well defined.

use super::layout::{Step, Tree};
use crate::scalar::Scalar;
use comity_core::{Code, Error};

/// A player who forgets: two nodes of one information set are reached by different own moves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("player `{player}` forgets earlier own moves at information set `{label}`")]
pub struct Forgetting {
    /// The player's name.
    pub player: String,
    /// Place of the set among [`Tree::infosets`].
    pub infoset: u32,
    /// The label of the set.
    pub label: String,
    /// Two nodes of the set that the player reaches by different own moves.
    pub nodes: [u32; 2],
}

impl From<Forgetting> for Error {
    fn from(f: Forgetting) -> Self {
        Self::new(Code::BadGame, f.to_string())
            .value(format!("nodes {} and {}", f.nodes[0], f.nodes[1]))
            .expected("perfect recall")
    }
}

/// The sequences of a player's own moves in a game with perfect recall.
///
/// A player's sequences are numbered from zero: 0 is that without a move, the others each end
/// with one action at one information set. A sequence has a larger number than those it
/// continues.
///
/// Source: B. von Stengel, "Efficient computation of behavior strategies", *Games and Economic
/// Behavior* 14, 1996, 220–246.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequences {
    /// Number of sequences of each player.
    pub counts: Vec<u32>,
    /// For each information set, the sequence of its player that leads to it; 0 for chance.
    pub before: Vec<u32>,
    /// For each information set, the sequence that ends with its first action; those of the
    /// other actions follow. 0 for chance.
    pub first: Vec<u32>,
    /// Node by node, one number a player: the sequence played on the way there.
    pub at: Vec<u32>,
}

impl Sequences {
    /// The sequences of all players.
    ///
    /// # Errors
    /// A player who forgets, with the first information set at which that shows.
    pub fn of<T: Scalar>(tree: &Tree<T>) -> Result<Self, Forgetting> {
        let players = tree.players().len();
        let mut counts = vec![1_u32; players];
        let mut first = vec![0_u32; tree.infosets().len()];
        for (set, first) in tree.infosets().iter().zip(&mut first) {
            if let Some(count) = set.player.and_then(|p| counts.get_mut(p as usize)) {
                *first = *count;
                *count += set.actions.len() as u32;
            }
        }
        let mut seen: Vec<Option<(u32, u32)>> = vec![None; tree.infosets().len()];
        let mut at: Vec<u32> = Vec::with_capacity(tree.nodes().len() * players);
        for (number, node) in (0_u32..).zip(tree.nodes()) {
            match node.parent {
                None => at.resize(players, 0),
                Some((parent, action)) => {
                    let start = parent as usize * players;
                    at.extend_from_within(start..start + players);
                    if let Some(Step::Move { infoset }) =
                        tree.nodes().get(parent as usize).map(|n| n.step)
                        && let Some(player) = tree.infosets()[infoset as usize].player
                    {
                        at[number as usize * players + player as usize] =
                            first[infoset as usize] + action;
                    }
                }
            }
            let Step::Move { infoset } = node.step else { continue };
            let set = &tree.infosets()[infoset as usize];
            let Some(player) = set.player else { continue };
            let here = at[number as usize * players + player as usize];
            let (before, other) = *seen[infoset as usize].get_or_insert((here, number));
            if before != here {
                return Err(Forgetting {
                    player: tree.players()[player as usize].clone(),
                    infoset,
                    label: set.label.clone(),
                    nodes: [other, number],
                });
            }
        }
        let before = seen.into_iter().map(|s| s.map_or(0, |s| s.0)).collect();
        Ok(Self { counts, before, first, at })
    }
}
