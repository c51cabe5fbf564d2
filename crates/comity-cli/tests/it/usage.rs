//! What holds for every command: usage errors, JSON errors, streams.

use crate::support::Place;

#[test]
fn a_command_line_that_makes_no_sense_exits_2() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("forecast Hamas").exits(2).transcript());
    for line in [
        "",
        "outlook Hamas",
        "outlook --all Hamas PIJ",
        "outlook Hamas PIJ --horizon 0",
        "outlook Hamas PIJ --horizon 11",
        "outlook Hamas PIJ --as-of 1900",
        "score --first 1900",
        "panel --risk-set everyone",
        "panel --released-by soon",
        "show not:an:id",
        "data",
    ] {
        let ran = place.line(line);
        // An id with an unknown prefix may also be read as a name that nobody has.
        let wanted: &[i32] = if line.starts_with("show") { &[2, 4] } else { &[2] };
        assert!(wanted.contains(&ran.code), "{}", ran.transcript());
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{}", ran.transcript());
    }
}

#[test]
fn help_and_version_exit_0() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("--help").ok().stdout);
    assert!(place.line("--version").ok().stdout.starts_with("comity "));
}

#[test]
fn with_json_an_error_is_json_on_standard_error() {
    let place = Place::new();
    let ran = place.line("--json pair Hamas Nosuchgroup").exits(4);
    insta::assert_snapshot!(ran.transcript());
    for (line, code, exit) in [
        ("--json show ELN", "name/ambiguous", 4),
        ("--json pair Hamas HAMAS", "name/same-actor", 4),
        ("--json panel -o x.xls", "usage/bad-setting", 2),
        ("--json data add nowhere.csv", "io/no-such-file", 3),
        ("--json data remove nosuch", "store/no-such-source", 2),
        ("--json score --outcome political", "panel/no-rows", 5),
        ("--json data sql nonsense", "engine/query", 1),
    ] {
        let ran = place.line(line).exits(exit);
        assert_eq!(ran.code_of_json_error(), code, "{}", ran.transcript());
        assert_eq!(ran.stdout, "", "{line}");
    }
}

#[test]
fn colour_comes_only_when_asked_for() {
    let place = Place::new();
    assert!(!place.line("show ELN").stderr.contains('\u{1b}'));
    assert!(place.line("show ELN --color always").stderr.contains('\u{1b}'));
}
