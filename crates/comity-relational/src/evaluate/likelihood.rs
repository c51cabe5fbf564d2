//! What the events of one point add to the log-likelihood.
//!
//! Ordinal, with S₀ = Σ w over the risk set, S₁ = Σ w x, S₂ = Σ w x x' and d events at the
//! point:
//!
//! Breslow: Σ θ'x_e − d ln S₀. Efron: Σ θ'x_e − Σ_{r<d} ln(S₀ − (r/d) W₀), W being the same
//! sums over the distinct dyads among the events of the point, and further events of the same
//! dyad as Breslow's. Exact: Σ θ'x_e − ln e_d, e_d the elementary symmetric
//! polynomial of degree d in the weights of the risk set, with its derivatives by recursion
//! (Cox 1972; Gail, Lubin and Rubinstein 1981). Interval: Σ θ'x_e − Δ S₀, with Δ the time
//! since the point before.

use super::kernel::packed;
use super::moments::Moments;
use crate::options::Ties;

/// Sums over a risk set, in units of e^{shift}.
#[derive(Clone, Debug)]
pub(crate) struct Risk {
    pub(crate) moments: Moments,
    pub(crate) shift: f64,
}

/// An event with its values and its weight in units of the risk set's.
#[derive(Clone, Debug)]
pub(crate) struct Acted<'a> {
    pub(crate) x: &'a [f64],
    pub(crate) eta: f64,
    /// Whether another event of the moment before this one has the same dyad (or actor).
    pub(crate) repeats: bool,
}

/// A part of the log-likelihood with its gradient and information (minus the Hessian).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contribution {
    pub(crate) value: f64,
    pub(crate) gradient: Vec<f64>,
    /// Lower triangle, row by row.
    pub(crate) information: Vec<f64>,
}

impl Contribution {
    pub(crate) fn zeros(width: usize) -> Self {
        let triangle = width * (width + 1) / 2;
        Self { value: 0.0, gradient: vec![0.0; width], information: vec![0.0; triangle] }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.value += other.value;
        self.gradient.iter_mut().zip(&other.gradient).for_each(|(a, b)| *a += b);
        self.information.iter_mut().zip(&other.information).for_each(|(a, b)| *a += b);
    }
}

/// Which likelihood, and how ties enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likelihood {
    Ordinal(Ties),
    Interval,
}

impl Contribution {
    /// Adds the events' own part.
    pub(crate) fn add_events(&mut self, events: &[Acted<'_>]) {
        for event in events {
            self.value += event.eta;
            self.gradient.iter_mut().zip(event.x).for_each(|(g, x)| *g += x);
        }
    }

    /// Takes off `times` ln S₀ with its derivatives.
    pub(crate) fn subtract_log(&mut self, times: f64, sums: &[f64], shift: f64) {
        let width = self.gradient.len();
        let total = sums[0];
        self.value -= times * (libm::log(total) + shift);
        let (first, second) = sums[1..].split_at(width.min(sums.len() - 1));
        let scale = 1.0 / total;
        let mut place = 0;
        for k in 0..width {
            let mean = first[k] * scale;
            self.gradient[k] -= times * mean;
            for with in &first[..=k] {
                let information = second[place] * scale - mean * (with * scale);
                self.information[place] += times * information;
                place += 1;
            }
        }
    }

    /// Takes off `time` S₀ with its derivatives.
    pub(crate) fn subtract_exposure(&mut self, time: f64, risk: &Risk) {
        if time == 0.0 {
            return;
        }
        let scale = time * libm::exp(risk.shift);
        let width = self.gradient.len();
        let sums = &risk.moments.sums;
        self.value -= scale * sums[0];
        for k in 0..width {
            self.gradient[k] -= scale * sums[1 + k];
        }
        let second = sums.get(1 + width..).unwrap_or(&[]);
        self.information.iter_mut().zip(second).for_each(|(i, s)| *i += scale * s);
    }

    /// Adds what the ordinal likelihood says of the events of a point, ties by Breslow or
    /// Efron.
    pub(crate) fn add_ordinal(&mut self, ties: Ties, risk: &Risk, events: &[Acted<'_>]) {
        self.add_events(events);
        let d = events.len();
        if d < 2 || ties == Ties::Breslow {
            return self.subtract_log(d as f64, &risk.moments.sums, risk.shift);
        }
        let repeats = events.iter().filter(|e| e.repeats).count();
        if repeats > 0 {
            self.subtract_log(repeats as f64, &risk.moments.sums, risk.shift);
        }
        let d = d - repeats;
        let mut tied = Moments::zeros(risk.moments.width);
        for event in events.iter().filter(|e| !e.repeats) {
            tied.add_point(libm::exp(event.eta - risk.shift), &event.x[..tied.width]);
        }
        let mut sums = vec![0.0; packed(tied.width)];
        for r in 0..d {
            let share = r as f64 / d as f64;
            let both = risk.moments.sums.iter().zip(&tied.sums);
            sums.iter_mut().zip(both).for_each(|(s, (all, t))| *s = all - share * t);
            self.subtract_log(1.0, &sums, risk.shift);
        }
    }
}

/// Elementary symmetric polynomials of the weights up to a degree, with the sums of x over
/// the chosen and of their outer products.
pub(crate) struct Subsets {
    degree: usize,
    width: usize,
    /// By degree.
    levels: Vec<Moments>,
}

impl Subsets {
    pub(crate) fn new(degree: usize, width: usize) -> Self {
        let mut levels = vec![Moments::zeros(width); degree + 1];
        levels[0].sums[0] = 1.0;
        Self { degree, width, levels }
    }

    /// Lets one more dyad be chosen.
    pub(crate) fn admit(&mut self, w: f64, x: &[f64]) {
        for r in (1..=self.degree).rev() {
            let (below, here) = self.levels.split_at_mut(r);
            here[0].add_moved(w, &below[r - 1].sums, &x[..self.width]);
        }
    }

    /// The sums of the full degree.
    pub(crate) fn sums(&self) -> &[f64] {
        &self.levels[self.degree].sums
    }
}
