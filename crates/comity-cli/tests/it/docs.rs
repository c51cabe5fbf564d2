//! The reference pages name everything there is.

use crate::support::Place;
use comity::core::{Code, SourceKey};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;

/// A page of the book.
pub(crate) fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Fails with everything that a page lacks at once.
fn assert_none(lacking: &[String], page: &str) {
    assert!(lacking.is_empty(), "{page} lacks {lacking:#?}");
}

#[test]
fn every_error_code_has_its_row() {
    let text = page("reference/exit-codes-and-errors.md");
    let row = |c: &Code| format!("| `{c}` | {} | {}", c.exit() as u8, c.meaning().trim());
    let lacking: Vec<String> =
        Code::ALL.iter().map(row).filter(|r| !text.contains(r.as_str())).collect();
    assert_none(&lacking, "exit-codes-and-errors.md");
    let known: BTreeSet<String> = Code::ALL.iter().map(ToString::to_string).collect();
    let rows = Regex::new(r"(?m)^\| `([a-z]+(?:/[a-z-]+)?)` \| \d").unwrap();
    for found in rows.captures_iter(&text) {
        assert!(known.contains(&found[1]), "the page has a code there is not: {}", &found[1]);
    }
}

#[test]
fn every_source_has_its_row() {
    let text = page("reference/sources.md");
    let row = |k: &SourceKey| format!("| `{k}` |");
    let lacking: Vec<String> =
        SourceKey::ALL.iter().map(row).filter(|r| !text.contains(r.as_str())).collect();
    assert_none(&lacking, "sources.md");
}

/// Columns at hand on bundled data and those that other data sets would bring.
#[test]
fn every_column_of_the_panel_is_described() {
    let text = page("reference/variables.md");
    let json = Place::new().line("panel --json").ok().json();
    let at_hand = json["variables"].as_array().unwrap().iter().filter_map(|v| v["name"].as_str());
    let absent = json["unavailable"].as_array().unwrap().iter().filter_map(|v| v.as_str());
    let keys = ["a_id", "b_id", "year", "a_name", "b_name"];
    let names: BTreeSet<&str> = at_hand.chain(absent).chain(keys).collect();
    assert!(names.len() > 80, "{names:?}");
    let lacking: Vec<String> =
        names.iter().map(|n| format!("`{n}`")).filter(|n| !text.contains(n)).collect();
    assert_none(&lacking, "variables.md");
}

/// Commands under a path of commands, with the long options of each, as `--help` prints them.
fn commands(place: &Place, path: &[String], found: &mut Vec<(String, BTreeSet<String>)>) {
    let mut args = path.to_vec();
    args.push("--help".to_owned());
    let help = place.run(&args).ok().stdout;
    let option = Regex::new(r"(?m)^ +(?:-\w, )?(--[a-z][a-z-]*)").unwrap();
    let options = option.captures_iter(&help).map(|c| c[1].to_owned());
    found.push((path.join(" "), options.filter(|o| o != "--help" && o != "--version").collect()));
    let Some((_, below)) = help.split_once("\nCommands:\n") else { return };
    let below = below.split("\n\n").next().unwrap_or_default();
    let name = Regex::new(r"(?m)^  ([a-z]+) ").unwrap();
    for c in name.captures_iter(below).filter(|c| &c[1] != "help") {
        let deeper: Vec<String> = path.iter().cloned().chain([c[1].to_owned()]).collect();
        commands(place, &deeper, found);
    }
}

#[test]
fn every_command_and_option_is_described_in_its_section() {
    let text = page("reference/commands.md");
    let mut found = Vec::new();
    commands(&Place::new(), &[], &mut found);
    assert!(found.len() > 18, "{found:?}");
    let sections: Vec<(&str, &str)> =
        text.split("\n## ").skip(1).filter_map(|s| s.split_once('\n')).collect();
    let general: String =
        sections.iter().filter(|(n, _)| n.starts_with("Options of")).map(|s| s.1).collect();
    let mut lacking = Vec::new();
    for (command, options) in found {
        let top = command.split(' ').next().unwrap_or_default();
        let own = sections.iter().find(|(name, _)| *name == top).map_or("", |s| s.1);
        if !command.is_empty() && !own.contains(&command) {
            lacking.push(command.clone());
        }
        for option in options {
            // `-o` stands for `--output` in the page.
            let short = if option == "--output" { "-o " } else { option.as_str() };
            if ![own, general.as_str()].iter().any(|t| t.contains(&option) || t.contains(short)) {
                lacking.push(format!("{command} {option}"));
            }
        }
    }
    assert_none(&lacking, "commands.md");
}
