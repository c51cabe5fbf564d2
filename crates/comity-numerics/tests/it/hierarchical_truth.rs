//! The hierarchical logit against maximum likelihood, quadrature, and known truth.
//!
//! Posterior means are compared with exact ones at 4.5 Monte-Carlo standard errors, and at
//! 1e-2 absolutely; standard deviations at 4.5 × sd/√(2 ess).

use crate::calibration::{Quantity, Ranks, chi_square_bound};
use crate::support::sample;
use comity_numerics::Design;
use comity_numerics::diagnostics::mcmc::Summary;
use comity_numerics::estimators::hierarchical_logit::{
    self, Grouping, HierarchicalFit, HierarchicalOutcome, HierarchicalPrior,
};
use comity_numerics::estimators::{Observations, ValidNewtonParams, logit};
use comity_numerics::sampling::nuts::NutsParams;
use comity_numerics::sampling::variates::Variates;
use comity_numerics::special::{log1p_exp, logistic};
use rayon::prelude::*;

fn draws(
    data: &Observations<'_>,
    groups: &[Grouping],
    prior: &HierarchicalPrior,
    params: NutsParams,
) -> HierarchicalFit {
    match hierarchical_logit::fit(data, groups, prior, &params.check().unwrap()).unwrap() {
        HierarchicalOutcome::Sampled(fit) => *fit,
        other => panic!("{other:?}"),
    }
}

/// With much data and nearly flat priors the posterior is nearly normal about the maximum;
/// its mean differs from it by a term of order 1/n, a few hundredths of a standard error.
#[test]
fn without_groups_and_with_flat_priors_it_is_maximum_likelihood() {
    let (design, y) = sample(3_000, 6, -1.0, 4);
    let data = Observations::new(&design, &y).unwrap();
    let ml = logit::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
    let prior = HierarchicalPrior { coefficients: vec![100.0; 6], group_sd: vec![] };
    let fit = draws(&data, &[], &prior, NutsParams::default());
    assert!(fit.converged(), "{:?}", fit.sampler);
    for (j, s) in fit.coefficients.iter().enumerate() {
        let error = ml.covariance.get(j, j).sqrt();
        let shift = (s.mean - ml.coefficients[j]) / error;
        println!("ML {:.5} posterior {:.5} ({shift:+.3} s.e.)", ml.coefficients[j], s.mean);
        assert!(shift.abs() < 0.1 + 4.5 * s.mcse / error && (s.sd / error - 1.0).abs() < 0.08);
    }
}

fn agrees(name: &str, s: &Summary, mean: f64, sd: f64) {
    println!(
        "{name:6} quadrature {mean:.5} ({sd:.5}) draws {:.5} ({:.5}) mcse {:.5} ess {:.0}",
        s.mean, s.sd, s.mcse, s.bulk_ess
    );
    assert!((s.mean - mean).abs() < (4.5 * s.mcse).min(1e-2 + s.mcse), "{name}");
    assert!((s.sd - sd).abs() < 4.5 * sd / (2.0 * s.bulk_ess).sqrt() + 2e-3, "{name}");
}

/// Three groups, an intercept, a standard deviation: given the last two, effects are
/// integrated one by one on a grid, and the two by another.
#[test]
fn three_groups_agree_with_quadrature() {
    let yes = [1.0, 3.0, 7.0];
    let size = 8.0;
    let y: Vec<bool> = (0..24).map(|i| f64::from(i % 8) < yes[(i / 8) as usize]).collect();
    let who: Vec<i64> = (0..24).map(|i| i / 8).collect();
    let design = Design::new(24, vec![("one".into(), vec![1.0; 24])]).unwrap();
    let data = Observations::new(&design, &y).unwrap();
    let groups = [Grouping::by("who", &who).unwrap()];
    let prior = HierarchicalPrior { coefficients: vec![1.5], group_sd: vec![1.0] };
    let params = NutsParams { draws: 20_000, target_acceptance: 0.95, ..NutsParams::default() };
    let fit = draws(&data, &groups, &prior, params);
    let (mut total, mut sums) = (0.0, [0.0; 6]);
    for b in 0..161 {
        let beta = -6.0 + 0.075 * f64::from(b);
        for t in 0..121 {
            let sigma = 0.0025 + 0.0375 * f64::from(t);
            // Mass, and first and second moment of the effect, of each group.
            let moments: Vec<[f64; 3]> = yes
                .iter()
                .map(|k| {
                    (0..161).fold([0.0; 3], |m, g| {
                        let z = -6.0 + 0.075 * f64::from(g);
                        let eta = beta + sigma * z;
                        let d = (k * eta - size * log1p_exp(eta) - 0.5 * z * z).exp();
                        [m[0] + d, m[1] + d * sigma * z, m[2] + d * (sigma * z).powi(2)]
                    })
                })
                .collect();
            let prior = (-0.5 * (beta / 1.5).powi(2) - 0.5 * sigma * sigma).exp();
            let weight = prior * moments.iter().map(|m| m[0]).product::<f64>();
            let effect = moments[2];
            total += weight;
            for (s, v) in sums.iter_mut().zip([
                beta,
                beta * beta,
                sigma,
                sigma * sigma,
                effect[1] / effect[0],
                effect[2] / effect[0],
            ]) {
                *s += weight * v;
            }
        }
    }
    let [b, bb, t, tt, u, uu] = sums.map(|s| s / total);
    let found = &fit.groupings[0];
    agrees("beta", &fit.coefficients[0], b, (bb - b * b).sqrt());
    agrees("sigma", &found.sd, t, (tt - t * t).sqrt());
    agrees("u[2]", &found.effects[2], u, (uu - u * u).sqrt());
    assert!(fit.sampler.e_bfmi.iter().all(|e| *e > 0.3), "{:?}", fit.sampler);
}

const ACTORS: i64 = 8;
const YEARS: i64 = 4;

/// Names and true values.
type Truth = Vec<(String, f64)>;

/// Coefficients, standard deviations and effects from the prior, and an outcome for every
/// dyad in every other year.
fn calibration_data(seed: u64) -> (Design, Vec<bool>, Vec<Grouping>, Truth) {
    let s = &mut Variates::new(seed);
    let rows: Vec<(i64, i64, i64)> = (0..ACTORS)
        .flat_map(|a| (a + 1..ACTORS).flat_map(move |b| (0..YEARS).map(move |t| (a, b, t))))
        .filter(|(a, b, t)| (a + b + t) % 2 == 0)
        .collect();
    let n = rows.len();
    let x: Vec<f64> = (0..n).map(|_| s.normal()).collect();
    let beta = [s.normal(), s.normal()];
    let sd = [s.normal().abs(), s.normal().abs()];
    let actors: Vec<f64> = (0..ACTORS).map(|_| sd[0] * s.normal()).collect();
    let years: Vec<f64> = (0..YEARS).map(|_| sd[1] * s.normal()).collect();
    let y = rows
        .iter()
        .zip(&x)
        .map(|(&(a, b, t), x)| {
            let effects = actors[a as usize] + actors[b as usize] + years[t as usize];
            s.uniform() < logistic(beta[0] + beta[1] * x + effects)
        })
        .collect();
    let ids = |f: &dyn Fn(&(i64, i64, i64)) -> i64| rows.iter().map(f).collect::<Vec<_>>();
    let groups = vec![
        Grouping::by_members("actor", &ids(&|r| r.0), &ids(&|r| r.1)).unwrap(),
        Grouping::by("year", &ids(&|r| r.2)).unwrap(),
    ];
    let design = Design::new(n, vec![("one".into(), vec![1.0; n]), ("x".into(), x)]).unwrap();
    let truth = [
        ("beta[0]", beta[0]),
        ("beta[1]", beta[1]),
        ("sd actor", sd[0]),
        ("sd year", sd[1]),
        ("actor[0]", actors[0]),
        ("actor[5]", actors[5]),
        ("year[1]", years[1]),
    ];
    (design, y, groups, truth.map(|(n, v)| (n.to_owned(), v)).to_vec())
}

/// Simulation-based calibration, bias and coverage over draws from the prior.
fn calibrated(data_sets: u64) {
    const DRAWS: usize = 119;
    let fits: Vec<Option<Vec<Quantity>>> = (0..data_sets)
        .into_par_iter()
        .map(|seed| {
            let (design, y, groups, truth) = calibration_data(50_000 + seed);
            let data = Observations::new(&design, &y).unwrap();
            let prior = HierarchicalPrior { coefficients: vec![1.0; 2], group_sd: vec![1.0; 2] };
            let params = NutsParams {
                chains: 1,
                warm_up: 400,
                draws: DRAWS,
                thin: 6,
                target_acceptance: 0.9,
                seed: 900_000 + seed,
                ..NutsParams::default()
            };
            let params = params.check().unwrap();
            match hierarchical_logit::fit(&data, &groups, &prior, &params).unwrap() {
                HierarchicalOutcome::Sampled(fit) => Some(quantities(truth, &fit)),
                HierarchicalOutcome::ConstantOutcome { .. } => None,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    println!("hierarchical logit: {data_sets} data sets of 56 rows, 8 actors, 4 years");
    Ranks::report(&fits, DRAWS, chi_square_bound());
}

fn quantities(truth: Truth, fit: &HierarchicalFit) -> Vec<Quantity> {
    let column = |draws: &[Vec<f64>], k: usize| draws.iter().map(|d| d[k]).collect::<Vec<_>>();
    let [actor, year] = &fit.groupings[..] else { panic!("two groupings") };
    let draws = [
        column(&fit.coefficient_draws, 0),
        column(&fit.coefficient_draws, 1),
        actor.sd_draws.clone(),
        year.sd_draws.clone(),
        column(&actor.effect_draws, 0),
        column(&actor.effect_draws, 5),
        column(&year.effect_draws, 1),
    ];
    truth.into_iter().zip(draws).map(|((n, t), d)| (n, t, d)).collect()
}

#[test]
fn calibration() {
    calibrated(100);
}

#[test]
#[ignore = "slow: 500 data sets take half a minute"]
fn calibration_in_full() {
    calibrated(500);
}
