//! Text as a Gambit strategic game: what is read is written and read back, and solved.
#![no_main]

use comity_games::formats::Nfg;
use comity_games::solve::pure_equilibria;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Nfg::read(text) {
        Ok(file) => {
            let written = file.to_string();
            let again = Nfg::read(&written).expect("what is written reads back");
            assert_eq!(again, file);
            assert_eq!(again.to_string(), written);
            for profile in pure_equilibria(file.game()) {
                assert_eq!(file.game().at(&profile).len(), file.game().players().len());
            }
        }
        Err(e) => assert!(e.code().as_str().starts_with("game/"), "{e}"),
    }
});
