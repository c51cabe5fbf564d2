use crate::{EXACT, P, Y, close};
use comity_score::{corp, corp_curve};
use proptest::prelude::*;

#[test]
fn agrees_with_scikit_learns_isotonic_regression() {
    // sklearn.isotonic.IsotonicRegression 1.9.1 on the same rows: recalibrated forecasts are
    // 0 up to 0.2, 0.5 from 0.35 to 0.8, 1 at 0.9; parts computed from them.
    let parts = corp(&P, &Y).unwrap();
    close(parts.miscalibration, 0.0345, EXACT);
    close(parts.discrimination, 0.09, EXACT);
    close(parts.uncertainty, 0.24, EXACT);
    let curve = corp_curve(&P, &Y).unwrap();
    let at = |p: f64| curve.steps.iter().find(|s| s.from <= p && p <= s.to).unwrap().share;
    let want = [0.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.0, 1.0, 0.5, 0.0];
    for (p, want) in P.iter().zip(want) {
        close(at(*p), want, EXACT);
    }
}

proptest! {
    #[test]
    fn parts_add_up_and_are_never_negative(
        rows in prop::collection::vec((0_u8..=20, any::<bool>()), 1..80),
    ) {
        let (p, y): (Vec<f64>, Vec<bool>) =
            rows.into_iter().map(|(p, y)| (f64::from(p) / 20.0, y)).unzip();
        let c = corp(&p, &y).unwrap();
        prop_assert!((c.score - (c.miscalibration - c.discrimination + c.uncertainty)).abs() < 1e-12);
        prop_assert!(c.miscalibration > -1e-12 && c.discrimination > -1e-12);
        let steps = corp_curve(&p, &y).unwrap().steps;
        prop_assert!(steps.windows(2).all(|w| w[0].share < w[1].share && w[0].to < w[1].from));
        prop_assert_eq!(steps.iter().map(|s| s.n).sum::<usize>(), p.len());
    }

    #[test]
    fn discrimination_ignores_a_rising_map(
        rows in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..60),
    ) {
        let (p, y): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
        // Halving is exact in binary, so order and ties are untouched.
        let mapped: Vec<f64> = p.iter().map(|p| 0.25 + 0.5 * p).collect();
        prop_assume!(ties(&p) == ties(&mapped));
        let (before, after) = (corp(&p, &y).unwrap(), corp(&mapped, &y).unwrap());
        prop_assert!((before.discrimination - after.discrimination).abs() < 1e-12);
    }
}

/// Number of distinct values: a map that rounds two forecasts into one changes it.
fn ties(p: &[f64]) -> usize {
    let mut bits: Vec<u64> = p.iter().map(|p| p.to_bits()).collect();
    bits.sort_unstable();
    bits.dedup();
    bits.len()
}
