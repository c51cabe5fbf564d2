//! The game, its utilities and its outcomes.

use comity_core::{Code, Error, Result};
use comity_numerics::Design;
use comity_numerics::estimators::Link;
use serde::{Deserialize, Serialize};

/// A game: who moves when. The figure is at [`crate::strategic::sequential`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Game {
    /// Player 1 ends the game or passes to player 2. Three outcomes; utilities u11, u13, u14
    /// and u24.
    Egame12,
    /// Player 1 moves left or right, then player 2. Four outcomes; utilities u11, u12, u13,
    /// u14, u22 and u24.
    Egame122,
    /// Player 1 ends the game or passes to player 2, who ends it or passes to player 3. Four
    /// outcomes; utilities u11, u13, u15, u16, u23, u25, u26 and u36.
    Egame123,
}

impl Game {
    /// Number of outcomes.
    #[must_use]
    pub fn outcomes(self) -> usize {
        match self {
            Self::Egame12 => 3,
            Self::Egame122 | Self::Egame123 => 4,
        }
    }

    /// Names of the utilities, in the order in which they are given. The first digit is the
    /// player.
    #[must_use]
    pub fn utilities(self) -> &'static [&'static str] {
        match self {
            Self::Egame12 => &["u11", "u13", "u14", "u24"],
            Self::Egame122 => &["u11", "u12", "u13", "u14", "u22", "u24"],
            Self::Egame123 => &["u11", "u13", "u15", "u16", "u23", "u25", "u26", "u36"],
        }
    }

    /// Number of players.
    #[must_use]
    pub fn players(self) -> usize {
        match self {
            Self::Egame12 | Self::Egame122 => 2,
            Self::Egame123 => 3,
        }
    }
}

/// Where the uncertainty comes from, and its distribution.
///
/// With agent error a player's choice at each node is that of an agent who errs: the
/// difference of the two expected utilities has scale σ√2. With private information players
/// know their own shocks to the utilities of outcomes; the scale then depends on how likely
/// the outcomes are. Sums of logistic shocks are not logistic, hence no logit there.
/// Signorino (2003), *Political Analysis* 11(4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorModel {
    /// Agent error, logistic: the agent quantal response equilibrium.
    AgentLogit,
    /// Agent error, normal.
    #[default]
    AgentProbit,
    /// Private information, normal.
    PrivateProbit,
}

impl ErrorModel {
    pub(super) fn link(self) -> Link {
        match self {
            Self::AgentLogit => Link::Logit,
            Self::AgentProbit | Self::PrivateProbit => Link::Probit,
        }
    }

    pub(super) fn private(self) -> bool {
        self == Self::PrivateProbit
    }
}

/// What a utility depends on.
#[derive(Clone, Copy, Debug)]
pub enum Utility<'a> {
    /// A known number, the same in every row.
    Fixed(f64),
    /// Columns times coefficients.
    Linear(&'a Design),
}

/// The scale σ of the errors.
#[derive(Clone, Copy, Debug, Default)]
pub enum Scale<'a> {
    /// One: the unit in which utilities are measured.
    #[default]
    One,
    /// ln σ is linear in these columns, the same for every player.
    Common(&'a Design),
    /// ln σ of each player is linear in columns of its own, one design a player.
    ByPlayer(&'a [&'a Design]),
}

/// A game's data: the outcome of each row and what the utilities depend on.
#[derive(Clone, Debug)]
pub struct GameData<'a> {
    pub(super) game: Game,
    pub(super) outcome: &'a [usize],
    pub(super) utilities: Vec<Utility<'a>>,
    pub(super) scale: Scale<'a>,
    pub(super) weights: Option<&'a [f64]>,
}

pub(in crate::strategic) fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::BadGame, message)
}

/// Refuses columns of another length.
pub(in crate::strategic) fn same_rows(what: &str, found: usize, rows: usize) -> Result<()> {
    if found == rows {
        return Ok(());
    }
    Err(invalid(format!("{what} has another number of rows than the outcome"))
        .value(found.to_string())
        .expected(rows.to_string()))
}

/// Refuses weights that are negative or not finite, or not one a row.
pub(in crate::strategic) fn check_weights(weights: &[f64], rows: usize) -> Result<()> {
    same_rows("the weights", weights.len(), rows)?;
    match weights.iter().find(|w| !(w.is_finite() && **w >= 0.0)) {
        None => Ok(()),
        Some(w) => {
            Err(invalid("a weight cannot be used").value(w.to_string()).expected("zero or more"))
        }
    }
}

impl<'a> GameData<'a> {
    /// From the outcome of each row, counted from zero, and one entry for every utility of
    /// [`Game::utilities`].
    ///
    /// # Errors
    /// `game/invalid` when there is no row, an outcome is not one of the game's, utilities
    /// are too few or too many, lengths differ, or a fixed utility is not finite.
    pub fn new(game: Game, outcome: &'a [usize], utilities: &[Utility<'a>]) -> Result<Self> {
        if outcome.is_empty() {
            return Err(invalid("the game has no rows"));
        }
        if let Some(o) = outcome.iter().find(|o| **o >= game.outcomes()) {
            return Err(invalid("an outcome is not one of the game's")
                .value(o.to_string())
                .expected(format!("0 to {}", game.outcomes() - 1)));
        }
        let names = game.utilities();
        if utilities.len() != names.len() {
            return Err(invalid("the number of utilities is wrong")
                .value(utilities.len().to_string())
                .expected(names.join(", ")));
        }
        for (utility, name) in utilities.iter().zip(names) {
            match utility {
                Utility::Linear(x) => same_rows(name, x.rows(), outcome.len())?,
                Utility::Fixed(v) if v.is_finite() => {}
                Utility::Fixed(v) => {
                    return Err(invalid(format!("{name} is not finite")).value(v.to_string()));
                }
            }
        }
        let utilities = utilities.to_vec();
        Ok(Self { game, outcome, utilities, scale: Scale::One, weights: None })
    }

    /// With a scale of the errors that is estimated.
    ///
    /// # Errors
    /// `game/invalid` when lengths differ or there is not one design a player.
    pub fn scaled(mut self, scale: Scale<'a>) -> Result<Self> {
        let designs: &[&Design] = match &scale {
            Scale::One => &[],
            Scale::Common(x) => std::slice::from_ref(x),
            Scale::ByPlayer(list) if list.len() == self.game.players() => list,
            Scale::ByPlayer(list) => {
                return Err(invalid("the number of scale equations is wrong")
                    .value(list.len().to_string())
                    .expected(format!("one for each of {} players", self.game.players())));
            }
        };
        for x in designs {
            same_rows("a scale equation", x.rows(), self.outcome.len())?;
        }
        self.scale = scale;
        Ok(self)
    }

    /// With frequency weights: a row of weight 2 counts as two equal rows.
    ///
    /// # Errors
    /// `game/invalid` when a weight is negative, infinite or NaN, or there is not one a row.
    pub fn weighted(mut self, weights: &'a [f64]) -> Result<Self> {
        check_weights(weights, self.outcome.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// Names of the coefficients: those of the utilities in order, then of the scales.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut push = |equation: &str, x: &Design| {
            names.extend(x.names().iter().map(|n| format!("{equation}:{n}")));
        };
        for (utility, name) in self.utilities.iter().zip(self.game.utilities()) {
            if let Utility::Linear(x) = utility {
                push(name, x);
            }
        }
        match self.scale {
            Scale::One => {}
            Scale::Common(x) => push("ln scale", x),
            Scale::ByPlayer(list) => {
                for (p, x) in list.iter().enumerate() {
                    push(&format!("ln scale {}", p + 1), x);
                }
            }
        }
        names
    }

    /// How often each outcome occurs, among rows of positive weight.
    pub(super) fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.game.outcomes()];
        for (i, &o) in self.outcome.iter().enumerate() {
            if self.weights.is_none_or(|w| w[i] > 0.0) {
                counts[o] += 1;
            }
        }
        counts
    }
}
