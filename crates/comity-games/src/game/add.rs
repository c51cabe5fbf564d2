//! What a game under construction accepts: names given once, ranges that hold their defaults,
//! nodes with as many payoffs as players.

use super::build::GameBuilder;
use super::layout::{Definition, GameNode, Parameter, Play};
use crate::exact;
use crate::expression::{Expression, is_name};
use crate::text::{Place, did_you_mean};
use comity_core::{Code, Error, Result};
use std::collections::BTreeSet;

impl GameBuilder {
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
