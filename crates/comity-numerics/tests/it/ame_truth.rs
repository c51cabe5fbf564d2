//! Additive-and-multiplicative-effects models on networks whose truth is known.

use crate::ame_simulation::{N, Truth, prior, simulate};
use crate::calibration::{Quantity, Ranks, chi_square_bound};
use comity_numerics::estimators::ame::{
    self, AmeFit, AmeOutcome, AmeParams, AmePrior, Family, Relations,
};
use comity_numerics::sampling::variates::Variates;
use rayon::prelude::*;

/// Names, true values and draws of quantities that are identified.
fn quantities(truth: &Truth, fit: &AmeFit, symmetric: bool) -> Vec<Quantity> {
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
    let fits: Vec<Option<Vec<Quantity>>> = (0..data_sets)
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
