//! Expressions: values, canonical text, and where errors say they are.
//!
//! Floating values are compared with arithmetic written out in Rust in the same order, so
//! that they are equal to the last bit.

use comity_core::Error;
use comity_games::{Expression, Rational};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn values<T: Clone>(list: &[(&str, T)]) -> BTreeMap<String, T> {
    list.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect()
}

fn ratio(a: i64, b: i64) -> Rational {
    Rational::new(a.into(), b.into())
}

fn exact(text: &str) -> Result<Rational, Error> {
    text.parse::<Expression>()?.evaluate(&values(&[("a", ratio(3, 4)), ("b", ratio(-2, 1))]))
}

#[test]
fn values_are_exact() {
    for (text, above, below) in [
        ("1/3 + 1/6", 1, 2),
        ("0.1 + 0.2", 3, 10),
        ("-2^2", -4, 1),
        ("(-2)^2", 4, 1),
        ("2^-3", 1, 8),
        ("2^(-3)", 1, 8),
        ("8 - 4 - 2", 2, 1),
        ("8 / 4 / 2", 1, 1),
        ("8 - (4 - 2)", 6, 1),
        ("2 * -a", -3, 2),
        ("--a", 3, 4),
        ("min(a, b, 5) * max(a, b)", -3, 2),
        ("sqrt(a * 3)", 3, 2),
        ("1.5e1", 15, 1),
        ("a / b ^ 2", 3, 16),
    ] {
        assert_eq!(exact(text).unwrap(), ratio(above, below), "{text}");
    }
}

#[test]
fn floating_values_are_those_of_the_same_arithmetic() {
    let e: Expression = "p + (1 - p) * sqrt(q) / 0.3 - q ^ 3".parse().unwrap();
    let (p, q) = (0.37_f64, 1.9_f64);
    let expected = p + (1.0 - p) * q.sqrt() / 0.3 - q * (q * q);
    assert_eq!(e.evaluate(&values(&[("p", p), ("q", q)])).unwrap(), expected);
}

#[test]
fn text_is_canonical() {
    for (text, canonical) in [
        ("a+b*c", "a + b * c"),
        ("(a+b)*c", "(a + b) * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("a/(b*c)", "a / (b * c)"),
        ("-(a+b)", "-(a + b)"),
        ("-a*b", "-a * b"),
        ("-(a*b)", "-(a * b)"),
        ("(-a)^2", "(-a)^2"),
        ("-a^2", "-a^2"),
        ("((a^2))^3", "(a^2)^3"),
        ("a + -b", "a + -b"),
        ("min( a,max(b , 1/3))", "min(a, max(b, 1 / 3))"),
        ("00.50", "0.5"),
        ("σ_1*κ", "σ_1 * κ"),
    ] {
        let e: Expression = text.parse().unwrap();
        assert_eq!(e.to_string(), canonical);
        assert_eq!(canonical.parse::<Expression>().unwrap(), e);
    }
    assert_eq!(Expression::number(&ratio(-1, 3)).to_string(), "-(1 / 3)");
    assert_eq!(Expression::number(&ratio(-5, 4)).to_string(), "-1.25");
}

#[test]
fn errors_say_where_and_what() {
    for (text, line, column, found) in [
        ("", 1, "1", "end of the expression"),
        ("a +", 1, "4", "end of the expression"),
        ("a\n + * b", 2, "4", "*"),
        ("2 a", 1, "3", "a"),
        ("f(a)", 1, "2", "("),
        ("(a", 1, "3", "end of the expression"),
        ("a)", 1, "2", ")"),
        ("a ^ 0.5", 1, "5", "0.5"),
        ("a ^ b", 1, "5", "b"),
        ("a ^ 1001", 1, "5", "1001"),
        ("2 ^ 3 ^ 2", 1, "7", "^"),
        ("sqrt a", 1, "6", "a"),
        ("min(a)", 1, "4", "1"),
        ("sqrt(a, b)", 1, "5", "2"),
        ("1.2.3", 1, "1", "1.2.3"),
        ("a % b", 1, "3", "%"),
        ("é § b", 1, "3", "§"),
    ] {
        let e = text.parse::<Expression>().unwrap_err();
        assert_eq!(e.code().as_str(), "game/syntax", "{text}");
        assert_eq!((e.row_number(), e.column_name()), (Some(line), Some(column)), "{text}: {e}");
        assert!(e.to_string().contains(&format!("(found `{found}`)")), "{text}: {e}");
        assert!(e.to_string().contains("expected"), "{text}: {e}");
    }
    let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(deep.parse::<Expression>().is_err());
    assert!(format!("{}1", "-".repeat(100_000)).parse::<Expression>().is_err());
    assert!(format!("{}1{}", "(".repeat(99), ")".repeat(99)).parse::<Expression>().is_ok());
}

#[test]
fn what_has_no_value_is_a_coded_error() {
    for text in ["1 / (a - a)", "0 ^ -1", "sqrt(b)", "sqrt(2)", "(10^1000)^1000", "9^1000 * 9^1000"]
    {
        assert_eq!(exact(text).unwrap_err().code().as_str(), "game/invalid", "{text}");
    }
    let root = exact("sqrt(2)").unwrap_err();
    assert_eq!(root.hint_text(), Some("solve the game in floating numbers"));
    let known = values(&[("strength_A", 1.0), ("strength_B", 1.0), ("cost", 1.0)]);
    let error = "strenght_A * 2".parse::<Expression>().unwrap().evaluate(&known).unwrap_err();
    assert_eq!(error.code().as_str(), "game/unknown");
    assert_eq!(error.candidate_names()[0], "strength_A");
    let large = "10 ^ 1000".parse::<Expression>().unwrap().evaluate(&known).unwrap_err();
    assert_eq!(large.code().as_str(), "game/invalid");
}

fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0_u32..50).prop_map(|n| n.to_string()),
        (1_u32..500).prop_map(|n| format!("{}.{:02}", n / 100, n % 100)),
        Just("a".to_owned()),
        Just("b".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), "[-+*/]").prop_map(|((a, b), sign)| format!("({a}){sign}({b})")),
            (inner.clone(), -3_i32..4).prop_map(|(a, n)| format!("({a})^{n}")),
            inner.clone().prop_map(|a| format!("-({a})")),
            two.prop_map(|(a, b)| format!("min({a},max({b},1/3))")),
        ]
    })
}

proptest! {
    #[test]
    fn canonical_text_reads_back_and_has_the_same_value(text in expressions()) {
        let e: Expression = text.parse().unwrap();
        let again: Expression = e.to_string().parse().unwrap();
        prop_assert_eq!(&again, &e);
        prop_assert_eq!(again.to_string(), e.to_string());
    }

    /// Sums and products of numbers up to 50 over trees of at most 40 operations: the error of
    /// floating arithmetic is compared with the size of the largest intermediate value only
    /// where there is no division, by allowing 1e-9 of values below a million.
    #[test]
    fn exact_and_floating_agree(text in expressions()) {
        prop_assume!(!text.contains('/') && !text.contains("^-"));
        let e: Expression = text.parse().unwrap();
        let exact = e.evaluate(&values(&[("a", ratio(3, 4)), ("b", ratio(-2, 1))]));
        let floating = e.evaluate(&values(&[("a", 0.75), ("b", -2.0)]));
        if let (Ok(x), Ok(y)) = (exact, floating) {
            let x = comity_games::Scalar::float(&x);
            prop_assume!(x.abs() < 1e6);
            prop_assert!((x - y).abs() < 1e-6, "{} {} {}", text, x, y);
        }
    }

    #[test]
    fn no_text_panics(text in "[ab12.()+*/^,e -]{0,40}") {
        if let Ok(e) = text.parse::<Expression>() {
            let _ = e.evaluate(&values(&[("a", ratio(3, 4)), ("b", ratio(-2, 1))]));
            prop_assert_eq!(e.to_string().parse::<Expression>().unwrap(), e);
        }
    }
}
