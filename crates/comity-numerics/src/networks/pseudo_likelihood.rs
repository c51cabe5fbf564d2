//! Change statistics of every dyad, and their logit.

use super::change::Changes;
use super::network::Network;
use super::term::Term;
use crate::design::Design;
use crate::error::Result;
use crate::estimators::{Observations, Outcome, ValidNewtonParams, logit};
use crate::grouping::Grouping;
use crate::variance::bootstrap::{Bootstrap, Replicates, logit as bootstrap_logit};
use rayon::prelude::*;

/// Every dyad with the change that its tie makes to the statistics.
///
/// Rows follow [`Network::dyads`], network by network. The pseudo-likelihood treats them as
/// independent, which they are not: its standard errors are too small when statistics
/// depend on other ties. The bootstrap over networks does not assume it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeStatistics {
    /// One column a statistic.
    pub design: Design,
    /// Whether the dyad has a tie.
    pub ties: Vec<bool>,
    /// Sender and receiver of each row.
    pub dyads: Vec<(usize, usize)>,
    /// The network of each row (the time step).
    pub steps: Grouping,
}

impl ChangeStatistics {
    /// The change statistics of one network.
    ///
    /// ```
    /// use comity_numerics::estimators::ValidNewtonParams;
    /// use comity_numerics::networks::{ChangeStatistics, Kind, Network, Term};
    /// // Two ties among six pairs: the log-odds are ln(2/4).
    /// let network = Network::from_ties(Kind::Undirected, 4, &[(0, 1), (1, 2)])?;
    /// let changes = ChangeStatistics::new(&network, &[Term::Edges])?;
    /// let outcome = changes.fit(&ValidNewtonParams::default())?;
    /// let edges = outcome.fit().map(|f| f.coefficients[0]);
    /// assert!(edges.is_some_and(|b| (b - 0.5_f64.ln()).abs() < 1e-12));
    /// # Ok::<(), comity_numerics::NumericsError>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::NumericsError::Statistic`] or [`crate::NumericsError::Dimension`] when a
    /// statistic does not suit the network, [`crate::NumericsError::NotFinite`] when a
    /// covariate is infinite or NaN, [`crate::NumericsError::Empty`] without statistics or
    /// without a pair of present nodes.
    pub fn new(network: &Network, terms: &[Term]) -> Result<Self> {
        Self::of_steps(&[(0, network, terms)])
    }

    /// The rows of several networks, each with its label and its own statistics of the same
    /// names and number.
    pub(super) fn of_steps(steps: &[(i64, &Network, &[Term])]) -> Result<Self> {
        let names: Vec<String> =
            steps.first().map_or(&[][..], |s| s.2).iter().map(Term::name).collect();
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
        let (mut ties, mut dyads, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for &(label, network, terms) in steps {
            let changes = Changes::new(terms, network)?;
            let rows: Vec<Vec<f64>> = (0..network.nodes())
                .into_par_iter()
                .map(|i| changes_of(&changes, network, i))
                .collect();
            for row in rows.iter().flat_map(|r| r.chunks_exact(changes.width().max(1))) {
                for (column, v) in columns.iter_mut().zip(row) {
                    column.push(*v);
                }
            }
            for (i, j) in network.dyads() {
                ties.push(network.has(i, j));
                dyads.push((i, j));
                labels.push(label);
            }
        }
        let design = Design::new(ties.len(), names.into_iter().zip(columns).collect())?;
        Ok(Self { design, ties, dyads, steps: Grouping::new(&labels)? })
    }

    /// The maximum pseudo-likelihood estimate. Statistics that predict ties perfectly are
    /// named as separated, those that others determine are dropped.
    ///
    /// # Errors
    /// None that the constructor has not met.
    pub fn fit(&self, params: &ValidNewtonParams) -> Result<Outcome> {
        Ok(logit::fit(&Observations::new(&self.design, &self.ties)?, params))
    }

    /// Bootstrap over networks (time steps): Desmarais and Cranmer (2012), "Statistical
    /// Mechanics of Networks", *Physica A* 391(4). Percentile intervals of the result are
    /// those of R's btergm. With few steps they are too short, and with two or three they
    /// mean little.
    ///
    /// # Errors
    /// [`crate::NumericsError::Parameter`] with fewer than two networks or replicates,
    /// [`crate::NumericsError::Dimension`] when `full` is not a fit of this design.
    pub fn bootstrap(
        &self,
        full: &crate::estimators::Fit,
        replicates: Replicates,
        params: &ValidNewtonParams,
    ) -> Result<Bootstrap> {
        let data = Observations::new(&self.design, &self.ties)?;
        bootstrap_logit(&data, full, &self.steps, replicates, params)
    }
}

/// The changes of one sender's dyads, dyad by dyad.
fn changes_of(changes: &Changes<'_>, network: &Network, i: usize) -> Vec<f64> {
    let mut without = network.clone();
    let mut rows = Vec::new();
    let mut row = vec![0.0; changes.width()];
    for j in network.dyads_of(i) {
        without.set(i, j, false);
        changes.fill(&without, i, j, &mut row);
        without.set(i, j, network.has(i, j));
        rows.extend_from_slice(&row);
    }
    rows
}

/// The statistics of a network: the changes summed as its ties are added one by one.
///
/// # Errors
/// As [`ChangeStatistics::new`].
pub fn statistics(network: &Network, terms: &[Term]) -> Result<Vec<f64>> {
    let changes = Changes::new(terms, network)?;
    let mut grown = Network::empty(network.kind(), network.nodes())?;
    // Degree counts start from the empty network, where every node has degree zero.
    let mut totals: Vec<f64> = terms
        .iter()
        .map(|t| match t {
            Term::Degree { degree: 0, .. } => network.nodes() as f64,
            _ => 0.0,
        })
        .collect();
    let mut row = vec![0.0; terms.len()];
    for (i, j) in network.dyads().filter(|&(i, j)| network.has(i, j)) {
        changes.fill(&grown, i, j, &mut row);
        grown.set(i, j, true);
        for (t, v) in totals.iter_mut().zip(&row) {
            *t += v;
        }
    }
    Ok(totals)
}
