//! Fits.

use super::{Asked, Clock, Fit, Kind, Loaded, Options, Progress, Store, TimeUnit, described};
use crate::text::csv_cell;
use comity_core::{AsOf, Manifest, Result};
use comity_relational::Model;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A fitted model with what it was fitted to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FittedEvents {
    /// Name of the file.
    pub file: String,
    /// The formula as it was written.
    pub formula: String,
    /// Whether the two sides of an event differ in role.
    pub directed: bool,
    /// Kinds of events in the file.
    pub layers: Vec<String>,
    /// Rows of the file, one an event.
    pub rows: u64,
    /// Unit of the times.
    pub unit: TimeUnit,
    /// Time of the first event.
    pub first: f64,
    /// Time of the last event.
    pub last: f64,
    /// Options of the model.
    pub options: Options,
    /// The fit.
    pub fit: Fit,
    /// What it was computed from.
    pub manifest: Manifest,
}

/// One coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct TermRow<'a> {
    /// The term as formulas write it.
    pub term: &'a str,
    /// The coefficient.
    pub estimate: f64,
    /// Its standard error from the information; NaN where there is none.
    pub standard_error: f64,
    /// Its robust standard error, where one was asked for.
    pub robust: Option<f64>,
    /// Ends of the 95 % interval, by the robust standard error where there is one.
    pub interval: (f64, f64),
    /// Two-sided p-value against zero, likewise.
    pub p: f64,
}

impl FittedEvents {
    /// The coefficients, term by term.
    pub fn rows(&self) -> impl Iterator<Item = TermRow<'_>> {
        let fit = &self.fit;
        let at = |v: &[f64], k: usize| v.get(k).copied().unwrap_or(f64::NAN);
        fit.names.iter().enumerate().map(move |(k, term)| {
            let estimate = at(&fit.coefficients, k);
            let standard_error = at(&fit.standard_errors, k);
            let robust = fit.robust_standard_errors.as_ref().map(|r| at(r, k));
            let used = robust.unwrap_or(standard_error);
            let reach = comity_numerics::special::normal_quantile(0.975) * used;
            TermRow {
                term,
                estimate,
                standard_error,
                robust,
                interval: (estimate - reach, estimate + reach),
                p: comity_numerics::special::two_sided_p(estimate / used),
            }
        })
    }

    /// What is modelled, in words.
    #[must_use]
    pub fn model(&self) -> &'static str {
        match (self.options.kind, self.options.clock) {
            (Kind::Relational, Clock::Ordinal) => "relational event model, order of events",
            (Kind::Relational, Clock::Interval) => "relational event model, times of events",
            (Kind::Rate, Clock::Ordinal) => "DyNAM, who acts, order of events",
            (Kind::Rate, Clock::Interval) => "DyNAM, who acts, times of events",
            (Kind::Choice, _) => "DyNAM, towards whom",
            (Kind::Coordination, _) => "DyNAM, which pair agrees",
        }
    }
}

/// Reads a file of events and fits a model to it; from a saved iterate, if one is given.
/// `saved` is called with the iterate after every step. Updates beyond the options' memory limit go
/// to `store`.
///
/// # Errors
/// Those of [`comity_world::read_events`], of the formula (`relational/bad-formula`), and of the
/// model (see [`comity_relational::fit`]).
pub fn fit(
    asked: &Asked<'_>,
    from: Option<&Progress>,
    store: Option<Arc<dyn Store>>,
    saved: &mut dyn FnMut(&Progress),
) -> Result<FittedEvents> {
    let loaded = Loaded::new(asked)?;
    let fit = loaded.model(asked, store)?.fit_from(from, saved)?;
    loaded.report(asked, fit)
}

impl Loaded {
    /// The model of the file.
    pub(super) fn model(&self, asked: &Asked<'_>, store: Option<Arc<dyn Store>>) -> Result<Model> {
        match store {
            Some(store) => Model::spilling(&self.stream, &self.terms, &asked.options, store),
            None => Model::new(&self.stream, &self.terms, &asked.options),
        }
    }

    /// A fit with what it was fitted to.
    pub(super) fn report(&self, asked: &Asked<'_>, fit: Fit) -> Result<FittedEvents> {
        let end = |t: Option<&f64>| t.copied().unwrap_or(f64::NAN);
        let specification = BTreeMap::from([
            ("result".to_owned(), "relational events".to_owned()),
            ("formula".to_owned(), asked.formula.to_owned()),
            ("directed".to_owned(), asked.directed.to_string()),
            ("options".to_owned(), described(&asked.options)?),
        ]);
        Ok(FittedEvents {
            file: asked.file.display().to_string(),
            formula: asked.formula.to_owned(),
            directed: asked.directed,
            layers: self.stream.layers().to_vec(),
            rows: self.read.rows,
            unit: self.read.unit,
            first: end(self.stream.times().first()),
            last: end(self.stream.times().last()),
            options: asked.options.clone(),
            fit,
            manifest: Manifest {
                program: crate::spec::VERSION.to_owned(),
                codebook: String::new(),
                as_of: AsOf::LATEST,
                seed: 0,
                specification,
                inputs: self.inputs.clone(),
            },
        })
    }
}

/// The coefficients as comma-separated values, UTF-8, in full precision; what is not a number is
/// left empty.
#[must_use]
pub fn csv(found: &FittedEvents) -> Vec<u8> {
    let number = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
    let mut out = String::from("term,estimate,standard_error,robust_standard_error,low,high,p\n");
    for r in found.rows() {
        let cells = [
            csv_cell(r.term),
            number(r.estimate),
            number(r.standard_error),
            r.robust.map_or_else(String::new, number),
            number(r.interval.0),
            number(r.interval.1),
            number(r.p),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out.into_bytes()
}
