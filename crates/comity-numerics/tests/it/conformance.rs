//! Against fits of statsmodels 0.15, R logistf 1.26.1, R brglm2 0.9 and R dyadRobust 0.0.1.1.
//!
//! The peers iterate to 1e-12 or tighter. Coefficients are compared at 1e-9 and standard
//! errors at 1e-8, relative: the rounding of a Newton step grows with the condition number
//! of the information (up to 1e5 here), 1e-16 × 1e5 with two digits to spare. Where a peer
//! stops earlier the test says so.

use crate::support::{columns, design, fit, outcome, reference, worst};
use comity_numerics::Design;
use comity_numerics::Matrix;
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, firth, logit};
use comity_numerics::special::logistic;
use comity_numerics::variance::dyadic::{Dyads, variance};
use std::path::Path;

const COEFFICIENTS: f64 = 1e-9;
const STANDARD_ERRORS: f64 = 1e-8;

fn values(fit: &serde_json::Value, field: &str, names: &[&str]) -> Vec<f64> {
    names.iter().map(|n| fit[field][*n].as_f64().unwrap()).collect()
}

fn standard_errors(fit: &Fit) -> Vec<f64> {
    fit.covariance.diagonal().into_iter().map(f64::sqrt).collect()
}

fn logit_fit(design: &Design, y: &[bool]) -> Fit {
    let data = Observations::new(design, y).unwrap();
    match logit::fit(&data, &ValidNewtonParams::default()) {
        Outcome::Converged(fit) => fit,
        other => panic!("{other:?}"),
    }
}

fn agrees_with_statsmodels(folder: &Path, case: &str, outcome_name: &str, names: &[&str]) {
    let data = columns(folder.join(format!("{}.csv", case.trim_end_matches("_logit"))));
    let expected = fit(folder.join(format!("{case}.json")));
    let x = design(&data, &names[1..]);
    let found = logit_fit(&x, &outcome(&data[outcome_name]));
    let coefficients = values(&expected, "params", names);
    assert!(worst(&found.coefficients, &coefficients) < COEFFICIENTS, "{found:?}");
    let errors = values(&expected, "bse", names);
    assert!(worst(&standard_errors(&found), &errors) < STANDARD_ERRORS, "{found:?}");
    let likelihood = expected["llf"].as_f64().unwrap();
    assert!(worst(&[found.log_likelihood], &[likelihood]) < 1e-12);
}

#[test]
fn spector_logit() {
    let Some(folder) = reference() else { return };
    let names = ["const", "GPA", "TUCE", "PSI"];
    agrees_with_statsmodels(&folder.join("statsmodels"), "spector_logit", "GRADE", &names);
}

#[test]
fn fair_logit() {
    let Some(folder) = reference() else { return };
    let names = ["Intercept", "age", "yrs_married", "children", "religious", "educ", "occupation"];
    agrees_with_statsmodels(&folder.join("statsmodels"), "fair_logit", "affair", &names);
}

/// logistf stops at 1e-12 of the penalised log-likelihood, about 1e-6 of a standard error.
fn agrees_with_logistf(case: &str, outcome_name: &str, names: &[&str]) -> Option<Fit> {
    let folder = reference()?.join("logistf");
    let data = columns(folder.join(format!("{case}.csv")));
    let expected = fit(folder.join(format!("{case}_firth.json")));
    let x = design(&data, &names[1..]);
    let y = outcome(&data[outcome_name]);
    let observations = Observations::new(&x, &y).unwrap();
    let Outcome::Converged(found) = firth::fit(&observations, &ValidNewtonParams::default()) else {
        panic!("no maximum")
    };
    let coefficients = values(&expected, "coef", names);
    assert!(worst(&found.coefficients, &coefficients) < 1e-7, "{found:?}");
    let penalised = expected["loglik"].as_f64().unwrap();
    assert!(worst(&[found.objective], &[penalised]) < 1e-11, "{found:?}");
    Some(found)
}

#[test]
fn firth_sex2() {
    let names = ["(Intercept)", "age", "oc", "vic", "vicl", "vis", "dia"];
    agrees_with_logistf("sex2", "case", &names);
}

/// The quasi-separated example of Heinze and Schemper. logistf 1.26 reports standard errors
/// from the augmented information; brglm2 those of the information itself, as here.
#[test]
fn firth_endometrial() {
    let names = ["(Intercept)", "NV", "PI", "EH"];
    let Some(found) = agrees_with_logistf("endometrial", "HG", &names) else { return };
    let folder = reference().unwrap().join("logistf");
    let expected = fit(folder.join("endometrial_brglm2_AS_mean_logit.json"));
    // brglm2 takes its standard errors at the last iterate but one.
    assert!(worst(&standard_errors(&found), &values(&expected, "se", &names)) < 1e-6);
    assert!(worst(&[found.log_likelihood], &[expected["loglik"].as_f64().unwrap()]) < 1e-9);
}

#[test]
fn endometrial_is_quasi_separated_by_nv() {
    let Some(folder) = reference() else { return };
    let data = columns(folder.join("logistf/endometrial.csv"));
    let x = design(&data, &["NV", "PI", "EH"]);
    let y = outcome(&data["HG"]);
    let fit = logit::fit(&Observations::new(&x, &y).unwrap(), &ValidNewtonParams::default());
    let Outcome::Separated { separation: s, .. } = fit else { panic!("{fit:?}") };
    assert_eq!(s.columns, [1]);
    assert_eq!(s.rows, data["NV"].iter().filter(|v| **v == 1.0).count());
}

struct DyadSim {
    design: Design,
    dyads: Dyads,
    y: Vec<f64>,
    binary: Vec<bool>,
}

fn dyad_sim(folder: &Path) -> DyadSim {
    let data = columns(folder.join("dyad_sim.csv"));
    let ids = |name: &str| data[name].iter().map(|v| *v as i64).collect::<Vec<_>>();
    DyadSim {
        design: design(&data, &["dX"]),
        dyads: Dyads::new(&ids("dyad1"), &ids("dyad2")).unwrap(),
        y: data["dY"].clone(),
        binary: outcome(&data["bY"]),
    }
}

/// Least squares, whose scores are residuals and whose bread is (X'X)⁻¹.
#[test]
fn dyadic_variance_of_least_squares() {
    let Some(folder) = reference().map(|f| f.join("dyadRobust")) else { return };
    let sim = dyad_sim(&folder);
    let expected = fit(folder.join("dyadsim_lm.json"));
    let x = &sim.design.columns()[1];
    let n = x.len() as f64;
    let (sx, sxx) = (x.iter().sum::<f64>(), x.iter().map(|v| v * v).sum::<f64>());
    let det = n * sxx - sx * sx;
    let bread = Matrix::from_fn(2, |i, j| [[sxx, -sx], [-sx, n]][i][j] / det);
    let moments = [sim.y.iter().sum(), x.iter().zip(&sim.y).map(|(a, b)| a * b).sum::<f64>()];
    let beta = bread.times_vector(&moments);
    let fitted = sim.design.times(&beta);
    let residuals: Vec<f64> = sim.y.iter().zip(&fitted).map(|(y, f)| y - f).collect();
    let v = variance(&sim.design, &residuals, &bread, &sim.dyads).unwrap();
    let names = ["(Intercept)", "dX"];
    assert!(worst(&beta, &values(&expected, "coef", &names)) < 1e-12);
    assert!(worst(&v.standard_errors(), &values(&expected, "se", &names)) < 1e-11);
    assert_eq!((v.units, v.dyads), (100, 4950));
}

#[test]
fn dyadic_variance_of_a_logit() {
    let Some(folder) = reference().map(|f| f.join("dyadRobust")) else { return };
    let sim = dyad_sim(&folder);
    let expected = fit(folder.join("dyadsim_logit.json"));
    let found = logit_fit(&sim.design, &sim.binary);
    let scores: Vec<f64> = sim
        .design
        .times(&found.coefficients)
        .into_iter()
        .zip(&sim.binary)
        .map(|(eta, y)| f64::from(u8::from(*y)) - logistic(eta))
        .collect();
    let v = variance(&sim.design, &scores, &found.covariance, &sim.dyads).unwrap();
    let names = ["(Intercept)", "dX"];
    assert!(worst(&found.coefficients, &values(&expected, "coef", &names)) < COEFFICIENTS);
    let errors = values(&expected, "se_direct_formula", &names);
    assert!(worst(&v.standard_errors(), &errors) < STANDARD_ERRORS);
    assert!(
        worst(&standard_errors(&found), &values(&expected, "se_mle", &names)) < STANDARD_ERRORS
    );
}
