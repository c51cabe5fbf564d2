//! The networks of a series of years, pair by pair.

use super::additive::internal;
use super::covariates::{Column, columns};
use super::formula::Asked;
use super::network::{YearNetwork, by_year, outcome_values, years_there_are};
use super::patterns::Pattern;
use super::random_graph::{TergmSettings, YearOfNetwork};
use crate::report::Dropped;
use comity_core::{Code, Error, Result, Year};
use comity_numerics::networks::{ChangeStatistics, Kind, Network, TemporalTerm, Term, resolve};
use comity_panel::Panel;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of all years, column by column.
#[derive(Default)]
pub(super) struct Series {
    /// Name, label, and whether it is a pattern.
    pub(super) meanings: Vec<(String, String, bool)>,
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) ties: Vec<bool>,
    pub(super) of_year: Vec<Year>,
    pub(super) years: Vec<YearOfNetwork>,
    pub(super) years_without: Vec<Year>,
    pub(super) actors: BTreeSet<i64>,
    pub(super) pairs: BTreeSet<(i64, i64)>,
    pub(super) dropped: Vec<Dropped>,
}

impl Series {
    pub(super) fn new(asked: &Asked, panel: &Panel, settings: &TergmSettings) -> Result<Self> {
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
            let before = by_year.get(&year.saturating_sub(1)).map_or(&[][..], Vec::as_slice);
            series.add(year, &ground, (rows, before), &patterns)?;
        }
        let years = series.years.len();
        if years < 2 {
            let message =
                format!("{years} of the years can have rows, and the bootstrap draws years");
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

    pub(super) fn named(&self) -> Vec<(String, Vec<f64>)> {
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
