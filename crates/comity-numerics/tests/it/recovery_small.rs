//! Known truth in small samples and with rare events, where maximum likelihood is biased.
//!
//! 1,000 data sets each (600 with profile intervals). Corrected estimates must be free of
//! bias to within four Monte-Carlo standard errors and an allowance for what the correction
//! leaves, of order 1/n²: a twentieth of the estimate's standard deviation.

use crate::tally::Tally;
use comity_numerics::Design;
use comity_numerics::estimators::{
    Link, Observations, ValidNewtonParams, bias_reduced, firth, glm, logit, rare_events,
};
use comity_numerics::sampling::normal::StandardNormal;

fn draw(
    rows: usize,
    beta: [f64; 3],
    link: Link,
    source: &mut StandardNormal,
) -> (Design, Vec<bool>) {
    let normal = (0..rows).map(|_| source.next_normal()).collect();
    let dummy = (0..rows).map(|_| f64::from(u8::from(source.uniform() < 0.5))).collect();
    let columns = vec![
        ("(intercept)".to_owned(), vec![1.0; rows]),
        ("normal".to_owned(), normal),
        ("dummy".to_owned(), dummy),
    ];
    let design = Design::new(rows, columns).unwrap();
    let y = design.times(&beta).into_iter().map(|e| source.uniform() < link.mean(e)).collect();
    (design, y)
}

fn nearly_unbiased(tally: &Tally) {
    let allowance = 4.0 * tally.bias_error() + 0.05 * tally.spread();
    assert!(tally.bias().abs() < allowance, "bias {}", tally.bias());
}

/// About 25 events in 1,500 rows.
#[test]
fn rare_events_correction_removes_the_bias() {
    let beta = [-4.5, 0.6, 0.4];
    let names = ["(intercept)", "normal", "dummy"];
    let tally = |label: &str| names.map(|n| Tally::new(format!("rare events, {label}, {n}")));
    let (mut plain, mut corrected) = (tally("uncorrected"), tally("corrected"));
    let params = ValidNewtonParams::default();
    let mut without = 0;
    for seed in 0..1000 {
        let mut source = StandardNormal::new(8_000 + seed);
        let (x, y) = draw(1500, beta, Link::Logit, &mut source);
        let data = Observations::new(&x, &y).unwrap();
        let ml = logit::fit(&data, &params);
        let rare = rare_events::fit(&data, None, &params).unwrap();
        let (Some(ml), Some(rare)) = (ml.fit(), rare.fit()) else {
            without += 1;
            continue;
        };
        assert!(rare.log_likelihood <= ml.log_likelihood && rare.objective == ml.objective);
        for j in 0..3 {
            plain[j].add_normal(ml.coefficients[j], ml.covariance.get(j, j), beta[j]);
            corrected[j].add_normal(rare.coefficients[j], rare.covariance.get(j, j), beta[j]);
        }
    }
    println!("rare events: {without} data sets without a maximum");
    assert!(without < 5);
    for j in 0..3 {
        plain[j].print();
        corrected[j].covers();
        nearly_unbiased(&corrected[j]);
    }
    assert!(plain[0].bias() < -4.0 * plain[0].bias_error(), "uncorrected must be biased");
}

/// All events and as many non-events are kept of a population with 3 % events.
#[test]
fn prior_correction_recovers_the_intercept_of_the_population() {
    let beta = [-4.0, 0.6, 0.4];
    let mut plain = Tally::new("rare events, prior correction, (intercept)");
    let mut tally = Tally::new("the same, less 1/n1 + 1/n0");
    let mut slope = Tally::new("rare events, prior correction, normal");
    let share = {
        let mut source = StandardNormal::new(1);
        let (_, y) = draw(2_000_000, beta, Link::Logit, &mut source);
        y.iter().filter(|y| **y).count() as f64 / 2e6
    };
    for seed in 0..600 {
        let mut source = StandardNormal::new(18_000 + seed);
        let (x, y) = draw(6000, beta, Link::Logit, &mut source);
        let events: Vec<usize> = (0..6000).filter(|&i| y[i]).collect();
        let others = (0..6000).filter(|&i| !y[i]).take(events.len());
        let kept: Vec<usize> = events.iter().copied().chain(others).collect();
        let columns = x
            .names()
            .iter()
            .cloned()
            .zip(x.columns().iter().map(|c| kept.iter().map(|&i| c[i]).collect()))
            .collect();
        let sample = Design::new(kept.len(), columns).unwrap();
        let y: Vec<bool> = kept.iter().map(|&i| y[i]).collect();
        let data = Observations::new(&sample, &y).unwrap();
        let fit = rare_events::fit(&data, Some(share), &ValidNewtonParams::default()).unwrap();
        let fit = fit.fit().unwrap();
        let model_based = fit.covariance.get(0, 0);
        let drawn = 2.0 / events.len() as f64;
        plain.add_normal(fit.coefficients[0], model_based, beta[0]);
        tally.add_normal(fit.coefficients[0], model_based - drawn, beta[0]);
        slope.add_normal(fit.coefficients[1], fit.covariance.get(1, 1), beta[1]);
    }
    // Sampling fixes the numbers of events and non-events, so that the intercept varies less
    // than in a random sample: by 1/n₁ + 1/n₀ (Prentice and Pyke 1979, Biometrika 66(3)).
    plain.print();
    assert!(plain.coverage() > 0.96, "model-based intervals of the intercept are too wide");
    tally.covers();
    slope.covers();
    nearly_unbiased(&tally);
}

/// 60 rows: in some data sets maximum likelihood has no estimate at all.
#[test]
fn firth_profile_intervals_cover_in_small_samples() {
    let beta = [-0.5, 1.0, 0.8];
    let mut profile = Tally::new("Firth, profile interval, normal");
    let mut dummy = Tally::new("Firth, profile interval, dummy");
    let mut wald = Tally::new("Firth, Wald interval, normal");
    let mut ml = Tally::new("maximum likelihood, normal");
    let params = ValidNewtonParams::default();
    for seed in 0..600 {
        let mut source = StandardNormal::new(52_000 + seed);
        let (x, y) = draw(60, beta, Link::Logit, &mut source);
        let data = Observations::new(&x, &y).unwrap();
        let outcome = firth::fit(&data, &params);
        let fit = outcome.fit().unwrap();
        let intervals = firth::profile(&data, fit, 0.95, &params).unwrap();
        let ends = |j: usize| (intervals[j].lower.unwrap(), intervals[j].upper.unwrap());
        profile.add(fit.coefficients[1], ends(1), beta[1]);
        dummy.add(fit.coefficients[2], ends(2), beta[2]);
        wald.add_normal(fit.coefficients[1], fit.covariance.get(1, 1), beta[1]);
        if let Some(fit) = logit::fit(&data, &params).fit() {
            ml.add_normal(fit.coefficients[1], fit.covariance.get(1, 1), beta[1]);
        }
    }
    ml.print();
    wald.print();
    profile.covers();
    dummy.covers();
    nearly_unbiased(&profile);
    assert!(ml.bias() > 2.0 * profile.bias().abs(), "maximum likelihood must be biased");
}

#[test]
fn mean_bias_reduction_of_probit_and_cloglog() {
    let beta = [-0.4, 0.7, 0.5];
    let params = ValidNewtonParams::default();
    for link in [Link::Probit, Link::Cloglog] {
        let mut reduced = Tally::new(format!("bias-reduced {}, normal", link.name()));
        let mut ml = Tally::new(format!("maximum likelihood {}, normal", link.name()));
        for seed in 0..1000 {
            let mut source = StandardNormal::new(91_000 + seed);
            let (x, y) = draw(100, beta, link, &mut source);
            let data = Observations::new(&x, &y).unwrap();
            let outcome = bias_reduced::fit(&data, link, &params);
            let fit = outcome.fit().unwrap();
            reduced.add_normal(fit.coefficients[1], fit.covariance.get(1, 1), beta[1]);
            if let Some(fit) = glm::fit(&data, link, &params).fit() {
                ml.add_normal(fit.coefficients[1], fit.covariance.get(1, 1), beta[1]);
            }
        }
        ml.print();
        reduced.covers();
        nearly_unbiased(&reduced);
        assert!(ml.bias() > 2.0 * reduced.bias().abs(), "maximum likelihood must be biased");
    }
}
