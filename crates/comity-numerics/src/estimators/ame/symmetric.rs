//! The Gibbs sampler of symmetric ties.
//!
//! zᵢⱼ = β'xᵢⱼ + aᵢ + aⱼ + uᵢ'Λuⱼ + εᵢⱼ for i < j, with independent errors of variance σ² and
//! a diagonal Λ (Hoff 2021, section 4.1). Every dyad counts once.

use super::covariates::Covariates;
use super::data::{Family, Kind, Relations};
use super::linear::draw_normal;
use super::pairs::{Pairs, dot, start, sum};
use super::params::AmePrior;
use super::sampler::Sampler;
use super::start::ADDITIVE_SWEEPS;
use crate::sampling::variates::Variates;

/// State of a chain. Of the pairs only the upper halves are kept up to date.
pub(super) struct Symmetric<'a> {
    x: &'a Covariates,
    prior: &'a AmePrior,
    family: Family,
    n: usize,
    pub(super) rank: usize,
    z: Pairs,
    /// 1 and −1 for known 0/1 ties, 0 for unknown ones.
    sign: Vec<f64>,
    missing: Vec<usize>,
    e: Pairs,
    beta: Vec<f64>,
    a: Vec<f64>,
    variance: f64,
    /// Multiplicative effects, `rank` columns, then the diagonal of Λ.
    pub(super) factors: Vec<f64>,
    pub(super) factor_precision: Vec<f64>,
    s2: f64,
    pub(super) source: Variates,
    sums: Vec<f64>,
    linear: Vec<f64>,
    precision: Vec<f64>,
    old: Vec<f64>,
    /// Residuals without multiplicative effects, `n × n`.
    pub(super) square: Vec<f64>,
    pub(super) small: Vec<f64>,
    pub(super) small_linear: Vec<f64>,
}

impl<'a> Symmetric<'a> {
    pub(super) fn new(
        data: &Relations,
        x: &'a Covariates,
        prior: &'a AmePrior,
        rank: usize,
        mut source: Variates,
    ) -> Self {
        let (n, p) = (data.n, x.width());
        let mean = data.known().sum::<f64>() / data.observed().max(1) as f64;
        let probit = data.family == Family::Probit;
        let begin = |y: &f64| match (probit, y.is_nan()) {
            (true, true) => 0.0,
            (true, false) => 1.6 * y - 0.8,
            (false, true) => mean,
            (false, false) => *y,
        };
        let sign = |y: &f64| if y.is_nan() { 0.0 } else { 2.0 * y - 1.0 };
        let spread = libm::sqrt(super::params::variance(data)).max(1e-3);
        let factors = (0..rank * (n + 1)).map(|_| source.normal()).collect();
        let mut chain = Self {
            x,
            prior,
            family: data.family,
            n,
            rank: 0,
            z: Pairs { upper: data.y.upper.iter().map(begin).collect(), lower: Vec::new() },
            sign: data.y.upper.iter().map(sign).collect(),
            missing: (0..data.y.upper.len()).filter(|&k| data.y.upper[k].is_nan()).collect(),
            e: Pairs { upper: vec![0.0; start(n)], lower: Vec::new() },
            beta: vec![0.0; p],
            a: vec![0.0; n],
            variance: prior.additive_scale,
            factors,
            factor_precision: vec![1.0; rank],
            s2: if probit { 1.0 } else { spread * spread },
            source,
            sums: vec![0.0; n],
            linear: vec![0.0; p],
            precision: vec![0.0; p * p],
            old: vec![0.0; n.max(p)],
            square: vec![0.0; n * n],
            small: vec![0.0; rank * rank],
            small_linear: vec![0.0; rank],
        };
        chain.refresh();
        for _ in 0..ADDITIVE_SWEEPS {
            chain.sweep();
        }
        chain.rank = rank;
        chain.start_factors();
        chain.refresh();
        chain
    }

    pub(super) fn actors(&self) -> usize {
        self.n
    }

    pub(super) fn error_variance(&self) -> f64 {
        self.s2
    }

    pub(super) fn factor_prior(&self) -> (f64, f64) {
        (self.prior.factor_df, self.prior.factor_scale)
    }

    fn draw_data(&mut self) {
        let sd = libm::sqrt(self.s2);
        if self.family == Family::Normal {
            for &k in &self.missing {
                let e = sd * self.source.normal();
                self.z.upper[k] += e - self.e.upper[k];
                self.e.upper[k] = e;
            }
            return;
        }
        for ((z, e), &sign) in self.z.upper.iter_mut().zip(&mut self.e.upper).zip(&self.sign) {
            let mean = *z - *e;
            *e = if sign == 0.0 {
                self.source.normal()
            } else {
                sign * self.source.normal_above(-sign * mean)
            };
            *z = mean + *e;
        }
    }

    fn draw_variances(&mut self) {
        if self.family == Family::Normal {
            let (df, scale) = (self.prior.error_df, self.prior.error_scale);
            let squares = dot(&self.e.upper, &self.e.upper);
            let shape = 0.5 * (self.e.upper.len() as f64 + df);
            self.s2 = 0.5 * (squares + df * scale) / self.source.gamma(shape);
        }
        let (df, scale) = (self.prior.additive_df, self.prior.additive_scale);
        let squares = dot(&self.a, &self.a);
        self.variance =
            0.5 * (squares + df * scale) / self.source.gamma(0.5 * (self.n as f64 + df));
    }

    /// Coefficients with the additive effects integrated out, then the effects: the matrices
    /// are those of `coefficients.rs` with one effect an actor.
    fn draw_coefficients(&mut self) {
        let (n, p, s2) = (self.n as f64, self.beta.len(), self.s2);
        let across = (n - 2.0) / s2 + 1.0 / self.variance;
        let along = across + n / s2;
        let shared = 1.0 / (s2 * across * along);
        self.take_sums();
        let total = sum(&self.sums);
        for (k, kind) in self.x.kinds.iter().enumerate() {
            let plain = match kind {
                Kind::Intercept => 0.5 * total,
                Kind::Node(x) | Kind::Row(x) | Kind::Column(x) => dot(x, &self.sums),
                Kind::Dyad(x) => {
                    let effects = (0..self.n).map(|i| self.x.row_sums[i * p + k] * self.a[i]);
                    dot(&x.upper, &self.e.upper) + effects.sum::<f64>()
                }
            };
            let line = |i: usize| self.x.row_sums[i * p + k];
            let all: f64 = (0..self.n).map(line).sum();
            let explained: f64 = (0..self.n).map(|i| line(i) * self.sums[i]).sum();
            self.old[k] = all;
            self.linear[k] = plain / s2 - (explained / across - shared * all * total) / (s2 * s2);
        }
        for k in 0..p {
            for l in 0..=k {
                let at = k * p + l;
                let explained = self.x.lines[3 * at] / across - shared * self.old[k] * self.old[l];
                let data = self.x.xx[at] / s2 - explained / (s2 * s2);
                self.linear[k] += data * self.beta[l];
                if l < k {
                    self.linear[l] += data * self.beta[k];
                }
                self.precision[at] = data + self.x.prior_precision[at];
            }
        }
        if !draw_normal(&mut self.precision, &mut self.linear, &mut self.source) {
            self.linear.copy_from_slice(&self.beta);
        }
        for (new, old) in self.linear.iter_mut().zip(&mut self.beta) {
            (*new, *old) = (*old - *new, *new);
        }
        for (i, y) in self.sums.iter_mut().enumerate() {
            *y += dot(&self.x.row_sums[i * p..(i + 1) * p], &self.linear);
        }
        self.draw_additive(across, along);
        self.move_residuals();
    }

    /// Sums of each actor's residuals with additive effects put back.
    fn take_sums(&mut self) {
        let total = sum(&self.a);
        for (y, a) in self.sums.iter_mut().zip(&self.a) {
            *y = (self.n as f64 - 2.0) * a + total;
        }
        for j in 1..self.n {
            let up = &self.e.upper[start(j)..start(j) + j];
            for (y, e) in self.sums.iter_mut().zip(up) {
                *y += e;
            }
            self.sums[j] += sum(up);
        }
    }

    fn draw_additive(&mut self, across: f64, along: f64) {
        let n = self.n as f64;
        let mean = sum(&self.sums) / n;
        for (old, a) in self.old.iter_mut().zip(&mut self.a) {
            *old = *a;
            *a = self.source.normal();
        }
        let noise = sum(&self.a) / n;
        let (root_across, root_along) = (1.0 / libm::sqrt(across), 1.0 / libm::sqrt(along));
        let centre = mean / (self.s2 * along) + noise * root_along;
        for (a, y) in self.a.iter_mut().zip(&self.sums) {
            *a = centre + (y - mean) / (self.s2 * across) + (*a - noise) * root_across;
        }
    }

    /// Brings the residuals up to date: `linear` holds old minus new coefficients, `old` the
    /// old effects.
    fn move_residuals(&mut self) {
        for (s, (old, new)) in self.sums.iter_mut().zip(self.old.iter().zip(&self.a)) {
            *s = old - new;
        }
        let mut intercept = 0.0;
        for (kind, delta) in self.x.kinds.iter().zip(&self.linear) {
            match kind {
                Kind::Intercept => intercept += delta,
                Kind::Node(x) | Kind::Row(x) | Kind::Column(x) => {
                    for (s, x) in self.sums.iter_mut().zip(x) {
                        *s += delta * x;
                    }
                }
                Kind::Dyad(x) => {
                    for (e, x) in self.e.upper.iter_mut().zip(&x.upper) {
                        *e += delta * x;
                    }
                }
            }
        }
        for j in 1..self.n {
            let at = self.sums[j] + intercept;
            for (e, s) in self.e.upper[start(j)..start(j) + j].iter_mut().zip(&self.sums) {
                *e += s + at;
            }
        }
    }

    /// `square` becomes the residuals without multiplicative effects.
    pub(super) fn open(&mut self) {
        for j in 1..self.n {
            for i in 0..j {
                let v = self.e.upper[start(j) + i] + self.product(i, j);
                self.square[i * self.n + j] = v;
                self.square[j * self.n + i] = v;
            }
        }
    }

    /// The reverse: the residuals with the new effects.
    pub(super) fn close(&mut self) {
        for j in 1..self.n {
            for i in 0..j {
                self.e.upper[start(j) + i] = self.square[j * self.n + i] - self.product(i, j);
            }
        }
    }

    /// uᵢ'Λuⱼ.
    fn product(&self, i: usize, j: usize) -> f64 {
        let (u, lambda) = self.factors.split_at(self.rank * self.n);
        u.chunks_exact(self.n).zip(lambda).map(|(u, l)| l * u[i] * u[j]).sum()
    }

    /// The linear predictor of one cell, from scratch, given what each actor adds.
    fn predictor(&self, i: usize, j: usize, nodes: &[f64], intercept: f64) -> f64 {
        let mut eta = intercept + nodes[i] + nodes[j] + self.product(i, j);
        if i != j {
            for (k, x) in self.x.dyadic() {
                eta += self.beta[k] * x.get(i, j);
            }
        }
        eta
    }

    fn node_terms(&self) -> (Vec<f64>, f64) {
        let mut nodes = self.a.clone();
        let mut intercept = 0.0;
        for (kind, &b) in self.x.kinds.iter().zip(&self.beta) {
            match kind {
                Kind::Intercept => intercept = b,
                Kind::Node(x) | Kind::Row(x) | Kind::Column(x) => {
                    for (o, x) in nodes.iter_mut().zip(x) {
                        *o += b * x;
                    }
                }
                Kind::Dyad(_) => {}
            }
        }
        (nodes, intercept)
    }
}

impl Sampler for Symmetric<'_> {
    fn sweep(&mut self) {
        self.draw_data();
        self.draw_variances();
        self.draw_coefficients();
        if self.rank > 0 {
            self.draw_factors();
        }
    }

    fn refresh(&mut self) {
        let (nodes, intercept) = self.node_terms();
        for j in 1..self.n {
            for i in 0..j {
                let eta = self.predictor(i, j, &nodes, intercept);
                self.e.upper[start(j) + i] = self.z.upper[start(j) + i] - eta;
            }
        }
    }

    fn coefficients(&self) -> &[f64] {
        &self.beta
    }

    fn variances(&self) -> Vec<f64> {
        vec![self.variance, self.s2]
    }

    fn effects(&self) -> (&[f64], &[f64], &[f64]) {
        (&self.a, &self.a, &self.factors)
    }

    fn predictors(&self, out: &mut [f64]) {
        let (nodes, intercept) = self.node_terms();
        for (k, eta) in out.iter_mut().enumerate() {
            *eta = self.predictor(k / self.n, k % self.n, &nodes, intercept);
        }
    }

    fn error(&self) -> (f64, f64) {
        (self.s2, 0.0)
    }

    fn source(&mut self) -> &mut Variates {
        &mut self.source
    }
}
