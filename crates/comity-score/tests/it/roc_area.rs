use crate::{EXACT, P, Y, close};
use comity_core::Code;
use comity_score::roc_area;
use proptest::prelude::*;

#[test]
fn agrees_with_scikit_learn_on_ties() {
    // sklearn.metrics.roc_auc_score, version 1.9.1.
    close(roc_area(&P, &Y).unwrap(), 0.770_833_333_333_333_4, EXACT);
    close(roc_area(&[0.5; 5], &[false, true, false, true, true]).unwrap(), 0.5, EXACT);
}

#[test]
fn one_kind_of_outcome_has_no_score() {
    assert_eq!(roc_area(&[0.1, 0.2], &[false; 2]).unwrap_err().code(), Code::NoSample);
}

/// Share of (yes, no) pairs won, ties one half, in O(n²).
fn by_pairs(p: &[f64], y: &[bool]) -> f64 {
    let (mut wins, mut pairs) = (0.0, 0.0);
    for (p1, _) in p.iter().zip(y).filter(|(_, y)| **y) {
        for (p0, _) in p.iter().zip(y).filter(|(_, y)| !**y) {
            pairs += 1.0;
            wins += if p1 > p0 {
                1.0
            } else if p1 == p0 {
                0.5
            } else {
                0.0
            };
        }
    }
    wins / pairs
}

proptest! {
    #[test]
    fn equals_the_pair_count_ignores_rising_maps_and_mirrors(
        rows in prop::collection::vec((0_u8..=16, any::<bool>()), 2..60),
    ) {
        let (p, y): (Vec<f64>, Vec<bool>) =
            rows.into_iter().map(|(p, y)| (f64::from(p) / 16.0, y)).unzip();
        prop_assume!(y.iter().any(|v| *v) && y.iter().any(|v| !*v));
        let got = roc_area(&p, &y).unwrap();
        prop_assert!((got - by_pairs(&p, &y)).abs() < 1e-12);
        let mapped: Vec<f64> = p.iter().map(|p| p * p).collect();
        prop_assert_eq!(got, roc_area(&mapped, &y).unwrap());
        let mirrored: Vec<f64> = p.iter().map(|p| 1.0 - p).collect();
        prop_assert!((got + roc_area(&mirrored, &y).unwrap() - 1.0).abs() < 1e-12);
    }
}
