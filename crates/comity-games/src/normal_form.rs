//! Games in strategic (normal) form.

use crate::scalar::Scalar;
use comity_core::{Code, Error, Result};

/// A game in which every player picks one of finitely many strategies at once.
///
/// Payoffs stand in one array: the contingency in which player k plays strategy sₖ has number
/// s₀ + S₀(s₁ + S₁(s₂ + …)), the first player's strategy running fastest, and one payoff a
/// player.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalForm<T> {
    players: Vec<String>,
    strategies: Vec<Vec<String>>,
    payoffs: Vec<T>,
}

impl<T: Scalar> NormalForm<T> {
    /// From names, labels of strategies and payoffs in the order of [`NormalForm`].
    ///
    /// # Errors
    /// `game/invalid` when there is no player, a player has no strategy, or the number of
    /// payoffs is not contingencies × players.
    pub fn new(
        players: Vec<String>,
        strategies: Vec<Vec<String>>,
        payoffs: Vec<T>,
    ) -> Result<Self> {
        if players.is_empty() || players.len() != strategies.len() {
            return Err(Error::new(Code::BadGame, "each player needs a list of strategies"));
        }
        let contingencies =
            strategies.iter().try_fold(1_usize, |n, s| n.checked_mul(s.len())).unwrap_or(0);
        if contingencies == 0 {
            return Err(Error::new(
                Code::BadGame,
                "a player has no strategy, or there are too many",
            ));
        }
        if contingencies.checked_mul(players.len()) != Some(payoffs.len()) {
            return Err(Error::new(Code::BadGame, "the number of payoffs is wrong")
                .value(payoffs.len().to_string())
                .expected(format!("{contingencies} contingencies × {} players", players.len())));
        }
        Ok(Self { players, strategies, payoffs })
    }

    /// Names of the players.
    #[must_use]
    pub fn players(&self) -> &[String] {
        &self.players
    }

    /// Labels of each player's strategies.
    #[must_use]
    pub fn strategies(&self) -> &[Vec<String>] {
        &self.strategies
    }

    /// Number of strategies of each player.
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        self.strategies.iter().map(Vec::len).collect()
    }

    /// All payoffs, contingency by contingency.
    #[must_use]
    pub fn payoffs(&self) -> &[T] {
        &self.payoffs
    }

    /// The payoffs when each player plays the strategy given, one a player.
    #[must_use]
    pub fn at(&self, profile: &[usize]) -> &[T] {
        let place = self
            .strategies
            .iter()
            .zip(profile)
            .rev()
            .fold(0, |place, (s, &chosen)| place * s.len() + chosen);
        let n = self.players.len();
        self.payoffs.get(place * n..(place + 1) * n).unwrap_or(&[])
    }

    /// The same game with payoffs mapped, say to floating numbers.
    #[must_use]
    pub fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> NormalForm<U> {
        NormalForm {
            players: self.players.clone(),
            strategies: self.strategies.clone(),
            payoffs: self.payoffs.iter().map(f).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_strategy_runs_fastest() {
        let labels = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
        let payoffs: Vec<f64> = (0..12).map(f64::from).collect();
        let g = NormalForm::new(labels(2), vec![labels(2), labels(3)], payoffs).unwrap();
        assert_eq!(g.at(&[1, 0]), [2.0, 3.0]);
        assert_eq!(g.at(&[0, 2]), [8.0, 9.0]);
        assert!(NormalForm::<f64>::new(labels(1), vec![labels(2)], vec![0.0]).is_err());
    }
}
