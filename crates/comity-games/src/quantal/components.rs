//! Which decisions depend on each other both ways.
//!
//! A decision depends on all decisions below it, and, through beliefs, on those that tell its
//! nodes apart. Decisions that depend on each other both ways form a group; every other
//! dependence runs from a group to groups below it. The equations of quantal response are
//! then triangular in groups: perfect information leaves one decision a group, a game of
//! stages one stage.

use super::flat::Flat;
use super::lu::Lu;
use std::ops::Range;

/// Decisions and chance forks that depend on each other, with the equations of the former.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Its forks in [`Groups::forks`].
    pub(super) forks: Range<usize>,
    /// The slots of its decisions, decision by decision, and where each decision starts.
    pub(super) slots: Vec<usize>,
    pub(super) offsets: Vec<usize>,
    /// Whether no decision of the group depends on another of the group.
    pub(super) single: bool,
    pub(super) slopes: Vec<f64>,
    pub(super) lu: Lu,
}

/// All groups, those below before those above.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub(super) groups: Vec<Group>,
    /// Forks group by group, in each those below before those above.
    pub(super) forks: Vec<usize>,
    /// The group of each fork.
    pub(super) of: Vec<usize>,
    /// The topmost fork of the same group on the way to each fork.
    pub(super) top: Vec<usize>,
    /// Place of each slot in its group.
    pub(super) local: Vec<usize>,
    /// Whether every dependence both ways is inside a group.
    pub(super) exact: bool,
}

impl Groups {
    /// Groups with more than `largest` log-odds are taken apart.
    pub(super) fn new(flat: &Flat, largest: usize) -> Self {
        let decisions = flat.offsets.len() - 1;
        let vertex = |fork: usize| match flat.forks[fork].decision {
            usize::MAX => decisions + fork,
            d => d,
        };
        let mut on = vec![Vec::new(); decisions + flat.forks.len()];
        for (i, fork) in flat.forks.iter().enumerate().skip(1) {
            on[vertex(fork.above)].push(vertex(i));
        }
        for (d, on) in on.iter_mut().enumerate().take(decisions) {
            on.extend(tells_apart(flat, flat.members(d)).into_iter().map(vertex));
        }
        let mut found = Self {
            groups: Vec::new(),
            forks: Vec::with_capacity(flat.forks.len()),
            of: vec![0; flat.forks.len()],
            top: (0..flat.forks.len()).collect(),
            local: vec![0; flat.offsets.last().copied().unwrap_or(0)],
            exact: true,
        };
        for mut members in components(&on, vertex(0)) {
            let of = |d: &usize| flat.offsets[d + 1] - flat.offsets[*d] - 1;
            let free: usize = members.iter().filter(|v| **v < decisions).map(of).sum();
            if free <= largest || members.len() == 1 {
                found.add(flat, &members);
                continue;
            }
            found.exact = false;
            let first = |v: &usize| match v.checked_sub(decisions) {
                Some(fork) => fork,
                None => flat.members(*v)[0] as usize,
            };
            members.sort_unstable_by_key(first);
            for v in members.iter().rev() {
                found.add(flat, std::slice::from_ref(v));
            }
        }
        for i in 1..flat.forks.len() {
            let mut at = i;
            while at != 0 {
                at = flat.forks[at].above;
                if found.of[at] == found.of[i] {
                    found.top[i] = at;
                }
            }
        }
        found
    }

    fn add(&mut self, flat: &Flat, vertices: &[usize]) {
        let decisions = flat.offsets.len() - 1;
        let start = self.forks.len();
        let (mut slots, mut offsets) = (Vec::new(), vec![0]);
        for &v in vertices {
            if v >= decisions {
                self.forks.push(v - decisions);
                continue;
            }
            self.forks.extend(flat.members(v).iter().map(|&m| m as usize));
            for slot in flat.offsets[v]..flat.offsets[v + 1] {
                self.local[slot] = slots.len();
                slots.push(slot);
            }
            offsets.push(slots.len());
        }
        self.forks[start..].sort_unstable_by(|a, b| b.cmp(a));
        for &f in &self.forks[start..] {
            self.of[f] = self.groups.len();
        }
        self.groups.push(Group {
            forks: start..self.forks.len(),
            single: offsets.len() <= 2 && flat.recall,
            slots,
            offsets,
            slopes: Vec::new(),
            lu: Lu::default(),
        });
    }
}

/// Forks at which the ways to `members` part, and those between there and `members`.
fn tells_apart(flat: &Flat, members: &[u32]) -> Vec<usize> {
    let mut between = Vec::new();
    let Some((&first, rest)) = members.split_first() else { return between };
    if rest.is_empty() {
        return between;
    }
    let way = |m: u32| {
        let mut way = vec![m as usize];
        let mut at = m as usize;
        while flat.forks[at].above != at {
            at = flat.forks[at].above;
            way.push(at);
        }
        way.reverse();
        way
    };
    let ways: Vec<Vec<usize>> =
        std::iter::once(first).chain(rest.iter().copied()).map(way).collect();
    let shared = |other: &Vec<usize>| ways[0].iter().zip(other).take_while(|(a, b)| a == b).count();
    let common = ways[1..].iter().map(shared).min().unwrap_or(0);
    // The last fork in common tells them apart if a player moves there.
    if let Some(&parting) = common.checked_sub(1).and_then(|c| ways[0].get(c))
        && flat.forks[parting].decision != usize::MAX
    {
        between.push(parting);
    }
    for way in &ways {
        between.extend(way.iter().skip(common).rev().skip(1));
    }
    between.sort_unstable();
    between.dedup();
    between
}

/// Strongly connected components of what `root` reaches in the graph `on`, those depended on
/// first (Tarjan 1972).
fn components(on: &[Vec<usize>], root: usize) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut number = vec![NEW; on.len()];
    let mut low = vec![0; on.len()];
    let mut open = vec![false; on.len()];
    let (mut stack, mut calls, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    calls.push((root, 0));
    while let Some((v, edge)) = calls.pop() {
        if edge == 0 {
            number[v] = next;
            low[v] = next;
            next += 1;
            stack.push(v);
            open[v] = true;
        }
        if let Some(&w) = on[v].get(edge) {
            calls.push((v, edge + 1));
            if number[w] == NEW {
                calls.push((w, 0));
            } else if open[w] {
                low[v] = low[v].min(number[w]);
            }
            continue;
        }
        if let Some(&(above, _)) = calls.last() {
            low[above] = low[above].min(low[v]);
        }
        if low[v] == number[v] {
            let place = stack.iter().rposition(|&w| w == v).unwrap_or(0);
            let members = stack.split_off(place);
            members.iter().for_each(|&w| open[w] = false);
            found.push(members);
        }
    }
    found
}
