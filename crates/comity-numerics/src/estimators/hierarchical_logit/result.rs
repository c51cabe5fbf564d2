//! What a fit leaves.

use super::prior::HierarchicalPrior;
use crate::diagnostics::mcmc::Summary;
use serde::{Deserialize, Serialize};

/// How the sampler fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SamplerReport {
    /// Trajectories after the warm-up that left the region they should follow; more than a
    /// few mean that the draws miss part of the posterior.
    pub divergences: usize,
    /// Trajectories cut off at the greatest depth: slow, not wrong.
    pub depth_limits: usize,
    /// Energy Bayesian fraction of missing information of each chain; below 0.3 is poor.
    pub e_bfmi: Vec<f64>,
    /// Mean acceptance rate of each chain.
    pub acceptance: Vec<f64>,
    /// Step size of each chain.
    pub step_sizes: Vec<f64>,
    /// Evaluations of the density by all chains.
    pub evaluations: usize,
}

/// One grouping's effects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupEffects {
    /// The grouping's name.
    pub name: String,
    /// Ids of the groups, in ascending order.
    pub labels: Vec<i64>,
    /// Standard deviation of the effects.
    pub sd: Summary,
    /// Kept draws of that standard deviation, chain after chain.
    pub sd_draws: Vec<f64>,
    /// The effect of each group on the log-odds.
    pub effects: Vec<Summary>,
    /// Kept draws of the effects: one vector a draw, one entry a group.
    pub effect_draws: Vec<Vec<f64>>,
}

/// Draws from the posterior distribution of a hierarchical logit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HierarchicalFit {
    /// Coefficients on the log-odds scale, one a column of the design; those of dropped
    /// columns are zero.
    pub coefficients: Vec<Summary>,
    /// Kept draws of the coefficients, chain after chain.
    pub coefficient_draws: Vec<Vec<f64>>,
    /// The groupings' effects.
    pub groupings: Vec<GroupEffects>,
    /// How the sampler fared.
    pub sampler: SamplerReport,
    /// Number of chains.
    pub chains: usize,
    /// The prior used.
    pub prior: HierarchicalPrior,
    /// Largest over smallest eigenvalue of the columns' cross-product, scaled to unit
    /// diagonal.
    pub condition_number: f64,
    /// Rows of positive weight.
    pub rows: usize,
    /// How many of them have the outcome yes.
    pub events: usize,
    /// Columns left out because earlier columns determine them.
    pub dropped: Vec<usize>,
}

impl HierarchicalFit {
    /// Whether the chains agree: every R̂ below 1.01, at least 100 effective draws a chain, in
    /// the middle and in the tails, and no divergence.
    #[must_use]
    pub fn converged(&self) -> bool {
        let enough = 100.0 * self.chains as f64;
        let good = |s: &Summary| s.r_hat < 1.01 && s.bulk_ess >= enough && s.tail_ess >= enough;
        let kept = |j: &usize| !self.dropped.contains(j);
        self.sampler.divergences == 0
            && (0..self.coefficients.len()).filter(kept).all(|j| good(&self.coefficients[j]))
            && self.groupings.iter().all(|g| good(&g.sd) && g.effects.iter().all(good))
    }
}

/// How a fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum HierarchicalOutcome {
    /// The chains ran; [`HierarchicalFit::converged`] says whether they agree.
    Sampled(Box<HierarchicalFit>),
    /// The chains ran without columns that earlier columns determine;
    /// [`HierarchicalFit::dropped`] names them.
    RankDeficient(Box<HierarchicalFit>),
    /// The outcome has the same value in every row: the draws would repeat the prior.
    ConstantOutcome {
        /// That value.
        value: bool,
    },
    /// No column of the design varies or is constant: there is nothing to estimate.
    NoColumns,
}

impl HierarchicalOutcome {
    /// The draws, if the chains ran.
    #[must_use]
    pub fn into_fit(self) -> Option<HierarchicalFit> {
        match self {
            HierarchicalOutcome::Sampled(fit) | HierarchicalOutcome::RankDeficient(fit) => {
                Some(*fit)
            }
            _ => None,
        }
    }
}
