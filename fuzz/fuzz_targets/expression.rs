//! Text as an expression: its canonical text is the same expression, and its value is a number
//! or a coded error.
#![no_main]

use comity_games::{Expression, Rational};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.parse::<Expression>() {
        Ok(expression) => {
            let shown = expression.to_string();
            assert_eq!(shown.parse::<Expression>().as_ref().ok(), Some(&expression));
            let names: Vec<String> =
                expression.names().into_iter().map(str::to_owned).collect();
            let each = || (1_i64..).zip(names.iter().cloned());
            let exact: BTreeMap<String, Rational> = each()
                .map(|(i, n)| (n, Rational::new((3 - i).into(), (i + 1).into())))
                .collect();
            let floating: BTreeMap<String, f64> =
                each().map(|(i, n)| (n, (3 - i) as f64 / (i + 1) as f64)).collect();
            if let Err(e) = expression.evaluate(&exact) {
                assert_eq!(e.code().as_str(), "game/invalid", "{e}");
            }
            match expression.evaluate(&floating) {
                Ok(value) => assert!(value.is_finite()),
                Err(e) => assert_eq!(e.code().as_str(), "game/invalid", "{e}"),
            }
        }
        Err(e) => {
            assert_eq!(e.code().as_str(), "game/syntax", "{e}");
            assert!(e.row_number().is_some() && e.column_name().is_some());
        }
    }
});
