//! Which derivatives of a tree's payoffs can differ from zero.
//!
//! The payoff to an action depends on the choices below its information set, and on those above
//! that tell the set's nodes apart. Both are blocks (a decision's actions) × (another's), few
//! beside all pairs of decisions.

use super::flat::Flat;
use std::collections::HashMap;

/// No block: the derivatives are zero.
pub(super) const NONE: usize = usize::MAX;

/// Derivatives of the payoffs of one decision by the logarithms of another's probabilities.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Where its values start, row by row.
    pub(super) values: usize,
}

/// The blocks of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    /// Decisions in the order of their elimination: the deepest first, because what they leave
    /// among those above is no more than the blocks of these, most of which are there anyway.
    pub(super) order: Vec<usize>,
    /// Sorted by the place of their columns, then of their rows, in that order.
    pub(super) blocks: Vec<Block>,
    /// How many values they have.
    pub(super) size: usize,
    /// For each fork of a player and each above it, going up: where the block of the upper
    /// decision's payoffs by the lower's choices starts, and that the other way round.
    pub(super) pairs: Vec<[usize; 2]>,
}

impl Blocks {
    pub(super) fn new(flat: &Flat) -> Self {
        let decisions = flat.offsets.len() - 1;
        let order = order(flat);
        let mut place = vec![0; decisions];
        for (i, &d) in order.iter().enumerate() {
            place[d] = i;
        }
        let mut found = Found::default();
        for d in 0..decisions {
            found.block(d, d);
        }
        let shared = Shared::new(flat);
        let mut pairs = Vec::new();
        for (at, fork) in flat.forks.iter().enumerate() {
            if fork.decision == usize::MAX {
                continue;
            }
            for (above, via) in flat.way(at) {
                let upper = &flat.forks[above];
                if upper.decision == usize::MAX {
                    continue;
                }
                let known = (flat.recall && upper.player == fork.player)
                    || shared.contains(fork.decision, via);
                let down = if known { NONE } else { found.block(fork.decision, upper.decision) };
                pairs.push([found.block(upper.decision, fork.decision), down]);
            }
        }
        let actions = |d: usize| flat.offsets[d + 1] - flat.offsets[d];
        let mut numbers: Vec<usize> = (0..found.list.len()).collect();
        let key = |&(rows, columns): &(usize, usize)| (place[columns], place[rows]);
        numbers.sort_unstable_by_key(|&n| key(&found.list[n]));
        let mut starts = vec![NONE; found.list.len()];
        let (mut blocks, mut size) = (Vec::with_capacity(numbers.len()), 0);
        for n in numbers {
            let (rows, columns) = found.list[n];
            blocks.push(Block { rows, columns, values: size });
            starts[n] = size;
            size += actions(rows) * actions(columns);
        }
        for block in pairs.iter_mut().flatten().filter(|b| **b != NONE) {
            *block = starts[*block];
        }
        Self { order, blocks, size, pairs }
    }
}

/// Decisions, the deepest first.
fn order(flat: &Flat) -> Vec<usize> {
    let decisions = flat.offsets.len() - 1;
    let mut depth = vec![0_usize; flat.forks.len()];
    for i in 1..flat.forks.len() {
        depth[i] = depth[flat.forks[i].above] + 1;
    }
    let deepest = |d: &usize| flat.members(*d).iter().map(|&m| depth[m as usize]).max();
    let mut order: Vec<usize> = (0..decisions).collect();
    order.sort_by_cached_key(|d| std::cmp::Reverse(deepest(d)));
    order
}

/// Blocks in the order in which they were met.
#[derive(Default)]
struct Found {
    numbers: HashMap<(usize, usize), usize>,
    list: Vec<(usize, usize)>,
}

impl Found {
    fn block(&mut self, rows: usize, columns: usize) -> usize {
        *self.numbers.entry((rows, columns)).or_insert_with(|| {
            self.list.push((rows, columns));
            self.list.len() - 1
        })
    }
}

/// Of every decision, the choices that lie on the way to all of its nodes.
struct Shared {
    choices: Vec<Vec<usize>>,
}

impl Shared {
    fn new(flat: &Flat) -> Self {
        let choices = (0..flat.offsets.len() - 1).map(|d| {
            let way = |m: &u32| flat.way(*m as usize).map(|(_, via)| via).collect::<Vec<_>>();
            let mut ways = flat.members(d).iter().map(way);
            let mut shared = ways.next().unwrap_or_default();
            shared.sort_unstable();
            for mut other in ways {
                other.sort_unstable();
                shared.retain(|via| other.binary_search(via).is_ok());
            }
            shared
        });
        Self { choices: choices.collect() }
    }

    fn contains(&self, decision: usize, via: usize) -> bool {
        self.choices[decision].binary_search(&via).is_ok()
    }
}
