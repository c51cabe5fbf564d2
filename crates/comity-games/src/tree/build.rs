//! Building a tree from the root down.

use super::layout::{Infoset, Node, Step, Tree};
use crate::scalar::Scalar;
use comity_core::{Code, Error, Result};
use std::collections::BTreeMap;

/// What the builder is told of a node that is not terminal.
#[derive(Clone, Debug)]
pub struct Branches<'a, T> {
    /// The player, from zero; `None` for chance.
    pub player: Option<u32>,
    /// A name that two nodes share exactly when they are in one information set.
    pub infoset: &'a str,
    /// Labels of the actions.
    pub actions: &'a [String],
    /// Probability of each action, for chance; empty otherwise.
    pub probabilities: &'a [T],
}

/// Builds a [`Tree`] node by node in depth-first order.
///
/// ```
/// use comity_games::tree::{Branches, TreeBuilder};
/// let actions = ["stay out".to_owned(), "enter".to_owned()];
/// let mut b = TreeBuilder::<f64>::new(["entrant", "incumbent"]);
/// b.branch(Branches { player: Some(0), infoset: "entry", actions: &actions, probabilities: &[] })?;
/// b.terminal(&[0.0, 2.0])?;
/// b.terminal(&[1.0, 1.0])?;
/// let tree = b.finish()?;
/// assert_eq!((tree.nodes().len(), tree.terminals()), (3, 2));
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TreeBuilder<T> {
    players: Vec<String>,
    nodes: Vec<Node>,
    below: Vec<Vec<u32>>,
    infosets: Vec<Infoset<T>>,
    names: BTreeMap<(Option<u32>, String), u32>,
    payoffs: Vec<T>,
    /// Nodes that lack children, with the number of the next one.
    open: Vec<(u32, u32)>,
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::BadGame, message)
}

impl<T: Scalar> TreeBuilder<T> {
    /// A tree without nodes, for these players.
    pub fn new<S: Into<String>>(players: impl IntoIterator<Item = S>) -> Self {
        Self {
            players: players.into_iter().map(Into::into).collect(),
            nodes: Vec::new(),
            below: Vec::new(),
            infosets: Vec::new(),
            names: BTreeMap::new(),
            payoffs: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Adds the next node, at which a player or chance moves.
    ///
    /// # Errors
    /// `game/invalid` when the tree is complete already, there is no action, the player does
    /// not exist, probabilities are not those of every action, or two nodes of one
    /// information set differ in player or actions.
    pub fn branch(&mut self, at: Branches<'_, T>) -> Result<()> {
        if at.actions.is_empty() {
            return Err(invalid(format!("information set `{}` has no action", at.infoset)));
        }
        if at.player.is_some_and(|p| p as usize >= self.players.len()) {
            return Err(invalid(format!("information set `{}` is of no player", at.infoset)));
        }
        let expected = if at.player.is_none() { at.actions.len() } else { 0 };
        if at.probabilities.len() != expected {
            return Err(invalid(format!(
                "information set `{}` has {} probabilities, expected {expected}",
                at.infoset,
                at.probabilities.len()
            )));
        }
        let node = self.number()?;
        let key = (at.player, at.infoset.to_owned());
        let set = match self.names.get(&key) {
            Some(&set) => set,
            None => {
                let set = index(self.infosets.len())?;
                self.infosets.push(Infoset {
                    player: at.player,
                    label: at.infoset.to_owned(),
                    actions: at.actions.to_vec(),
                    probabilities: at.probabilities.to_vec(),
                    members: Vec::new(),
                });
                self.names.insert(key, set);
                set
            }
        };
        if let Some(s) = self.infosets.get_mut(set as usize) {
            if s.actions != at.actions {
                return Err(invalid(format!(
                    "the nodes of information set `{}` have different actions",
                    at.infoset
                )));
            }
            s.members.push(node);
        }
        let step = match at.player {
            Some(_) => Step::Move { infoset: set },
            None => Step::Chance { infoset: set },
        };
        self.push(node, step);
        self.open.push((node, 0));
        Ok(())
    }

    /// Adds the next node, at which the game ends.
    ///
    /// # Errors
    /// `game/invalid` when the tree is complete already or a player has no payoff.
    pub fn terminal(&mut self, payoffs: &[T]) -> Result<()> {
        if payoffs.len() != self.players.len() {
            return Err(invalid(format!(
                "a terminal has {} payoffs, expected one for each of {} players",
                payoffs.len(),
                self.players.len()
            )));
        }
        let node = self.number()?;
        let index = index(self.payoffs.len() / self.players.len().max(1))?;
        self.payoffs.extend_from_slice(payoffs);
        self.push(node, Step::Terminal { index });
        self.close();
        Ok(())
    }

    /// The finished tree.
    ///
    /// # Errors
    /// `game/invalid` when there is no player or no node, or a node lacks children.
    pub fn finish(self) -> Result<Tree<T>> {
        if self.players.is_empty() {
            return Err(invalid("the game has no player"));
        }
        if self.nodes.is_empty() {
            return Err(invalid("the game has no node"));
        }
        if let Some((node, next)) = self.open.last() {
            return Err(invalid(format!("node {node} lacks the child of action {}", next + 1)));
        }
        let mut nodes = self.nodes;
        let mut children = Vec::with_capacity(nodes.len());
        for (node, below) in nodes.iter_mut().zip(&self.below) {
            let start = index(children.len())?;
            children.extend_from_slice(below);
            node.children = start..index(children.len())?;
        }
        Ok(Tree {
            players: self.players,
            nodes,
            children,
            infosets: self.infosets,
            payoffs: self.payoffs,
        })
    }

    fn number(&self) -> Result<u32> {
        if !self.nodes.is_empty() && self.open.is_empty() {
            return Err(invalid("the tree is complete and a further node is given"));
        }
        index(self.nodes.len())
    }

    fn push(&mut self, node: u32, step: Step) {
        let parent = self.open.last().copied();
        if let Some((above, _)) = parent {
            if let Some(list) = self.below.get_mut(above as usize) {
                list.push(node);
            }
            if let Some(last) = self.open.last_mut() {
                last.1 += 1;
            }
        }
        self.nodes.push(Node { parent, step, children: 0..0 });
        self.below.push(Vec::new());
    }

    /// Leaves the nodes that have all their children.
    fn close(&mut self) {
        while let Some(&(node, next)) = self.open.last() {
            let Some(Step::Move { infoset } | Step::Chance { infoset }) =
                self.nodes.get(node as usize).map(|n| n.step)
            else {
                return;
            };
            let actions = self.infosets.get(infoset as usize).map_or(0, |s| s.actions.len());
            if (next as usize) < actions {
                return;
            }
            self.open.pop();
        }
    }
}

fn index(place: usize) -> Result<u32> {
    u32::try_from(place).map_err(|_| invalid("the game has more than four thousand million nodes"))
}
