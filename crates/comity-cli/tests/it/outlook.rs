//! `comity outlook`.

use crate::made;
use crate::support::{Place, contents};

#[test]
fn a_pair_gets_a_summary_a_page_and_the_data_of_its_figures() {
    let place = Place::warm(&[]);
    let ran = place.line("outlook Hezbollah Hamas").ok();
    insta::assert_snapshot!(ran.transcript());
    let page = String::from_utf8(place.read("comity-hezbollah-hamas-2017.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(!page.contains("<script") && page.contains("<svg"));
    let data = place.path().join("comity-hezbollah-hamas-2017.data");
    assert!(std::fs::read_dir(data).unwrap().count() > 4);
}

#[test]
fn the_same_command_gives_the_same_bytes() {
    let place = Place::warm(&[]);
    for folder in ["one", "two"] {
        std::fs::create_dir(place.path().join(folder)).unwrap();
        place.line(&format!("outlook Hezbollah Hamas -q -o {folder}/page.html")).ok();
    }
    let (one, two) = (contents(&place.path().join("one")), contents(&place.path().join("two")));
    assert!(one.len() > 5);
    assert!(one.into_values().eq(two.into_values()), "a second run wrote other bytes");
}

#[test]
fn json_is_the_page_as_data() {
    let ran = Place::warm(&[]).line("outlook Hezbollah Hamas --json -o -").ok();
    let json = ran.json();
    let answers = json["answers"].as_array().unwrap();
    assert_eq!(answers[0]["answer"]["kind"], "forecast", "{}", answers[0]);
    let weights: f64 = json["theories"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|t| t["weight"].as_f64())
        .sum();
    // Rounding of nine terms.
    assert!((weights - 1.0).abs() < 1e-9, "{weights}");
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn every_pair_is_ranked() {
    let place = Place::warm(&[]);
    insta::assert_snapshot!(place.line("outlook --all --top 5").ok().transcript());
    let json = place.line("outlook --all --json").ok();
    let found = json.json();
    let lines = found["lines"].as_array().unwrap();
    let p: Vec<f64> = lines.iter().filter_map(|l| l["probability"].as_f64()).collect();
    assert!(p.len() > 100 && p.is_sorted_by(|a, b| a >= b));
    insta::assert_json_snapshot!(json.shape());
}

#[test]
fn a_country_chooses_the_pairs() {
    let place = Place::warm(&[]);
    insta::assert_snapshot!(place.line("outlook --country Syria --top 5").ok().transcript());
    insta::assert_snapshot!(place.line("outlook --country Nowhere").exits(4).transcript());
}

#[test]
fn two_groups_that_never_met_have_an_answer() {
    insta::assert_snapshot!(Place::warm(&[]).line("outlook Hamas FARC -o -").ok().transcript());
}

/// External Support with a few rows stands above the bundled one, so that there is little to
/// evaluate and the answer is quick.
#[test]
fn beyond_the_data_there_is_no_basis() {
    let place = Place::new();
    place.file("esd.csv", made::few_groups());
    place.line("data add esd.csv").ok();
    let json = place.line("outlook Hezbollah Hamas --as-of 2026 --json -o -").ok().json();
    let answers = json["answers"].as_array().unwrap();
    assert_eq!(answers[0]["answer"]["kind"], "no-basis", "{}", answers[0]);
    for a in answers.iter().map(|a| &a["answer"]) {
        assert_ne!(a["kind"], "forecast", "{a}");
        assert!(a["reason"].as_str().is_some_and(|r| !r.is_empty()), "{a}");
    }
    let ran = place.line("outlook Hezbollah Hamas --as-of 2026 -o -").ok();
    insta::assert_snapshot!(ran.transcript());
}

/// The same on the bundled data.
#[test]
fn no_basis_as_of_2026_on_bundled_data() {
    let ran = Place::shared().line("outlook Hezbollah Hamas --as-of 2026 -o -").ok();
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn names_that_do_not_make_a_pair_are_refused() {
    let place = Place::new();
    for (args, exit) in [
        (&["outlook", "Hezbollah", "Nosuchgroup"][..], 4),
        (&["outlook", "Hezbollah", "ELN"], 4),
        (&["outlook", "Hamas", "HAMAS"], 4),
        (&["outlook", "Hamas"], 2),
        (&["outlook"], 2),
    ] {
        let name = args.join("_").to_lowercase();
        insta::assert_snapshot!(name, place.run(args).exits(exit).transcript());
    }
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn a_page_that_cannot_be_written_is_an_error() {
    let place = Place::warm(&[]);
    let ran = place.line("outlook Hezbollah Hamas -q -o nowhere/page.html").exits(7);
    assert!(ran.stderr.contains("[io/failed]"), "{}", ran.transcript());
}
