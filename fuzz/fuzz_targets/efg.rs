//! Text as a Gambit extensive game: what is read is written and read back, and solved.
#![no_main]

use comity_games::formats::Efg;
use comity_games::solve::{backward_induction, pure_equilibria_of_tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Efg::read(text) {
        Ok(file) => {
            let written = file.to_string();
            let again = Efg::read(&written).expect("what is written reads back");
            assert_eq!(again, file);
            assert_eq!(again.to_string(), written);
            if file.tree().nodes().len() < 30 {
                let zero = comity_games::Rational::default();
                if let Ok(found) = backward_induction(file.tree()) {
                    assert_eq!(found.solution.max_regret, zero);
                }
                if let Ok(found) = pure_equilibria_of_tree(file.tree()) {
                    assert!(found.solutions.iter().all(|s| s.max_regret == zero));
                }
            }
        }
        Err(e) => assert!(e.code().as_str().starts_with("game/"), "{e}"),
    }
});
