//! Building a symbolic game from named nodes.

use super::layout::{Definition, Game, GameNode, Parameter, Play};
use crate::exact;
use crate::expression::{Expression, is_name};
use crate::text::{Place, did_you_mean};
use comity_core::{Code, Error, Result};
use std::collections::{BTreeMap, BTreeSet};

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
    game: Game,
    root: Option<String>,
    /// Nodes in the order given, with where their children are and where each stood.
    nodes: Vec<(GameNode, Vec<String>, Option<Place>)>,
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

    pub(super) fn players(&self) -> &[String] {
        &self.game.players
    }

    pub(super) fn player(&self, name: &str) -> Result<u32> {
        let found = self.game.players.iter().position(|p| p == name);
        found.and_then(|p| u32::try_from(p).ok()).ok_or_else(|| {
            let error = Error::new(Code::NoSuchGame, "the game has no such player");
            did_you_mean(error, name, self.game.players.iter().map(String::as_str))
        })
    }

    fn new_name(&self, name: &str) -> Result<()> {
        if !is_name(name) {
            return Err(Error::new(Code::BadGame, "this is no name of a parameter or definition")
                .value(name)
                .expected("letters, digits and `_`, starting with no digit"));
        }
        let taken = self.game.parameters.iter().any(|p| p.name == name)
            || self.game.definitions.iter().any(|d| d.name == name);
        match taken {
            true => Err(invalid(format!("the name `{name}` is given twice"))),
            false => Ok(()),
        }
    }

    pub(super) fn add_parameter(&mut self, parameter: Parameter) -> Result<()> {
        self.new_name(&parameter.name)?;
        if !parameter.range.contains(&parameter.default) {
            return Err(invalid(format!(
                "the default of `{}` is outside its range",
                parameter.name
            ))
            .value(exact::shown(&parameter.default))
            .expected(parameter.range.to_string()));
        }
        self.game.parameters.push(parameter);
        Ok(())
    }

    pub(super) fn add_definition(&mut self, name: &str, expression: Expression) -> Result<()> {
        self.new_name(name)?;
        self.check_names(&expression)?;
        self.game.definitions.push(Definition { name: name.to_owned(), expression });
        Ok(())
    }

    /// Refuses names that the game does not know.
    pub(super) fn check_names(&self, expression: &Expression) -> Result<()> {
        let names = || {
            let parameters = self.game.parameters.iter().map(|p| p.name.as_str());
            parameters.chain(self.game.definitions.iter().map(|d| d.name.as_str()))
        };
        for name in expression.names() {
            if !names().any(|known| known == name) {
                let error = Error::new(
                    Code::NoSuchGame,
                    format!("`{name}` is no parameter and no earlier definition of the game"),
                );
                return Err(did_you_mean(error, name, names()));
            }
        }
        Ok(())
    }

    pub(super) fn add_node(
        &mut self,
        node: GameNode,
        next: Vec<String>,
        place: Option<Place>,
    ) -> Result<()> {
        let actions: BTreeSet<_> = node.actions.iter().collect();
        let name = &node.name;
        match &node.play {
            Play::Terminal(payoffs) if payoffs.len() != self.game.players.len() => {
                return Err(invalid(format!("node `{name}` has the wrong number of payoffs"))
                    .value(payoffs.len().to_string())
                    .expected(format!("one for each of {} players", self.game.players.len())));
            }
            Play::Terminal(_) => {}
            _ if next.is_empty() => return Err(invalid(format!("node `{name}` has no move"))),
            _ if actions.len() < next.len() => {
                return Err(invalid(format!("two moves of node `{name}` have the same label")));
            }
            _ => {}
        }
        if let Play::Terminal(list) | Play::Chance(list) = &node.play {
            list.iter().try_for_each(|e| self.check_names(e))?;
        }
        self.nodes.push((node, next, place));
        Ok(())
    }

    /// Puts the nodes in depth-first order.
    fn connect(self) -> Result<Game> {
        let Self { mut game, root, nodes, .. } = self;
        if game.players.is_empty() {
            return Err(invalid("the game has no player"));
        }
        let mut places = BTreeMap::new();
        for (i, (node, _, place)) in nodes.iter().enumerate() {
            if places.insert(node.name.as_str(), i).is_some() {
                return Err(at(*place, invalid(format!("two nodes are named `{}`", node.name))));
            }
        }
        let find = |name: &str, place: Option<Place>| {
            places.get(name).copied().ok_or_else(|| {
                let error = Error::new(Code::NoSuchGame, "the game has no node of this name");
                at(place, did_you_mean(error, name, places.keys().copied()))
            })
        };
        let first = match &root {
            Some(name) => find(name, None)?,
            None if nodes.is_empty() => return Err(invalid("the game has no node")),
            None => 0,
        };
        let mut reached = vec![false; nodes.len()];
        let mut open = vec![first];
        while let Some(i) = open.pop() {
            let Some((node, next, place)) = nodes.get(i) else { continue };
            let again = std::mem::replace(&mut reached[i], true);
            if again && !matches!(node.play, Play::Terminal(_)) {
                return Err(at(
                    *place,
                    invalid(format!("several moves lead to node `{}`", node.name))
                        .expected("one move to each node, except to those where the game ends")
                        .hint("add a second node, in the same information set if its player cannot tell them apart"),
                ));
            }
            game.nodes.push(node.clone());
            for name in next.iter().rev() {
                open.push(find(name, *place)?);
            }
        }
        if let Some((node, _, place)) = nodes.iter().zip(&reached).find(|(_, r)| !**r).map(|n| n.0)
        {
            return Err(at(*place, invalid(format!("no move leads to node `{}`", node.name))));
        }
        same_actions(&game)?;
        Ok(game)
    }
}

/// Refuses information sets whose nodes differ in their actions.
fn same_actions(game: &Game) -> Result<()> {
    let mut seen: BTreeMap<(u32, &str), &GameNode> = BTreeMap::new();
    for node in &game.nodes {
        if let Play::Move { player, infoset } = &node.play {
            let first = seen.entry((*player, infoset)).or_insert(node);
            if first.actions != node.actions {
                return Err(invalid(format!(
                    "the nodes `{}` and `{}` of information set `{infoset}` have different actions",
                    first.name, node.name
                )));
            }
        }
    }
    Ok(())
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::BadGame, message)
}

pub(super) fn at(place: Option<Place>, error: Error) -> Error {
    match place {
        Some(place) => place.on(error),
        None => error,
    }
}

/// An expression of a node or definition of that name.
fn within(text: &str, name: &str) -> Result<Expression> {
    text.parse().map_err(|e: Error| e.file(format!("expression of `{name}`")))
}
