//! From solvers' numbers and profiles to plain results.

use super::solution::{Choice, End, Found, Move, Number};
use comity_core::Result;
use comity_games::solve::Solution;
use comity_games::tree::{Step, Tree};
use comity_games::{NormalForm, Rational, Scalar};

/// A number that can be shown.
pub(super) trait Exactly: Scalar {
    /// The number as text when it is exact.
    fn text(&self) -> Option<String>;
}

impl Exactly for f64 {
    fn text(&self) -> Option<String> {
        None
    }
}

/// Characters up to which an exact number is shown.
const SHOWN: usize = 60;

impl Exactly for Rational {
    fn text(&self) -> Option<String> {
        Some(self.to_string()).filter(|t| t.len() <= SHOWN)
    }
}

pub(super) fn number<T: Exactly>(x: &T) -> Number {
    Number { value: x.float(), exact: x.text() }
}

/// A behaviour profile with where it leads.
pub(super) fn found<T: Exactly>(
    tree: &Tree<T>,
    names: &[String],
    solution: &Solution<T>,
) -> Result<Found> {
    let mut moves = Vec::new();
    for (i, set) in tree.infosets().iter().enumerate() {
        let Some(player) = set.player else { continue };
        let probabilities = solution.profile.at(i as u32);
        let taken = set.actions.iter().zip(probabilities).filter(|(_, p)| !p.is_zero());
        moves.push(Move {
            player: tree.players().get(player as usize).cloned().unwrap_or_default(),
            at: set.label.clone(),
            choices: taken
                .map(|(a, p)| Choice { action: a.clone(), probability: number(p) })
                .collect(),
        });
    }
    Ok(Found {
        values: solution.values.iter().map(number).collect(),
        max_regret: number(&solution.max_regret),
        moves,
        ends: ends(tree, names, |set, action| {
            solution.profile.at(set).get(action as usize).cloned().unwrap_or_else(T::zero)
        }),
    })
}

/// Where play ends, given the probability of every action.
pub(super) fn ends<T: Exactly>(
    tree: &Tree<T>,
    names: &[String],
    chance: impl Fn(u32, u32) -> T,
) -> Vec<End> {
    let mut reach: Vec<T> = Vec::with_capacity(tree.nodes().len());
    let mut ends = Vec::new();
    for (i, node) in tree.nodes().iter().enumerate() {
        let here = match node.parent {
            None => T::one(),
            Some((parent, action)) => {
                let above = reach.get(parent as usize).cloned().unwrap_or_else(T::zero);
                let p = match tree.nodes().get(parent as usize).map(|n| n.step) {
                    Some(Step::Move { infoset } | Step::Chance { infoset }) => {
                        chance(infoset, action)
                    }
                    _ => T::zero(),
                };
                above * p
            }
        };
        if let Step::Terminal { index } = node.step
            && !here.is_zero()
        {
            ends.push(End {
                name: names.get(i).cloned().unwrap_or_default(),
                probability: number(&here),
                payoffs: tree.payoffs(index).iter().map(number).collect(),
            });
        }
        reach.push(here);
    }
    ends
}

/// Mixed strategies of a strategic form.
pub(super) fn strategies<T: Exactly>(form: &NormalForm<T>, strategies: &[Vec<T>]) -> Vec<Move> {
    let players = form.players().iter().zip(form.strategies());
    players
        .zip(strategies)
        .map(|((player, labels), list)| Move {
            player: player.clone(),
            at: String::new(),
            choices: labels
                .iter()
                .zip(list)
                .filter(|(_, p)| !p.is_zero())
                .map(|(l, p)| Choice { action: l.clone(), probability: number(p) })
                .collect(),
        })
        .collect()
}
