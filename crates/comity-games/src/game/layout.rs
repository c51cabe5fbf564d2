//! What a symbolic game consists of.

use super::build::GameBuilder;
use super::range::Range;
use crate::expression::Expression;
use crate::scalar::Rational;

/// A number that a game leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name that expressions use.
    pub name: String,
    /// The value unless another is given.
    pub default: Rational,
    /// The values it may take.
    pub range: Range,
    /// What it stands for; may be empty.
    pub meaning: String,
}

/// A named intermediate result.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The name that later definitions and payoffs use.
    pub name: String,
    /// How it is computed from parameters and earlier definitions.
    pub expression: Expression,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Play {
    /// One payoff a player.
    Terminal(Vec<Expression>),
    /// One probability an action.
    Chance(Vec<Expression>),
    Move {
        player: u32,
        infoset: String,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct GameNode {
    pub(super) name: String,
    pub(super) play: Play,
    /// Labels; empty at terminals. The children follow in depth-first order.
    pub(super) actions: Vec<String>,
}

/// A game in extensive form whose payoffs and probabilities are expressions over named
/// parameters. [`Game::evaluate`] makes a [`crate::tree::Tree`] of numbers of it.
///
/// Games are built in code with [`Game::builder`] or read from text with [`Game::read`].
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    pub(super) title: String,
    pub(super) citation: String,
    pub(super) comment: String,
    pub(super) players: Vec<String>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) definitions: Vec<Definition>,
    /// In depth-first order; a terminal that several actions lead to stands once for each.
    pub(super) nodes: Vec<GameNode>,
}

impl Game {
    /// Starts a game of these players.
    pub fn builder<S: Into<String>>(
        title: impl Into<String>,
        players: impl IntoIterator<Item = S>,
    ) -> GameBuilder {
        GameBuilder::new(title.into(), players.into_iter().map(Into::into).collect())
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where the game comes from; may be empty.
    #[must_use]
    pub fn citation(&self) -> &str {
        &self.citation
    }

    /// What is to be said about it; may be empty.
    #[must_use]
    pub fn comment(&self) -> &str {
        &self.comment
    }

    /// Names of the players.
    #[must_use]
    pub fn players(&self) -> &[String] {
        &self.players
    }

    /// The parameters.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The definitions; each uses parameters and earlier ones.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The name of every node in the order of the nodes of the evaluated tree.
    pub fn node_names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.nodes.iter().map(|n| n.name.as_str())
    }

    /// The name of every terminal in the order of the terminals of the evaluated tree.
    pub fn terminal_names(&self) -> impl Iterator<Item = &str> {
        let ends = self.nodes.iter().filter(|n| matches!(n.play, Play::Terminal(_)));
        ends.map(|n| n.name.as_str())
    }
}
