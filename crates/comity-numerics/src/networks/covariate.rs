//! Changes of statistics that depend on the two nodes alone.

use super::term::{Side, Term};

/// The change, if the statistic is one of these.
pub(super) fn change(term: &Term, nodes: usize, directed: bool, i: usize, j: usize) -> Option<f64> {
    let value = |values: &[f64], k: usize| values.get(k).copied().unwrap_or(0.0);
    let truth = |b: bool| f64::from(u8::from(b));
    Some(match term {
        Term::Edges => 1.0,
        Term::NodeCovariate { values, side, .. } => match side {
            Side::Either => value(values, i) + value(values, j),
            Side::Sender => value(values, i),
            Side::Receiver => value(values, j),
        },
        Term::NodeMatch { groups, .. } => truth(groups.get(i) == groups.get(j)),
        Term::NodeMix { groups, from, to, .. } => {
            let mixes =
                |a: usize, b: usize| groups.get(a) == Some(from) && groups.get(b) == Some(to);
            truth(mixes(i, j) || (!directed && mixes(j, i)))
        }
        Term::AbsoluteDifference { values, .. } => (value(values, i) - value(values, j)).abs(),
        Term::EdgeCovariate { values, .. } => value(values, i * nodes + j),
        _ => return None,
    })
}
