//! The sparse evaluation against its naive twin: value, gradient and information on random
//! streams with every statistic, memory, scaling, tie rule and changing risk sets. A case that
//! fails is made smaller: fewer events and actors, plainer terms.
//!
//! Tolerance 1e-9, relative to the largest entry: totals are updated by differences, each of
//! which rounds at 1e-16 of the largest total since the last rebuilding, and rebuilding comes
//! before totals fall to a thousandth; 1e-13 a point, hundreds of points, two digits to spare.

use crate::support::{Draws, random_sender_term, random_stream, random_term, worst};
use comity_relational::{
    Ages, Clock, Direction, Kind, Memory, Model, Options, RiskSet, Shift, Side, StreamBuilder,
    Term, Ties, naive,
};
use proptest::prelude::{TestCaseError, any};
use proptest::prop_assert;
use proptest::test_runner::{Config, TestRng, TestRunner};

const TOLERANCE: f64 = 1e-9;

fn random_options(d: &mut Draws, kind: Kind) -> Options {
    let ties = [Ties::Breslow, Ties::Efron, Ties::Exact][d.below(3)];
    let interval = matches!(kind, Kind::Relational | Kind::Rate) && d.yes(0.4);
    Options {
        kind,
        clock: if interval { Clock::Interval } else { Clock::Ordinal },
        ties,
        risk: if d.yes(0.2) && kind == Kind::Relational {
            RiskSet::Observed
        } else {
            RiskSet::Full
        },
        dependent: d.yes(0.3).then(|| vec!["helps".to_owned()]),
        ages: if d.yes(0.2) { Ages::LastEvent } else { Ages::Now },
        skip: d.below(2),
        ..Options::default()
    }
}

/// Numbers that a case draws at most, nearly always.
const DRAWS: usize = 450;

/// One random case; none where the draw made no model.
fn case(list: Vec<u32>, kind: Kind) -> Result<(), TestCaseError> {
    let mut d = Draws::of(list);
    let directed = match kind {
        Kind::Relational => !d.yes(0.25),
        Kind::Rate | Kind::Choice => true,
        Kind::Coordination => d.yes(0.3),
    };
    let stream = random_stream(&mut d, directed);
    let options = random_options(&mut d, kind);
    let moving = d.yes(0.5);
    let mut terms: Vec<Term> = Vec::new();
    for _ in 0..1 + d.below(5) {
        let term = match kind {
            Kind::Rate => random_sender_term(&mut d, moving),
            _ => random_term(&mut d, directed, moving),
        };
        if !terms.iter().any(|t| t.name() == term.name()) {
            terms.push(term);
        }
    }
    if options.clock == Clock::Interval && d.yes(0.7) {
        terms.push(Term::baseline());
    }
    let theta: Vec<f64> = terms.iter().map(|_| 1.5 * (d.uniform() - 0.5)).collect();
    let refused = |e: comity_core::Error| TestCaseError::reject(e.to_string());
    let model = Model::new(&stream, &terms, &options).map_err(refused)?;
    let found = model.derivatives(&theta).map_err(refused)?;
    let expected = naive::log_likelihood(&stream, &terms, &options, &theta).unwrap();
    let value = model.log_likelihood(&theta).unwrap();
    let all = |of: &naive::Checked, value: f64| {
        let information = (0..terms.len()).flat_map(|k| of.information.row(k).to_vec());
        [vec![of.value], vec![value], of.gradient.clone(), information.collect()]
    };
    let names: Vec<String> = terms.iter().map(Term::name).collect();
    for (f, e) in all(&found, value).iter().zip(all(&expected, expected.value)) {
        let close = worst(f, &e) < TOLERANCE;
        prop_assert!(close, "{found:?} {expected:?} {names:?} {options:?} {stream:?} {theta:?}");
    }
    Ok(())
}

/// The same cases in every run.
fn property(cases: u32, kind: Kind) {
    let config = Config {
        cases,
        max_global_rejects: 4 * cases,
        max_shrink_iters: 50_000,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let lists = proptest::collection::vec(any::<u32>(), DRAWS);
    runner.run(&lists, |list| case(list, kind)).unwrap();
}

/// Long streams pass through rebuilding, through several segments and through two shards, with
/// every dyad in place (few actors) and with some (many).
#[test]
fn long_streams() {
    for (actors, events, dense) in [(9, 1_500, true), (40, 700, false)] {
        let mut d = Draws::new(actors as u64);
        let mut b = StreamBuilder::directed();
        let names: Vec<String> = (0..actors).map(|k| format!("a{k}")).collect();
        b.actors(&names);
        for t in 0..events {
            let i = d.below(actors);
            let j = (i + 1 + d.below(if dense { actors - 1 } else { 4 })) % actors;
            b.event(&names[i], &names[j], f64::from(t)).unwrap();
        }
        let stream = b.finish().unwrap();
        let terms = [
            Term::inertia(),
            Term::reciprocity().remembering(Memory::Window { length: 60.0 }),
            Term::degree(Side::Sender, Direction::Out).remembering(Memory::Window { length: 90.0 }),
            Term::degree(Side::Receiver, Direction::In),
            Term::shift(Shift::AbBy),
        ];
        let theta = [0.4, -0.3, 0.8, -0.5, 1.0];
        let options = Options::default();
        let found = Model::new(&stream, &terms, &options).unwrap().derivatives(&theta).unwrap();
        let expected = naive::log_likelihood(&stream, &terms, &options, &theta).unwrap();
        assert!(worst(&[found.value], &[expected.value]) < TOLERANCE);
        assert!(worst(&found.gradient, &expected.gradient) < TOLERANCE);
        for k in 0..terms.len() {
            assert!(worst(found.information.row(k), expected.information.row(k)) < TOLERANCE);
        }
    }
}

/// One sender has nearly all the weight and has acted on everybody, which makes another act
/// unlikely: the rest of the product is a ten-billionth of it.
#[test]
fn totals_that_lose_their_digits() {
    let mut b = StreamBuilder::directed();
    let names: Vec<String> = (0..30).map(|k| format!("a{k}")).collect();
    b.actors(&names);
    for k in 1..30 {
        b.event(&names[0], &names[k], k as f64).unwrap();
    }
    for t in 0..20 {
        b.event(&names[1 + t % 3], &names[5 + t % 4], 40.0 + t as f64).unwrap();
    }
    let stream = b.finish().unwrap();
    let terms = [Term::inertia(), Term::degree(Side::Sender, Direction::Out), Term::reciprocity()];
    let theta = [-45.0, 9.0, 0.3];
    let options = Options::default();
    let found = Model::new(&stream, &terms, &options).unwrap().derivatives(&theta).unwrap();
    let expected = naive::log_likelihood(&stream, &terms, &options, &theta).unwrap();
    assert!(worst(&[found.value], &[expected.value]) < TOLERANCE, "{found:?} {expected:?}");
    assert!(worst(&found.gradient, &expected.gradient) < TOLERANCE, "{found:?} {expected:?}");
}

#[test]
fn relational_models() {
    property(1_200, Kind::Relational);
}

#[test]
fn choice_models() {
    property(300, Kind::Choice);
}

#[test]
fn models_of_coordination() {
    property(300, Kind::Coordination);
}

#[test]
fn rate_models() {
    property(300, Kind::Rate);
}
