//! What counts as cooperation, and what is missing.

use crate::made::{Made, cell};
use comity_core::{ActorId, Domain, DomainSet, Dyad};

const MILITARY: i16 = DomainSet::EMPTY.with(Domain::Military).bits();
const SECURITY: i16 = DomainSet::EMPTY.with(Domain::Security).bits();
const PAIR: (u32, u32) = (1, 2);

fn made() -> Made {
    Made::default().group(1, "2", "660").group(2, "2", "651").covers(
        "support",
        &[1, 2],
        &[2000, 2001, 2002, 2004],
    )
}

#[test]
fn support_in_either_direction_is_a_tie_and_its_absence_is_zero() {
    for (from, to) in [(1, 2), (2, 1)] {
        let p = made().supports(from, to, 2001, (MILITARY, 0)).panel();
        let values = [2000, 2001, 2002].map(|y| cell(&p, PAIR, y, "coop_any"));
        assert_eq!(values, [0.0, 1.0, 0.0]);
    }
}

#[test]
fn a_domain_is_one_when_certain_missing_when_pooled_and_else_zero() {
    let p = made().supports(1, 2, 2001, (MILITARY, SECURITY)).panel();
    assert_eq!(cell(&p, PAIR, 2001, "coop_military"), 1.0);
    assert!(cell(&p, PAIR, 2001, "coop_security").is_nan());
    assert_eq!(cell(&p, PAIR, 2001, "coop_finance"), 0.0);
    assert_eq!(cell(&p, PAIR, 2000, "coop_security"), 0.0);
}

#[test]
fn certainty_in_one_row_settles_a_pooled_one() {
    let p = made().supports(1, 2, 2001, (0, MILITARY)).supports(2, 1, 2001, (MILITARY, 0)).panel();
    assert_eq!(cell(&p, PAIR, 2001, "coop_military"), 1.0);
}

#[test]
fn political_cooperation_is_zero_only_where_the_source_looked() {
    let m = made().covers("non-state", &[1, 2], &[2001]).relates(
        1,
        "cooperates",
        2,
        "joint-side",
        Some(2002),
    );
    let p = m.panel();
    assert!(cell(&p, PAIR, 2000, "coop_political").is_nan());
    assert_eq!(cell(&p, PAIR, 2001, "coop_political"), 0.0);
    assert_eq!(cell(&p, PAIR, 2002, "coop_political"), 1.0);
    assert_eq!(cell(&p, PAIR, 2002, "coop_any"), 0.0);
    assert_eq!(cell(&p, PAIR, 2002, "coop_any_wide"), 1.0);
    assert_eq!(cell(&p, PAIR, 2000, "coop_any_wide"), 0.0);
}

#[test]
fn onset_and_continuation_split_the_years_by_the_year_before() {
    let m = made().supports(1, 2, 2001, (1, 0)).supports(1, 2, 2002, (1, 0));
    let p = m.panel();
    let at = |y, c| cell(&p, PAIR, y, c);
    assert!(at(2000, "coop_any_onset").is_nan(), "1999 is not coded");
    assert_eq!(at(2001, "coop_any_onset"), 1.0);
    assert!(at(2001, "coop_any_continuation").is_nan());
    assert!(at(2002, "coop_any_onset").is_nan());
    assert_eq!(at(2002, "coop_any_continuation"), 1.0);
    assert!(at(2004, "coop_any_onset").is_nan(), "2003 is not coded");
}

#[test]
fn support_by_another_source_is_not_the_outcome() {
    let mut m = made().supports(1, 2, 2001, (1, 0));
    m.claims[0].source = "nsa";
    assert_eq!(cell(&m.panel(), PAIR, 2001, "coop_any"), 0.0);
}

/// Forecasts resolve by what the panel says, where the panel has no row as well.
#[test]
fn the_record_of_a_pair_is_that_of_the_panel() {
    let m = made()
        .supports(1, 2, 2001, (MILITARY, SECURITY))
        .supports(1, 2, 2003, (MILITARY, 0))
        .covers("non-state", &[1, 2], &[2001]);
    let record = comity_panel::Record::read(&m.evidence()).unwrap();
    let dyad = Dyad::new(ActorId::ucdp(2), ActorId::ucdp(1)).unwrap();
    let p = m.panel();
    for domain in [None].into_iter().chain(Domain::ALL.map(Some)) {
        let column = format!("coop_{}", domain.map_or("any", Domain::as_str));
        for year in [2000, 2001, 2002, 2004] {
            let value = cell(&p, PAIR, year, &column);
            let expected = (!value.is_nan()).then_some(value == 1.0);
            assert_eq!(record.cooperated(domain, dyad, year), expected, "{column} {year}");
        }
    }
    assert_eq!(record.cooperated(None, dyad, 2003), Some(true), "neither was observed");
    assert_eq!(record.cooperated(None, dyad, 2005), None);
    let stranger = Dyad::new(ActorId::ucdp(1), ActorId::ucdp(99)).unwrap();
    assert_eq!(record.cooperated(None, stranger, 2001), None);
    assert_eq!(record.coded_to(None), Some(2004));
    assert_eq!(record.coded_to(Some(Domain::Political)), Some(2001));
}
