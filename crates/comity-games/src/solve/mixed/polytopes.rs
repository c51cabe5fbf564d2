//! The best-reply polytopes of a two-player game.

use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use crate::solve::dictionary::{Dictionary, polytope};
use comity_core::{Code, Error, Result};

/// The dictionaries of P = {x ≥ 0: B'x ≤ 1} and Q = {y ≥ 0: Ay ≤ 1}, payoffs made positive.
///
/// Labels 0..m are the first player's strategies, m..m + n the second's. A point of P has
/// label i where xᵢ = 0 and m + j where strategy j is a best reply to x; a point of Q has m + j
/// where yⱼ = 0 and i where i is a best reply. Points other than zero that have all labels
/// together are equilibria, once normalised.
///
/// Source: B. von Stengel, "Computing equilibria for two-person games", *Handbook of Game
/// Theory* 3, 2002, section 2.
pub(super) struct Polytopes {
    pub(super) dictionaries: [Dictionary; 2],
    pub(super) sizes: [usize; 2],
}

impl Polytopes {
    pub(super) fn of<T: Scalar>(form: &NormalForm<T>) -> Result<Self> {
        let sizes = form.sizes();
        let &[m, n] = sizes.as_slice() else {
            return Err(Error::new(Code::BadGame, "this method needs two players")
                .value(sizes.len().to_string())
                .hint("games of more players are solved by supports"));
        };
        let payoff = |i: usize, j: usize, player: usize| {
            form.payoffs().get((i + m * j) * 2 + player).cloned().unwrap_or_else(T::zero)
        };
        let first: Vec<T> = (0..n)
            .flat_map(|j| (0..m).map(move |i| (i, j)))
            .map(|(i, j)| payoff(i, j, 1))
            .collect();
        let second: Vec<T> = (0..m)
            .flat_map(|i| (0..n).map(move |j| (i, j)))
            .map(|(i, j)| payoff(i, j, 0))
            .collect();
        Ok(Self {
            dictionaries: [polytope(&first, n, m)?, polytope(&second, m, n)?],
            sizes: [m, n],
        })
    }

    /// The label of a variable of a dictionary.
    pub(super) fn label(&self, side: usize, variable: usize) -> usize {
        let [m, n] = self.sizes;
        match side {
            0 if variable < n => m + variable,
            0 => variable - n,
            _ => variable,
        }
    }

    /// The variable of a dictionary with this label.
    pub(super) fn variable(&self, side: usize, label: usize) -> usize {
        let [m, n] = self.sizes;
        match side {
            0 if label >= m => label - m,
            0 => label + n,
            _ => label,
        }
    }
}

/// Weights as probabilities.
pub(super) fn normalised<T: Scalar>(weights: &[T]) -> Vec<T> {
    let sum = weights.iter().fold(T::zero(), |sum, w| sum + w.clone());
    weights.iter().map(|w| w.clone() / sum.clone()).collect()
}
