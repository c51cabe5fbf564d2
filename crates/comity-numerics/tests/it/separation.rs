//! Textbook cases of separation and overlap.

use crate::support::sample;
use comity_numerics::Design;
use comity_numerics::diagnostics::separation::{SeparationKind, separation};
use comity_numerics::estimators::{Observations, Outcome, ValidNewtonParams, firth, logit};

fn design(columns: &[&[f64]]) -> Design {
    let rows = columns[0].len();
    let mut all = vec![("(intercept)".to_owned(), vec![1.0; rows])];
    all.extend(columns.iter().enumerate().map(|(j, c)| (format!("x{}", j + 1), c.to_vec())));
    Design::new(rows, all).unwrap()
}

fn bits(text: &str) -> Vec<bool> {
    text.bytes().map(|b| b == b'1').collect()
}

fn fit(x: &Design, y: &[bool]) -> Outcome {
    logit::fit(&Observations::new(x, y).unwrap(), &ValidNewtonParams::default())
}

/// Allison (2008), "Convergence Failures in Logistic Regression", table 1: x below zero
/// always no, above always yes.
#[test]
fn allison_complete_separation() {
    let x = design(&[&[-5.0, -4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0]]);
    let Outcome::Separated { separation: s, .. } = fit(&x, &bits("0000011111")) else {
        panic!("not found")
    };
    assert_eq!((s.kind, s.columns, s.rows), (SeparationKind::Complete, vec![1], 10));
}

/// Allison (2008), table 2: as before with both outcomes at x = 0.
#[test]
fn allison_quasi_complete_separation() {
    let x = design(&[&[-5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]]);
    let Outcome::Separated { separation: s, .. } = fit(&x, &bits("000000111111")) else {
        panic!("not found")
    };
    assert_eq!((s.kind, s.columns, s.rows), (SeparationKind::QuasiComplete, vec![1], 10));
}

#[test]
fn overlap_is_not_separation() {
    let x = design(&[&[-5.0, -4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0]]);
    let y = bits("0000101111");
    assert_eq!(separation(&Observations::new(&x, &y).unwrap()), None);
    assert!(matches!(fit(&x, &y), Outcome::Converged(_)));
}

/// No column separates alone; their sum does.
#[test]
fn two_columns_together_separate() {
    let a: Vec<f64> = (0..25).map(|i| f64::from(i % 5)).collect();
    let b: Vec<f64> = (0..25).map(|i| f64::from(i / 5)).collect();
    let noise: Vec<f64> = (0..25).map(|i| f64::from(i * 7 % 11)).collect();
    let y: Vec<bool> = a.iter().zip(&b).map(|(a, b)| a + b > 3.5).collect();
    let x = design(&[&a, &noise, &b]);
    let Outcome::Separated { separation: s, .. } = fit(&x, &y) else { panic!("not found") };
    assert_eq!(s.kind, SeparationKind::Complete);
    assert!(s.columns.contains(&1) && s.columns.contains(&3), "{s:?}");
    // With both outcomes on the line a + b = 4, that line still separates the rest.
    let on_line = |a: f64, b: f64| a + b > 4.5 || (a + b == 4.0 && a != 2.0);
    let tied: Vec<bool> = a.iter().zip(&b).map(|(a, b)| on_line(*a, *b)).collect();
    let Outcome::Separated { separation: s, .. } = fit(&design(&[&a, &b]), &tied) else {
        panic!("not found")
    };
    assert_eq!((s.kind, s.rows), (SeparationKind::QuasiComplete, 20));
}

/// Exclusive or: neither column nor their sum separates, and every cell has one outcome.
#[test]
fn exclusive_or_is_not_separated_in_main_effects() {
    let x = design(&[&[0.0, 0.0, 1.0, 1.0], &[0.0, 1.0, 0.0, 1.0]]);
    let y = bits("0110");
    assert_eq!(separation(&Observations::new(&x, &y).unwrap()), None);
}

/// A saturated two-by-two table with an empty cell: the interaction alone has no estimate
/// in one cell, and the linear programme must find it without a single guilty column.
#[test]
fn empty_cell_of_a_saturated_table() {
    let a = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0];
    let b = [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    let ab: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a * b).collect();
    // Cells (0,0), (0,1), (1,0) have both outcomes, cell (1,1) only yes.
    let y = bits("0101011101");
    let y: Vec<bool> = y.iter().zip(&ab).map(|(y, ab)| *y || *ab == 1.0).collect();
    let x = design(&[&a, &b, &ab]);
    let Outcome::Separated { separation: s, .. } = fit(&x, &y) else { panic!("not found") };
    assert_eq!((s.kind, s.columns, s.rows), (SeparationKind::QuasiComplete, vec![3], 3));
}

#[test]
fn weights_of_zero_do_not_count() {
    let x = design(&[&[-2.0, -1.0, 1.0, 2.0, 3.0]]);
    let y = bits("00110");
    let all = Observations::new(&x, &y).unwrap();
    assert_eq!(separation(&all), None);
    let weighted = all.weighted(&[1.0, 1.0, 1.0, 1.0, 0.0]).unwrap();
    assert!(separation(&weighted).is_some_and(|s| s.rows == 4));
}

#[test]
fn a_warm_start_far_out_does_not_hide_separation() {
    let x = design(&[&[-2.0, -1.0, 1.0, 2.0]]);
    let y = bits("0011");
    let data = Observations::new(&x, &y).unwrap().starting_at(&[0.0, 60.0]).unwrap();
    let outcome = logit::fit(&data, &ValidNewtonParams::default());
    assert!(matches!(outcome, Outcome::Separated { .. }), "{outcome:?}");
}

/// A dummy whose rows are all no, among thousands: found, named, and Firth gives a finite
/// estimate with the right sign.
#[test]
fn one_silent_dummy_among_many_columns() {
    let (design, mut y) = sample(8_000, 12, -3.0, 5);
    for (i, v) in design.columns()[4].iter().enumerate() {
        if *v == 1.0 {
            y[i] = false;
        }
    }
    let data = Observations::new(&design, &y).unwrap();
    let Outcome::Separated { separation: s, .. } = logit::fit(&data, &ValidNewtonParams::default())
    else {
        panic!("not found")
    };
    assert_eq!(s.columns, [4]);
    let firth = firth::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
    assert!(firth.coefficients[4] < -2.0 && firth.coefficients[4] > -12.0);
}

/// The linear programme against the definition, on every outcome of a small design: the
/// direction found separates, and where none is found the fit converges.
#[test]
fn every_outcome_of_a_small_design_is_decided() {
    let a = [0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 1.0, 2.0];
    let b = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0];
    let x = design(&[&a, &b]);
    let (mut separated, mut finite) = (0, 0);
    for code in 1..511_u32 {
        let y: Vec<bool> = (0..9).map(|i| code >> i & 1 == 1).collect();
        let data = Observations::new(&x, &y).unwrap();
        match separation(&data) {
            Some(s) => {
                separated += 1;
                let margins: Vec<f64> = x
                    .times(&s.direction)
                    .iter()
                    .zip(&y)
                    .map(|(f, y)| if *y { *f } else { -f })
                    .collect();
                assert!(margins.iter().all(|m| *m > -1e-9) && margins.iter().any(|m| *m > 1e-9));
                assert!(matches!(fit(&x, &y), Outcome::Separated { .. }), "{y:?}");
            }
            None => {
                finite += 1;
                assert!(matches!(fit(&x, &y), Outcome::Converged(_)), "{y:?}");
            }
        }
    }
    // Counted independently: an extreme ray of the cone of separating directions is a line
    // through two of the nine points, and 88 outcomes have such a line.
    assert_eq!((separated, finite), (88, 422));
}
