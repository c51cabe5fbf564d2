//! Changes of statistics that a tie makes.

use super::covariate;
use super::network::{Network, both, members, shared};
use super::term::{Side, Term};
use crate::error::Result;

/// Statistics made ready for many evaluations.
pub(super) struct Changes<'a> {
    terms: &'a [Term],
    /// Powers (1 − e^−θ)^s for s up to the number of nodes; empty where there is no θ.
    powers: Vec<Vec<f64>>,
}

impl<'a> Changes<'a> {
    pub(super) fn new(terms: &'a [Term], network: &Network) -> Result<Self> {
        let mut powers = Vec::with_capacity(terms.len());
        for term in terms {
            term.check(network)?;
            let decay = match term {
                Term::GwDegree { decay, .. } | Term::Gwesp { decay } | Term::Gwdsp { decay } => {
                    Some(*decay)
                }
                Term::TransitiveTies => Some(0.0),
                _ => None,
            };
            powers.push(decay.map_or_else(Vec::new, |d| table(d, network.nodes())));
        }
        Ok(Self { terms, powers })
    }

    pub(super) fn width(&self) -> usize {
        self.terms.len()
    }

    /// The change of every statistic when the tie from `i` to `j`, which `network` must not
    /// have, is added.
    pub(super) fn fill(&self, network: &Network, i: usize, j: usize, out: &mut [f64]) {
        for ((value, term), powers) in out.iter_mut().zip(self.terms).zip(&self.powers) {
            *value = covariate::change(term, network.nodes(), network.is_directed(), i, j)
                .unwrap_or_else(|| structural(term, network, (i, j), powers));
        }
    }
}

fn table(decay: f64, nodes: usize) -> Vec<f64> {
    let ratio = 1.0 - libm::exp(-decay);
    let mut power = 1.0;
    (0..=nodes)
        .map(|_| {
            let now = power;
            power *= ratio;
            now
        })
        .collect()
}

fn structural(term: &Term, n: &Network, (i, j): (usize, usize), powers: &[f64]) -> f64 {
    let power = |s: usize| powers.get(s).copied().unwrap_or(0.0);
    let ends = |side: Side, f: &dyn Fn(usize) -> f64| match side {
        Side::Either => f(n.out_degree(i)) + f(n.out_degree(j)),
        Side::Sender => f(n.out_degree(i)),
        Side::Receiver => f(n.in_degree(j)),
    };
    let count = |c: usize| c as f64;
    match term {
        Term::Mutual => count(usize::from(n.has(j, i))),
        Term::Triangles if !n.is_directed() => count(shared(n.out(i), n.out(j))),
        Term::Triangles => transitive(n, i, j) + cyclic(n, i, j),
        Term::TransitiveTriples => transitive(n, i, j),
        Term::CyclicTriples => cyclic(n, i, j),
        Term::TwoPaths if !n.is_directed() => count(n.out_degree(i) + n.out_degree(j)),
        Term::TwoPaths => {
            // Paths i→j→k and k→i→j; neither comes back to where it started.
            let back = usize::from(n.has(j, i));
            count(n.out_degree(j) + n.in_degree(i) - 2 * back)
        }
        Term::Degree { degree, side } => ends(*side, &|d| {
            count(usize::from(d + 1 == *degree)) - count(usize::from(d == *degree))
        }),
        Term::Star { size, side } => ends(*side, &|d| choose(d, size.saturating_sub(1))),
        Term::GwDegree { side, .. } => ends(*side, &power),
        Term::TransitiveTies | Term::Gwesp { .. } => edgewise(n, i, j, powers),
        Term::Gwdsp { .. } => dyadwise(n, i, j, &power),
        _ => 0.0,
    }
}

/// i→j as the direct tie, the first or the second leg of a transitive triple.
fn transitive(n: &Network, i: usize, j: usize) -> f64 {
    let direct = shared(n.out(i), n.into(j));
    let legs = shared(n.out(i), n.out(j)) + shared(n.into(i), n.into(j));
    (direct + legs) as f64
}

fn cyclic(n: &Network, i: usize, j: usize) -> f64 {
    shared(n.out(j), n.into(i)) as f64
}

/// The tie's own weight e^θ{1 − ρ^s} = Σ_{r<s} ρ^r, and ρ^s for every tie that it gives one more
/// shared partner.
fn edgewise(n: &Network, i: usize, j: usize, powers: &[f64]) -> f64 {
    let power = |s: usize| powers.get(s).copied().unwrap_or(0.0);
    let own: f64 = powers.iter().take(shared(n.out(i), n.into(j))).sum();
    let from_i: f64 = both(n.out(i), n.out(j)).map(|k| power(shared(n.out(i), n.into(k)))).sum();
    let to_j: f64 = both(n.into(i), n.into(j)).map(|k| power(shared(n.out(k), n.into(j)))).sum();
    own + from_i + to_j
}

/// ρ^s for every pair that the tie gives one more shared partner.
fn dyadwise(n: &Network, i: usize, j: usize, power: &dyn Fn(usize) -> f64) -> f64 {
    let from_i = members(n.out(j)).filter(|&k| k != i);
    let to_j = members(n.into(i)).filter(|&k| k != j);
    from_i.map(|k| power(shared(n.out(i), n.into(k)))).sum::<f64>()
        + to_j.map(|k| power(shared(n.out(k), n.into(j)))).sum::<f64>()
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k).map(|r| (n as f64 - r as f64).max(0.0) / (r as f64 + 1.0)).product()
}
