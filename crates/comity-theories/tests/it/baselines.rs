//! Baselines against their closed forms.

use crate::support::{column, panel, rows_before, rows_from, theory};
use comity_core::variable::Role;
use comity_panel::{Panel, PanelSpec};
use comity_theories::lookup::{RowValues, decayed_no, decayed_yes, lag};
use comity_theories::{FitSettings, FitStatus, Fitted, TheoryKind, Training, fit};

fn fitted(kind: TheoryKind, panel: &Panel, outcome: &str, rows: &[u32]) -> Fitted {
    let report =
        fit(&theory(kind, &[]), &Training { panel, outcome, rows }, &FitSettings::default());
    assert_eq!(report.status, FitStatus::Converged);
    report.model.unwrap()
}

/// One pair, six years: no, no, yes, yes, not coded, no.
fn small() -> Panel {
    let y = vec![0.0, 0.0, 1.0, 1.0, f64::NAN, 0.0];
    let columns = vec![column("coop_military", Role::Outcome, None, y)];
    Panel::from_columns(
        PanelSpec::default(),
        vec![1; 6],
        vec![2; 6],
        vec![1990, 1991, 1992, 1993, 1994, 1995],
        columns,
    )
    .unwrap()
}

#[test]
fn base_rate_is_the_share_with_half_a_case_of_each() {
    let p = small();
    let model = fitted(TheoryKind::BaseRate, &p, "coop_military", &[0, 1, 2, 3, 4, 5]);
    assert_eq!(model.predict(&p, &[0, 5, 99])[..2], [2.5 / 6.0, 2.5 / 6.0]);
    assert!(model.predict(&p, &[99])[0].is_nan());
}

/// Rows with an outcome, by the year before: not coded → no; no → no; no → yes; yes → yes;
/// not coded → no. So 1 of 2 after no, 1 of 1 after yes, 0 of 2 after nothing coded.
#[test]
fn persistence_is_the_share_by_the_year_before() {
    let p = small();
    let model = fitted(TheoryKind::Persistence, &p, "coop_military", &[0, 1, 2, 3, 4, 5]);
    let name = lag("coop_military");
    assert_eq!(name, "coop_military_lag1");
    let after = |before: f64| model.predict_row(&|n| if n == name { before } else { 0.0 });
    assert_eq!(after(0.0), 1.5 / 3.0);
    assert_eq!(after(1.0), 1.5 / 2.0);
    assert_eq!(after(f64::NAN), 0.5 / 3.0);
    // The row of 1994 follows a yes, though its own outcome is not coded.
    assert_eq!(model.predict(&p, &[4]), [after(1.0)]);
}

/// At decay ½ in 1995: yes in 1992 and 1993 count ¼·½ and ½·½…, by hand 1/4 + 1/2·… below.
#[test]
fn the_past_fades_by_the_year() {
    let p = small();
    let values = RowValues::new(&p, 5);
    // 1995 − 1 − s years ago: 1992 → 2, 1993 → 1; no in 1990 → 4, 1991 → 3.
    assert_eq!(values.get(&decayed_yes("coop_military", 0.5)), 0.25 + 0.5);
    assert_eq!(values.get(&decayed_no("coop_military", 0.5)), 0.0625 + 0.125);
    assert_eq!(values.get(&decayed_yes("coop_military_onset", 1.0)), 2.0);
    assert_eq!(values.get("year"), 1995.0);
    assert!(values.get("no such name").is_nan());
    assert!(values.get("coop_military_lag1").is_nan());
    assert_eq!(RowValues::new(&p, 3).get("coop_military_lag1"), 1.0);
    assert_eq!(RowValues::new(&p, 0).get(&decayed_yes("coop_military", 0.5)), 0.0);
}

/// The walk over the panel that fits and the lookup that predicts must agree: the
/// log-likelihood of the report is that of the predictions.
#[test]
fn reports_score_what_the_model_predicts() {
    let p = panel(9, 4);
    let rows = rows_before(&p, 1995);
    let y = p.column("coop_any").unwrap();
    for kind in [TheoryKind::BaseRate, TheoryKind::Persistence, TheoryKind::DecayedRecurrence] {
        let data = Training { panel: &p, outcome: "coop_any", rows: &rows };
        let report = fit(&theory(kind, &[]), &data, &FitSettings::default());
        let model = report.model.unwrap();
        let score: f64 = model
            .predict(&p, &rows)
            .iter()
            .zip(&rows)
            .map(|(q, &r)| if y[r as usize] == 1.0 { q.ln() } else { (1.0 - q).ln() })
            .sum();
        assert!((score - report.loglik).abs() < 1e-9, "{kind:?}");
        assert!(model.predict(&p, &rows).iter().all(|q| *q > 0.0 && *q < 1.0));
    }
}

/// The truth has state dependence: what remembers must forecast later years better.
#[test]
fn memory_beats_the_base_rate_out_of_sample() {
    let p = panel(14, 8);
    let (train, test) = (rows_before(&p, 1994), rows_from(&p, 1994));
    let y = p.column("coop_any").unwrap();
    let score = |kind| -> f64 {
        let model = fitted(kind, &p, "coop_any", &train);
        let q = model.predict(&p, &test);
        q.iter()
            .zip(&test)
            .map(|(q, &r)| if y[r as usize] == 1.0 { q.ln() } else { (1.0 - q).ln() })
            .sum()
    };
    let base = score(TheoryKind::BaseRate);
    assert!(score(TheoryKind::Persistence) > base + 10.0);
    assert!(score(TheoryKind::DecayedRecurrence) > base + 10.0);
}

#[test]
fn draws_surround_the_forecast_and_repeat() {
    let p = panel(9, 4);
    let rows = rows_before(&p, 1995);
    for kind in [TheoryKind::BaseRate, TheoryKind::Persistence, TheoryKind::DecayedRecurrence] {
        let model = fitted(kind, &p, "coop_any", &rows);
        let values = RowValues::new(&p, 37);
        let get = |n: &str| values.get(n);
        let draws = model.draws(&get, 4000, 5);
        assert_eq!(draws, model.sampler(4000, 5).probabilities(&get));
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let spread = (draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / 4000.0).sqrt();
        let forecast = model.predict_row(&get);
        assert!((mean - forecast).abs() < 5.0 * spread / 4000_f64.sqrt(), "{kind:?}");
        let parts: f64 = model.contributions(&get).iter().map(|c| c.log_odds).sum();
        let log_odds = (forecast / (1.0 - forecast)).ln();
        assert!((parts + model.typical_log_odds() - log_odds).abs() < 1e-12, "{kind:?}");
    }
}

#[test]
fn nothing_to_learn_from_is_said() {
    let p = small();
    for (outcome, rows) in
        [("coop_military", vec![4]), ("coop_military", vec![]), ("none", vec![1])]
    {
        let data = Training { panel: &p, outcome, rows: &rows };
        let report = fit(&theory(TheoryKind::BaseRate, &[]), &data, &FitSettings::default());
        assert!(matches!(report.status, FitStatus::NoSample { .. }) && report.model.is_none());
    }
}
