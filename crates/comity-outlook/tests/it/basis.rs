//! When the answer is "no basis", and why.

use crate::made::{AS_OF, COLUMNS, Row, SPONSORED, dyad, panel_of, rows, settings};
use comity_core::{ActorId, Dyad};
use comity_outlook::{Answer, Forecaster, Settings, evaluate_all};
use comity_theories::catalogue;

fn reason(rows: &[Row], pair: Dyad, s: &Settings) -> Vec<Option<String>> {
    let (p, theories) = (panel_of(rows, &COLUMNS), catalogue().unwrap());
    let e = evaluate_all(&p, &theories, s, &|_, _| {}).unwrap();
    let o = Forecaster::new(&p, &e, &theories, s).unwrap().outlook(pair).unwrap();
    o.outcomes
        .into_iter()
        .map(|o| match o.answer {
            Answer::NoBasis { reason } => Some(reason),
            Answer::Forecast(_) => None,
        })
        .collect()
}

fn one(rows: &[Row], pair: Dyad, s: &Settings) -> String {
    reason(rows, pair, s).remove(0).unwrap_or_else(|| "a forecast".into())
}

#[test]
fn an_ordinary_pair_has_a_basis() {
    assert_eq!(one(&rows(SPONSORED), dyad(3), &settings()), "a forecast");
}

#[test]
fn a_group_never_observed() {
    let pair = Dyad::new(ActorId::ucdp(1), ActorId::ucdp(9999)).unwrap();
    let why = one(&rows(SPONSORED), pair, &settings());
    assert!(why.contains("never observed ucdp:9999"), "{why}");
}

#[test]
fn neither_group_observed_of_late() {
    let mut made = rows(SPONSORED);
    made.retain(|r| r.a != 7 || r.year <= AS_OF - 5 || r.year > AS_OF);
    let why = one(&made, dyad(3), &settings());
    assert!(why.contains("neither group") && why.contains("1999"), "{why}");
    let mut made = rows(SPONSORED);
    made.retain(|r| r.a != 7 || r.year <= AS_OF - 4 || r.year > AS_OF);
    assert_eq!(one(&made, dyad(3), &settings()), "a forecast");
}

#[test]
fn the_source_ends_too_early() {
    let late = Settings { as_of: AS_OF + 3, ..settings() };
    let why = one(&rows(SPONSORED), dyad(3), &late);
    assert!(why.contains("up to 2004"), "{why}");
}

#[test]
fn an_outcome_that_is_not_coded_or_has_few_events() {
    let s = Settings { outcomes: vec!["coop_any".into(), "coop_security".into()], ..settings() };
    let found = reason(&rows(SPONSORED), dyad(3), &s);
    assert_eq!(found[0], None);
    assert!(found[1].as_deref().unwrap().contains("security cooperation is not coded"));
    let mut made = rows(SPONSORED);
    for r in made.iter_mut().filter(|r| r.year <= AS_OF) {
        r.values[0] = f64::from(u8::from(r.a <= 9 && r.year == 1995));
    }
    let why = one(&made, dyad(3), &settings());
    assert!(why.contains("recorded in 5 of 1500"), "{why}");
}

#[test]
fn a_pair_without_a_row_ahead() {
    let pair = Dyad::new(ActorId::ucdp(1), ActorId::ucdp(4)).unwrap();
    let why = one(&rows(SPONSORED), pair, &settings());
    assert!(why.contains("no row for the pair in 2005"), "{why}");
}

#[test]
fn covariates_far_outside_every_models_data() {
    let mut made = rows(SPONSORED);
    for r in made.iter_mut().filter(|r| r.a == 7 && r.year == AS_OF + 1) {
        for v in &mut r.values[1..] {
            *v = 1e4;
        }
    }
    let why = one(&made, dyad(3), &settings());
    assert!(why.contains("far outside"), "{why}");
}

#[test]
fn the_caller_may_know_more_of_observation_than_the_rows() {
    let (made, s, theories) = (rows(SPONSORED), settings(), catalogue().unwrap());
    let p = panel_of(&made, &COLUMNS);
    let e = evaluate_all(&p, &theories, &s, &|_, _| {}).unwrap();
    let f = Forecaster::new(&p, &e, &theories, &s).unwrap().observed(dyad(3).a(), None);
    assert!(matches!(&f.outlook(dyad(3)).unwrap().outcomes[0].answer,
        Answer::NoBasis { reason } if reason.contains("never observed")));
}
