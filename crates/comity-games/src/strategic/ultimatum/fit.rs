//! The fit of the ultimatum game.

use super::data::{ScaleOf, UltimatumData};
use super::likelihood::Rows;
use super::start::starts;
use crate::strategic::engine::{Index, Labels, Problem, Size, fit as maximum};
use crate::strategic::sequential::invalid;
use crate::strategic::{Outcome, ValidFitParams};
use comity_core::Result;

/// Fits an ultimatum game by maximum likelihood.
///
/// When every offer was accepted, or none, the data say nothing about the responder's
/// choice: [`Outcome::MissingOutcome`], with outcome 0 for refusal and 1 for acceptance.
#[must_use]
pub fn fit(data: &UltimatumData<'_>, params: &ValidFitParams) -> Outcome {
    let mut counts = Vec::new();
    if let Some(accepted) = data.accepted {
        counts = vec![0, 0];
        for (i, &a) in accepted.iter().enumerate() {
            if data.weights.is_none_or(|w| w[i] > 0.0) {
                counts[usize::from(a)] += 1;
            }
        }
        let missing: Vec<usize> = (0..2).filter(|&o| counts[o] == 0).collect();
        if !missing.is_empty() {
            return Outcome::MissingOutcome { missing, counts };
        }
    }
    let ones = vec![1.0; data.offer.len()];
    let problem = problem(data, &ones).penalised(params.get().penalty);
    let labels = Labels { names: data.names(), restrictions: restrictions(data), counts };
    maximum(&problem, labels, &starts(data), params)
}

fn problem<'a>(data: &'a UltimatumData<'a>, ones: &'a [f64]) -> Problem<'a, Rows<'a>, 4> {
    let (mut fixed, mut groups, mut next) = ([0.0; 4], Vec::new(), 0);
    for (k, x) in [data.proposer, data.responder].into_iter().enumerate() {
        let terms = x.columns().iter().enumerate().map(|(c, v)| (next + c, v.as_slice()));
        groups.push(Index { into: vec![k], terms: terms.collect() });
        next += x.width();
    }
    for (p, scale) in data.scales.iter().enumerate() {
        match scale {
            ScaleOf::Fixed(s) => fixed[2 + p] = libm::log(*s),
            ScaleOf::Estimated => {
                groups.push(Index { into: vec![2 + p], terms: vec![(next, ones)] });
                next += 1;
            }
        }
    }
    let size = Size { rows: data.offer.len(), parameters: next };
    Problem::new(Rows { data }, fixed, groups, size).weighted(data.weights)
}

fn restrictions(data: &UltimatumData<'_>) -> Vec<String> {
    let (low, high) = data.bounds;
    let mut all = vec![format!("utility is the share of {high} received; offers from {low} up")];
    for (name, scale) in ["s1", "s2"].iter().zip(data.scales) {
        if let ScaleOf::Fixed(s) = scale {
            all.push(format!("{name} is fixed at {s}"));
        }
    }
    all
}

/// The score of each row: one column a coefficient, one entry a row, weights included.
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name.
pub fn scores(data: &UltimatumData<'_>, coefficients: &[f64]) -> Result<Vec<Vec<f64>>> {
    let expected = data.names().len();
    if coefficients.len() != expected {
        return Err(invalid("the number of coefficients is wrong")
            .value(coefficients.len().to_string())
            .expected(expected.to_string()));
    }
    let ones = vec![1.0; data.offer.len()];
    Ok(problem(data, &ones).scores(coefficients))
}
