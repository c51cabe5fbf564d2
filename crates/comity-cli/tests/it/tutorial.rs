//! The tutorial, as a reader would type it.

use crate::support::Place;
use std::path::Path;

/// The command lines of a page in order, each with the status that it says it ends with.
pub(crate) fn commands(page: &str) -> Vec<(Vec<String>, i32)> {
    page.lines()
        .filter_map(|l| l.strip_prefix("$ comity "))
        .map(|line| {
            let (command, note) = line.split_once('#').unwrap_or((line, ""));
            let status = note.trim().strip_prefix("exit ").map_or(0, |n| n.trim().parse().unwrap());
            (words(command), status)
        })
        .collect()
}

/// The words of a command line; those in double quotes are one.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (i, part) in line.split('"').enumerate() {
        if i % 2 == 1 {
            found.push(part.to_owned());
        } else {
            found.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_command_of_the_tutorial_does_what_it_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/tutorial.md");
    let page = std::fs::read_to_string(path).unwrap();
    let commands = commands(&page);
    assert!(commands.len() > 10, "{commands:?}");
    // What other tests compute as well.
    Place::warm(&[]);
    let place = Place::warm(&["--as-of", "2017"]);
    for (args, status) in commands {
        let ran = place.run(&args).exits(status);
        assert!(!ran.stdout.is_empty() || status != 0, "{}", ran.transcript());
    }
    // Files that the text names.
    for name in ["comity-hezbollah-hamas-2017.html", "panel.codebook.md", "panel.bib"] {
        assert!(page.contains(name) && !place.read(name).is_empty(), "{name}");
    }
}
