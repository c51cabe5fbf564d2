//! Backward induction, pure equilibria, regret and the reduced form, against exhaustive search
//! over all pure strategies of random trees, and against Gambit.
//!
//! Numbers are exact. Where floating numbers are compared with exact ones, payoffs are whole
//! and probabilities eighths (see `random_tree`), so that floating arithmetic rounds nothing
//! and results are equal.

use crate::support::{
    Draws, Shape, all_choices, gambit_games, random_tree, ratio, replaced, worth,
};
use comity_core::Error;
use comity_games::formats::{Efg, Nfg};
use comity_games::solve::{
    Profile, backward_induction, gains, pure_equilibria, pure_equilibria_of_tree, regret, values,
};
use comity_games::tree::{Step, Tree};
use comity_games::{Game, NotReduced, Rational, Reduced, Scalar};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const OPEN: Shape = Shape { players: 2, inner: 6, depth: 4, payoffs: 4, hidden: false };
const HIDDEN: Shape = Shape { players: 2, inner: 7, depth: 3, payoffs: 8, hidden: true };

/// The terminals that are reached with a chance above zero.
fn reached(tree: &Tree<Rational>, choices: &[u32]) -> BTreeSet<u32> {
    let profile = Profile::pure(tree, choices).unwrap();
    let mut reach: Vec<bool> = Vec::new();
    let mut found = BTreeSet::new();
    for node in tree.nodes() {
        let here = node.parent.is_none_or(|(parent, action)| {
            let (Step::Move { infoset } | Step::Chance { infoset }) =
                tree.nodes()[parent as usize].step
            else {
                return false;
            };
            reach[parent as usize] && profile.at(infoset)[action as usize] > ratio(0, 1)
        });
        if let (true, Step::Terminal { index }) = (here, node.step) {
            found.insert(index);
        }
        reach.push(here);
    }
    found
}

/// Whether no player gains in any subgame by any other pure strategy.
fn is_subgame_perfect(tree: &Tree<Rational>, choices: &[u32], others: &[Vec<Vec<u32>>]) -> bool {
    (0..tree.nodes().len() as u32).all(|node| {
        let value = worth(tree, choices, node);
        others.iter().enumerate().all(|(p, list)| {
            list.iter().all(|other| {
                let deviation = replaced(tree, choices, other, p as u32);
                worth(tree, &deviation, node)[p] <= value[p]
            })
        })
    })
}

fn deviations(tree: &Tree<Rational>) -> Vec<Vec<Vec<u32>>> {
    (0..tree.players().len() as u32).map(|p| all_choices(tree, Some(p))).collect()
}

#[test]
fn backward_induction_finds_what_exhaustive_search_finds() {
    let (mut several, mut forked) = (0, 0);
    for seed in 0..100 {
        let tree = random_tree(seed, OPEN);
        let found = backward_induction(&tree).unwrap();
        assert!(found.complete);
        assert_eq!(found.solution.max_regret, ratio(0, 1));
        let others = deviations(&tree);
        let perfect: Vec<Vec<u32>> = all_choices(&tree, None)
            .into_iter()
            .filter(|c| is_subgame_perfect(&tree, c, &others))
            .collect();
        let expected: BTreeSet<BTreeSet<u32>> = perfect.iter().map(|c| reached(&tree, c)).collect();
        let outcomes: BTreeSet<BTreeSet<u32>> =
            found.outcomes.iter().map(|o| o.terminals.iter().copied().collect()).collect();
        assert_eq!(outcomes, expected, "seed {seed}");
        assert_eq!(outcomes.len(), found.outcomes.len(), "seed {seed}");
        assert_eq!(found.outcomes[0].values, found.solution.values);
        for choices in &perfect {
            let worth = worth(&tree, choices, 0);
            let terminals = reached(&tree, choices);
            let listed = found
                .outcomes
                .iter()
                .find(|o| o.terminals.iter().copied().collect::<BTreeSet<_>>() == terminals);
            assert_eq!(listed.unwrap().values, worth);
        }
        let mut taken: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for choices in &perfect {
            for (set, (info, choice)) in (0..).zip(tree.infosets().iter().zip(choices)) {
                if info.player.is_some() {
                    taken.entry(set).or_default().insert(*choice);
                }
            }
        }
        taken.retain(|_, actions| actions.len() > 1);
        let forks: BTreeMap<u32, BTreeSet<u32>> = found
            .forks
            .iter()
            .map(|f| (f.infoset, f.actions.iter().map(|a| a.0).collect()))
            .collect();
        assert_eq!(forks, taken, "seed {seed}");
        several += usize::from(outcomes.len() > 1);
        forked += usize::from(!forks.is_empty());
    }
    println!("100 trees: {forked} with ties, {several} with several outcomes");
    assert!(several > 20 && forked > several);
}

#[test]
fn exact_and_floating_results_are_the_same() {
    for seed in 0..200 {
        let tree = random_tree(seed, Shape { inner: 30, depth: 8, ..OPEN });
        let exact = backward_induction(&tree).unwrap();
        let floating = backward_induction(&tree.map(Scalar::float)).unwrap();
        assert_eq!(floating.solution.profile, exact.solution.profile.map(Scalar::float));
        assert_eq!(floating.outcomes.len(), exact.outcomes.len());
        assert_eq!(floating.complete, exact.complete);
        for (f, e) in floating.outcomes.iter().zip(&exact.outcomes) {
            assert_eq!(f.terminals, e.terminals);
            assert_eq!(f.values, e.values.iter().map(Scalar::float).collect::<Vec<_>>());
        }
        assert_eq!((floating.solution.max_regret, floating.solution.exact), (0.0, false));
        let tree = random_tree(seed, HIDDEN);
        let exact = pure_equilibria_of_tree(&tree).unwrap();
        let floating = pure_equilibria_of_tree(&tree.map(Scalar::float)).unwrap();
        assert_eq!(floating.count, exact.count);
        for (f, e) in floating.solutions.iter().zip(&exact.solutions) {
            assert_eq!(f.profile, e.profile.map(Scalar::float));
        }
    }
}

/// What each reduced strategy of the player stands for: the actions at sets not precluded.
fn restricted(reduced: &Reduced<Rational>, choices: &[u32], player: usize) -> usize {
    let count = reduced.game().sizes()[player];
    let fits: Vec<usize> = (0..count)
        .filter(|&s| {
            let says = reduced.strategy(player, s);
            says.iter().all(|(set, a)| a.is_none_or(|a| a == choices[*set as usize]))
        })
        .collect();
    assert_eq!(fits.len(), 1, "one reduced strategy for each strategy");
    fits[0]
}

#[test]
fn pure_equilibria_and_regret_are_those_of_exhaustive_search() {
    let (mut hidden, mut found_any) = (0, 0);
    for seed in 0..100 {
        let tree = random_tree(seed, HIDDEN);
        hidden += usize::from(tree.infosets().iter().any(|s| s.members.len() > 1));
        let others = deviations(&tree);
        let reduced = Reduced::of(&tree).unwrap();
        let mut expected = BTreeSet::new();
        for choices in all_choices(&tree, None) {
            let value = worth(&tree, &choices, 0);
            let gain: Vec<Rational> = (0..2)
                .map(|p| {
                    let best = others[p].iter().map(|o| {
                        worth(&tree, &replaced(&tree, &choices, o, p as u32), 0)[p].clone()
                    });
                    best.max().unwrap() - &value[p]
                })
                .collect();
            let profile = Profile::pure(&tree, &choices).unwrap();
            assert_eq!(values(&tree, &profile), value);
            assert_eq!(gains(&tree, &profile).unwrap(), gain, "seed {seed}");
            let contingency: Vec<usize> =
                (0..2).map(|p| restricted(&reduced, &choices, p)).collect();
            assert_eq!(reduced.game().at(&contingency), value);
            if gain.iter().all(|g| *g == ratio(0, 1)) {
                expected.insert(contingency);
            }
        }
        let found: BTreeSet<Vec<usize>> = pure_equilibria(reduced.game()).into_iter().collect();
        assert_eq!(found, expected, "seed {seed}");
        let solutions = pure_equilibria_of_tree(&tree).unwrap();
        assert_eq!(solutions.count, expected.len());
        assert!(solutions.solutions.iter().all(|s| s.max_regret == ratio(0, 1)));
        found_any += usize::from(!expected.is_empty());
    }
    println!("100 trees: {hidden} with hidden moves, {found_any} with pure equilibria");
    assert!(hidden > 40 && found_any < 100);
}

/// A best response is no worse and no better than the best pure strategy, whatever the others
/// mix.
#[test]
fn gains_against_mixtures_are_those_of_the_best_pure_strategy() {
    for seed in 0..60 {
        let tree = random_tree(seed, HIDDEN);
        let mut draws = Draws::new(seed + 1000);
        let sets = tree.infosets().iter().map(|set| {
            let weights: Vec<i64> = set.actions.iter().map(|_| i64::from(draws.below(4))).collect();
            let sum = weights.iter().sum::<i64>();
            match sum {
                0 => (0..weights.len()).map(|a| ratio(i64::from(a == 0), 1)).collect(),
                _ => weights.iter().map(|w| ratio(*w, sum)).collect(),
            }
        });
        let profile = Profile::new(&tree, sets.collect()).unwrap();
        let base = values(&tree, &profile);
        let found = gains(&tree, &profile).unwrap();
        for p in 0..2_u32 {
            let best = all_choices(&tree, Some(p)).into_iter().map(|choices| {
                let pure = Profile::pure(&tree, &choices).unwrap();
                let sets = tree.infosets().iter().zip(pure.sets().iter().zip(profile.sets()));
                let mixed =
                    sets.map(|(s, (own, all))| if s.player == Some(p) { own } else { all }.clone());
                let mixed = Profile::new(&tree, mixed.collect()).unwrap();
                values(&tree, &mixed)[p as usize].clone()
            });
            let gain = best.max().unwrap() - &base[p as usize];
            assert_eq!(found[p as usize], gain, "seed {seed}, player {p}");
        }
    }
}

#[test]
fn random_games_are_written_and_read_back() {
    for seed in 0..200 {
        let tree = random_tree(seed, HIDDEN);
        let text = Efg::new("Random", tree.clone()).to_string();
        let file = Efg::read(&text).unwrap();
        assert_eq!(*file.tree(), tree);
        assert_eq!(file.to_string(), text);
        let game = Reduced::of(&tree).unwrap().game().clone();
        let text = Nfg::new("Random", game.clone()).to_string();
        let file = Nfg::read(&text).unwrap();
        assert_eq!(*file.game(), game);
        assert_eq!(file.to_string(), text);
    }
}

fn chain(stages: u32, payoff: impl Fn(u32) -> [Rational; 2]) -> Tree<Rational> {
    let mut game = Game::builder("Chain", ["first", "second"]);
    for stage in 0..stages {
        let (node, next, end) =
            (format!("n{stage}"), format!("n{}", stage + 1), format!("e{stage}"));
        let player = ["first", "second"][stage as usize % 2];
        game = game.decision(&node, player, [("take", end.as_str()), ("pass", next.as_str())]);
        let [a, b] = payoff(stage).map(|p| p.to_string());
        game = game.terminal(&end, [a.as_str(), b.as_str()]);
    }
    let [a, b] = payoff(stages).map(|p| p.to_string());
    let game = game.terminal(&format!("n{stages}"), [a.as_str(), b.as_str()]);
    game.finish().unwrap().evaluate(&[]).unwrap()
}

/// In the centipede game the first player takes at once, however long the game is.
#[test]
fn long_chains_are_solved_without_recursion() {
    let payoff = |stage: u32| {
        let [small, large] = [ratio(i64::from(stage), 1), ratio(i64::from(stage) + 3, 1)];
        if stage.is_multiple_of(2) { [large, small] } else { [small, large] }
    };
    let tree = chain(5000, payoff);
    let found = backward_induction(&tree).unwrap();
    assert_eq!(found.solution.values, [ratio(3, 1), ratio(0, 1)]);
    assert!(found.forks.is_empty() && found.outcomes.len() == 1);
    let small = Reduced::of(&chain(4, payoff)).unwrap();
    assert_eq!(small.game().strategies()[0], ["take, *", "pass, take", "pass, pass"]);
}

#[test]
fn many_ties_are_cut_and_said_to_be() {
    let tree = chain(300, |_| [ratio(1, 1), ratio(1, 1)]);
    let found = backward_induction(&tree).unwrap();
    assert!(!found.complete);
    assert_eq!(found.outcomes.len(), 100);
    assert_eq!(found.outcomes[0].terminals, [0]);
    assert_eq!(found.forks[0].node, 0);
    assert_eq!(found.solution.max_regret, ratio(0, 1));
    let small = backward_induction(&chain(20, |_| [ratio(1, 1), ratio(1, 1)])).unwrap();
    assert!(small.complete && small.outcomes.len() == 21 && small.forks.len() == 20);
}

#[test]
fn games_beyond_a_solver_are_coded_errors() {
    let hidden = (0..)
        .map(|seed| random_tree(seed, HIDDEN))
        .find(|tree| tree.infosets().iter().any(|s| s.player.is_some() && s.members.len() > 1));
    let hidden = hidden.unwrap();
    let error = backward_induction(&hidden).unwrap_err();
    assert_eq!(error.code().as_str(), "game/invalid");
    assert!(error.message().contains("does not know the node"), "{error}");
    // One player chooses, for each of 40 draws of chance, among two actions: 2^40 strategies.
    let mut game = Game::builder("Wide", ["one"]);
    let names: Vec<(String, String)> = (0..40).map(|i| (format!("d{i}"), format!("{i}"))).collect();
    game = game.chance("root", names.iter().map(|(n, a)| (a.as_str(), "1 / 40", n.as_str())));
    for (name, _) in &names {
        game = game.decision(name, "one", [("l", "low"), ("h", "high")]);
    }
    let tree: Tree<Rational> = game
        .terminal("low", ["0"])
        .terminal("high", ["1"])
        .finish()
        .unwrap()
        .evaluate(&[])
        .unwrap();
    let error = Reduced::of(&tree).unwrap_err();
    assert_eq!(error, NotReduced::TooLarge { strategies: vec![1 << 40] });
    assert_eq!(Error::from(error).code().as_str(), "game/invalid");
    assert_eq!(backward_induction(&tree).unwrap().solution.values, [ratio(1, 1)]);
}

/// Games that ship with pygambit: backward induction leaves no regret, and Gambit finds as
/// many pure equilibria of the reduced strategic form.
#[test]
fn gambit_finds_as_many_pure_equilibria() {
    let games = gambit_games();
    if games.is_empty() {
        return;
    }
    let program = r"
import sys, pygambit
for path in sys.stdin.read().split('\n'):
    game = (pygambit.read_efg if path.endswith('.efg') else pygambit.read_nfg)(path)
    try:
        print(len(pygambit.nash.enumpure_solve(game).equilibria))
    except RuntimeError as error:
        print(error)
";
    let paths: Vec<String> = games.iter().map(|(p, _)| p.display().to_string()).collect();
    let Some(counts) = python(program, &paths.join("\n")) else {
        println!("skipped: pygambit is not installed");
        return;
    };
    let (mut compared, mut perfect) = (0, 0);
    for ((path, text), theirs) in games.iter().zip(counts.lines()) {
        let count = if path.extension().is_some_and(|e| e == "efg") {
            let file = Efg::read(text).unwrap();
            if let Ok(found) = backward_induction(file.tree()) {
                assert_eq!(found.solution.max_regret, ratio(0, 1));
                perfect += 1;
            }
            let Ok(found) = pure_equilibria_of_tree(file.tree()) else {
                assert!(theirs.contains("imperfect recall"), "{}", path.display());
                continue;
            };
            for s in &found.solutions {
                assert_eq!(regret(file.tree(), &s.profile).unwrap(), ratio(0, 1));
            }
            found.count
        } else {
            pure_equilibria(Nfg::read(text).unwrap().game()).len()
        };
        assert_eq!(count.to_string(), theirs, "{}", path.display());
        compared += 1;
    }
    println!(
        "{compared} games of Gambit with as many pure equilibria, {perfect} by backward induction"
    );
    assert!(compared > 0);
}

fn python(program: &str, input: &str) -> Option<String> {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
