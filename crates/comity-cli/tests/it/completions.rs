//! `comity completions`.

use crate::support::Place;

#[test]
fn every_shell_has_a_script_that_knows_the_commands() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = place.run(&["completions", shell]).ok().stdout;
        for word in ["outlook", "questions", "crosswalk", "--data-dir"] {
            // Fish writes long options without the dashes.
            let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
}

#[test]
fn an_unknown_shell_is_refused() {
    insta::assert_snapshot!(Place::new().line("completions tcsh").exits(2).transcript());
}
