//! UCDP data sets: what a few made-up rows become.

use crate::support::{Outcome, run};
use crate::wrap::zip;
use comity_core::schema::Table;
use comity_core::{Code, Kind, KindSet};
use comity_sources::Layout;
use std::collections::BTreeMap;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../fixtures/", $name))
    };
}

/// The chosen cells of all rows of a table that have `relation`, joined by blanks, sorted.
fn lines(o: &Outcome, table: Table, relation: &str, columns: &[&str]) -> Vec<String> {
    let cell = |row: &BTreeMap<String, String>, c: &str| row.get(c).cloned().unwrap_or("-".into());
    let mut lines: Vec<String> = o
        .rows(table)
        .iter()
        .filter(|row| relation.is_empty() || row.get("relation").is_some_and(|r| r == relation))
        .map(|row| columns.iter().map(|c| cell(row, c)).collect::<Vec<_>>().join(" "))
        .collect();
    lines.sort();
    lines
}

fn kinds(kinds: &[Kind]) -> i32 {
    kinds.iter().fold(KindSet::EMPTY, |set, k| set.with(*k)).bits()
}

/// Rows of the actor-year fixture: a lone state; a state and a group; three groups of which
/// all train and one gives materiel.
#[test]
fn actor_year_types_belong_to_a_supporter_only_where_they_must() {
    let o = run("f.csv", fixture!("ucdp-esd-ay.csv")).unwrap();
    let columns = ["record", "subject", "object", "year", "kinds", "kinds_possible", "certainty"];
    let weapons_money = kinds(&[Kind::Weapons, Kind::Funding]);
    let training_news = kinds(&[Kind::Training, Kind::Intelligence]);
    let (training, materiel) = (kinds(&[Kind::Training]), kinds(&[Kind::Materiel]));
    assert_eq!(
        lines(&o, Table::Claims, "supports", &columns),
        [
            format!("1/11 11 101 1999 {weapons_money} 0 coded"),
            format!("2/100 100 101 2000 {training_news} 0 coded"),
            format!("2/11 11 101 2000 {weapons_money} 0 coded"),
            format!("3/100 100 101 2001 {training} {materiel} possible"),
            format!("3/102 102 101 2001 {training} {materiel} possible"),
            format!("3/103 103 101 2001 {training} {materiel} possible"),
        ]
    );
    assert_eq!(
        lines(&o, Table::Coverage, "", &["topic", "actor", "year"]),
        [
            "support 10 1999",
            "support 10 2000",
            "support 101 1999",
            "support 101 2000",
            "support 101 2001"
        ]
    );
    assert_eq!(
        lines(&o, Table::Claims, "fights", &["subject", "object", "year", "value", "context"])[..2],
        ["10 101 1999 1 dyad:700", "10 101 2000 0 dyad:700"]
    );
    let names = lines(&o, Table::Aliases, "", &["actor", "kind", "name"]);
    assert!(names.contains(&"102 name Blue Front, New".to_owned()), "{names:?}");
    assert!(names.contains(&"10 code gw:20".to_owned()), "{names:?}");
    assert_eq!(o.imported.notes[0].rows, [4]);
}

#[test]
fn triad_year_types_are_the_supporters_own() {
    let o = run("f.csv", fixture!("ucdp-esd-ty.csv")).unwrap();
    assert_eq!(o.imported.layout, Layout::TriadYear);
    assert_eq!(
        lines(&o, Table::Claims, "supports", &["subject", "object", "year", "kinds", "certainty"]),
        [
            format!("100 101 2000 {} coded", kinds(&[Kind::Training, Kind::Intelligence])),
            format!("102 101 2001 {} coded", kinds(&[Kind::Training])),
            format!("11 101 1999 {} coded", kinds(&[Kind::Weapons, Kind::Funding])),
            format!("11 101 2000 {} coded", kinds(&[Kind::Weapons, Kind::Funding])),
        ]
    );
}

#[test]
fn an_archive_with_both_layouts_gives_triad_years() {
    let files: [(&str, &[u8]); 2] =
        [("a.csv", fixture!("ucdp-esd-ay.csv")), ("b.csv", fixture!("ucdp-esd-ty.csv"))];
    let o = run("ucdp-esd-ty-181.zip", &zip(&files)).unwrap();
    assert_eq!((o.imported.layout, o.imported.version.as_str()), (Layout::TriadYear, "18.1"));
}

#[test]
fn an_archive_with_two_data_sets_is_refused() {
    let files: [(&str, &[u8]); 2] =
        [("a.csv", fixture!("ucdp-esd-ay.csv")), ("b.csv", fixture!("ucdp-dyadic.csv"))];
    let e = run("both.zip", &zip(&files)).map(|_| ()).unwrap_err();
    assert_eq!(e.code(), Code::Unrecognised);
    assert_eq!(e.candidate_names(), ["ucdp-esd", "ucdp-dyadic"]);
}

#[test]
fn the_register_gives_names_and_lineage() {
    let o = run("f.csv", fixture!("ucdp-actor.csv")).unwrap();
    assert_eq!(o.imported.version, "22.1");
    assert_eq!(
        lines(
            &o,
            Table::Claims,
            "lineage",
            &["record", "subject", "attribute", "object", "domains"]
        ),
        [
            "101/100 101 splinter 100 0",
            "102/101 102 alliance 101 4",
            "102/104 102 alliance 104 4",
            "103/102 103 joined 102 4",
        ]
    );
    assert_eq!(
        lines(&o, Table::Actors, "", &["actor", "org", "regions", "gwnos"])[4],
        "103 1 3 21"
    );
    assert_eq!(lines(&o, Table::Actors, "", &["actor", "regions", "gwnos"])[6], "11 1,3 20,21");
    let names = lines(&o, Table::Aliases, "", &["actor", "kind", "lang", "name"]);
    for name in [
        "101 full - Красная армия",
        "101 full - Krasnaya armiya",
        "101 acronym - RLA",
        "103 later en Steel Front",
        "103 original - Çelik",
    ] {
        assert!(names.contains(&name.to_owned()), "{name}: {names:?}");
    }
    assert!(!names.iter().any(|n| n.contains("n/a")));
}

#[test]
fn dyads_give_intensity_and_incompatibility() {
    let o = run("f.csv", fixture!("ucdp-dyadic.csv")).unwrap();
    let columns = ["record", "subject", "object", "attribute", "value", "region"];
    let claims = lines(&o, Table::Claims, "fights", &columns);
    assert_eq!(claims[0], "700-1999 101 10 incompatibility 2 1");
    assert!(claims.contains(&"702-2001/103-11 103 11 state-based 1 1,3".to_owned()), "{claims:?}");
    assert_eq!(o.imported.notes[0].rows, [5]);
    let codes =
        lines(&o, Table::Aliases, "", &["actor", "kind", "name", "first_year", "last_year"]);
    assert_eq!(codes.iter().filter(|c| c.contains("gw:")).count(), 1);
    assert!(codes.contains(&"10 code gw:20 1999 2000".to_owned()), "{codes:?}");
}

#[test]
fn conflict_years_pair_every_opponent() {
    let o = run("f.csv", fixture!("ucdp-prio-acd.csv")).unwrap();
    let claims = lines(&o, Table::Claims, "fights", &["record", "attribute", "value", "context"]);
    assert!(
        claims.contains(&"500-2000/100-10 state-based 2 conflict:500".to_owned()),
        "{claims:?}"
    );
    assert!(
        claims.contains(&"500-2000/101-10 state-based 2 conflict:500".to_owned()),
        "{claims:?}"
    );
    assert_eq!(claims.len(), 10);
}

#[test]
fn joint_sides_cooperate_in_pairs() {
    let o = run("f.csv", fixture!("ucdp-nonstate.csv")).unwrap();
    assert_eq!(
        lines(&o, Table::Claims, "cooperates", &["record", "subject", "object", "year", "domains"]),
        [
            "801-2001/100-101 100 101 2001 4",
            "801-2001/100-102 100 102 2001 4",
            "801-2001/101-102 101 102 2001 4",
        ]
    );
    let fights = lines(&o, Table::Claims, "fights", &["subject", "object", "attribute", "value"]);
    assert_eq!(fights[0], "103 100 non-state 30");
    let covered = lines(&o, Table::Coverage, "", &["topic", "actor", "year"]);
    assert!(covered.contains(&"non-state 102 2001".to_owned()), "{covered:?}");
    let names = lines(&o, Table::Aliases, "", &["actor", "kind", "name"]);
    assert!(names.contains(&"100 original Avant-garde de libération".to_owned()), "{names:?}");
}

#[test]
fn deaths_are_values_of_claims() {
    let o = run("f.csv", fixture!("ucdp-onesided.csv")).unwrap();
    let claims = lines(&o, Table::Claims, "attribute", &["subject", "attribute", "value", "year"]);
    assert_eq!(claims[0], "10 civilians-killed 58 2000");
    assert_eq!(claims.len(), 4);
    let o = run("f.csv", fixture!("ucdp-brd.csv")).unwrap();
    let claims = lines(&o, Table::Claims, "fights", &["record", "attribute", "value"]);
    assert!(claims.contains(&"700-2000 battle-deaths 1200".to_owned()), "{claims:?}");
    assert!(claims.contains(&"702-2001/103-11 battle-deaths 27".to_owned()), "{claims:?}");
}

#[test]
fn events_keep_no_place_below_the_first_order_region() {
    let o = run("GEDEvent_v24_1.csv", fixture!("ucdp-ged.csv")).unwrap();
    assert_eq!(o.imported.version, "24.1");
    let columns = ["event", "kind", "side_a", "side_b", "adm1", "region", "sources", "gw", "first"];
    assert_eq!(
        lines(&o, Table::Events, "", &columns),
        [
            "1001 1 10 101 North province 1 2 20 10654",
            "1002 2 100 103 - 1 - 20 10957",
            "1003 3 101 - North province 1 2 20 10654",
            "1004 1 10 101 North province 3 2 21 11687",
        ]
    );
    let text = o.sorted().join("\n");
    assert!(!text.contains("Mill") && !text.contains("2.5"), "{text}");
    assert!(!text.contains("Civilians"), "{text}");
    assert_eq!((o.imported.first_year, o.imported.last_year), (Some(1999), Some(2002)));
}
