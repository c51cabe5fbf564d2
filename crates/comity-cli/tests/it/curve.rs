//! `comity curve`.

use crate::support::Place;
use std::path::PathBuf;

const SMALL: &str = "curve --designs 6 --permutations 19 --tested 4";

/// The journals in a place's data folder.
fn journals(place: &Place) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place.data().join("cache")).unwrap();
    let paths = entries.map(|e| e.unwrap().path());
    paths.filter(|p| p.extension().is_some_and(|e| e == "lines")).collect()
}

#[test]
fn one_term_under_a_few_designs() {
    let place = Place::new();
    let line = format!("{SMALL} --term shared_sponsor");
    insta::assert_snapshot!(place.line(&line).ok().transcript());
}

#[test]
fn json_has_curves_tests_and_what_was_not_tried() {
    let ran = Place::new().line(&format!("{SMALL} --json")).ok();
    let json = ran.json();
    assert_eq!(json["specifications"], 2 * 6 * 10);
    assert_eq!(json["unavailable"], serde_json::json!(["ideology_shared"]));
    for curve in json["curves"].as_array().unwrap() {
        let ends = curve["summary"]["statuses"].as_array().unwrap();
        let fits: u64 = ends.iter().map(|e| e[1].as_u64().unwrap()).sum();
        assert_eq!(fits, 6 * 10, "no fit may be lost");
        assert!(curve["joint"]["statistics"].as_array().unwrap().len() == 3);
    }
    insta::assert_json_snapshot!(ran.shape());
}

/// A run that was ended in the middle of a line goes on, and its table is the same to the
/// byte; a larger run begins with what the smaller one fitted.
#[test]
fn a_run_that_was_ended_goes_on() {
    let place = Place::new();
    place.line(&format!("{SMALL} -q -o whole.csv")).ok();
    let whole = place.read("whole.csv");
    let text = String::from_utf8(whole.clone()).unwrap();
    assert_eq!(text.lines().count(), 1 + 2 * 6 * 10);
    let [journal] = &journals(&place)[..] else { panic!("one journal") };
    let bytes = std::fs::read(journal).unwrap();
    std::fs::write(journal, &bytes[..bytes.len() / 2]).unwrap();
    let again = place.line(&format!("{SMALL} --json -o again.csv")).ok();
    let resumed = again.json()["resumed"].as_u64().unwrap();
    assert!(resumed > 0 && resumed < 2 * 6 * 10 && resumed.is_multiple_of(10), "{resumed}");
    assert_eq!(place.read("again.csv"), whole);
    let more = place.line("curve --designs 8 --permutations 0 --json -o more.csv").ok();
    assert_eq!(more.json()["resumed"], 2 * 6 * 10);
    let more = String::from_utf8(place.read("more.csv")).unwrap();
    assert!(text.lines().all(|l| more.contains(l)));
}

#[test]
fn results_are_written_as_parquet_and_as_a_page() {
    let place = Place::new();
    let line = "curve --designs 4 --permutations 0 --term common_enemy -q -o";
    place.line(&format!("{line} c.parquet")).ok();
    assert_eq!(&place.read("c.parquet")[..4], b"PAR1");
    place.line(&format!("{line} c.html")).ok();
    let page = String::from_utf8(place.read("c.html")).unwrap();
    assert!(page.contains("Specification curve: common enemy") && page.contains("Manifest"));
    for name in ["c.curve.csv", "c.choices.csv", "c.fits.csv"] {
        assert!(!place.read(&format!("c.data/{name}")).is_empty(), "{name}");
    }
}

#[test]
fn what_cannot_be_done_is_refused() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("curve --term ideology_distance").exits(5).transcript());
    insta::assert_snapshot!(place.line("curve --term astrology").exits(2).transcript());
    insta::assert_snapshot!(place.line("curve --designs 0").exits(2).transcript());
    insta::assert_snapshot!(place.line("curve -o curve.png").exits(2).transcript());
}
