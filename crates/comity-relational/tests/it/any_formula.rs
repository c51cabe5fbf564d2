//! No formula makes anything panic: it is read or refused, and what is read can be fitted or is
//! refused with a code.

use comity_core::Code;
use comity_relational::formula::{Unit, parse};
use comity_relational::{Options, Stream, StreamBuilder, fit};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::{collection::vec, prop_assert};

/// What formulas are made of, and what they are not.
const WORDS: &[&str] = &[
    "inertia",
    "reciprocity",
    "outdegree(sender)",
    "otp",
    "sp",
    "common_enemy",
    "balance",
    "recency_send",
    "send",
    "same",
    "dyad",
    "baseline",
    "(",
    ")",
    "=",
    "+",
    "~",
    ",",
    ":",
    "layer",
    "decay",
    "window",
    "ages",
    "scaling",
    "measure",
    "log1p",
    "prop",
    "std",
    "90d",
    "0",
    "1e308",
    "-1",
    "\"",
    "\"x y\"",
    " ",
    "é",
    ".",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => Just("inertia(decay = 2d) + ".to_owned()),
    ]
}

fn small() -> Stream {
    let mut stream = StreamBuilder::directed();
    for (time, pair) in (0_u8..).zip(["ab", "ba", "bc", "ab", "ca", "ac"]) {
        stream.event(&pair[..1], &pair[1..], f64::from(time)).unwrap();
    }
    stream.finish().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_terms_or_a_coded_error(pieces in vec(piece(), 0..12)) {
        let text = pieces.concat();
        match parse(&text, Unit::Days) {
            Ok(terms) => {
                if let Ok(found) = fit(&small(), &terms, &Options::default()) {
                    prop_assert!(found.coefficients.len() == found.names.len());
                }
            }
            Err(e) => {
                prop_assert!(matches!(e.code(), Code::BadEventFormula | Code::BadTerm), "{e}");
            }
        }
    }
}
