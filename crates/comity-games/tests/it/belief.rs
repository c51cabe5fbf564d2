//! Perfect Bayesian equilibria of a signalling game worked out by hand.
//!
//! Everything is exact but one check in floating numbers, whose tolerance of 1e-9 is some
//! million roundings of payoffs up to three.

use crate::samples::{RandomTree, kuhn, ratio};
use comity_games::solve::Profile;
use comity_games::solve::belief::{Beliefs, Verdict, check};
use comity_games::solve::sequence::lemke;
use comity_games::tree::{Branches, Tree, TreeBuilder};
use comity_games::{Rational, Scalar};

/// Beer and quiche of Cho and Kreps (1987): sets in order are chance, the weak sender, beer,
/// quiche, the strong sender; the weak sender is first.
fn beer_and_quiche() -> Tree<Rational> {
    let two = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    let (kinds, meals) = (two("weak", "strong"), two("beer", "quiche"));
    let replies = two("duel", "defer");
    let chances = [ratio(1, 10), ratio(9, 10)];
    let mut b = TreeBuilder::new(["sender", "receiver"]);
    let nature =
        Branches { player: None, infoset: "kind", actions: &kinds, probabilities: &chances };
    b.branch(nature).unwrap();
    for (kind, name) in kinds.iter().enumerate() {
        let at = |player, infoset, actions| Branches {
            player: Some(player),
            infoset,
            actions,
            probabilities: &[],
        };
        b.branch(at(0, name, &meals)).unwrap();
        for (meal, name) in meals.iter().enumerate() {
            let liked = i64::from((meal == 0) == (kind == 1));
            b.branch(at(1, name, &replies)).unwrap();
            b.terminal(&[ratio(liked, 1), ratio(i64::from(kind == 0), 1)]).unwrap();
            b.terminal(&[ratio(liked + 2, 1), ratio(i64::from(kind == 1), 1)]).unwrap();
        }
    }
    b.finish().unwrap()
}

fn sets(tree: &Tree<Rational>) -> [usize; 4] {
    ["weak", "strong", "beer", "quiche"].map(|name| {
        tree.infosets().iter().position(|s| s.label == name && s.player.is_some()).unwrap()
    })
}

/// Both kinds choose `meal`, the receiver duels after the other one only.
fn pooling(tree: &Tree<Rational>, meal: u32) -> Profile<Rational> {
    let [weak, strong, beer, quiche] = sets(tree);
    let mut choices = vec![0; tree.infosets().len()];
    choices[weak] = meal;
    choices[strong] = meal;
    choices[beer] = u32::from(meal == 0);
    choices[quiche] = u32::from(meal == 1);
    Profile::pure(tree, &choices).unwrap()
}

fn believing(
    tree: &Tree<Rational>,
    profile: &Profile<Rational>,
    weak: Rational,
) -> Beliefs<Rational> {
    let all = tree.infosets().iter().map(|s| match s.members.len() {
        2 if s.player == Some(1) => vec![weak.clone(), ratio(1, 1) - weak.clone()],
        _ => vec![],
    });
    Beliefs::bayes(tree, profile).completed(&Beliefs::new(tree, all.collect()).unwrap())
}

#[test]
fn both_poolings_rest_on_beliefs_at_the_meal_nobody_takes() {
    let tree = beer_and_quiche();
    for meal in [0, 1] {
        let profile = pooling(&tree, meal);
        let unseen = sets(&tree)[3 - meal as usize];
        let bayes = Beliefs::bayes(&tree, &profile);
        assert_eq!(bayes.at(sets(&tree)[2 + meal as usize] as u32), [ratio(1, 10), ratio(9, 10)]);
        let verdict = check(&tree, &profile, &bayes, 0.0).unwrap();
        assert_eq!(verdict, Verdict::NoBelief { infoset: unseen as u32 });
        for weak in [ratio(1, 2), ratio(1, 1)] {
            let beliefs = believing(&tree, &profile, weak);
            let verdict = check(&tree, &profile, &beliefs, 0.0).unwrap();
            assert_eq!(verdict, Verdict::Perfect { gain: ratio(0, 1) });
        }
        // Who thinks the deviator strong three times in four gains 3/4 − 1/4 by deferring.
        let beliefs = believing(&tree, &profile, ratio(1, 4));
        assert_eq!(
            check(&tree, &profile, &beliefs, 0.0).unwrap(),
            Verdict::Irrational { infoset: unseen as u32, action: 1, gain: ratio(1, 2) }
        );
    }
}

#[test]
fn wrong_beliefs_and_separation_are_named() {
    let tree = beer_and_quiche();
    let [weak, strong, beer, quiche] = sets(&tree);
    let profile = pooling(&tree, 0);
    let mut lists = vec![vec![]; tree.infosets().len()];
    lists[beer] = vec![ratio(1, 5), ratio(4, 5)];
    lists[quiche] = vec![ratio(1, 1), ratio(0, 1)];
    let beliefs = Beliefs::new(&tree, lists.clone()).unwrap();
    assert_eq!(
        check(&tree, &profile, &beliefs, 0.0).unwrap(),
        Verdict::WrongBelief { infoset: beer as u32, difference: ratio(1, 10) }
    );
    lists[beer] = vec![ratio(1, 5), ratio(1, 5)];
    assert_eq!(Beliefs::new(&tree, lists).unwrap_err().code().as_str(), "game/invalid");
    assert!(Beliefs::<Rational>::new(&tree, vec![]).is_err());
    // When each kind eats what it likes, the weak one envies the strong: 2 instead of 1.
    let mut choices = vec![0; tree.infosets().len()];
    choices[weak] = 1;
    choices[beer] = 1;
    let separating = Profile::pure(&tree, &choices).unwrap();
    let beliefs = Beliefs::bayes(&tree, &separating);
    assert_eq!(beliefs.at(strong as u32), [ratio(1, 1)]);
    assert_eq!(
        check(&tree, &separating, &beliefs, 0.0).unwrap(),
        Verdict::Irrational { infoset: weak as u32, action: 0, gain: ratio(1, 1) }
    );
}

#[test]
fn equilibria_are_rational_wherever_play_leads() {
    for seed in 0..60 {
        let tree = match seed {
            0 => kuhn(3),
            1 => kuhn(5),
            _ => RandomTree { depth: 4, end: 0.1, size: 9, parts: 1, zero_sum: false }.make(seed),
        };
        let found = lemke(&tree).unwrap();
        let bayes = Beliefs::bayes(&tree, &found.profile);
        let uniform = Beliefs::bayes(&tree, &Profile::uniform(&tree));
        let reached =
            |h: u32| !bayes.at(h).is_empty() || tree.infosets()[h as usize].player.is_none();
        match check(&tree, &found.profile, &bayes.clone().completed(&uniform), 0.0).unwrap() {
            Verdict::Perfect { gain } => assert_eq!(gain, ratio(0, 1)),
            Verdict::Irrational { infoset, gain, .. } => {
                assert!(!reached(infoset) && gain > ratio(0, 1), "seed {seed}");
            }
            other => panic!("seed {seed}: {other:?}"),
        }
    }
    let tree = kuhn(3).map(f64::of);
    let found = lemke(&tree).unwrap();
    let beliefs = Beliefs::bayes(&tree, &found.profile)
        .completed(&Beliefs::bayes(&tree, &Profile::uniform(&tree)));
    let verdict = check(&tree, &found.profile, &beliefs, 1e-9).unwrap();
    assert!(matches!(verdict, Verdict::Perfect { gain } if gain < 1e-9), "{verdict:?}");
}

#[test]
fn deviations_may_use_later_sets() {
    // One player moves twice; only the path right, right pays, and neither step alone does.
    let sides = ["left".to_owned(), "right".to_owned()];
    let mut b = TreeBuilder::new(["one", "two"]);
    let at = |infoset| Branches { player: Some(0), infoset, actions: &sides, probabilities: &[] };
    b.branch(at("first")).unwrap();
    b.terminal(&[ratio(1, 1), ratio(0, 1)]).unwrap();
    b.branch(at("second")).unwrap();
    b.terminal(&[ratio(0, 1), ratio(0, 1)]).unwrap();
    b.terminal(&[ratio(3, 1), ratio(0, 1)]).unwrap();
    let tree = b.finish().unwrap();
    let left = Profile::pure(&tree, &[0, 0]).unwrap();
    let beliefs = Beliefs::bayes(&tree, &Profile::uniform(&tree));
    assert_eq!(
        check(&tree, &left, &beliefs, 0.0).unwrap(),
        Verdict::Irrational { infoset: 0, action: 1, gain: ratio(2, 1) }
    );
}
