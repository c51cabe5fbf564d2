//! Links, sandwiches and marginal effects against statsmodels 0.15.0 and R dyadRobust 0.0.1.1.
//!
//! The peers iterate to 1e-14, so both stand at the maximum to within rounding: 1e-16 times
//! the condition number of the information (up to 1e5), a few times over. Coefficients are
//! compared at 1e-9, functions of second derivatives at 1e-8, log-likelihoods at 1e-12, all
//! relative. statsmodels' GLM stops by deviance, up to 1e-7 of a standard error from the
//! maximum; its case is compared at 1e-6.

use crate::support::{columns, compare, design, fit, outcome, reference, roots};
use comity_numerics::effects::{Contrast, FittedModel, effects, simulate};
use comity_numerics::estimators::information::{Information, covariance, multipliers};
use comity_numerics::estimators::{Fit, Link, Observations, ValidNewtonParams, glm, least_squares};
use comity_numerics::variance::{dyadic, robust};
use comity_numerics::{Design, Matrix};
use serde_json::Value;

const COEFFICIENTS: f64 = 1e-9;
const SECOND_ORDER: f64 = 1e-8;
const LIKELIHOOD: f64 = 1e-12;
const FAIR: [&str; 7] =
    ["Intercept", "age", "yrs_married", "children", "religious", "educ", "occupation"];

fn maximum(data: &Observations<'_>, link: Link) -> Fit {
    let outcome = glm::fit(data, link, &ValidNewtonParams::default());
    outcome.fit().unwrap_or_else(|| panic!("{outcome:?}")).clone()
}

fn list(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Coefficients, both standard errors, log-likelihood and average marginal effects.
fn spector(link: Link) {
    let Some(folder) = reference().map(|f| f.join("statsmodels")) else { return };
    let names = ["const", "GPA", "TUCE", "PSI"];
    let data = columns(folder.join("spector.csv"));
    let case = format!("spector_{}", link.name());
    let expected = fit(folder.join(format!("{case}.json")));
    let (x, y) = (design(&data, &names[1..]), outcome(&data["GRADE"]));
    let data = Observations::new(&x, &y).unwrap();
    let found = maximum(&data, link);
    compare(&case, &expected, "params", &names, &found.coefficients, COEFFICIENTS);
    compare(&case, &expected, "bse", &names, &roots(&found.covariance), SECOND_ORDER);
    let scores = multipliers(&data, link, &found.coefficients).unwrap();
    let hc0 = robust::variance(&x, &scores, &found.covariance).unwrap();
    compare(&case, &expected, "bse_hc0", &names, &roots(&hc0), SECOND_ORDER);
    compare(&case, &expected, "llf", &[], &[found.log_likelihood], LIKELIHOOD);
    let model = FittedModel::new(&data, link, &found.coefficients, &found.covariance).unwrap();
    let slopes: Vec<Contrast> = (1..4).map(|column| Contrast::Slope { column }).collect();
    let found = effects(&model, &slopes).unwrap();
    let (ame, ame_se) = (list(&expected["ame"]), list(&expected["ame_se"]));
    let simulated = simulate(&model, &slopes, 4000, 0.95, 1).unwrap();
    for (k, effect) in found.iter().enumerate() {
        let se = effect.standard_error.unwrap();
        println!(
            "{case} AME {}: statsmodels {:.12} ({:.12}), ours {:.12} ({:.12})",
            effect.name, ame[k], ame_se[k], effect.estimate, se
        );
        assert!((effect.estimate / ame[k] - 1.0).abs() < SECOND_ORDER);
        assert!((se / ame_se[k] - 1.0).abs() < SECOND_ORDER);
        // 32 rows: the effect is curved in the coefficients, so the two differ by more than
        // simulation error; they must agree in kind.
        assert!((simulated[k].standard_error / se - 1.0).abs() < 0.4, "{:?}", simulated[k]);
        assert!((simulated[k].estimate - effect.estimate).abs() < 1e-12);
    }
}

#[test]
fn spector_logit_with_robust_errors_and_effects() {
    spector(Link::Logit);
}

#[test]
fn spector_probit_with_robust_errors_and_effects() {
    spector(Link::Probit);
}

#[test]
fn fair_logit_and_cloglog() {
    let Some(folder) = reference().map(|f| f.join("statsmodels")) else { return };
    let data = columns(folder.join("fair.csv"));
    let (x, y) = (design(&data, &FAIR[1..]), outcome(&data["affair"]));
    let data = Observations::new(&x, &y).unwrap();
    for (link, coefficients, errors, likelihood) in [
        (Link::Logit, COEFFICIENTS, SECOND_ORDER, LIKELIHOOD),
        (Link::Cloglog, 1e-6, 1e-6, LIKELIHOOD),
    ] {
        let case = format!("fair_{}", link.name());
        let expected = fit(folder.join(format!("{case}.json")));
        let found = maximum(&data, link);
        compare(&case, &expected, "params", &FAIR, &found.coefficients, coefficients);
        // statsmodels' GLM reports the expected information; for the logit both are equal.
        let v = covariance(&data, link, &found, Information::Expected).unwrap();
        compare(&case, &expected, "bse", &FAIR, &roots(&v), errors);
        compare(&case, &expected, "llf", &[], &[found.log_likelihood], likelihood);
    }
}

struct DyadSim {
    design: Design,
    dyads: dyadic::Dyads,
    members: [Vec<i64>; 2],
    y: Vec<f64>,
    binary: Vec<bool>,
}

fn dyad_sim() -> Option<(DyadSim, Value, Value)> {
    let folder = reference()?.join("dyadRobust");
    let data = columns(folder.join("dyad_sim.csv"));
    let ids = |name: &str| data[name].iter().map(|v| *v as i64).collect::<Vec<_>>();
    let members = [ids("dyad1"), ids("dyad2")];
    let sim = DyadSim {
        design: design(&data, &["dX"]),
        dyads: dyadic::Dyads::new(&members[0], &members[1]).unwrap(),
        members,
        y: data["dY"].clone(),
        binary: outcome(&data["bY"]),
    };
    Some((sim, fit(folder.join("dyadsim_lm.json")), fit(folder.join("dyadsim_logit.json"))))
}

/// The meat of scores clustered by one id, as sandwich::vcovCL with type HC0.
fn clustered(sim: &DyadSim, ids: &[i64], multipliers: &[f64], bread: &Matrix) -> Matrix {
    let highest = *ids.iter().max().unwrap() as usize;
    let mut sums = vec![[0.0; 2]; highest + 1];
    for (i, &id) in ids.iter().enumerate() {
        for (sum, column) in sums[id as usize].iter_mut().zip(sim.design.columns()) {
            *sum += multipliers[i] * column[i];
        }
    }
    let meat = Matrix::from_fn(2, |i, j| sums.iter().map(|s| s[i] * s[j]).sum());
    bread.times(&meat).times(bread)
}

#[test]
fn dyad_sim_linear_model() {
    let Some((sim, expected, _)) = dyad_sim() else { return };
    let names = ["(Intercept)", "dX"];
    let outcome = least_squares::fit(&sim.design, &sim.y).unwrap();
    let found = outcome.fit().unwrap();
    let case = "dyadsim_lm";
    // R's lm and the formula are exact: only rounding is left.
    compare(case, &expected, "coef", &names, &found.coefficients, 1e-12);
    let v = dyadic::variance(&sim.design, &found.residuals, &found.bread, &sim.dyads).unwrap();
    compare(case, &expected, "se", &names, &v.standard_errors(), 1e-11);
    compare(case, &expected, "se_direct_formula", &names, &v.standard_errors(), 1e-11);
    let hc0 = robust::variance(&sim.design, &found.residuals, &found.bread).unwrap();
    compare(case, &expected, "se_hc0", &names, &roots(&hc0), 1e-11);
    let [a, b] =
        sim.members.each_ref().map(|ids| clustered(&sim, ids, &found.residuals, &found.bread));
    let twoway = Matrix::from_fn(2, |i, j| a.get(i, j) + b.get(i, j) - hc0.get(i, j));
    compare(case, &expected, "se_twoway", &names, &roots(&twoway), 1e-11);
}

#[test]
fn dyad_sim_logit() {
    let Some((sim, _, expected)) = dyad_sim() else { return };
    let names = ["(Intercept)", "dX"];
    let data = Observations::new(&sim.design, &sim.binary).unwrap();
    let found = maximum(&data, Link::Logit);
    let case = "dyadsim_logit";
    compare(case, &expected, "coef", &names, &found.coefficients, COEFFICIENTS);
    compare(case, &expected, "loglik", &[], &[found.log_likelihood], LIKELIHOOD);
    compare(case, &expected, "se_mle", &names, &roots(&found.covariance), SECOND_ORDER);
    let scores = multipliers(&data, Link::Logit, &found.coefficients).unwrap();
    let v = dyadic::variance(&sim.design, &scores, &found.covariance, &sim.dyads).unwrap();
    compare(case, &expected, "se_direct_formula", &names, &v.standard_errors(), SECOND_ORDER);
}
