//! Temporal exponential random graph models.
//!
//! Hanneke, Fu and Xing (2010), *Electronic Journal of Statistics* 4; Leifeld, Cranmer and
//! Desmarais (2018), "Temporal Exponential Random Graph Models with btergm", *Journal of
//! Statistical Software* 83(6): each network of a series is an exponential random graph
//! given the one before, which enters as a dyad covariate.

use super::network::Network;
use super::pseudo_likelihood::ChangeStatistics;
use super::term::Term;
use crate::error::{NumericsError, Result, same_length};

/// How the network remembers the one before (btergm's `memory`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Ties and non-ties both last: +1 where there was a tie, −1 where there was none.
    Stability,
    /// Ties last: 1 where there was a tie.
    Autoregression,
    /// Ties form: 1 where there was none.
    Innovation,
    /// Ties dissolve: −1 where there was a tie.
    Loss,
}

/// A statistic of a series of networks.
#[derive(Clone, Debug, PartialEq)]
pub enum TemporalTerm {
    /// The same at every step.
    Fixed(Term),
    /// Its own at every step, such as a covariate that changes: one a network.
    Varying(Vec<Term>),
    /// The network before.
    Memory(Memory),
    /// The tie in the other direction in the network before (btergm's `delrecip`): 1 where
    /// there was one, else 0, or −1 with `mutuality`.
    DelayedReciprocity {
        /// Whether the absence of a tie invites absence.
        mutuality: bool,
    },
    /// A value of each step, such as a trend (btergm's `timecov`): one a network.
    Time {
        /// Name of the value.
        name: String,
        /// One value a network.
        values: Vec<f64>,
    },
}

impl TemporalTerm {
    fn looks_back(&self) -> bool {
        matches!(self, Self::Memory(_) | Self::DelayedReciprocity { .. })
    }
}

/// The statistics of one step, given the network before it. Nodes that were absent then had
/// no ties.
///
/// # Errors
/// [`NumericsError::Dimension`] when a term has no entry for the step, or the two networks
/// differ in their nodes; [`NumericsError::Statistic`] when a term looks back and there is
/// no network before.
pub fn resolve(
    terms: &[TemporalTerm],
    step: usize,
    before: Option<&Network>,
    nodes: usize,
) -> Result<Vec<Term>> {
    if let Some(before) = before {
        same_length("the nodes of a network", before.nodes(), nodes)?;
    }
    let lagged = |name: &str, f: &dyn Fn(&Network, usize, usize) -> f64| {
        let before = before.ok_or_else(|| NumericsError::Statistic {
            name: name.to_owned(),
            needs: "a network before",
        })?;
        let values = (0..nodes * nodes).map(|k| f(before, k / nodes, k % nodes)).collect();
        Ok(Term::EdgeCovariate { name: name.to_owned(), values })
    };
    let entry_of = |found: usize| NumericsError::Dimension {
        what: "a term that varies over steps",
        expected: step + 1,
        found,
    };
    terms
        .iter()
        .map(|term| match term {
            TemporalTerm::Fixed(term) => Ok(term.clone()),
            TemporalTerm::Varying(each) => each.get(step).cloned().ok_or(entry_of(each.len())),
            TemporalTerm::Memory(memory) => lagged("memory", &|n, i, j| {
                let (with, without) = match memory {
                    Memory::Stability => (1.0, -1.0),
                    Memory::Autoregression => (1.0, 0.0),
                    Memory::Innovation => (0.0, 1.0),
                    Memory::Loss => (-1.0, 0.0),
                };
                if n.has(i, j) { with } else { without }
            }),
            TemporalTerm::DelayedReciprocity { mutuality } => lagged("delrecip", &|n, i, j| {
                let without = if *mutuality { -1.0 } else { 0.0 };
                if n.has(j, i) { 1.0 } else { without }
            }),
            TemporalTerm::Time { name, values } => {
                let value = *values.get(step).ok_or(entry_of(values.len()))?;
                let values = vec![value; nodes * nodes];
                Ok(Term::EdgeCovariate { name: name.clone(), values })
            }
        })
        .collect()
}

/// The change statistics of a series of networks; fit and bootstrap are those of
/// [`ChangeStatistics`]. When a term looks back, the first network is given and the rows
/// start with the second.
///
/// # Errors
/// [`NumericsError::Empty`] without networks or rows; [`NumericsError::Dimension`] when
/// networks or terms do not fit together; [`NumericsError::Statistic`] when a term does not
/// suit a network.
pub fn panel(networks: &[Network], terms: &[TemporalTerm]) -> Result<ChangeStatistics> {
    let first = usize::from(terms.iter().any(TemporalTerm::looks_back));
    let Some(nodes) = networks.first().map(Network::nodes) else {
        return Err(NumericsError::Empty { what: "the networks" });
    };
    for term in terms {
        match term {
            TemporalTerm::Varying(each) => {
                same_length("a term that varies over steps", each.len(), networks.len())?;
                if each.windows(2).any(|w| w[0].name() != w[1].name()) {
                    return Err(NumericsError::Statistic {
                        name: each.first().map(Term::name).unwrap_or_default(),
                        needs: "the same name at every step",
                    });
                }
            }
            TemporalTerm::Time { values, .. } => {
                same_length("a value of each step", values.len(), networks.len())?;
            }
            _ => {}
        }
    }
    let mut resolved = Vec::with_capacity(networks.len());
    for (step, network) in networks.iter().enumerate().skip(first) {
        same_length("the nodes of a network", network.nodes(), nodes)?;
        let before = step.checked_sub(1).and_then(|s| networks.get(s));
        resolved.push((step, resolve(terms, step, before, nodes)?));
    }
    let steps: Vec<(i64, &Network, &[Term])> = resolved
        .iter()
        .filter_map(|(step, terms)| {
            let label = i64::try_from(*step).unwrap_or(i64::MAX);
            networks.get(*step).map(|n| (label, n, terms.as_slice()))
        })
        .collect();
    ChangeStatistics::of_steps(&steps)
}
