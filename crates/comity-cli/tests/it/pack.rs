//! `comity pack`.

use crate::support::Place;

/// The year is named, so that the package and its second run need one evaluation.
const YEAR: [&str; 2] = ["--as-of", "2017"];

#[test]
fn a_package_made_again_is_the_same_byte_by_byte() {
    let place = Place::warm(&YEAR);
    insta::assert_snapshot!(
        place.line("pack Hezbollah Hamas --as-of 2017 -o pair.zip").ok().transcript()
    );
    let first = place.read("pair.zip");
    insta::assert_snapshot!(place.line("pack pair.zip").ok().transcript());
    place.line("pack Hezbollah Hamas --as-of 2017 -o pair.zip").ok();
    assert!(first == place.read("pair.zip"), "a second package has other bytes");

    let mut cut = first.clone();
    cut.truncate(first.len() / 2);
    place.file("cut.zip", cut);
    insta::assert_snapshot!(place.line("pack cut.zip").exits(3).transcript());
}

#[test]
fn what_is_not_a_package_is_refused() {
    let place = Place::new();
    place.file("text.zip", "this is no archive");
    place.file("empty.zip", "");
    insta::assert_snapshot!(place.line("pack text.zip").exits(3).transcript());
    for (file, code) in [
        ("text.zip", "source/bad-archive"),
        ("empty.zip", "source/bad-archive"),
        ("nowhere.zip", "io/no-such-file"),
    ] {
        let ran = place.run(&["--json", "pack", file]).exits(3);
        assert_eq!(ran.code_of_json_error(), code, "{}", ran.transcript());
    }
}

#[test]
fn an_unknown_name_is_refused() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("pack Hamas Nosuchgroup").exits(4).transcript());
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "nothing was written");
}
