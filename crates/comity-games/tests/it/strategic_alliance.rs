//! The alliance model: what its fits and their by-products have to satisfy.

use crate::strategic_support::converged;
use comity_games::strategic::Fit;
use comity_games::strategic::alliance::{
    AllianceData, AllianceRows, Block, Effect, Formation, ValidAllianceParams, fit,
    marginal_effects, probabilities, scores, slopes_of_either,
};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::variance::cluster::SmallSample;
use comity_numerics::variance::dyadic::Dyads;
use comity_numerics::variance::score_rows::ScoreRows;
use comity_numerics::{Design, Grouping};

const TRUTH: [f64; 7] = [-1.2, 0.5, -1.4, 0.4, 0.8, 1.2, -1.0];

/// Dyads of 60 groups: a constant and strength in both utilities, a sponsor in one; exposure
/// tempts, and a patron's reach holds back.
struct Sample {
    rows: usize,
    units: Vec<(i64, i64)>,
    bilateral: [Design; 2],
    sponsored: [Design; 2],
    exposure: [Design; 2],
    reach: Design,
}

fn sides(pair: &[Design; 2]) -> Block<'_> {
    Block::Sides { a: &pair[0], b: &pair[1] }
}

impl Sample {
    fn new() -> Self {
        let mut source = StandardNormal::new(77);
        let units: Vec<(i64, i64)> =
            (0..60).flat_map(|a| (a + 1..60).map(move |b| (a, b))).collect();
        let rows = units.len();
        let mut column = || -> Vec<f64> { (0..rows).map(|_| source.next_normal()).collect() };
        let (sponsor, reach) = (column(), column());
        let strength = [column(), column()];
        let exposure = [column(), column()];
        let design = |columns: Vec<(&str, Vec<f64>)>| {
            let all = columns.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
            Design::new(rows, all).unwrap()
        };
        let one = vec![1.0; rows];
        Self {
            rows,
            units,
            bilateral: strength.clone().map(|s| design(vec![("1", one.clone()), ("strength", s)])),
            sponsored: strength.map(|s| {
                design(vec![("1", one.clone()), ("strength", s), ("sponsor", sponsor.clone())])
            }),
            exposure: exposure.map(|e| design(vec![("exposure", e)])),
            reach: design(vec![("reach", reach)]),
        }
    }

    fn columns(&self) -> AllianceRows<'_> {
        AllianceRows::new(sides(&self.bilateral), sides(&self.sponsored))
            .and_then(|r| r.temptation(sides(&self.exposure)))
            .and_then(|r| r.enforcement(Block::Same(&self.reach)))
            .unwrap()
    }

    fn formed(&self) -> Vec<Formation> {
        let mut source = StandardNormal::new(78);
        let params = ValidAllianceParams::default();
        let p = probabilities(&self.columns(), &params, &TRUTH).unwrap();
        let draw = |p: &[f64; 3]| match source.uniform() {
            u if u < p[1] => Formation::Bilateral,
            u if u < p[1] + p[2] => Formation::Sponsored,
            _ => Formation::None,
        };
        p.iter().map(draw).collect()
    }
}

fn fitted(sample: &Sample) -> (Vec<Formation>, Fit) {
    let formed = sample.formed();
    let data = AllianceData::new(sample.columns(), &formed).unwrap();
    let found = converged(fit(&data, &ValidAllianceParams::default()));
    (formed, found)
}

#[test]
fn restrictions_are_stated() {
    let (_, found) = fitted(&Sample::new());
    let all = found.identification.restrictions.join("\n");
    assert!(all.contains("temptation is told from utility by exposure, reach"), "{all}");
    assert!(all.contains("loss of a group that is sold out is 1"), "{all}");
    // Scaled to unit diagonal; a model without a restriction has zero up to 1e-15.
    assert!(found.identification.at_estimate > 1e-3);
    assert!(found.identification.at_random_points.iter().any(|v| *v > 1e-4));
}

/// Newton's method ends where the gradient is rounding; the scores of the rows, computed
/// apart, must sum to it.
#[test]
fn scores_sum_to_zero() {
    let sample = Sample::new();
    let (formed, found) = fitted(&sample);
    let data = AllianceData::new(sample.columns(), &formed).unwrap();
    let s = scores(&data, &ValidAllianceParams::default(), &found.coefficients).unwrap();
    assert!(s.iter().all(|c| c.iter().sum::<f64>().abs() < 1e-7), "{:?}", found.gradient_norm);
}

/// The result does not depend on which group is called A (sums run in another order: a few
/// roundings of two thousand terms), nor at all on the number of threads.
#[test]
fn labels_and_threads_do_not_matter() {
    let sample = Sample::new();
    let (formed, found) = fitted(&sample);
    let swap = |pair: &[Design; 2]| [pair[1].clone(), pair[0].clone()];
    let swapped = Sample {
        bilateral: swap(&sample.bilateral),
        sponsored: swap(&sample.sponsored),
        exposure: swap(&sample.exposure),
        ..Sample::new()
    };
    let data = AllianceData::new(swapped.columns(), &formed).unwrap();
    let other = converged(fit(&data, &ValidAllianceParams::default()));
    for (a, b) in found.coefficients.iter().zip(&other.coefficients) {
        assert!((a - b).abs() < 1e-7, "{a} {b}");
    }
    // Six copies of the data, so that there is more than one chunk.
    let many = |x: &Design| {
        let all = x.names().iter().cloned().zip(x.columns().iter().map(|c| c.repeat(6)));
        Design::new(6 * sample.rows, all.collect()).unwrap()
    };
    let bilateral = sample.bilateral.each_ref().map(many);
    let sponsored = sample.sponsored.each_ref().map(many);
    let formed = formed.repeat(6);
    let rows = AllianceRows::new(sides(&bilateral), sides(&sponsored)).unwrap();
    let data = AllianceData::new(rows, &formed).unwrap();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| fit(&data, &ValidAllianceParams::default()))
    };
    let once = run(1);
    assert!(once.fit().is_some());
    assert_eq!(once, run(3));
}

/// A row of weight two is two rows.
#[test]
fn weights_count_rows() {
    let sample = Sample::new();
    let formed = sample.formed();
    let weights: Vec<f64> = (0..sample.rows).map(|i| (i % 3) as f64).collect();
    let copies: Vec<usize> = (0..sample.rows).flat_map(|i| vec![i; i % 3]).collect();
    let many = |x: &Design| {
        let pick = |c: &Vec<f64>| copies.iter().map(|&i| c[i]).collect();
        let all = x.names().iter().cloned().zip(x.columns().iter().map(pick));
        Design::new(copies.len(), all.collect()).unwrap()
    };
    let long = Sample {
        rows: copies.len(),
        units: Vec::new(),
        bilateral: sample.bilateral.each_ref().map(many),
        sponsored: sample.sponsored.each_ref().map(many),
        exposure: sample.exposure.each_ref().map(many),
        reach: many(&sample.reach),
    };
    let params = ValidAllianceParams::default();
    let weighted =
        AllianceData::new(sample.columns(), &formed).unwrap().weighted(&weights).unwrap();
    let weighted = converged(fit(&weighted, &params));
    let formed: Vec<Formation> = copies.iter().map(|&i| formed[i]).collect();
    let plain = converged(fit(&AllianceData::new(long.columns(), &formed).unwrap(), &params));
    // Both stop where the next step is below 1e-8 standard errors.
    for (a, b) in weighted.coefficients.iter().zip(&plain.coefficients) {
        assert!((a - b).abs() < 1e-7);
    }
    assert_eq!(weighted.rows, weights.iter().filter(|w| **w > 0.0).count());
}

/// Marginal effects against the change of the mean probabilities when the column moves by
/// ±1e-5 on both sides (error: the square of the step), and their errors against a derivative
/// of the effects in the coefficients that is taken by differences.
#[test]
fn marginal_effects_agree_with_differences() {
    let sample = Sample::new();
    let (_, found) = fitted(&sample);
    let params = ValidAllianceParams::default();
    let effects =
        marginal_effects(&sample.columns(), &params, &found.coefficients, &found.covariance)
            .unwrap();
    let names: Vec<&str> = effects.iter().map(|e| e.covariate.as_str()).collect();
    assert_eq!(names, ["strength", "sponsor", "exposure", "reach"]);
    let moved = |name: &str, by: f64| {
        let shift = |x: &Design| {
            let move_column = |(n, c): (&String, &Vec<f64>)| {
                let d = if n == name { by } else { 0.0 };
                (n.clone(), c.iter().map(|v| v + d).collect())
            };
            let all = x.names().iter().zip(x.columns()).map(move_column);
            Design::new(sample.rows, all.collect()).unwrap()
        };
        let moved = Sample {
            rows: sample.rows,
            units: Vec::new(),
            bilateral: sample.bilateral.each_ref().map(shift),
            sponsored: sample.sponsored.each_ref().map(shift),
            exposure: sample.exposure.each_ref().map(shift),
            reach: shift(&sample.reach),
        };
        let p = probabilities(&moved.columns(), &params, &found.coefficients).unwrap();
        [0, 1, 2].map(|o| p.iter().map(|p| p[o]).sum::<f64>() / sample.rows as f64)
    };
    for effect in &effects {
        let (up, down) = (moved(&effect.covariate, 1e-5), moved(&effect.covariate, -1e-5));
        for o in 0..3 {
            let expected = (up[o] - down[o]) / 2e-5;
            assert!((effect.on[o] - expected).abs() < 1e-8, "{effect:?} {expected}");
        }
        assert!(effect.on.iter().sum::<f64>().abs() < 1e-14);
    }
    let at = |theta: &[f64]| {
        marginal_effects(&sample.columns(), &params, theta, &found.covariance).unwrap()
    };
    let slopes: Vec<Vec<[f64; 3]>> = (0..found.coefficients.len())
        .map(|j| {
            let (mut up, mut down) = (found.coefficients.clone(), found.coefficients.clone());
            up[j] += 1e-5;
            down[j] -= 1e-5;
            let (up, down) = (at(&up), at(&down));
            let slope = |(u, d): (&Effect, &Effect)| -> [f64; 3] {
                std::array::from_fn(|o| (u.on[o] - d.on[o]) / 2e-5)
            };
            up.iter().zip(&down).map(slope).collect()
        })
        .collect();
    for (e, effect) in effects.iter().enumerate() {
        for o in 0..3 {
            let slope: Vec<f64> = slopes.iter().map(|s| s[e][o]).collect();
            let expected = found.covariance.quadratic_form(&slope).sqrt();
            assert!((effect.errors[o] - expected).abs() < 1e-7, "{effect:?} {expected}");
        }
    }
}

/// The slope in the utility of both forms against differences of the probability of none, for
/// groups alike and not.
#[test]
fn slopes_of_either_agree_with_differences() {
    let sample = Sample::new();
    let (params, reach) = (ValidAllianceParams::default(), Block::Same(&sample.reach));
    let own = (Block::Same(&sample.bilateral[0]), Block::Same(&sample.sponsored[0]));
    let alike = AllianceRows::new(own.0, own.1).unwrap();
    let sides = AllianceRows::new(sides(&sample.bilateral), sides(&sample.sponsored)).unwrap();
    for rows in [alike, sides] {
        // A constant of both forms, as a column whose coefficient moves.
        let one = Design::new(sample.rows, vec![("both".into(), vec![1.0; sample.rows])]).unwrap();
        let rows = rows.either(Block::Same(&one)).and_then(|r| r.temptation(reach)).unwrap();
        let theta = [-1.2, 0.5, -1.4, 0.4, 0.8, 0.3, 1.2];
        let moved = |by: f64| {
            let theta: Vec<f64> = (0..7).map(|j| theta[j] + if j == 5 { by } else { 0.0 }).collect();
            probabilities(&rows, &params, &theta).unwrap()
        };
        let (up, down) = (moved(1e-5), moved(-1e-5));
        let found = slopes_of_either(&rows, &params, &theta).unwrap();
        for ((u, d), found) in up.iter().zip(&down).zip(&found) {
            let expected = (d[0] - u[0]) / 2e-5;
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }
}

/// Robust variances from the scores: rows by themselves, clusters of one row, and dyads that
/// share a group. The model holds and rows are independent, so that robust and model-based
/// errors agree up to sampling error, which for 1,770 rows stays below a quarter.
#[test]
fn robust_variances_from_scores() {
    let sample = Sample::new();
    let (formed, found) = fitted(&sample);
    let data = AllianceData::new(sample.columns(), &formed).unwrap();
    let s = scores(&data, &ValidAllianceParams::default(), &found.coefficients).unwrap();
    let s = ScoreRows::new(s).unwrap();
    let robust = s.robust(&found.covariance).unwrap();
    let each = Grouping::of_single_rows(sample.rows).unwrap();
    let clustered = s.clustered(&found.covariance, &[&each], SmallSample::NONE).unwrap();
    let (a, b): (Vec<i64>, Vec<i64>) = sample.units.iter().copied().unzip();
    let dyadic = s.dyadic(&found.covariance, &Dyads::new(&a, &b).unwrap()).unwrap();
    assert_eq!((dyadic.units, dyadic.dyads), (60, 1770));
    for (j, error) in found.standard_errors().iter().enumerate() {
        let own = robust.get(j, j);
        assert!((clustered.variance.get(j, j) / own - 1.0).abs() < 1e-10);
        assert!((own.sqrt() / error - 1.0).abs() < 0.25, "{j}");
    }
    assert!(dyadic.standard_errors().iter().zip(found.standard_errors()).all(|(d, e)| {
        // Sixty groups: half to twice the model-based error.
        (0.5..2.0).contains(&(d / e))
    }));
}
