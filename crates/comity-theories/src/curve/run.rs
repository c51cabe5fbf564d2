//! Running the designs of a plan.

use super::choices::{Design, Estimator};
use super::estimate::{Ended, all};
use super::grid::Grid;
use super::ground::{Ground, unlagged};
use super::row::{Row, Status};
use crate::theory::Term;
use comity_core::Result;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// One design of one term.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The term.
    pub term: Term,
    /// The design.
    pub design: Design,
}

impl Planned {
    /// What its specifications have in common: the term and the number of the design.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}-{}", unlagged(&self.term.variable), self.design.index)
    }
}

/// The designs drawn for each term, term by term.
#[must_use]
pub fn plan(grid: &Grid, terms: &[Term], designs: usize, seed: u64) -> Vec<Planned> {
    let drawn: Vec<Design> =
        grid.draw(designs, seed).into_iter().filter_map(|i| grid.design(i)).collect();
    let of = |term: &Term| {
        drawn.iter().map(|d| Planned { term: term.clone(), design: *d }).collect::<Vec<_>>()
    };
    terms.iter().flat_map(of).collect()
}

/// Fits every design of a plan that is not yet done with every estimator, on all processors.
/// `sink` gets the rows of each design as it is finished, from several threads and in any
/// order; the rows themselves do not depend on either.
///
/// # Errors
/// Whatever `sink` fails with; the remaining designs are then not fitted.
pub fn run(
    ground: &Ground<'_>,
    plan: &[Planned],
    done: &BTreeSet<String>,
    sink: &(dyn Fn(&[Row]) -> Result<()> + Sync),
) -> Result<()> {
    plan.par_iter()
        .with_max_len(1)
        .filter(|p| !done.contains(&p.key()))
        .try_for_each(|p| sink(&rows(ground, p)))
}

/// The rows of one design, one an estimator.
#[must_use]
pub fn rows(ground: &Ground<'_>, planned: &Planned) -> Vec<Row> {
    match ground.data(&planned.design, &planned.term) {
        Ok(data) => all(&data).into_iter().map(|e| row(ground, planned, e)).collect(),
        Err(lacking) => Estimator::ALL
            .iter()
            .map(|&estimator| {
                let ended = Ended {
                    estimator,
                    rows: lacking.rows,
                    events: lacking.events,
                    status: match lacking.identified {
                        true => Status::TooFewEvents,
                        false => Status::NotIdentified,
                    },
                    iterations: 0,
                    estimate: None,
                    note: Some(lacking.reason.clone()),
                };
                row(ground, planned, ended)
            })
            .collect(),
    }
}

fn row(ground: &Ground<'_>, planned: &Planned, ended: Ended) -> Row {
    let d = &planned.design;
    let left_out = d.left_out.and_then(|k| ground.left_out().get(k));
    Row {
        specification: format!("{}-{}", planned.key(), ended.estimator.slug()),
        term: unlagged(&planned.term.variable).to_owned(),
        outcome: d.measure.outcome().to_owned(),
        sources: d.measure.sources().to_owned(),
        spell: d.spell.as_str().to_owned(),
        risk_set: d.risk_set.as_str().to_owned(),
        lag: d.lag.as_str().to_owned(),
        covariates: d.levels.text(),
        time: d.time.as_str().to_owned(),
        period: d.period.as_str().to_owned(),
        missing: d.missing.as_str().to_owned(),
        left_out: left_out.map_or_else(|| "none".to_owned(), |l| l.label.clone()),
        estimator: ended.estimator.as_str().to_owned(),
        rows: ended.rows,
        events: ended.events,
        status: ended.status,
        iterations: ended.iterations,
        estimate: ended.estimate.filter(|e| e.coefficient.is_finite() && e.relative.is_finite()),
        note: ended.note,
    }
}
