//! The Gibbs sampler of directed ties.
//!
//! zᵢⱼ = β'xᵢⱼ + aᵢ + bⱼ + uᵢ'vⱼ + εᵢⱼ, where (εᵢⱼ, εⱼᵢ) have variance σ² and correlation ρ.
//! The residuals E are kept up to date throughout, so that no step forms the linear
//! predictor. The diagonal, which has no data, is completed with draws so that sums over
//! rows and columns have the same length everywhere (Hoff 2021, section 3).

use super::covariates::Covariates;
use super::data::{Family, Relations};
use super::linear::Sym2;
use super::pairs::{Pairs, dot};
use super::params::AmePrior;
use super::sampler::Sampler;
use super::start::{ADDITIVE_SWEEPS, leading};
use crate::sampling::variates::Variates;

/// State of a chain.
pub(super) struct Directed<'a> {
    pub(super) x: &'a Covariates,
    pub(super) prior: &'a AmePrior,
    pub(super) family: Family,
    pub(super) n: usize,
    pub(super) rank: usize,
    /// Ties, or latent variables.
    pub(super) z: Pairs,
    /// 1 and −1 for known 0/1 ties, 0 for unknown ones.
    pub(super) sign: Pairs,
    /// Places where a continuous tie is unknown: (upper, lower).
    pub(super) missing: Vec<(usize, bool, bool)>,
    /// Residuals.
    pub(super) e: Pairs,
    pub(super) e_diagonal: Vec<f64>,
    pub(super) beta: Vec<f64>,
    pub(super) a: Vec<f64>,
    pub(super) b: Vec<f64>,
    /// Multiplicative effects: `rank` columns of row effects, then of column effects.
    pub(super) factors: Vec<f64>,
    pub(super) additive: Sym2,
    pub(super) factor_precision: Vec<f64>,
    pub(super) s2: f64,
    pub(super) rho: f64,
    pub(super) source: Variates,
    pub(super) work: Work,
}

/// Space that sweeps reuse.
#[derive(Default)]
pub(super) struct Work {
    pub(super) rows: Vec<f64>,
    pub(super) columns: Vec<f64>,
    pub(super) linear: Vec<f64>,
    pub(super) precision: Vec<f64>,
    pub(super) sums: Vec<f64>,
    pub(super) old_beta: Vec<f64>,
    pub(super) old: Vec<f64>,
    pub(super) products: [Vec<f64>; 2],
    pub(super) psi: Vec<f64>,
    pub(super) bartlett: Vec<f64>,
}

impl<'a> Directed<'a> {
    pub(super) fn new(
        data: &Relations,
        x: &'a Covariates,
        prior: &'a AmePrior,
        rank: usize,
        mut source: Variates,
    ) -> Self {
        let (n, p) = (data.n, x.width());
        let mean = data.known().sum::<f64>() / data.observed().max(1) as f64;
        let (sign, z) = match data.family {
            Family::Probit => {
                let sign = |y: &f64| if y.is_nan() { 0.0 } else { 2.0 * y - 1.0 };
                let sign = map(&data.y, sign);
                let z = map(&sign, |s| 0.8 * s);
                (sign, z)
            }
            Family::Normal => {
                (Pairs::default(), map(&data.y, |y| if y.is_nan() { mean } else { *y }))
            }
        };
        let unknown = |k: usize| (k, data.y.upper[k].is_nan(), data.y.lower[k].is_nan());
        let missing = (0..data.y.upper.len()).map(unknown).filter(|m| m.1 || m.2).collect();
        let spread = libm::sqrt(super::params::variance(data)).max(1e-3);
        let factors = (0..2 * rank * n).map(|_| source.normal());
        let mut chain = Self {
            x,
            prior,
            family: data.family,
            n,
            rank: 0,
            sign,
            missing,
            e: Pairs::zeros(n),
            e_diagonal: vec![0.0; n],
            beta: vec![0.0; p],
            a: vec![0.0; n],
            b: vec![0.0; n],
            factors: factors.collect(),
            additive: Sym2::new(1.0, 0.0, 1.0).scaled(prior.additive_scale),
            factor_precision: vec![0.0; 4 * rank * rank],
            s2: if data.family == Family::Normal { spread * spread } else { 1.0 },
            rho: 0.0,
            source,
            work: Work {
                rows: vec![0.0; n],
                columns: vec![0.0; n],
                linear: vec![0.0; p],
                precision: vec![0.0; p * p],
                sums: vec![0.0; 2 * p],
                old_beta: vec![0.0; p],
                old: vec![0.0; 2 * n],
                products: [vec![0.0; n], vec![0.0; n]],
                psi: vec![0.0; 4 * rank * rank],
                bartlett: vec![0.0; 4 * rank * rank],
            },
            z,
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

    /// Multiplicative effects from the leading singular vectors of the residuals.
    fn start_factors(&mut self) {
        let (n, e) = (self.n, &self.e);
        let (u, v) = self.factors.split_at_mut(self.rank * n);
        let [mut ev, mut tv] = [vec![0.0; n], vec![0.0; n]];
        let mut multiply = |x: &[f64], transposed: bool, out: &mut [f64]| {
            ev.fill(0.0);
            tv.fill(0.0);
            e.add_products(x, &mut ev, &mut tv);
            out.copy_from_slice(if transposed { &tv } else { &ev });
        };
        let mut middle = vec![0.0; n];
        leading(n, v, |x, out| {
            multiply(x, false, &mut middle);
            multiply(&middle, true, out);
        });
        for (u, v) in u.chunks_exact_mut(n).zip(v.chunks_exact_mut(n)) {
            multiply(v, false, u);
            let root = libm::sqrt(libm::sqrt(dot(u, u)));
            for (u, v) in u.iter_mut().zip(v) {
                *u /= root.max(1e-6);
                *v *= root;
            }
        }
    }

    /// The linear predictor of one cell, from scratch.
    fn predictor(&self, i: usize, j: usize, rows: &[f64], columns: &[f64]) -> f64 {
        let mut eta = rows[i] + columns[j];
        for r in 0..self.rank {
            eta += self.factors[r * self.n + i] * self.factors[(self.rank + r) * self.n + j];
        }
        if i != j {
            for (k, x) in self.x.dyadic() {
                eta += self.beta[k] * x.get(i, j);
            }
        }
        eta
    }
}

impl Sampler for Directed<'_> {
    fn sweep(&mut self) {
        let (squares, products) = match self.family {
            Family::Probit => self.draw_latent(),
            Family::Normal => self.draw_missing(),
        };
        self.draw_errors(squares, products);
        let sd = libm::sqrt(self.s2 * (1.0 + self.rho));
        for e in &mut self.e_diagonal {
            *e = sd * self.source.normal();
        }
        self.draw_coefficients();
        self.draw_factors();
        self.draw_additive_covariance();
    }

    fn refresh(&mut self) {
        let (rows, columns) = self.row_column_terms();
        for j in 1..self.n {
            for i in 0..j {
                let k = super::pairs::start(j) + i;
                self.e.upper[k] = self.z.upper[k] - self.predictor(i, j, &rows, &columns);
                self.e.lower[k] = self.z.lower[k] - self.predictor(j, i, &rows, &columns);
            }
        }
    }

    fn coefficients(&self) -> &[f64] {
        &self.beta
    }

    fn variances(&self) -> Vec<f64> {
        vec![self.additive.a, self.additive.b, self.additive.c, self.rho, self.s2]
    }

    fn effects(&self) -> (&[f64], &[f64], &[f64]) {
        (&self.a, &self.b, &self.factors)
    }

    fn predictors(&self, out: &mut [f64]) {
        let (rows, columns) = self.row_column_terms();
        for (k, eta) in out.iter_mut().enumerate() {
            *eta = self.predictor(k / self.n, k % self.n, &rows, &columns);
        }
    }

    fn error(&self) -> (f64, f64) {
        (self.s2, self.rho)
    }

    fn source(&mut self) -> &mut Variates {
        &mut self.source
    }
}

impl Directed<'_> {
    /// What rows and columns add to the linear predictor, in new vectors.
    fn row_column_terms(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut rows, mut columns) = (self.a.clone(), self.b.clone());
        self.x.actor_terms(&self.beta, &mut rows, &mut columns);
        (rows, columns)
    }
}

fn map(pairs: &Pairs, f: impl Fn(&f64) -> f64) -> Pairs {
    Pairs {
        upper: pairs.upper.iter().map(&f).collect(),
        lower: pairs.lower.iter().map(&f).collect(),
    }
}
