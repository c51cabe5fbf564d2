//! A strategic form as the tracer sees it: one decision a player.

use super::system::System;
use crate::normal_form::NormalForm;

#[derive(Clone, Debug)]
pub(super) struct Strategies {
    offsets: Vec<usize>,
    /// Payoffs in units of `scale`, contingency by contingency, the first player's strategy
    /// running fastest.
    payoffs: Vec<f64>,
    scale: f64,
    /// ∂u/∂p: the payoff to an action (row) when one action of another player (column) is
    /// certain and everybody else mixes.
    against: Vec<f64>,
    chosen: Vec<usize>,
}

/// The largest range of one of `players` payoffs that follow each other; one when all are equal.
pub(super) fn scale(payoffs: &[f64], players: usize) -> f64 {
    let range = |player: usize| {
        let own = payoffs.iter().skip(player).step_by(players);
        let (low, high) =
            own.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
        high - low
    };
    let widest = (0..players).map(range).fold(0.0, f64::max);
    if widest > 0.0 { widest } else { 1.0 }
}

impl Strategies {
    pub(super) fn new(game: &NormalForm<f64>) -> Self {
        let scale = scale(game.payoffs(), game.players().len());
        let mut offsets = vec![0];
        for size in game.sizes() {
            offsets.push(offsets.last().copied().unwrap_or(0) + size);
        }
        let n = offsets.last().copied().unwrap_or(0);
        Self {
            chosen: vec![0; game.players().len()],
            payoffs: game.payoffs().iter().map(|v| v / scale).collect(),
            scale,
            against: vec![0.0; n * n],
            offsets,
        }
    }

    /// Fills `against`: each contingency adds to every pair of players.
    fn contract(&mut self, p: &[f64]) {
        let n = p.len();
        let players = self.chosen.len();
        self.against.fill(0.0);
        self.chosen.copy_from_slice(&self.offsets[..players]);
        for payoffs in self.payoffs.chunks_exact(players) {
            for i in 0..players {
                for j in i + 1..players {
                    let weight: f64 = (0..players)
                        .filter(|&k| k != i && k != j)
                        .map(|k| p[self.chosen[k]])
                        .product();
                    let (a, b) = (self.chosen[i], self.chosen[j]);
                    self.against[a * n + b] += weight * payoffs[i];
                    self.against[b * n + a] += weight * payoffs[j];
                }
            }
            for k in 0..players {
                self.chosen[k] += 1;
                if self.chosen[k] < self.offsets[k + 1] {
                    break;
                }
                self.chosen[k] = self.offsets[k];
            }
        }
    }
}

impl System for Strategies {
    fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    fn scale(&self) -> f64 {
        self.scale
    }

    fn values(&mut self, _x: &[f64], p: &[f64], u: &mut [f64]) {
        let players = self.chosen.len();
        if players == 1 {
            u.copy_from_slice(&self.payoffs);
            return;
        }
        // With two players `against` does not depend on the point.
        if players > 2 || self.against.iter().all(|&v| v == 0.0) {
            self.contract(p);
        }
        for (player, w) in self.offsets.windows(2).enumerate() {
            let other = usize::from(player == 0);
            let (from, to) = (self.offsets[other], self.offsets[other + 1]);
            let rows = self.against[w[0] * p.len()..].chunks_exact(p.len());
            for (u, row) in u[w[0]..w[1]].iter_mut().zip(rows) {
                *u = row[from..to].iter().zip(&p[from..to]).map(|(v, p)| v * p).sum();
            }
        }
    }

    fn slopes(&mut self, p: &[f64], _u: &[f64], g: &mut [f64]) {
        let n = p.len();
        for (g, row) in g.chunks_exact_mut(n).zip(self.against.chunks_exact(n)) {
            for ((g, v), p) in g.iter_mut().zip(row).zip(p) {
                *g = v * p;
            }
        }
    }

    fn push(&mut self, p: &[f64], dx: &[f64], du: &mut [f64]) {
        for (du, row) in du.iter_mut().zip(self.against.chunks_exact(p.len())) {
            *du = row.iter().zip(p).zip(dx).map(|((v, p), d)| v * p * d).sum();
        }
    }
}
