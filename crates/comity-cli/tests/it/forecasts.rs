//! `comity forecasts`, and the change since the last run on the page.

use crate::made;
use crate::support::Place;
use regex::Regex;
use std::path::PathBuf;

const PAIR: &str = "outlook Hezbollah Hamas --as-of 2017 -q";

/// Made-up External Support up to 2017.
fn place() -> Place {
    let place = Place::new();
    place.file("first.csv", made::ties("18.1", 2017));
    place.line("data add first.csv").ok();
    place
}

/// The release after it, which reaches to 2019.
fn update(place: &Place) {
    place.file("second.csv", made::ties("24.1", 2019));
    place.line("data add second.csv").ok();
}

fn ledger(place: &Place) -> PathBuf {
    place.data().join("forecasts.jsonl")
}

fn recorded(place: &Place) -> String {
    std::fs::read_to_string(ledger(place)).unwrap()
}

/// A day by its form, so that a snapshot holds on every day.
fn dayless(text: &str) -> String {
    Regex::new(r"\d{4}-\d{2}-\d{2}").unwrap().replace_all(text, "YYYY-MM-DD").into_owned()
}

#[test]
fn forecasts_are_recorded_once_and_resolved_by_a_newer_release() {
    let place = place();
    insta::assert_snapshot!(place.line("forecasts").ok().transcript());
    place.line(&format!("{PAIR} --no-record -o -")).ok();
    assert!(!ledger(&place).exists(), "--no-record recorded");
    place.line(&format!("{PAIR} -o -")).ok();
    place.line("outlook --all -q").ok();
    let first = recorded(&place);
    let again = place.line("outlook Hamas Hezbollah -q -o -").ok();
    assert!(!again.stdout.contains("since the last run"), "{}", again.transcript());
    assert_eq!(recorded(&place), first, "the same forecasts were recorded again");
    insta::assert_snapshot!(dayless(&place.line("forecasts --top 3").ok().transcript()));

    update(&place);
    place.line(&format!("{PAIR} -o -")).ok();
    assert!(recorded(&place).starts_with(&first), "a record was lost or changed");
    let resolved = place.line("forecasts --pair Hezbollah Hamas").ok();
    insta::assert_snapshot!(dayless(&resolved.transcript()));
    insta::assert_json_snapshot!(place.line("forecasts --json").ok().shape());
    place.line("outlook Hezbollah Hamas -q -o -").ok();
    let open = place.line("forecasts --open --json").ok().json();
    let open = open["forecasts"].as_array().unwrap().clone();
    assert!(!open.is_empty());
    assert!(
        open.iter().all(|f| f["state"] == "open" && f["forecast"]["estimand"]["as_of"] == 2019)
    );
    let before = recorded(&place);
    place.line("forecasts").ok();
    assert_eq!(recorded(&place), before, "resolving changed the ledger");
}

#[test]
fn the_page_shows_the_change_only_when_something_is_other() {
    let place = place();
    let page = |name: &str, options: &str| {
        let ran = place.line(&format!("{PAIR} -o {name}.html {options}")).ok();
        (String::from_utf8(place.read(&format!("{name}.html"))).unwrap(), ran.stdout)
    };
    let first = page("first", "");
    assert!(!first.0.contains("since the last run") && !first.1.contains("since the last run"));
    assert_eq!(page("again", ""), first);

    update(&place);
    let second = page("second", "");
    assert_eq!(page("once-more", ""), second, "a second run wrote other bytes");
    let change = Regex::new(
        r"hange since the last run: \d+% → \d+% \(recorded ([\d-]{10}), other inputs\)\.",
    )
    .unwrap();
    for text in [&second.0, &second.1.replace("\n  ", " ")] {
        // Any cooperation, and military.
        assert_eq!(change.captures_iter(text).count(), 2, "{}", second.1);
    }
    let found: Vec<String> = recorded(&place)
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["id"].to_string())
        .collect();
    let json = place.line(&format!("{PAIR} --json -o -")).ok().json();
    let manifest = &json["provenance"]["manifest"]["specification"];
    let named = manifest["compared with (any)"].as_str().unwrap().replace("forecast ", "\"") + "\"";
    assert_eq!(named, found[0]);
    assert!(second.0.contains("compared with (any)"));

    let third = page("third", "--seed 2");
    assert!(third.1.contains("other settings"), "{}", third.1);
    // The package is made from the inputs alone.
    let pack = "pack Hezbollah Hamas --as-of 2017 -o pair.zip";
    place.line(pack).ok();
    let with = place.read("pair.zip");
    std::fs::remove_file(ledger(&place)).unwrap();
    place.line(pack).ok();
    assert!(place.read("pair.zip") == with, "the ledger changed the package");
    assert!(!ledger(&place).exists(), "a package was recorded");
}

#[test]
fn a_torn_line_is_passed_over_and_a_damaged_one_named() {
    let place = place();
    place.line(&format!("{PAIR} -o -")).ok();
    let whole = recorded(&place);
    std::fs::write(ledger(&place), format!("{whole}{}", &whole[..200])).unwrap();
    let verified = place.line("data verify").ok();
    assert!(verified.stdout.contains("forecasts.jsonl, line 3: cut short"), "{}", verified.stdout);
    assert_eq!(place.line("forecasts --json").ok().json()["open"], 2);
    place.line(&format!("{PAIR} --seed 2 -o -")).ok();
    assert!(recorded(&place).starts_with(&whole));
    assert!(!place.line("data verify").ok().stdout.contains("cut short"));

    std::fs::write(ledger(&place), whole.replacen("\"as_of\":2017", "\"as_of\":2016", 1)).unwrap();
    let verified = place.line("data verify").exits(6);
    assert!(verified.stdout.contains("forecasts.jsonl, line 1: "), "{}", verified.stdout);
    insta::assert_snapshot!(place.line("forecasts").exits(6).transcript());
    let ran = place.line("forecasts --json").exits(6);
    assert_eq!(ran.code_of_json_error(), "store/damaged");
    let ran = place.line(&format!("{PAIR} -o -")).exits(6);
    assert!(ran.stdout.contains("Answer"), "the answer was kept back: {}", ran.transcript());
}

#[test]
fn an_unknown_name_is_refused() {
    let ran = Place::new().line("forecasts --pair Hamas Nosuchgroup").exits(4);
    assert!(ran.stderr.contains("[name/unknown]"), "{}", ran.transcript());
    Place::new().line("forecasts --pair Hamas").exits(2);
}
