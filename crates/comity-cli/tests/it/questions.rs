//! `comity questions`.

use crate::support::Place;

#[test]
fn every_proposition_with_its_rule_and_answer() {
    insta::assert_snapshot!(Place::new().line("questions").ok().transcript());
}

#[test]
fn six_propositions_each_with_rule_and_window() {
    let ran = Place::new().line("questions --json").ok();
    let json = ran.json();
    let answers = json["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 6);
    for a in answers {
        assert!(a["question"]["rule"].as_str().is_some_and(|r| r.len() > 20), "{a}");
        let measured = &a["measured"];
        let (first, last) = (measured["first_year"].as_i64(), measured["last_year"].as_i64());
        let windowed = first.zip(last).is_some_and(|(f, l)| (1975..=2017).contains(&f) && f < l);
        assert!(windowed || a["reason"].is_string(), "neither a window nor a reason: {a}");
    }
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn the_window_ends_with_the_as_of_year() {
    let json = Place::new().line("questions --json --as-of 2005").ok().json();
    let answers = json["answers"].as_array().unwrap();
    assert!(answers.iter().all(|a| a["measured"]["last_year"].as_i64().unwrap_or(0) <= 2005));
    assert!(answers.iter().any(|a| a["measured"]["last_year"] == 2005));
}

#[test]
fn a_bad_date_is_refused() {
    insta::assert_snapshot!(
        Place::new().line("questions --released-by yesterday").exits(2).transcript()
    );
}
