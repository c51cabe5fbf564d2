//! Formulas: what they mean, that every term's own name reads back, and what is said of those
//! that mean nothing.

use crate::support::{Draws, random_term};
use comity_core::Code;
use comity_relational::formula::{Unit, parse};
use comity_relational::{Contrast, Direction, Scaling, Side, Term};

#[test]
fn a_formula_of_several_terms() {
    let text = "~ inertia + reciprocity(decay = 90d) + common_enemy(layer = fights) \
                + difference(age) + outdegreeSender(scaling = none) + 1";
    let expected = [
        Term::inertia(),
        Term::reciprocity().decay(90.0),
        Term::common_enemy("fights"),
        Term::attribute("age", Contrast::Difference),
        Term::degree(Side::Sender, Direction::Out).scaled(Scaling::None),
        Term::baseline(),
    ];
    assert_eq!(parse(text, Unit::Days).unwrap(), expected);
    let seconds = parse("inertia(window = 2h)", Unit::Seconds).unwrap();
    assert_eq!(seconds[0].name(), "inertia(window = 7200)");
}

/// Degrees say whose they are in brackets, or in their names.
#[test]
fn degrees_are_written_either_way() {
    let text = "~ inertia + reciprocity + outdegree(sender) + indegree(receiver, scaling = none) \
                + totaldegree(dyad) + transitivity";
    let same = "inertia + reciprocity + outdegree_sender + indegreeReceiver(scaling = none) \
                + totaldegree_dyad + otp";
    assert_eq!(parse(text, Unit::None).unwrap(), parse(same, Unit::None).unwrap());
    let e = parse("outdegree(sendr)", Unit::None).unwrap_err();
    assert_eq!(e.candidate_names(), ["sender"]);
    assert!(e.to_string().contains("at sign 11"), "{e}");
    let e = parse("indegree", Unit::None).unwrap_err();
    assert!(e.to_string().contains("`sender`, `receiver` or `dyad` in brackets"), "{e}");
}

#[test]
fn names_of_terms_read_back() {
    for seed in 0..2000 {
        let mut d = Draws::new(seed);
        let term = random_term(&mut d, true, true);
        assert_eq!(parse(&term.name(), Unit::None).unwrap(), [term]);
    }
    let odd = Term::attribute("share of \u{e9}", Contrast::Same);
    assert_eq!(parse(&odd.name(), Unit::None).unwrap(), [odd]);
}

#[test]
fn faults_are_named() {
    let cases = [
        ("~", "at sign 2"),
        ("~ inertia + + otp", "at sign 13"),
        ("~ inertia inertia", "at sign 11"),
        ("~ inertia(layer)", "at sign 11"),
        ("~ inertia(layer = )", "at sign 19"),
        ("~ inertia(decay = 3d", "at sign 21"),
        ("~ inertia(decay = 3q)", "at sign 19"),
        ("~ inertia(ages = 3)", "at sign 11"),
        ("~ difference", "at sign 3"),
        ("~ difference(a, b)", "at sign 17"),
        ("~ balance(friends = a)", "at sign 3"),
        ("~ inertia(scaling = logg)", "at sign 11"),
        ("~ inertia(combine = min)", "at sign 11"),
        ("~ inertia(layer = a, layer = b)", "at sign 22"),
        ("~ \"in", "at sign 3"),
        ("~ 1..2", "at sign 3"),
        ("~ %", "at sign 3"),
    ];
    for (text, place) in cases {
        let e = parse(text, Unit::Days).unwrap_err();
        assert_eq!(e.code(), Code::BadEventFormula, "{text}");
        assert!(e.to_string().contains(place), "{text}: {e}");
    }
    let e = parse("~ reciprocty", Unit::None).unwrap_err();
    assert_eq!(e.candidate_names(), ["reciprocity"]);
    assert!(parse("inertia(decay = 3d)", Unit::None).is_err());
}

#[test]
fn no_text_makes_it_panic() {
    let signs: Vec<char> = "~+(),=:\"1.9e-dwinertialayer otp \u{fc}%".chars().collect();
    for seed in 0..20_000 {
        let mut d = Draws::new(seed);
        let text: String = (0..d.below(24)).map(|_| signs[d.below(signs.len())]).collect();
        let _ = parse(&text, Unit::Days);
    }
}
