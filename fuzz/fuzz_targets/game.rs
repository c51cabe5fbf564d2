//! Text as a game in TOML: it is a game that evaluates or fails with a code.
#![no_main]

use comity_games::{Game, Rational};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Game::read(text) {
        Ok(game) => {
            let exact = game.evaluate::<Rational>(&[]);
            let floating = game.evaluate::<f64>(&[]);
            for error in [exact.as_ref().err(), floating.as_ref().err()].into_iter().flatten() {
                assert_eq!(error.code().as_str(), "game/invalid", "{error}");
            }
            if let (Ok(exact), Ok(floating)) = (exact, floating) {
                assert_eq!(exact.nodes(), floating.nodes());
                assert_eq!(exact.nodes().len(), game.node_names().len());
            }
        }
        Err(e) => assert!(e.code().as_str().starts_with("game/"), "{e}"),
    }
});
