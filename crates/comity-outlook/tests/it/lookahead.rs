//! No look-ahead: what happens after T leaves the forecasts at T alone, bit for bit.

use crate::made::{AS_OF, COLUMNS, Row, SPONSORED, dyad, panel, rows, scatter, settings};
use comity_outlook::{Evaluation, Settings, evaluate, outlook};
use comity_theories::catalogue;

fn run(rows: &[Row], as_of: i16) -> Evaluation {
    let s = Settings { as_of, ..settings() };
    evaluate(&panel(rows), "coop_any", &catalogue().unwrap(), &s, &|_, _| {}).unwrap()
}

/// Bits of every probability, ensemble included, for years up to T.
fn bits(e: &Evaluation, upto: i16) -> Vec<u64> {
    e.models
        .iter()
        .flat_map(|m| m.probability.iter().zip(&e.year).filter(|(_, y)| **y <= upto))
        .map(|(p, _)| p.to_bits())
        .collect()
}

/// Outcomes of year T and later, and covariates after T, replaced by noise.
fn disturbed(t: i16) -> Vec<Row> {
    let mut rows = rows(SPONSORED);
    for r in &mut rows {
        for (i, (name, _)) in COLUMNS.iter().enumerate() {
            let after = if *name == "coop_any" { r.year >= t } else { r.year > t };
            if after && !r.values[i].is_nan() {
                r.values[i] =
                    f64::from(u8::from(scatter(&[r.a, i64::from(r.year), i as i64, 99]) < 0.5));
            }
        }
    }
    rows
}

#[test]
fn later_outcomes_and_covariates_leave_earlier_forecasts_alone() {
    let plain = run(&rows(SPONSORED), AS_OF);
    for t in [1991, 1994, 1998, 2001, 2004] {
        let other = run(&disturbed(t), AS_OF);
        assert_eq!(bits(&plain, t), bits(&other, t), "forecasts at {t}");
        let weights = |e: &Evaluation| {
            e.origins.iter().filter(|o| o.year <= t).map(|o| o.weights.clone()).collect::<Vec<_>>()
        };
        assert_eq!(weights(&plain), weights(&other), "weights at {t}");
        if t < AS_OF {
            assert_ne!(bits(&plain, AS_OF), bits(&other, AS_OF), "the test must be able to fail");
        }
    }
}

#[test]
fn an_evaluation_as_of_t_is_that_of_the_data_cut_at_t() {
    let all = rows(SPONSORED);
    for t in [1992, 1996, 2000, 2002, 2003] {
        let cut: Vec<Row> = all.iter().filter(|r| r.year <= t).cloned().collect();
        assert_eq!(run(&all, t).to_bytes().unwrap(), run(&cut, t).to_bytes().unwrap(), "{t}");
    }
}

#[test]
fn an_outlook_as_of_t_does_not_see_what_came_after() {
    let (theories, t) = (catalogue().unwrap(), 2000);
    let s = Settings { as_of: t, horizon: 2, ..settings() };
    let of = |rows: &[Row]| {
        let p = panel(rows);
        let e = vec![evaluate(&p, "coop_any", &theories, &s, &|_, _| {}).unwrap()];
        serde_json::to_string(&outlook(dyad(3), &p, &e, &theories, &s).unwrap()).unwrap()
    };
    // The row of t + 1 holds covariates known at t; its outcome and everything later is noise.
    let plain = of(&rows(SPONSORED));
    assert_eq!(plain, of(&disturbed(t + 1)));
    assert_ne!(plain, of(&disturbed(t - 5)), "the test must be able to fail");
}
