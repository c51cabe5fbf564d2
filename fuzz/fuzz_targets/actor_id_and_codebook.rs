//! Text as an actor id and as a codebook.
#![no_main]

use comity_core::ActorId;
use comity_core::codebook::Codebook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(id) = text.parse::<ActorId>() {
        assert_eq!(id.to_string().parse::<ActorId>().ok(), Some(id));
    }
    if let Ok(book) = Codebook::from_toml(text) {
        assert!(!book.kinds.is_empty());
    }
});
