use crate::made::settings;
use crate::outlook::{forecast_of, outlook_of, set};
use comity_outlook::{DomainForecast, Effect, Scenario, ScenarioResult, Settings};

fn scenario<'f>(f: &'f DomainForecast, id: &str) -> &'f Scenario {
    f.scenarios.iter().find(|s| s.id == id).unwrap()
}

fn effect(s: &Scenario) -> &Effect {
    match &s.result {
        ScenarioResult::Effect(e) => e,
        ScenarioResult::NotApplicable { reason } => panic!("{}: {reason}", s.id),
    }
}

fn refusal(s: &Scenario) -> &str {
    match &s.result {
        ScenarioResult::NotApplicable { reason } => reason,
        ScenarioResult::Effect(e) => panic!("{}: {e:?}", s.id),
    }
}

#[test]
fn a_patron_that_withdraws_lowers_the_probability() {
    let o = outlook_of(3, &settings(), set(3, "shared_sponsor_lag1", 1.0));
    let f = forecast_of(&o);
    let s = scenario(f, "patron-withdraws");
    let e = effect(s);
    assert!(e.difference < -0.1 && e.interval95.low < -0.5 && e.interval95.high <= 0.0, "{e:?}");
    assert!((f.forecast.probability + e.difference - e.probability).abs() < 1e-12);
    let change = s.changes.iter().find(|c| c.variable == "shared_sponsor_lag1").unwrap();
    assert_eq!((change.year, change.from, change.to), (2004, Some(1.0), 0.0));
    assert!(refusal(scenario(f, "patron-starts")).contains("already"));
}

#[test]
fn starting_undoes_withdrawing() {
    let with = outlook_of(3, &settings(), set(3, "shared_sponsor_lag1", 1.0));
    let without = outlook_of(3, &settings(), set(3, "shared_sponsor_lag1", 0.0));
    let (with, without) = (forecast_of(&with), forecast_of(&without));
    assert!(effect(scenario(without, "patron-starts")).difference > 0.1);
    assert!(refusal(scenario(without, "patron-withdraws")).contains("no state"));
    // The flag is the only column of this panel that a theory uses and the scenario changes.
    let started = effect(scenario(without, "patron-starts")).probability;
    assert!((started - with.forecast.probability).abs() < 1e-12);
}

#[test]
fn what_the_data_do_not_code_is_said() {
    let o = outlook_of(3, &settings(), |_| {});
    let f = forecast_of(&o);
    for id in ["major-power-drops-adversary", "major-power-backs-adversary", "ideology-recoded"] {
        assert!(refusal(scenario(f, id)).contains("not coded"), "{id}");
    }
    let war = [scenario(f, "common-war-ends"), scenario(f, "common-war-widens")];
    let applicable = war.iter().filter(|s| matches!(s.result, ScenarioResult::Effect(_))).count();
    assert_eq!(applicable, 1, "one of the two always applies");
}

#[test]
fn normalising_moves_by_one_standard_deviation_and_not_beyond_the_same_position() {
    let o = outlook_of(3, &settings(), set(3, "adversary_region_closeness_lag1", -0.5));
    let f = forecast_of(&o);
    let to = |id| scenario(f, id).changes[0].to;
    // Uniform on (−1, 0): the standard deviation is 1/√12 = 0.289; from 1500 values its
    // standard error is 0.003 (kurtosis 1.8): allow four.
    assert!((to("neighbours-normalise") + 0.5 - 0.289).abs() < 0.013);
    assert!((to("neighbours-turn-away") + 0.5 + 0.289).abs() < 0.013);
    let at_zero = outlook_of(3, &settings(), set(3, "adversary_region_closeness_lag1", 0.0));
    assert!(
        refusal(scenario(forecast_of(&at_zero), "neighbours-normalise")).contains("same position")
    );
}

#[test]
fn leaving_the_data_is_flagged() {
    // Closeness lies between −1 and 0 in training.
    let o = outlook_of(3, &settings(), set(3, "adversary_region_closeness_lag1", -0.95));
    let f = forecast_of(&o);
    let away = effect(scenario(f, "neighbours-turn-away"));
    let said = away.extrapolation.as_deref().unwrap_or_default();
    assert!(said.contains("outside the range in training"), "{away:?}");
    assert_eq!(effect(scenario(f, "neighbours-normalise")).extrapolation, None);
}

#[test]
fn scenarios_are_reproducible_and_can_be_left_out() {
    let s = Settings { horizon: 3, ..settings() };
    assert_eq!(outlook_of(3, &s, |_| {}), outlook_of(3, &s, |_| {}));
    let none = Settings { scenarios: false, ..settings() };
    assert!(forecast_of(&outlook_of(3, &none, |_| {})).scenarios.is_empty());
}
