//! The Gibbs sampler of symmetric ties.
//!
//! zᵢⱼ = β'xᵢⱼ + aᵢ + aⱼ + uᵢ'Λuⱼ + εᵢⱼ for i < j, with independent errors of variance σ² and
//! a diagonal Λ (Hoff 2021, section 4.1). Every dyad counts once.

use super::covariates::Covariates;
use super::data::{Family, Kind, Relations};
use super::pairs::{Pairs, start};
use super::params::AmePrior;
use super::sampler::Sampler;
use super::start::ADDITIVE_SWEEPS;
use crate::sampling::variates::Variates;

/// State of a chain. Of the pairs only the upper halves are kept up to date.
pub(super) struct Symmetric<'a> {
    pub(super) x: &'a Covariates,
    pub(super) prior: &'a AmePrior,
    pub(super) family: Family,
    pub(super) n: usize,
    pub(super) rank: usize,
    pub(super) z: Pairs,
    /// 1 and −1 for known 0/1 ties, 0 for unknown ones.
    pub(super) sign: Vec<f64>,
    pub(super) missing: Vec<usize>,
    pub(super) e: Pairs,
    pub(super) beta: Vec<f64>,
    pub(super) a: Vec<f64>,
    pub(super) variance: f64,
    /// Multiplicative effects, `rank` columns, then the diagonal of Λ.
    pub(super) factors: Vec<f64>,
    pub(super) factor_precision: Vec<f64>,
    pub(super) s2: f64,
    pub(super) source: Variates,
    pub(super) sums: Vec<f64>,
    pub(super) linear: Vec<f64>,
    pub(super) precision: Vec<f64>,
    pub(super) old: Vec<f64>,
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
