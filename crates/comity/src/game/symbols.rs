//! Symbols of the games' pages as they are typed, and symbols that stand for combinations of
//! parameters.

use comity_games::catalogue::{Parameter, alliance};
use serde::Serialize;
use std::borrow::Cow;

/// A symbol that stands for a combination of parameters and is set through one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compound {
    /// The symbol as it is typed.
    pub name: &'static str,
    /// What it stands for, and what is set.
    pub meaning: &'static str,
    /// The parameter that is set.
    #[serde(rename = "sets")]
    pub sets: &'static str,
}

/// How a compound follows from the parameter that is set: by the value of a factor, or after
/// adding a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// compound = parameter × factor.
    Times(&'static str),
    /// compound = parameter + product of the two.
    Plus(&'static str, &'static str),
}

const COMPOUNDS: [(Compound, Rule); 4] = [
    (
        Compound {
            name: "xbar",
            meaning: "x̄ = ξ·ι, the cap on the government's offer; sets price to x̄/information",
            sets: "price",
        },
        Rule::Times("information"),
    ),
    (
        Compound {
            name: "deltad",
            meaning: "δ·d, the cost of a diluted agenda; sets dilution, and distance to 1 unless it is set",
            sets: "dilution",
        },
        Rule::Times("distance"),
    ),
    (
        Compound {
            name: "lambda",
            meaning: "λ = λ₀ + λ₁·shared_ideology, the penalty for selling out; sets penalty",
            sets: "penalty",
        },
        Rule::Plus("penalty_shared", "shared_ideology"),
    ),
    (
        Compound {
            name: "mueps",
            meaning: "μ·ε, what a seller expects of the sponsor's punishment; sets punishment to με/detection",
            sets: "punishment",
        },
        Rule::Times("detection"),
    ),
];

/// The factor that a compound sets to one unless it is given: only the product matters.
pub(super) const FREE: &str = "distance";

/// The compounds of a game: those of which it has all parameters, by the names of the
/// alliance game.
pub(super) fn compounds(known: &[Parameter]) -> Vec<(Compound, Rule)> {
    let has = |name: &str| known.iter().any(|p| p.name == name);
    COMPOUNDS
        .iter()
        .filter(|(c, rule)| {
            has(c.sets)
                && match rule {
                    Rule::Times(factor) => has(factor),
                    // A game without shared ideology has λ for a parameter.
                    Rule::Plus(..) => true,
                }
        })
        .cloned()
        .collect()
}

/// The symbol of a parameter. Trees of the alliance game have those of the alliance game.
pub(super) fn symbol<'a>(slug: &str, parameter: &'a Parameter) -> Cow<'a, str> {
    let same = alliance::PARAMETERS.iter().find(|p| p.name == parameter.name);
    match same.filter(|_| slug.starts_with("alliance")) {
        Some(p) => p.symbol.clone(),
        None => Cow::Borrowed(&parameter.symbol),
    }
}

/// A symbol as it is typed: Greek letters in words, subscripts as digits, small letters:
/// `v_a`, `sigma`, `lambda0`.
pub(super) fn typed(symbol: &str) -> String {
    let mut out = String::new();
    for c in symbol.chars() {
        match GREEK.iter().find(|(g, _)| *g == c) {
            Some((_, name)) => out.push_str(name),
            None => match "₀₁₂₃₄₅₆₇₈₉".chars().position(|s| s == c) {
                Some(digit) => out.push_str(&digit.to_string()),
                None => out.extend(c.to_lowercase()),
            },
        }
    }
    out
}

const GREEK: [(char, &str); 24] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

/// What a name or a typed symbol is without the letter or number of one of several actors:
/// `vulnerability` of `vulnerability_a`, `c` of `c1`.
pub(super) fn base(name: &str) -> Option<&str> {
    ["_a", "_b", "_1", "_2", "1", "2"].iter().find_map(|end| name.strip_suffix(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_typed_in_small_latin_letters() {
        for (symbol, text) in [("σ", "sigma"), ("v_A", "v_a"), ("λ₀", "lambda0"), ("c₂", "c2")]
        {
            assert_eq!(typed(symbol), text);
        }
        assert_eq!(base("vulnerability_a"), Some("vulnerability"));
        assert_eq!(base("c1"), Some("c"));
        assert_eq!(base("prior"), None);
    }

    #[test]
    fn no_two_parameters_of_a_game_are_typed_alike() {
        for entry in comity_games::catalogue::all() {
            let mut names: Vec<String> = Vec::new();
            for p in entry.parameters() {
                let symbol = typed(&symbol(entry.slug(), p));
                names.push(p.name.to_string());
                if symbol != p.name {
                    names.push(symbol);
                }
            }
            names.extend(compounds(entry.parameters()).iter().map(|(c, _)| c.name.to_owned()));
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{}: {names:?}", entry.slug());
        }
    }
}
