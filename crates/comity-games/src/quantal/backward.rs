//! Games of perfect information: one backward pass solves them.

use super::agents::Agents;

impl Agents {
    /// Probabilities of players' actions.
    pub(super) fn probabilities(&self) -> &[f64] {
        &self.q[..self.flat.offsets.last().copied().unwrap_or(0)]
    }

    /// Solves a game of perfect information at σ by one backward pass: x, its derivative by σ
    /// and the payoffs.
    pub(super) fn backward(&mut self, sigma: f64, x: &mut [f64], dx: &mut [f64], u: &mut [f64]) {
        let k = self.flat.players;
        for fork in self.flat.forks.iter().rev() {
            let slots = fork.slot..fork.slot + fork.actions;
            let below = self.flat.below(fork);
            if fork.decision != usize::MAX {
                let mut top = f64::NEG_INFINITY;
                for (s, &c) in slots.clone().zip(below) {
                    u[s] = self.worth[c as usize * k + fork.player];
                    dx[s] = u[s] + sigma * self.dworth[c as usize * k + fork.player];
                    top = top.max(u[s]);
                }
                let mut sum = 0.0;
                for s in slots.clone() {
                    x[s] = sigma * (u[s] - top);
                    self.q[s] = libm::exp(x[s]);
                    sum += self.q[s];
                }
                let shift = libm::log(sum);
                let mut mean = 0.0;
                for s in slots.clone() {
                    x[s] -= shift;
                    self.q[s] /= sum;
                    mean += self.q[s] * dx[s];
                }
                for s in slots.clone() {
                    dx[s] -= mean;
                }
            }
            for player in 0..k {
                let (mut worth, mut slope) = (0.0, 0.0);
                for (s, &c) in slots.clone().zip(below) {
                    let at = c as usize * k + player;
                    let d = if fork.decision == usize::MAX { 0.0 } else { dx[s] };
                    worth += self.q[s] * self.worth[at];
                    slope += self.q[s] * (d * self.worth[at] + self.dworth[at]);
                }
                self.worth[fork.node * k + player] = worth;
                self.dworth[fork.node * k + player] = slope;
            }
        }
    }
}
