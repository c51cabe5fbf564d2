//! The logit where controls separate the outcome.
//!
//! A column of which some value goes with one outcome only has no finite coefficient, but
//! the other coefficients have: they are those of the rows that are not predicted perfectly,
//! which is where the likelihood tends as the separating coefficients grow (Albert and
//! Anderson 1984; Correia, Guimarães and Zylkin 2019, arXiv 1903.01633). Stata's logit leaves
//! these rows out in the same way.

use super::data::Data;
use super::estimate::params;
use comity_numerics::estimators::{Link, Observations, Outcome, glm};

/// Rounds of leaving rows out.
const ROUNDS: usize = 6;
/// A margin is zero when it is this share of the largest.
const ZERO: f64 = 1e-8;

/// A logit, on the rows that are not predicted perfectly.
pub(super) struct Settled {
    /// The rows that are left; `None` when all are.
    pub(super) data: Option<Data>,
    /// How the fit on them ended, on the columns asked for.
    pub(super) outcome: Outcome,
    /// Columns that separate, by name.
    pub(super) separating: Vec<String>,
}

/// Fits the logit of some columns, leaving out rows that columns other than the term predict
/// perfectly. [`Outcome::Separated`] only where the term itself separates. `None` when the
/// columns do not fit the data.
pub(super) fn settle(data: &Data, columns: &[usize]) -> Option<Settled> {
    let mut reduced: Option<Data> = None;
    let mut separating: Vec<String> = Vec::new();
    let focal = columns.iter().position(|j| *j == data.focal);
    for round in 0..=ROUNDS {
        let now = reduced.as_ref().unwrap_or(data);
        let all = columns.len() == now.matrix.width();
        let chosen = (!all).then(|| now.matrix.select(columns));
        let matrix = chosen.as_ref().unwrap_or(&now.matrix);
        let obs = Observations::new(matrix, &now.y).ok()?;
        let outcome = glm::fit(&obs, Link::Logit, &params(1e-6, 50));
        let Outcome::Separated { separation, .. } = &outcome else {
            return Some(Settled { data: reduced, outcome, separating });
        };
        let own = focal.and_then(|k| separation.direction.get(k)).is_some_and(|d| *d != 0.0);
        let margins = matrix.times(&separation.direction);
        let largest = margins.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        let kept: Vec<usize> = margins
            .iter()
            .enumerate()
            .filter(|(_, m)| m.abs() <= ZERO * largest)
            .map(|(i, _)| i)
            .collect();
        let left = kept.iter().filter(|&&i| now.y.get(i) == Some(&true)).count();
        let hopeless = left == 0 || left == kept.len() || kept.len() == now.y.len();
        if own || hopeless || round == ROUNDS {
            return Some(Settled { data: reduced, outcome, separating });
        }
        for &j in &separation.columns {
            separating.extend(matrix.names().get(j).cloned());
        }
        reduced = Some(now.select(&kept)?);
    }
    None
}
