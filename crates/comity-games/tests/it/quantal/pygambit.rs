//! Agreement with pygambit 16.7.0 on the strategic forms of the reference folder.
//!
//! Tolerance: 10⁻⁶ in probabilities at the λ that pygambit reports (its λ is off the λ asked for
//! by up to 10⁻⁸, its corrector stops at corrections of 10⁻⁴, the error left being of the order
//! of their square). Estimates of λ: 10⁻⁴, its maxima are located by steps along the branch;
//! log-likelihoods, flat at the maximum: 10⁻⁶ relative.

use super::support::{apart, bimatrix};
use comity_games::quantal::Quantal;
use serde_json::Value;
use std::path::PathBuf;

fn reference() -> Option<Value> {
    let shared = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read(shared.join("reference/pygambit/qre.json")) else {
        println!("skipped: no conformance data");
        return None;
    };
    Some(serde_json::from_slice(&text).unwrap())
}

fn numbers(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn matrix(v: &Value) -> Vec<Vec<f64>> {
    v.as_array().unwrap().iter().map(numbers).collect()
}

/// The games of the file, prepared.
fn games(file: &Value) -> Vec<(&String, &Value, Quantal)> {
    let all = file.as_object().unwrap().iter().filter(|(_, v)| v.get("A").is_some());
    let prepare = |v: &Value| {
        let game = bimatrix(&matrix(&v["A"]), &matrix(&v["B"]));
        Quantal::strategies(&game).unwrap().leave_crossings()
    };
    all.map(|(k, v)| (k, v, prepare(v))).collect()
}

#[test]
fn equilibria_at_given_lambda() {
    let Some(file) = reference() else { return };
    let mut compared = 0;
    for (name, case, game) in games(&file) {
        for point in case["qre"].as_array().unwrap() {
            let lambda = point["lam"].as_f64().unwrap();
            let found = game.at(lambda).unwrap().unwrap();
            let expected = numbers(&point["p"]);
            let worst = apart(&[found.probabilities.concat()], std::slice::from_ref(&expected));
            println!(
                "{name} λ = {lambda}: difference {worst:.1e}, residual {:.1e}",
                found.residual
            );
            assert!(worst < 1e-6, "{name} {lambda}: {found:?}, expected {expected:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 28);
}

#[test]
fn estimates_from_counts() {
    let Some(file) = reference() else { return };
    let mut compared = 0;
    for (name, case, game) in games(&file) {
        for (field, empirical) in [("fit_fixedpoint", false), ("fit_empirical", true)] {
            let Some(expected) = case.get(field) else { continue };
            let counts = numbers(&expected["counts"]);
            let counts = [counts[..2].to_vec(), counts[2..].to_vec()];
            let fit =
                if empirical { game.fit_empirical(&counts, 1e3) } else { game.fit(&counts, 1e3) };
            let fit = fit.unwrap();
            let lambda = expected["lam"].as_f64().unwrap();
            let likelihood = expected["loglik"].as_f64().unwrap();
            println!(
                "{name} {field}: λ {} (pygambit {lambda}), log-likelihood {} ({likelihood})",
                fit.equilibrium.lambda, fit.log_likelihood
            );
            assert!((fit.equilibrium.lambda - lambda).abs() < 1e-4, "{name}: {fit:?}");
            assert!((fit.log_likelihood / likelihood - 1.0).abs() < 1e-6, "{name}: {fit:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 8);
}
