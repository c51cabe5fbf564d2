//! A ranking by block, laid out so that a resample costs one sum over the rows.

use crate::metric::Ranking;

/// The blocks of the rows in falling order of the forecast. Scores change only where a group
/// of equal forecasts holds a yes, so the rows between such groups are only added up.
pub(crate) struct Steps {
    no: Vec<u32>,
    yes: Vec<u32>,
    groups: Vec<Group>,
}

/// A group of equal forecasts that holds a yes: how far the rows without and with yes reach.
struct Group {
    no_above: usize,
    no: usize,
    yes: usize,
}

/// Counts at a group of equal forecasts that holds a yes.
pub(crate) struct Step {
    /// No in groups between the last one with a yes and this one.
    pub(crate) no_above: u64,
    /// No in the group.
    pub(crate) no: u64,
    /// Yes in the group.
    pub(crate) yes: u64,
}

impl Steps {
    /// From a ranking and the block of every row.
    pub(crate) fn new(ranking: &Ranking, block_of: &[usize]) -> Self {
        let mut steps = Self { no: Vec::new(), yes: Vec::new(), groups: Vec::new() };
        for rows in ranking.falling() {
            let (no_above, before) = (steps.no.len(), steps.yes.len());
            for (row, y) in rows {
                let block = block_of.get(*row).and_then(|b| u32::try_from(*b).ok());
                let side = if *y { &mut steps.yes } else { &mut steps.no };
                side.push(block.unwrap_or(u32::MAX));
            }
            if steps.yes.len() > before {
                let (no, yes) = (steps.no.len(), steps.yes.len());
                steps.groups.push(Group { no_above, no, yes });
            }
        }
        steps
    }

    /// The counts at every group with a yes when block `b` counts `counts[b]` times.
    pub(crate) fn counted(&self, counts: &[u32]) -> impl Iterator<Item = Step> {
        let (mut no, mut yes) = (0, 0);
        self.groups.iter().map(move |group| {
            let step = Step {
                no_above: sum(&self.no, no..group.no_above, counts),
                no: sum(&self.no, group.no_above..group.no, counts),
                yes: sum(&self.yes, yes..group.yes, counts),
            };
            (no, yes) = (group.no, group.yes);
            step
        })
    }

    /// The counts of no below the last group with a yes.
    pub(crate) fn no_below(&self, counts: &[u32]) -> u64 {
        let last = self.groups.last().map_or(0, |g| g.no);
        sum(&self.no, last..self.no.len(), counts)
    }
}

fn sum(blocks: &[u32], range: std::ops::Range<usize>, counts: &[u32]) -> u64 {
    let count = |b: &u32| u64::from(counts.get(*b as usize).copied().unwrap_or(0));
    blocks.get(range).unwrap_or(&[]).iter().map(count).sum()
}
