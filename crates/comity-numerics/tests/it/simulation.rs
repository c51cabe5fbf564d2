//! Known truth by simulation.

use crate::support::sample;
use comity_numerics::Design;
use comity_numerics::estimators::{Observations, ValidNewtonParams, logit};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use comity_numerics::variance::dyadic::{Dyads, variance};

/// 95 % intervals from the information hold the true slope in about 95 % of samples. With
/// 400 samples the share has a standard error of 1.1 points; the bounds are four of them.
#[test]
fn model_based_intervals_cover() {
    let covered = (0..400)
        .filter(|&seed| {
            let (design, y) = sample(400, 3, 0.0, 10_000 + seed);
            let data = Observations::new(&design, &y).unwrap();
            let fit = logit::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
            let error = fit.coefficients[1] + 0.4;
            error.abs() < 1.96 * fit.covariance.get(1, 1).sqrt()
        })
        .count();
    assert!((362..=398).contains(&covered), "{covered} of 400");
}

/// A dyadic panel whose covariate and latent propensity are both sums of unit effects:
/// model-based intervals are far too short, dyadic ones come near. Aronow, Samii and Assenova
/// (2015, figure 1) report coverage of about 0.9 with 50 units.
#[test]
fn dyadic_intervals_cover_where_model_based_ones_fail() {
    const UNITS: i64 = 50;
    const SAMPLES: u64 = 120;
    let pairs: Vec<(i64, i64)> =
        (0..UNITS).flat_map(|a| (a + 1..UNITS).map(move |b| (a, b))).collect();
    let (a, b): (Vec<i64>, Vec<i64>) = pairs.iter().copied().unzip();
    let dyads = Dyads::new(&a, &b).unwrap();
    let (mut model, mut robust) = (0, 0);
    for seed in 0..SAMPLES {
        let mut source = StandardNormal::new(seed);
        let mut effects = || -> Vec<f64> { (0..UNITS).map(|_| source.next_normal()).collect() };
        let (x_unit, y_unit) = (effects(), effects());
        let sum = |unit: &[f64]| -> Vec<f64> {
            pairs.iter().map(|&(a, b)| unit[a as usize] + unit[b as usize]).collect()
        };
        // The true slope of the marginal model is zero: x and the propensity are independent.
        let y: Vec<bool> =
            sum(&y_unit).into_iter().map(|e| source.uniform() < logistic(1.5 * e - 0.5)).collect();
        let columns =
            vec![("1".to_owned(), vec![1.0; pairs.len()]), ("x".to_owned(), sum(&x_unit))];
        let design = Design::new(pairs.len(), columns).unwrap();
        let data = Observations::new(&design, &y).unwrap();
        let fit = logit::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
        let scores: Vec<f64> = design
            .times(&fit.coefficients)
            .into_iter()
            .zip(&y)
            .map(|(eta, y)| f64::from(u8::from(*y)) - logistic(eta))
            .collect();
        let v = variance(&design, &scores, &fit.covariance, &dyads).unwrap();
        let within = |variance: f64| fit.coefficients[1].abs() < 1.96 * variance.sqrt();
        model += usize::from(within(fit.covariance.get(1, 1)));
        robust += usize::from(within(v.variance.get(1, 1)));
    }
    let share = |count: usize| count as f64 / SAMPLES as f64;
    assert!(share(model) < 0.6, "model-based {model}");
    assert!(share(robust) > 0.82, "dyadic {robust}");
}
