//! Values, regret and perfect recall on games small enough to work out by hand.

use comity_games::solve::{Profile, Solution, gains, regret, values};
use comity_games::tree::{Branches, Sequences, Tree, TreeBuilder};
use comity_games::{Game, Rational};

fn ratio(a: i64, b: i64) -> Rational {
    Rational::new(a.into(), b.into())
}

/// Matching pennies: who matches wins one from the other.
fn pennies() -> Tree<Rational> {
    Game::builder("Pennies", ["row", "column"])
        .decision("start", "row", [("heads", "after heads"), ("tails", "after tails")])
        .decision_in("after heads", "column", "guess", [("heads", "same"), ("tails", "other")])
        .decision_in("after tails", "column", "guess", [("heads", "other"), ("tails", "same")])
        .terminal("same", ["1", "-1"])
        .terminal("other", ["-1", "1"])
        .finish()
        .unwrap()
        .evaluate(&[])
        .unwrap()
}

#[test]
fn only_even_odds_leave_no_gain_in_matching_pennies() {
    let tree = pennies();
    let even = Profile::uniform(&tree);
    assert_eq!(values(&tree, &even), [ratio(0, 1), ratio(0, 1)]);
    assert_eq!(regret(&tree, &even).unwrap(), ratio(0, 1));
    let odd =
        Profile::new(&tree, vec![vec![ratio(3, 4), ratio(1, 4)], vec![ratio(1, 3), ratio(2, 3)]])
            .unwrap();
    // Row gets (3/4)(1/3 − 2/3) + (1/4)(2/3 − 1/3) = −1/6, and 1/3 from tails; column gets
    // 1/6, and 1/2 from tails.
    assert_eq!(values(&tree, &odd), [ratio(-1, 6), ratio(1, 6)]);
    assert_eq!(gains(&tree, &odd).unwrap(), [ratio(1, 2), ratio(1, 3)]);
    let solution = Solution::new("by hand", &tree, odd).unwrap();
    assert_eq!((solution.max_regret, solution.exact), (ratio(1, 2), true));
}

#[test]
fn a_best_response_may_change_several_moves_at_once() {
    // Alone, neither move of the player pays; both together do.
    let tree: Tree<f64> = Game::builder("", ["one"])
        .decision("first", "one", [("stop", "nothing"), ("go", "luck")])
        .chance("luck", [("bad", "1/4", "nothing"), ("good", "3/4", "second")])
        .decision("second", "one", [("stop", "loss"), ("go", "gain")])
        .terminal("nothing", ["0"])
        .terminal("loss", ["-1"])
        .terminal("gain", ["4"])
        .finish()
        .unwrap()
        .evaluate(&[])
        .unwrap();
    let stop = Profile::pure(&tree, &[0, 0, 0]).unwrap();
    assert_eq!(gains(&tree, &stop).unwrap(), [3.0]);
    assert_eq!(regret(&tree, &Profile::pure(&tree, &[1, 0, 1]).unwrap()).unwrap(), 0.0);
}

#[test]
fn a_player_who_forgets_is_named() {
    let actions = ["l".to_owned(), "r".to_owned()];
    let mut b = TreeBuilder::new(["one", "two"]);
    let at = |infoset| Branches { player: Some(1), infoset, actions: &actions, probabilities: &[] };
    b.branch(at("first")).unwrap();
    for _ in 0..2 {
        b.branch(at("second")).unwrap();
        b.terminal(&[0.0, 1.0]).unwrap();
        b.terminal(&[0.0, 0.0]).unwrap();
    }
    let tree = b.finish().unwrap();
    let f = Sequences::of(&tree).unwrap_err();
    assert_eq!((f.player.as_str(), f.label.as_str(), f.infoset), ("two", "second", 1));
    assert_eq!(f.nodes, [1, 4]);
    let error = regret(&tree, &Profile::uniform(&tree)).unwrap_err();
    assert_eq!(error.code().as_str(), "game/invalid");
    assert!(error.message().contains("`two`") && error.message().contains("`second`"));
    // The same set twice on one path.
    let mut b = TreeBuilder::new(["one", "two"]);
    b.branch(at("s")).unwrap();
    b.branch(at("s")).unwrap();
    for _ in 0..3 {
        b.terminal(&[0.0, 0.0]).unwrap();
    }
    assert!(Sequences::of(&b.finish().unwrap()).is_err());
}

#[test]
fn sequences_continue_lower_ones() {
    let s = Sequences::of(&pennies()).unwrap();
    assert_eq!((s.counts, s.before, s.first), (vec![3, 3], vec![0, 0], vec![1, 1]));
    assert_eq!(s.at[2 * 6..], [2, 2]);
}

#[test]
fn what_is_no_profile_is_refused() {
    let tree = pennies();
    let (zero, one) = (ratio(0, 1), ratio(1, 1));
    let fine = vec![one.clone(), zero.clone()];
    assert!(Profile::new(&tree, vec![fine.clone(), fine.clone()]).is_ok());
    for bad in [
        vec![fine.clone()],
        vec![fine.clone(), vec![one.clone()]],
        vec![fine.clone(), vec![one.clone(), one.clone()]],
        vec![fine.clone(), vec![ratio(2, 1), ratio(-1, 1)]],
        vec![fine.clone(), vec![ratio(1, 2), ratio(1, 3)]],
    ] {
        assert_eq!(Profile::new(&tree, bad).unwrap_err().code().as_str(), "game/invalid");
    }
    assert!(Profile::pure(&tree, &[0, 2]).is_err());
    assert!(Profile::new(&tree.map(|_| 0.0), vec![vec![f64::NAN, 1.0], vec![0.0, 1.0]]).is_err());
}
