//! Groups whose outcome does not vary.

use super::data::FixedEffects;
use super::family::Family;
use super::outcome::DroppedGroup;

/// The rows that say something about the coefficients, and the groups without any.
pub(super) struct Informative {
    pub(super) rows: Vec<usize>,
    pub(super) dropped: Vec<DroppedGroup>,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    rows: usize,
    zero: usize,
    one: usize,
}

/// Drops groups whose fixed effect is infinite until none is left: a group that goes may
/// take with it the only variation of another.
pub(super) fn informative(data: &FixedEffects<'_>) -> Informative {
    let mut keep: Vec<bool> = (0..data.y().len()).map(|i| data.weight(i) > 0.0).collect();
    let mut dropped = Vec::new();
    loop {
        let before = dropped.len();
        for (q, grouping) in data.groupings().iter().enumerate() {
            let mut tallies = vec![Tally::default(); grouping.count()];
            for ((&g, &y), _) in grouping.of().iter().zip(data.y()).zip(&keep).filter(|(_, k)| **k)
            {
                tallies[g].rows += 1;
                tallies[g].zero += usize::from(y == 0.0);
                tallies[g].one += usize::from(y == 1.0);
            }
            let fate = |t: &Tally| match data.family() {
                Family::Linear => None,
                _ if t.rows == 0 => None,
                _ if t.zero == t.rows => Some(false),
                Family::Poisson => None,
                _ => (t.one == t.rows).then_some(true),
            };
            for (tally, &label) in tallies.iter().zip(grouping.labels()) {
                if let Some(always) = fate(tally) {
                    dropped.push(DroppedGroup { grouping: q, label, rows: tally.rows, always });
                }
            }
            for (k, &g) in keep.iter_mut().zip(grouping.of()) {
                *k &= fate(&tallies[g]).is_none();
            }
        }
        if dropped.len() == before {
            let rows = (0..keep.len()).filter(|&i| keep[i]).collect();
            return Informative { rows, dropped };
        }
    }
}
