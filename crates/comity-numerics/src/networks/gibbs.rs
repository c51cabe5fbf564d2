//! Drawing networks.

use super::change::Changes;
use super::network::Network;
use super::term::Term;
use crate::error::{Result, all_finite, same_length};
use crate::sampling::normal::StandardNormal;
use crate::special::logistic;

/// Draws a network from the model with these coefficients by Gibbs sampling: `sweeps` times,
/// every dyad in turn gets a tie with its probability given the rest. Starts from `start`,
/// whose present nodes and direction are kept.
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when there is not one coefficient a statistic,
/// [`crate::NumericsError::NotFinite`] when one is infinite or NaN, and those of
/// [`super::ChangeStatistics::new`].
pub fn simulate(
    start: &Network,
    terms: &[Term],
    coefficients: &[f64],
    sweeps: usize,
    seed: u64,
) -> Result<Network> {
    same_length("the coefficients", coefficients.len(), terms.len())?;
    all_finite("the coefficients", coefficients)?;
    let changes = Changes::new(terms, start)?;
    let dyads: Vec<(usize, usize)> = start.dyads().collect();
    let mut source = StandardNormal::new(seed);
    let mut network = start.clone();
    let mut row = vec![0.0; terms.len()];
    for _ in 0..sweeps {
        for &(i, j) in &dyads {
            network.set(i, j, false);
            changes.fill(&network, i, j, &mut row);
            let eta: f64 = row.iter().zip(coefficients).map(|(d, b)| d * b).sum();
            network.set(i, j, source.uniform() < logistic(eta));
        }
    }
    Ok(network)
}
