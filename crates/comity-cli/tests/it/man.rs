//! `comity man`.

use crate::support::Place;

#[test]
fn there_is_a_page_a_command() {
    let place = Place::new();
    place.line("man pages").ok();
    let mut pages: Vec<String> = std::fs::read_dir(place.path().join("pages"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    insta::assert_snapshot!(pages.join("\n"));
    let page = String::from_utf8(place.read("pages/comity-outlook.1")).unwrap();
    assert!(page.starts_with(".ie") || page.contains(".TH"), "{page}");
    assert!(page.contains("horizon"));
}

#[test]
fn a_folder_that_is_a_file_is_an_error() {
    let place = Place::new();
    place.file("taken", "x");
    let ran = place.line("man taken").exits(7);
    assert!(
        ran.stderr.contains("taken") && ran.stderr.contains("[io/failed]"),
        "{}",
        ran.transcript()
    );
}
