//! Text as the formula of a relational event model: terms or a coded error, and a fit to a small
//! stream that ends in an outcome or a coded error.
#![no_main]

use comity_core::Code;
use comity_relational::formula::{Unit, parse};
use comity_relational::{Options, StreamBuilder, fit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let terms = match parse(text, Unit::Days) {
        Ok(terms) => terms,
        Err(e) => {
            assert!(matches!(e.code(), Code::BadEventFormula | Code::BadTerm), "{e}");
            return;
        }
    };
    if terms.len() > 4 {
        return;
    }
    let mut stream = StreamBuilder::directed();
    for (time, pair) in (0_u8..).zip(["ab", "ba", "bc", "ab", "ca", "ac"]) {
        stream.event(&pair[..1], &pair[1..], f64::from(time)).unwrap();
    }
    let stream = stream.finish().unwrap();
    if let Ok(found) = fit(&stream, &terms, &Options::default()) {
        assert_eq!(found.coefficients.len(), found.names.len());
    }
});
