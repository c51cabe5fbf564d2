//! The specification curve, on a made-up panel.

use crate::support::{column, panel, rows_before, theory};
use comity_core::Level;
use comity_core::variable::Role;
use comity_numerics::sampling::variates::Variates;
use comity_panel::{Column, Panel, PanelSpec, RiskSet};
use comity_theories::curve::{
    Design, Estimator, Grid, Ground, Lag, LeftOut, Levels, Measure, Missing, Period, Planned, Row,
    Spell, Status, Summary, Time, joint_test, plan, rows, run,
};
use comity_theories::{FitSettings, Sign, Theory, TheoryKind, TimeControl, Training, fit};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

fn regional(terms: &[&str]) -> Theory {
    Theory { levels: vec![Level::Regional], ..theory(TheoryKind::Logit, terms) }
}

fn ground<'a>(panel: &'a Panel, theories: &[Theory], out: Vec<LeftOut>) -> Ground<'a> {
    let sets: Vec<(RiskSet, &Panel)> = RiskSet::ALL.iter().map(|r| (*r, panel)).collect();
    Ground::new(&sets, theories, out).unwrap()
}

/// Any cooperation in all years, the term with its own level, no function of time.
fn plain() -> Design {
    Design {
        index: 7,
        measure: Measure::Any,
        spell: Spell::Occurrence,
        risk_set: RiskSet::All,
        lag: Lag::Before,
        levels: Levels::new(2),
        time: Time::None,
        period: Period::All,
        missing: Missing::Mark,
        left_out: None,
    }
}

fn fitted(ground: &Ground<'_>, term: &str, design: Design) -> BTreeMap<String, Row> {
    let planned = Planned { term: ground.term(term).unwrap().clone(), design };
    rows(ground, &planned).into_iter().map(|r| (r.estimator.clone(), r)).collect()
}

/// The panel with one more column.
fn with(panel: &Panel, name: &str, values: Vec<f64>) -> Panel {
    let mut columns: Vec<Column> = panel.columns().to_vec();
    columns.push(column(name, Role::Covariate, Some(Level::Regional), values));
    let keys = (panel.a().to_vec(), panel.b().to_vec(), panel.year().to_vec());
    Panel::from_columns(PanelSpec::default(), keys.0, keys.1, keys.2, columns).unwrap()
}

#[test]
fn the_logit_is_the_one_of_the_theories() {
    let panel = panel(26, 3);
    let own = regional(&["warm", "near"]);
    let rows = rows_before(&panel, 3000);
    let training = Training { panel: &panel, outcome: "coop_any", rows: &rows };
    let settings = FitSettings { time: TimeControl::NONE, ..FitSettings::default() };
    let report = fit(&own, &training, &settings);
    let expected = report.estimates.iter().find(|e| e.variable == "warm").unwrap();
    let all = fitted(&ground(&panel, &[own], Vec::new()), "warm", plain());
    assert_eq!(all.len(), Estimator::ALL.len());
    let found = all["logit"].estimate.unwrap();
    // Both stop at a millionth of a standard error or less.
    assert!((found.coefficient - expected.coef).abs() < 1e-6 * expected.se);
    assert!((found.se.unwrap() - expected.se).abs() < 1e-6 * expected.se);
    assert_eq!((all["logit"].rows, all["logit"].events), (report.n, report.events));
}

/// The panel with a sponsor in common in a third of its rows, whatever happens in them.
fn sponsored(panel: &Panel) -> Panel {
    let of = |row: usize| f64::from(u8::from(row.is_multiple_of(3)));
    with(panel, "shared_sponsor", (0..panel.len()).map(of).collect())
}

/// Without a column of sponsors there is no game; with one, each form of alliance needs rows.
#[test]
fn the_game_needs_alliances_of_both_forms() {
    let plain_panel = panel(12, 4);
    let none = with(&plain_panel, "shared_sponsor", vec![0.0; plain_panel.len()]);
    let both = sponsored(&plain_panel);
    let status = |panel: &Panel| {
        let all =
            fitted(&ground(panel, &[regional(&["warm", "near"])], Vec::new()), "warm", plain());
        (all["alliance game"].status, all["alliance game"].note.clone().unwrap_or_default())
    };
    let (found, note) = status(&plain_panel);
    assert_eq!(found, Status::NotIdentified, "{note}");
    let (found, note) = status(&none);
    assert_eq!((found, note.contains("0 rows with a sponsored")), (Status::TooFewEvents, true));
    assert_eq!(status(&both).0, Status::Converged);
}

/// The outcome was drawn with a coefficient of 1.2 beside omitted ones, so every estimator
/// must find an effect well above zero, and their relative effects must be of one size.
#[test]
fn estimators_agree_on_a_strong_effect() {
    let panel = sponsored(&panel(12, 4));
    let ground = ground(&panel, &[regional(&["warm", "near"])], Vec::new());
    let all = fitted(&ground, "warm", plain());
    let logit = all["logit"].estimate.unwrap().relative;
    for (name, row) in &all {
        assert_eq!(row.status, Status::Converged, "{name} {:?}", row.note);
        let e = row.estimate.unwrap();
        assert_eq!(e.side(), 1, "{name}");
        if name != "conditional logit" {
            assert!((e.relative / logit - 1.0).abs() < 0.25, "{name} {} {logit}", e.relative);
        }
    }
    let linear = all["linear"].estimate.unwrap();
    assert_eq!(linear.ame, Some(linear.coefficient));
    // Penalties shrink.
    let of = |name: &str| all[name].estimate.unwrap().coefficient;
    assert!(
        of("firth") < of("logit") && of("ridge") < of("logit") && of("rare events") < of("logit")
    );
}

#[test]
fn where_a_control_separates_the_rest_is_estimated_from_the_other_rows() {
    let panel = panel(12, 5);
    let theory = regional(&["near", "silent"]);
    let all = fitted(&ground(&panel, std::slice::from_ref(&theory), Vec::new()), "near", plain());
    assert_eq!(all["logit"].status, Status::Limit);
    assert!(all["logit"].note.as_ref().unwrap().starts_with("silent separate"));
    assert_eq!(all["firth"].status, Status::Converged);
    let silent = panel.column("silent").unwrap();
    let rest: Vec<u32> = (0..).zip(silent).filter(|(_, s)| **s == 0.0).map(|(r, _)| r).collect();
    let training = Training { panel: &panel, outcome: "coop_any", rows: &rest };
    let settings = FitSettings { time: TimeControl::NONE, ..FitSettings::default() };
    let report = fit(&regional(&["near"]), &training, &settings);
    let expected = report.estimates.iter().find(|e| e.variable == "near").unwrap();
    let found = all["logit"].estimate.unwrap();
    assert!((found.coefficient - expected.coef).abs() < 1e-6 * expected.se);
    // The term itself: no estimate, and Firth's beside it.
    let own = fitted(&ground(&panel, &[theory], Vec::new()), "silent", plain());
    assert_eq!((own["logit"].status, own["logit"].estimate), (Status::Separated, None));
    assert!(own["firth"].estimate.unwrap().coefficient < -1.0);
}

#[test]
fn choices_decide_the_sample() {
    let panel = panel(12, 6);
    let out = vec![LeftOut { label: "Nowhere".into(), actors: BTreeSet::from([1, 2]) }];
    let ground = ground(&panel, &[regional(&["warm", "near"])], out);
    let n = |d: Design| fitted(&ground, "warm", d)["logit"].rows;
    assert_eq!(n(plain()), 66 * 20);
    assert_eq!(n(Design { left_out: Some(0), ..plain() }), 45 * 20);
    assert_eq!(n(Design { period: Period::Since, ..plain() }), 66 * 10);
    let known = panel.column("warm").unwrap().iter().filter(|v| !v.is_nan()).count();
    assert_eq!(n(Design { missing: Missing::Drop, ..plain() }), known);
    let none = fitted(&ground, "warm", Design { measure: Measure::Finance, ..plain() });
    assert!(none.values().all(|r| r.status == Status::TooFewEvents && r.note.is_some()));
    let flat = ground_of_flat(&panel);
    assert!(flat.values().all(|r| r.status == Status::NotIdentified), "{flat:?}");
}

fn ground_of_flat(panel: &Panel) -> BTreeMap<String, Row> {
    fitted(&ground(panel, &[regional(&["flat"])], Vec::new()), "flat", plain())
}

#[test]
fn a_run_goes_on_where_it_stopped() {
    let panel = panel(10, 8);
    let ground = ground(&panel, &[regional(&["warm", "near"])], Vec::new());
    let terms = [ground.term("warm").unwrap().clone(), ground.term("near").unwrap().clone()];
    let planned = plan(&Grid::new(vec![Measure::Any], 0), &terms, 6, 1);
    let fitted = |done: &BTreeSet<String>| {
        let all = Mutex::new(Vec::new());
        run(&ground, &planned, done, &|rows| {
            all.lock().unwrap().extend_from_slice(rows);
            Ok(())
        })
        .unwrap();
        let mut all = all.into_inner().unwrap();
        all.sort_by(|a, b| a.specification.cmp(&b.specification));
        all
    };
    let whole = fitted(&BTreeSet::new());
    assert_eq!(whole.len(), 12 * Estimator::ALL.len());
    let names: BTreeSet<&String> = whole.iter().map(|r| &r.specification).collect();
    assert_eq!(names.len(), whole.len());
    let done: BTreeSet<String> = planned.iter().take(5).map(Planned::key).collect();
    let rest = fitted(&done);
    assert_eq!(rest.len(), 7 * Estimator::ALL.len());
    assert!(rest.iter().all(|r| whole.contains(r)));
    assert!(rest.iter().all(|r| !done.contains(&r.design_key().unwrap())));
    let stopped = run(&ground, &planned, &done, &|_| {
        Err(comity_core::Error::new(comity_core::Code::Io, "the disk is full"))
    });
    assert!(stopped.is_err());
}

#[test]
fn the_summary_counts_every_fit() {
    let panel = panel(12, 9);
    let ground = ground(&panel, &[regional(&["warm", "silent"])], Vec::new());
    let term = ground.term("warm").unwrap().clone();
    let planned = plan(&Grid::new(vec![Measure::Any], 0), &[term], 40, 1);
    let all: Vec<Row> = planned.iter().flat_map(|p| rows(&ground, p)).collect();
    let s = Summary::new("warm", Sign::Positive, &all.iter().collect::<Vec<_>>());
    assert_eq!(s.statuses.iter().map(|x| x.1).sum::<usize>(), all.len());
    assert_eq!(s.all.specifications, all.len());
    assert_eq!(s.all.estimates, all.iter().filter(|r| r.estimate.is_some()).count());
    assert!(s.all.median > s.all.low && s.all.median < s.all.high);
    for c in &s.choices {
        let fits: usize = c.values.iter().map(|v| v.spread.specifications).sum();
        assert_eq!(fits, all.len(), "{}", c.choice);
    }
    assert!(s.choices.windows(2).all(|w| w[0].moves >= w[1].moves));
    assert_eq!(s.as_predicted(), Some(s.all.above));
}

fn p_of(panel: &Panel, term: &str, seed: u64) -> f64 {
    let ground = ground(panel, &[regional(&["warm", "near", term])], Vec::new());
    let term = ground.term(term).unwrap().clone();
    let designs = [
        plain(),
        Design { levels: Levels::new(0), ..plain() },
        Design { period: Period::Since, ..plain() },
    ];
    let planned: Vec<Planned> =
        designs.into_iter().map(|design| Planned { term: term.clone(), design }).collect();
    let found = joint_test(&ground, &planned, 79, seed, &|| ()).unwrap();
    assert_eq!((found.designs, found.movable), (3, 1.0));
    found.statistics.iter().find(|s| s.name == "average z").unwrap().p
}

#[test]
fn the_joint_test_finds_an_effect() {
    let panel = panel(24, 10);
    // One of eighty is the least that 79 permutations can give.
    assert_eq!(p_of(&panel, "warm", 1), 1.0 / 80.0);
    assert_eq!(p_of(&panel, "warm", 1), p_of(&panel, "warm", 1));
}

/// Under the null p-values at or below one in ten come up in one of ten cases: of 60 cases
/// 6 on average, and 14 or more in fewer than one of a thousand such tests.
#[test]
fn the_joint_test_keeps_its_level() {
    let panel = panel(10, 11);
    let rejected = (0..60_u64)
        .filter(|seed| {
            let mut draws = Variates::new(1000 + seed);
            let mut of: BTreeMap<(i64, i64), f64> = BTreeMap::new();
            let noise = panel.a().iter().zip(panel.b()).map(|(a, b)| {
                // As dependent within a dyad as a covariate can be.
                *of.entry((*a, *b)).or_insert_with(|| draws.normal())
            });
            let noise = noise.collect();
            p_of(&with(&panel, "noise", noise), "noise", *seed) <= 0.1
        })
        .count();
    assert!((1..14).contains(&rejected), "{rejected} of 60");
}
