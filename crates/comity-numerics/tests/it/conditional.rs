//! The conditional logit against statsmodels 0.15.0, and known truths.
//!
//! statsmodels stops Newton's method at 1e-8 of the mean parameter change: compared at 1e-7;
//! its standard errors come from a numerically differentiated Hessian, compared at 1e-6.

use crate::support::{columns, fit as reference_fit, outcome, reference, relative, study, worst};
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, conditional};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use comity_numerics::{Design, Grouping};
use conditional::Conditional;

fn run(x: &Design, y: &[bool], groups: &[i64]) -> Conditional {
    let data = Observations::new(x, y).unwrap();
    conditional::fit(&data, &Grouping::new(groups).unwrap(), &ValidNewtonParams::default()).unwrap()
}

fn converged(found: &Conditional) -> &Fit {
    match found {
        Conditional::Fitted { outcome: Outcome::Converged(fit), .. } => fit,
        other => panic!("{other:?}"),
    }
}

fn one(values: &[f64]) -> Design {
    Design::new(values.len(), vec![("x".into(), values.to_vec())]).unwrap()
}

#[test]
fn statsmodels_clogit_sim() {
    let Some(folder) = reference().map(|f| f.join("statsmodels")) else { return };
    let data = columns(folder.join("clogit_sim.csv"));
    let expected = reference_fit(folder.join("clogit_sim.json"));
    let names = ["x1", "x2", "x3"];
    let columns = names.iter().map(|n| ((*n).to_owned(), data[*n].clone())).collect();
    let x = Design::new(data["y"].len(), columns).unwrap();
    let groups: Vec<i64> = data["g"].iter().map(|v| *v as i64).collect();
    let found = run(&x, &outcome(&data["y"]), &groups);
    let fit = converged(&found);
    let figure = |field: &str| -> Vec<f64> {
        expected[field].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
    };
    let errors: Vec<f64> = fit.covariance.diagonal().into_iter().map(f64::sqrt).collect();
    let likelihood = expected["llf"].as_f64().unwrap();
    for (k, n) in names.iter().enumerate() {
        println!(
            "statsmodels 0.15.0 clogit_sim {n}: coef {:.12} ours {:.12}; se {:.12} ours {:.12}",
            figure("params")[k],
            fit.coefficients[k],
            figure("bse")[k],
            errors[k]
        );
    }
    println!("log-likelihood {likelihood:.10} ours {:.10}", fit.log_likelihood);
    let b = relative(&fit.coefficients, &figure("params"));
    let s = relative(&errors, &figure("bse"));
    println!("relative difference {b:.1e} {s:.1e}");
    assert!(b < 1e-7 && s < 1e-6, "{b:e} {s:e}");
    assert!(worst(&[fit.log_likelihood], &[likelihood]) < 1e-10);
    assert_eq!((found.groups().used, found.groups().rows_dropped), (500, 0));
}

/// Pairs: the conditional logit is the logit of the sign of the difference, no intercept.
#[test]
fn pairs_are_a_logit_of_differences() {
    let mut source = StandardNormal::new(2);
    let x: Vec<f64> = (0..400).map(|_| source.next_normal()).collect();
    let groups: Vec<i64> = (0..400).map(|i| i / 2).collect();
    let first: Vec<bool> =
        (0..200).map(|g| source.uniform() < logistic(0.7 * (x[2 * g] - x[2 * g + 1]))).collect();
    let y: Vec<bool> = first.iter().flat_map(|f| [*f, !*f]).collect();
    let found = run(&one(&x), &y, &groups);
    let fit = converged(&found);
    let differences: Vec<f64> = (0..200).map(|g| x[2 * g] - x[2 * g + 1]).collect();
    let design = one(&differences);
    let data = Observations::new(&design, &first).unwrap();
    let plain = comity_numerics::estimators::logit::fit(&data, &ValidNewtonParams::default())
        .into_fit()
        .unwrap();
    assert!((fit.coefficients[0] - plain.coefficients[0]).abs() < 1e-10);
    assert!((fit.covariance.get(0, 0) - plain.covariance.get(0, 0)).abs() < 1e-10);
    assert!((fit.log_likelihood - plain.log_likelihood).abs() < 1e-10);
}

/// What yes means does not matter: swapping yes and no changes the sign alone, though the
/// recursion then runs over the other rows.
#[test]
fn swapping_the_outcome_changes_the_sign() {
    let mut source = StandardNormal::new(4);
    let x: Vec<f64> = (0..300).map(|_| source.next_normal()).collect();
    let groups: Vec<i64> = (0..300).map(|i| i / 12).collect();
    let y: Vec<bool> = x.iter().map(|v| source.uniform() < logistic(v - 1.0)).collect();
    let swapped: Vec<bool> = y.iter().map(|v| !v).collect();
    let (a, b) = (run(&one(&x), &y, &groups), run(&one(&x), &swapped, &groups));
    let (fa, fb) = (converged(&a), converged(&b));
    assert!((fa.coefficients[0] + fb.coefficients[0]).abs() < 1e-10);
    assert!((fa.log_likelihood - fb.log_likelihood).abs() < 1e-10);
    assert!((fa.covariance.get(0, 0) - fb.covariance.get(0, 0)).abs() < 1e-10);
    assert_eq!(a.groups().all_yes, b.groups().none_yes);
}

/// A weight of two is a group twice, and weight zero is no group.
#[test]
fn weights_count_groups() {
    let mut source = StandardNormal::new(6);
    let x: Vec<f64> = (0..120).map(|_| source.next_normal()).collect();
    let groups: Vec<i64> = (0..120).map(|i| i / 6).collect();
    let y: Vec<bool> = x.iter().map(|v| source.uniform() < logistic(0.5 * v)).collect();
    let weights: Vec<f64> = groups.iter().map(|g| (g % 3) as f64).collect();
    let design = one(&x);
    let grouping = Grouping::new(&groups).unwrap();
    let p = ValidNewtonParams::default();
    let data = Observations::new(&design, &y).unwrap();
    let a = conditional::fit(&data.weighted(&weights).unwrap(), &grouping, &p).unwrap();
    let rows: Vec<(usize, i64)> =
        (0..120).flat_map(|i| (0..groups[i] % 3).map(move |copy| (i, copy))).collect();
    let x2: Vec<f64> = rows.iter().map(|r| x[r.0]).collect();
    let y2: Vec<bool> = rows.iter().map(|r| y[r.0]).collect();
    let g2: Vec<i64> = rows.iter().map(|r| 10 * groups[r.0] + r.1).collect();
    let b = run(&one(&x2), &y2, &g2);
    assert!(worst(&converged(&a).coefficients, &converged(&b).coefficients) < 1e-10);
    let ratio = converged(&a).covariance.get(0, 0) / converged(&b).covariance.get(0, 0);
    assert!((ratio - 1.0).abs() < 1e-9);
    let uneven: Vec<f64> = (0..120).map(|i| f64::from(i % 2)).collect();
    assert!(conditional::fit(&data.weighted(&uneven).unwrap(), &grouping, &p).is_err());
}

#[test]
fn degenerate_input_has_a_typed_outcome() {
    let x = [0.2, 1.0, -0.4, 0.9, 0.3, -1.0, 0.5, 0.1];
    let groups = [1_i64, 1, 1, 1, 2, 2, 2, 2];
    let mixed = [true, false, true, false, true, false, false, true];
    // A group with every row positive and one with none: nothing left.
    let fixed = [true, true, true, true, false, false, false, false];
    match run(&one(&x), &fixed, &groups) {
        Conditional::NoVariation { groups } => {
            assert_eq!((groups.all_yes, groups.none_yes, groups.rows_dropped), (1, 1, 8));
        }
        other => panic!("{other:?}"),
    }
    // One row a group.
    let alone: Vec<i64> = (0..8).collect();
    assert!(matches!(run(&one(&x), &mixed, &alone), Conditional::NoVariation { .. }));
    // A column constant within groups, a copy, and a column of zeros are dropped and named.
    let level: Vec<f64> = groups.iter().map(|g| 0.1 + 0.7 * *g as f64).collect();
    let copy: Vec<f64> = x.iter().zip(&level).map(|(x, l)| 3.0 * x + l).collect();
    let columns = [level, x.to_vec(), copy, vec![0.0; 8]];
    let wide = columns.iter().enumerate().map(|(j, c)| (format!("x{j}"), c.clone())).collect();
    let wide = Design::new(8, wide).unwrap();
    let groups64 = groups;
    match run(&wide, &mixed, &groups64) {
        Conditional::Fitted { outcome: Outcome::RankDeficient(fit), .. } => {
            assert_eq!(fit.dropped, [0, 2, 3]);
            let plain = run(&one(&x), &mixed, &groups64);
            assert!((fit.coefficients[1] - converged(&plain).coefficients[0]).abs() < 1e-10);
        }
        other => panic!("{other:?}"),
    }
    // Nothing but group-level columns.
    let flat = one(&groups.map(|g| g as f64));
    match run(&flat, &mixed, &groups64) {
        Conditional::Fitted { outcome: Outcome::RankDeficient(fit), .. } => {
            assert_eq!((fit.dropped, fit.coefficients), (vec![0], vec![0.0]));
        }
        other => panic!("{other:?}"),
    }
    // Every yes above every no of its group: separated, though not across groups.
    let ranked = [5.0, 4.0, 6.0, 3.0, -1.0, -2.0, -3.0, 0.0];
    match run(&one(&ranked), &mixed, &groups64) {
        Conditional::Fitted { outcome: Outcome::Separated { separation, .. }, .. } => {
            assert_eq!(separation.columns, [0]);
        }
        other => panic!("{other:?}"),
    }
    // Two columns that separate only together.
    let a = [1.0, 2.0, 0.0, -1.0, 2.0, 0.0];
    let b = [0.5, -2.0, 1.5, 1.0, -1.0, 0.5];
    let y = [true, false, true, false, true, false];
    let both = vec![("a".to_owned(), a.to_vec()), ("b".to_owned(), b.to_vec())];
    let found = run(&Design::new(6, both).unwrap(), &y, &[1, 1, 2, 2, 3, 3]);
    match found {
        Conditional::Fitted { outcome: Outcome::Separated { separation, .. }, .. } => {
            assert_eq!(separation.columns, [0, 1]);
        }
        other => panic!("{other:?}"),
    }
    // More columns than rows.
    let mut source = StandardNormal::new(1);
    let many = (0..12)
        .map(|j| (format!("x{j}"), (0..8).map(|_| source.next_normal()).collect()))
        .collect();
    let found = run(&Design::new(8, many).unwrap(), &mixed, &groups64);
    assert!(matches!(found, Conditional::Fitted { outcome: Outcome::Separated { .. }, .. }));
    let data_groups = Grouping::new(&[1, 2]).unwrap();
    let d = one(&x);
    let data = Observations::new(&d, &mixed).unwrap();
    assert!(conditional::fit(&data, &data_groups, &ValidNewtonParams::default()).is_err());
}

/// 500 samples of 60 groups × 8 rows whose intercepts differ widely and depend on x.
#[test]
fn slopes_are_recovered_with_short_groups() {
    let found = study(500, |seed| {
        let mut source = StandardNormal::new(40_000 + seed);
        let (mut x, mut y, mut g) = (vec![], vec![], vec![]);
        for group in 0..60 {
            let level = 1.5 * source.next_normal();
            for _ in 0..8 {
                let v = 0.6 * level + source.next_normal();
                x.push(v);
                y.push(source.uniform() < logistic(level + 0.8 * v - 0.5));
                g.push(group);
            }
        }
        let found = run(&one(&x), &y, &g);
        let fit = found.fit()?;
        Some((fit.coefficients[0] - 0.8, fit.covariance.get(0, 0).sqrt()))
    });
    found.print("conditional logit, 60 groups x 8 rows, slope 0.8");
    // The maximum-likelihood bias of order 1/n is about a twentieth of the standard error.
    assert!(found.bias.abs() < 4.0 * found.bias_error + 0.01, "{found:?}");
    found.assert_covers(4.0);
}

#[test]
fn one_thread_and_five_give_the_same_bytes() {
    let mut source = StandardNormal::new(9);
    let x: Vec<f64> = (0..3000).map(|_| source.next_normal()).collect();
    let groups: Vec<i64> = (0..3000).map(|i| i / 9).collect();
    let y: Vec<bool> = x.iter().map(|v| source.uniform() < logistic(*v)).collect();
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", run(&one(&x), &y, &groups)))
    };
    assert_eq!(bytes(1), bytes(5));
}
