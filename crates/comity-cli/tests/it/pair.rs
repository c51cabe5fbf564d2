//! `comity pair`.

use crate::support::Place;

#[test]
fn every_claim_with_its_source() {
    insta::assert_snapshot!(Place::new().line("pair Hezbollah Hamas").ok().transcript());
}

#[test]
fn as_of_hides_what_came_later() {
    let ran = Place::new().line("pair Hezbollah Hamas --as-of 2005 --json").ok();
    let years: Vec<i64> = ran.json()["claims"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|c| c["year"].as_i64())
        .collect();
    assert_eq!(years, [1993, 2002]);
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn a_pair_without_a_claim_says_what_was_observed() {
    insta::assert_snapshot!(Place::new().line("pair Hamas PIJ").ok().transcript());
}

#[test]
fn an_unknown_name_is_refused() {
    insta::assert_snapshot!(Place::new().line("pair Hamas Nosuchgroup").exits(4).transcript());
}
