//! Degenerate input of additive-and-multiplicative-effects models: each case a typed outcome
//! or a named error, and no number that is not finite.

use comity_numerics::NumericsError;
use comity_numerics::estimators::ame::{
    self, AmeFit, AmeOutcome, AmeParams, AmePrior, CoefficientPrior, Family, Relations,
};

const NAN: f64 = f64::NAN;

fn network(data: &Relations, rank: usize) -> AmeOutcome {
    let params = AmeParams { rank, burn_in: 50, sweeps: 200, thin: 2, ..AmeParams::default() };
    ame::fit(data, &AmePrior::amen(data, rank), &params.check().unwrap()).unwrap()
}

fn finite(fit: &AmeFit) {
    let summaries = fit.coefficients.iter().chain(&fit.variances);
    let numbers = summaries.flat_map(|s| [s.mean, s.sd, s.mcse, s.r_hat, s.bulk_ess, s.tail_ess]);
    let effects = fit.row_effects.iter().chain(&fit.column_effects).copied();
    let cells = fit.linear_predictor.iter().chain(&fit.expected_ties).copied();
    let goodness =
        fit.simulated_goodness.iter().flat_map(|g| [g.row_means_sd, g.cyclic_dependence]);
    assert!(numbers.chain(effects).chain(cells).chain(goodness).all(f64::is_finite), "{fit:?}");
    assert!(fit.condition_number.is_finite());
}

fn sampled(outcome: AmeOutcome) -> AmeFit {
    let AmeOutcome::Sampled(fit) = outcome else { panic!("{outcome:?}") };
    finite(&fit);
    *fit
}

/// A checkerboard of `n` actors, changed by `f`.
fn ties(n: usize, f: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    (0..n * n).map(|k| if k / n == k % n { NAN } else { f(k / n, k % n) }).collect()
}

fn checker(i: usize, j: usize) -> f64 {
    f64::from(u8::from((i * 3 + j * 5) % 4 < 2))
}

#[test]
fn networks_without_variation_or_with_too_little() {
    for (family, value) in [(Family::Probit, 1.0), (Family::Probit, 0.0), (Family::Normal, 3.5)] {
        let y = ties(6, |_, _| value);
        for data in [Relations::directed(family, 6, &y), Relations::symmetric(family, 6, &y)] {
            assert_eq!(network(&data.unwrap(), 1), AmeOutcome::ConstantOutcome { value });
        }
    }
    let one = Relations::directed(Family::Probit, 1, &[NAN]).unwrap();
    assert_eq!(network(&one, 0), AmeOutcome::TooFewTies { actors: 1, observed: 0 });
    let dyad = Relations::directed(Family::Probit, 2, &ties(2, checker)).unwrap();
    assert_eq!(network(&dyad, 2), AmeOutcome::TooFewTies { actors: 2, observed: 2 });
    let unknown = Relations::directed(Family::Normal, 5, &[NAN; 25]).unwrap();
    assert_eq!(network(&unknown, 0), AmeOutcome::TooFewTies { actors: 5, observed: 0 });
    assert!(matches!(
        Relations::directed(Family::Probit, 0, &[]),
        Err(NumericsError::Empty { .. })
    ));
}

/// A tie as a function of sender and receiver.
type Tie = Box<dyn Fn(usize, usize) -> f64>;

#[test]
fn networks_with_odd_actors_still_have_finite_answers() {
    for family in [Family::Probit, Family::Normal] {
        for symmetric in [false, true] {
            let cases: [(&str, Tie); 5] = [
                (
                    "an isolated actor",
                    Box::new(|i, j| if i * j == 0 { 0.0 } else { checker(i.min(j), i.max(j)) }),
                ),
                (
                    "an actor tied to all",
                    Box::new(|i, j| if i * j == 0 { 1.0 } else { checker(i.min(j), i.max(j)) }),
                ),
                (
                    "an actor nobody observed",
                    Box::new(|i, j| if i * j == 0 { NAN } else { checker(i.min(j), i.max(j)) }),
                ),
                ("one tie", Box::new(|i, j| f64::from(u8::from(i + j == 1)))),
                ("a missing direction", Box::new(|i, j| if i < j { checker(i, j) } else { NAN })),
            ];
            for (name, f) in cases {
                let y = ties(8, f);
                let data = if symmetric {
                    Relations::symmetric(family, 8, &y)
                } else {
                    Relations::directed(family, 8, &y)
                };
                for rank in [0, 1, 2] {
                    let fit = sampled(network(&data.clone().unwrap(), rank));
                    let nobody = if name.contains("nobody") { vec![0] } else { vec![] };
                    assert_eq!(fit.unobserved_actors, nobody, "{name}");
                }
            }
        }
    }
}

#[test]
fn covariates_of_networks_that_say_nothing() {
    let y = ties(6, checker);
    let base = || Relations::directed(Family::Probit, 6, &y).unwrap();
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.5];
    let twice = x.map(|v| 2.0 * v + 1.0);
    let data = base().with_row_covariate("x", &x).unwrap();
    let data = data.with_row_covariate("twice", &twice).unwrap();
    let data = data.with_dyadic_covariate("zero", &[0.0; 36]).unwrap();
    let AmeOutcome::RankDeficient(fit) = network(&data, 1) else { panic!("not noticed") };
    finite(&fit);
    assert_eq!((fit.dropped.clone(), fit.names.len()), (vec!["twice".into(), "zero".into()], 2));
    // More covariates than dyads: those beyond the rank are named.
    let mut wide = Relations::directed(Family::Normal, 4, &ties(4, checker)).unwrap();
    for k in 0..20_u32 {
        let values: Vec<f64> =
            (0..16_u32).map(|c| f64::from((c * c * 7 + c * k * 11 + k * k) % 13)).collect();
        wide = wide.with_dyadic_covariate(&format!("d{k}"), &values).unwrap();
    }
    let AmeOutcome::RankDeficient(fit) = network(&wide, 0) else { panic!("not noticed") };
    assert!(fit.names.len() <= 13 && fit.names.len() + fit.dropped.len() == 21);
    finite(&fit);
    let bad = |v: f64| [1.0, v, 3.0, 4.0, 5.0, 6.0];
    for v in [NAN, f64::INFINITY] {
        let found = base().with_column_covariate("x", &bad(v));
        assert_eq!(found, Err(NumericsError::NotFinite { what: "x".into(), index: 1 }));
        let mut values = [0.0; 36];
        values[7] = v;
        assert!(base().with_dyadic_covariate("d", &values).is_ok(), "the diagonal is not read");
        values[8] = v;
        assert!(base().with_dyadic_covariate("d", &values).is_err());
    }
    assert!(base().with_node_covariate("x", &x).is_err());
    assert!(base().with_row_covariate("x", &x[1..]).is_err());
    let no_columns = base().without_intercept();
    finite(&sampled(network(&no_columns, 1)));
}

#[test]
fn ties_settings_and_priors_out_of_range() {
    assert!(Relations::directed(Family::Probit, 3, &[2.0; 9]).is_err());
    assert!(Relations::directed(Family::Normal, 3, &[f64::INFINITY; 9]).is_err());
    assert!(Relations::directed(Family::Normal, 3, &[1.0; 8]).is_err());
    let mut uneven = vec![0.0; 9];
    uneven[1] = 1.0;
    assert!(Relations::symmetric(Family::Probit, 3, &uneven).is_err());
    uneven[3] = NAN;
    assert_eq!(Relations::symmetric(Family::Probit, 3, &uneven).unwrap().observed(), 3);
    for bad in [
        AmeParams { rank: 21, ..AmeParams::default() },
        AmeParams { thin: 0, ..AmeParams::default() },
        AmeParams { sweeps: 3, ..AmeParams::default() },
        AmeParams { chains: 0, ..AmeParams::default() },
    ] {
        assert!(bad.check().is_err(), "{bad:?}");
    }
    let data = Relations::directed(Family::Probit, 6, &ties(6, checker)).unwrap();
    let good = AmePrior::amen(&data, 1);
    let params = AmeParams { rank: 1, ..AmeParams::default() }.check().unwrap();
    for bad in [
        AmePrior { error_df: 0.0, ..good.clone() },
        AmePrior { factor_df: 0.5, ..good.clone() },
        AmePrior { additive_scale: NAN, ..good.clone() },
        AmePrior { coefficients: CoefficientPrior::G(-1.0), ..good.clone() },
        AmePrior { coefficients: CoefficientPrior::Independent(vec![1.0; 2]), ..good.clone() },
    ] {
        assert!(ame::fit(&data, &bad, &params).is_err(), "{bad:?}");
    }
}

/// The number of threads changes nothing, and a first chain is the same among four.
#[test]
fn threads_do_not_matter() {
    let data = Relations::directed(Family::Probit, 8, &ties(8, checker)).unwrap();
    let prior = AmePrior::amen(&data, 1);
    let with = |threads: usize, chains: usize| {
        let params = AmeParams { rank: 1, sweeps: 200, thin: 5, chains, ..AmeParams::default() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let run = || ame::fit(&data, &prior, &params.check().unwrap()).unwrap();
        pool.install(run).into_fit().unwrap()
    };
    assert_eq!(with(1, 4), with(3, 4));
    assert_eq!(with(1, 1).coefficient_draws[..], with(2, 2).coefficient_draws[..40]);
}
