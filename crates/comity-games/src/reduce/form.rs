//! The reduced strategic form and how it leads back to the tree.

use super::payoffs::payoffs;
use super::strategies::{count, enumerate, label};
use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use crate::solve::Profile;
use crate::tree::{Forgetting, Sequences, Tree};
use comity_core::{Code, Error, Result};

/// Payoffs that a strategic form may have: contingencies times players.
const PAYOFFS: u64 = 1_000_000;
/// Strategies times information sets that a player may have.
const CHOICES: u64 = 10_000_000;

/// The reduced strategic form of a game tree.
///
/// A reduced strategy says what a player does at the information sets that own earlier moves
/// do not preclude. Its label lists the actions in the order of the player's sets, with `*` at
/// sets that are precluded.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduced<T> {
    game: NormalForm<T>,
    /// Each player's information sets.
    sets: Vec<Vec<u32>>,
    /// By player and strategy, the action at each of the sets; `None` where precluded.
    strategies: Vec<Vec<Vec<Option<u32>>>>,
}

/// Why a tree has no reduced strategic form here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotReduced {
    /// A player forgets own moves.
    #[error(transparent)]
    Forgets(#[from] Forgetting),
    /// The form would have too many payoffs.
    #[error("the game has too many strategies for its strategic form: {}", list(.strategies))]
    TooLarge {
        /// How many reduced strategies each player has; `u64::MAX` for that or more.
        strategies: Vec<u64>,
    },
}

fn list(strategies: &[u64]) -> String {
    let each = strategies.iter().map(|&n| match n {
        u64::MAX => "more than 10^19".to_owned(),
        n => n.to_string(),
    });
    each.collect::<Vec<_>>().join(", ")
}

impl From<NotReduced> for Error {
    fn from(e: NotReduced) -> Self {
        match e {
            NotReduced::Forgets(f) => f.into(),
            NotReduced::TooLarge { .. } => Self::new(Code::BadGame, e.to_string())
                .expected(format!("at most {PAYOFFS} payoffs in all"))
                .hint("use a method that works on the tree"),
        }
    }
}

impl<T: Scalar> Reduced<T> {
    /// The reduced strategic form, with expected payoffs over the moves of chance.
    ///
    /// # Errors
    /// A player who forgets, or more than a million payoffs.
    pub fn of(tree: &Tree<T>) -> Result<Self, NotReduced> {
        let sequences = Sequences::of(tree)?;
        let players = tree.players().len();
        let mut sets: Vec<Vec<u32>> = vec![Vec::new(); players];
        for (number, set) in (0_u32..).zip(tree.infosets()) {
            if let Some(list) = set.player.and_then(|p| sets.get_mut(p as usize)) {
                list.push(number);
            }
        }
        let counts: Vec<u64> = (0..players).map(|p| count(tree, &sequences, &sets[p], p)).collect();
        let contingencies = counts.iter().try_fold(players as u64, |n, c| n.checked_mul(*c));
        let fits = contingencies.is_some_and(|n| n <= PAYOFFS)
            && counts.iter().zip(&sets).all(|(n, s)| n.saturating_mul(s.len() as u64) <= CHOICES);
        if !fits {
            return Err(NotReduced::TooLarge { strategies: counts });
        }
        let strategies: Vec<Vec<Vec<Option<u32>>>> =
            sets.iter().map(|s| enumerate(tree, &sequences, s)).collect();
        let labels = strategies
            .iter()
            .zip(&sets)
            .map(|(list, sets)| list.iter().map(|strategy| label(tree, sets, strategy)).collect());
        let payoffs = payoffs(tree, &sequences, &sets, &strategies);
        let game = NormalForm::new(tree.players().to_vec(), labels.collect(), payoffs)
            .map_err(|_| NotReduced::TooLarge { strategies: counts })?;
        Ok(Self { game, sets, strategies })
    }

    /// The strategic form.
    #[must_use]
    pub fn game(&self) -> &NormalForm<T> {
        &self.game
    }

    /// What a strategy, by its number, of a player does at each of the player's information
    /// sets: the set and the action, `None` where own moves preclude the set.
    #[must_use]
    pub fn strategy(&self, player: usize, number: usize) -> Vec<(u32, Option<u32>)> {
        let sets = self.sets.get(player).into_iter().flatten().copied();
        let actions = self.strategies.get(player).and_then(|s| s.get(number));
        sets.zip(actions.into_iter().flatten().copied()).collect()
    }

    /// The profile of behaviour strategies in which every player plays the strategy given; the
    /// first action where a strategy says nothing.
    ///
    /// # Errors
    /// `game/invalid` when the tree is not that of the form.
    pub fn profile(&self, tree: &Tree<T>, contingency: &[usize]) -> Result<Profile<T>> {
        let mut choices = vec![0_u32; tree.infosets().len()];
        for (player, &number) in contingency.iter().enumerate() {
            for (set, action) in self.strategy(player, number) {
                if let Some(choice) = choices.get_mut(set as usize) {
                    *choice = action.unwrap_or(0);
                }
            }
        }
        Profile::pure(tree, &choices)
    }
}
