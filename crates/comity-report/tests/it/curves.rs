//! Pages of specification curves.

use crate::samples::evaluation;
use comity_report::page::{CurveChoice, CurvePage, CurvePoint, CurveTest, CurveValue, TermCurve};
use comity_report::{curve_data, curve_html};

fn value(name: &str) -> CurveValue {
    CurveValue {
        name: name.into(),
        fits: 12,
        estimates: 10,
        median: Some(0.4),
        low: Some(-0.5),
        high: Some(2.5),
        positive: 0.7,
        above: 0.3,
        below: 0.1,
    }
}

/// A page with two curves of invented figures, one of them empty.
pub(crate) fn curves() -> CurvePage {
    let points = (0..20)
        .map(|k| {
            let estimate = f64::from(k - 6) / 4.0;
            CurvePoint {
                specification: format!("term-{k}-logit"),
                estimate,
                interval: (k != 3).then_some((estimate - 1.0, estimate + 1.0)),
                values: vec![u16::try_from(k % 2).unwrap(), u16::from(k > 9)],
            }
        })
        .collect();
    let full = TermCurve {
        term: "term".into(),
        label: "a term <of> \u{202e}doubtful\u{202c} \"origin\"".into(),
        prediction: "Predicted: more of it, more cooperation.".into(),
        sentence: "70% of 20 estimates are positive.".into(),
        endings: vec![("converged".into(), 20), ("separated".into(), 4)],
        choices: vec![
            CurveChoice {
                name: "risk set".into(),
                moves: Some(0.3),
                values: vec![value("all"), value("relevant & more")],
            },
            CurveChoice {
                name: "lag".into(),
                moves: None,
                values: vec![value("same year"), value("year before")],
            },
        ],
        points,
        tests: vec![CurveTest {
            name: "share significant".into(),
            observed: 0.2,
            permuted: 0.01,
            p: 0.03,
            p_error: 0.008,
            p_against: Some(0.98),
        }],
        test_method: "500 permutations of whole dyads".into(),
    };
    let empty = TermCurve {
        term: "none".into(),
        label: "nothing".into(),
        choices: Vec::new(),
        points: Vec::new(),
        tests: Vec::new(),
        ..full.clone()
    };
    CurvePage {
        title: "Does the answer depend on how the question is asked?".into(),
        method: "Invented figures.".into(),
        curves: vec![full, empty],
        notes: vec!["Outcome left out: political (9 dyad-years).".into()],
        provenance: evaluation().provenance,
    }
}

#[test]
fn page() {
    let html = curve_html(&curves(), "curve");
    let body = html.split_once("<section id=\"curves\"").unwrap().1;
    let body = body.split_once("<section id=\"notes\"").unwrap().0;
    insta::assert_snapshot!("curve_page", body.replace("><", ">\n<"));
}

/// A strip is dark only where its value stands: `year before` lies in the right half.
#[test]
fn strips_follow_the_curve() {
    let html = curve_html(&curves(), "curve");
    let strip = html.split_once("id=\"strip-0-1-1-d\"").unwrap().1;
    let path = strip.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
    assert!(path.starts_with("M500 0"), "{path}");
    assert_eq!(path.matches('M').count(), 10);
}

#[test]
fn every_estimate_is_in_the_data() {
    let files = curve_data(&curves(), "s");
    let names: Vec<&str> = files.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(names, ["s.curve.csv", "s.curve.json", "s.choices.csv", "s.choices.json"]);
    let csv = String::from_utf8(files[0].1.clone()).unwrap();
    assert_eq!(csv.lines().count(), 21);
    assert!(csv.lines().any(|l| l == "term,4,term-3-logit,-0.75,,"), "{csv}");
}

#[test]
fn a_page_survives_json() {
    let page = curves();
    let back: CurvePage = serde_json::from_str(&serde_json::to_string(&page).unwrap()).unwrap();
    assert_eq!(curve_html(&back, "s"), curve_html(&page, "s"));
}
