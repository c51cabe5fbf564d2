//! `comity data`.

use crate::rows::Rows;
use crate::support::{Place, Ran, contents, fixture};
use regex::Regex;

/// Adds files to the store of a place.
fn add(place: &Place, files: &[&str]) -> Ran {
    let mut args = vec!["data".to_owned(), "add".to_owned()];
    args.extend(files.iter().map(|f| fixture(f).display().to_string()));
    place.run(&args)
}

/// The ages of the doctor's table change every New Year.
fn ageless(text: &str) -> String {
    Regex::new(r"(\d{4}–\d{4}) +\d+ ").unwrap().replace_all(text, "$1 [age] ").into_owned()
}

#[test]
fn the_bundled_extract_is_listed() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("data list").ok().transcript());
    insta::assert_json_snapshot!(place.line("data list --json").ok().shape());
}

#[test]
fn the_doctor_finds_the_bundled_extract_fit() {
    let place = Place::new();
    insta::assert_snapshot!(ageless(&place.line("data doctor").ok().transcript()));
    insta::assert_json_snapshot!(place.line("data doctor --json").ok().shape());
}

#[test]
fn the_doctor_calls_data_stale_that_end_before_the_as_of_year() {
    let ran = Place::new().line("data doctor --as-of 2024").exits(8);
    insta::assert_snapshot!(ageless(&ran.transcript()));
}

/// The counts that the published files give: 8,666 supporter rows; 646 dyad-years, 212 dyads
/// and 159 groups with support between groups; the risk sets.
#[test]
fn counts_identify_the_evidence() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("data counts").ok().transcript());
}

#[test]
fn an_import_is_listed_sound_and_removable() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("data verify").ok().transcript());
    let added = add(&place, &["ucdp-actor.csv", "cow-majors.csv"]).ok();
    assert!(added.stdout.contains("imported"), "{}", added.transcript());
    let again = add(&place, &["ucdp-actor.csv"]).ok();
    assert!(again.stdout.contains("unchanged"), "{}", again.transcript());
    let list = place.line("data list").ok().stdout;
    let used = Regex::new(r"(?m)^(\S+) .* imported +yes$").unwrap();
    let imported: Vec<&str> =
        used.captures_iter(&list).map(|c| c.get(1).unwrap().as_str()).collect();
    assert_eq!(imported, ["ucdp-actor", "cow-majors"], "{list}");
    place.line("data verify").ok();
    place.line("data remove cow-majors").ok();
    let list = place.line("data list --json").ok().json();
    assert!(list.as_array().unwrap().iter().all(|s| s["source"] != "cow-majors"));
    place.line("data remove cow-majors").exits(2);
}

#[test]
fn a_damaged_store_is_found() {
    let place = Place::new();
    add(&place, &["ucdp-actor.csv"]).ok();
    let table = contents(place.data())
        .into_keys()
        .find(|p| p.extension().is_some_and(|e| e == "parquet"))
        .expect("a stored table");
    std::fs::write(&table, b"PAR1 damaged").unwrap();
    let ran = place.line("data verify").exits(6);
    assert!(ran.stdout.contains("[store/damaged]"), "{}", ran.transcript());
    let doctor = place.line("data doctor").exits(8);
    assert!(doctor.stdout.contains("damaged"), "{}", doctor.transcript());
}

#[test]
fn bad_input_leaves_the_store_untouched() {
    let place = Place::new();
    add(&place, &["ucdp-actor.csv"]).ok();
    let before = contents(place.data());
    place.file("page.csv", "<!DOCTYPE html>\n<html><body><h1>404 Not Found</h1></body></html>\n");
    place.file("empty.csv", "");
    place.file("letter.txt", "Dear colleague,\n\nthe data are attached.\n");
    for (file, code) in [
        ("nowhere.csv", "io/no-such-file"),
        ("page.csv", "source/unrecognised"),
        ("empty.csv", "source/empty"),
        ("letter.txt", "source/unrecognised"),
    ] {
        let text = place.run(&["data", "add", file]).exits(3);
        insta::assert_snapshot!(format!("add_{}", file.replace('.', "_")), text.transcript());
        let json = place.run(&["--json", "data", "add", file]).exits(3);
        assert_eq!(json.code_of_json_error(), code, "{}", json.transcript());
        assert!(contents(place.data()) == before, "{file} changed the store");
    }
    place.line("data verify").ok();
}

/// One bad file does not keep the good ones out, and the status says that something failed.
#[test]
fn good_files_enter_beside_a_bad_one() {
    let place = Place::new();
    let bad = place.path().join("ucdp-actor.csv");
    Rows::read(&fixture("ucdp-actor.csv")).renamed("actorid", "number").write(&bad);
    let good = fixture("cow-majors.csv");
    let ran = place.run(&["data".as_ref(), "add".as_ref(), good.as_os_str(), bad.as_os_str()]);
    let ran = ran.exits(3);
    assert!(ran.stdout.contains("cow-majors"), "{}", ran.transcript());
    assert!(ran.stderr.contains("[source/missing-column]"), "{}", ran.transcript());
    assert!(place.line("data list").ok().stdout.contains("imported"));
}

#[test]
fn a_source_that_is_not_there_cannot_be_removed() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("data remove astrology").exits(2).transcript());
    insta::assert_snapshot!(place.line("data remove ucdp-esd").exits(2).transcript());
}

#[test]
fn sql_reads_and_only_reads() {
    let place = Place::new();
    let count =
        "SELECT count(*) AS n FROM claims WHERE source = 'ucdp-esd' AND relation = 'supports'";
    insta::assert_snapshot!(place.run(&["data", "sql", count]).ok().transcript());
    for query in ["DROP TABLE claims", "SELECT nothing FROM nowhere"] {
        let ran = place.run(&["data", "sql", query]);
        assert_ne!(ran.code, 0, "{}", ran.transcript());
        assert!(ran.stderr.contains('['), "{}", ran.transcript());
    }
}

#[test]
fn the_crosswalk_lists_every_name_with_its_decision() {
    let ran = Place::new().line("data crosswalk --json").ok();
    let rows = ran.json();
    let decisions: Vec<&str> =
        rows.as_array().unwrap().iter().filter_map(|r| r["decision"].as_str()).collect();
    for decision in ["accept", "refuse", "unmatched"] {
        assert!(decisions.contains(&decision), "{decision}");
    }
    insta::assert_json_snapshot!(ran.shape());
}
