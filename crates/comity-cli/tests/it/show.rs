//! `comity show`.

use crate::support::Place;

#[test]
fn an_actor_with_its_ties_and_coverage() {
    insta::assert_snapshot!(Place::new().line("show Hamas").ok().transcript());
}

#[test]
fn a_country_in_parentheses_chooses() {
    let place = Place::new();
    let chosen = place.run(&["show", "ELN (Colombia)", "--json"]).ok();
    assert_eq!(chosen.json(), place.line("show ucdp:744 --json").ok().json());
    insta::assert_json_snapshot!(chosen.shape());
}

#[test]
fn an_ambiguous_name_is_refused_with_the_candidates() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("show ELN").exits(4).transcript());
    let json = place.line("show ELN --json").exits(4);
    assert_eq!(json.code_of_json_error(), "name/ambiguous");
    assert_eq!(json.stdout, "");
}

#[test]
fn an_unknown_name_is_refused_with_a_suggestion() {
    insta::assert_snapshot!(Place::new().line("show Talebn").exits(4).transcript());
}
