use comity_score::{owen_weights, shapley_weights};
use proptest::prelude::*;

fn value(weights: &[f64], v: &[f64]) -> f64 {
    weights.iter().zip(v).map(|(w, v)| w * v).sum()
}

/// Sums of a few hundred terms of size one.
const ROUNDING: f64 = 1e-12;

proptest! {
    /// Efficiency, the null player and symmetry, on games with four players.
    #[test]
    fn shapleys_axioms_hold(v in prop::collection::vec(-1.0_f64..1.0, 16)) {
        let weights = shapley_weights(4).unwrap();
        let total: f64 = weights.iter().map(|w| value(w, &v)).sum();
        prop_assert!((total - (v[15] - v[0])).abs() < ROUNDING);
        // Player 3 adds nothing; players 0 and 1 are made exchangeable.
        let fold = |s: usize| {
            let s = s & 7;
            if s & 3 == 2 { s & 4 | 1 } else { s }
        };
        let folded: Vec<f64> = (0..16).map(|s| v[fold(s)]).collect();
        let values: Vec<f64> = weights.iter().map(|w| value(w, &folded)).collect();
        prop_assert!(values[3].abs() < ROUNDING);
        prop_assert!((values[0] - values[1]).abs() < ROUNDING);
    }

    /// The parts of a union sum to the union's Shapley value.
    #[test]
    fn owens_values_divide_shapleys(v in prop::collection::vec(-1.0_f64..1.0, 64)) {
        // Three others, and a union of three parts.
        let parts: f64 = owen_weights(3, 3).unwrap().iter().map(|w| value(w, &v)).sum();
        let quotient: Vec<f64> =
            (0..16).map(|s| v[(s & 7) | if s & 8 == 0 { 0 } else { 7 << 3 }]).collect();
        let union = value(&shapley_weights(4).unwrap()[3], &quotient);
        prop_assert!((parts - union).abs() < ROUNDING);
    }
}
