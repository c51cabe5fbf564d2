//! Figures of games: sweeps over one or two parameters, and trees.

use serde::{Deserialize, Serialize};

/// Which class of solution a game has, over a grid of one or two parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepFigure {
    /// Heading.
    pub title: String,
    /// The first axis.
    pub x: SweepAxis,
    /// The second axis, if there is one.
    pub y: Option<SweepAxis>,
    /// The classes that the game has.
    pub classes: Vec<SweepClass>,
    /// The place of the class of every cell among `classes`: one list for each value of the
    /// second axis (one list if there is none), one number for each value of the first.
    pub rows: Vec<Vec<u16>>,
    /// Values of the first axis at which the class changes, if they were looked for.
    pub switches: Vec<SweepSwitch>,
    /// What is to be said below the figure: other parameters, method, source, command.
    pub caption: Vec<String>,
}

/// One axis of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepAxis {
    /// Name of the column of data, such as `v`.
    pub name: String,
    /// What is on the axis, with its unit.
    pub label: String,
    /// The values, rising; at least two.
    pub values: Vec<f64>,
}

/// One class of solutions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepClass {
    /// Its name.
    pub label: String,
    /// Whether it says that nothing happens, such as "no alliance", and is drawn grey.
    pub neutral: bool,
}

/// Where the class changes along the first axis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepSwitch {
    /// The row.
    pub row: u32,
    /// The value of the first axis from which the class is the new one.
    pub at: f64,
    /// The class below, as its place.
    pub from: u16,
    /// The class from there on.
    pub to: u16,
}

/// A game tree with what its players do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeFigure {
    /// Heading.
    pub title: String,
    /// Names of the players.
    pub players: Vec<String>,
    /// The nodes in depth-first order, parents before children.
    pub nodes: Vec<TreeNode>,
    /// What is to be said below the figure.
    pub caption: Vec<String>,
}

/// One node of a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    /// Its name; may be empty.
    pub name: String,
    /// The parent's place among the nodes; nothing at the root.
    pub parent: Option<u32>,
    /// The action that leads here; empty at the root.
    pub action: String,
    /// The probability of that action, in words, where it is neither 0 nor 1; else empty.
    pub probability: String,
    /// Whether the action is taken with a probability above zero.
    pub taken: bool,
    /// Whether play comes here with a probability above zero.
    pub reached: bool,
    /// Who moves here.
    pub kind: TreeNodeKind,
}

/// What happens at a node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TreeNodeKind {
    /// A player decides; nodes with one information set cannot be told apart by the player.
    Decision {
        /// The player's place.
        player: u32,
        /// The number of the information set.
        infoset: u32,
    },
    /// A move by chance.
    Chance,
    /// The game ends.
    End {
        /// One payoff a player, in words.
        payoffs: Vec<String>,
    },
}
