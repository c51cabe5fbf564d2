//! The model of coordination: which pair agrees on an event.
//!
//! Each actor chooses a partner, p_ij = e^{θ'x_ij} / Σ_k e^{θ'x_ik}, and an event takes both
//! choices (Stadtfeld, Hollway and Block 2017, equation 6):
//!
//! P_ij = p_ij p_ji / Σ_{k<l} p_kl p_lk.
//!
//! With x̄_i = Σ_k p_ik x_ik and u_ij = (x_ij − x̄_i) + (x_ji − x̄_j) the gradient of ln P_ij is
//! u_ij − Σ P u, and the expected information Σ P u u' − (Σ P u)(Σ P u)' (their equations 9
//! and 11). The model is no exponential family: minus the Hessian of a stream differs from the
//! expected information, which alone is positive semidefinite everywhere and is the one kept.
//! A part of x that is the same for all partners of an actor falls out of p.

use super::likelihood::Contribution;
use super::moments::Moments;
use super::state::State;

const NONE: usize = usize::MAX;

/// The ordered pairs at risk at a moment.
struct Pairs {
    actors: usize,
    width: usize,
    sides: Vec<(u32, u32)>,
    weights: Vec<f64>,
    /// Values, pair by pair.
    x: Vec<f64>,
    /// The number of each pair among those at risk.
    place: Vec<usize>,
    /// Σ w and Σ w x over the partners of each actor.
    totals: Vec<f64>,
    sums: Vec<f64>,
}

impl Pairs {
    fn new(state: &State<'_>, width: usize) -> Self {
        let actors = state.program.actors;
        let mut pairs = Self {
            actors,
            width,
            sides: Vec::new(),
            weights: Vec::new(),
            x: Vec::new(),
            place: vec![NONE; actors * actors],
            totals: vec![0.0; actors],
            sums: vec![0.0; actors * width],
        };
        let undirected = state.program.undirected;
        state.each_candidate(|i, j, w, x| {
            pairs.push(i, j, w, &x[..width]);
            if undirected {
                pairs.push(j, i, w, &x[..width]);
            }
        });
        pairs
    }

    fn push(&mut self, i: u32, j: u32, w: f64, x: &[f64]) {
        self.place[i as usize * self.actors + j as usize] = self.sides.len();
        self.sides.push((i, j));
        self.weights.push(w);
        self.x.extend_from_slice(x);
        self.totals[i as usize] += w;
        let sums = &mut self.sums[i as usize * self.width..][..self.width];
        sums.iter_mut().zip(x).for_each(|(s, x)| *s += w * x);
    }

    /// p_ij p_ji, with u_ij written to `u`; zero where one order is not at risk.
    fn both(&self, i: u32, j: u32, u: &mut [f64]) -> f64 {
        let n = self.actors;
        let (i, j) = (i as usize, j as usize);
        let orders = [(i, self.place[i * n + j]), (j, self.place[j * n + i])];
        u.fill(0.0);
        let mut both = 1.0;
        for (actor, e) in orders {
            let p = self.weights.get(e).map_or(0.0, |w| w / self.totals[actor]);
            if p.is_nan() || p == 0.0 {
                return 0.0;
            }
            both *= p;
            let x = &self.x[e * self.width..][..self.width];
            let sums = &self.sums[actor * self.width..][..self.width];
            for ((u, x), sum) in u.iter_mut().zip(x).zip(sums) {
                *u += x - sum / self.totals[actor];
            }
        }
        both
    }

    /// The moments of u under p_ij p_ji.
    fn moments(&self) -> Moments {
        let mut sums = Moments::zeros(self.width);
        let mut u = vec![0.0; self.width];
        for &(i, j) in self.sides.iter().filter(|s| s.0 < s.1) {
            let both = self.both(i, j, &mut u);
            if both > 0.0 {
                sums.add_point(both, &u);
            }
        }
        sums
    }
}

impl Contribution {
    /// Adds ln P of the events of a moment.
    pub(crate) fn add_coordination(&mut self, state: &State<'_>, events: &[(u32, u32, u32)]) {
        let pairs = Pairs::new(state, self.gradient.len());
        let sums = pairs.moments();
        let mut u = vec![0.0; pairs.width];
        for &(i, j, _) in events {
            self.value += libm::log(pairs.both(i, j, &mut u));
            self.gradient.iter_mut().zip(&u).for_each(|(g, u)| *g += u);
            self.subtract_log(1.0, &sums.sums, 0.0);
        }
    }
}
