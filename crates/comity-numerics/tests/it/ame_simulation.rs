//! Networks drawn from the priors of additive-and-multiplicative-effects models.

use comity_numerics::estimators::ame::{AmePrior, CoefficientPrior, Family, Relations};
use comity_numerics::sampling::normal::MultivariateNormal;
use comity_numerics::sampling::variates::Variates;
use comity_numerics::{Cholesky, Matrix};

/// Parameters drawn from the prior, and the network drawn from them.
pub(crate) struct Truth {
    pub(crate) beta: Vec<f64>,
    pub(crate) a: Vec<f64>,
    pub(crate) b: Vec<f64>,
    /// Additive variances and covariance.
    pub(crate) additive: [f64; 3],
    pub(crate) rho: f64,
    pub(crate) s2: f64,
    /// Multiplicative part of the linear predictor, n × n.
    pub(crate) products: Vec<f64>,
    pub(crate) data: Relations,
}

pub(crate) const N: usize = 12;

/// Priors under which networks have some variation; the samplers' defaults are too flat to
/// simulate from.
pub(crate) fn prior(symmetric: bool) -> AmePrior {
    AmePrior {
        coefficients: CoefficientPrior::Independent(vec![0.5; if symmetric { 3 } else { 4 }]),
        error_df: 8.0,
        error_scale: 0.8,
        additive_df: 8.0,
        additive_scale: 0.3,
        factor_df: 8.0,
        factor_scale: 0.4,
    }
}

/// A covariance of two effects from the inverse Wishart prior: the inverse of the sum of
/// `df` outer products of normal vectors.
fn inverse_wishart(df: f64, scale: f64, s: &mut Variates) -> [f64; 3] {
    let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
    for _ in 0..df as usize {
        let (p, q) = (s.normal(), s.normal());
        (x, y, z) = (x + p * p, y + p * q, z + q * q);
    }
    let det = (x * z - y * y) / (df * scale);
    [z / det, -y / det, x / det]
}

fn pair([va, cab, vb]: [f64; 3], s: &mut Variates) -> (f64, f64) {
    let a = va.sqrt() * s.normal();
    (a, cab / va * a + (vb - cab * cab / va).sqrt() * s.normal())
}

fn inverse_gamma(df: f64, scale: f64, s: &mut Variates) -> f64 {
    df * scale / (0..df as usize).map(|_| s.normal().powi(2)).sum::<f64>()
}

/// uᵢ'vⱼ, or uᵢ'Λuⱼ, of all cells.
fn multiplicative(symmetric: bool, rank: usize, p: &AmePrior, s: &mut Variates) -> Vec<f64> {
    let mut columns: Vec<Vec<f64>> = Vec::new();
    if symmetric {
        for _ in 0..rank {
            let (lambda, sd) = (s.normal(), inverse_gamma(p.factor_df, p.factor_scale, s).sqrt());
            let u: Vec<f64> = (0..N).map(|_| sd * s.normal()).collect();
            columns.insert(columns.len() / 2, u.clone());
            columns.push(u.iter().map(|u| lambda * u).collect());
        }
    } else if rank > 0 {
        let mut precision = Matrix::zeros(2 * rank);
        for _ in 0..p.factor_df as usize {
            let z: Vec<f64> = (0..2 * rank).map(|_| s.normal()).collect();
            let share = p.factor_df * p.factor_scale;
            precision.add(&Matrix::from_fn(2 * rank, |i, j| z[i] * z[j] / share));
        }
        let covariance = Cholesky::new(&precision).unwrap().inverse();
        let rows = MultivariateNormal::new(&vec![0.0; 2 * rank], &covariance)
            .unwrap()
            .draws(N, (s.uniform() * 1e15) as u64);
        columns = (0..2 * rank).map(|k| rows.iter().map(|r| r[k]).collect()).collect();
    }
    let (u, v) = columns.split_at(rank);
    (0..N * N).map(|k| u.iter().zip(v).map(|(u, v)| u[k / N] * v[k % N]).sum()).collect()
}

/// A network of `N` actors from the prior, one in ten ties unknown.
pub(crate) fn simulate(family: Family, symmetric: bool, rank: usize, seed: u64) -> Truth {
    let s = &mut Variates::new(seed);
    let p = prior(symmetric);
    let mut normals = |k: usize| -> Vec<f64> { (0..k).map(|_| s.normal()).collect() };
    let beta: Vec<f64> = normals(if symmetric { 3 } else { 4 }).iter().map(|v| 0.5 * v).collect();
    let (x, y) = (normals(N), normals(N));
    let mut dyadic = normals(N * N);
    if symmetric {
        for k in 0..N * N {
            dyadic[k] = dyadic[(k % N).max(k / N) * N + (k % N).min(k / N)];
        }
    }
    let additive = if symmetric {
        let v = inverse_gamma(p.additive_df, p.additive_scale, s);
        [v, v, v]
    } else {
        inverse_wishart(p.additive_df, p.additive_scale, s)
    };
    let (a, b): (Vec<f64>, Vec<f64>) = (0..N)
        .map(|_| {
            if symmetric {
                let a = additive[0].sqrt() * s.normal();
                (a, a)
            } else {
                pair(additive, s)
            }
        })
        .unzip();
    let products = multiplicative(symmetric, rank, &p, s);
    // The arc-sine law on [−0.995, 0.995].
    let rho = if symmetric { 0.0 } else { ((2.0 * s.uniform() - 1.0) * 0.995_f64.asin()).sin() };
    let s2 =
        if family == Family::Normal { inverse_gamma(p.error_df, p.error_scale, s) } else { 1.0 };
    let eta = |i: usize, j: usize| {
        let nodal = if symmetric {
            beta[1] * (x[i] + x[j]) + beta[2] * dyadic[i * N + j]
        } else {
            beta[1] * x[i] + beta[2] * y[j] + beta[3] * dyadic[i * N + j]
        };
        beta[0] + nodal + a[i] + b[j] + products[i * N + j]
    };
    let value = |z: f64| if family == Family::Normal { z } else { f64::from(u8::from(z > 0.0)) };
    let mut ties = vec![0.0; N * N];
    for j in 0..N {
        for i in 0..j {
            let (e, f) = (s.normal(), s.normal());
            ties[i * N + j] = value(eta(i, j) + s2.sqrt() * e);
            ties[j * N + i] =
                value(eta(j, i) + s2.sqrt() * (rho * e + (1.0 - rho * rho).sqrt() * f));
            for (k, l) in [(i, j), (j, i)] {
                if s.uniform() < 0.1 {
                    ties[k * N + l] = f64::NAN;
                }
            }
            if symmetric {
                ties[j * N + i] = ties[i * N + j];
            }
        }
    }
    let data = if symmetric {
        Relations::symmetric(family, N, &ties).unwrap().with_node_covariate("x", &x).unwrap()
    } else {
        Relations::directed(family, N, &ties)
            .unwrap()
            .with_row_covariate("x", &x)
            .unwrap()
            .with_column_covariate("y", &y)
            .unwrap()
    };
    let data = data.with_dyadic_covariate("d", &dyadic).unwrap();
    Truth { beta, a, b, additive, rho, s2, products, data }
}
