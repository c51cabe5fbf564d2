//! What chains of draws leave, and whether they may be believed.

use comity_numerics::diagnostics::mcmc::Summary;
use serde::Serialize;

/// Largest R̂ at which chains count as agreeing (Vehtari et al. 2021).
const R_HAT: f64 = 1.01;
/// Effective draws that each chain must be worth.
const ESS: f64 = 100.0;

/// Whether the chains converged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ChainStatus {
    /// Every quantity has R̂ below 1.01 and at least 100 effective draws a chain, in the
    /// middle and in the tails, and no trajectory diverged.
    Converged,
    /// Not so: the figures are not to be quoted.
    NotConverged {
        /// What fell short, by how much.
        reasons: Vec<String>,
    },
}

impl ChainStatus {
    /// Judges the quantities of a fit.
    pub(super) fn of<'p>(
        quantities: impl Iterator<Item = &'p Summary>,
        chains: usize,
        divergences: usize,
    ) -> Self {
        let wanted = ESS * chains as f64;
        let (mut worst, mut least) = (1.0_f64, f64::INFINITY);
        for s in quantities {
            worst = worst.max(s.r_hat);
            least = least.min(s.bulk_ess).min(s.tail_ess);
        }
        let mut reasons = Vec::new();
        if worst >= R_HAT {
            reasons.push(format!("R̂ up to {worst:.3}, below {R_HAT} is wanted"));
        }
        if least < wanted {
            reasons.push(format!("{least:.0} effective draws at the least, {wanted} are wanted"));
        }
        if divergences > 0 {
            reasons.push(format!("{divergences} trajectories diverged"));
        }
        if reasons.is_empty() { Self::Converged } else { Self::NotConverged { reasons } }
    }
}

/// The posterior distribution of one quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Posterior {
    /// The column, or the name of the parameter.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// Whether it belongs to a term of the formula, not to a control.
    pub is_term: bool,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// The 2.5 % quantile.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
    /// Monte-Carlo standard error of the mean.
    pub mcse: f64,
    /// Rank-normalised split-R̂; below 1.01 where chains agree.
    pub r_hat: f64,
    /// Effective draws, in the middle of the distribution.
    pub bulk_ess: f64,
    /// Effective draws, in its tails.
    pub tail_ess: f64,
}

impl Posterior {
    pub(super) fn new(variable: &str, label: &str, is_term: bool, s: &Summary) -> Self {
        Self {
            variable: variable.to_owned(),
            label: label.to_owned(),
            is_term,
            mean: s.mean,
            sd: s.sd,
            low: s.lower,
            high: s.upper,
            mcse: s.mcse,
            r_hat: s.r_hat,
            bulk_ess: s.bulk_ess,
            tail_ess: s.tail_ess,
        }
    }
}
