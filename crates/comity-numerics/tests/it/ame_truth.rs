//! Additive-and-multiplicative-effects models on networks whose truth is known.

use crate::calibration::{Ranks, chi_square_bound};
use comity_numerics::estimators::ame::{
    self, AmeFit, AmeOutcome, AmeParams, AmePrior, CoefficientPrior, Family, Relations,
};
use comity_numerics::sampling::normal::MultivariateNormal;
use comity_numerics::sampling::variates::Variates;
use comity_numerics::{Cholesky, Matrix};
use rayon::prelude::*;

/// Parameters drawn from the prior, and the network drawn from them.
struct Truth {
    beta: Vec<f64>,
    a: Vec<f64>,
    b: Vec<f64>,
    /// Additive variances and covariance.
    additive: [f64; 3],
    rho: f64,
    s2: f64,
    /// Multiplicative part of the linear predictor, n × n.
    products: Vec<f64>,
    data: Relations,
}

const N: usize = 12;

/// Priors under which networks have some variation; the samplers' defaults are too flat to
/// simulate from.
fn prior(symmetric: bool) -> AmePrior {
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
fn simulate(family: Family, symmetric: bool, rank: usize, seed: u64) -> Truth {
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

/// Names, true values and draws of quantities that are identified.
fn quantities(truth: &Truth, fit: &AmeFit, symmetric: bool) -> Vec<(String, f64, Vec<f64>)> {
    let mut out = Vec::new();
    for (k, name) in fit.names.iter().enumerate() {
        let draws = fit.coefficient_draws.iter().map(|d| d[k]).collect();
        out.push((name.clone(), truth.beta[k], draws));
    }
    let [va, cab, vb] = truth.additive;
    let variances: &[f64] =
        if symmetric { &[va, truth.s2] } else { &[va, cab, vb, truth.rho, truth.s2] };
    for (k, name) in fit.variance_names.iter().enumerate() {
        let draws: Vec<f64> = fit.variance_draws.iter().map(|d| d[k]).collect();
        if draws.iter().any(|v| *v != draws[0]) {
            out.push((name.clone(), variances[k], draws));
        }
    }
    out.push(("a[0]".into(), truth.a[0], fit.effect_draws.iter().map(|d| d.row[0]).collect()));
    out.push(("b[1]".into(), truth.b[1], fit.effect_draws.iter().map(|d| d.column[1]).collect()));
    let product = |f: &[f64]| -> f64 {
        let rank = if symmetric { f.len() / (N + 1) } else { f.len() / (2 * N) };
        let term = |r: usize| {
            let second =
                if symmetric { f[rank * N + r] * f[r * N + 1] } else { f[(rank + r) * N + 1] };
            f[r * N] * second
        };
        (0..rank).map(term).sum()
    };
    let draws = fit.effect_draws.iter().map(|d| product(&d.factors)).collect();
    out.push(("uv[0,1]".into(), truth.products[1], draws));
    out
}

/// Simulation-based calibration (Talts et al. 2018) and, from the same fits, bias and
/// coverage: over draws from the prior, the rank of the truth among thinned posterior draws
/// is uniform and 95 % intervals hold the truth in 95 % of data sets.
fn calibrated(family: Family, symmetric: bool, rank: usize, data_sets: u64) {
    const DRAWS: usize = 119;
    let thin = if rank > 1 { 30 } else { 20 };
    let params = AmeParams {
        rank,
        burn_in: 100 * thin,
        sweeps: DRAWS * thin,
        thin,
        goodness_of_fit: false,
        keep_effects: true,
        ..AmeParams::default()
    };
    let fits: Vec<Option<Vec<(String, f64, Vec<f64>)>>> = (0..data_sets)
        .into_par_iter()
        .map(|seed| {
            let truth = simulate(family, symmetric, rank, 1_000 + seed);
            let params = AmeParams { seed: 7_000_000 + seed, ..params }.check().unwrap();
            match ame::fit(&truth.data, &prior(symmetric), &params).unwrap() {
                AmeOutcome::Sampled(fit) => Some(quantities(&truth, &fit, symmetric)),
                AmeOutcome::ConstantOutcome { .. } => None,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    println!("{family:?} symmetric {symmetric}, rank {rank}: {data_sets} data sets of {N} actors");
    Ranks::report(&fits, DRAWS, chi_square_bound());
}

#[test]
fn calibration_normal_directed() {
    calibrated(Family::Normal, false, 1, 500);
}

#[test]
#[ignore = "slow: two dimensions mix slowly"]
fn calibration_normal_directed_in_two_dimensions() {
    calibrated(Family::Normal, false, 2, 500);
}

#[test]
fn calibration_normal_symmetric() {
    calibrated(Family::Normal, true, 1, 500);
}

#[test]
#[ignore = "slow: two dimensions mix slowly"]
fn calibration_normal_symmetric_in_two_dimensions() {
    calibrated(Family::Normal, true, 2, 500);
}

#[test]
fn calibration_probit_directed() {
    calibrated(Family::Probit, false, 1, 500);
}

#[test]
#[ignore = "slow: two dimensions mix slowly"]
fn calibration_probit_directed_in_two_dimensions() {
    calibrated(Family::Probit, false, 2, 500);
}

#[test]
fn calibration_probit_symmetric() {
    calibrated(Family::Probit, true, 1, 500);
}

#[test]
#[ignore = "slow: two dimensions mix slowly"]
fn calibration_probit_symmetric_in_two_dimensions() {
    calibrated(Family::Probit, true, 2, 500);
}

/// Milliseconds a sweep on a network of 100 actors, rank 2, one covariate of dyads.
#[test]
#[ignore = "timing: run alone"]
fn speed() {
    const ACTORS: usize = 100;
    let s = &mut Variates::new(5);
    let effects: Vec<f64> = (0..ACTORS).map(|_| 0.7 * s.normal()).collect();
    let x: Vec<f64> = (0..ACTORS * ACTORS).map(|_| s.normal()).collect();
    let y: Vec<f64> = (0..ACTORS * ACTORS)
        .map(|k| effects[k / ACTORS] + 0.5 * x[k] - 1.0 + s.normal())
        .map(|z| f64::from(u8::from(z > 0.0)))
        .collect();
    let data = Relations::directed(Family::Probit, ACTORS, &y)
        .unwrap()
        .with_dyadic_covariate("x", &x)
        .unwrap();
    let params = AmeParams { rank: 2, burn_in: 0, ..AmeParams::default() };
    let start = std::time::Instant::now();
    let fit = ame::fit(&data, &AmePrior::amen(&data, 2), &params.check().unwrap()).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!("10,000 sweeps in {seconds:.2} s: {:.3} ms a sweep", seconds / 10.0);
    assert!(fit.into_fit().is_some());
}
