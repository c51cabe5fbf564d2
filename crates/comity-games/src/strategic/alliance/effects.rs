//! Average marginal effects on the probabilities of the outcomes.

use super::data::{AllianceRows, Formation};
use super::fit::{check_coefficients, problem};
use super::likelihood::{INDICES, Rows, log_probability};
use super::params::ValidAllianceParams;
use crate::strategic::engine::Index;
use crate::strategic::sequential::same_rows;
use comity_core::Result;
use comity_numerics::Matrix;
use rayon::prelude::*;

/// Rows of a chunk, the unit of parallel work.
const CHUNK: usize = 4096;

/// The average marginal effect of a covariate.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The column's name.
    pub covariate: String,
    /// Change of the probabilities of no, a bilateral and a sponsored alliance for a small
    /// change of the covariate, a unit of it, averaged over the rows; they sum to zero.
    pub on: [f64; 3],
    /// Standard errors by the delta method.
    pub errors: [f64; 3],
}

/// A covariate: how the indices change with it, and the coefficients it has.
struct Covariate {
    name: String,
    change: [f64; INDICES],
    /// Coefficients, with the indices that each enters.
    places: Vec<(usize, Vec<usize>)>,
}

/// The average marginal effect of every column that is not constant, at these coefficients
/// and with their covariance, model-based or robust. A column changes in every block in which
/// its name stands, and for both groups at once.
///
/// # Errors
/// `game/invalid` when there is not one coefficient a name, or the covariance is of another
/// size.
pub fn marginal_effects(
    rows: &AllianceRows<'_>,
    params: &ValidAllianceParams,
    coefficients: &[f64],
    covariance: &Matrix,
) -> Result<Vec<Effect>> {
    check_coefficients(rows, coefficients.len())?;
    same_rows("the covariance", covariance.size(), coefficients.len())?;
    let groups = rows.groups();
    let covariates = covariates(rows, &groups, coefficients);
    let problem = problem(rows, params, Rows { formed: &[] });
    let width = coefficients.len();
    let stride = 1 + width;
    // For each covariate and outcome: the effect, and its derivative in each coefficient.
    let chunk = |start: usize| {
        let mut sums = vec![0.0; covariates.len() * 3 * stride];
        for i in start..(start + CHUNK).min(rows.rows()) {
            let eta = problem.indices(coefficients, i);
            let p = Formation::ALL.map(|f| log_probability(f, &eta).exp());
            let each = covariates.iter().flat_map(|c| p.iter().map(move |p| (c, p)));
            for ((covariate, p), slot) in each.zip(sums.chunks_mut(stride)) {
                let slope = p.gradient();
                slot[0] += (0..INDICES).map(|r| slope[r] * covariate.change[r]).sum::<f64>();
                let bend: [f64; INDICES] = std::array::from_fn(|s| {
                    (0..INDICES).map(|r| p.second(r, s) * covariate.change[r]).sum()
                });
                for group in &groups {
                    let along: f64 = group.into.iter().map(|&k| bend[k]).sum();
                    for (j, column) in &group.terms {
                        slot[1 + j] += along * column[i];
                    }
                }
                for (j, into) in &covariate.places {
                    slot[1 + j] += into.iter().map(|&k| slope[k]).sum::<f64>();
                }
            }
        }
        sums
    };
    let starts: Vec<usize> = (0..rows.rows()).step_by(CHUNK).collect();
    let parts: Vec<Vec<f64>> = starts.into_par_iter().map(chunk).collect();
    let mut sums = vec![0.0; covariates.len() * 3 * stride];
    for part in &parts {
        sums.iter_mut().zip(part).for_each(|(s, p)| *s += p);
    }
    let n = rows.rows() as f64;
    let slots: Vec<(f64, f64)> = sums
        .chunks(stride)
        .map(|slot| {
            let slope: Vec<f64> = slot[1..].iter().map(|s| s / n).collect();
            (slot[0] / n, libm::sqrt(covariance.quadratic_form(&slope).max(0.0)))
        })
        .collect();
    Ok(covariates
        .into_iter()
        .zip(slots.chunks(3))
        .map(|(c, slots)| Effect {
            covariate: c.name,
            on: std::array::from_fn(|o| slots[o].0),
            errors: std::array::from_fn(|o| slots[o].1),
        })
        .collect())
}

fn covariates(
    rows: &AllianceRows<'_>,
    groups: &[Index<'_>],
    coefficients: &[f64],
) -> Vec<Covariate> {
    let names: Vec<&String> = rows.blocks().iter().flat_map(|b| b.names()).collect();
    let mut found: Vec<Covariate> = Vec::new();
    for group in groups {
        for (j, column) in &group.terms {
            if column.iter().all(|v| Some(v) == column.first()) {
                continue;
            }
            let place = found.iter().position(|c| &c.name == names[*j]).unwrap_or_else(|| {
                let (change, places) = ([0.0; INDICES], Vec::new());
                found.push(Covariate { name: names[*j].clone(), change, places });
                found.len() - 1
            });
            let covariate = &mut found[place];
            for &k in &group.into {
                covariate.change[k] += coefficients[*j];
            }
            covariate.places.push((*j, group.into.clone()));
        }
    }
    found
}
