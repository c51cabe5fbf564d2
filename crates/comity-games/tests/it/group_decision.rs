//! The group decision model on cases worked out by hand, and its invariances.
//!
//! Tolerance: 1e-12 for a few operations; 1e-9 where powers of rescaled positions differ by
//! rounding.

use crate::draws::{between, generator};
use comity_games::catalogue::group_decision::{
    Actor, Choice, Divisor, Drift, Issue, Kind, Resistance, Risk, Terms, Votes,
};

fn actor(capability: f64, salience: f64, position: f64) -> Actor {
    Actor { capability, salience, position }
}

fn near(x: f64, y: f64) {
    assert!((x - y).abs() < 1e-12, "{x} is not {y}");
}

fn neutral() -> Terms {
    Terms { risk: Risk::Neutral, ..Terms::default() }
}

/// Actor 1 at 0 with c·s = 2·.5, actor 2 at 1 with c·s = 1·.8, actor 3 at .25 with 1·1.
fn three(terms: Terms) -> Issue {
    Issue::new(vec![actor(2.0, 0.5, 0.0), actor(1.0, 0.8, 1.0), actor(1.0, 1.0, 0.25)], terms)
        .unwrap()
}

const ONES: [f64; 3] = [1.0; 3];

#[test]
fn votes_probabilities_and_utilities_by_hand() {
    let issue = three(neutral());
    // Weights 1, .8, 1 at 0, 1, .25: half of 2.8 is passed at .25.
    near(issue.median(), 0.25);
    near(issue.mean(), (0.8 + 0.25) / 2.8);
    // 1 against 2: votes 1·(1 − 0) and 1·(.75 − .25) for, .8 against.
    near(issue.probability(0, 1, &ONES), 1.5 / 2.3);
    near(issue.probability(1, 0, &ONES), 0.8 / 2.3);
    // At r = 1 and the full distance, success is worth 2, failure −2, the status quo 0.
    let p = 1.5 / 2.3;
    near(issue.expected(0, 1, 1.0, &ONES), 0.8 * (2.0 * p - 2.0 * (1.0 - p)) + 0.2 * 2.0);
    // At r = 2: success 2, failure −2, status quo 2 − 4/4 = 1.
    near(issue.expected(0, 1, 2.0, &ONES), 0.8 * (4.0 * p - 2.0) + 0.4 - 1.0);
    // 3 against 2, d = .75: success 2 − 4·.125 = 1.5, failure −1.5; votes 1·.75 + 1·.75 − .8·.75.
    let p = 1.5 / 2.1;
    near(issue.expected(2, 1, 1.0, &ONES), 0.8 * (3.0 * p - 1.5) + 0.2 * 1.5);
}

#[test]
fn disputed_terms_by_hand() {
    let base = three(neutral()).expected(0, 1, 1.0, &ONES);
    // Q = ½: the median .25 is nearer to 1 than 2 is. m = (.25 + 1), better 2 − 4(½ − .3125).
    let half = Terms { status_quo: 0.5, ..neutral() };
    near(three(half).expected(0, 1, 1.0, &ONES), base - 0.5 * 1.25);
    let worse = Terms { drift: Drift::Fixed(0.0), ..half };
    near(three(worse).expected(0, 1, 1.0, &ONES), base + 0.5 * 1.25);
    let either = Terms { drift: Drift::Fixed(0.5), ..half };
    near(three(either).expected(0, 1, 1.0, &ONES), base);
    // The challenger's salience is .5.
    let own = Terms { resistance: Resistance::Challenger, ..neutral() };
    let p = 1.5 / 2.3;
    near(three(own).expected(0, 1, 1.0, &ONES), 0.5 * (4.0 * p - 2.0) + 0.5 * 2.0);
    // Votes by squared distance: 1 + (.75² − .25²) for, .8 against.
    let squared = Terms { votes: Votes::Risk, ..neutral() };
    near(three(squared).probability(0, 1, &[2.0; 3]), 1.5 / 2.3);
    near(three(squared).probability(0, 2, &[2.0; 3]), 0.0625 / (0.0625 + 0.8 * 0.4375 + 0.0625));
    // All pairs, in both directions: voter 1 |0−1|, |0−.25|, |1−.25| = 1 + .25 + .75 = 2;
    // voter 2 the same distances 1, .25, .75; voter 3 ||.25−0|−|.25−1|| = .5, .25, .75.
    let all = Terms { divisor: Divisor::AllPairs, ..neutral() };
    near(three(all).probability(0, 1, &ONES), 1.5 / (2.0 * (2.0 + 0.8 * 2.0 + 1.5)));
}

#[test]
fn kinds_of_offers_by_hand() {
    // Two actors at the ends, r = 1, Q = 1: the challenge is worth 2[1 − 2s(1 − P)] with the
    // target's salience s and the challenger's share P of the weights.
    let view = |c: [f64; 2], s: [f64; 2]| {
        let actors = vec![actor(c[0], s[0], 0.0), actor(c[1], s[1], 1.0)];
        Issue::new(actors, neutral()).unwrap().view(0, 1, &[1.0, 1.0])
    };
    // Equal weights, P = ½: mine 2(1 − s₂), theirs 2(1 − s₁).
    assert_eq!(view([0.8, 0.9], [0.9, 0.8]), (Kind::UpperHand, None));
    assert_eq!(view([0.9, 0.8], [0.8, 0.9]), (Kind::Confrontation, Some(1.0)));
    // Weights 1 and 3, saliences 1 and .9: mine 2(1 − 1.8·.75) = −.7, theirs 2(1 − .5) = 1:
    // 1 moves .7 of the way.
    let (kind, position) = view([1.0, 3.0 / 0.9], [1.0, 0.9]);
    assert_eq!(kind, Kind::Compromise);
    near(position.unwrap(), 0.7);
    // Equal actors gain alike, or not at all.
    assert_eq!(view([1.0, 1.0], [0.8, 0.8]), (Kind::Stalemate, None));
    assert_eq!(view([1.0, 1.0], [1.0, 1.0]), (Kind::Stalemate, None));
    // Mine 2(1 − 1) = 0 and theirs .4: a compromise that moves nobody.
    assert_eq!(view([1.0, 0.8], [0.8, 1.0]), (Kind::Compromise, None));
    // Weights 1 and 4, 2's salience 1, 1's .9: mine 2(1 − 1.6) = −1.2, theirs 2(1 − .36) = 1.28.
    assert_eq!(view([1.0 / 0.9, 4.0], [0.9, 1.0]).0, Kind::Compromise);
}

#[test]
fn who_loses_more_than_the_other_gains_is_compelled() {
    // With Q = 1, r = 2 the status quo is worth 1 more: mine .8·… − 1 falls, theirs falls too.
    let actors = vec![actor(1.0, 0.9, 0.0), actor(2.0, 0.9, 1.0)];
    let issue = Issue::new(actors, neutral()).unwrap();
    // Shares 1/3 and 2/3. Mine 2(1 − 1.8·2/3) − 1 = −1.4, theirs 2(1 − 1.8/3) − 1 = −.2.
    assert_eq!(issue.view(0, 1, &[2.0, 1.0]), (Kind::Stalemate, None));
    let actors = vec![actor(1.0, 0.6, 0.0), actor(2.0, 0.9, 1.0)];
    let issue = Issue::new(actors, neutral()).unwrap();
    // Shares .25 and .75. Mine 2(1 − 1.8·.75) − 1 = −1.7, theirs 2(1 − 1.2·.25) − 1 = .4.
    assert_eq!(issue.view(0, 1, &[2.0, 1.0]), (Kind::Compelled, Some(1.0)));
}

#[test]
fn risk_exponents_lie_between_a_half_and_two() {
    let e = three(Terms::default()).exponents();
    let (high, low) =
        (e.iter().copied().fold(0.0, f64::max), e.iter().copied().fold(9.0, f64::min));
    near(high, 2.0);
    near(low, 0.5);
    let e = three(Terms { risk: Risk::AcrossPositions, ..Terms::default() }).exponents();
    assert!(e.iter().all(|r| (0.5 - 1e-12..=2.0 + 1e-12).contains(r)), "{e:?}");
    assert_eq!(three(neutral()).exponents(), ONES);
    // Equal actors at the ends are equally endangered.
    let even = vec![actor(1.0, 0.5, 0.0), actor(1.0, 0.5, 1.0)];
    assert_eq!(Issue::new(even, Terms::default()).unwrap().exponents(), [1.0, 1.0]);
}

#[test]
fn the_median_is_the_condorcet_winner() {
    // Among single-peaked votes the weighted median loses to no other position.
    let mut rng = generator(41);
    for _ in 0..500 {
        let actors: Vec<Actor> = (0..7)
            .map(|_| {
                actor(
                    between(&mut rng, 0.1, 1.0),
                    between(&mut rng, 0.1, 1.0),
                    between(&mut rng, 0.0, 10.0),
                )
            })
            .collect();
        let issue = Issue::new(actors.clone(), neutral()).unwrap();
        let median = issue.median();
        for other in &actors {
            let votes: f64 = actors
                .iter()
                .map(|a| {
                    let v = (a.position - other.position).abs() - (a.position - median).abs();
                    a.capability * a.salience * v.signum() * f64::from(v != 0.0)
                })
                .sum();
            assert!(votes >= -1e-12);
        }
    }
}

#[test]
fn shifting_scaling_and_mirroring_the_issue_change_nothing_else() {
    let mut rng = generator(42);
    for turn in 0..200 {
        let terms = Terms {
            status_quo: [1.0, 0.5][turn % 2],
            votes: [Votes::Linear, Votes::Risk][turn / 2 % 2],
            risk: [Risk::AcrossActors, Risk::AcrossPositions, Risk::Neutral][turn / 4 % 3],
            choice: [Choice::LeastMove, Choice::ByKind][turn / 12 % 2],
            ..Terms::default()
        };
        let actors: Vec<Actor> = (0..5)
            .map(|_| {
                actor(
                    between(&mut rng, 0.1, 1.0),
                    between(&mut rng, 0.1, 1.0),
                    between(&mut rng, 0.0, 1.0),
                )
            })
            .collect();
        let map = |scale: f64, shift: f64, weight: f64| {
            let actors = actors
                .iter()
                .map(|a| actor(a.capability * weight, a.salience, a.position * scale + shift))
                .collect();
            let mut issue = Issue::new(actors, terms).unwrap();
            let round = issue.round();
            let back: Vec<f64> =
                issue.actors().iter().map(|a| (a.position - shift) / scale).collect();
            (back, round.exponents)
        };
        let (plain, r) = map(1.0, 0.0, 1.0);
        for (other, s) in [map(10.0, 3.0, 1.0), map(-1.0, 0.0, 1.0), map(1.0, 0.0, 100.0)] {
            for (a, b) in plain.iter().zip(&other).chain(r.iter().zip(&s)) {
                assert!((a - b).abs() < 1e-9, "turn {turn}: {plain:?} {other:?}");
            }
        }
    }
}

#[test]
fn rounds_stay_within_the_scale_and_end() {
    let mut issue = three(Terms::default());
    let rounds = issue.run(20);
    assert!(!rounds.is_empty() && rounds.len() <= 20);
    assert!(issue.actors().iter().all(|a| (0.0..=1.0).contains(&a.position)));
    // Positions change only where an offer was taken.
    let mut again = three(Terms::default());
    let before = again.actors().to_vec();
    let round = again.round();
    for ((a, b), offer) in before.iter().zip(again.actors()).zip(&round.taken) {
        assert_eq!(offer.is_none(), a.position == b.position);
    }
}

#[test]
fn what_is_no_issue_is_refused() {
    let new = |actors| Issue::new(actors, Terms::default()).map(|_| ()).map_err(|e| e.code());
    let wrong = |actors| assert_eq!(new(actors).unwrap_err().as_str(), "game/invalid");
    wrong(vec![]);
    wrong(vec![actor(1.0, 1.0, 0.0), actor(1.0, 1.0, 0.0)]);
    wrong(vec![actor(0.0, 1.0, 0.0), actor(1.0, 1.0, 1.0)]);
    wrong(vec![actor(1.0, 1.5, 0.0), actor(1.0, 1.0, 1.0)]);
    wrong(vec![actor(1.0, 0.0, 0.0), actor(1.0, 0.0, 1.0)]);
    wrong(vec![actor(1.0, 1.0, f64::NAN), actor(1.0, 1.0, 1.0)]);
    let fixed = Terms { drift: Drift::Fixed(2.0), ..Terms::default() };
    assert!(Issue::new(vec![actor(1.0, 1.0, 0.0), actor(1.0, 1.0, 1.0)], fixed).is_err());
}
