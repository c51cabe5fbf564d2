//! Equilibria in pure strategies.

use super::run::{LISTED, Outcome, floats};
use crate::game::convert::{Exactly, found, number, strategies};
use crate::game::solution::Found;
use comity_core::Result;
use comity_games::solve::{pure_equilibria, pure_equilibria_of_tree};
use comity_games::tree::Tree;
use comity_games::{NormalForm, Scalar};

/// Equilibria of a tree.
pub(super) fn pure_tree<T: Exactly>(tree: &Tree<T>, names: &[String]) -> Result<Outcome> {
    let all = pure_equilibria_of_tree(tree)?;
    let listed = all.solutions.iter().take(LISTED);
    Ok(Outcome {
        method: "pure strategies".to_owned(),
        solutions: listed.map(|s| found(tree, names, s)).collect::<Result<_>>()?,
        total: all.count,
        exact: T::EXACT,
        complete: true,
        profile: floats(all.solutions.first()),
        ..Outcome::default()
    })
}

/// Equilibria of a strategic form.
pub(super) fn pure_form<T: Exactly>(form: &NormalForm<T>) -> Outcome {
    let all = pure_equilibria(form);
    let sizes = form.sizes();
    let solutions = all.iter().take(LISTED).map(|contingency| {
        let one = |(&size, &chosen): (&usize, &usize)| -> Vec<T> {
            (0..size).map(|s| if s == chosen { T::one() } else { T::zero() }).collect()
        };
        let lists: Vec<Vec<T>> = sizes.iter().zip(contingency).map(one).collect();
        Found {
            values: form.at(contingency).iter().map(number).collect(),
            max_regret: number(&regret(form, contingency)),
            moves: strategies(form, &lists),
            ends: Vec::new(),
        }
    });
    Outcome {
        method: "pure strategies".to_owned(),
        solutions: solutions.collect(),
        total: all.len(),
        exact: T::EXACT,
        complete: true,
        ..Outcome::default()
    }
}

/// The most that a player gains by another strategy.
fn regret<T: Scalar>(form: &NormalForm<T>, contingency: &[usize]) -> T {
    let mut most = T::zero();
    for (player, &size) in form.sizes().iter().enumerate() {
        let mut other = contingency.to_vec();
        for s in 0..size {
            other[player] = s;
            let gain = form.at(&other)[player].clone() - form.at(contingency)[player].clone();
            if gain > most {
                most = gain;
            }
        }
    }
    most
}
