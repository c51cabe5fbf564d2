//! Nothing of a later year reaches an earlier row, and the order of rows does not matter.

use crate::made::{Claim, Made, keys};
use comity_core::Year;
use comity_panel::{Panel, PanelSpec, RiskSet, build};

/// A history in which every kind of record occurs in 2000 and 2001.
pub(crate) fn history() -> Made {
    let mut m = Made::default()
        .group(1, "2", "660")
        .group(2, "2", "651")
        .group(3, "2", "666")
        .government(9, 666, "2")
        .government(8, 2, "5")
        .relates(2, "lineage", 1, "splinter", None)
        .attribute(1, "ideology-left", 1.0, None)
        .attribute(2, "ideology-left", 0.0, None);
    for year in [2000, 2001] {
        m = year_of(m, year, 1.0);
    }
    m.state(1990, 666, 666).state(1990, 2, 2).state(1990, 660, 660).state(1990, 651, 651)
}

fn year_of(m: Made, year: Year, scale: f64) -> Made {
    m.covers("support", &[1, 2, 3, 9], &[year])
        .covers("state-based", &[1, 2, 9], &[year])
        .covers("non-state", &[1, 2, 3], &[year])
        .covers("one-sided", &[1], &[year])
        .covers("battle-deaths", &[1, 2], &[year])
        .supports(8, 9, year, (1, 0))
        .supports(8, 1, year, (1, 0))
        .supports(1, 3, year, (1, 0))
        .supports(1, 2, year, (1, 2))
        .fights(1, 9, "state-based", year, 1.0)
        .fights(2, 9, "incompatibility", year, scale)
        .fights(1, 9, "incompatibility", year, 1.0)
        .fights(1, 9, "battle-deaths", year, 40.0 * scale)
        .fights(2, 9, "battle-deaths", year, 30.0)
        .fights(1, 3, "non-state", year, 26.0)
        .fights(2, 3, "non-state", year, 26.0)
        .attribute(1, "civilians-killed", 30.0, Some(year))
        .relates(1, "cooperates", 2, "joint-side", Some(year))
        .fact("ideal_point", 666, year, 0.4 * scale)
        .fact("ideal_point", 2, year, 1.4)
        .fact("cinc", 666, year, 0.01 * scale)
        .fact("major", 2, year, 1.0)
        .between("contiguity", 666, 660, year)
        .between("rivalry", 2, 666, year)
}

fn all(m: &Made, spec: PanelSpec) -> Panel {
    build(&m.evidence(), &PanelSpec { risk_set: RiskSet::All, ..spec }).unwrap()
}

/// Every cell of the rows up to `last`, as bits, with its place.
fn cells(p: &Panel, last: Year) -> Vec<(String, (i64, i64, Year), u64)> {
    let rows: Vec<_> = keys(p).into_iter().enumerate().filter(|(_, k)| k.2 <= last).collect();
    let columns = p.columns().iter();
    columns
        .flat_map(|c| {
            rows.iter().map(|(i, k)| (c.variable.name.clone(), *k, c.values[*i].to_bits()))
        })
        .collect()
}

#[test]
fn later_records_change_no_earlier_row() {
    let before = all(&history(), PanelSpec::default());
    let later = year_of(year_of(history(), 2002, 3.0), 2003, 2.0)
        .fights(1, 2, "non-state", 2002, 99.0)
        .supports(2, 3, 2002, (15, 0))
        .covers("support", &[4, 5], &[2002, 2003])
        .state(2002, 666, 700);
    assert_eq!(cells(&before, 2001), cells(&all(&later, PanelSpec::default()), 2001));
}

#[test]
fn a_lagged_column_ignores_its_own_year() {
    let a = all(&history(), PanelSpec::default());
    let mut changed = history();
    changed.claims.retain(|c| c.year != Some(2001));
    changed.facts.retain(|f| f.3 != 2001);
    let b = all(&changed, PanelSpec::default());
    let known = |p: &Panel| {
        let mut kept = cells(p, 2001);
        kept.retain(|(name, _, _)| {
            name.ends_with("_lag1") || name.starts_with("years_since") || name.starts_with("tie_")
        });
        kept
    };
    assert_eq!(known(&a), known(&b));
    assert_ne!(cells(&a, 2001), cells(&b, 2001), "the test must be able to fail");
}

#[test]
fn a_forecast_is_the_same_with_and_without_later_evidence() {
    let spec = PanelSpec { forecast_year: Some(2002), ..PanelSpec::default() };
    let later = year_of(history(), 2002, 3.0);
    let (cut, uncut) = (all(&history(), spec.clone()), all(&later, spec));
    assert_eq!(cells(&cut, 2002), cells(&uncut, 2002));
    assert_eq!(keys(&cut).last().map(|k| k.2), Some(2002));
}

#[test]
fn a_forecast_row_has_lagged_values_and_no_others() {
    let spec = PanelSpec { forecast_year: Some(2002), ..PanelSpec::default() };
    let p = all(&history(), spec);
    let row = keys(&p).iter().position(|k| *k == (1, 2, 2002)).unwrap();
    let value = |name: &str| p.column(name).unwrap()[row];
    for name in ["coop_any", "coop_political", "common_enemy", "shared_sponsor", "degree_sum"] {
        assert!(value(name).is_nan(), "{name}");
    }
    assert_eq!(value("tie_lag1"), 1.0);
    assert_eq!(value("tie_count"), 2.0);
    assert_eq!(value("same_region"), 1.0);
    assert_eq!(value("p5_backs_adversary_lag1"), 1.0);
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut reversed = history();
    reversed.claims.reverse();
    reversed.coverage.reverse();
    reversed.facts.reverse();
    reversed.actors.reverse();
    reversed.states.reverse();
    let (a, b) = (all(&history(), PanelSpec::default()), all(&reversed, PanelSpec::default()));
    assert_eq!(cells(&a, Year::MAX), cells(&b, Year::MAX));
}

#[test]
fn an_undated_alliance_is_no_covariate() {
    let plain = all(&history(), PanelSpec::default());
    let allied = history().claim(Claim {
        source: "ucdp-actor",
        subject: 1,
        relation: "lineage",
        object: Some(3),
        attribute: Some("alliance".to_owned()),
        ..Claim::default()
    });
    let with = all(&allied, PanelSpec::default());
    assert_eq!(cells(&plain, Year::MAX), cells(&with, Year::MAX));
}
