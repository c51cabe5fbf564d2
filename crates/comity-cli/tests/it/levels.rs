//! `comity levels`.

use crate::support::Place;

/// Few origins, so that the fits take seconds; every test asks for the same ones.
const FEW: &str = "--first 2012 --parts";

#[test]
fn what_each_level_adds_ends_in_a_computed_sentence() {
    let ran = Place::shared().line(&format!("levels {FEW}")).ok();
    assert!(ran.stdout.contains("this is no test of the account that shared ideology"));
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn json_has_divisions_that_add_up_and_a_verdict() {
    let ran = Place::shared().line(&format!("levels {FEW} --json")).ok();
    let json = ran.json();
    let verdict = json["verdict"].as_str().unwrap();
    let verdicts = ["first", "second", "neither-adds", "independent-dyads-only", "cannot-tell"];
    assert!(verdicts.contains(&verdict), "{verdict}");
    let rows = json["page"]["divisions"][0]["rows"].as_array().unwrap();
    let gain = |kind: &str| -> f64 {
        let of = rows.iter().filter(|r| r["kind"] == kind);
        of.filter_map(|r| r["log_score"]["gain"]["value"].as_f64()).sum()
    };
    assert!((gain("player") - gain("total")).abs() < 1e-12);
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn the_tables_are_written_with_their_manifest() {
    let place = Place::shared();
    place.line(&format!("levels {FEW} -q -o levels.csv")).ok();
    let csv = String::from_utf8(place.read("levels.csv")).unwrap();
    assert!(csv.starts_with("division,kind,name,terms,in_sample,"), "{csv}");
    assert!(String::from_utf8(place.read("levels.manifest.json")).unwrap().contains("\"inputs\""));
    place.line(&format!("levels {FEW} -q -o levels.html")).ok();
    let html = String::from_utf8(place.read("levels.html")).unwrap();
    assert!(html.contains("What limits the answer"), "{html}");
    assert_eq!(place.read("levels.data/levels.levels.csv"), place.read("levels.csv"));
    assert!(!place.read("levels.data/levels.model-tests.json").is_empty());
}

#[test]
fn a_pair_gets_its_evidence_against_each_theory() {
    let place = Place::warm(&[]);
    insta::assert_snapshot!(place.line("levels Hezbollah Hamas").ok().transcript());
    let json = place.line("levels Hezbollah Hamas --json").ok().json();
    let rows = json["grid"]["rows"].as_array().unwrap().len() as u64;
    for t in json["tallies"].as_array().unwrap() {
        let n = |name: &str| t[name].as_u64().unwrap();
        assert_eq!(n("expected") + n("contrary") + n("silent"), rows, "{t}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let place = Place::new();
    for (line, code) in [
        ("levels --outcome luck", 2),
        ("levels --outcome political", 5),
        ("levels Hezbollah", 2),
        ("levels Hezbollah Nosuchgroup", 4),
        ("levels -o levels.docx", 2),
        ("levels Hezbollah Hamas -o grid.html", 2),
    ] {
        let ran = place.line(line).exits(code);
        insta::assert_snapshot!(line.replace([' ', '.'], "_"), ran.transcript());
    }
}
