//! From names and options to a term.

use super::parse::Value;
use super::token::fault;
use crate::terms::{
    Combine, Contrast, Direction, Empty, Leg, Measure, Memory, Orientation, Rank, Recency, Scaling,
    Shift, Side, Statistic, Term,
};
use comity_core::{Error, Result};

/// A term as it was written.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) place: usize,
    /// Names in the brackets.
    pub(super) words: Vec<(String, usize)>,
    pub(super) options: Vec<(String, usize, Value)>,
}

const CONTRASTS: [Contrast; 10] = [
    Contrast::Send,
    Contrast::Receive,
    Contrast::Sum,
    Contrast::Average,
    Contrast::Signed,
    Contrast::Difference,
    Contrast::Same,
    Contrast::Minimum,
    Contrast::Maximum,
    Contrast::Product,
];
/// Degrees with the side in brackets.
const DEGREES: [(&str, Direction); 3] =
    [("outdegree", Direction::Out), ("indegree", Direction::In), ("totaldegree", Direction::Total)];
const SHIFTS: [Shift; 7] =
    [Shift::AbBa, Shift::AbBy, Shift::AbXa, Shift::AbXb, Shift::AbXy, Shift::AbAy, Shift::AbAb];
const RECENCIES: [Recency; 6] = [
    Recency::Continue,
    Recency::Return,
    Recency::SenderSent,
    Recency::SenderReceived,
    Recency::ReceiverSent,
    Recency::ReceiverReceived,
];

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// A two-path without options.
fn two_path(first: Orientation, second: Orientation) -> Term {
    let leg = |orientation| Leg { layer: None, orientation };
    let combine = Combine::Min;
    Term::new(Statistic::TwoPath { first: leg(first), second: leg(second), combine })
}

/// Every term that has no name in its brackets.
fn simple() -> Vec<Term> {
    use Orientation::{Either, In, Out};
    let mut all = vec![
        Term::baseline(),
        Term::inertia(),
        Term::reciprocity(),
        Term::recency_rank(Rank::Sent),
        Term::recency_rank(Rank::Received),
    ];
    for side in [Side::Sender, Side::Receiver, Side::Both] {
        for direction in [Direction::In, Direction::Out, Direction::Total] {
            all.push(Term::degree(side, direction));
        }
    }
    for first in [Out, In, Either] {
        all.extend([Out, In, Either].map(|second| two_path(first, second)));
    }
    all.extend(SHIFTS.map(Term::shift));
    all.extend(RECENCIES.map(Term::recency));
    all
}

/// Names that are other ways to write a term.
fn other(name: &str) -> Option<Term> {
    use Orientation::{Either, In, Out};
    match name {
        "sp" => Some(Term::sp()),
        "commonenemy" => Some(two_path(Either, Either)),
        "commonsponsor" => Some(two_path(In, Out)),
        "commontarget" => Some(two_path(Out, In)),
        "transitivity" => Some(Term::otp()),
        _ => None,
    }
}

fn known() -> Vec<String> {
    let mut names: Vec<String> = simple().iter().map(Term::name).collect();
    names.extend(CONTRASTS.iter().map(|c| c.name().to_owned()));
    names.extend(DEGREES.iter().map(|d| d.0.to_owned()));
    let more = ["sp", "common_enemy", "common_sponsor", "common_target", "balance", "dyad"];
    names.push("transitivity".to_owned());
    names.extend(more.map(str::to_owned));
    names
}

fn near(name: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let asked = plain(name);
    let mut found: Vec<(f64, String)> = names
        .into_iter()
        .map(|n| (strsim::jaro_winkler(&plain(&n), &asked), n))
        .filter(|n| n.0 > 0.85)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(3).map(|n| n.1).collect()
}

fn unknown(given: &Given) -> Error {
    let expected = "a term such as inertia, otp or difference(age)";
    fault(given.place, &given.name, "no such term", expected).candidates(near(&given.name, known()))
}

pub(super) fn build(given: &Given) -> Result<Term> {
    let name = plain(&given.name);
    let contrast = CONTRASTS.into_iter().find(|c| plain(c.name()) == name);
    let degree = DEGREES.iter().find(|d| d.0 == name);
    let takes_name = contrast.is_some() || degree.is_some() || name == "dyad";
    if let (false, Some((word, place))) = (takes_name, given.words.first()) {
        return Err(fault(*place, word, "the option has no value", "`option = value`"));
    }
    let named = |what: &str| -> Result<&str> {
        match given.words.as_slice() {
            [(word, _)] => Ok(word),
            [] => Err(fault(given.place, &given.name, "the term needs a name", what)),
            [_, (word, place), ..] => Err(fault(*place, word, "one name is enough", "`)`")),
        }
    };
    let mut term = if let Some(contrast) = contrast {
        Term::attribute(named("the name of an attribute in brackets")?, contrast)
    } else if let Some((_, direction)) = degree {
        let side = named("`sender`, `receiver` or `dyad` in brackets")?;
        Term::degree(side_of(side, given)?, *direction)
    } else if name == "dyad" {
        Term::covariate(named("the name of a covariate in brackets")?)
    } else if name == "balance" {
        let layer = |key: &str| {
            let found = given.options.iter().find(|o| o.0 == key);
            match found {
                Some((_, _, Value::Word(layer))) => Ok(layer.clone()),
                _ => Err(fault(
                    given.place,
                    &given.name,
                    "balance needs two layers",
                    "`balance(friends = L, foes = L)`",
                )),
            }
        };
        Term::balance(&layer("friends")?, &layer("foes")?)
    } else {
        simple()
            .into_iter()
            .find(|t| plain(&t.name()) == name)
            .or_else(|| other(&name))
            .ok_or_else(|| unknown(given))?
    };
    let mut seen: Vec<&str> = Vec::new();
    for (key, place, value) in &given.options {
        if seen.contains(&key.as_str()) {
            return Err(fault(*place, key, "the option stands twice", "each option once"));
        }
        seen.push(key);
        set(&mut term, key, *place, value)?;
    }
    Ok(term)
}

/// Whose degree it is.
fn side_of(word: &str, given: &Given) -> Result<Side> {
    match plain(word).as_str() {
        "sender" => Ok(Side::Sender),
        "receiver" => Ok(Side::Receiver),
        "dyad" => Ok(Side::Both),
        _ => {
            let sides = ["sender", "receiver", "dyad"].map(str::to_owned);
            let place = given.words.first().map_or(given.place, |w| w.1);
            Err(fault(place, word, "no such side of a dyad", "sender, receiver or dyad")
                .candidates(near(word, sides)))
        }
    }
}

fn one_of<T: Copy>(place: usize, value: &Value, choices: &[(&str, T)]) -> Result<T> {
    let names: Vec<&str> = choices.iter().map(|c| c.0).collect();
    let expected = names.join(", ");
    match value {
        Value::Word(word) => choices.iter().find(|c| c.0 == word).map(|c| c.1).ok_or_else(|| {
            let near = near(word, names.iter().map(|n| (*n).to_owned()));
            fault(place, word, "the option has no such value", &expected).candidates(near)
        }),
        other => Err(fault(place, &format!("{other:?}"), "the option takes a word", &expected)),
    }
}

fn word(place: usize, key: &str, value: &Value) -> Result<String> {
    match value {
        Value::Word(word) => Ok(word.clone()),
        Value::Number(v) => Ok(v.to_string()),
        Value::Range(..) => Err(fault(place, key, "the option takes a name", "a name")),
    }
}

fn length(place: usize, key: &str, value: &Value) -> Result<f64> {
    match value {
        Value::Number(v) => Ok(*v),
        _ => Err(fault(place, key, "the option takes a duration", "a number or 90d")),
    }
}

fn set(term: &mut Term, key: &str, place: usize, value: &Value) -> Result<()> {
    match (key, &mut term.statistic) {
        ("friends" | "foes", Statistic::Balance { .. }) => {}
        ("combine", Statistic::TwoPath { combine, .. }) => {
            let all = [("min", Combine::Min), ("product", Combine::Product)];
            *combine = one_of(place, value, &all)?;
        }
        ("first", Statistic::TwoPath { first, .. }) => {
            first.layer = Some(word(place, key, value)?);
        }
        ("second", Statistic::TwoPath { second, .. }) => {
            second.layer = Some(word(place, key, value)?);
        }
        ("layer", _) => term.layer = Some(word(place, key, value)?),
        ("decay", _) => term.memory = Memory::Decay { half_life: length(place, key, value)? },
        ("window", _) => term.memory = Memory::Window { length: length(place, key, value)? },
        ("ages", _) => {
            let Value::Range(from, until) = *value else {
                return Err(fault(place, key, "the option takes two durations", "`ages = 1:90`"));
            };
            term.memory = Memory::Interval { from, until };
        }
        ("scaling", _) => {
            let all = [
                ("none", Scaling::None),
                ("log1p", Scaling::Log1p),
                ("prop", Scaling::Proportional { empty: Empty::Equal }),
                ("prop_zero", Scaling::Proportional { empty: Empty::Zero }),
                ("std", Scaling::Standardised),
            ];
            term.scaling = one_of(place, value, &all)?;
        }
        ("measure", _) => {
            let all = [
                ("weights", Measure::Weights),
                ("events", Measure::Events),
                ("binary", Measure::Binary),
            ];
            term.measure = one_of(place, value, &all)?;
        }
        _ => {
            let names = ["layer", "decay", "window", "ages", "scaling", "measure", "combine"];
            let names = names.iter().chain(&["first", "second", "friends", "foes"]);
            let candidates = near(key, names.map(|n| (*n).to_owned()));
            let expected = "layer, decay, window, ages, scaling, measure or combine";
            let message = "the term has no such option";
            return Err(fault(place, key, message, expected).candidates(candidates));
        }
    }
    Ok(())
}
