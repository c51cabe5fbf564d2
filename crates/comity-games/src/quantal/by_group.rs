//! Equations of a tree solved group by group, groups below first.

use super::agents::{Agents, Table};
use super::components::Group;
use super::reduce;

impl Agents {
    /// As [`super::system::System::prepare`].
    pub(super) fn factor(&mut self, p: &[f64], u: &[f64], sigma: f64) -> Option<bool> {
        let mut groups = std::mem::take(&mut self.groups.groups);
        let mut negative = self.groups.exact.then_some(false);
        for group in groups.iter_mut().filter(|g| !g.single) {
            let n = group.slots.len();
            group.slopes.clear();
            group.slopes.resize(n * n, 0.0);
            for place in group.forks.clone() {
                self.inside(self.groups.forks[place], u, &mut group.slopes, n);
            }
            reduce::equations(group, p, sigma);
            if !group.lu.factor() {
                negative = None;
            }
            negative = negative.map(|negative| negative ^ group.lu.negative());
        }
        self.groups.groups = groups;
        negative
    }

    /// As [`super::system::System::downstream`].
    pub(super) fn solve(&mut self, p: &[f64], sigma: f64, r: &[f64], dx: &mut [f64]) {
        self.dworth.fill(0.0);
        let groups = std::mem::take(&mut self.groups.groups);
        for group in &groups {
            self.below(group, p, sigma, r, dx);
            if !group.single {
                reduce::solve(group, p, dx, &mut self.b);
                self.pass(group, dx);
            }
        }
        self.groups.groups = groups;
    }

    /// Adds what a fork and the forks of its group above it do to each other.
    fn inside(&self, at: usize, u: &[f64], g: &mut [f64], size: usize) {
        if self.flat.forks[at].decision == usize::MAX {
            return;
        }
        let (top, own) = (self.groups.top[at], self.groups.of[at]);
        let (mut below, mut q) = (at, 1.0);
        while below != top {
            let (above, via) = (self.flat.forks[below].above, self.flat.forks[below].via);
            if self.groups.of[above] == own && self.flat.forks[above].decision != usize::MAX {
                let to = Table { g: &mut *g, size, place: &self.groups.local };
                self.pair((at, above), via, q, u, to);
            }
            q *= self.q[via];
            below = above;
        }
    }

    /// Into `dx` at a group's slots r + σ·C·du, du from what changes below the group.
    fn below(&mut self, group: &Group, p: &[f64], sigma: f64, r: &[f64], dx: &mut [f64]) {
        let k = self.flat.players;
        for &s in &group.slots {
            dx[s] = 0.0;
        }
        if !group.single {
            self.pass(group, dx);
        }
        for place in group.forks.clone() {
            let at = self.groups.forks[place];
            let fork = &self.flat.forks[at];
            if fork.decision != usize::MAX {
                for (s, &c) in (fork.slot..).zip(self.flat.below(fork)) {
                    dx[s] += self.belief[at] * self.dworth[c as usize * k + fork.player];
                }
            }
        }
        for w in group.offsets.windows(2) {
            let slots = &group.slots[w[0]..w[1]];
            let mean: f64 = slots.iter().map(|&s| p[s] * dx[s]).sum();
            for &s in slots {
                dx[s] = r[s] + sigma * (dx[s] - mean);
            }
        }
        if group.single {
            self.pass(group, dx);
        }
    }

    /// How the worth of a group's forks changes with `dx` and with what lies below.
    fn pass(&mut self, group: &Group, dx: &[f64]) {
        for place in group.forks.clone() {
            self.worth_changes(self.groups.forks[place], dx);
        }
    }
}
