//! The alliance game in closed form: golden values, margins, incomplete information.
//!
//! Tolerances: 1e-6 for the golden values, which are given to six digits; 1e-12 where two
//! ways to the same number differ by rounding only.

use crate::draws::{draw, generator, symmetric};
use comity_games::catalogue::alliance::{
    Ceiling, Condition, Form, Member, Outcome, PARAMETERS, Params, Record, Trust, posterior,
};
use rand::RngExt;

fn at(vulnerability: f64) -> Params {
    Params { vulnerability_a: vulnerability, vulnerability_b: vulnerability, ..Params::default() }
}

fn outcome(params: Params) -> Outcome {
    params.check().unwrap().equilibrium().outcome
}

#[test]
fn golden_thresholds() {
    let t = at(0.25).check().unwrap().symmetric().unwrap();
    assert!((t.honour - 0.793738).abs() < 1e-6);
    assert!((t.join - 0.447214).abs() < 1e-6);
    assert!((t.vulnerability - 0.257828).abs() < 1e-6);
}

#[test]
fn golden_equilibria() {
    let alone = |v| Params { sponsor: false, ..at(v) };
    assert_eq!(outcome(at(0.25)), Outcome::Bilateral);
    assert_eq!(outcome(at(0.26)), Outcome::Asymmetric);
    assert_eq!(outcome(alone(0.25)), Outcome::Bilateral);
    assert_eq!(outcome(alone(0.26)), Outcome::None);
}

#[test]
fn payoffs_by_hand() {
    // v = .25: S = .8, Π = .6, Uᴴ = .8(.8·.3 + .2·.2) − .02 = .204, U⁰ = .16.
    let p = at(0.25).check().unwrap();
    let near = |x: f64, y: f64| assert!((x - y).abs() < 1e-12, "{x} {y}");
    near(p.alone()[0], 0.16);
    near(p.allied(Form::Bilateral)[1], 0.204);
    // x* = (.204 + .03 − .2·.16)/.8.
    near(p.least_price(Form::Bilateral)[0], 0.2525);
    // Under the sponsor S = .9, p = .25, Π = .7: .9(.9·.35 + .1·.25) − .02 − .09.
    near(p.allied(Form::Asymmetric)[0], 0.196);
    near(p.least_price(Form::Asymmetric)[0], (0.196 + 0.33 - 0.032) / 0.8);
    near(p.seller(Form::Asymmetric, 0.25)[0], 0.8 * 0.25 + 0.2 * 0.16 - 0.33);
    // Victim: [1 − .8(.25 + .75·.5)]·.2 − .02.
    near(p.victim()[1], 0.5 * 0.2 - 0.02);
    // L = .64·.6 + 2·.8·.2·.2, and after a sale .2·.16 + .1.
    near(p.loss(Form::Bilateral), 0.448);
    near(p.loss_alone(), 0.32);
    near(p.loss_sold()[0], 0.132);
    near(p.whole_gain(Form::Bilateral)[0], (0.448 - 0.132) / 0.8);
}

#[test]
fn equilibrium_and_closed_form_agree_for_equal_groups() {
    let mut rng = generator(11);
    let mut formed = 0;
    for _ in 0..20_000 {
        let params = Params { sponsor: false, ..symmetric(&mut rng) };
        let p = params.check().unwrap();
        let t = p.symmetric().unwrap();
        // Draws nearer than rounding to the threshold have no answer in floating numbers.
        if (params.vulnerability_a - t.vulnerability).abs() < 1e-9 {
            continue;
        }
        let forms = p.equilibrium().outcome == Outcome::Bilateral;
        assert_eq!(forms, params.vulnerability_a < t.vulnerability, "{params:?}");
        formed += u32::from(forms);
    }
    assert!(formed > 2_000 && formed < 18_000, "{formed}");
}

#[test]
fn unequal_groups_can_fail_on_one_side() {
    let p = Params { share_a: 0.7, ..at(0.2) }.check().unwrap();
    let e = p.equilibrium();
    assert_eq!(e.bilateral.joins(), [true, false]);
    assert_eq!(e.would_sell(Form::Bilateral), [false, true]);
    let why: Vec<Condition> = e.why_not(Form::Bilateral).collect();
    assert!(why.contains(&Condition::Joins(Form::Bilateral, Member::B)));
    assert!(why.contains(&Condition::Honours(Form::Bilateral, Member::B)));
    assert_eq!(why.len(), 2);
}

#[test]
fn the_outcome_has_no_reason_against_it_and_the_others_have() {
    let mut rng = generator(12);
    for _ in 0..20_000 {
        let e = draw(&mut rng).check().unwrap().equilibrium();
        for (form, of) in
            [(Form::Bilateral, Outcome::Bilateral), (Form::Asymmetric, Outcome::Asymmetric)]
        {
            assert_eq!(e.why_not(form).count() == 0, e.outcome == of, "{e:?}");
        }
    }
}

#[test]
fn margins_are_where_conditions_switch() {
    let params = at(0.25);
    let p = params.check().unwrap();
    let t = p.symmetric().unwrap();
    // Both groups' survival enters a member's price: A's condition moves with v_B as well.
    let switch = p.nearest_switch(2).unwrap();
    assert_eq!(PARAMETERS[2].name, "vulnerability_a");
    assert!(switch.at > 0.25 && switch.distance < 0.02);
    // λ at which S* meets S: the closed form is λ = κx̄ + δd − ½σS² − κpS.
    let place = PARAMETERS.iter().position(|q| q.name == "penalty").unwrap();
    let switch = p.nearest_switch(place).unwrap();
    assert!((switch.at - (0.2 + 0.02 - 0.1 * 0.64 - 0.16 * 0.8)).abs() < 1e-12, "{switch:?}");
    // r at which S* meets S: (1 − S*)/v.
    let place = PARAMETERS.iter().position(|q| q.name == "repression").unwrap();
    let switch = p.nearest_switch(place).unwrap();
    assert!((switch.at - (1.0 - t.honour) / 0.25).abs() < 1e-12, "{switch:?}");
    for s in p.margins() {
        let look = |value: f64| {
            let mut values = params.values();
            values[s.parameter] = value;
            params.with_values(values).check().map(|p| p.equilibrium())
        };
        let bit = Condition::ALL.iter().position(|c| *c == s.condition).unwrap();
        let here = p.equilibrium().conditions() >> bit & 1;
        let beyond = look(s.at).unwrap();
        assert_ne!(beyond.conditions() >> bit & 1, here, "{s:?}");
        assert_eq!(beyond.outcome, s.beyond);
        let inside = look(if s.distance > 0.0 { s.at.next_down() } else { s.at.next_up() });
        assert_eq!(inside.unwrap().conditions() >> bit & 1, here, "{s:?}");
    }
}

#[test]
fn trust_needs_a_prior() {
    assert_eq!(Trust::of(0.1, 0.3, 0.0), Trust::From(0.1 / 0.3));
    assert_eq!(Trust::of(0.1, 0.05, 0.0), Trust::Never);
    assert_eq!(Trust::of(0.1, 0.3, 0.2), Trust::Always);
    // (U⁰ − Uⱽ)/(Uᴴ − Uⱽ) = (.16 − .08)/(.204 − .08) at v = .25.
    let Trust::From(least) = at(0.25).check().unwrap().trust(Form::Bilateral, Member::A) else {
        panic!("a prior settles it");
    };
    assert!((least - 0.08 / 0.124).abs() < 1e-12);
    assert!(!Trust::From(0.5).allies(0.49) && Trust::From(0.5).allies(0.5));
}

#[test]
fn records_are_weighed_by_bayes_rule() {
    let of = |honoured, sold| posterior(0.3, Record { honoured, sold }, 0.1, 0.6);
    let by_hand = 0.3 * 0.9 * 0.1 / (0.3 * 0.9 * 0.1 + 0.7 * 0.4 * 0.6);
    assert!((of(1, 1).unwrap() - by_hand).abs() < 1e-12);
    assert!((of(0, 0).unwrap() - 0.3).abs() < 1e-12);
    assert!(of(3, 0).unwrap() > of(2, 0).unwrap() && of(0, 1).unwrap() < 0.3);
    assert!(posterior(0.5, Record { honoured: 1, sold: 1 }, 0.0, 1.0).is_err());
    assert_eq!(
        posterior(1.5, Record::default(), 0.0, 1.0).unwrap_err().code().as_str(),
        "game/invalid"
    );
    // Sampled truth: among partners with a record, the share of robust ones is the posterior.
    let mut rng = generator(13);
    let (mut robust, mut all) = (0_u32, 0_u32);
    for _ in 0..200_000 {
        let is_robust = rng.random::<f64>() < 0.3;
        let sells = if is_robust { 0.1 } else { 0.6 };
        if rng.random::<f64>() >= sells && rng.random::<f64>() < sells {
            all += 1;
            robust += u32::from(is_robust);
        }
    }
    // Four standard errors of a share.
    let n = f64::from(all);
    let error = libm::sqrt(by_hand * (1.0 - by_hand) / n);
    assert!((f64::from(robust) / n - by_hand).abs() < 4.0 * error);
}

#[test]
fn ranges_are_checked_once() {
    let e = Params { credibility: 0.0, ..Params::default() }.check().unwrap_err();
    assert_eq!(e.code().as_str(), "game/invalid");
    assert!(e.to_string().contains("credibility"));
    assert!(Params { distance: f64::NAN, ..Params::default() }.check().is_err());
    assert!(Params { share_a: 1.1, ..Params::default() }.check().is_err());
    let unequal = Params { strength_a: 0.3, ..Params::default() }.check().unwrap();
    assert_eq!(unequal.symmetric().unwrap_err().code().as_str(), "game/invalid");
}

#[test]
fn thresholds_have_their_limits() {
    let t = |p: Params| p.check().unwrap().symmetric().unwrap();
    let strict = Params { penalty: 2.0, distance: 0.0, ..Params::default() };
    assert_eq!(t(strict).honour, f64::NEG_INFINITY);
    assert_eq!(t(strict).join, 0.0);
    let linear = Params { synergy: 0.0, distance: 0.0, ..Params::default() };
    assert!((t(linear).honour - (0.2 - 0.03) / 0.16).abs() < 1e-12);
    assert_eq!(t(Params { synergy: 0.0, ..Params::default() }).join, f64::INFINITY);
    assert_eq!(t(Params { repression: 0.0, ..Params::default() }).vulnerability, f64::INFINITY);
}

#[test]
fn information_acts_through_the_cap_and_the_victim_only() {
    let mut rng = generator(14);
    for _ in 0..1_000 {
        let params = draw(&mut rng);
        // ι doubled and ξ halved leave the cap, hence the equilibrium, and move the victim.
        let information = params.information / 2.0;
        let moved = Params { information, price: params.price * 2.0, ..params };
        let (p, q) = (params.check().unwrap(), moved.check().unwrap());
        assert_eq!(p.equilibrium(), q.equilibrium());
        assert!(p.victim()[0] <= q.victim()[0]);
    }
}

/// A 200 × 200 diagram in strength of repression and vulnerability of both groups. Run with
/// `cargo test --release -p comity-games -- --ignored --nocapture phase_diagram`.
#[test]
#[ignore = "measures time; run in release"]
fn phase_diagram_in_milliseconds() {
    let start = std::time::Instant::now();
    let mut counts = [0_u32; 3];
    for i in 0..200 {
        for j in 0..200 {
            let v = f64::from(i) / 199.0;
            let params = Params {
                repression: f64::from(j) / 199.0,
                vulnerability_a: v,
                vulnerability_b: v,
                ceiling: Ceiling::Cap,
                ..Params::default()
            };
            counts[params.check().unwrap().equilibrium().outcome as usize] += 1;
        }
    }
    let took = start.elapsed();
    println!("200 × 200 cells in {took:?}: {counts:?}");
    assert!(took.as_secs_f64() < 1.0);
}
