//! Times of the hot paths, printed. Run with
//! `cargo test -p comity-numerics --test it speed -- --ignored --nocapture`.

use crate::support::sample;
use comity_numerics::estimators::information::multipliers;
use comity_numerics::estimators::{Link, Observations, ValidNewtonParams, firth, glm};
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
fn links_with_dyadic_variance() {
    const ROWS: usize = 61_563;
    let (design, y) = sample(ROWS, 20, -3.0, 1);
    let a: Vec<i64> = (0..ROWS as i64).map(|i| i * 31 % 211).collect();
    let b: Vec<i64> = (0..ROWS as i64).map(|i| 211 + i * 17 % 197).collect();
    let params = ValidNewtonParams::default();
    let data = Observations::new(&design, &y).unwrap();
    let dyads = shortest(5, || assert_eq!(Dyads::new(&a, &b).unwrap().units(), 408));
    let known = Dyads::new(&a, &b).unwrap();
    for link in Link::ALL {
        let alone = shortest(5, || assert!(glm::fit(&data, link, &params).fit().is_some()));
        let both = shortest(5, || {
            let fit = glm::fit(&data, link, &params).into_fit().unwrap();
            let scores = multipliers(&data, link, &fit.coefficients).unwrap();
            assert_eq!(variance(&design, &scores, &fit.covariance, &known).unwrap().units, 408);
        });
        println!(
            "{} {ROWS} x 20: fit {alone:.1} ms; with dyadic variance {both:.1} ms; \
             numbering of dyads {dyads:.1} ms",
            link.name()
        );
    }
}

#[test]
#[ignore = "slow: measures time"]
fn firth_with_profile_intervals() {
    let params = ValidNewtonParams::default();
    for (rows, width, runs) in [(239, 7, 50), (5_000, 10, 5)] {
        let (design, y) = sample(rows, width, -1.0, 3);
        let data = Observations::new(&design, &y).unwrap();
        let alone = shortest(runs, || assert!(firth::fit(&data, &params).fit().is_some()));
        let both = shortest(runs, || {
            let fit = firth::fit(&data, &params).into_fit().unwrap();
            let profile = firth::profile(&data, &fit, 0.95, &params).unwrap();
            assert!(profile.iter().all(|p| p.lower.is_some() && p.upper.is_some()));
        });
        println!("Firth {rows} x {width}: fit {alone:.3} ms; with profile intervals {both:.3} ms");
    }
}
