use crate::made::{AS_OF, Row, SPONSORED, at, dyad, panel, rows, settings};
use comity_core::{Level, words};
use comity_outlook::{
    Answer, DomainForecast, Forecaster, Outlook, Reading, Settings, evaluate_all, outlook,
};
use comity_theories::catalogue;

/// The outlook of pair `d`, on the made-up panel after `change`.
pub(crate) fn outlook_of(d: u32, s: &Settings, change: impl Fn(&mut Row)) -> Outlook {
    let mut rows = rows(SPONSORED);
    rows.iter_mut().for_each(change);
    let (p, theories) = (panel(&rows), catalogue().unwrap());
    let e = evaluate_all(&p, &theories, s, &|_, _| {}).unwrap();
    outlook(dyad(d), &p, &e, &theories, s).unwrap()
}

/// The forecast of any cooperation.
pub(crate) fn forecast_of(o: &Outlook) -> &DomainForecast {
    match &o.outcomes[0].answer {
        Answer::Forecast(f) => f,
        Answer::NoBasis { reason } => panic!("no basis: {reason}"),
    }
}

/// Sets a covariate of the forecast row of pair `d`.
pub(crate) fn set(d: i64, name: &'static str, value: f64) -> impl Fn(&mut Row) {
    move |r| {
        if r.a == 1 + 2 * d && r.year == AS_OF + 1 {
            r.values[at(name)] = value;
        }
    }
}

#[test]
fn the_forecast_is_the_weighted_mixture_and_its_parts_agree() {
    let o = outlook_of(3, &settings(), |_| {});
    let f = forecast_of(&o);
    let mixed: f64 = f.models.iter().map(|m| m.weight * m.probability).sum();
    assert!((f.forecast.probability - mixed).abs() < 1e-12);
    assert_eq!(f.likelihood, words::likelihood(f.forecast.probability));
    let spread: f64 =
        f.models.iter().map(|m| m.weight * (m.probability - mixed).powi(2)).sum::<f64>().sqrt();
    assert!((f.uncertainty.models - spread).abs() < 1e-12);
    assert!((f.uncertainty.outcome - (mixed * (1.0 - mixed)).sqrt()).abs() < 1e-12);
    assert!(f.uncertainty.parameters > 0.0);
    assert!((f.years_ahead.iter().sum::<f64>() - 1.0).abs() < 1e-12 && f.years_ahead.len() == 2);
    for m in &f.models {
        assert!(m.interval80.low <= m.probability && m.probability <= m.interval80.high);
    }
    assert!(f.forecast.question.contains("2005"), "{}", f.forecast.question);
}

#[test]
fn base_rates_come_from_the_coded_rows() {
    let o = outlook_of(3, &settings(), |_| {});
    let f = forecast_of(&o);
    let made = rows(SPONSORED);
    let coded: Vec<f64> = made.iter().map(|r| r.values[0]).filter(|v| !v.is_nan()).collect();
    assert_eq!(f.reference[0].n, coded.len());
    assert!((f.forecast.base_rate - coded.iter().sum::<f64>() / coded.len() as f64).abs() < 1e-12);
    let tie = made.iter().find(|r| r.a == 7 && r.year == AS_OF + 1).unwrap().values[at("tie_lag1")];
    let same = made.iter().filter(|r| r.year <= AS_OF && r.values[at("tie_lag1")] == tie).count();
    assert_eq!(f.reference[1].n, same);
}

#[test]
fn a_shared_sponsor_raises_the_probability_and_leads_the_regional_factors() {
    let with = outlook_of(3, &settings(), set(3, "shared_sponsor_lag1", 1.0));
    let without = outlook_of(3, &settings(), set(3, "shared_sponsor_lag1", 0.0));
    let (with, without) = (forecast_of(&with), forecast_of(&without));
    assert!(with.forecast.probability > without.forecast.probability + 0.1);
    let regional = with.factors.iter().find(|l| l.level == Some(Level::Regional)).unwrap();
    assert!(regional.log_odds > 0.0);
    assert!(
        (regional.log_odds - regional.factors.iter().map(|f| f.log_odds).sum::<f64>()).abs()
            < 1e-12
    );
}

#[test]
fn a_longer_horizon_can_only_raise_the_probability() {
    let p = |horizon| {
        let s = Settings { horizon, scenarios: false, ..settings() };
        forecast_of(&outlook_of(3, &s, |_| {})).forecast.probability
    };
    let (one, two, five) = (p(1), p(2), p(5));
    assert!(one < two && two < five && five < 1.0, "{one} {two} {five}");
}

#[test]
fn the_grid_reads_the_last_coded_year() {
    let o = outlook_of(3, &settings(), |_| {});
    let f = forecast_of(&o);
    let made = rows(SPONSORED);
    let last = made.iter().find(|r| r.a == 7 && r.year == AS_OF).unwrap();
    let row = f.grid.iter().find(|g| g.theory == "regional" && g.variable == "shared_sponsor_lag1");
    let row = row.unwrap();
    assert_eq!((row.year, row.value), (AS_OF, Some(last.values[at("shared_sponsor_lag1")])));
    assert_eq!(row.happened, last.values[0] == 1.0);
    let leans = row.predicted > 0 && row.value > row.typical;
    let want = if leans == row.happened { Reading::Agrees } else { Reading::Conflicts };
    assert_eq!(row.reading, want);
    assert!(f.grid.iter().any(|g| g.reading == Reading::NotCoded), "absent columns are named");
}

#[test]
fn the_past_of_a_pair_is_its_out_of_sample_record() {
    let o = outlook_of(3, &settings(), |_| {});
    let past = &o.outcomes[0].past;
    assert_eq!(past.iter().map(|p| p.year).collect::<Vec<_>>(), (1990..=AS_OF).collect::<Vec<_>>());
    let made = rows(SPONSORED);
    for p in past {
        let row = made.iter().find(|r| r.a == 7 && r.year == p.year).unwrap();
        assert_eq!(p.happened, row.values[0] == 1.0);
        assert_eq!(p.probability.last().unwrap().0, "ensemble");
    }
}

#[test]
fn many_pairs_share_one_forecaster() {
    let (p, theories, s) = (panel(&rows(SPONSORED)), catalogue().unwrap(), settings());
    let e = evaluate_all(&p, &theories, &s, &|_, _| {}).unwrap();
    let f = Forecaster::new(&p, &e, &theories, &s).unwrap();
    for d in [0, 3, 59] {
        assert_eq!(f.outlook(dyad(d)).unwrap(), outlook(dyad(d), &p, &e, &theories, &s).unwrap());
    }
}

#[test]
fn evaluations_of_other_theories_or_years_are_refused() {
    let (p, theories, s) = (panel(&rows(SPONSORED)), catalogue().unwrap(), settings());
    let e = evaluate_all(&p, &theories, &s, &|_, _| {}).unwrap();
    let code = |e: comity_core::Error| e.code().as_str();
    let fewer = outlook(dyad(3), &p, &e, &theories[1..], &s).unwrap_err();
    let earlier = Settings { as_of: AS_OF - 1, ..s.clone() };
    let earlier = outlook(dyad(3), &p, &e, &theories, &earlier).unwrap_err();
    assert_eq!((code(fewer), code(earlier)), ("usage/bad-setting", "usage/bad-setting"));
}
