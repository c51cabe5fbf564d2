//! One weighted least-squares step on demeaned columns.

use super::demean::Demeaner;
use super::family::{Family, Term};
use super::params::AbsorbedParams;
use crate::dense::{Cholesky, Matrix, dot, independent_columns};
use crate::design::Design;
use crate::grouping::Grouping;
use rayon::prelude::*;

/// The rows that are used.
pub(super) struct Problem {
    pub(super) design: Design,
    pub(super) y: Vec<f64>,
    pub(super) prior: Vec<f64>,
    pub(super) groupings: Vec<Grouping>,
    pub(super) family: Family,
    pub(super) params: AbsorbedParams,
}

/// One weighted least-squares step.
pub(super) struct Solved {
    pub(super) beta: Vec<f64>,
    pub(super) eta: Vec<f64>,
    pub(super) gram: Matrix,
    pub(super) demeaned: bool,
}

/// What is carried from one step to the next: demeaned columns and response, which remain
/// good starts when the weights change.
pub(super) struct Carried {
    pub(super) within: Vec<Vec<f64>>,
    pub(super) response: Vec<f64>,
    pub(super) response_within: Vec<f64>,
    pub(super) kept: Vec<usize>,
}

impl Problem {
    /// Demeans the working response and the columns and solves for the coefficients.
    pub(super) fn step(
        &self,
        eta: &[f64],
        terms: &[Term],
        weights: &[f64],
        carried: &mut Carried,
        first: bool,
    ) -> Option<Solved> {
        let response: Vec<f64> =
            eta.iter().zip(terms).map(|(e, t)| e + t.score / t.information.max(1e-150)).collect();
        let (tolerance, sweeps) = (self.params.demeaning_tolerance, self.params.max_sweeps);
        let demeaner = Demeaner::new(&self.groupings, weights, tolerance, sweeps);
        for ((old, new), v) in
            carried.response.iter().zip(&response).zip(&mut carried.response_within)
        {
            *v += new - old;
        }
        carried.response = response;
        let originals = self.design.columns().iter().chain(std::iter::once(&carried.response));
        let starts = carried.within.iter_mut().chain(std::iter::once(&mut carried.response_within));
        let pairs: Vec<(&Vec<f64>, &mut Vec<f64>)> = originals.zip(starts).collect();
        let met: Vec<bool> = pairs
            .into_par_iter()
            .map(|(original, v)| demeaner.demean(v, demeaner.squared(original)))
            .collect();
        if first {
            carried.kept = self.independent(&carried.within, &demeaner);
        }
        let columns: Vec<&Vec<f64>> =
            carried.kept.iter().filter_map(|&j| carried.within.get(j)).collect();
        let weighted: Vec<Vec<f64>> = columns
            .par_iter()
            .map(|c| c.iter().zip(weights).map(|(x, w)| x * w).collect())
            .collect();
        let gram = cross_products(&weighted, &columns);
        let moments: Vec<f64> = weighted.iter().map(|c| dot(c, &carried.response_within)).collect();
        let solution = Cholesky::new(&gram)?.solve(&moments);
        let mut beta = vec![0.0; self.design.width()];
        let mut fitted = vec![0.0; eta.len()];
        for ((&j, b), column) in carried.kept.iter().zip(&solution).zip(&columns) {
            beta[j] = *b;
            for (f, x) in fitted.iter_mut().zip(*column) {
                *f += b * x;
            }
        }
        // What the step does not explain is the response less columns and fixed effects.
        let eta = carried
            .response
            .iter()
            .zip(carried.response_within.iter().zip(&fitted))
            .map(|(z, (within, f))| z - (within - f))
            .collect();
        Some(Solved { beta, eta, gram, demeaned: met.iter().all(|m| *m) })
    }

    /// Columns that neither the fixed effects nor earlier columns determine.
    fn independent(&self, within: &[Vec<f64>], demeaner: &Demeaner<'_>) -> Vec<usize> {
        let left: Vec<usize> = (0..within.len())
            .filter(|&j| {
                let before = demeaner.squared(&self.design.columns()[j]);
                demeaner.squared(&within[j]) > self.params.rank_tolerance * before
            })
            .collect();
        let columns: Vec<&Vec<f64>> = left.iter().map(|&j| &within[j]).collect();
        let plain: Vec<Vec<f64>> = columns.iter().map(|c| (*c).clone()).collect();
        let (kept, _) =
            independent_columns(&cross_products(&plain, &columns), self.params.rank_tolerance);
        kept.into_iter().filter_map(|k| left.get(k).copied()).collect()
    }
}

fn cross_products(weighted: &[Vec<f64>], columns: &[&Vec<f64>]) -> Matrix {
    let rows: Vec<Vec<f64>> = weighted
        .par_iter()
        .enumerate()
        .map(|(i, w)| columns.iter().take(i + 1).map(|c| dot(w, c)).collect())
        .collect();
    Matrix::from_fn(columns.len(), |i, j| rows[i.max(j)][i.min(j)])
}
