//! `comity find`.

use crate::support::Place;

#[test]
fn spellings_of_one_name_find_one_actor() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("find hizbullah --limit 3").ok().transcript());
    for spelling in ["Hizbollah", "حزب الله", "HEZBOLLAH", "Хезболла"] {
        let hits = place.run(&["find", spelling, "--json"]).ok().json();
        assert_eq!(hits[0]["name"], "Hezbollah", "{spelling}: {hits}");
    }
}

#[test]
fn a_part_of_a_name_lists_several() {
    insta::assert_snapshot!(Place::new().line("find jihad --limit 5").ok().transcript());
}

#[test]
fn json_is_a_list_of_hits() {
    let ran = Place::new().line("find jihad --json").ok();
    assert_eq!(ran.json().as_array().unwrap().len(), 10);
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn nothing_found_is_an_error() {
    insta::assert_snapshot!(Place::new().line("find zzyzx").exits(4).transcript());
}
