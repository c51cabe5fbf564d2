use crate::{EXACT, P, Y, close};
use comity_core::Code;
use comity_score::average_precision;
use proptest::prelude::*;

#[test]
fn agrees_with_scikit_learn_on_ties() {
    // sklearn.metrics.average_precision_score, version 1.9.1.
    close(average_precision(&P, &Y).unwrap(), 0.684_523_809_523_809_5, EXACT);
    close(average_precision(&[0.5; 5], &[false, true, false, true, true]).unwrap(), 0.6, EXACT);
}

#[test]
fn one_kind_of_outcome_has_no_score() {
    assert_eq!(average_precision(&[0.1, 0.2], &[false; 2]).unwrap_err().code(), Code::NoSample);
    assert_eq!(average_precision(&[0.1, 0.2], &[true; 2]).unwrap_err().code(), Code::NoSample);
}

/// The definition, threshold by threshold, in O(n²).
fn by_definition(p: &[f64], y: &[bool]) -> f64 {
    let mut thresholds = p.to_vec();
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup();
    let total = y.iter().filter(|v| **v).count() as f64;
    let (mut area, mut recall) = (0.0, 0.0);
    for t in thresholds {
        let chosen = p.iter().filter(|p| **p >= t).count() as f64;
        let hits = p.iter().zip(y).filter(|(p, y)| **p >= t && **y).count() as f64;
        area += (hits / total - recall) * hits / chosen;
        recall = hits / total;
    }
    area
}

proptest! {
    #[test]
    fn equals_the_definition_and_ignores_rising_maps(
        rows in prop::collection::vec((0_u8..=16, any::<bool>()), 2..60),
    ) {
        let (p, y): (Vec<f64>, Vec<bool>) =
            rows.into_iter().map(|(p, y)| (f64::from(p) / 16.0, y)).unzip();
        prop_assume!(y.iter().any(|v| *v) && y.iter().any(|v| !*v));
        let got = average_precision(&p, &y).unwrap();
        prop_assert!((got - by_definition(&p, &y)).abs() < 1e-12);
        let mapped: Vec<f64> = p.iter().map(|p| p * p).collect();
        prop_assert_eq!(got, average_precision(&mapped, &y).unwrap());
    }
}
