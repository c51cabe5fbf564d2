//! Absorbed fixed effects against pyfixest 0.60.0 and against dummies written out.
//!
//! pyfixest stops when the deviance changes by less than 1e-8 of itself: the last step is
//! then up to √(1e-8 × 2.5e4) ≈ 0.02 standard errors long. It takes standard errors at the
//! weights before that step, which differ by about 1e-4 of themselves; the coefficients after
//! it are good to about 1e-6 (Fisher scoring of the probit) or better.
//! Least squares has no reweighting; pyfixest demeans to 1e-6, which leaves 1e-7 in the
//! standard errors. Run with tolerance 1e-14, pyfixest gives our figures to nine digits.
//!
//! pyfixest matches fixed effects to cluster variables by position in two lists whose order
//! can differ, so that its K of (N − 1)/(N − K) can change from run to run. The file's least-squares
//! case with one cluster variable has K = 22 where fixest's rule (effects nested in the
//! cluster variable count once) gives 80; that one case is compared with K = 22.

use crate::support::{columns, design, fit as reference_fit, reference, relative, sample, worst};
use comity_numerics::estimators::absorbed::{
    Absorbed, AbsorbedFit, AbsorbedOutcome, AbsorbedParams, Family, FixedEffects,
    ValidAbsorbedParams, fit,
};
use comity_numerics::estimators::{Observations, ValidNewtonParams, logit};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use comity_numerics::variance::cluster::{ClusterFactor, SmallSample, variance};
use comity_numerics::{Design, Grouping};

fn run(data: &FixedEffects<'_>) -> Absorbed {
    fit(data, &ValidAbsorbedParams::default()).unwrap()
}

fn converged(absorbed: &Absorbed) -> &AbsorbedFit {
    match &absorbed.outcome {
        AbsorbedOutcome::Converged(fit) => fit,
        other => panic!("{other:?}"),
    }
}

/// Standard errors with fixest's default factors, clustered by `by` (each row by itself for
/// the heteroskedasticity-robust ones, none for the model-based ones).
fn errors(
    absorbed: &Absorbed,
    fixed: &[Grouping],
    by: &[Grouping],
    peer_k: Option<usize>,
) -> Vec<f64> {
    let (fit, within) = (converged(absorbed), absorbed.within.as_ref().unwrap());
    let nested: Vec<bool> = fixed.iter().map(|f| by.iter().any(|c| f.is_nested_in(c))).collect();
    let k = peer_k.unwrap_or_else(|| fit.parameters(&nested));
    if by.is_empty() {
        let n = fit.rows as f64;
        // Least squares divides by N − K itself.
        let factor = if fit.family == Family::Linear { 1.0 } else { (n - 1.0) / (n - k as f64) };
        return fit.covariance().diagonal().iter().map(|v| (v * factor).sqrt()).collect();
    }
    let by: Vec<Grouping> = by.iter().map(|g| g.select(&within.rows).unwrap()).collect();
    let by: Vec<&Grouping> = by.iter().collect();
    let factors = SmallSample { parameters: Some(k), clusters: ClusterFactor::Smallest };
    variance(&within.design, &within.multipliers, &fit.bread, &by, factors)
        .unwrap()
        .standard_errors()
}

#[test]
fn pyfixest_dyad_panel() {
    let Some(folder) = reference().map(|f| f.join("pyfixest")) else { return };
    let data = columns(folder.join("dyadpanel.csv"));
    let expected = reference_fit(folder.join("dyadpanel.json"));
    let group = |name: &str| {
        Grouping::new(&data[name].iter().map(|v| *v as i64).collect::<Vec<_>>()).unwrap()
    };
    let rows = data["x"].len();
    let slopes = design(&data, &["x", "z"]);
    let (all, no_constant) = (&slopes, slopes.select(&[1, 2]));
    let (ijt, ij) = ([group("i"), group("j"), group("t")], [group("i"), group("j")]);
    let single = Grouping::of_single_rows(rows).unwrap();
    type Case<'a> = (&'a str, Family, &'a str, &'a [Grouping], Vec<Grouping>, [f64; 2]);
    let exact = [1e-8, 1e-6];
    let iterated = [1e-6, 1e-4];
    let cases: [Case<'_>; 8] = [
        ("ols_fe_crv1_i", Family::Linear, "y", &ijt, vec![group("i")], exact),
        ("ols_fe_twoway", Family::Linear, "y", &ijt, ij.to_vec(), exact),
        ("pois_fe_iid", Family::Poisson, "c", &ijt, vec![], iterated),
        ("pois_fe_crv1", Family::Poisson, "c", &ijt, vec![group("dyad")], iterated),
        ("logit_nofe", Family::Logit, "y", &[], vec![single.clone()], iterated),
        ("logit_fe", Family::Logit, "y", &ij, vec![], iterated),
        ("probit_nofe", Family::Probit, "y", &[], vec![single.clone()], iterated),
        ("probit_fe", Family::Probit, "y", &ij, vec![], iterated),
    ];
    let listed = expected["models"].as_object().unwrap();
    assert_eq!(listed.len(), cases.len(), "every case of the file is compared");
    for (name, family, outcome, fixed, by, [coefficients, standard_errors]) in cases {
        let model = &listed[name];
        let x = if fixed.is_empty() { all } else { &no_constant };
        let peers = ["Intercept", "x", "z"];
        let names = if fixed.is_empty() { &peers[..] } else { &peers[1..] };
        let figure = |field: &str| -> Vec<f64> {
            names.iter().map(|n| model[field][*n].as_f64().unwrap()).collect()
        };
        let problem = FixedEffects::new(x, &data[outcome], family, fixed).unwrap();
        let absorbed = run(&problem);
        let found = converged(&absorbed);
        let peer_k = (name == "ols_fe_crv1_i").then_some(22);
        let ours = errors(&absorbed, fixed, &by, peer_k);
        if peer_k.is_some() {
            println!("{name} with K = 80: {:?}", errors(&absorbed, fixed, &by, None));
            assert_eq!(found.parameters(&[true, false, false]), 80);
        }
        let b = relative(&found.coefficients, &figure("coef"));
        let s = relative(&ours, &figure("se"));
        for (k, n) in names.iter().enumerate() {
            println!(
                "pyfixest 0.60.0 {name} {n}: coef {:.12} ours {:.12}; se {:.12} ours {:.12}",
                figure("coef")[k],
                found.coefficients[k],
                figure("se")[k],
                ours[k]
            );
        }
        println!("{name}: relative difference {b:.1e} {s:.1e}, iterations {}", found.iterations);
        assert!(b < coefficients && s < standard_errors, "{name} {b:e} {s:e}");
    }
}

type Panel = (Design, Vec<bool>, [Grouping; 2], f64);

fn panel(groups: usize, rows: usize, seed: u64) -> Panel {
    panel_with(0.5, groups, rows, seed)
}

fn panel_with(spread: f64, groups: usize, rows: usize, seed: u64) -> Panel {
    let mut source = StandardNormal::new(seed);
    let effect: Vec<f64> = (0..groups).map(|_| source.next_normal()).collect();
    let other: Vec<f64> = (0..rows).map(|_| spread * source.next_normal()).collect();
    let (mut x, mut y, mut g, mut t) = (vec![], vec![], vec![], vec![]);
    for (i, effect) in effect.iter().enumerate() {
        for (k, other) in other.iter().enumerate() {
            let v = 0.5 * effect + source.next_normal();
            x.push(v);
            y.push(source.uniform() < logistic(-0.5 + 0.8 * v + effect + other));
            g.push(i as i64);
            t.push(k as i64);
        }
    }
    let design = Design::new(x.len(), vec![("x".into(), x)]).unwrap();
    (design, y, [Grouping::new(&g).unwrap(), Grouping::new(&t).unwrap()], 0.8)
}

/// The same numbers as a logit with every dummy in the design: both converge to 1e-8 of a
/// standard error.
#[test]
fn equals_the_logit_with_dummies() {
    let (x, y, groupings, _) = panel(12, 40, 3);
    let absorbed = run(&FixedEffects::logit(&x, &y, &groupings).unwrap());
    let found = converged(&absorbed);
    assert!(found.dropped_groups.is_empty());
    let mut columns = vec![("x".to_owned(), x.columns()[0].clone())];
    for (q, grouping) in groupings.iter().enumerate() {
        for level in q..grouping.count() {
            let dummy = grouping.of().iter().map(|&g| f64::from(u8::from(g == level))).collect();
            columns.push((format!("d{q}.{level}"), dummy));
        }
    }
    let full = Design::new(x.rows(), columns).unwrap();
    let data = Observations::new(&full, &y).unwrap();
    let plain = logit::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
    assert!((found.coefficients[0] - plain.coefficients[0]).abs() < 1e-9);
    let ratio = found.bread.get(0, 0) / plain.covariance.get(0, 0);
    assert!((ratio - 1.0).abs() < 1e-7, "{ratio}");
    assert!((found.log_likelihood - plain.log_likelihood).abs() < 1e-9);
    assert_eq!(found.parameters(&[]), full.width());
    let within = absorbed.within.as_ref().unwrap();
    let eta = full.times(&plain.coefficients);
    assert!(worst(&within.linear_predictor, &eta) < 1e-7);
}

#[test]
fn groups_without_variation_are_dropped_in_turn_and_named() {
    // Group 9 of the first grouping is always yes; without it group 5 of the second is
    // always no.
    let first = Grouping::new(&[1, 1, 1, 1, 2, 2, 2, 2, 9, 9]).unwrap();
    let second = Grouping::new(&[1, 1, 2, 2, 1, 2, 2, 5, 5, 5]).unwrap();
    let y = [true, false, true, false, true, false, true, false, true, true];
    let x = vec![0.1, 0.5, -0.3, 0.7, 0.4, -0.2, 0.9, 0.3, 0.0, 1.0];
    let x = Design::new(10, vec![("x".into(), x)]).unwrap();
    let groupings = [first, second];
    let absorbed = run(&FixedEffects::logit(&x, &y, &groupings).unwrap());
    let found = converged(&absorbed);
    let named: Vec<(usize, i64, usize, bool)> =
        found.dropped_groups.iter().map(|d| (d.grouping, d.label, d.rows, d.always)).collect();
    assert_eq!(named, [(0, 9, 2, true), (1, 5, 1, false)]);
    assert_eq!((found.rows, absorbed.within.unwrap().rows), (7, (0..7).collect::<Vec<_>>()));
}

#[test]
fn degenerate_input_has_a_typed_outcome() {
    let (x, y, groupings, _) = panel(10, 20, 1);
    let n = x.rows();
    let with = |name: &str, column: Vec<f64>| {
        let columns = vec![("x".to_owned(), x.columns()[0].clone()), (name.to_owned(), column)];
        Design::new(n, columns).unwrap()
    };
    // Determined by the fixed effects, by another column, or zero: dropped and named.
    let by_group: Vec<f64> = groupings[0].of().iter().map(|&g| (g * g) as f64).collect();
    let both: Vec<f64> =
        groupings[1].of().iter().zip(&by_group).map(|(t, g)| *t as f64 + g).collect();
    let copy: Vec<f64> = x.columns()[0].iter().map(|v| 1.0 - 2.0 * v).collect();
    for column in [by_group, both, copy, vec![0.0; n]] {
        let wide = with("z", column);
        match run(&FixedEffects::logit(&wide, &y, &groupings).unwrap()).outcome {
            AbsorbedOutcome::RankDeficient(f) => assert_eq!(f.dropped_columns, [1]),
            other => panic!("{other:?}"),
        }
    }
    // Constant outcome, one event, every group a single row.
    let constant = FixedEffects::logit(&x, &vec![true; n], &groupings).unwrap();
    assert!(matches!(run(&constant).outcome, AbsorbedOutcome::NoVariation { .. }));
    let none = FixedEffects::logit(&x, &vec![false; n], &[]).unwrap();
    assert!(matches!(run(&none).outcome, AbsorbedOutcome::NoVariation { .. }));
    let alone = [Grouping::of_single_rows(n).unwrap()];
    let single = run(&FixedEffects::logit(&x, &y, &alone).unwrap());
    assert!(matches!(single.outcome, AbsorbedOutcome::NoVariation { .. }));
    let mut one = vec![false; n];
    one[33] = true;
    let event = run(&FixedEffects::logit(&x, &one, &groupings[..1]).unwrap());
    // One group with one event is left; no perfect prediction unless x says so.
    assert!(matches!(
        event.outcome,
        AbsorbedOutcome::Converged(AbsorbedFit { rows: 20, .. })
            | AbsorbedOutcome::Separated { .. }
    ));
    // Separation by a covariate: positive only where the outcome is yes.
    let sign: Vec<f64> = y.iter().map(|&v| if v { 1.0 } else { 0.0 }).collect();
    let found = run(&FixedEffects::logit(&with("z", sign.clone()), &y, &groupings).unwrap());
    match found.outcome {
        AbsorbedOutcome::Separated { columns, rows } => {
            let used = converged(&run(&FixedEffects::logit(&x, &y, &groupings).unwrap())).rows;
            assert!(columns.contains(&1) && rows.len() == used, "{columns:?} {}", rows.len());
        }
        other => panic!("{other:?}"),
    }
    // Quasi-separation: an indicator that is 1 only in some rows with yes.
    let some: Vec<f64> =
        y.iter().enumerate().map(|(i, &v)| f64::from(u8::from(v && i % 5 == 0))).collect();
    let count = some.iter().filter(|v| **v > 0.0).count();
    let wide = with("z", some);
    for family in [Family::Logit, Family::Probit] {
        let data = FixedEffects::new(&wide, &sign, family, &groupings[..1]).unwrap();
        match run(&data).outcome {
            AbsorbedOutcome::Separated { columns, rows } => {
                assert_eq!((columns, rows.len()), (vec![1], count));
            }
            other => panic!("{other:?}"),
        }
    }
    // More columns than rows: the surplus is dropped.
    let mut source = StandardNormal::new(5);
    let columns = (0..15)
        .map(|j| (format!("x{j}"), (0..10).map(|_| source.next_normal()).collect()))
        .collect();
    let wide = Design::new(10, columns).unwrap();
    let y10: Vec<f64> = (0..10).map(f64::from).collect();
    let g = [Grouping::new(&[1, 1, 1, 1, 1, 2, 2, 2, 2, 2]).unwrap()];
    let outcome = run(&FixedEffects::new(&wide, &y10, Family::Linear, &g).unwrap()).outcome;
    match outcome {
        AbsorbedOutcome::RankDeficient(f) => {
            assert_eq!((f.dropped_columns.len(), f.dispersion), (7, 0.0));
        }
        other => panic!("{other:?}"),
    }
    // Too few iterations are not success.
    let p = AbsorbedParams { max_iterations: 2, ..Default::default() }.check().unwrap();
    let short = fit(&FixedEffects::logit(&x, &y, &groupings).unwrap(), &p).unwrap();
    assert!(matches!(short.outcome, AbsorbedOutcome::NotConverged(_)));
    // Arguments.
    assert!(FixedEffects::new(&x, &vec![0.5; n], Family::Logit, &groupings).is_err());
    assert!(FixedEffects::new(&x, &vec![-1.0; n], Family::Poisson, &groupings).is_err());
    assert!(FixedEffects::new(&x, &vec![f64::NAN; n], Family::Linear, &groupings).is_err());
    assert!(FixedEffects::logit(&x, &y[1..], &groupings).is_err());
    assert!(AbsorbedParams { demeaning_tolerance: 0.0, ..Default::default() }.check().is_err());
}

#[test]
fn weights_count_rows() {
    let (design, y) = sample(240, 3, 0.0, 8);
    let x = design.select(&[1, 2]);
    let labels: Vec<i64> = (0..240).map(|i| i % 6).collect();
    let weights: Vec<f64> = (0..240).map(|i| f64::from(i % 3)).collect();
    let order: Vec<usize> = (0..240).flat_map(|i| std::iter::repeat_n(i, i % 3)).collect();
    let take = |c: &Vec<f64>| order.iter().map(|&i| c[i]).collect::<Vec<_>>();
    let columns = x.names().iter().cloned().zip(x.columns().iter().map(take)).collect();
    let twice = Design::new(order.len(), columns).unwrap();
    let y2: Vec<bool> = order.iter().map(|&i| y[i]).collect();
    let g = [Grouping::new(&labels).unwrap()];
    let g2 = [g[0].select(&order).unwrap()];
    let a = run(&FixedEffects::logit(&x, &y, &g).unwrap().weighted(&weights).unwrap());
    let b = run(&FixedEffects::logit(&twice, &y2, &g2).unwrap());
    let (a, b) = (converged(&a), converged(&b));
    assert!(worst(&a.coefficients, &b.coefficients) < 1e-9);
    assert!(worst(&a.bread.diagonal(), &b.bread.diagonal()) < 1e-9);
}

#[test]
fn one_thread_and_five_give_the_same_bytes() {
    let (x, y, groupings, _) = panel(60, 50, 4);
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", run(&FixedEffects::logit(&x, &y, &groupings).unwrap())))
    };
    assert_eq!(bytes(1), bytes(5));
}

/// Long groups, where the incidental-parameters bias (of order 1/T) is small: 500 panels of
/// 10 groups × 100 rows. The bias of about β/T = 0.008 is not noise; it is asserted to be no
/// larger than twice that plus four Monte-Carlo standard errors.
#[test]
fn slopes_are_recovered_with_long_groups() {
    let study = crate::support::study(500, |seed| {
        let (x, y, groupings, truth) = panel_with(0.0, 10, 100, 1000 + seed);
        let absorbed = run(&FixedEffects::logit(&x, &y, &groupings[..1]).unwrap());
        let f = absorbed.outcome.fit()?;
        Some((f.coefficients[0] - truth, f.bread.get(0, 0).sqrt()))
    });
    study.print("logit with absorbed effects, 10 groups x 100 rows, slope 0.8");
    assert!(study.bias.abs() < 0.016 + 4.0 * study.bias_error, "{study:?}");
    study.assert_covers(4.0);
}

/// Two rows a group: the slope doubles (Abrevaya 1997), as the documentation warns.
#[test]
fn slopes_double_with_two_rows_a_group() {
    let (x, y, groupings, truth) = panel(4000, 2, 77);
    let absorbed = run(&FixedEffects::logit(&x, &y, &groupings[..1]).unwrap());
    let conditional = {
        use comity_numerics::estimators::conditional;
        let data = Observations::new(&x, &y).unwrap();
        let found = conditional::fit(&data, &groupings[0], &ValidNewtonParams::default()).unwrap();
        found.fit().unwrap().coefficients[0]
    };
    let ratio = converged(&absorbed).coefficients[0] / conditional;
    assert!((ratio - 2.0).abs() < 1e-6, "{ratio}");
    assert!((conditional - truth).abs() < 0.2);
}
