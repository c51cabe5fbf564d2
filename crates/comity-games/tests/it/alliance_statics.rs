//! Comparative statics of the alliance game over random draws.
//!
//! A prediction is yes or no, so "falls in x" is read as follows. Each draw takes all parameters
//! at random and a second value of x; the prediction is made at the lower and at the higher
//! value, everything else equal. A draw *moves* when the two predictions differ, and *violates*
//! "falls" when the prediction is no at the lower and yes at the higher value. Shares are of all
//! draws. Vulnerability moves for both groups at once. No tolerance: predictions are exact
//! comparisons.

use crate::draws::{UPPER, between, draw, generator, lower, symmetric};
use comity_games::catalogue::alliance::{Ceiling, Form, Outcome, PARAMETERS, Params};
use rand_pcg::Pcg64;

const DRAWS: u32 = 20_000;

/// What is predicted to be so.
#[derive(Clone, Copy)]
enum Claim {
    /// The equilibrium is this.
    Is(Outcome),
    /// The conditions of the bilateral alliance hold.
    BilateralHolds,
    /// Neither ally would sell the bilateral alliance.
    NobodySells,
}

#[derive(Debug, Default)]
struct Tally {
    yes: u32,
    moved: u32,
    fell: u32,
    rose: u32,
}

fn claim(params: Params, what: Claim) -> bool {
    let e = params.check().unwrap().equilibrium();
    match what {
        Claim::Is(outcome) => e.outcome == outcome,
        Claim::BilateralHolds => e.bilateral.holds(),
        Claim::NobodySells => e.bilateral.honours() == [true; 2],
    }
}

fn places(name: &str) -> Vec<usize> {
    let of = |n: &str| PARAMETERS.iter().position(|p| p.name == n).unwrap();
    match name {
        "vulnerability" => vec![of("vulnerability_a"), of("vulnerability_b")],
        _ => vec![of(name)],
    }
}

/// Predictions at a lower and a higher value, over the draws of `make`.
fn tally(name: &str, what: Claim, make: impl Fn(&mut Pcg64) -> Params) -> Tally {
    let mut rng = generator(2012);
    let mut t = Tally::default();
    for _ in 0..DRAWS {
        let params = make(&mut rng);
        let (mut low, mut high) = (params.values(), params.values());
        for place in places(name) {
            let other = between(&mut rng, lower(place), UPPER[place]);
            let here = params.values()[place];
            low[place] = here.min(other);
            high[place] = here.max(other);
        }
        let at = |values| claim(params.with_values(values), what);
        let (before, after) = (at(low), at(high));
        t.yes += u32::from(before);
        t.moved += u32::from(before != after);
        t.fell += u32::from(before && !after);
        t.rose += u32::from(!before && after);
    }
    t
}

fn show(title: &str, name: &str, t: &Tally) {
    let share = |n: u32| 100.0 * f64::from(n) / f64::from(DRAWS);
    println!(
        "{title:<36} {name:<14} yes {:6.2} %  moves {:6.2} %  falls {:6.2} %  rises {:6.3} %",
        share(t.yes),
        share(t.moved),
        share(t.fell),
        share(t.rose)
    );
}

fn without_sponsor(rng: &mut Pcg64) -> Params {
    Params { sponsor: false, ..draw(rng) }
}

/// A sponsor that punishes every sale, hard, and is willing whenever it does harm.
fn strong(rng: &mut Pcg64) -> Params {
    let p = draw(rng);
    Params { detection: 1.0, punishment: 1.0 + p.punishment, cost: 0.0, ..p }
}

const FALLING: [&str; 5] = ["vulnerability", "repression", "distance", "credibility", "price"];
const RISING: [&str; 2] = ["penalty", "synergy"];

#[test]
fn bilateral_alliances_as_the_theory_says() {
    for name in FALLING {
        let t = tally(name, Claim::Is(Outcome::Bilateral), without_sponsor);
        show("bilateral, no sponsor", name, &t);
        assert_eq!(t.rose, 0);
        assert!(t.fell > 100);
    }
    for name in RISING {
        let t = tally(name, Claim::Is(Outcome::Bilateral), without_sponsor);
        show("bilateral, no sponsor", name, &t);
        assert_eq!(t.fell, 0);
        assert!(t.rose > 100);
    }
    // ι moves the cap with it.
    let t = tally("information", Claim::Is(Outcome::Bilateral), without_sponsor);
    show("bilateral, no sponsor", "information", &t);
    assert_eq!(t.rose, 0);
    assert!(t.fell > 100);
}

#[test]
fn asymmetric_alliances_as_the_theory_says() {
    for name in ["punishment", "detection"] {
        let t = tally(name, Claim::Is(Outcome::Asymmetric), draw);
        show("asymmetric, sponsor", name, &t);
        assert_eq!(t.fell, 0);
        assert!(t.rose > 100);
    }
    let t = tally("autonomy", Claim::Is(Outcome::Asymmetric), draw);
    show("asymmetric, sponsor", "autonomy", &t);
    assert_eq!(t.rose, 0);
    assert!(t.fell > 100);
}

#[test]
fn strong_enforcement() {
    for name in ["vulnerability", "repression"] {
        let holds = tally(name, Claim::BilateralHolds, strong);
        show("bilateral holds, strong sponsor", name, &holds);
        assert_eq!(holds.rose, 0);
        // A may leave a sponsor whose resources shrink with survival faster than its shelter
        // helps: then the choice, not the alliance's conditions, rises in v.
        let is = tally(name, Claim::Is(Outcome::Bilateral), strong);
        show("bilateral chosen, strong sponsor", name, &is);
        assert!(is.rose > 0);
        let half = tally(name, Claim::Is(Outcome::Bilateral), |rng| {
            let p = strong(rng);
            Params { shelter: 0.5 + p.shelter / 2.0, ..p }
        });
        show("the same, shelter of a half or more", name, &half);
        // Under full shelter Uʸ does not depend on v, so that Y only gains on H.
        let full = tally(name, Claim::Is(Outcome::Bilateral), |rng| Params {
            shelter: 1.0,
            ..strong(rng)
        });
        show("the same, full shelter", name, &full);
        assert_eq!(full.rose, 0);
    }
    for name in FALLING.into_iter().chain(RISING) {
        show("bilateral chosen, sponsor", name, &tally(name, Claim::Is(Outcome::Bilateral), draw));
    }
}

#[test]
fn where_the_choice_of_the_bilateral_alliance_rises_in_vulnerability() {
    // Every such draw is one in which the sponsored alliance is left: by A, who comes to prefer
    // the bilateral one, or because it ceases to pay a member.
    let mut rng = generator(2013);
    let (mut turned, mut refused) = (0, 0);
    for _ in 0..5 * DRAWS {
        let p = strong(&mut rng);
        let at = |v: [f64; 2]| {
            Params { vulnerability_a: v[0], vulnerability_b: v[1], ..p }
                .check()
                .unwrap()
                .equilibrium()
        };
        let other = [between(&mut rng, 0.0, 1.0), between(&mut rng, 0.0, 1.0)];
        let here = [p.vulnerability_a, p.vulnerability_b];
        let low = at([here[0].min(other[0]), here[1].min(other[1])]);
        let high = at([here[0].max(other[0]), here[1].max(other[1])]);
        if low.outcome == Outcome::Bilateral || high.outcome != Outcome::Bilateral {
            continue;
        }
        assert_eq!(low.outcome, Outcome::Asymmetric);
        assert!(low.bilateral.holds() && low.proposer_preference > 0.0);
        let left = high.proposer_preference <= 0.0;
        assert!(left || high.asymmetric.joins() != [true; 2]);
        turned += u32::from(left);
        refused += u32::from(!left);
        assert!(p.shelter < 1.0 && p.resources > 0.0);
    }
    println!("A turned away {turned}, a member refused {refused}");
    assert!(turned > 0);
}

#[test]
fn without_the_cap_the_prediction_in_vulnerability_reverses() {
    let uncapped = |rng: &mut Pcg64| Params { ceiling: Ceiling::Gain, ..without_sponsor(rng) };
    let both = |rng: &mut Pcg64| Params { ceiling: Ceiling::CapAndGain, ..without_sponsor(rng) };
    for name in FALLING.into_iter().chain(RISING) {
        let t = tally(name, Claim::Is(Outcome::Bilateral), uncapped);
        show("bilateral, no sponsor, no cap", name, &t);
        let t = tally(name, Claim::Is(Outcome::Bilateral), both);
        show("bilateral, no sponsor, cap and gain", name, &t);
    }
    // The sale alone, among equal groups: it pays more often with v under the cap, less often
    // without.
    let equal =
        |ceiling| move |rng: &mut Pcg64| Params { ceiling, sponsor: false, ..symmetric(rng) };
    let capped = tally("vulnerability", Claim::NobodySells, equal(Ceiling::Cap));
    show("nobody sells, equal, cap", "vulnerability", &capped);
    let free = tally("vulnerability", Claim::NobodySells, equal(Ceiling::Gain));
    show("nobody sells, equal, no cap", "vulnerability", &free);
    assert!(capped.rose == 0 && capped.fell > 100);
    assert!(free.fell == 0 && free.rose > 100);
    // Equal groups: the slack λ − δd − ½σS² − r(1 − v)ιp rises in v in every draw.
    let mut rng = generator(7);
    for _ in 0..DRAWS {
        let p = Params { ceiling: Ceiling::Gain, sponsor: false, ..symmetric(&mut rng) };
        let slack = |v: f64| {
            let q = Params { vulnerability_a: v, vulnerability_b: v, ..p }.check().unwrap();
            let verdict = q.equilibrium().bilateral;
            let s = q.survival()[0];
            let by_hand = q.lambda()
                - q.dilution_cost()
                - 0.5 * p.synergy * s * s
                - p.repression * (1.0 - v) * p.information * p.strength_a;
            // The price is not cut off at zero in the formula.
            let raw = q.credibility * (verdict.least_price[0] - verdict.ceiling[0]);
            if verdict.least_price[0] > 0.0 {
                assert!((raw - by_hand).abs() < 1e-12);
            }
            by_hand
        };
        let (low, high) = (p.vulnerability_a / 2.0, p.vulnerability_a);
        assert!(slack(low) <= slack(high));
    }
}

#[test]
fn the_caps_reversal_in_one_example() {
    // With the cap the alliance forms among the little exposed only; without it among the
    // exposed only, up to the vulnerability at which joining no longer pays.
    let at = |ceiling, v: f64| {
        let p = Params {
            vulnerability_a: v,
            vulnerability_b: v,
            penalty: 0.11,
            price: 0.6,
            distance: 0.05,
            sponsor: false,
            ceiling,
            ..Params::default()
        };
        p.check().unwrap().equilibrium().outcome == Outcome::Bilateral
    };
    let grid: Vec<f64> = (0..=100).map(|i| f64::from(i) / 100.0).collect();
    let row = |ceiling| grid.iter().map(|&v| at(ceiling, v)).collect::<Vec<_>>();
    let (capped, uncapped) = (row(Ceiling::Cap), row(Ceiling::Gain));
    println!("capped {capped:?}\nuncapped {uncapped:?}");
    let changes = |r: &[bool]| r.windows(2).filter(|w| w[0] != w[1]).count();
    assert!(capped[0] && !capped[100] && changes(&capped) == 1);
    assert!(!uncapped[0] && uncapped[70] && changes(&uncapped[..=70]) == 1);
}

#[test]
fn how_often_the_rules_for_the_offer_differ() {
    let mut rng = generator(5);
    let mut differ = [0_u32; 2];
    for _ in 0..DRAWS {
        let p = draw(&mut rng);
        let of = |ceiling| Params { ceiling, ..p }.check().unwrap().equilibrium().outcome;
        let cap = of(Ceiling::Cap);
        differ[0] += u32::from(of(Ceiling::Gain) != cap);
        differ[1] += u32::from(of(Ceiling::CapAndGain) != cap);
        // A lower ceiling never breaks the bilateral alliance.
        let holds =
            |ceiling| Params { ceiling, ..p }.check().unwrap().equilibrium().bilateral.holds();
        assert!(!holds(Ceiling::Cap) || holds(Ceiling::CapAndGain));
        assert!(!holds(Ceiling::Gain) || holds(Ceiling::CapAndGain));
    }
    println!("outcome differs from the cap's: no cap {}, cap and gain {}", differ[0], differ[1]);
    assert!(differ[0] > 0 && differ[1] > 0);
    let p = Params::default().check().unwrap();
    assert!(p.least_price(Form::Bilateral)[0] > p.cap());
}
