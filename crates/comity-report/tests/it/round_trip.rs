//! A page written as JSON and read back is the same page and renders to the same bytes.

use crate::samples;
use comity_report::{Page, ScorePage, html, score_html};

#[test]
fn pages_survive_json() {
    for page in [samples::full(), samples::stress(), samples::empty(), samples::hostile()] {
        let json = serde_json::to_string(&page).unwrap();
        let back: Page = serde_json::from_str(&json).unwrap();
        assert_eq!(back, page);
        assert_eq!(html(&back), html(&page));
    }
    let score = samples::evaluation();
    let back: ScorePage = serde_json::from_str(&serde_json::to_string(&score).unwrap()).unwrap();
    assert_eq!(score_html(&back, "s"), score_html(&score, "s"));
}

#[test]
fn values_that_are_not_numbers_are_shown_as_absent() {
    let mut page = samples::full();
    for c in page.why.iter_mut().flat_map(|w| &mut w.contributions) {
        c.log_odds = f64::NAN;
        c.value = Some(f64::INFINITY);
    }
    for r in &mut page.theories.rows {
        r.probability = Some(f64::NAN);
        r.brier = Some(f64::NAN);
    }
    let html = html(&page);
    assert!(!html.contains("NaN") && !html.contains("inf%") && !html.contains(">inf<"));
    assert!(!comity_report::summary(&page, 80, false).contains("NaN"));
}

#[test]
fn the_place_of_the_game_is_not_shown_until_there_is_one() {
    let mut page = samples::full();
    assert!(!html(&page).contains("Equilibrium text"));
    page.theories.game = Some(comity_report::page::Game {
        title: "Invented game".into(),
        equilibrium: "Equilibrium text".into(),
        flips: vec!["It flips when the patron leaves.".into()],
        outcomes: vec![("no alliance".to_owned(), 0.75), ("an alliance".to_owned(), 0.25)],
        parameters: vec![comity_report::page::GameParameter {
            label: "shared sponsor → sponsored alliance".to_owned(),
            value: 1.5,
            low: 0.5,
            high: 2.5,
            predicted: "+".to_owned(),
            met: "yes".to_owned(),
        }],
        note: Some("Model-based.".to_owned()),
        standing: Some("It scores below the bar.".to_owned()),
    });
    assert!(html(&page).contains("Equilibrium text"));
}
