//! The arrays of a game tree.

use crate::scalar::Scalar;
use std::ops::Range;

/// What happens at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The game is over; the payoffs are those of terminal number `index`.
    Terminal {
        /// Place among [`Tree::payoffs`].
        index: u32,
    },
    /// A move by chance: the probabilities of the actions are those of `infoset`.
    Chance {
        /// Place among [`Tree::infosets`].
        infoset: u32,
    },
    /// A move by the player whose information set this is.
    Move {
        /// Place among [`Tree::infosets`].
        infoset: u32,
    },
}

/// One node. Nodes stand in depth-first order with every parent before its children: node 0
/// is the root, and one backward loop over the nodes visits children first.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The parent and the number of the action that leads here; `None` at the root.
    pub parent: Option<(u32, u32)>,
    /// What happens here.
    pub step: Step,
    /// Children in the order of actions: a range of [`Tree::children`].
    pub children: Range<u32>,
}

/// An information set: nodes that their player cannot tell apart. Chance nodes have sets of
/// their own, with probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Infoset<T> {
    /// The player, from zero; `None` for chance.
    pub player: Option<u32>,
    /// The label of the set.
    pub label: String,
    /// Labels of the actions.
    pub actions: Vec<String>,
    /// Probability of each action, for chance; empty otherwise.
    pub probabilities: Vec<T>,
    /// The nodes of the set, in their order.
    pub members: Vec<u32>,
}

/// A game tree whose payoffs are numbers of type `T`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree<T> {
    pub(super) players: Vec<String>,
    pub(super) nodes: Vec<Node>,
    pub(super) children: Vec<u32>,
    pub(super) infosets: Vec<Infoset<T>>,
    /// Terminal by terminal, one number a player.
    pub(super) payoffs: Vec<T>,
}

impl<T: Scalar> Tree<T> {
    /// Names of the players.
    #[must_use]
    pub fn players(&self) -> &[String] {
        &self.players
    }

    /// The nodes, parents before children.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The information sets, in order of their first node; those of chance among them.
    #[must_use]
    pub fn infosets(&self) -> &[Infoset<T>] {
        &self.infosets
    }

    /// The children of a node, in the order of its actions.
    #[must_use]
    pub fn children(&self, node: u32) -> &[u32] {
        let range = self.nodes.get(node as usize).map_or(0..0, |n| n.children.clone());
        self.children.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    /// The payoffs at a terminal, one a player.
    #[must_use]
    pub fn payoffs(&self, terminal: u32) -> &[T] {
        let n = self.players.len();
        self.payoffs.get(terminal as usize * n..(terminal as usize + 1) * n).unwrap_or(&[])
    }

    /// Number of terminals.
    #[must_use]
    pub fn terminals(&self) -> usize {
        self.payoffs.len() / self.players.len().max(1)
    }

    /// The same game with payoffs and probabilities mapped, say to floating numbers.
    #[must_use]
    pub fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> Tree<U> {
        Tree {
            players: self.players.clone(),
            nodes: self.nodes.clone(),
            children: self.children.clone(),
            infosets: self
                .infosets
                .iter()
                .map(|s| Infoset {
                    player: s.player,
                    label: s.label.clone(),
                    actions: s.actions.clone(),
                    probabilities: s.probabilities.iter().map(&f).collect(),
                    members: s.members.clone(),
                })
                .collect(),
            payoffs: self.payoffs.iter().map(&f).collect(),
        }
    }
}
