//! What a fit leaves.

use super::goodness::Goodness;
use super::params::AmePrior;
use crate::diagnostics::mcmc::Summary;
use serde::{Deserialize, Serialize};

/// The effects of one kept draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectDraw {
    /// Additive row effects, one an actor.
    pub row: Vec<f64>,
    /// Additive column effects; with symmetric ties the same.
    pub column: Vec<f64>,
    /// Directed: the columns of U, then those of V, one entry an actor. Symmetric: the columns
    /// of U, then the diagonal of Λ. Only products of them are identified.
    pub factors: Vec<f64>,
}

/// Draws from the posterior distribution of an additive-and-multiplicative-effects model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmeFit {
    /// Covariates, in the order of the coefficients.
    pub names: Vec<String>,
    /// Covariates left out because earlier ones determine them.
    pub dropped: Vec<String>,
    /// Kept draws of the coefficients, chain after chain.
    pub coefficient_draws: Vec<Vec<f64>>,
    /// Posterior mean, standard deviation and diagnostics, one a coefficient.
    pub coefficients: Vec<Summary>,
    /// `va`, `cab`, `vb`, `rho`, `ve`: variance of row effects, covariance of row and column
    /// effects, variance of column effects, dyadic correlation, error variance. Symmetric
    /// ties: `va`, `ve`.
    pub variance_names: Vec<String>,
    /// Kept draws of the variance parameters.
    pub variance_draws: Vec<Vec<f64>>,
    /// Posterior mean, standard deviation and diagnostics, one a variance parameter.
    pub variances: Vec<Summary>,
    /// Posterior means of the additive row effects, one an actor.
    pub row_effects: Vec<f64>,
    /// Posterior means of the additive column effects.
    pub column_effects: Vec<f64>,
    /// Posterior mean of the linear predictor, `n × n` row by row; the diagonal holds what
    /// the model would say of a tie with oneself.
    pub linear_predictor: Vec<f64>,
    /// Posterior mean of the expected tie: the linear predictor, or the probability of a 0/1
    /// tie. For unknown ties this is the imputation.
    pub expected_ties: Vec<f64>,
    /// Statistics of the data.
    pub observed_goodness: Goodness,
    /// Statistics of a network simulated with each kept draw, when asked for.
    pub simulated_goodness: Vec<Goodness>,
    /// Effects of each kept draw, when asked for.
    pub effect_draws: Vec<EffectDraw>,
    /// Actors without any known tie: what is said of them is prior and covariates.
    pub unobserved_actors: Vec<usize>,
    /// Known ties; a symmetric tie counts once.
    pub observed: usize,
    /// The prior used.
    pub prior: AmePrior,
    /// Sweeps of each chain, burn-in included.
    pub sweeps: usize,
    /// Number of chains.
    pub chains: usize,
    /// Largest over smallest eigenvalue of the covariates' cross-product, scaled to unit
    /// diagonal.
    pub condition_number: f64,
}

/// How a fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AmeOutcome {
    /// The chains ran. Whether they converged is for the diagnostics to say.
    Sampled(Box<AmeFit>),
    /// The chains ran without covariates that earlier ones determine; [`AmeFit::dropped`]
    /// names them.
    RankDeficient(Box<AmeFit>),
    /// Every known tie has the same value.
    ConstantOutcome {
        /// That value.
        value: f64,
    },
    /// Fewer than three actors, or fewer than three known ties.
    TooFewTies {
        /// Number of actors.
        actors: usize,
        /// Known ties.
        observed: usize,
    },
}

impl AmeOutcome {
    /// The draws, if the chains ran.
    #[must_use]
    pub fn into_fit(self) -> Option<AmeFit> {
        match self {
            AmeOutcome::Sampled(fit) | AmeOutcome::RankDeficient(fit) => Some(*fit),
            _ => None,
        }
    }
}
