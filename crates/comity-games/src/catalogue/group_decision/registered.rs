//! The group decision model as an entry of the catalogue: two actors, as the first sees them.

use super::bargain::Kind;
use super::model::{Actor, Issue};
use super::terms::{Risk, Terms};
use crate::catalogue::Parameter;
use crate::catalogue::entry::{About, Entry};
use comity_core::{Code, Error, Result};

/// The entry.
pub(in crate::catalogue) fn entry() -> Entry {
    let about = About {
        slug: "group-decision",
        title: "Expected-utility model of group decisions",
        citation: "B. Bueno de Mesquita, A Decision Making Model: Its Structure and Form, \
            International Interactions 23(3–4), 1997, 235–266; J. Scholz, G. Calbert and \
            G. Smith, Unravelling Bueno de Mesquita's Group Decision Model, Journal of \
            Theoretical Politics 23(4), 2011",
        page: "games/group-decision.md",
        documented: "Votes, basic utilities, expected utilities, risk exponents and kinds of \
            offers, as open reimplementations state them.",
        reconstructed: "The articles leave terms open that readers fill differently: Q, T, whose \
            salience, the divisor of the probability, the reference of the risk exponents, the \
            choice among offers. Each is a switch.",
    };
    let unit = [0.0, 1.0];
    let parameters = vec![
        Parameter::fixed(
            ["capability_1", "c₁", "Capability of the first actor."],
            1.0,
            [1e-6, 1e6],
        ),
        Parameter::fixed(["capability_2", "c₂", "Capability of the second."], 2.0, [1e-6, 1e6]),
        Parameter::fixed(["salience_1", "s₁", "Salience to the first."], 0.8, [1e-6, 1.0]),
        Parameter::fixed(["salience_2", "s₂", "Salience to the second."], 0.8, [1e-6, 1.0]),
        Parameter::fixed(["status_quo", "Q", "Probability that the status quo stays."], 1.0, unit),
    ];
    let classes = ["confrontation", "compromise", "compelled", "upper hand", "stalemate"];
    Entry::closed_form(about, parameters, &classes, classify)
}

fn classify(values: &[f64]) -> Result<usize> {
    let &[c1, c2, s1, s2, status_quo] = values else {
        return Err(Error::new(Code::Internal, "the group decision has five parameters"));
    };
    let actors = vec![
        Actor { capability: c1, salience: s1, position: 0.0 },
        Actor { capability: c2, salience: s2, position: 1.0 },
    ];
    // With two actors the exponents would be ½ and 2 whatever the numbers.
    let terms = Terms { status_quo, risk: Risk::Neutral, ..Terms::default() };
    let (kind, _) = Issue::new(actors, terms)?.view(0, 1, &[1.0, 1.0]);
    Ok(match kind {
        Kind::Confrontation => 0,
        Kind::Compromise => 1,
        Kind::Compelled => 2,
        Kind::UpperHand => 3,
        Kind::Stalemate => 4,
    })
}
