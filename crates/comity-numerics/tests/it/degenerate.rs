//! Input on which estimators have no ordinary answer: each ends in an outcome that says why,
//! and no number that is handed out is NaN.

use comity_numerics::Design;
use comity_numerics::effects::{Contrast, FittedModel, effects, quantile_contrast, simulate};
use comity_numerics::estimators::information::{Information, covariance, multipliers};
use comity_numerics::estimators::{
    Fit, Link, Observations, Outcome, ValidNewtonParams, bias_reduced, firth, glm, least_squares,
    rare_events,
};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::variance::dyadic::{Dyads, variance};

struct Case {
    name: &'static str,
    design: Design,
    y: Vec<bool>,
    /// How maximum likelihood and bias-reduced estimates must end.
    expected: (&'static str, &'static str),
}

fn design(columns: Vec<Vec<f64>>) -> Design {
    let rows = columns[0].len();
    let mut all = vec![("(intercept)".to_owned(), vec![1.0; rows])];
    all.extend(columns.into_iter().enumerate().map(|(j, c)| (format!("x{}", j + 1), c)));
    Design::new(rows, all).unwrap()
}

fn cases() -> Vec<Case> {
    let mut source = StandardNormal::new(4);
    let mut normal =
        |rows: usize| -> Vec<f64> { (0..rows).map(|_| source.next_normal()).collect() };
    let bits = |text: &str| -> Vec<bool> { text.bytes().map(|b| b == b'1').collect() };
    let x = normal(60);
    let noisy: Vec<bool> = normal(60).iter().zip(&x).map(|(e, x)| e + 0.5 * x > 0.3).collect();
    let dummy: Vec<f64> = (0..60).map(|i| f64::from(i % 4 == 0)).collect();
    let silent: Vec<bool> = noisy.iter().zip(&dummy).map(|(y, d)| *y && *d == 0.0).collect();
    let steps: Vec<f64> = (0..10).map(f64::from).collect();
    let huge: Vec<f64> = x.iter().map(|v| v * 1e150).collect();
    let tiny: Vec<f64> = x.iter().map(|v| v * 1e-150).collect();
    vec![
        Case {
            name: "complete separation",
            design: design(vec![steps.clone()]),
            y: bits("0000011111"),
            expected: ("separated", "converged"),
        },
        Case {
            name: "quasi-complete separation",
            design: design(vec![vec![0.0, 1.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0, 8.0]]),
            y: bits("0000011111"),
            expected: ("separated", "converged"),
        },
        Case {
            name: "an empty cell",
            design: design(vec![x.clone(), dummy]),
            y: silent,
            expected: ("separated", "converged"),
        },
        Case {
            name: "collinear columns",
            design: design(vec![x.clone(), x.iter().map(|v| 2.0 * v - 1.0).collect()]),
            y: noisy.clone(),
            expected: ("rank-deficient", "rank-deficient"),
        },
        Case {
            name: "all yes",
            design: design(vec![x.clone()]),
            y: vec![true; 60],
            expected: ("constant", "constant"),
        },
        Case {
            name: "all no",
            design: design(vec![x.clone()]),
            y: vec![false; 60],
            expected: ("constant", "constant"),
        },
        Case {
            name: "one event, at an ordinary place",
            design: design(vec![steps]),
            y: bits("0000100000"),
            expected: ("converged", "converged"),
        },
        Case {
            name: "more columns than rows",
            design: design((0..6).map(|_| normal(4)).collect()),
            y: bits("0110"),
            expected: ("separated", "rank-deficient"),
        },
        Case {
            name: "one row",
            design: design(vec![vec![2.0]]),
            y: bits("1"),
            expected: ("constant", "constant"),
        },
        Case {
            name: "values of 1e150",
            design: design(vec![huge]),
            y: noisy.clone(),
            expected: ("converged", "converged"),
        },
        Case {
            name: "values of 1e-150",
            design: design(vec![tiny]),
            y: noisy,
            expected: ("converged", "converged"),
        },
    ]
}

fn ending(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Converged(_) => "converged",
        Outcome::RankDeficient(_) => "rank-deficient",
        Outcome::Separated { .. } => "separated",
        Outcome::NotConverged(_) => "not converged",
        Outcome::ConstantOutcome { .. } => "constant",
    }
}

fn is_finite(fit: &Fit) -> bool {
    fit.coefficients.iter().all(|b| b.is_finite())
        && fit.covariance.diagonal().iter().all(|v| v.is_finite() && *v >= 0.0)
        && fit.log_likelihood.is_finite()
        && fit.objective.is_finite()
}

#[test]
fn every_case_ends_in_its_outcome() {
    let params = ValidNewtonParams::default();
    for case in cases() {
        let data = Observations::new(&case.design, &case.y).unwrap();
        for link in Link::ALL {
            let ml = glm::fit(&data, link, &params);
            let reduced = bias_reduced::fit(&data, link, &params);
            println!(
                "{:<34} {:<8} {:<15} {}",
                case.name,
                link.name(),
                ending(&ml),
                ending(&reduced)
            );
            let name = format!("{} {}", case.name, link.name());
            assert_eq!((ending(&ml), ending(&reduced)), case.expected, "{name}");
            for (fit, bias_reduced) in [(ml.fit(), false), (reduced.fit(), true)] {
                let Some(fit) = fit else { continue };
                assert!(is_finite(fit), "{name} {fit:?}");
                let v = covariance(&data, link, fit, Information::Expected).unwrap();
                assert!(v.diagonal().iter().all(|v| v.is_finite()), "{name}");
                let model = FittedModel::new(&data, link, &fit.coefficients, &v).unwrap();
                let contrasts = [Contrast::Slope { column: 1 }, Contrast::zero_to_one(1)];
                for effect in effects(&model, &contrasts).unwrap() {
                    assert!(effect.estimate.is_finite(), "{name} {effect:?}");
                    assert!(effect.standard_error.is_none_or(f64::is_finite), "{name} {effect:?}");
                }
                if bias_reduced && link == Link::Logit {
                    for p in firth::profile(&data, fit, 0.95, &params).unwrap() {
                        assert!(p.lower.is_none_or(|l| l < p.estimate), "{name} {p:?}");
                        assert!(p.upper.is_none_or(|u| u > p.estimate), "{name} {p:?}");
                    }
                }
            }
        }
        let rare = rare_events::fit(&data, Some(0.1), &params).unwrap();
        assert_eq!(ending(&rare), case.expected.0, "{}", case.name);
        let flic = firth::flic(&data, &params).unwrap();
        assert_eq!(ending(&flic), case.expected.1, "{}", case.name);
        for fit in [rare.fit(), flic.fit()].into_iter().flatten() {
            assert!(is_finite(fit), "{} {fit:?}", case.name);
        }
        let values: Vec<f64> = case.y.iter().map(|y| f64::from(u8::from(*y))).collect();
        let linear = least_squares::fit(&case.design, &values).unwrap();
        let fit = linear.fit().unwrap();
        assert!(fit.coefficients.iter().all(|b| b.is_finite()), "{}", case.name);
    }
}

/// One dyad alone, and a unit whose every dyad is positive: the variance is defined, and the
/// fit or its separation has a name.
#[test]
fn few_dyads() {
    let params = ValidNewtonParams::default();
    let x = design(vec![(0..12).map(|i| f64::from(i * 5 % 7)).collect()]);
    let y: Vec<bool> = (0..12).map(|i| i % 3 == 0).collect();
    let data = Observations::new(&x, &y).unwrap();
    let fit = glm::fit(&data, Link::Probit, &params).into_fit().unwrap();
    let scores = multipliers(&data, Link::Probit, &fit.coefficients).unwrap();
    // Scores of all rows add up to zero, and so do those of the only dyad.
    let one = Dyads::new(&[1; 12], &[2; 12]).unwrap();
    let v = variance(&x, &scores, &fit.covariance, &one).unwrap();
    assert!(v.variance.diagonal().iter().all(|v| v.abs() < 1e-12));

    // Unit 1 says yes in all its dyads; a dummy for it separates, and is named.
    let pairs: Vec<(i64, i64)> = (1..6).flat_map(|a| (a + 1..7).map(move |b| (a, b))).collect();
    let dummy: Vec<f64> = pairs.iter().map(|p| f64::from(u8::from(p.0 == 1))).collect();
    let y: Vec<bool> = pairs.iter().map(|p| p.0 == 1 || (p.0 + p.1) % 3 == 0).collect();
    let x = design(vec![dummy]);
    let data = Observations::new(&x, &y).unwrap();
    for link in Link::ALL {
        let Outcome::Separated { separation, .. } = glm::fit(&data, link, &params) else {
            panic!("{link:?}")
        };
        assert_eq!(separation.columns, [1]);
        assert!(bias_reduced::fit(&data, link, &params).fit().is_some_and(is_finite));
    }
}

#[test]
fn arguments_outside_their_range_are_refused() {
    let x = design(vec![vec![0.0, 1.0, 2.0, 3.0, 1.0, 2.0]]);
    let y = [true, false, true, true, false, false];
    let data = Observations::new(&x, &y).unwrap();
    let params = ValidNewtonParams::default();
    for share in [0.0, 1.0, -0.1, f64::NAN] {
        assert!(rare_events::fit(&data, Some(share), &params).is_err());
    }
    let without = x.select(&[1]);
    let bare = Observations::new(&without, &y).unwrap();
    assert!(rare_events::fit(&bare, Some(0.1), &params).is_err());
    assert!(firth::flic(&bare, &params).is_err());
    let fit = glm::fit(&data, Link::Logit, &params).into_fit().unwrap();
    for level in [0.0, 1.0, f64::NAN] {
        assert!(firth::profile(&data, &fit, level, &params).is_err());
    }
    assert!(firth::ratio_test(&data, &fit, &[2], &params).is_err());
    assert!(firth::profile(&bare, &fit, 0.95, &params).is_err());
    assert!(multipliers(&data, Link::Logit, &[0.0]).is_err());
    let model = FittedModel::new(&data, Link::Logit, &fit.coefficients, &fit.covariance).unwrap();
    assert!(effects(&model, &[Contrast::zero_to_one(2)]).is_err());
    let infinite = Contrast::Difference { column: 1, from: 0.0, to: f64::INFINITY };
    assert!(effects(&model, &[infinite]).is_err());
    assert!(quantile_contrast(&model, 1, 0.25, 1.5).is_err());
    assert_eq!(
        quantile_contrast(&model, 1, 0.25, 0.75).unwrap(),
        Contrast::Difference { column: 1, from: 1.0, to: 2.0 }
    );
    assert!(simulate(&model, &[], 1, 0.95, 1).is_err());
    assert!(FittedModel::new(&data, Link::Logit, &[0.0], &fit.covariance).is_err());
    assert!(FittedModel::new(&data, Link::Logit, &[f64::NAN, 0.0], &fit.covariance).is_err());
    let zero = [0.0; 6];
    let weightless = data.weighted(&zero).unwrap();
    assert!(FittedModel::new(&weightless, Link::Logit, &[0.0; 2], &fit.covariance).is_err());
}
