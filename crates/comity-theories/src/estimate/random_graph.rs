//! Temporal exponential random graphs of a series of years, by pseudo-likelihood with a
//! bootstrap over years.
//!
//! Desmarais and Cranmer (2012), "Statistical Mechanics of Networks: Estimation and
//! Uncertainty", *Physica A* 391(4).

use super::additive::internal;
use super::covariates::{Column, columns};
use super::formula::Asked;
use super::network::{YearNetwork, by_year, outcome_values, years_there_are};
use super::patterns::Pattern;
use crate::report::Dropped;
use comity_core::{Code, Error, Result, Year};
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, logit};
use comity_numerics::networks::{ChangeStatistics, Kind, Network, TemporalTerm, Term, resolve};
use comity_numerics::variance::bootstrap::{Bootstrap, Failure, Failures, Replicates, resample};
use comity_numerics::{Design, Grouping};
use comity_panel::Panel;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Settings of the fit.
///
/// | Name | Default | Purpose |
/// |---|---|---|
/// | `first`, `last` | – | the years whose networks are explained |
/// | `replicates` | 500 | refits of the bootstrap |
/// | `seed` | 1 | seed of the bootstrap |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TergmSettings {
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    /// Refits of the bootstrap.
    pub replicates: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
}

/// One coefficient, on the log-odds of a tie given all others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TergmCoefficient {
    /// The pattern or the column.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// Whether it is a pattern of the network, not a covariate.
    pub is_pattern: bool,
    /// The estimate.
    pub coef: f64,
    /// Standard deviation of the bootstrap's refits.
    pub sd: f64,
    /// The 2.5 % quantile of the refits.
    pub low: f64,
    /// The 97.5 % quantile of the refits.
    pub high: f64,
    /// The pseudo-likelihood's own standard error, which takes pairs as independent.
    pub pseudo_se: f64,
}

/// The network of one year as it entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct YearOfNetwork {
    /// The year.
    pub year: Year,
    /// Groups of the network.
    pub actors: usize,
    /// Groups left out because some of their pairs were not coded.
    pub left_out: usize,
    /// Ties.
    pub ties: usize,
    /// Pairs that are rows of the fit.
    pub rows: usize,
    /// Pairs of the network that are no rows: a covariate, or the year before, is not known.
    pub without: usize,
}

/// A temporal exponential random graph model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TergmEstimate {
    /// The years, one entry a network.
    pub years: Vec<YearOfNetwork>,
    /// Years asked for in which nothing can be a row.
    pub years_without: Vec<Year>,
    /// Groups, each once.
    pub actors: usize,
    /// Pairs, each once.
    pub pairs: usize,
    /// Rows: pairs in a year.
    pub rows: usize,
    /// Of these, with a tie.
    pub events: usize,
    /// Coefficients: patterns first, then covariates.
    pub coefficients: Vec<TergmCoefficient>,
    /// Logarithm of the pseudo-likelihood.
    pub log_pseudo_likelihood: f64,
    /// Refits asked for.
    pub replicates: usize,
    /// Refits without an estimate, by reason.
    pub failed: Failures,
    /// Terms left out, and why.
    pub dropped: Vec<Dropped>,
}

/// Fits the model to the networks of a range of years. `panel` has a row for every pair of
/// groups observed in a year. The networks must be complete: of every year those groups
/// are taken that leave no uncoded pair. A pair without a value of a covariate is no row, but
/// its tie counts in the patterns of others; neither is a pair that was not coded in the year
/// before, where the formula asks for that year. `step` is called after each refit.
///
/// # Errors
/// [`Code::NoSample`] when fewer than two years have rows, no tie is among them, some pattern
/// predicts ties perfectly, or a column is not at hand; [`Code::BadSetting`] when a setting is
/// out of range.
pub fn tergm(
    asked: &Asked,
    panel: &Panel,
    settings: &TergmSettings,
    step: &(dyn Fn() + Sync),
) -> Result<TergmEstimate> {
    if settings.first > settings.last || settings.replicates < 2 {
        return Err(Error::new(Code::BadSetting, "the years or the replicates cannot be used")
            .value(format!("{} to {}, {}", settings.first, settings.last, settings.replicates))
            .expected("a first year no later than the last, and two replicates or more"));
    }
    let series = Series::new(asked, panel, settings)?;
    let design = Design::new(series.ties.len(), series.named()).map_err(|e| internal(&e))?;
    let data = Observations::new(&design, &series.ties).map_err(|e| internal(&e))?;
    let params = ValidNewtonParams::default();
    let fit = fitted(logit::fit(&data, &params), &design, asked)?;
    let labels: Vec<i64> = series.of_year.iter().map(|y| i64::from(*y)).collect();
    let clusters = Grouping::new(&labels).map_err(|e| internal(&e))?;
    let replicates = Replicates { count: settings.replicates, seed: settings.seed };
    let bootstrap = resample(&clusters, &fit.coefficients, replicates, |weights| {
        let outcome = data
            .weighted(weights)
            .and_then(|d| d.starting_at(&fit.coefficients))
            .map(|d| logit::fit(&d, &params));
        step();
        refit(outcome.ok(), &fit)
    })
    .map_err(|e| internal(&e))?;
    let mut dropped = series.dropped.clone();
    dropped.extend(fit.dropped.iter().filter_map(|&j| design.names().get(j)).map(|name| Dropped {
        variable: name.clone(),
        reason: "determined by earlier terms".to_owned(),
    }));
    Ok(TergmEstimate {
        actors: series.actors.len(),
        pairs: series.pairs.len(),
        rows: series.ties.len(),
        events: fit.events,
        coefficients: coefficients(&fit, &bootstrap, &series)?,
        log_pseudo_likelihood: fit.log_likelihood,
        replicates: settings.replicates,
        failed: bootstrap.failed,
        dropped,
        years: series.years,
        years_without: series.years_without,
    })
}

/// The rows of all years, column by column.
#[derive(Default)]
struct Series {
    /// Name, label, and whether it is a pattern.
    meanings: Vec<(String, String, bool)>,
    columns: Vec<Vec<f64>>,
    ties: Vec<bool>,
    of_year: Vec<Year>,
    years: Vec<YearOfNetwork>,
    years_without: Vec<Year>,
    actors: BTreeSet<i64>,
    pairs: BTreeSet<(i64, i64)>,
    dropped: Vec<Dropped>,
}

impl Series {
    fn new(asked: &Asked, panel: &Panel, settings: &TergmSettings) -> Result<Self> {
        let outcome = outcome_values(panel, &asked.outcome)?;
        let by_year = by_year(panel);
        let wanted: Vec<usize> = by_year
            .range(settings.first..=settings.last)
            .flat_map(|(_, rows)| rows.iter().copied())
            .collect();
        if wanted.is_empty() {
            return Err(Error::new(
                Code::NoSample,
                "no pair of groups was observed in these years",
            )
            .value(format!("{} to {}", settings.first, settings.last))
            .expected(years_there_are(&by_year)));
        }
        let (covariates, dropped) = columns(&asked.terms, panel, &wanted)?;
        let place: BTreeMap<usize, usize> = wanted.iter().copied().zip(0..).collect();
        let mut patterns = vec![Pattern::Edges];
        patterns.extend(asked.patterns.iter().filter(|p| **p != Pattern::Edges));
        let meanings = patterns.iter().map(|p| (p.to_string(), p.label(), true));
        let meanings = meanings
            .chain(covariates.iter().map(|c| (c.name.clone(), c.label.clone(), false)))
            .collect::<Vec<_>>();
        let width = meanings.len();
        let mut series =
            Self { meanings, columns: vec![Vec::new(); width], dropped, ..Self::default() };
        let ground = Ground { panel, outcome, covariates: &covariates, place: &place };
        for year in settings.first..=settings.last {
            let rows = by_year.get(&year).map_or(&[][..], Vec::as_slice);
            let before = by_year.get(&(year - 1)).map_or(&[][..], Vec::as_slice);
            series.add(year, &ground, (rows, before), &patterns)?;
        }
        let years = series.years.len();
        if years < 2 {
            let message = format!("{years} of the years have rows: the bootstrap draws years");
            return Err(Error::new(Code::NoSample, message)
                .expected("two years or more, ten for intervals worth the name")
                .hint("choose more years, or terms that are known for more pairs"));
        }
        Ok(series)
    }

    fn add(
        &mut self,
        year: Year,
        ground: &Ground<'_>,
        (rows, before): (&[usize], &[usize]),
        patterns: &[Pattern],
    ) -> Result<()> {
        let all = YearNetwork::new(ground.panel, ground.outcome, rows);
        let (network, left_out) = all.complete(ground.panel, ground.outcome);
        if network.actors.len() < 3 {
            self.years_without.push(year);
            return Ok(());
        }
        let past = patterns
            .iter()
            .any(|p| matches!(p, Pattern::Memory(_)))
            .then(|| Past::new(&network, ground, before))
            .transpose()?;
        let terms = ground.terms(&network, patterns, past.as_ref())?;
        let changes = ChangeStatistics::new(&graph(&network)?, &terms).map_err(|e| internal(&e))?;
        let n = network.actors.len();
        let known: Vec<bool> = {
            let mut known = vec![false; n * n];
            for t in &network.pairs {
                let row = ground.place.get(&t.row);
                let complete =
                    row.is_some_and(|&k| ground.covariates.iter().all(|c| !c.values[k].is_nan()));
                let remembered = past.as_ref().is_none_or(|p| p.known.contains(&(t.a, t.b)));
                known[t.a * n + t.b] = complete && remembered;
            }
            known
        };
        let mut kept = 0;
        for (row, (i, j)) in changes.dyads.iter().enumerate() {
            if !known[i * n + j] {
                continue;
            }
            kept += 1;
            self.ties.push(changes.ties[row]);
            self.of_year.push(year);
            for (column, values) in self.columns.iter_mut().zip(changes.design.columns()) {
                column.push(values[row]);
            }
            let (a, b) = (network.actors[*i], network.actors[*j]);
            self.actors.extend([a, b]);
            self.pairs.insert((a, b));
        }
        if kept == 0 {
            self.years_without.push(year);
            return Ok(());
        }
        self.years.push(YearOfNetwork {
            year,
            actors: n,
            left_out,
            ties: network.ties(),
            rows: kept,
            without: changes.dyads.len() - kept,
        });
        Ok(())
    }

    fn named(&self) -> Vec<(String, Vec<f64>)> {
        let names = self.meanings.iter().map(|m| m.0.clone());
        names.zip(self.columns.iter().cloned()).collect()
    }
}

/// What every year is computed from.
struct Ground<'a> {
    panel: &'a Panel,
    outcome: &'a [f64],
    covariates: &'a [Column],
    /// Where the covariates' values of a panel row stand.
    place: &'a BTreeMap<usize, usize>,
}

impl Ground<'_> {
    /// The statistics of one network. A covariate that is missing counts as zero here; the
    /// row is left out afterwards.
    fn terms(
        &self,
        network: &YearNetwork,
        patterns: &[Pattern],
        past: Option<&Past>,
    ) -> Result<Vec<Term>> {
        let n = network.actors.len();
        let mut terms = Vec::with_capacity(patterns.len() + self.covariates.len());
        for pattern in patterns {
            match (pattern, pattern.term(), past) {
                (Pattern::Memory(memory), _, Some(past)) => {
                    let memory = [TemporalTerm::Memory(*memory)];
                    let found = resolve(&memory, 0, Some(&past.network), n);
                    terms.extend(found.map_err(|e| internal(&e))?);
                }
                (_, Some(term), _) => terms.push(term),
                _ => {}
            }
        }
        for column in self.covariates {
            let mut values = vec![0.0; n * n];
            for t in &network.pairs {
                let value = self.place.get(&t.row).map_or(f64::NAN, |&k| column.values[k]);
                let value = if value.is_nan() { 0.0 } else { value };
                values[t.a * n + t.b] = value;
                values[t.b * n + t.a] = value;
            }
            terms.push(Term::EdgeCovariate { name: column.name.clone(), values });
        }
        Ok(terms)
    }
}

/// The year before, among the groups of a network.
struct Past {
    network: Network,
    /// Pairs that were coded then.
    known: BTreeSet<(usize, usize)>,
}

impl Past {
    fn new(network: &YearNetwork, ground: &Ground<'_>, before: &[usize]) -> Result<Self> {
        let place = |id: i64| network.actors.binary_search(&id).ok();
        let (mut ties, mut known) = (Vec::new(), BTreeSet::new());
        for &row in before {
            let members = (place(ground.panel.a()[row]), place(ground.panel.b()[row]));
            let (Some(a), Some(b)) = members else { continue };
            match ground.outcome[row] {
                v if v.is_nan() => continue,
                1.0 => ties.push((a, b)),
                _ => {}
            }
            known.insert((a, b));
        }
        let network = Network::from_ties(Kind::Undirected, network.actors.len(), &ties);
        Ok(Self { network: network.map_err(|e| internal(&e))?, known })
    }
}

fn graph(network: &YearNetwork) -> Result<Network> {
    let ties: Vec<(usize, usize)> =
        network.pairs.iter().filter(|t| t.value == 1.0).map(|t| (t.a, t.b)).collect();
    Network::from_ties(Kind::Undirected, network.actors.len(), &ties).map_err(|e| internal(&e))
}

/// The maximum, or why there is none.
fn fitted(outcome: Outcome, design: &Design, asked: &Asked) -> Result<Fit> {
    let none = |message: String, hint: &str| Err(Error::new(Code::NoSample, message).hint(hint));
    match outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => Ok(fit),
        Outcome::Separated { separation, .. } => {
            let names: Vec<&str> = separation
                .columns
                .iter()
                .filter_map(|&j| design.names().get(j))
                .map(String::as_str)
                .collect();
            none(
                format!(
                    "there is no finite estimate: {} predicts ties, or none, perfectly",
                    names.join(" with ")
                ),
                "take a term out, or choose more years",
            )
        }
        Outcome::ConstantOutcome { value } => {
            let what = if value { "every" } else { "no" };
            none(
                format!("{what} pair of these years has {}", asked.outcome),
                "choose other years or another outcome",
            )
        }
        Outcome::NotConverged(_) => none(
            "the iterations ended before the maximum".to_owned(),
            "take a term out, or choose more years",
        ),
    }
}

/// The coefficients of a refit that identifies the same columns as the full fit.
fn refit(outcome: Option<Outcome>, full: &Fit) -> Result<Vec<f64>, Failure> {
    match outcome {
        Some(Outcome::Converged(fit) | Outcome::RankDeficient(fit)) => {
            if fit.dropped == full.dropped { Ok(fit.coefficients) } else { Err(Failure::Collinear) }
        }
        Some(Outcome::Separated { .. }) => Err(Failure::Separated),
        Some(Outcome::ConstantOutcome { .. }) => Err(Failure::ConstantOutcome),
        Some(Outcome::NotConverged(_)) | None => Err(Failure::NotConverged),
    }
}

fn coefficients(
    fit: &Fit,
    bootstrap: &Bootstrap,
    series: &Series,
) -> Result<Vec<TergmCoefficient>> {
    let none = || {
        Error::new(Code::NoSample, "hardly any refit of the bootstrap has an estimate")
            .value(format!("{} of {}", bootstrap.draws.len(), bootstrap.replicates))
            .hint("take a term out, or choose more years")
    };
    let intervals = bootstrap.percentile_intervals(0.95).map_err(|e| internal(&e))?;
    let (intervals, covariance) = intervals.zip(bootstrap.covariance()).ok_or_else(none)?;
    let found = series.meanings.iter().zip(&intervals).enumerate();
    Ok(found
        .filter(|(j, _)| !fit.dropped.contains(j))
        .map(|(j, ((name, label, is_pattern), (low, high)))| TergmCoefficient {
            variable: name.clone(),
            label: label.clone(),
            is_pattern: *is_pattern,
            coef: fit.coefficients[j],
            sd: covariance.get(j, j).max(0.0).sqrt(),
            low: *low,
            high: *high,
            pseudo_se: fit.covariance.get(j, j).max(0.0).sqrt(),
        })
        .collect())
}
