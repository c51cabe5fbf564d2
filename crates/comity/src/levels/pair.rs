//! The evidence of one pair against each theory.

use crate::forecasts::{Ground, Progress};
use crate::page::evidence::sentence;
use crate::page::provenance::manifest;
use crate::page::theories::{grid, words};
use crate::pair::pair_record;
use crate::scores::outcome_column;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Manifest, Result};
use comity_outlook::{PastForecast, Settings};
use comity_report::page::{Expectation, Grid};
use serde::Serialize;

/// The evidence × theory grid of one pair, in the manner of analysis of competing hypotheses
/// (Heuer 1999, *Psychology of Intelligence Analysis*, ch. 8).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairGrid {
    /// The member named first.
    pub a: String,
    /// The member named second.
    pub b: String,
    /// Panel column that the theories speak of.
    pub outcome: String,
    /// Every year forecast and every covariate that a theory predicts something from.
    pub grid: Grid,
    /// What each theory expected, in the order of the grid's columns.
    pub tallies: Vec<Tally>,
    /// Rows that separate the theories.
    pub separating: usize,
    /// What the grid was computed from.
    pub manifest: Manifest,
}

/// What one theory expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Title of the theory.
    pub theory: String,
    /// Rows that it expected.
    pub expected: usize,
    /// Rows contrary to what it expected.
    pub contrary: usize,
    /// Rows that it is silent on.
    pub silent: usize,
}

/// The grid of one pair under a specification.
///
/// # Errors
/// When a name does not resolve, a setting is out of range or the store cannot be read;
/// [`Code::NoSample`] when no theory says anything of the pair.
pub fn pair_grid(
    session: &Session,
    (a, b): (&str, &str),
    outcome: &str,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<PairGrid> {
    let spec = spec.check()?;
    let outcome = outcome_column(outcome)?;
    let dyad = session.dyad(a, b)?;
    let registry = session.registry();
    let [first, second] = [a, b].map(|name| registry.resolve(name));
    let mut ground = Ground::new(session, &spec, &[dyad])?;
    let outcomes = vec![outcome.clone()];
    let evaluations = ground.evaluations(session, &spec, &outcomes, progress)?;
    ground.settings = Settings { outcomes, scenarios: false, ..ground.settings };
    let outlook = ground.outlooks(session, &evaluations, &[dyad])?;
    let record = pair_record(&ground.evidence, registry, session.codebook(), dyad)?;
    let with_claims = |past: &PastForecast| {
        let of_year = |c: &&crate::claims::ClaimRow| {
            c.year == Some(past.year) && ["supports", "cooperates"].contains(&c.relation.as_str())
        };
        let mut claims: Vec<String> = record.claims.iter().filter(of_year).map(sentence).collect();
        claims.dedup();
        if past.happened && !claims.is_empty() {
            format!("{}: {}", past.year, claims.join("; "))
        } else {
            words(past)
        }
    };
    let found =
        outlook.first().and_then(|o| grid(o, &ground.theories, &outcome, usize::MAX, &with_claims));
    let Some(grid) = found else {
        return Err(Error::new(Code::NoSample, "no theory says anything of this pair")
            .value(format!("{a}, {b}"))
            .hint("comity pair lists what is on record, and what was not observed"));
    };
    let manifest = manifest(
        &ground.evidence,
        session.codebook(),
        &Spec { as_of: Some(ground.as_of), ..spec },
        &format!("levels {} {} {outcome}", dyad.a(), dyad.b()),
    );
    Ok(PairGrid {
        a: registry.name(first?).to_owned(),
        b: registry.name(second?).to_owned(),
        outcome,
        tallies: tallies(&grid),
        separating: grid.rows.iter().filter(|r| r.separates).count(),
        grid,
        manifest,
    })
}

fn tallies(grid: &Grid) -> Vec<Tally> {
    let count = |at: usize, wanted: Expectation| {
        let cells = grid.rows.iter().filter_map(|r| r.cells.get(at));
        cells.filter(|c| c.expectation == wanted).count()
    };
    let tally = |(at, theory): (usize, &String)| Tally {
        theory: theory.clone(),
        expected: count(at, Expectation::Expected),
        contrary: count(at, Expectation::Unexpected),
        silent: count(at, Expectation::Silent),
    };
    grid.theories.iter().enumerate().map(tally).collect()
}
