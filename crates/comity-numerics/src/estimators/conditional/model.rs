//! The conditional likelihood and its maximum.

use super::outcome::Conditional;
use super::separation::separated;
use super::strata::{Strata, Stratum, strata};
use super::subsets::subsets;
use crate::dense::Matrix;
use crate::design::Design;
use crate::error::Result;
use crate::estimators::newton::{
    End, Point, State, Verdict, maximise, on_independent_columns, report,
};
use crate::estimators::{Observations, Outcome, ValidNewtonParams};
use crate::grouping::Grouping;
use rayon::prelude::*;

/// Iteration at which a fit that still takes long steps is checked for separation.
const CHECK: usize = 8;
/// A next step shorter than this is no sign of separation by itself.
const SHORT_STEP: f64 = 1e-4;
/// Groups of a chunk, the unit of parallel work.
const CHUNK: usize = 64;

/// Fits a conditional logit with one intercept a group of `grouping`, conditioned away.
///
/// The likelihood is exact whatever the number of yes in a group. Groups in which the
/// outcome does not vary are dropped and counted. The design should have no intercept;
/// columns that are constant within every group are dropped. Weights, if any, must be the
/// same in all rows of a group. Separated fits name the separating columns.
///
/// ```
/// use comity_numerics::estimators::{Observations, ValidNewtonParams, conditional};
/// use comity_numerics::{Design, Grouping};
/// // Matched pairs that differ in x: 3 with the yes at x = 1, one with the yes at x = 0.
/// let pair = Grouping::new(&[1, 1, 2, 2, 3, 3, 4, 4])?;
/// let x = Design::new(8, vec![("x".into(), vec![1., 0., 1., 0., 1., 0., 1., 0.])])?;
/// let y = [true, false, true, false, true, false, false, true];
/// let data = Observations::new(&x, &y)?;
/// let found = conditional::fit(&data, &pair, &ValidNewtonParams::default())?;
/// // McNemar: the odds ratio is 3 to 1.
/// assert!(found.fit().is_some_and(|f| (f.coefficients[0] - 3.0_f64.ln()).abs() < 1e-9));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when the groups do not fit the data,
/// [`crate::NumericsError::Parameter`] when weights differ within a group.
pub fn fit(
    data: &Observations<'_>,
    grouping: &Grouping,
    params: &ValidNewtonParams,
) -> Result<Conditional> {
    let (groups, found) = strata(data, grouping)?;
    let Some(strata) = found else { return Ok(Conditional::NoVariation { groups }) };
    let sorted = Observations::new(&strata.design, &strata.y)?.weighted(&strata.weights)?;
    let start = data.start().map_or_else(|| vec![0.0; strata.design.width()], <[f64]>::to_vec);
    let params = params.get();
    // Linear dependence is that of the centred columns; any positive weights show it.
    let gram = crate::pass::gram(&strata.design, Some(&strata.weights));
    let outcome = on_independent_columns(&sorted, &gram, params, &start, |data, start| {
        let design = data.design();
        let evaluate = |beta: Vec<f64>| Some(evaluate(&strata, design, beta));
        let end = maximise(start.clone(), params, evaluate, |state| {
            let suspect = state.iterations == CHECK && state.next_step > SHORT_STEP;
            let found = suspect.then(|| separated(&strata, design, &state.step)).flatten();
            found.map_or(Verdict::Continue, Verdict::Stop)
        });
        conclude(&strata, data, end, start, params.tolerance)
    });
    Ok(Conditional::Fitted { outcome, groups })
}

fn conclude(
    strata: &Strata,
    data: &Observations<'_>,
    end: Option<End<crate::diagnostics::separation::Separation>>,
    start: Vec<f64>,
    tolerance: f64,
) -> Outcome {
    let design = data.design();
    let (state, converged) = match end {
        Some(End::Stopped(separation)) => {
            return Outcome::Separated { separation, reached: start };
        }
        Some(End::Converged(state)) => (state, true),
        Some(End::Exhausted(state)) => (state, false),
        None => {
            let none = vec![0.0; start.len()];
            if let Some(separation) = separated(strata, design, &none) {
                return Outcome::Separated { separation, reached: start };
            }
            let point = evaluate(strata, design, start.clone());
            (State { point, step: none, next_step: f64::INFINITY, iterations: 0 }, false)
        }
    };
    // As for the logit: a short last step far out proves nothing.
    let limit = -2.0 * libm::log(tolerance) - 1.0;
    let far = design.times(&state.point.beta).iter().any(|e| e.abs() > 0.5 * limit);
    if (far || !converged)
        && let Some(separation) = separated(strata, design, &state.step)
    {
        return Outcome::Separated { separation, reached: start };
    }
    let fit = report(state, data);
    if converged { Outcome::Converged(fit) } else { Outcome::NotConverged(fit) }
}

/// Σ_g w_g [Σ_{yes} η − ln B(k_g, n_g)] with its derivatives.
fn evaluate(strata: &Strata, design: &Design, beta: Vec<f64>) -> Point {
    let eta: Vec<f64> =
        design.times(&beta).iter().zip(&strata.offset).map(|(e, o)| e + o).collect();
    let partial: Vec<Sums> = strata
        .groups
        .par_chunks(CHUNK)
        .map(|groups| {
            let mut sums = Sums::new(design.width());
            for group in groups {
                sums.add_group(group, &eta, design);
            }
            sums
        })
        .collect();
    let mut total = Sums::new(design.width());
    for sums in &partial {
        total.add(sums);
    }
    let information = Matrix::from_fn(design.width(), |i, j| {
        let (i, j) = (i.max(j), i.min(j));
        total.information.get(i * (i + 1) / 2 + j).copied().unwrap_or(0.0)
    });
    Point {
        beta,
        log_likelihood: total.value,
        objective: total.value,
        gradient: total.gradient,
        curvature: information.clone(),
        information,
    }
}

struct Sums {
    value: f64,
    gradient: Vec<f64>,
    /// Lower triangle, row by row.
    information: Vec<f64>,
}

impl Sums {
    fn new(width: usize) -> Self {
        Self {
            value: 0.0,
            gradient: vec![0.0; width],
            information: vec![0.0; width * (width + 1) / 2],
        }
    }

    fn add(&mut self, other: &Self) {
        self.value += other.value;
        for (a, b) in self.gradient.iter_mut().zip(&other.gradient) {
            *a += b;
        }
        for (a, b) in self.information.iter_mut().zip(&other.information) {
            *a += b;
        }
    }

    /// Subsets of the rarer outcome are summed: with a minority of no, choosing which rows
    /// are no with predictors −η is the same likelihood.
    fn add_group(&mut self, group: &Stratum, eta: &[f64], design: &Design) {
        let n = group.rows.len();
        let few_yes = 2 * group.yes <= n;
        let (k, sign) = if few_yes { (group.yes, 1.0) } else { (n - group.yes, -1.0) };
        let chosen = if few_yes {
            group.rows.start..group.rows.start + k
        } else {
            group.rows.end - k..group.rows.end
        };
        let Some(own) = eta.get(group.rows.clone()) else { return };
        let signed: Vec<f64> = own.iter().map(|e| sign * e).collect();
        let start = group.rows.start;
        let found = subsets(k, &signed, design.width(), |i, row| {
            for (v, column) in row.iter_mut().zip(design.columns()) {
                *v = sign * column[start + i];
            }
        });
        let observed: f64 = eta.get(chosen.clone()).unwrap_or(&[]).iter().map(|e| sign * e).sum();
        self.value += group.weight * (observed - found.log_sum);
        for ((g, column), mean) in self.gradient.iter_mut().zip(design.columns()).zip(&found.mean) {
            let seen: f64 = column.get(chosen.clone()).unwrap_or(&[]).iter().sum();
            *g += group.weight * (sign * seen - mean);
        }
        for (a, c) in self.information.iter_mut().zip(&found.covariance) {
            *a += group.weight * c;
        }
    }
}
