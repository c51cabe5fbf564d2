//! From expressions to numbers.

use super::add::invalid;
use super::layout::{Game, Play};
use crate::expression::Expression;
use crate::scalar::Scalar;
use crate::text::did_you_mean;
use crate::tree::{Branches, Tree, TreeBuilder};
use comity_core::{Code, Error, Result};
use std::collections::BTreeMap;

/// How far floating probabilities may add up to something else than one.
const SUM: f64 = 1e-9;

impl Game {
    /// The values of all parameters and definitions: the defaults, with other values for some
    /// parameters.
    ///
    /// # Errors
    /// `game/unknown` for a value of something that is no parameter, `game/invalid` for a
    /// value outside its range and for a definition without value (division by zero, root).
    pub fn values<T: Scalar>(&self, overrides: &[(&str, T)]) -> Result<BTreeMap<String, T>> {
        let mut values: BTreeMap<String, T> =
            self.parameters.iter().map(|p| (p.name.clone(), T::of(&p.default))).collect();
        for (name, value) in overrides {
            let Some(parameter) = self.parameters.iter().find(|p| p.name == *name) else {
                let error =
                    Error::new(Code::NoSuchGame, format!("`{}` has no such parameter", self.title));
                return Err(did_you_mean(
                    error,
                    name,
                    self.parameters.iter().map(|p| p.name.as_str()),
                ));
            };
            if !value.is_sane() || !parameter.range.contains(value) {
                return Err(invalid(format!("the value of `{name}` is outside its range"))
                    .value(value.float().to_string())
                    .expected(parameter.range.to_string()));
            }
            values.insert(parameter.name.clone(), value.clone());
        }
        for definition in &self.definitions {
            let value = definition.expression.evaluate_of(&definition.name, &values)?;
            values.insert(definition.name.clone(), value);
        }
        Ok(values)
    }

    /// The game in numbers: with the default of every parameter, except those given.
    ///
    /// # Errors
    /// Those of [`Game::values`]; `game/invalid` when the probabilities of a chance move are
    /// outside 0 to 1 or do not add to one (floating numbers: within 10⁻⁹), or a payoff has
    /// no value.
    pub fn evaluate<T: Scalar>(&self, overrides: &[(&str, T)]) -> Result<Tree<T>> {
        let values = self.values(overrides)?;
        let mut builder = TreeBuilder::new(self.players.iter().cloned());
        for node in &self.nodes {
            let numbers = |list: &[Expression]| -> Result<Vec<T>> {
                list.iter().map(|e| e.evaluate_of(&node.name, &values)).collect()
            };
            let actions = &node.actions;
            match &node.play {
                Play::Terminal(payoffs) => builder.terminal(&numbers(payoffs)?)?,
                Play::Chance(list) => {
                    let probabilities = proper(numbers(list)?, &node.name)?;
                    builder.branch(Branches {
                        player: None,
                        infoset: &node.name,
                        actions,
                        probabilities: &probabilities,
                    })?;
                }
                Play::Move { player, infoset } => builder.branch(Branches {
                    player: Some(*player),
                    infoset,
                    actions,
                    probabilities: &[],
                })?,
            }
        }
        builder.finish()
    }
}

/// The numbers, if they are probabilities; what rounding left below zero becomes zero.
fn proper<T: Scalar>(list: Vec<T>, node: &str) -> Result<Vec<T>> {
    let mut sum = T::zero();
    for p in &list {
        if (-p.clone()).exceeds(SUM) || (p.clone() - T::one()).exceeds(SUM) {
            return Err(invalid(format!("a probability of node `{node}` is impossible"))
                .value(p.float().to_string())
                .expected("a number from 0 to 1"));
        }
        sum = sum + p.clone();
    }
    let over = sum.clone() - T::one();
    if over.exceeds(SUM) || (-over).exceeds(SUM) {
        return Err(invalid(format!("the probabilities of node `{node}` do not add to one"))
            .value(sum.float().to_string()));
    }
    Ok(list.into_iter().map(|p| if p < T::zero() { T::zero() } else { p }).collect())
}
