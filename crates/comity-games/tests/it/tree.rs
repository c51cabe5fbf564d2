//! Building trees, and what the builder refuses.

use comity_games::Rational;
use comity_games::tree::{Branches, Step, Tree, TreeBuilder};

fn actions(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|l| (*l).to_owned()).collect()
}

/// Matching pennies as a tree: the second player does not see the first move.
fn pennies() -> Tree<f64> {
    let sides = actions(&["heads", "tails"]);
    let mut b = TreeBuilder::new(["row", "column"]);
    let at = |player, infoset| Branches { player, infoset, actions: &sides, probabilities: &[] };
    b.branch(at(Some(0), "first")).unwrap();
    for (same, other) in [(1.0, -1.0), (-1.0, 1.0)] {
        b.branch(at(Some(1), "second")).unwrap();
        b.terminal(&[same, other]).unwrap();
        b.terminal(&[-same, -other]).unwrap();
    }
    b.finish().unwrap()
}

#[test]
fn nodes_stand_depth_first_and_share_information_sets() {
    let tree = pennies();
    assert_eq!(tree.nodes().len(), 7);
    assert_eq!(tree.children(0), [1, 4]);
    assert_eq!(tree.children(4), [5, 6]);
    assert_eq!(tree.nodes()[5].parent, Some((4, 0)));
    assert_eq!(tree.infosets()[1].members, [1, 4]);
    assert_eq!(tree.nodes()[6].step, Step::Terminal { index: 3 });
    assert_eq!(tree.payoffs(3), [1.0, -1.0]);
    let exact = tree.map(|p| Rational::from_integer((*p as i64).into()));
    assert_eq!(exact.payoffs(0)[0], Rational::from_integer(1.into()));
}

#[test]
fn what_is_not_a_tree_is_refused() {
    let one = actions(&["go"]);
    let mut b = TreeBuilder::<f64>::new(["a"]);
    assert_eq!(b.clone().finish().unwrap_err().code().as_str(), "game/invalid");
    let at = Branches { player: Some(0), infoset: "s", actions: &one, probabilities: &[] };
    assert!(b.branch(Branches { player: Some(3), ..at.clone() }).is_err());
    assert!(b.branch(Branches { player: None, ..at.clone() }).is_err());
    assert!(b.branch(Branches { actions: &[], ..at.clone() }).is_err());
    b.branch(at.clone()).unwrap();
    assert!(b.clone().finish().is_err());
    assert!(b.terminal(&[1.0, 2.0]).is_err());
    b.terminal(&[1.0]).unwrap();
    assert!(b.terminal(&[1.0]).is_err());
    assert!(b.finish().is_ok());
    assert!(TreeBuilder::<f64>::new(Vec::<String>::new()).finish().is_err());
}
