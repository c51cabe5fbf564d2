//! Logit theories on a panel whose truth is known.

use crate::support::{panel, rows_before, theory};
use comity_panel::{Column, Panel, PanelSpec};
use comity_theories::lookup::RowValues;
use comity_theories::{
    Estimate, FitReport, FitSettings, FitStatus, Fitted, SinceTie, TheoryKind, TimeControl,
    Training, Variance, fit,
};

const TERMS: [&str; 5] = ["warm", "near", "tie_lag1", "flat", "empty"];

fn run(panel: &Panel, terms: &[&str], settings: &FitSettings) -> FitReport {
    let rows = rows_before(panel, 1996);
    let data = Training { panel, outcome: "coop_any", rows: &rows };
    fit(&theory(TheoryKind::Logit, terms), &data, settings)
}

fn without_time() -> FitSettings {
    FitSettings { time: TimeControl::NONE, ..FitSettings::default() }
}

fn estimate<'r>(report: &'r FitReport, name: &str) -> &'r Estimate {
    report.estimates.iter().find(|e| e.variable == name).unwrap()
}

/// The true slopes are 1.2, 0.8 and 1.5; 2,880 rows give standard errors near 0.07, 0.12 and
/// 0.13. Filling missing values weakens `warm` a little. Bounds are four standard errors.
#[test]
fn slopes_are_near_the_truth_and_signs_are_judged() {
    let p = panel(20, 1);
    let report = run(&p, &TERMS, &without_time());
    assert_eq!(report.status, FitStatus::Converged);
    assert!((estimate(&report, "warm").coef - 1.2).abs() < 0.28);
    assert!((estimate(&report, "near").coef - 0.8).abs() < 0.48);
    assert!((estimate(&report, "tie_lag1").coef - 1.5).abs() < 0.52);
    assert_eq!(estimate(&report, "warm").sign_met, Some(true));
    assert_eq!(estimate(&report, "near").sign_met, Some(false));
    assert_eq!(report.estimates.last().unwrap().variable, "(intercept)");
    assert_eq!(report.n, 190 * 16);
    for e in &report.estimates {
        assert!((e.z - e.coef / e.se).abs() < 1e-12 && e.low < e.coef && e.coef < e.high);
    }
}

#[test]
fn what_cannot_enter_is_named() {
    let p = panel(12, 2);
    let report = run(&p, &["warm", "flat", "empty", "absent"], &without_time());
    assert_eq!(report.unavailable, ["empty", "absent"]);
    assert_eq!(report.dropped.len(), 1);
    assert_eq!(report.dropped[0].variable, "flat");
    let marks = report.estimates.iter().filter(|e| e.variable == "warm:missing").count();
    assert_eq!(marks, 1);
    assert!(estimate(&report, "warm").note.as_ref().unwrap().contains("missing"));
}

#[test]
fn repeated_terms_are_dropped_as_determined() {
    let p = panel(12, 2);
    let report = run(&p, &["near", "warm", "near"], &without_time());
    assert_eq!(report.status, FitStatus::Converged);
    assert_eq!(report.dropped.iter().map(|d| d.variable.as_str()).collect::<Vec<_>>(), ["near"]);
    assert!(report.model.is_some());
}

/// `silent` never occurs with a tie: the logit has no estimate, Firth's has.
#[test]
fn separation_is_named_and_answered_with_a_finite_estimate() {
    let p = panel(12, 3);
    let report = run(&p, &["warm", "silent"], &FitSettings::default());
    assert_eq!(report.status, FitStatus::Separated { columns: vec!["silent".into()] });
    let e = estimate(&report, "silent");
    assert!(e.coef < 0.0 && e.coef > -10.0 && e.note.as_ref().unwrap().contains("penalised"));
    assert_eq!(e.sign_met, Some(false));
}

#[test]
fn too_few_events_are_no_sample() {
    let p = panel(12, 3);
    let outcome = p.column("coop_any").unwrap();
    let few: Vec<u32> =
        (0..).zip(outcome).filter(|(r, y)| **y == 0.0 || *r < 20).map(|(r, _)| r).collect();
    let data = Training { panel: &p, outcome: "coop_any", rows: &few };
    let report = fit(&theory(TheoryKind::Logit, &["warm"]), &data, &FitSettings::default());
    assert!(matches!(report.status, FitStatus::NoSample { .. }), "{:?}", report.status);
    assert!(report.events > 0 && report.model.is_none() && report.loglik.is_nan());
}

fn model(p: &Panel, settings: &FitSettings) -> Fitted {
    run(p, &TERMS, settings).model.unwrap()
}

#[test]
fn a_row_alone_and_rows_together_give_the_same_bytes() {
    let p = panel(12, 5);
    for since_tie in [SinceTie::Spline(3), SinceTie::Cubic, SinceTie::None] {
        let time = TimeControl { since_tie, calendar: 2 };
        let m = model(&p, &FitSettings { time, ..FitSettings::default() });
        let rows: Vec<u32> = (0..200).rev().collect();
        for (&row, together) in rows.iter().zip(m.predict(&p, &rows)) {
            let values = RowValues::new(&p, row as usize);
            let get = |n: &str| values.get(n);
            assert_eq!(m.predict_row(&get), together);
            let parts: f64 = m.contributions(&get).iter().map(|c| c.log_odds).sum();
            let log_odds = (together / (1.0 - together)).ln();
            assert!((parts + m.typical_log_odds() - log_odds).abs() < 1e-9);
        }
    }
}

#[test]
fn draws_are_paired_repeatable_and_centred() {
    let p = panel(12, 5);
    let m = model(&p, &FitSettings::default());
    let values = RowValues::new(&p, 100);
    let get = |n: &str| values.get(n);
    let warmer = |n: &str| if n == "warm" { 2.0 } else { values.get(n) };
    let cold = |n: &str| if n == "warm" { 1.0 } else { values.get(n) };
    let (high, low) = (m.draws(&warmer, 2000, 9), m.draws(&cold, 2000, 9));
    // Paired draws of a slope twenty standard errors from zero never cross.
    assert!(high.iter().zip(&low).all(|(h, l)| h > l));
    assert_eq!(m.draws(&get, 50, 9)[..20], m.draws(&get, 20, 9)[..]);
    assert_ne!(m.draws(&get, 20, 9), m.draws(&get, 20, 10));
    let log_odds = |q: f64| (q / (1.0 - q)).ln();
    let draws: Vec<f64> = m.draws(&get, 2000, 1).into_iter().map(log_odds).collect();
    let mean = draws.iter().sum::<f64>() / 2000.0;
    let sd = (draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / 2000.0).sqrt();
    assert!((mean - log_odds(m.predict_row(&get))).abs() < 5.0 * sd / 2000_f64.sqrt());
}

#[test]
fn cases_outside_the_data_are_flagged() {
    let p = panel(12, 5);
    let m = model(&p, &FitSettings::default());
    let values = RowValues::new(&p, 100);
    let far = |n: &str| if n == "warm" { 40.0 } else { values.get(n) };
    let get = |n: &str| values.get(n);
    assert!(m.leverage(&far).unwrap() > 5.0);
    assert!(m.leverage(&get).unwrap() <= 1.0 + 1e-9);
    assert_eq!(m.range_violations(&far), ["the warm"]);
    assert!(m.range_violations(&get).is_empty());
    assert_eq!(model(&p, &FitSettings::for_scoring()).leverage(&get), None);
}

/// Rows are the pairs of few groups over many years: the dyadic variance differs from the
/// model's, the coefficients do not.
#[test]
fn the_variance_is_a_choice_and_says_so() {
    let p = panel(12, 6);
    let robust = run(&p, &TERMS, &FitSettings::default());
    let settings = FitSettings { variance: Variance::Model, ..FitSettings::default() };
    let plain = run(&p, &TERMS, &settings);
    assert!(robust.variance_note.as_ref().unwrap().contains("12 groups, 66 pairs"));
    assert!(plain.variance_note.as_ref().unwrap().contains("model-based"));
    for (r, m) in robust.estimates.iter().zip(&plain.estimates) {
        assert!(r.coef == m.coef && r.se != m.se, "{}", r.variable);
    }
    let scoring = run(&p, &TERMS, &FitSettings::for_scoring());
    assert!(scoring.estimates.iter().zip(&plain.estimates).all(|(a, b)| a == b));
}

/// What happened after the training rows must not reach the fit or its forecasts: a panel
/// cut after 1996 and the full one give the same bytes.
#[test]
fn the_future_does_not_leak() {
    let full = panel(12, 7);
    let keep: Vec<usize> = (0..full.len()).filter(|&r| full.year()[r] <= 1996).collect();
    let pick = |v: &[f64]| keep.iter().map(|&r| v[r]).collect::<Vec<_>>();
    let columns = full
        .columns()
        .iter()
        .map(|c| Column { variable: c.variable.clone(), values: pick(&c.values) })
        .collect();
    let ids = |v: &[i64]| keep.iter().map(|&r| v[r]).collect::<Vec<_>>();
    let years = keep.iter().map(|&r| full.year()[r]).collect();
    let cut =
        Panel::from_columns(PanelSpec::default(), ids(full.a()), ids(full.b()), years, columns)
            .unwrap();
    for kind in [
        TheoryKind::BaseRate,
        TheoryKind::Persistence,
        TheoryKind::DecayedRecurrence,
        TheoryKind::Logit,
    ] {
        let text = |p: &Panel| {
            let rows = rows_before(p, 1996);
            let data = Training { panel: p, outcome: "coop_any", rows: &rows };
            let report = fit(&theory(kind, &TERMS), &data, &FitSettings::default());
            let next: Vec<u32> =
                (0..).zip(p.year()).filter(|(_, y)| **y == 1996).map(|(r, _)| r).collect();
            let forecasts = report.model.as_ref().unwrap().predict(p, &next);
            (serde_json::to_string(&report).unwrap(), forecasts)
        };
        assert_eq!(text(&full), text(&cut), "{kind:?}");
    }
}

#[test]
fn a_model_survives_being_stored() {
    let p = panel(12, 5);
    let report = run(&p, &TERMS, &FitSettings::default());
    let text = serde_json::to_string(&report).unwrap();
    let back = back_of(&text);
    let rows: Vec<u32> = (0..100).collect();
    assert_eq!(back.model.unwrap().predict(&p, &rows), report.model.unwrap().predict(&p, &rows));
    let failed = FitReport { loglik: f64::NAN, model: None, ..back_of(&text) };
    assert!(back_of(&serde_json::to_string(&failed).unwrap()).loglik.is_nan());
}

fn back_of(text: &str) -> FitReport {
    serde_json::from_str(text).unwrap()
}
