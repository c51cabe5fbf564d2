//! Estimates of one formula: what is read, which pairs enter, and closed forms.
//!
//! Tolerances: maxima of likelihoods are found to 1e-8 of a standard error, and closed forms
//! are compared at 1e-6. Posterior means are compared with a maximum within a quarter of a
//! posterior standard deviation: 400 draws or more give a Monte-Carlo error below a tenth,
//! and the skew of a logit posterior with a hundred events is of the same order.

use crate::support::{column, panel, theory};
use comity_core::variable::Role;
use comity_core::{Code, Level};
use comity_panel::{Column, Panel, PanelSpec};
use comity_theories::estimate::{
    AmeSettings, Asked, ChainStatus, GroupBy, HierarchicalSettings, Pattern, TergmSettings, ame,
    hierarchical, tergm,
};
use comity_theories::{FitSettings, TheoryKind, TimeControl, Training, Variance, fit};

const NAN: f64 = f64::NAN;

fn close(x: f64, y: f64, tolerance: f64) {
    assert!((x - y).abs() < tolerance, "{x} {y}");
}

/// Every pair of `groups` groups in the years from 2000 on; the columns as functions of both
/// places and the year.
fn made(
    groups: i64,
    years: i16,
    outcome: &dyn Fn(i64, i64, i16) -> f64,
    near: &dyn Fn(i64, i64, i16) -> f64,
) -> Panel {
    let (mut a, mut b, mut year) = (Vec::new(), Vec::new(), Vec::new());
    let (mut y, mut x) = (Vec::new(), Vec::new());
    for i in 1..=groups {
        for j in i + 1..=groups {
            for t in 2000..2000 + years {
                a.push(i);
                b.push(j);
                year.push(t);
                y.push(outcome(i, j, t));
                x.push(near(i, j, t));
            }
        }
    }
    let columns: Vec<Column> = vec![
        column("coop_any", Role::Outcome, None, y),
        column("near", Role::Covariate, Some(Level::Regional), x),
    ];
    Panel::from_columns(PanelSpec::default(), a, b, year, columns).unwrap()
}

fn asked(text: &str, panel: &Panel) -> Asked {
    Asked::read(text, "coop_any", panel, true).unwrap()
}

fn truth(b: bool) -> f64 {
    f64::from(u8::from(b))
}

#[test]
fn a_formula_may_have_a_left_side_and_patterns() {
    let p = panel(6, 1);
    let read = asked(" coop_any ~ edges + log(near + 1) + gwesp( 0.5 ) + memory(stability)", &p);
    let terms: Vec<&str> = read.terms.iter().map(|t| t.variable.as_str()).collect();
    assert_eq!(terms, ["log(near + 1)"]);
    let patterns: Vec<String> = read.patterns.iter().map(ToString::to_string).collect();
    assert_eq!(patterns, ["edges", "gwesp(0.5)", "memory(stability)"]);
    assert_eq!(asked("triangle", &p).patterns, [Pattern::Triangles]);
    assert_eq!(asked("near", &p).terms.len(), 1);
}

#[test]
fn a_wrong_formula_is_refused_at_its_place() {
    let p = panel(6, 1);
    for (text, place, found) in [
        ("near + nearx", "character 8", "nearx"),
        ("coop_any ~ near + nearx", "character 19", "nearx"),
        ("kstar(2) + nearx", "character 12", "nearx"),
        ("near + gwesp(x)", "character 8", "gwesp(x)"),
        ("near + + near", "character 8", "+"),
        ("near + coop_any", "character 8", "coop_any"),
    ] {
        let e = Asked::read(text, "coop_any", &p, true).unwrap_err();
        assert_eq!(e.code(), Code::BadSetting);
        let shown = e.to_string();
        assert!(shown.contains(place) && shown.contains(&format!("`{found}`")), "{text}: {shown}");
    }
    let e = Asked::read("nearx", "coop_any", &p, false).unwrap_err();
    assert_eq!(e.candidate_names(), ["near"]);
    assert!(Asked::read("near + triangle", "coop_any", &p, false).is_err());
    assert!(Asked::read("coop_military ~ near", "coop_any", &p, true).is_err());
}

fn years(last: i16) -> TergmSettings {
    TergmSettings { first: 2000, last, replicates: 50, seed: 3 }
}

/// With ties alone the coefficient is the log-odds of a tie.
#[test]
fn ties_alone_have_a_closed_form() {
    let p = made(8, 4, &|i, j, t| truth((i * j + i64::from(t)) % 5 == 0), &|_, _, _| 1.0);
    let found = tergm(&asked("edges", &p), &p, &years(2003), &|| ()).unwrap();
    let (n, ties) = (found.rows as f64, found.events as f64);
    assert_eq!(found.rows, 4 * 28);
    close(found.coefficients[0].coef, (ties / (n - ties)).ln(), 1e-6);
    let c = &found.coefficients[0];
    assert!(c.low <= c.coef && c.coef <= c.high && c.sd > 0.0);
}

/// A group with a pair that was not coded is left out of that year's network; a pair whose
/// covariate is missing is no row, and its tie still counts for others.
#[test]
fn what_was_not_observed_is_no_absence() {
    let outcome = |i: i64, j: i64, t: i16| match (i, j, t) {
        (1, 2, 2001) => NAN,
        _ => truth((i + j) % 3 == 0),
    };
    let near = |i: i64, j: i64, t: i16| if (i, j, t) == (3, 6, 2000) { NAN } else { truth(i == 3) };
    let p = made(7, 3, &outcome, &near);
    let found = tergm(&asked("near", &p), &p, &years(2002), &|| ()).unwrap();
    let of = |k: usize| {
        let y = found.years[k];
        (y.actors, y.left_out, y.rows, y.without)
    };
    assert_eq!([of(0), of(1), of(2)], [(7, 0, 20, 1), (6, 1, 15, 0), (7, 0, 21, 0)]);
    assert_eq!(found.years[0].ties, found.years[2].ties);
}

/// The year before is known for pairs that were coded then, and only for them.
#[test]
fn memory_needs_a_coded_year_before() {
    let outcome = |i: i64, j: i64, t: i16| match t {
        2000 if j == 7 => NAN,
        // Ties and none follow both ties and none: nothing is separated.
        _ => truth((i * j * i64::from(t - 1990) + 2 * i + j * j) % 7 < 3),
    };
    let p = made(7, 4, &outcome, &|i, _, _| truth(i < 3));
    let settings = TergmSettings { first: 2001, ..years(2003) };
    let found = tergm(&asked("near + memory(autoregression)", &p), &p, &settings, &|| ()).unwrap();
    let without: Vec<usize> = found.years.iter().map(|y| y.without).collect();
    assert_eq!(without, [6, 0, 0]);
    let early = tergm(&asked("near + memory(loss)", &p), &p, &years(2003), &|| ()).unwrap();
    assert_eq!(early.years_without, [2000]);
    assert_eq!(early.rows, found.rows);
}

/// Covariates of dyads alone: the pseudo-likelihood is the likelihood of a logit.
#[test]
fn covariates_alone_are_a_logit() {
    let p = panel(9, 5);
    let rows: Vec<u32> =
        (0..).zip(p.column("warm").unwrap()).filter(|r| !r.1.is_nan()).map(|r| r.0).collect();
    let settings = TergmSettings { first: 1980, last: 1999, replicates: 20, seed: 1 };
    let found = tergm(&asked("warm + near", &p), &p, &settings, &|| ()).unwrap();
    assert_eq!(found.rows, rows.len());
    let expected = theory(TheoryKind::Logit, &["warm", "near"]);
    let training = Training { panel: &p, outcome: "coop_any", rows: &rows };
    let plain = FitSettings {
        time: TimeControl::NONE,
        variance: Variance::Model,
        ..FitSettings::default()
    };
    let report = fit(&expected, &training, &plain);
    for (ours, theirs) in found.coefficients[1..].iter().zip(&report.estimates) {
        assert_eq!(ours.variable, theirs.variable);
        close(ours.coef, theirs.coef, 1e-6);
        close(ours.pseudo_se, theirs.se, 1e-6);
    }
}

#[test]
fn a_pattern_that_predicts_perfectly_is_named() {
    let p = made(6, 3, &|i, _, _| truth(i == 1), &|i, _, _| truth(i == 1));
    let e = tergm(&asked("near", &p), &p, &years(2002), &|| ()).unwrap_err();
    assert_eq!(e.code(), Code::NoSample);
    assert!(e.message().contains("near predicts"), "{e}");
    let none = made(6, 3, &|_, _, _| 0.0, &|i, _, _| truth(i == 1));
    for (p, last, says) in [(&none, 2002, "no pair"), (&p, 2000, "1 of the years can")] {
        let e = tergm(&asked("near", p), p, &years(last), &|| ()).unwrap_err();
        assert!(e.code() == Code::NoSample && e.message().contains(says), "{e}");
    }
}

fn chains() -> HierarchicalSettings {
    HierarchicalSettings {
        groups: vec![GroupBy::Actor],
        time: TimeControl::NONE,
        chains: 2,
        warm_up: 300,
        draws: 400,
        target_acceptance: 0.8,
        prior_sd: 1.0,
        seed: 1,
    }
}

/// With hardly any room for group effects the posterior is that of the plain logit.
#[test]
fn without_group_effects_it_is_a_logit() {
    let p = panel(8, 2);
    let rows: Vec<u32> = (0..p.len() as u32).collect();
    let training = Training { panel: &p, outcome: "coop_any", rows: &rows };
    let settings = HierarchicalSettings { prior_sd: 1e-3, ..chains() };
    let read = Asked::read("warm + near", "coop_any", &p, false).unwrap();
    let found = hierarchical(&read, &training, &settings, &|| ()).unwrap();
    let plain = FitSettings {
        time: TimeControl::NONE,
        variance: Variance::Model,
        ..FitSettings::default()
    };
    let report = fit(&theory(TheoryKind::Logit, &["warm", "near"]), &training, &plain);
    assert_eq!(found.coefficients.len(), report.estimates.len());
    for (ours, theirs) in found.coefficients.iter().zip(&report.estimates) {
        assert_eq!(ours.variable, theirs.variable);
        close(ours.mean, theirs.coef, 0.25 * theirs.se);
    }
    let again = hierarchical(&read, &training, &settings, &|| ()).unwrap();
    assert_eq!(found, again);
}

#[test]
fn effects_are_named_and_ordered() {
    let p = panel(6, 2);
    let rows: Vec<u32> = (0..p.len() as u32).collect();
    let training = Training { panel: &p, outcome: "coop_any", rows: &rows };
    let groups = vec![GroupBy::Actor, GroupBy::Pair, GroupBy::Year];
    let settings = HierarchicalSettings { groups, warm_up: 50, draws: 20, ..chains() };
    let read = Asked::read("near", "coop_any", &p, false).unwrap();
    let found = hierarchical(&read, &training, &settings, &|| ()).unwrap();
    let counts: Vec<usize> = found.groups.iter().map(|g| g.effects.len()).collect();
    assert_eq!(counts, [6, 15, 20]);
    assert!(found.groups[2].effects.iter().all(|e| e.name.parse::<i16>().is_ok()));
    assert!(found.groups.iter().all(|g| g.effects.windows(2).all(|w| w[0].mean >= w[1].mean)));
    let ChainStatus::NotConverged { reasons } = found.status else { panic!("forty draws") };
    assert!(reasons.iter().any(|r| r.contains("effective draws")), "{reasons:?}");
    let first: Vec<u32> = (0..1).collect();
    let one = Training { rows: &first, ..training };
    let e = hierarchical(&read, &one, &settings, &|| ()).unwrap_err();
    assert_eq!(e.code(), Code::NoSample);
}

fn sweeps(year: i16) -> AmeSettings {
    AmeSettings { year, rank: 1, chains: 2, burn_in: 100, sweeps: 400, thin: 2, seed: 1 }
}

/// Pairs that are not at risk, not coded, or without a covariate are unknown; none is a zero.
#[test]
fn unknown_ties_are_no_zeros() {
    let outcome = |i: i64, j: i64, _: i16| match (i, j) {
        (1, 2) => NAN,
        _ => truth((i * j) % 4 == 0),
    };
    let near =
        |i: i64, j: i64, _: i16| if (i, j) == (3, 4) { NAN } else { truth((i + j) % 2 == 0) };
    let all = made(9, 1, &outcome, &near);
    let at_risk = made(8, 1, &outcome, &near);
    let read = Asked::read("near", "coop_any", &all, false).unwrap();
    let found = ame(&read, &all, &at_risk, &sweeps(2000), &|| ()).unwrap();
    assert_eq!((found.actors, found.known, found.unknown), (9, 28 - 2, 8 + 2));
    assert_eq!(found.without_covariate, 1);
    assert_eq!(found.unobserved.len(), 1);
    assert_eq!(
        found.coefficients.iter().map(|c| c.variable.as_str()).collect::<Vec<_>>(),
        ["near", "intercept"]
    );
    assert_eq!(found.effects.len(), 9);
    assert!(found.goodness.iter().all(|g| g.low <= g.mean && g.mean <= g.high));
    assert_eq!(found, ame(&read, &all, &at_risk, &sweeps(2000), &|| ()).unwrap());
    // As a zero the uncoded pair would count among the known.
    let zero = made(9, 1, &|i, j, t| if (i, j) == (1, 2) { 0.0 } else { outcome(i, j, t) }, &near);
    let other = ame(&read, &zero, &zero, &sweeps(2000), &|| ()).unwrap();
    assert_eq!(other.known, 36 - 1);
}

#[test]
fn a_year_without_ties_or_groups_has_no_estimate() {
    let p = made(6, 2, &|_, _, t| truth(t == 2001), &|i, _, _| truth(i == 2));
    let read = Asked::read("near", "coop_any", &p, false).unwrap();
    for (year, says) in [(1999, "observed"), (2000, "no known pair"), (2001, "every known pair")] {
        let e = ame(&read, &p, &p, &sweeps(year), &|| ()).unwrap_err();
        assert!(e.code() == Code::NoSample && e.message().contains(says), "{e}");
    }
    let few = made(2, 1, &|_, _, _| 1.0, &|_, _, _| 1.0);
    assert_eq!(ame(&read, &few, &few, &sweeps(2000), &|| ()).unwrap_err().code(), Code::NoSample);
    let wrong = AmeSettings { thin: 0, ..sweeps(2001) };
    assert_eq!(ame(&read, &p, &p, &wrong, &|| ()).unwrap_err().code(), Code::BadSetting);
}
