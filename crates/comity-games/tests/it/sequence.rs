//! Equilibria of trees by complementary pivoting.
//!
//! Tolerances: exact results are compared exactly; floating regrets stay under 1e-9 of payoffs
//! up to 20, some ten thousand times the rounding of one payoff.

use crate::samples::{RandomTree, kuhn, ratio};
use comity_games::solve::{regret, sequence::lemke};
use comity_games::tree::{Branches, Tree, TreeBuilder};
use comity_games::{Rational, Scalar};
use num_traits::Zero;

fn floating(tree: &Tree<Rational>) -> Tree<f64> {
    tree.map(f64::of)
}

#[test]
fn the_value_of_kuhn_poker() {
    let exact = lemke(&kuhn(3)).unwrap();
    assert_eq!(exact.values, [ratio(-1, 18), ratio(1, 18)]);
    assert!(exact.max_regret.is_zero() && exact.exact);
    for cards in 3..12 {
        let tree = kuhn(cards);
        let exact = lemke(&tree).unwrap();
        let found = lemke(&floating(&tree)).unwrap();
        assert!(exact.max_regret.is_zero());
        assert!(found.max_regret < 1e-9 && !found.exact);
        assert!((found.values[0] - exact.values[0].float()).abs() < 1e-9, "{cards}");
    }
}

#[test]
fn random_trees_are_solved_exactly_and_in_floating_numbers() {
    let mut sets = 0;
    for seed in 0..160 {
        let kind = RandomTree {
            depth: 3 + (seed % 4) as usize,
            end: 0.1,
            size: if seed % 2 == 0 { 2 } else { 20 },
            zero_sum: seed % 3 == 0,
            // Payoffs in sevenths are no floating numbers.
            parts: if seed % 4 < 2 { 1 } else { 7 },
        };
        let tree = kind.make(seed);
        let exact = lemke(&tree).unwrap();
        assert!(exact.max_regret.is_zero(), "seed {seed}: {}", exact.max_regret);
        let found = lemke(&floating(&tree)).unwrap();
        assert!(found.max_regret < 1e-9, "seed {seed}: {}", found.max_regret);
        assert!(regret(&tree, &exact.profile).unwrap().is_zero());
        if kind.zero_sum {
            assert!((exact.values[0].float() - found.values[0]).abs() < 1e-9, "seed {seed}");
        }
        sets += tree.infosets().len();
    }
    assert!(sets > 2_000, "{sets} information sets are too few to show anything");
}

#[test]
fn other_games_are_refused() {
    let actions = ["a".to_owned(), "b".to_owned()];
    let at = |player, infoset| Branches { player, infoset, actions: &actions, probabilities: &[] };
    let mut one = TreeBuilder::new(["only"]);
    one.branch(at(Some(0), "h")).unwrap();
    one.terminal(&[1.0]).unwrap();
    one.terminal(&[2.0]).unwrap();
    assert_eq!(lemke(&one.finish().unwrap()).unwrap_err().code().as_str(), "game/invalid");
    // A player who forgets the first move.
    let mut b = TreeBuilder::new(["one", "two"]);
    b.branch(at(Some(0), "first")).unwrap();
    for _ in 0..2 {
        b.branch(at(Some(0), "second")).unwrap();
        b.terminal(&[1.0, 0.0]).unwrap();
        b.terminal(&[0.0, 1.0]).unwrap();
    }
    let error = lemke(&b.finish().unwrap()).unwrap_err();
    assert!(error.to_string().contains("`second`"), "{error}");
}
