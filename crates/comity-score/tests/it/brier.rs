use crate::{EXACT, P, Y, close};
use comity_core::Code;
use comity_score::{brier, brier_score};
use proptest::prelude::*;

#[test]
fn the_score_agrees_with_scikit_learn() {
    // sklearn.metrics.brier_score_loss, version 1.9.1.
    close(brier_score(&P, &Y).unwrap(), 0.1845, EXACT);
}

#[test]
fn parts_by_hand_when_bins_hold_equal_forecasts() {
    // Two rows at 0.2 with no yes, two at 0.8 with one: ȳ = 1/4.
    let parts = brier(&[0.2, 0.2, 0.8, 0.8], &[false, false, true, false], 2).unwrap();
    close(parts.reliability, 0.5 * 0.04 + 0.5 * 0.09, EXACT);
    close(parts.resolution, 0.0625, EXACT);
    close(parts.uncertainty, 0.1875, EXACT);
    assert_eq!((parts.within_variance, parts.within_covariance), (0.0, 0.0));
    close(parts.score, (0.04 + 0.04 + 0.04 + 0.64) / 4.0, EXACT);
    assert_eq!((parts.bins, parts.n, parts.events), (2, 4, 1));
}

#[test]
fn faults_are_coded() {
    assert_eq!(brier(&[0.5], &[true], 0).unwrap_err().code(), Code::BadSetting);
    assert_eq!(brier(&[1.5], &[true], 2).unwrap_err().code(), Code::BadForecast);
    assert_eq!(brier(&[], &[], 2).unwrap_err().code(), Code::NoSample);
}

proptest! {
    #[test]
    fn the_parts_add_up_for_any_bins(
        rows in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..80),
        bins in 1_usize..12,
    ) {
        let (p, y): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
        let b = brier(&p, &y, bins).unwrap();
        let sum = b.reliability - b.resolution + b.uncertainty + b.within_variance
            - b.within_covariance;
        prop_assert!((b.score - sum).abs() < 1e-12);
        prop_assert!((b.score - (b.reliability - b.generalised_resolution() + b.uncertainty)).abs() < 1e-12);
        prop_assert!(b.bins <= bins && b.reliability >= 0.0 && b.resolution >= 0.0);
    }

    #[test]
    fn forecasting_the_share_scores_the_uncertainty(y in prop::collection::vec(any::<bool>(), 1..60)) {
        let share = y.iter().filter(|v| **v).count() as f64 / y.len() as f64;
        let b = brier(&vec![share; y.len()], &y, 10).unwrap();
        prop_assert!((b.score - b.uncertainty).abs() < 1e-12);
        prop_assert_eq!(b.bins, 1);
    }
}
