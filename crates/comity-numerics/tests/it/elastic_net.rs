//! The penalised logit against scikit-learn 1.9.1, its optimality conditions, and known truths.
//!
//! The golden figures are those of `LogisticRegression(C = 1/(λn), l1_ratio = α)` with the solver
//! saga at tolerance 1e-15 (ridge: equal to newton-cholesky in all digits printed). Ours stop
//! at a violation of 1e-10 of the optimality conditions; figures are compared at 1e-8.

use crate::support::{sample, worst};
use comity_numerics::estimators::elastic_net::{
    CrossValidation, ElasticNetParams, Folds, Path, PathOutcome, cross_validate, fit,
};
use comity_numerics::estimators::{Observations, ValidNewtonParams, logit};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use comity_numerics::variance::score_multipliers;
use comity_numerics::{Design, Grouping};
use proptest::prelude::*;

/// The generator of the golden data: s ← (1103515245 s + 12345) mod 2³¹, u = s/2³¹, from 42.
fn golden() -> (Design, Vec<bool>) {
    let mut state = 42_u64;
    let mut uniform = || {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        state as f64 / f64::from(1_u32 << 31)
    };
    let mut columns = vec![vec![]; 6];
    let mut y = vec![];
    for _ in 0..200 {
        let u: Vec<f64> = (0..7).map(|_| uniform()).collect();
        let mut x: Vec<f64> = u[..6].iter().map(|u| 4.0 * u - 2.0).collect();
        x[5] = x[0] * 0.8 + x[5] * 0.4;
        let eta = 0.3 + x[0] - 0.7 * x[1] + 0.4 * x[2];
        y.push(u[6] < 1.0 / (1.0 + (-eta).exp()));
        for (column, v) in columns.iter_mut().zip(x) {
            column.push(v);
        }
    }
    let mut named = vec![("(intercept)".to_owned(), vec![1.0; 200])];
    named.extend(columns.into_iter().enumerate().map(|(j, c)| (format!("x{j}"), c)));
    (Design::new(200, named).unwrap(), y)
}

fn tight(alpha: f64, lambdas: Vec<f64>, standardise: bool) -> ElasticNetParams {
    ElasticNetParams {
        alpha,
        lambdas: Some(lambdas),
        standardise,
        tolerance: 1e-10,
        ..Default::default()
    }
}

fn path(design: &Design, y: &[bool], params: ElasticNetParams) -> Path {
    let data = Observations::new(design, y).unwrap();
    match fit(&data, &params.check().unwrap()).unwrap() {
        PathOutcome::Fitted(path) => path,
        other => panic!("{other:?}"),
    }
}

#[test]
fn scikit_learn() {
    let (design, y) = golden();
    assert_eq!(y.iter().filter(|v| **v).count(), 103);
    let cases: [(f64, f64, bool, [f64; 7]); 5] = [
        (
            1.0,
            0.05,
            false,
            [
                0.102_215_385_359_742_3,
                0.542_248_641_508_789_9,
                -0.229_545_071_891_170_15,
                0.435_310_714_449_382_4,
                0.0,
                0.0,
                0.0,
            ],
        ),
        (
            0.5,
            0.05,
            false,
            [
                0.108_383_701_661_313_74,
                0.561_931_377_349_171_5,
                -0.304_171_115_166_360_4,
                0.493_441_595_926_015_5,
                0.0,
                0.0,
                0.042_387_245_622_088_09,
            ],
        ),
        (
            0.0,
            0.05,
            false,
            [
                0.106_227_823_154_890_43,
                0.499_163_574_864_310_9,
                -0.369_123_616_999_133,
                0.550_066_444_153_015_4,
                0.049_161_496_004_722,
                -0.041_439_514_323_233_076,
                0.201_887_917_806_337_33,
            ],
        ),
        (
            0.9,
            0.005,
            false,
            [
                0.127_152_363_726_751_98,
                0.774_084_155_713_279_2,
                -0.461_568_428_108_922_9,
                0.663_301_455_730_969_9,
                0.014_037_859_378_838_901,
                -0.005_702_004_348_817_02,
                0.0,
            ],
        ),
        (
            0.7,
            0.05,
            true,
            [
                0.101_595_705_781_654_89,
                0.504_406_707_482_954_4,
                -0.246_795_349_069_122_15,
                0.434_005_324_549_555_04,
                0.0,
                0.0,
                0.035_354_618_127_689_31,
            ],
        ),
    ];
    for (alpha, lambda, standardise, expected) in cases {
        let found = path(&design, &y, tight(alpha, vec![lambda], standardise));
        let point = &found.points[0];
        let difference = worst(&point.coefficients, &expected);
        println!(
            "scikit-learn 1.9.1 l1_ratio {alpha} lambda {lambda}: x0 {:.12} ours {:.12}, worst \
             difference {difference:.1e}, {} iterations",
            expected[1], point.coefficients[1], point.iterations
        );
        assert!(point.converged && difference < 1e-8, "{point:?}");
        let zeros = |v: &[f64]| v.iter().map(|b| *b == 0.0).collect::<Vec<_>>();
        assert_eq!(zeros(&point.coefficients), zeros(&expected));
    }
}

/// Violations of the conditions of Karush, Kuhn and Tucker, computed from scratch on the
/// original columns: |score| ≤ λα s for a zero, score = λ(α s sign + (1 − α) s² b) else.
fn violation(design: &Design, y: &[bool], b: &[f64], alpha: f64, lambda: f64) -> f64 {
    let data = Observations::new(design, y).unwrap();
    let u = score_multipliers(&data, b).unwrap();
    let n = y.len() as f64;
    let mut worst = 0.0_f64;
    for (j, column) in design.columns().iter().enumerate() {
        let score = column.iter().zip(&u).map(|(x, u)| x * u).sum::<f64>() / n;
        let mean = column.iter().sum::<f64>() / n;
        let s = (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        let gap = match j {
            0 => score.abs(),
            _ if b[j] == 0.0 => (score.abs() - lambda * alpha * s).max(0.0) / s,
            _ => {
                (score - lambda * (alpha * s * b[j].signum() + (1.0 - alpha) * s * s * b[j])).abs()
                    / s
            }
        };
        worst = worst.max(gap);
    }
    worst
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn every_point_is_optimal(
        seed in 0_u64..1000, alpha in 0.0_f64..=1.0, rows in 30_usize..400, width in 2_usize..12
    ) {
        let (design, y) = sample(rows, width, 0.2, seed);
        prop_assume!(y.iter().any(|v| *v) && y.iter().any(|v| !*v));
        let params = ElasticNetParams { alpha, penalties: 30, ..Default::default() };
        let found = path(&design, &y, params);
        for (k, point) in found.points.iter().enumerate() {
            prop_assert!(point.converged, "{k} {point:?}");
            let gap = violation(&design, &y, &point.coefficients, alpha, point.lambda);
            // The tolerance of 1e-8 is relative to scores of at most one half.
            prop_assert!(gap < 1e-8, "{k} {gap:e}");
        }
        for pair in found.points.windows(2) {
            prop_assert!(pair[1].deviance <= pair[0].deviance + 1e-6);
        }
    }
}

#[test]
fn a_vanishing_penalty_is_the_logit() {
    let (design, y) = sample(600, 5, 0.0, 4);
    let data = Observations::new(&design, &y).unwrap();
    let plain = logit::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
    for alpha in [0.0, 1.0] {
        let found = path(&design, &y, tight(alpha, vec![0.1, 1e-3, 1e-10], true));
        assert!(worst(&found.points[2].coefficients, &plain.coefficients) < 1e-6);
    }
    // Nor is a column without a penalty shrunk.
    let params =
        ElasticNetParams { penalty_factors: Some(vec![0.0; 5]), ..tight(1.0, vec![0.5], true) };
    let found = path(&design, &y, params);
    assert!(worst(&found.points[0].coefficients, &plain.coefficients) < 1e-6);
}

/// The lasso's first penalty is the smallest that leaves every column out.
#[test]
fn the_path_starts_where_the_first_column_enters() {
    let (design, y) = sample(300, 6, 0.0, 12);
    let found = path(&design, &y, ElasticNetParams::default());
    assert_eq!(found.points[0].nonzero, 0);
    assert!((found.points[0].deviance_explained).abs() < 1e-12);
    let just_below = found.points[0].lambda * 0.999;
    let next = path(&design, &y, tight(1.0, vec![just_below], true));
    assert_eq!(next.points[0].nonzero, 1);
}

#[test]
fn degenerate_input_has_a_typed_outcome() {
    let (design, y) = sample(60, 4, 0.0, 2);
    let data = Observations::new(&design, &y).unwrap();
    let p = ElasticNetParams::default().check().unwrap();
    for value in [true, false] {
        let constant = vec![value; 60];
        let data = Observations::new(&design, &constant).unwrap();
        assert_eq!(fit(&data, &p), Ok(PathOutcome::ConstantOutcome { value }));
        let clusters = Grouping::of_single_rows(60).unwrap();
        let cv = cross_validate(&data, &clusters, Folds { count: 5, seed: 1 }, &p);
        assert_eq!(cv, Ok(CrossValidation::ConstantOutcome { value }));
    }
    // Separation and more columns than rows are no obstacle with a penalty; constant and
    // equal columns neither.
    let mut source = StandardNormal::new(3);
    let mut columns = vec![("1".to_owned(), vec![1.0; 20])];
    for j in 0..40 {
        columns.push((format!("x{j}"), (0..20).map(|_| source.next_normal()).collect()));
    }
    columns.push(("copy".to_owned(), columns[1].1.clone()));
    columns.push(("flat".to_owned(), vec![3.3; 20]));
    let wide = Design::new(20, columns).unwrap();
    let few: Vec<bool> = (0..20).map(|i| i % 3 == 0).collect();
    for alpha in [1.0, 0.5, 0.0] {
        let params = ElasticNetParams { alpha, penalties: 20, ..Default::default() };
        let found = path(&wide, &few, params);
        assert_eq!(found.dropped, [42]);
        for point in &found.points {
            assert!(
                point.converged && point.coefficients.iter().all(|b| b.is_finite()),
                "{point:?}"
            );
            assert_eq!(point.coefficients[42], 0.0);
        }
    }
    // One event.
    let mut one = vec![false; 60];
    one[7] = true;
    let found = path(&design, &one, ElasticNetParams::default());
    assert!(found.points.iter().all(|p| p.converged) && found.events == 1);
    // An unpenalised column that separates: no optimum, and no point claims one.
    let sign: Vec<f64> = y.iter().map(|v| f64::from(u8::from(*v))).collect();
    let mut columns: Vec<(String, Vec<f64>)> =
        design.names().iter().cloned().zip(design.columns().iter().cloned()).collect();
    columns.push(("sign".to_owned(), sign));
    let separated = Design::new(60, columns).unwrap();
    let factors = Some(vec![1.0, 1.0, 1.0, 1.0, 0.0]);
    let params = ElasticNetParams { penalty_factors: factors, penalties: 5, ..Default::default() };
    let found = path(&separated, &y, params);
    assert!(found.points.iter().all(|p| p.coefficients.iter().all(|b| b.is_finite())));
    // Only a constant column, nothing to penalise.
    let lone = design.select(&[0]);
    assert_eq!(path(&lone, &y, ElasticNetParams::default()).points.len(), 1);
    // Arguments.
    let wrong = [
        ElasticNetParams { alpha: 1.1, ..Default::default() },
        ElasticNetParams { lambdas: Some(vec![]), ..Default::default() },
        ElasticNetParams { lambdas: Some(vec![-1.0]), ..Default::default() },
        ElasticNetParams { penalties: 1, ..Default::default() },
        ElasticNetParams { penalty_factors: Some(vec![f64::NAN]), ..Default::default() },
    ];
    assert!(wrong.into_iter().all(|p| p.check().is_err()));
    let short = ElasticNetParams { penalty_factors: Some(vec![1.0]), ..Default::default() };
    assert!(fit(&data, &short.check().unwrap()).is_err());
    let clusters = Grouping::of_single_rows(60).unwrap();
    assert!(cross_validate(&data, &clusters, Folds { count: 61, seed: 1 }, &p).is_err());
    // A single positive cluster: folds without an event in training are counted as failed.
    let two = Grouping::new(&(0..60).map(|i| i / 30).collect::<Vec<_>>()).unwrap();
    let data = Observations::new(&design, &one).unwrap();
    let cv = cross_validate(&data, &two, Folds { count: 2, seed: 1 }, &p).unwrap();
    assert_eq!(cv, CrossValidation::TooFewFolds { folds: 1 });
}

#[test]
fn cross_validation_keeps_clusters_together_and_depends_on_the_seed_alone() {
    let (design, y) = sample(400, 6, 0.0, 31);
    let labels: Vec<i64> = (0..400).map(|i| i / 8).collect();
    let clusters = Grouping::new(&labels).unwrap();
    let p = ElasticNetParams { penalties: 40, ..Default::default() }.check().unwrap();
    let run = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let data = Observations::new(&design, &y).unwrap();
        let folds = Folds { count: 10, seed };
        match pool.install(|| cross_validate(&data, &clusters, folds, &p)).unwrap() {
            CrossValidation::Chosen(cv) => cv,
            other => panic!("{other:?}"),
        }
    };
    let (a, b) = (run(1, 7), run(4, 7));
    assert_eq!(a, b);
    assert_ne!(a.assignment, run(1, 8).assignment);
    let mut sizes = [0; 10];
    a.assignment.iter().for_each(|f| sizes[*f] += 1);
    assert_eq!(sizes, [5; 10]);
    assert!(a.within_one_error <= a.best && a.failed_folds == 0);
    assert!(a.mean[a.within_one_error] <= a.mean[a.best] + a.standard_error[a.best]);
    // Against one fold done by hand.
    let fold = 3;
    let weights: Vec<f64> =
        clusters.of().iter().map(|g| f64::from(u8::from(a.assignment[*g] != fold))).collect();
    assert_eq!(weights.iter().filter(|w| **w == 0.0).count(), 40);
    assert_eq!(a.mean.len(), a.path.points.len());
}

/// 500 samples of 300 rows with 3 true and 12 idle covariates: what the lasso with the
/// one-standard-error penalty selects, and how it predicts new rows beside the full logit.
/// Theory promises no rate at this size; the bounds say that selection works: true covariates
/// are nearly always kept, most idle ones left out, and prediction beats the full logit.
#[test]
fn support_and_prediction_are_recovered() {
    use rayon::prelude::*;
    const SAMPLES: u64 = 500;
    let results: Vec<[f64; 4]> = (0..SAMPLES)
        .into_par_iter()
        .map(|seed| {
            let mut source = StandardNormal::new(70_000 + seed);
            let mut draw = |rows: usize| {
                let mut columns = vec![("1".to_owned(), vec![1.0; rows])];
                for j in 0..15 {
                    let c = (0..rows).map(|_| source.next_normal()).collect();
                    columns.push((format!("x{j}"), c));
                }
                let design = Design::new(rows, columns).unwrap();
                let mut beta = vec![0.0; 16];
                beta[..4].copy_from_slice(&[-0.5, 1.0, -0.8, 0.7]);
                let y: Vec<bool> =
                    design.times(&beta).iter().map(|e| source.uniform() < logistic(*e)).collect();
                (design, y)
            };
            let ((x, y), (new_x, new_y)) = (draw(300), draw(1000));
            let data = Observations::new(&x, &y).unwrap();
            let clusters = Grouping::new(&(0..300).map(|i| i / 6).collect::<Vec<_>>()).unwrap();
            let p = ElasticNetParams {
                penalties: 40,
                smallest_ratio: Some(0.01),
                ..Default::default()
            };
            let folds = Folds { count: 5, seed };
            let cv = cross_validate(&data, &clusters, folds, &p.check().unwrap()).unwrap();
            let CrossValidation::Chosen(cv) = cv else { panic!("{cv:?}") };
            let sparse = &cv.path.points[cv.within_one_error].coefficients;
            let best = &cv.path.points[cv.best].coefficients;
            let full = logit::fit(&data, &ValidNewtonParams::default()).into_fit().unwrap();
            let loss = |b: &[f64]| {
                let eta = new_x.times(b);
                let each =
                    eta.iter().zip(&new_y).map(|(e, y)| -logistic(if *y { *e } else { -*e }).ln());
                each.sum::<f64>() / 1000.0
            };
            let kept =
                |r: std::ops::Range<usize>| sparse[r].iter().filter(|b| **b != 0.0).count() as f64;
            [kept(1..4) / 3.0, kept(4..16) / 12.0, loss(best), loss(&full.coefficients)]
        })
        .collect();
    let n = SAMPLES as f64;
    let mean = |k: usize| results.iter().map(|r| r[k]).sum::<f64>() / n;
    let error = |k: usize| {
        let m = mean(k);
        (results.iter().map(|r| (r[k] - m) * (r[k] - m)).sum::<f64>() / (n - 1.0) / n).sqrt()
    };
    let gains: Vec<f64> = results.iter().map(|r| r[3] - r[2]).collect();
    let gain = gains.iter().sum::<f64>() / n;
    println!(
        "lasso, 300 rows, 3 of 15 covariates true, {SAMPLES} samples: true kept {:.3} ({:.3}), idle kept \
         {:.3} ({:.3}), log loss on new rows {:.4}, full logit {:.4}, gain {gain:.4}",
        mean(0),
        error(0),
        mean(1),
        error(1),
        mean(2),
        mean(3)
    );
    assert!(mean(0) > 0.98 && mean(1) < 0.2 && gain > 0.005);
}
