//! Building a symbolic game from named nodes.

use super::layout::{Game, GameNode, Parameter, Play};
use crate::exact;
use crate::expression::Expression;
use crate::text::Place;
use comity_core::{Code, Error, Result};

/// Builds a [`Game`] from nodes that name one another. The first node is the root unless
/// another is named. Faults are reported by [`GameBuilder::finish`].
///
/// ```
/// use comity_games::Game;
/// let game = Game::builder("Entry", ["entrant", "incumbent"])
///     .citation("R. Selten, The chain store paradox, Theory and Decision 9, 1978")
///     .parameter("m", "2", "(0, inf)", "profit of the only firm in the market")
///     .define("d", "m / 3")
///     .decision("entry", "entrant", [("stay out", "alone"), ("enter", "reply")])
///     .decision("reply", "incumbent", [("share", "shared"), ("fight", "war")])
///     .terminal("alone", ["0", "m"])
///     .terminal("shared", ["d", "d"])
///     .terminal("war", ["-1", "-1"])
///     .finish()?;
/// let tree = game.evaluate::<f64>(&[("m", 6.0)])?;
/// assert_eq!(tree.payoffs(1), [2.0, 2.0]);
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct GameBuilder {
    pub(super) game: Game,
    pub(super) root: Option<String>,
    /// Nodes in the order given, with where their children are and where each stood.
    pub(super) nodes: Vec<(GameNode, Vec<String>, Option<Place>)>,
    fault: Option<Error>,
}

impl GameBuilder {
    pub(super) fn new(title: String, players: Vec<String>) -> Self {
        let game = Game {
            title,
            citation: String::new(),
            comment: String::new(),
            players,
            parameters: Vec::new(),
            definitions: Vec::new(),
            nodes: Vec::new(),
        };
        Self { game, root: None, nodes: Vec::new(), fault: None }
    }

    /// Says where the game comes from.
    #[must_use]
    pub fn citation(mut self, text: impl Into<String>) -> Self {
        self.game.citation = text.into();
        self
    }

    /// Says what is to be said about it.
    #[must_use]
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.game.comment = text.into();
        self
    }

    /// Adds a parameter: its name, the number it has by default (`0.2`, `1/3`), its [range](crate::Range)
    /// and what it stands for.
    #[must_use]
    pub fn parameter(self, name: &str, default: &str, range: &str, meaning: &str) -> Self {
        self.check(|b| {
            let default = exact::signed(default).ok_or_else(|| {
                Error::new(Code::BadGameText, format!("the default of `{name}` is not a number"))
                    .value(default)
                    .expected("a number such as 2, 0.25 or 1/3")
            })?;
            b.add_parameter(Parameter {
                name: name.to_owned(),
                default,
                range: range.parse()?,
                meaning: meaning.to_owned(),
            })
        })
    }

    /// Adds a named intermediate result over parameters and earlier definitions.
    #[must_use]
    pub fn define(self, name: &str, expression: &str) -> Self {
        self.check(|b| b.add_definition(name, within(expression, name)?))
    }

    /// Names the root; otherwise it is the first node.
    #[must_use]
    pub fn root(mut self, name: &str) -> Self {
        self.root = Some(name.to_owned());
        self
    }

    /// Adds a node at which a player moves and sees where it stands: the actions with the
    /// names of the nodes they lead to.
    #[must_use]
    pub fn decision<'a>(
        self,
        name: &str,
        player: &str,
        moves: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        self.decision_in(name, player, name, moves)
    }

    /// The same for a node that its player cannot tell from others of the same information
    /// set; all of them have the same actions.
    #[must_use]
    pub fn decision_in<'a>(
        self,
        name: &str,
        player: &str,
        infoset: &str,
        moves: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let (actions, next) = moves.into_iter().map(|(a, n)| (a.to_owned(), n.to_owned())).unzip();
        self.check(|b| {
            let player = b.player(player)?;
            let play = Play::Move { player, infoset: infoset.to_owned() };
            b.add_node(GameNode { name: name.to_owned(), play, actions }, next, None)
        })
    }

    /// Adds a node at which chance moves: outcomes with their probabilities and the names of
    /// the nodes they lead to.
    #[must_use]
    pub fn chance<'a>(
        self,
        name: &str,
        moves: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Self {
        let moves: Vec<_> = moves.into_iter().collect();
        self.check(|b| {
            let texts = moves.iter().map(|m| within(m.1, name));
            let play = Play::Chance(texts.collect::<Result<_>>()?);
            let actions = moves.iter().map(|m| m.0.to_owned()).collect();
            let next = moves.iter().map(|m| m.2.to_owned()).collect();
            b.add_node(GameNode { name: name.to_owned(), play, actions }, next, None)
        })
    }

    /// Adds a node at which the game ends: the payoffs in the order of the players. Several
    /// actions may lead to it.
    #[must_use]
    pub fn terminal<'a>(self, name: &str, payoffs: impl IntoIterator<Item = &'a str>) -> Self {
        let payoffs: Result<_> = payoffs.into_iter().map(|text| within(text, name)).collect();
        self.check(|b| {
            let node =
                GameNode { name: name.to_owned(), play: Play::Terminal(payoffs?), actions: vec![] };
            b.add_node(node, vec![], None)
        })
    }

    /// The finished game.
    ///
    /// # Errors
    /// The first fault of what was added: `game/syntax` for text that cannot be read,
    /// `game/unknown` for a player, node or name that does not exist, `game/invalid` for
    /// names used twice, nodes that nothing leads to, decision or chance nodes that several
    /// actions lead to, and information sets whose nodes differ in actions.
    pub fn finish(mut self) -> Result<Game> {
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => self.connect(),
        }
    }

    fn check(mut self, step: impl FnOnce(&mut Self) -> Result<()>) -> Self {
        if self.fault.is_none() {
            self.fault = step(&mut self).err();
        }
        self
    }
}

/// An expression of a node or definition of that name.
fn within(text: &str, name: &str) -> Result<Expression> {
    text.parse().map_err(|e: Error| e.file(format!("expression of `{name}`")))
}
