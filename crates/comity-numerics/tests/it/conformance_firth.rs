//! Firth's logit, its profile intervals and FLIC against R logistf 1.26.1; mean bias reduction
//! against R brglm2 0.9 (type `AS_mean`).
//!
//! logistf iterated to 1e-12 of the penalised log-likelihood, which is 1e-6 of a standard
//! error; coefficients and profile ends are compared at 1e-7. p-values inherit only the
//! squared error of two maxima: 1e-8. brglm2 iterated to 1e-12 and takes its standard errors
//! at the last iterate but one: 1e-6.

use crate::support::{columns, compare, design, fit, outcome, reference, roots};
use comity_numerics::Design;
use comity_numerics::estimators::{Fit, Link, Observations, Outcome, ValidNewtonParams};
use comity_numerics::estimators::{bias_reduced, firth};
use serde_json::Value;

const COEFFICIENTS: f64 = 1e-7;
const ENDS: f64 = 1e-7;
const P_VALUES: f64 = 1e-8;
const BRGLM: f64 = 1e-6;
const SEX2: [&str; 7] = ["(Intercept)", "age", "oc", "vic", "vicl", "vis", "dia"];
const ENDOMETRIAL: [&str; 4] = ["(Intercept)", "NV", "PI", "EH"];

fn case(name: &str, variables: &[&str], outcome_name: &str) -> Option<(Design, Vec<bool>, Value)> {
    let folder = reference()?.join("logistf");
    let data = columns(folder.join(format!("{name}.csv")));
    let expected = fit(folder.join(format!("{name}_firth.json")));
    Some((design(&data, &variables[1..]), outcome(&data[outcome_name]), expected))
}

fn converged(outcome: Outcome) -> Fit {
    match outcome {
        Outcome::Converged(fit) => fit,
        other => panic!("{other:?}"),
    }
}

fn agrees(name: &str, names: &[&str], outcome_name: &str) -> Option<()> {
    let (x, y, expected) = case(name, names, outcome_name)?;
    let data = Observations::new(&x, &y).unwrap();
    let params = ValidNewtonParams::default();
    let found = converged(firth::fit(&data, &params));
    let label = format!("{name}_firth");
    compare(&label, &expected, "coef", names, &found.coefficients, COEFFICIENTS);
    compare(&label, &expected, "loglik", &[], &[found.objective], 1e-11);
    let augmented = firth::augmented_covariance(&data, &found).unwrap();
    compare(&label, &expected, "se", names, &roots(&augmented), 1e-6);
    let profile = firth::profile(&data, &found, 0.95, &params).unwrap();
    let lower: Vec<f64> = profile.iter().map(|p| p.lower.unwrap()).collect();
    let upper: Vec<f64> = profile.iter().map(|p| p.upper.unwrap()).collect();
    let p_values: Vec<f64> = profile.iter().map(|p| p.p_value.unwrap()).collect();
    compare(&label, &expected, "ci_lower", names, &lower, ENDS);
    compare(&label, &expected, "ci_upper", names, &upper, ENDS);
    compare(&label, &expected, "prob", names, &p_values, P_VALUES);
    if expected.get("loglik_null").is_some() {
        let slopes: Vec<usize> = (1..names.len()).collect();
        let test = firth::ratio_test(&data, &found, &slopes, &params).unwrap().unwrap();
        compare(&label, &expected, "loglik_null", &[], &[test.objective], 1e-11);
        assert_eq!(test.degrees_of_freedom, 6);
    }
    Some(())
}

#[test]
fn sex2_profile() {
    agrees("sex2", &SEX2, "case");
}

#[test]
fn endometrial_profile() {
    agrees("endometrial", &ENDOMETRIAL, "HG");
}

#[test]
fn sex2_flic() {
    let Some((x, y, _)) = case("sex2", &SEX2, "case") else { return };
    let expected = fit(reference().unwrap().join("logistf/sex2_flic.json"));
    let data = Observations::new(&x, &y).unwrap();
    let params = ValidNewtonParams::default();
    let found = converged(firth::flic(&data, &params).unwrap());
    compare("sex2_flic", &expected, "coef", &SEX2, &found.coefficients, COEFFICIENTS);
    let mean: f64 = x.times(&found.coefficients).iter().map(|e| Link::Logit.mean(*e)).sum();
    let events = y.iter().filter(|y| **y).count() as f64;
    assert!((mean - events).abs() < 1e-9, "probabilities must add up to the events");
}

#[test]
fn endometrial_mean_bias_reduction() {
    let Some((x, y, _)) = case("endometrial", &ENDOMETRIAL, "HG") else { return };
    let data = Observations::new(&x, &y).unwrap();
    for link in Link::ALL {
        let label = format!("endometrial_brglm2_AS_mean_{}", link.name());
        let expected = fit(reference().unwrap().join(format!("logistf/{label}.json")));
        let found = converged(bias_reduced::fit(&data, link, &ValidNewtonParams::default()));
        compare(&label, &expected, "coef", &ENDOMETRIAL, &found.coefficients, COEFFICIENTS);
        compare(&label, &expected, "se", &ENDOMETRIAL, &roots(&found.covariance), BRGLM);
        compare(&label, &expected, "loglik", &[], &[found.log_likelihood], 1e-7);
    }
}
