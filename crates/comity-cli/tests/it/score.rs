//! `comity score`.

use crate::support::Place;

#[test]
fn every_model_against_persistence() {
    insta::assert_snapshot!(Place::warm(&[]).line("score").ok().transcript());
}

#[test]
fn json_has_scores_calibration_and_verdicts() {
    let ran = Place::warm(&[]).line("score --json").ok();
    let json = ran.json();
    let record = &json["page"]["records"][0];
    assert_eq!((&record["first_origin"], &record["last_origin"]), (&1990.into(), &2017.into()));
    let scores = record["scores"].as_array().unwrap();
    let persistence = scores.iter().find(|s| s["id"] == "persistence").expect("persistence");
    let brier = persistence["brier"]["value"].as_f64().unwrap();
    // Murphy: the parts and what the bins leave over add up to the score.
    let parts = json["brier_parts"].as_array().unwrap();
    let of = parts.iter().find(|p| p["id"] == "persistence").expect("parts");
    let part = |name: &str| of[name].as_f64().unwrap();
    let sum = part("reliability") - part("resolution") + part("uncertainty") + part("within_bins");
    // Rounding of sums over 13,638 forecasts.
    assert!((brier - sum).abs() < 1e-12, "{brier} {sum}");
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn the_page_has_the_calibration_plot() {
    let place = Place::warm(&[]);
    place.line("score -q -o score.html").ok();
    assert!(String::from_utf8(place.read("score.html")).unwrap().contains("<svg"));
    assert!(std::fs::read_dir(place.path().join("score.data")).unwrap().count() > 0);
}

#[test]
fn an_outcome_with_too_few_events_cannot_be_scored() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("score --outcome political").exits(5).transcript());
    insta::assert_snapshot!(place.line("score --outcome luck").exits(2).transcript());
}

/// A theory of the user's own stands beside the others and changes none of them, the ensemble
/// included.
#[test]
fn a_theory_of_ones_own_changes_no_other_score() {
    let place = Place::warm(&[]);
    place.file("my.toml", crate::theories::example());
    let (plain, with) = (
        place.line("score --json").ok().json(),
        place.line("score --with my.toml --json").ok().json(),
    );
    let rows =
        |v: &serde_json::Value| v["page"]["records"][0]["scores"].as_array().unwrap().clone();
    let (plain, with) = (rows(&plain), rows(&with));
    assert_eq!(with.len(), plain.len() + 1);
    for row in plain {
        assert!(with.contains(&row), "{} changed", row["id"]);
    }
    let own = with.iter().find(|r| r["id"] == "patron-and-strength").unwrap();
    assert!(own["title"].as_str().unwrap().ends_with("(user’s)"));
    assert!(own["brier"]["value"].as_f64().unwrap() > 0.0 && !own["verdict"].is_null());
}
