//! Cluster-robust variances and the cluster bootstrap: coverage under known dependence.

use crate::support::{sample, summarise};
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, logit};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use comity_numerics::variance::bootstrap::{Replicates, logit as bootstrap};
use comity_numerics::variance::cluster::{ClusterFactor, SmallSample, variance};
use comity_numerics::variance::score_multipliers;
use comity_numerics::{Design, Grouping};
use rayon::prelude::*;

fn fitted(data: &Observations<'_>) -> Option<Fit> {
    logit::fit(data, &ValidNewtonParams::default()).into_fit()
}

fn with_intercept(x: Vec<f64>) -> Design {
    let rows = x.len();
    Design::new(rows, vec![("1".into(), vec![1.0; rows]), ("x".into(), x)]).unwrap()
}

const FACTORS: SmallSample = SmallSample { parameters: Some(2), clusters: ClusterFactor::Smallest };

/// Rows of two crossed groupings (30 senders by 30 receivers), covariate and propensity both
/// sums of effects of each: 500 samples. The slope is truly zero. Clustering by one grouping
/// leaves half the dependence out. Robust intervals take the quantile of Student's t with one
/// degree of freedom less than clusters, as fixest does: t₂₉ = 2.045. The variance is
/// consistent in the number of clusters; at 30 it is still biased downwards, by an amount that
/// theory does not give, so that the lower bound allows for three points.
#[test]
fn two_way_intervals_cover_where_one_way_ones_fail() {
    const SIDE: usize = 30;
    let rows: Vec<(usize, usize)> =
        (0..SIDE).flat_map(|i| (0..SIDE).map(move |j| (i, j))).collect();
    let group = |f: fn(&(usize, usize)) -> usize| {
        Grouping::new(&rows.iter().map(|r| f(r) as i64).collect::<Vec<_>>()).unwrap()
    };
    let (sender, receiver) = (group(|r| r.0), group(|r| r.1));
    let results: Vec<[(f64, bool); 3]> = (0..500_u64)
        .into_par_iter()
        .filter_map(|seed| {
            let mut source = StandardNormal::new(90_000 + seed);
            let mut effects = || -> Vec<f64> { (0..SIDE).map(|_| source.next_normal()).collect() };
            let (xi, xj, yi, yj) = (effects(), effects(), effects(), effects());
            let x = rows.iter().map(|&(i, j)| xi[i] + xj[j] + source.next_normal()).collect();
            let y: Vec<bool> = rows
                .iter()
                .map(|&(i, j)| source.uniform() < logistic(0.7 * (yi[i] + yj[j]) - 0.3))
                .collect();
            let design = with_intercept(x);
            let data = Observations::new(&design, &y).unwrap();
            let fit = fitted(&data)?;
            let u = score_multipliers(&data, &fit.coefficients).unwrap();
            let b = fit.coefficients[1];
            let covers = |v: f64| (b, b.abs() < 2.045 * v.sqrt());
            let robust = |by: &[&Grouping]| {
                let v = variance(&design, &u, &fit.covariance, by, FACTORS).unwrap();
                covers(v.clipped.get(1, 1))
            };
            Some([
                covers(fit.covariance.get(1, 1)),
                robust(&[&sender]),
                robust(&[&sender, &receiver]),
            ])
        })
        .collect();
    let study = |k: usize| summarise(500, &results.iter().map(|r| r[k]).collect::<Vec<_>>());
    let (naive, one, two) = (study(0), study(1), study(2));
    naive.print("crossed clusters 30 x 30, model-based");
    one.print("crossed clusters 30 x 30, one-way");
    two.print("crossed clusters 30 x 30, two-way");
    assert!(naive.coverage < 0.85 && one.coverage < two.coverage - 0.02);
    assert!(two.coverage > 0.92 - 4.0 * two.coverage_error, "{two:?}");
    assert!(two.coverage < 0.95 + 4.0 * two.coverage_error, "{two:?}");
    assert!(two.bias.abs() < 4.0 * two.bias_error);
}

/// 40 clusters of 10 rows with a common covariate and effect: 500 samples, 199 replicates.
/// Intervals from errors use t₃₉ = 2.023. All three are consistent in the number of clusters;
/// at 40 the lower bound allows for two points.
#[test]
fn bootstrapped_and_one_way_intervals_cover() {
    const CLUSTERS: usize = 40;
    let labels: Vec<i64> = (0..CLUSTERS as i64 * 10).map(|i| i / 10).collect();
    let clusters = Grouping::new(&labels).unwrap();
    let p = ValidNewtonParams::default();
    let results: Vec<[(f64, bool); 4]> = (0..500_u64)
        .into_par_iter()
        .filter_map(|seed| {
            let mut source = StandardNormal::new(20_000 + seed);
            let (mut x, mut y) = (vec![], vec![]);
            for _ in 0..CLUSTERS {
                let (common, effect) = (source.next_normal(), source.next_normal());
                for _ in 0..10 {
                    x.push(common + 0.3 * source.next_normal());
                    y.push(source.uniform() < logistic(effect - 0.2));
                }
            }
            let design = with_intercept(x);
            let data = Observations::new(&design, &y).unwrap();
            let fit = fitted(&data)?;
            let b = fit.coefficients[1];
            let covers = |v: f64| (b, b.abs() < 2.023 * v.sqrt());
            let u = score_multipliers(&data, &fit.coefficients).unwrap();
            let v = variance(&design, &u, &fit.covariance, &[&clusters], FACTORS).unwrap();
            let replicates = Replicates { count: 199, seed };
            let boot = bootstrap(&data, &fit, &clusters, replicates, &p).unwrap();
            let (low, high) = boot.percentile_intervals(0.95).unwrap()?[1];
            Some([
                covers(fit.covariance.get(1, 1)),
                covers(v.variance.get(1, 1)),
                covers(boot.covariance()?.get(1, 1)),
                (b, low <= 0.0 && 0.0 <= high),
            ])
        })
        .collect();
    let names = ["model-based", "one-way robust", "bootstrap errors", "bootstrap percentiles"];
    for (k, name) in names.into_iter().enumerate() {
        let s = summarise(500, &results.iter().map(|r| r[k]).collect::<Vec<_>>());
        s.print(&format!("40 clusters of 10, {name}"));
        if k == 0 {
            assert!(s.coverage < 0.88);
        } else {
            assert!(s.coverage > 0.93 - 4.0 * s.coverage_error, "{name} {s:?}");
            assert!(s.coverage < 0.95 + 4.0 * s.coverage_error, "{name} {s:?}");
        }
        assert!(s.bias.abs() < 4.0 * s.bias_error);
    }
}

#[test]
fn the_bootstrap_depends_on_the_seed_alone_and_counts_failures() {
    let (design, y) = sample(300, 3, 0.0, 5);
    let labels: Vec<i64> = (0..300).map(|i| i / 6).collect();
    let clusters = Grouping::new(&labels).unwrap();
    let data = Observations::new(&design, &y).unwrap();
    let p = ValidNewtonParams::default();
    let fit = fitted(&data).unwrap();
    let run = |threads: usize, count: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let replicates = Replicates { count, seed };
        pool.install(|| bootstrap(&data, &fit, &clusters, replicates, &p)).unwrap()
    };
    let a = run(1, 50, 7);
    assert_eq!(a, run(5, 50, 7));
    assert_eq!(a.draws[..20], run(2, 20, 7).draws[..]);
    assert_ne!(a.draws, run(1, 50, 8).draws);
    assert!((a.failed.total(), a.draws.len(), a.clusters) == (0, 50, 50));
    // A dummy that two clusters carry, with both outcomes: when both are missed it is zero
    // (collinear), when only one comes it may predict perfectly.
    let rare: Vec<f64> = (0..300).map(|i| f64::from(u8::from(i == 3 || i == 200))).collect();
    let columns = vec![("1".to_owned(), vec![1.0; 300]), ("rare".to_owned(), rare)];
    let design = Design::new(300, columns).unwrap();
    let mut mixed = y.clone();
    (mixed[3], mixed[200]) = (true, false);
    let data = Observations::new(&design, &mixed).unwrap();
    let full = fitted(&data).unwrap();
    let all = Replicates { count: 200, seed: 1 };
    let boot = bootstrap(&data, &full, &clusters, all, &p).unwrap();
    println!("200 replicates with a rare dummy: {:?}", boot.failed);
    assert!(boot.failed.collinear > 5 && boot.failed.separated > 20);
    assert_eq!(boot.draws.len() + boot.failed.total(), 200);
    assert!(boot.draws.iter().flatten().all(|b| b.is_finite()));
    assert!(boot.draws.iter().all(|b| b[1].abs() < 15.0));
    // One event: missed clusters leave a constant outcome.
    let mut one = vec![false; 300];
    one[17] = true;
    let lone = Design::new(300, vec![("1".into(), vec![1.0; 300])]).unwrap();
    let data = Observations::new(&lone, &one).unwrap();
    let Outcome::Converged(full) = logit::fit(&data, &p) else { panic!("no fit") };
    let boot = bootstrap(&data, &full, &clusters, all, &p).unwrap();
    // (1 − 1/50)^50 = 0.364 of the replicates, standard error 0.034.
    let share = boot.failed.constant_outcome as f64 / 200.0;
    assert!((share - 0.364).abs() < 0.14, "{:?}", boot.failed);
    let single = Grouping::new(&[1; 300]).unwrap();
    assert!(bootstrap(&data, &full, &single, all, &p).is_err());
    assert!(bootstrap(&data, &full, &Grouping::new(&[1, 2]).unwrap(), all, &p).is_err());
}
