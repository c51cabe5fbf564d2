use crate::{EXACT, close};
use comity_core::Code;
use comity_score::{crps_count, crps_sample};
use proptest::prelude::*;

fn poisson(mean: f64, entries: u32) -> Vec<f64> {
    let step = |p: &f64, k: u32| Some(p * mean / f64::from(k));
    let mut k = 0;
    std::iter::successors(Some((-mean).exp()), |p| {
        k += 1;
        step(p, k)
    })
    .take(entries as usize)
    .collect()
}

#[test]
fn poisson_forecasts_agree_with_the_closed_form() {
    // (y − λ)(2F(y) − 1) + 2λf(y) − λ e^{−2λ}(I₀(2λ) + I₁(2λ)), Wei and Held (2014), TEST 23,
    // evaluated with SciPy 1.17.1.
    for (mean, y, want) in [
        (3.2, 5, 1.161_105_187_756_316),
        (0.7, 0, 0.278_900_924_550_316_1),
        (12.0, 8, 2.388_187_452_788_401),
    ] {
        close(crps_count(&poisson(mean, 80), y).unwrap(), want, 1e-9);
    }
}

#[test]
fn a_sure_forecast_scores_its_distance() {
    close(crps_count(&[0.0, 0.0, 1.0], 7).unwrap(), 5.0, EXACT);
    close(crps_count(&[0.0, 0.0, 1.0], 0).unwrap(), 2.0, EXACT);
    close(crps_sample(&[4, 4, 4], 1).unwrap(), 3.0, EXACT);
}

#[test]
fn faults_are_coded() {
    assert_eq!(crps_count(&[0.5, 0.4], 1).unwrap_err().code(), Code::BadForecast);
    assert_eq!(crps_count(&[], 1).unwrap_err().code(), Code::NoSample);
    assert_eq!(crps_sample(&[], 1).unwrap_err().code(), Code::NoSample);
}

proptest! {
    #[test]
    fn both_forms_agree(sample in prop::collection::vec(0_u64..12, 1..60), y in 0_u64..20) {
        let mut pmf = vec![0.0; 12];
        for x in &sample {
            pmf[*x as usize] += 1.0 / sample.len() as f64;
        }
        let (one, two) = (crps_count(&pmf, y).unwrap(), crps_sample(&sample, y).unwrap());
        prop_assert!((one - two).abs() < 1e-9, "{} {}", one, two);
    }
}
