//! Solutions of trees and strategic forms as plain values.

use serde::Serialize;

/// A number, with its exact form when it was computed exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// The nearest floating number.
    pub value: f64,
    /// The number as a whole number or a fraction, if it is exact and short enough to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<String>,
}

/// One solution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Expected payoff of each player.
    pub values: Vec<Number>,
    /// The most that a player gains by changing strategy alone.
    pub max_regret: Number,
    /// What everybody does: at each information set, or, in a strategic form, once a player.
    pub moves: Vec<Move>,
    /// Where play ends, with probabilities; empty in strategic forms.
    pub ends: Vec<End>,
}

/// What a player does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    /// The player's name.
    pub player: String,
    /// The label of the information set; empty in strategic forms.
    pub at: String,
    /// The actions or strategies with a probability above zero.
    pub choices: Vec<Choice>,
}

/// One action or strategy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Its label.
    pub action: String,
    /// Its probability.
    pub probability: Number,
}

/// One end of the game that is reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct End {
    /// The end's name; may be empty.
    pub name: String,
    /// With which probability.
    pub probability: Number,
    /// Payoff of each player there.
    pub payoffs: Vec<Number>,
}

/// A decision at which pure subgame-perfect equilibria differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tie {
    /// The player who decides.
    pub player: String,
    /// The information set.
    pub at: String,
    /// Each action that some equilibrium takes.
    pub actions: Vec<TieAction>,
}

/// One action of a tie.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TieAction {
    /// Its label.
    pub action: String,
    /// What everybody expects after it, one list for each way in which play goes on.
    pub values: Vec<Vec<Number>>,
}
