//! Against R amen 1.4.5: two fits of log trade among the 30 largest economies.
//!
//! Both sides are averages over Markov chains. A posterior mean is compared in units of the
//! combined Monte-Carlo standard error, √(mcse² + mcse'²), each from its own effective number
//! of draws; the largest of k such differences exceeds 4 with probability about 6e-5 k. amen's
//! effective numbers come from a single chain of 1,000 kept draws, as few as 56 of which are
//! effective, so its standard errors are themselves uncertain by a tenth: the bound is 4.5.
//!
//! The posterior of the second case has two modes: one with two strong latent dimensions
//! (ρ near 0.63), and one with a single strong one (ρ near 0.80, shared_igos near 1.1), between
//! which a chain moves about every 20,000 sweeps. amen's 10,500 sweeps saw the first alone.
//! So chains of amen's own length are run, those that stay in the first mode are compared,
//! and the share of draws in the other is printed.
//! Posterior standard deviations of ours agree with amen's within 4.5 of their own standard
//! errors, sd/√(2 ess), of both sides together. amen gives no standard error for the
//! posterior mean of the linear predictor: its root mean squared difference is compared with
//! the spread that the coefficients' and effects' Monte-Carlo errors imply, see below.

use crate::support::{columns, fit as reference_fit, reference};
use comity_numerics::diagnostics::mcmc::{Summary, summarise};
use comity_numerics::estimators::ame::{
    self, AmeFit, AmeOutcome, AmeParams, AmePrior, Family, Relations,
};
use rayon::prelude::*;
use std::path::Path;

const ACTORS: usize = 30;

fn trade(folder: &Path) -> Relations {
    // Rows of the file are rows of the array; the first column names them.
    let mut reader = csv::Reader::from_path(folder.join("IR30_Y.csv")).unwrap();
    let y: Vec<f64> = reader
        .records()
        .flat_map(|r| {
            let r = r.unwrap();
            r.iter().skip(1).map(|c| c.parse().unwrap_or(f64::NAN)).collect::<Vec<f64>>()
        })
        .collect();
    let mut data = Relations::directed(Family::Normal, ACTORS, &y).unwrap();
    let nodes = columns(folder.join("IR30_Xn.csv"));
    for name in ["pop", "gdp", "polity"] {
        data = data.with_row_covariate(&format!("{name}.row"), &nodes[name]).unwrap();
    }
    for name in ["pop", "gdp", "polity"] {
        data = data.with_column_covariate(&format!("{name}.col"), &nodes[name]).unwrap();
    }
    for name in ["conflicts", "distance", "shared_igos", "polity_int"] {
        let mut reader = csv::Reader::from_path(folder.join("IR30_Xd.csv")).unwrap();
        let headers = reader.headers().unwrap().clone();
        let at = headers.iter().position(|h| h == name).unwrap();
        let mut values = vec![0.0; ACTORS * ACTORS];
        for record in reader.records() {
            let record = record.unwrap();
            let place = |k: usize| record[k].parse::<usize>().unwrap() - 1;
            values[place(0) * ACTORS + place(1)] = record[at].parse().unwrap_or(0.0);
        }
        data = data.with_dyadic_covariate(&format!("{name}.dyad"), &values).unwrap();
    }
    data
}

/// The difference of two means in units of its standard error.
fn compare(name: &str, ours: &Summary, [mean, sd, mcse]: [f64; 3]) -> f64 {
    let z = (ours.mean - mean) / (ours.mcse * ours.mcse + mcse * mcse).sqrt();
    let ess = (sd / mcse) * (sd / mcse);
    let error = ((ours.sd * ours.sd / ours.bulk_ess + sd * sd / ess) / 2.0).sqrt();
    let z_sd = (ours.sd - sd) / error;
    println!(
        "  {name:18} amen {mean:>10.5} ours {:>10.5} relative {:>8.1e} z {z:>5.2} | sd amen {sd:.5} ours {:.5} z {z_sd:>5.2} | ess {:.0} and {ess:.0} R̂ {:.4}",
        ours.mean,
        (ours.mean - mean) / mean,
        ours.sd,
        ours.bulk_ess,
        ours.r_hat,
    );
    z.abs().max(z_sd.abs())
}

fn agrees(case: &str, rank: usize) {
    let Some(folder) = reference().map(|f| f.join("amen")) else { return };
    let expected = reference_fit(folder.join(format!("{case}.json")));
    let data = trade(&folder);
    let prior = AmePrior::amen(&data, rank);
    let one = |seed: u64| {
        let params = AmeParams { rank, thin: 10, seed, ..AmeParams::default() }.check().unwrap();
        match ame::fit(&data, &prior, &params).unwrap() {
            AmeOutcome::Sampled(fit) => *fit,
            other => panic!("{other:?}"),
        }
    };
    let fits: Vec<AmeFit> = (1..=16).into_par_iter().map(one).collect();
    let kept: Vec<AmeFit> =
        fits.iter().filter(|f| rank == 0 || stays_in_the_first_mode(f)).cloned().collect();
    let beyond = fits.iter().flat_map(|f| &f.variance_draws).filter(|d| d[3] > 0.71).count();
    println!("{case}: amen 1.4.5, one chain of 10,000 sweeps; ours {} of 16 such", kept.len());
    if rank > 0 {
        println!("  {beyond} of {} draws beyond the first mode", 16_000);
    }
    let fit = together(&kept);
    let figure = |field: &str, name: &str| expected[field][name].as_f64().unwrap();
    let mut worst = 0.0_f64;
    for (name, ours) in fit.names.iter().zip(&fit.coefficients) {
        let theirs = ["coef", "se", "beta_mcse"].map(|field| figure(field, name));
        worst = worst.max(compare(name, ours, theirs));
    }
    for (name, ours) in fit.variance_names.iter().zip(&fit.variances) {
        let theirs = ["VC_mean", "VC_sd", "VC_mcse"].map(|field| figure(field, name));
        worst = worst.max(compare(name, ours, theirs));
    }
    assert!(worst < 4.5, "{worst}");
    goodness(&fit, &expected);
    predictor(&fit, &folder.join(format!("{case}_EZ.csv")));
}

/// No hundred kept draws in a row have a mean dyadic correlation above 0.71, which lies
/// between the two modes.
fn stays_in_the_first_mode(fit: &AmeFit) -> bool {
    let rho = |draws: &[Vec<f64>]| draws.iter().map(|d| d[3]).sum::<f64>() / draws.len() as f64;
    fit.variance_draws.chunks(100).all(|block| rho(block) < 0.71)
}

/// Several fits of one chain each as one fit of several chains.
fn together(fits: &[AmeFit]) -> AmeFit {
    let mut all = fits[0].clone();
    let of = |draws: &dyn Fn(&AmeFit) -> Vec<f64>| {
        summarise(&fits.iter().map(draws).collect::<Vec<_>>())
    };
    let column = |draws: &[Vec<f64>], k: usize| draws.iter().map(|d| d[k]).collect::<Vec<_>>();
    all.coefficients =
        (0..all.names.len()).map(|k| of(&|f| column(&f.coefficient_draws, k))).collect();
    all.variances = (0..5).map(|k| of(&|f| column(&f.variance_draws, k))).collect();
    all.simulated_goodness = fits.iter().flat_map(|f| f.simulated_goodness.clone()).collect();
    for (cell, mean) in all.linear_predictor.iter_mut().enumerate() {
        *mean = fits.iter().map(|f| f.linear_predictor[cell]).sum::<f64>() / fits.len() as f64;
    }
    all
}

/// The statistics of the data are exact; those of simulated networks are averages of
/// kept draws. amen keeps no spread of its own, so ours serves for both, with amen's
/// least effective number of draws, 50.
fn goodness(fit: &AmeFit, expected: &serde_json::Value) {
    let five = |g: &ame::Goodness| {
        [
            g.row_means_sd,
            g.column_means_sd,
            g.dyadic_dependence,
            g.cyclic_dependence,
            g.transitive_dependence,
        ]
    };
    let names = ["sd.rowmean", "sd.colmean", "dyad.dep", "cycle.dep", "trans.dep"];
    let count = fit.simulated_goodness.len() as f64;
    for (k, name) in names.iter().enumerate() {
        let observed = expected["gof_obs"][*name].as_f64().unwrap();
        assert!((five(&fit.observed_goodness)[k] - observed).abs() < 1e-12, "{name}");
        let values: Vec<f64> = fit.simulated_goodness.iter().map(|g| five(g)[k]).collect();
        let mean = values.iter().sum::<f64>() / count;
        let sd = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count).sqrt();
        let theirs = expected["gof_mean"][*name].as_f64().unwrap();
        println!("  {name:18} amen {theirs:>10.5} ours {mean:>10.5} sd {sd:.5}");
        assert!((mean - theirs).abs() < 4.5 * sd / 50.0_f64.sqrt(), "{name}");
    }
}

fn predictor(fit: &AmeFit, path: &Path) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let theirs: Vec<f64> = reader
        .records()
        .flat_map(|r| r.unwrap().iter().map(|c| c.parse().unwrap()).collect::<Vec<f64>>())
        .collect();
    let off = |k: &usize| k / ACTORS != k % ACTORS;
    let cells: Vec<usize> = (0..ACTORS * ACTORS).filter(off).collect();
    let squared: f64 =
        cells.iter().map(|&k| (fit.linear_predictor[k] - theirs[k]).powi(2)).sum::<f64>();
    let rms = (squared / cells.len() as f64).sqrt();
    let worst =
        cells.iter().map(|&k| (fit.linear_predictor[k] - theirs[k]).abs()).fold(0.0, f64::max);
    let residual = fit.variances[4].mean.sqrt();
    println!(
        "  linear predictor: root mean squared difference {rms:.5}, largest {worst:.5}, error sd {residual:.4}"
    );
    // A cell's posterior sd is below the error sd; amen's effective number of draws of the
    // slowest directions is about 56, so 1/√56 = 0.134 of it bounds the Monte-Carlo error.
    assert!(rms < 0.134 * residual, "{rms}");
}

#[test]
fn trade_with_additive_effects() {
    agrees("IR_srrm", 0);
}

#[test]
fn trade_with_additive_and_multiplicative_effects() {
    agrees("IR_ame2", 2);
}
