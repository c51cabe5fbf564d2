//! What must not change a fit, and what must be named.

use crate::support::{sample, worst};
use comity_numerics::Design;
use comity_numerics::estimators::{
    Fit, NewtonParams, Observations, Outcome, ValidNewtonParams, firth, logit,
};
use proptest::prelude::*;

fn converged(outcome: Outcome) -> Fit {
    match outcome {
        Outcome::Converged(fit) => fit,
        other => panic!("{other:?}"),
    }
}

fn fit(design: &Design, y: &[bool]) -> Fit {
    let data = Observations::new(design, y).unwrap();
    converged(logit::fit(&data, &ValidNewtonParams::default()))
}

fn with_column(design: &Design, name: &str, values: Vec<f64>) -> Design {
    let mut columns: Vec<(String, Vec<f64>)> =
        design.names().iter().cloned().zip(design.columns().iter().cloned()).collect();
    columns.push((name.to_owned(), values));
    Design::new(design.rows(), columns).unwrap()
}

fn reordered(design: &Design, order: &[usize]) -> Design {
    let columns = design
        .names()
        .iter()
        .cloned()
        .zip(design.columns().iter().map(|c| order.iter().map(|&i| c[i]).collect()))
        .collect();
    Design::new(order.len(), columns).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn permuted_rows_give_the_same_fit(seed in 0_u64..1000, stride in 1_usize..400) {
        let (design, y) = sample(401, 5, -0.5, seed);
        // 401 is prime, so multiples of any stride run through all rows.
        let order: Vec<usize> = (0..401).map(|i| i * stride % 401).collect();
        let shuffled: Vec<bool> = order.iter().map(|&i| y[i]).collect();
        let (a, b) = (fit(&design, &y), fit(&reordered(&design, &order), &shuffled));
        prop_assert!(worst(&a.coefficients, &b.coefficients) < 1e-10);
        prop_assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-9);
    }

    #[test]
    fn a_weight_of_two_is_a_row_twice(seed in 0_u64..1000) {
        let (design, y) = sample(300, 4, 0.0, seed);
        let weights: Vec<f64> = (0..300).map(|i| f64::from(i % 3)).collect();
        let order: Vec<usize> = (0..300).flat_map(|i| std::iter::repeat_n(i, i % 3)).collect();
        let repeated: Vec<bool> = order.iter().map(|&i| y[i]).collect();
        let data = Observations::new(&design, &y).unwrap().weighted(&weights).unwrap();
        let a = converged(logit::fit(&data, &ValidNewtonParams::default()));
        let b = fit(&reordered(&design, &order), &repeated);
        prop_assert!(worst(&a.coefficients, &b.coefficients) < 1e-10);
        prop_assert!(worst(&a.covariance.diagonal(), &b.covariance.diagonal()) < 1e-10);
        let small = sample(60, 3, 0.0, seed);
        let w: Vec<f64> = vec![1.0; 60];
        let plain = Observations::new(&small.0, &small.1).unwrap();
        let p = ValidNewtonParams::default();
        prop_assert_eq!(firth::fit(&plain, &p), firth::fit(&plain.weighted(&w).unwrap(), &p));
    }

    /// Scaling a column divides its coefficient; a shift moves into the intercept.
    #[test]
    fn units_do_not_matter(seed in 0_u64..1000, scale in 1e-6_f64..1e6) {
        let (design, y) = sample(300, 3, 0.0, seed);
        let scaled: Vec<f64> = design.columns()[2].iter().map(|v| v * scale).collect();
        let other = with_column(&design.select(&[0, 1]), "scaled", scaled);
        let (a, b) = (fit(&design, &y), fit(&other, &y));
        prop_assert!((a.coefficients[2] - b.coefficients[2] * scale).abs() < 1e-9);
        prop_assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-9);
    }

    #[test]
    fn a_warm_start_changes_nothing_but_the_iterations(seed in 0_u64..1000) {
        let (design, y) = sample(500, 5, -1.0, seed);
        let cold = fit(&design, &y);
        let data = Observations::new(&design, &y).unwrap();
        let data = data.starting_at(&cold.coefficients).unwrap();
        let warm = converged(logit::fit(&data, &ValidNewtonParams::default()));
        prop_assert!(warm.iterations == 0 && worst(&warm.coefficients, &cold.coefficients) == 0.0);
    }

    /// From a start that is sure of the wrong answers steps used to lead to where the information
    /// is lost. Both fits stop within 10⁻⁸ standard errors of the maximum.
    #[test]
    fn a_start_far_off_does_not_lead_firth_astray(seed in 0_u64..1000, size in 20.0_f64..2000.0) {
        let (design, y) = sample(300, 5, -1.0, seed);
        let data = Observations::new(&design, &y).unwrap();
        let params = ValidNewtonParams::default();
        let cold = converged(firth::fit(&data, &params));
        let far: Vec<f64> = cold.coefficients.iter().map(|b| -size * b).collect();
        let warm = converged(firth::fit(&data.starting_at(&far).unwrap(), &params));
        prop_assert!(worst(&warm.coefficients, &cold.coefficients) < 1e-7);
    }
}

#[test]
fn a_copied_column_is_dropped_and_named() {
    let (design, y) = sample(500, 4, 0.0, 3);
    let copy: Vec<f64> = design.columns()[1].iter().map(|v| 3.0 * v - 1.0).collect();
    let wide = with_column(&with_column(&design, "copy", copy), "zero", vec![0.0; 500]);
    let data = Observations::new(&wide, &y).unwrap();
    let Outcome::RankDeficient(found) = logit::fit(&data, &ValidNewtonParams::default()) else {
        panic!("not noticed")
    };
    assert_eq!(found.dropped, [4, 5]);
    let plain = fit(&design, &y);
    assert!(worst(&found.coefficients[..4], &plain.coefficients) < 1e-12);
    assert_eq!((found.coefficients[4], found.covariance.get(4, 4)), (0.0, 0.0));
    assert!((found.covariance.get(2, 2) - plain.covariance.get(2, 2)).abs() < 1e-14);
    assert!(matches!(
        firth::fit(&data, &ValidNewtonParams::default()),
        Outcome::RankDeficient(f) if f.dropped == [4, 5]
    ));
}

#[test]
fn a_constant_outcome_is_an_outcome() {
    let (design, _) = sample(50, 3, 0.0, 1);
    for value in [true, false] {
        let y = vec![value; 50];
        let data = Observations::new(&design, &y).unwrap();
        let p = ValidNewtonParams::default();
        assert_eq!(logit::fit(&data, &p), Outcome::ConstantOutcome { value });
        assert_eq!(firth::fit(&data, &p), Outcome::ConstantOutcome { value });
    }
}

#[test]
fn too_few_iterations_are_not_success() {
    let (design, y) = sample(500, 5, -2.0, 1);
    let data = Observations::new(&design, &y).unwrap();
    let p = NewtonParams { max_iterations: 1, ..NewtonParams::default() }.check().unwrap();
    let Outcome::NotConverged(fit) = logit::fit(&data, &p) else { panic!("success?") };
    assert!(fit.iterations == 1 && fit.next_step > 1e-8);
}

#[test]
fn an_offset_is_a_coefficient_held_at_one() {
    let (design, y) = sample(800, 4, 0.0, 9);
    let full = fit(&design, &y);
    let offset: Vec<f64> = design.columns()[3].iter().map(|v| v * full.coefficients[3]).collect();
    let rest = design.select(&[0, 1, 2]);
    let data = Observations::new(&rest, &y).unwrap().with_offset(&offset).unwrap();
    let held = converged(logit::fit(&data, &ValidNewtonParams::default()));
    assert!(worst(&held.coefficients, &full.coefficients[..3]) < 1e-10);
}

/// An intercept-only model: the log-odds of the mean, with variance 1/(n p (1 − p)).
#[test]
fn intercept_only_has_its_closed_form() {
    let y: Vec<bool> = (0..40).map(|i| i % 8 == 0).collect();
    let design = Design::new(40, vec![("1".into(), vec![1.0; 40])]).unwrap();
    let found = fit(&design, &y);
    assert!((found.coefficients[0] - (5.0_f64 / 35.0).ln()).abs() < 1e-14);
    assert!((found.covariance.get(0, 0) - (1.0 / 5.0 + 1.0 / 35.0)).abs() < 1e-14);
    assert_eq!((found.rows, found.events, found.condition_number), (40, 5, 1.0));
}

#[test]
fn arguments_that_do_not_fit_are_refused() {
    let (design, y) = sample(20, 2, 0.0, 1);
    assert!(Observations::new(&design, &y[..19]).is_err());
    let data = Observations::new(&design, &y).unwrap();
    assert!(data.weighted(&[-1.0; 20]).is_err());
    assert!(data.weighted(&[f64::NAN; 20]).is_err());
    assert!(data.with_offset(&[0.0; 3]).is_err());
    assert!(data.starting_at(&[f64::INFINITY, 0.0]).is_err());
}
