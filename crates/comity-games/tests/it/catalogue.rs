//! The list of games, and the trees among them against what can be worked out otherwise.
//!
//! No tolerance but 1e-12 for sums of a few products.

use crate::draws::{between, draw, generator};
use comity_games::catalogue::alliance::{
    Ceiling, Form, Member, Outcome, PARAMETERS, Params, Trust,
};
use comity_games::catalogue::{Entry, Kind, all, end_of_play, find};
use comity_games::tree::Tree;
use comity_games::{Game, Rational};
use rand::RngExt;

#[test]
fn every_game_is_listed_and_solved_at_its_defaults() {
    let slugs: Vec<&str> = all().iter().map(Entry::slug).collect();
    assert_eq!(
        slugs,
        [
            "alliance",
            "alliance-tree",
            "alliance-incomplete",
            "sponsorship",
            "crisis-three",
            "crisis-four",
            "crisis-three-players",
            "crisis-ultimatum",
            "contest-on-networks",
            "group-decision",
        ]
    );
    let solved: Vec<&str> = all().iter().map(|e| e.solve(&[]).unwrap()).collect();
    assert_eq!(
        solved,
        [
            "bilateral",
            "bilateral",
            "type",
            "sponsored concession",
            "gives in",
            "right, left",
            "3 goes left",
            "the least accepted",
            "interior equilibrium",
            "compromise",
        ]
    );
    for e in all() {
        assert!(!e.citation().is_empty() && !e.documented().is_empty());
        assert_eq!(e.game().is_some(), e.kind() == Kind::Tree);
        assert!(e.parameters().iter().all(|p| p.allows(p.default) && !p.meaning.is_empty()));
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src");
        assert!(page.join(e.page()).is_file(), "{}", e.page());
    }
}

#[test]
fn no_values_within_the_ranges_break_a_game() {
    let mut rng = generator(25);
    for entry in all() {
        for _ in 0..400 {
            let values: Vec<f64> = entry
                .parameters()
                .iter()
                .map(|p| match rng.random_range(0..4) {
                    0 => p.low.max(-1e300),
                    1 => p.high.min(1e300),
                    2 => p.default,
                    _ => between(&mut rng, p.low.max(-2.0), p.high.min(2.0)),
                })
                .collect();
            match entry.classify(&values) {
                Ok(class) => assert!(class < entry.classes().len()),
                Err(e) => assert_eq!(e.code().as_str(), "game/invalid", "{} {e}", entry.slug()),
            }
        }
    }
    // Margins end even where the range does not.
    let far = Params { penalty: 1e300, distance: 1e-300, resources: 1e200, ..Params::default() };
    assert!(far.check().unwrap().margins().iter().all(|s| !s.at.is_nan()));
}

#[test]
fn wrong_names_bring_the_right_ones() {
    let e = find("aliance").unwrap_err();
    assert_eq!(e.code().as_str(), "game/unknown");
    assert!(e.candidate_names().contains(&"alliance".to_owned()));
    let alliance = find("alliance").unwrap();
    let e = alliance.solve(&[("represion", 0.1)]).unwrap_err();
    assert_eq!(e.candidate_names(), ["repression"]);
    assert_eq!(alliance.solve(&[("repression", 1.1)]).unwrap_err().code().as_str(), "game/invalid");
    assert_eq!(alliance.solve(&[("sponsor", 0.5)]).unwrap_err().code().as_str(), "game/invalid");
    assert_eq!(alliance.classify(&[0.5]).unwrap_err().code().as_str(), "game/invalid");
}

#[test]
fn the_alliance_tree_has_the_parameters_of_the_closed_form() {
    let tree = find("alliance-tree").unwrap();
    for (ours, theirs) in PARAMETERS.iter().zip(tree.parameters()) {
        assert_eq!((&ours.name, ours.default), (&theirs.name, theirs.default));
        assert_eq!((ours.low, ours.high), (theirs.low, theirs.high), "{}", ours.name);
    }
}

fn alliance(game: &Game, params: &Params, premium: f64) -> Tree<f64> {
    let (capped, counts) = match params.ceiling {
        Ceiling::Cap => (1.0, 0.0),
        Ceiling::Gain => (0.0, 1.0),
        Ceiling::CapAndGain => (1.0, 1.0),
    };
    let values = params.values();
    let mut named: Vec<(&str, f64)> =
        PARAMETERS.iter().map(|p| &*p.name).zip(values.iter().copied()).collect();
    named.push(("sponsor", f64::from(u8::from(params.sponsor))));
    named.extend([("capped", capped), ("counts_loss", counts), ("premium", premium)]);
    game.evaluate(&named).unwrap()
}

#[test]
fn backward_induction_in_the_tree_is_the_closed_form() {
    let game = find("alliance-tree").unwrap().game().unwrap();
    let names: Vec<&str> = game.node_names().collect();
    let mut rng = generator(21);
    let mut seen = std::collections::BTreeMap::new();
    for turn in 0..6_000_u32 {
        let params = Params {
            ceiling: [Ceiling::Cap, Ceiling::Gain, Ceiling::CapAndGain][turn as usize % 3],
            sponsor: turn % 4 != 0,
            ..draw(&mut rng)
        };
        // Whatever part of the way: the equilibrium does not depend on the premium.
        let premium = [0.001, 0.1, 0.5, 0.999][turn as usize / 3 % 4];
        let tree = alliance(game, &params, premium);
        let end = names[end_of_play(&tree).unwrap() as usize];
        let outcome = params.check().unwrap().equilibrium().outcome;
        let expected = match outcome {
            Outcome::None => "no alliance",
            Outcome::Bilateral => "bilateral",
            Outcome::Asymmetric => "asymmetric",
        };
        // "…, offered" would be an offer of sponsorship that A does not take.
        assert_eq!(end, expected, "{params:?} premium {premium}");
        *seen.entry((turn % 3, expected)).or_insert(0) += 1;
    }
    println!("{seen:?}");
    assert_eq!(seen.len(), 9);
}

#[test]
fn payoffs_of_the_tree_are_those_of_the_closed_form() {
    let game = find("alliance-tree").unwrap().game().unwrap();
    let names: Vec<&str> = game.terminal_names().collect();
    let mut rng = generator(22);
    for _ in 0..200 {
        let params = draw(&mut rng);
        let p = params.check().unwrap();
        let tree = alliance(game, &params, 0.25);
        let near = |x: f64, y: f64| assert!((x - y).abs() < 1e-12, "{x} {y} {params:?}");
        let at = |name: &str| {
            tree.payoffs(names.iter().position(|n| *n == name).unwrap() as u32).to_vec()
        };
        for (name, u, loss) in [
            ("no alliance", p.alone(), p.loss_alone()),
            ("bilateral", p.allied(Form::Bilateral), p.loss(Form::Bilateral)),
        ] {
            near(at(name)[0], params.benefit * loss);
            near(at(name)[1], u[0]);
            near(at(name)[2], u[1]);
        }
        near(at("asymmetric")[1], p.allied(Form::Asymmetric)[0]);
        near(at("asymmetric")[0], params.benefit * p.loss(Form::Asymmetric) - params.cost);
        let (least, cap) = (p.least_price(Form::Bilateral)[1], p.cap());
        let price = if least > cap { cap } else { least + 0.25 * (cap - least) };
        near(at("bilateral, sold by B")[2], p.seller(Form::Bilateral, price)[1]);
        near(at("bilateral, sold by B")[1], p.victim()[0]);
        near(at("bilateral, sold by B")[3], p.credibility * (cap - price));
    }
}

#[test]
fn the_alliance_tree_is_solved_in_exact_numbers_too() {
    let game = find("alliance-tree").unwrap().game().unwrap();
    let names: Vec<&str> = game.node_names().collect();
    let v = |v: i64| Rational::new(v.into(), 100.into());
    for (at, end) in [(25, "bilateral"), (26, "asymmetric")] {
        let tree =
            game.evaluate(&[("vulnerability_a", v(at)), ("vulnerability_b", v(at))]).unwrap();
        assert_eq!(names[end_of_play(&tree).unwrap() as usize], end);
    }
}

#[test]
fn a_partner_of_unknown_type_is_trusted_from_the_threshold_on() {
    let game = find("alliance-incomplete").unwrap().game().unwrap();
    let names: Vec<&str> = game.node_names().collect();
    let mut rng = generator(23);
    let (mut compared, mut allied) = (0, 0);
    while compared < 3_000 {
        let params = Params { penalty_shared: 0.0, ..draw(&mut rng) };
        let p = params.check().unwrap();
        let sells = p.seller(Form::Bilateral, p.cap())[1];
        let joint = p.allied(Form::Bilateral)[1];
        // The formula is for a robust partner that joins and a fragile one that joins to sell.
        if joint < p.alone()[1] || sells <= joint {
            continue;
        }
        let prior = between(&mut rng, 0.0, 1.0);
        let values = params.values();
        let mut named: Vec<(&str, f64)> = game
            .parameters()
            .iter()
            .filter_map(|q| {
                let place = PARAMETERS.iter().position(|r| r.name == q.name)?;
                Some((q.name.as_str(), values[place]))
            })
            .collect();
        named.push(("prior", prior));
        let tree = game.evaluate(&named).unwrap();
        let proposes = names[end_of_play(&tree).unwrap() as usize] == "type";
        let trust = p.trust(Form::Bilateral, Member::A);
        if let Trust::From(least) = trust
            && (prior - least).abs() < 1e-9
        {
            continue;
        }
        assert_eq!(proposes, trust.allies(prior), "{params:?} {prior}");
        compared += 1;
        allied += u32::from(proposes);
    }
    assert!(allied > 100 && allied < 2_900, "{allied}");
}

#[test]
fn sponsorship_by_hand() {
    let e = find("sponsorship").unwrap();
    // A strong state: war is worth .4 − .35 > 0 to S, so T yields .3 rather than lose .65, and
    // S needs no group: sponsoring would bring .3 − .05 − .2·.1.
    assert_eq!(e.solve(&[("power", 0.4)]).unwrap(), "concession");
    // A moderately weak one: a bare demand is refused, as war is worth −.1 to S. Faced with the
    // group, T bears .3 + .2·.4 rather than .4, or .25 + .25 in a war.
    assert_eq!(e.solve(&[("power", 0.25)]).unwrap(), "sponsored concession");
    // A weak one: T retaliates at a cost of .1 + .25 < .38, and S does not try.
    assert_eq!(e.solve(&[("power", 0.1)]).unwrap(), "status quo");
    // A group out of control: conceding costs T .3 + .4, refusing .4; S keeps .25·.4 − .05.
    assert_eq!(e.solve(&[("control", 0.0)]).unwrap(), "violence");
    // One in between: conceding costs T .3 + .2·.4 unless control is below ¾.
    assert_eq!(e.solve(&[("control", 0.76)]).unwrap(), "sponsored concession");
    assert_eq!(e.solve(&[("control", 0.74)]).unwrap(), "violence");
}

#[test]
fn crisis_games_by_hand() {
    let three = find("crisis-three").unwrap();
    assert_eq!(three.solve(&[]).unwrap(), "gives in");
    assert_eq!(three.solve(&[("u24", 0.1)]).unwrap(), "status quo");
    assert_eq!(three.solve(&[("u24", 0.1), ("u14", 0.2)]).unwrap(), "resists");
    let four = find("crisis-four").unwrap();
    assert_eq!(four.solve(&[("u13", 2.0)]).unwrap(), "right, left");
    assert_eq!(four.solve(&[("u22", 1.0)]).unwrap(), "left, right");
    assert_eq!(four.solve(&[("u24", 1.0), ("u14", 3.0)]).unwrap(), "right, right");
    let players = find("crisis-three-players").unwrap();
    assert_eq!(players.solve(&[]).unwrap(), "3 goes left");
    assert_eq!(players.solve(&[("u36", 1.0)]).unwrap(), "2 stops");
    assert_eq!(players.solve(&[("u36", 1.0), ("u26", 1.0)]).unwrap(), "1 stops");
    let ultimatum = find("crisis-ultimatum").unwrap();
    assert_eq!(ultimatum.solve(&[("outside_2", 0.8)]).unwrap(), "no deal");
    assert_eq!(ultimatum.solve(&[("outside_2", -1.0)]).unwrap(), "the least accepted");
    assert_eq!(ultimatum.solve(&[("outside_1", -1.0), ("outside_2", 2.0)]).unwrap(), "no deal");
}

#[test]
fn the_ultimatum_grid_changes_nothing() {
    // The continuum's equilibrium: offer max(0, R₂) if that is at most Q and leaves at least R₁,
    // otherwise one that is refused. One who accepts nothing, R₂ ≤ 0, refuses no offer.
    let e = find("crisis-ultimatum").unwrap();
    let mut rng = generator(24);
    for _ in 0..2_000 {
        let (prize, one, two) = (
            between(&mut rng, 0.1, 2.0),
            between(&mut rng, -1.0, 2.0),
            between(&mut rng, -1.0, 2.0),
        );
        let deal = two <= prize && (two <= 0.0 || prize - two >= one);
        let given = [("prize", prize), ("outside_1", one), ("outside_2", two)];
        assert_eq!(e.solve(&given).unwrap() != "no deal", deal, "{given:?}");
    }
}
