//! Payoffs to the actions of a tree and their derivatives, in a forward and a backward pass.

use super::blocks::{Blocks, NONE};
use super::components::Groups;
use super::flat::Flat;
use super::system::{System, share};

/// The passes over a [`Flat`] tree and the memory they need.
#[derive(Clone, Debug)]
pub(super) struct Agents {
    pub(super) flat: Flat,
    /// Probability of every slot, those of chance included.
    pub(super) q: Vec<f64>,
    /// Logarithm of the probability of reaching each fork, and what rounding took from it: a
    /// decision's forks share most of the way, and only differences matter.
    reach: Vec<[f64; 2]>,
    /// Probability of each fork given its decision.
    pub(super) belief: Vec<f64>,
    /// How improbable the least probable decision with several nodes is: −ln of the probability of
    /// its likeliest node. Beliefs there are differences of logarithms of this size.
    farthest: f64,
    /// Expected payoffs by node and player.
    pub(super) worth: Vec<f64>,
    dreach: Vec<f64>,
    pub(super) dworth: Vec<f64>,
    dreach_centred: Vec<f64>,
    pub(super) groups: Groups,
    own: Vec<usize>,
    pub(super) b: Vec<f64>,
    log_chance: Vec<f64>,
}

impl Agents {
    /// Groups with more than `largest` equations are taken apart.
    pub(super) fn new(flat: Flat, largest: usize) -> Self {
        let forks = flat.forks.len();
        let slots = flat.offsets.last().copied().unwrap_or(0);
        let mut q = vec![0.0; slots];
        q.extend_from_slice(&flat.chance);
        Self {
            q,
            reach: vec![[0.0; 2]; forks],
            belief: vec![1.0; forks],
            farthest: 0.0,
            worth: flat.ends.clone(),
            dreach: vec![0.0; forks],
            dworth: vec![0.0; flat.ends.len()],
            dreach_centred: vec![0.0; forks],
            groups: Groups::new(&flat, largest),
            own: (0..slots).collect(),
            b: Vec::new(),
            log_chance: flat.chance.iter().map(|&p| libm::log(p)).collect(),
            flat,
        }
    }

    /// Probabilities of each fork given its decision, from logarithms of reach: they stay
    /// exact where the probabilities themselves are too small for a number.
    fn believe(&mut self, x: &[f64]) {
        let slots = x.len();
        for (i, fork) in self.flat.forks.iter().enumerate().skip(1) {
            let step =
                if fork.via < slots { x[fork.via] } else { self.log_chance[fork.via - slots] };
            self.reach[i] = plus(self.reach[fork.above], step);
        }
        self.farthest = 0.0;
        for w in self.flat.starts.windows(2).filter(|w| w[1] - w[0] > 1) {
            let members = &self.flat.members[w[0]..w[1]];
            let reach = |m: u32| self.reach[m as usize];
            let longer = |t: [f64; 2], m: &u32| if reach(*m)[0] > t[0] { reach(*m) } else { t };
            let top = members.iter().fold([f64::NEG_INFINITY, 0.0], longer);
            if top[0] == f64::NEG_INFINITY {
                for &m in members {
                    self.belief[m as usize] = 1.0 / members.len() as f64;
                }
                continue;
            }
            self.farthest = self.farthest.max(-top[0]);
            let mut sum = 0.0;
            for &m in members {
                let [high, low] = reach(m);
                let share = share((high - top[0]) + (low - top[1]));
                self.belief[m as usize] = share;
                sum += share;
            }
            for &m in members {
                self.belief[m as usize] /= sum;
            }
        }
    }

    /// Adds what the choice by `via` at the fork `above` and the choice at the fork `at` do to
    /// each other's payoffs; `q` is the probability of getting from one to the other.
    pub(super) fn pair(
        &self,
        (at, above): (usize, usize),
        via: usize,
        q: f64,
        u: &[f64],
        to: Table<'_>,
    ) {
        let Table { g, size: n, place } = to;
        let k = self.flat.players;
        let fork = &self.flat.forks[at];
        let upper = self.flat.forks[above].player;
        let below = self.flat.below(fork);
        let slots = fork.slot..fork.slot + fork.actions;
        let weight = self.belief[above] * q;
        for (s, &c) in slots.clone().zip(below) {
            g[place[via] * n + place[s]] += weight * self.q[s] * self.worth[c as usize * k + upper];
        }
        if self.flat.recall && upper == fork.player {
            return;
        }
        let belief = self.belief[at];
        for (s, &c) in slots.zip(below) {
            g[place[s] * n + place[via]] +=
                belief * (self.worth[c as usize * k + fork.player] - u[s]);
        }
    }

    /// The same into the values of blocks: that of the upper decision's payoffs by the lower's
    /// choices, and that the other way round.
    fn pair_in(
        &self,
        (at, above): (usize, usize),
        via: usize,
        q: f64,
        u: &[f64],
        (g, [up, down]): (&mut [f64], [usize; 2]),
    ) {
        let k = self.flat.players;
        let fork = &self.flat.forks[at];
        let upper = &self.flat.forks[above];
        let action = via - upper.slot;
        let weight = self.belief[above] * q;
        if weight != 0.0 {
            let to = &mut g[up + action * fork.actions..];
            let each = self.q[fork.slot..].iter().zip(self.flat.below(fork));
            for (g, (q, &c)) in to.iter_mut().zip(each) {
                *g += weight * q * self.worth[c as usize * k + upper.player];
            }
        }
        let belief = self.belief[at];
        if down != NONE && belief != 0.0 {
            let to = g[down + action..].iter_mut().step_by(upper.actions);
            let each = u[fork.slot..].iter().zip(self.flat.below(fork));
            for (g, (u, &c)) in to.zip(each) {
                *g += belief * (self.worth[c as usize * k + fork.player] - u);
            }
        }
    }

    /// The change of a fork's worth when its own probabilities change by `dx` and the worth
    /// of what lies below changes as found.
    pub(super) fn worth_changes(&mut self, at: usize, dx: &[f64]) {
        let k = self.flat.players;
        let fork = self.flat.forks[at];
        for player in 0..k {
            let mut sum = 0.0;
            for (s, &c) in (fork.slot..).zip(self.flat.below(&fork)) {
                let at = c as usize * k + player;
                let d = dx.get(s).copied().unwrap_or(0.0);
                sum += self.q[s] * (d * self.worth[at] + self.dworth[at]);
            }
            self.dworth[fork.node * k + player] = sum;
        }
    }
}

impl System for Agents {
    fn offsets(&self) -> &[usize] {
        &self.flat.offsets
    }

    fn scale(&self) -> f64 {
        self.flat.scale
    }

    fn values(&mut self, x: &[f64], p: &[f64], u: &mut [f64]) {
        let k = self.flat.players;
        self.q[..p.len()].copy_from_slice(p);
        self.believe(x);
        u.fill(0.0);
        for (fork, belief) in self.flat.forks.iter().zip(&self.belief).rev() {
            let slots = fork.slot..fork.slot + fork.actions;
            let below = self.flat.below(fork);
            for player in 0..k {
                let each = slots.clone().zip(below);
                self.worth[fork.node * k + player] =
                    each.map(|(s, &c)| self.q[s] * self.worth[c as usize * k + player]).sum();
            }
            if fork.decision != usize::MAX {
                for (s, &c) in slots.zip(below) {
                    u[s] += belief * self.worth[c as usize * k + fork.player];
                }
            }
        }
    }

    fn blur(&self) -> f64 {
        self.farthest * f64::EPSILON
    }

    fn slopes(&mut self, _p: &[f64], u: &[f64], g: &mut [f64]) {
        for at in 1..self.flat.forks.len() {
            if self.flat.forks[at].decision == usize::MAX {
                continue;
            }
            let (mut below, mut q) = (at, 1.0);
            loop {
                let (above, via) = (self.flat.forks[below].above, self.flat.forks[below].via);
                if self.flat.forks[above].decision != usize::MAX {
                    let to = Table { g: &mut *g, size: u.len(), place: &self.own };
                    self.pair((at, above), via, q, u, to);
                }
                if above == 0 {
                    break;
                }
                q *= self.q[via];
                below = above;
            }
        }
    }

    fn block_slopes(&mut self, blocks: &Blocks, u: &[f64], g: &mut [f64]) {
        let mut pairs = blocks.pairs.iter();
        for at in 1..self.flat.forks.len() {
            if self.flat.forks[at].decision == usize::MAX {
                continue;
            }
            let mut q = 1.0;
            for (above, via) in self.flat.way(at) {
                if self.flat.forks[above].decision != usize::MAX
                    && let Some(&to) = pairs.next()
                {
                    self.pair_in((at, above), via, q, u, (&mut *g, to));
                }
                q *= self.q[via];
            }
        }
    }

    fn push(&mut self, p: &[f64], dx: &[f64], du: &mut [f64]) {
        let k = self.flat.players;
        for i in 1..self.flat.forks.len() {
            let fork = &self.flat.forks[i];
            let step = dx.get(fork.via).copied().unwrap_or(0.0);
            self.dreach[i] = self.dreach[fork.above] + step;
        }
        for w in self.flat.starts.windows(2) {
            let members = &self.flat.members[w[0]..w[1]];
            let share = |&m: &u32| self.belief[m as usize] * self.dreach[m as usize];
            let mean: f64 = members.iter().map(share).sum();
            for &m in members {
                self.dreach_centred[m as usize] = self.dreach[m as usize] - mean;
            }
        }
        du[..p.len()].fill(0.0);
        for i in (0..self.flat.forks.len()).rev() {
            self.worth_changes(i, dx);
            let fork = &self.flat.forks[i];
            if fork.decision == usize::MAX {
                continue;
            }
            let (belief, d) = (self.belief[i], self.dreach_centred[i]);
            for (s, &c) in (fork.slot..).zip(self.flat.below(fork)) {
                let at = c as usize * k + fork.player;
                du[s] += belief * (d * self.worth[at] + self.dworth[at]);
            }
        }
    }

    fn prepare(&mut self, p: &[f64], u: &[f64], sigma: f64) -> Option<bool> {
        self.factor(p, u, sigma)
    }

    fn downstream(&mut self, p: &[f64], sigma: f64, r: &[f64], dx: &mut [f64]) {
        self.solve(p, sigma, r, dx);
    }
}

/// A sum and what rounding took from it.
fn plus([sum, lost]: [f64; 2], step: f64) -> [f64; 2] {
    let next = sum + step;
    if !next.is_finite() {
        return [next, 0.0];
    }
    let part = next - sum;
    [next, lost + ((sum - (next - part)) + (step - part))]
}

/// A square table of derivatives by slot, and where in it each slot stands.
pub(super) struct Table<'a> {
    pub(super) g: &'a mut [f64],
    pub(super) size: usize,
    pub(super) place: &'a [usize],
}
