//! Contrasts of the style sheet, by the formula of WCAG 2.2 (relative luminance).
//!
//! Text needs 4.5 : 1 (criterion 1.4.3), marks of a figure 3 : 1 (criterion 1.4.11).

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../src/html/style.css");

/// The custom properties of the n-th `:root` block: light, dark, print.
fn theme(n: usize) -> BTreeMap<String, String> {
    let block = STYLE.split(":root {").nth(n + 1).and_then(|s| s.split('}').next()).expect("theme");
    block
        .split(';')
        .filter_map(|d| d.trim().strip_prefix("--")?.split_once(": "))
        .filter(|(_, v)| v.starts_with('#'))
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect()
}

fn luminance(hex: &str) -> f64 {
    let part = |i: usize| {
        let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("hex colour")) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (x, y) = (luminance(a), luminance(b));
    (x.max(y) + 0.05) / (x.min(y) + 0.05)
}

#[test]
fn the_formula_gives_the_published_extremes() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

#[test]
fn text_and_marks_meet_wcag_aa_in_every_theme() {
    for (n, name) in ["light", "dark", "print"].into_iter().enumerate() {
        let colours = theme(n);
        let get = |k: &str| colours.get(k).unwrap_or_else(|| panic!("{name}: --{k}")).as_str();
        for ground in ["paper", "wash"] {
            for text in ["ink", "soft", "link", "good", "bad"] {
                let c = contrast(get(text), get(ground));
                assert!(c >= 4.5, "{name}: {text} on {ground}: {c:.2}");
            }
            for mark in ["blue", "vermillion", "green", "purple", "grey"] {
                let c = contrast(get(mark), get(ground));
                assert!(c >= 3.0, "{name}: {mark} on {ground}: {c:.2}");
            }
        }
    }
}

#[test]
fn every_colour_used_is_defined() {
    let light = theme(0);
    for used in STYLE.split("var(--").skip(1).filter_map(|s| s.split(')').next()) {
        assert!(light.contains_key(used) || ["serif", "sans", "mono"].contains(&used), "--{used}");
    }
}
