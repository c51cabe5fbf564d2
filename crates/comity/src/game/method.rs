//! The choice of a method.

/// How a game is solved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// What suits the game: the closed form; backward induction for trees of perfect
    /// information, the sequence form for others of two players, else pure strategies; mixed
    /// strategies for strategic forms.
    Default,
    /// Backward induction: trees of perfect information, with all ties.
    Backward,
    /// Every equilibrium in pure strategies.
    Pure,
    /// Equilibria in mixed strategies: with two players all extreme ones, with more those that
    /// trying all supports finds.
    Mixed,
    /// One subgame-perfect equilibrium of a tree of two players, by its sequence form.
    Sequence,
    /// The logit quantal response equilibrium at a precision; without one, the limit of the
    /// principal branch.
    Quantal {
        /// The precision λ, per unit of payoff.
        lambda: Option<f64>,
        /// Whether the branch up to there is reported, too.
        path: bool,
    },
}

impl Method {
    /// The options of a command that choose it.
    pub(super) fn options(self) -> String {
        match self {
            Self::Default => String::new(),
            Self::Backward => " --method backward".to_owned(),
            Self::Pure => " --method pure".to_owned(),
            Self::Mixed => " --method mixed".to_owned(),
            Self::Sequence => " --method sequence".to_owned(),
            Self::Quantal { lambda, path } => {
                let lambda = lambda.map(|l| format!(" --lambda {l}")).unwrap_or_default();
                let path = if path { " --path" } else { "" };
                format!(" --method quantal{lambda}{path}")
            }
        }
    }

    /// Seed of the random starts that the method draws, if it draws any.
    pub(super) fn seed(self, players: usize) -> Option<u64> {
        (self == Self::Mixed && players > 2).then_some(SEED)
    }
}

/// Seed of the random starts of trying supports.
pub(super) const SEED: u64 = 1;
