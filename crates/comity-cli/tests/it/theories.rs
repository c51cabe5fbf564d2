//! `comity theories`.

use crate::support::Place;

#[test]
fn every_theory_with_its_estimates() {
    insta::assert_snapshot!(Place::new().line("theories").ok().transcript());
}

#[test]
fn one_theory_begins_with_its_page() {
    let text = Place::new().line("theories regional --outcome military").ok().stdout;
    assert!(text.contains("## Mechanism") && text.contains("Outcome: coop_military"), "{text}");
}

#[test]
fn json_has_every_theory() {
    let ran = Place::new().line("theories --json").ok();
    let json = ran.json();
    let ids: Vec<&str> = json["theories"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|t| t["theory"]["id"].as_str())
        .collect();
    let expected = [
        "base-rate",
        "persistence",
        "decayed-recurrence",
        "structural",
        "regional",
        "internal",
        "history",
        "all",
    ];
    assert_eq!(ids, expected);
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn an_unknown_theory_is_refused_with_the_list() {
    insta::assert_snapshot!(Place::new().line("theories astrology").exits(2).transcript());
}
