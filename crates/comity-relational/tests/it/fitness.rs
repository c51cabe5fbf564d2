//! Goodness of fit and sampling on streams whose law is known.
//!
//! Identities hold to rounding (1e-9 of sums of hundreds); shares are compared with wide
//! margins that a wrong model misses by far.

use comity_relational::fitness::{check_by_simulation, diagnose, summarise};
use comity_relational::sampled::{SampledOptions, fit_sampled};
use comity_relational::{
    Forward, Kind, Model, Options, Process, Scaling, Stream, StreamBuilder, Term, Ties, fit,
    simulate,
};

fn terms() -> [Term; 2] {
    [Term::inertia(), Term::reciprocity()]
}

fn stream(directed: bool) -> Stream {
    let mut b = if directed { StreamBuilder::directed() } else { StreamBuilder::undirected() };
    b.actors((0..12).map(|k| format!("a{k}"))).event("a0", "a1", 0.0).unwrap();
    let both = terms();
    let terms = if directed { &both[..] } else { &both[..1] };
    let process = Process::Relational { terms, coefficients: &[0.8, 0.6][..terms.len()] };
    simulate(&b.finish().unwrap(), &process, &Forward::ordinal(500, 3)).unwrap()
}

#[test]
fn residuals_add_up() {
    for (directed, interval) in [(true, false), (true, true), (false, false), (false, true)] {
        let stream = stream(directed);
        let mut terms = terms()[..if directed { 2 } else { 1 }].to_vec();
        let mut options = Options { ties: Ties::Breslow, skip: 1, ..Options::default() };
        if interval {
            terms.push(Term::baseline());
            options = options.interval();
        }
        let model = Model::new(&stream, &terms, &options).unwrap();
        let found = model.fit().unwrap();
        let d = diagnose(&model, &found.coefficients).unwrap();
        // At the maximum, with a baseline or by construction, all events are expected.
        let residual: f64 = d.actors.iter().map(|a| a.residual()).sum();
        assert!(residual.abs() < 1e-6, "{residual}");
        if !interval {
            let deviance: f64 = d.deviance_residuals.iter().map(|r| r * r).sum();
            assert!((deviance + 2.0 * found.log_likelihood).abs() < 1e-8 * deviance);
        }
        assert_eq!(d.ranks.len(), 500);
        // Better than chance.
        assert!(d.recall(0.2) > 0.2 && d.recall(1.0) == 1.0, "{}", d.recall(0.2));
    }
    let choice = Options { kind: Kind::Choice, ..Options::default() };
    let model = Model::new(&stream(true), &terms(), &choice).unwrap();
    assert!(diagnose(&model, &[0.0, 0.0]).is_err());
}

#[test]
fn summaries_of_a_known_network() {
    let mut b = StreamBuilder::directed();
    for (t, e) in ["ab", "ba", "bc", "ac", "ab"].iter().enumerate() {
        b.event(&e[..1], &e[1..], t as f64).unwrap();
    }
    let s = summarise(&b.finish().unwrap(), 0);
    assert_eq!((s.density, s.reciprocated, s.largest_share), (4.0 / 6.0, 0.5, 0.4));
    // Two-paths a → b → c (closed) and b → a → c (closed), none of them a cycle.
    assert_eq!((s.transitive, s.cyclic), (1.0, 0.0));
}

/// The true model brings forth what was observed; one without history does not.
#[test]
fn simulated_networks_tell_models_apart() {
    let stream = stream(true);
    let terms = terms();
    let place = |coefficients: &[f64]| {
        let process = Process::Relational { terms: &terms, coefficients };
        let checks = check_by_simulation(&stream, 1, &process, (60, 1)).unwrap();
        checks.places().into_iter().find(|p| p.0 == "density").unwrap().1
    };
    assert!((0.01..0.99).contains(&place(&[0.8, 0.6])));
    assert_eq!(place(&[0.0, 0.0]), 0.0);
}

/// With every other dyad as a control the sampled fit is the exact one; with few it is near.
#[test]
fn sampling_everything_is_exact() {
    let stream = stream(true);
    let options = Options { ties: Ties::Breslow, skip: 1, ..Options::default() };
    let exact = fit(&stream, &terms(), &options).unwrap();
    let all = SampledOptions { controls: 1_000, repetitions: 1, seed: 1 };
    let found = fit_sampled(&stream, &terms(), &options, &all).unwrap();
    let few = SampledOptions { controls: 10, repetitions: 5, seed: 1 };
    let sampled = fit_sampled(&stream, &terms(), &options, &few).unwrap();
    for k in 0..2 {
        assert!((found.coefficients[k] - exact.coefficients[k]).abs() < 1e-9);
        assert!((found.standard_errors[k] - exact.standard_errors[k]).abs() < 1e-9);
        let off = (sampled.coefficients[k] - exact.coefficients[k]).abs();
        assert!(off < 4.0 * sampled.standard_errors[k], "{sampled:?} {exact:?}");
        assert!(sampled.between[k] > 0.0);
        assert!(sampled.standard_errors[k] > exact.standard_errors[k]);
    }
    let standardised = [Term::inertia().scaled(Scaling::Standardised)];
    assert!(fit_sampled(&stream, &standardised, &options, &few).is_err());
}
