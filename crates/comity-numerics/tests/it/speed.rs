//! Times of the hot paths, printed. Run with
//! `cargo test -p comity-numerics --test it speed -- --ignored --nocapture`.

use crate::support::sample;
use comity_numerics::estimators::{Observations, ValidNewtonParams, firth, logit};
use comity_numerics::special::logistic;
use comity_numerics::variance::dyadic::{Dyads, variance};
use std::time::Instant;

/// The shortest of several runs, in milliseconds.
fn shortest(runs: usize, mut work: impl FnMut()) -> f64 {
    (0..runs)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed().as_secs_f64() * 1e3
        })
        .fold(f64::INFINITY, f64::min)
}

#[test]
#[ignore = "slow: measures time"]
fn logit_with_dyadic_variance() {
    const ROWS: usize = 61_563;
    let (design, y) = sample(ROWS, 20, -3.0, 1);
    let a: Vec<i64> = (0..ROWS as i64).map(|i| i * 31 % 211).collect();
    let b: Vec<i64> = (0..ROWS as i64).map(|i| 211 + i * 17 % 197).collect();
    let params = ValidNewtonParams::default();
    let data = Observations::new(&design, &y).unwrap();
    let fit_alone = shortest(7, || assert!(logit::fit(&data, &params).fit().is_some()));
    let both = shortest(7, || {
        let fit = logit::fit(&data, &params).into_fit().unwrap();
        let dyads = Dyads::new(&a, &b).unwrap();
        let scores: Vec<f64> = design
            .times(&fit.coefficients)
            .into_iter()
            .zip(&y)
            .map(|(eta, y)| f64::from(u8::from(*y)) - logistic(eta))
            .collect();
        assert_eq!(variance(&design, &scores, &fit.covariance, &dyads).unwrap().units, 408);
    });
    println!("logit 61,563 x 20: {fit_alone:.1} ms; with dyadic variance {both:.1} ms");
    let (design, y) = sample(239, 7, 0.0, 3);
    let data = Observations::new(&design, &y).unwrap();
    let small = shortest(50, || assert!(firth::fit(&data, &params).fit().is_some()));
    println!("Firth 239 x 7: {small:.3} ms");
}
