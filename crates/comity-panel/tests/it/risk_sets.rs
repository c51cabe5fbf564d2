//! Which pairs get a row in which year.

use crate::made::{Made, keys};
use comity_core::{ActorId, Code, Dyad};
use comity_panel::{Panel, PanelSpec, RiskSet, build};

/// Groups 1 and 2 in one region, 3 and 4 in others, 5 without any; all observed 2000–2002.
fn made() -> Made {
    Made::default()
        .group(1, "2", "660")
        .group(2, "2,4", "651")
        .group(3, "3", "700")
        .group(4, "5", "100")
        .government(9, 666, "2")
        .covers("support", &[1, 2, 3, 4, 5, 9], &[2000, 2001, 2002])
}

fn panel(made: &Made, risk_set: RiskSet) -> Panel {
    build(&made.evidence(), &PanelSpec { risk_set, ..PanelSpec::default() }).unwrap()
}

#[test]
fn all_pairs_of_observed_groups_and_no_government() {
    let p = panel(&made(), RiskSet::All);
    assert_eq!(p.len(), 3 * 10, "ten pairs of five groups in each of three years");
    assert!(p.a().iter().chain(p.b()).all(|id| *id != 9));
    assert_eq!(keys(&p)[..3], [(1, 2, 2000), (1, 2, 2001), (1, 2, 2002)]);
}

#[test]
fn a_group_not_observed_in_a_year_has_no_row_in_it() {
    let p = panel(&made().group(6, "2", "").covers("support", &[6], &[2001]), RiskSet::All);
    let years: Vec<_> = keys(&p).into_iter().filter(|(_, b, _)| *b == 6).map(|k| k.2).collect();
    assert_eq!(years, [2001; 5]);
}

#[test]
fn region_keeps_pairs_that_share_one() {
    let p = panel(&made(), RiskSet::Region);
    assert_eq!(keys(&p), [(1, 2, 2000), (1, 2, 2001), (1, 2, 2002)]);
}

#[test]
fn relevance_counts_from_the_year_after() {
    let m = made()
        .fights(1, 9, "state-based", 2000, 1.0)
        .fights(3, 9, "state-based", 2000, 1.0)
        .supports(3, 4, 2000, (1, 0));
    let extra: Vec<_> = keys(&panel(&m, RiskSet::Relevant))
        .into_iter()
        .filter(|(a, b, _)| (*a, *b) != (1, 2))
        .collect();
    // 1 and 3 shared an enemy in 2000 only, 3 and 4 had a tie in 2000: the one counts for
    // one year, the other for every later year.
    assert_eq!(extra, [(1, 3, 2001), (3, 4, 2001), (3, 4, 2002)]);
}

#[test]
fn a_common_sponsor_makes_a_pair_relevant() {
    let m = made().supports(9, 3, 2001, (1, 0)).supports(9, 4, 2001, (1, 0));
    assert!(keys(&panel(&m, RiskSet::Relevant)).contains(&(3, 4, 2002)));
}

#[test]
fn a_forecast_year_has_the_pairs_of_the_year_before_and_those_asked_for() {
    let asked = Dyad::new(ActorId::ucdp(1), ActorId::ucdp(77)).unwrap();
    let spec = PanelSpec {
        risk_set: RiskSet::Region,
        first_year: Some(2002),
        forecast_year: Some(2003),
        extra_pairs: vec![asked, asked],
        ..PanelSpec::default()
    };
    let p = build(&made().evidence(), &spec).unwrap();
    assert_eq!(keys(&p), [(1, 2, 2002), (1, 2, 2003), (1, 77, 2003)]);
}

#[test]
fn observed_rows_end_before_the_forecast_year() {
    let spec = PanelSpec { forecast_year: Some(2001), ..PanelSpec::default() };
    let p = build(&made().evidence(), &spec).unwrap();
    assert_eq!(keys(&p), [(1, 2, 2000), (1, 2, 2001)]);
    assert!(p.column("coop_any").unwrap()[1].is_nan());
}

#[test]
fn no_rows_and_reversed_years_are_refused_with_codes() {
    let code = |spec: PanelSpec| build(&made().evidence(), &spec).unwrap_err().code();
    let none = PanelSpec { first_year: Some(2050), ..PanelSpec::default() };
    assert_eq!(code(none), Code::NoSample);
    let reversed =
        PanelSpec { first_year: Some(2002), last_year: Some(2000), ..PanelSpec::default() };
    assert_eq!(code(reversed), Code::BadSetting);
    assert_eq!("regions".parse::<RiskSet>().unwrap_err().code(), Code::BadSetting);
}
