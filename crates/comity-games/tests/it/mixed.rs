//! Mixed equilibria of strategic forms.
//!
//! Tolerances: exact results are compared exactly; floating probabilities and regrets stay
//! within 1e-9, some million roundings of payoffs up to twenty.

use crate::samples::{bimatrix, random_form, ratio};
use comity_games::solve::mixed::{
    MixedSolution, extreme, gains, lemke_howson, restrict, supports, undominated,
};
use comity_games::{NormalForm, Rational, Scalar};
use num_traits::{One, Zero};

fn floating(form: &NormalForm<Rational>) -> NormalForm<f64> {
    form.map(f64::of)
}

fn float(s: &MixedSolution<Rational>) -> Vec<f64> {
    s.strategies.iter().flatten().map(Scalar::float).collect()
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}

#[test]
fn games_solved_by_hand() {
    // Pennies with a stake of three on heads: the other's indifference sets one's odds.
    let pennies = bimatrix(&[&[3, -1], &[-1, 1]], &[&[-3, 1], &[1, -1]]);
    let found = extreme(&pennies).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].strategies, vec![vec![ratio(1, 3), ratio(2, 3)]; 2]);
    assert_eq!(found[0].values, [ratio(1, 3), ratio(-1, 3)]);
    let battle = bimatrix(&[&[2, 0], &[0, 1]], &[&[1, 0], &[0, 2]]);
    let found = extreme(&battle).unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].strategies[0], [ratio(2, 3), ratio(1, 3)]);
    assert_eq!(found[1].strategies[1], [ratio(1, 3), ratio(2, 3)]);
    let rps = bimatrix(
        &[&[0, -1, 1], &[1, 0, -1], &[-1, 1, 0]],
        &[&[0, 1, -1], &[-1, 0, 1], &[1, -1, 0]],
    );
    let found = extreme(&rps).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].strategies.iter().flatten().all(|p| *p == ratio(1, 3)));
    assert_eq!(lemke_howson(&rps, 4).unwrap().strategies, found[0].strategies);
}

#[test]
fn coordination_games_have_an_equilibrium_for_every_set_of_strategies() {
    // Quint and Shubik (1997): 2ⁿ − 1 equilibria when both gain only by the same choice.
    for n in 2..9 {
        let rows: Vec<Vec<i64>> = (0..n)
            .map(|i| (0..n).map(|j| if i == j { i as i64 + 1 } else { 0 }).collect())
            .collect();
        let rows: Vec<&[i64]> = rows.iter().map(Vec::as_slice).collect();
        let game = bimatrix(&rows, &rows);
        let found = extreme(&game).unwrap();
        assert_eq!(found.len(), (1 << n) - 1);
        assert!(found.iter().all(|s| s.max_regret.is_zero() && s.exact));
        let found = extreme(&floating(&game)).unwrap();
        assert_eq!(found.len(), (1 << n) - 1);
        assert!(found.iter().all(|s| s.max_regret < 1e-9));
    }
}

#[test]
fn a_degenerate_game_has_the_ends_of_its_segments() {
    // The second player is indifferent when the first plays the upper row.
    let game = bimatrix(&[&[1, 1], &[0, 2]], &[&[1, 1], &[1, 0]]);
    let found = extreme(&game).unwrap();
    let seconds: Vec<&Vec<Rational>> = found.iter().map(|s| &s.strategies[1]).collect();
    assert!(found.iter().all(|s| s.strategies[0] == [ratio(1, 1), ratio(0, 1)]));
    assert_eq!(seconds, [&vec![ratio(1, 1), ratio(0, 1)], &vec![ratio(1, 2), ratio(1, 2)]]);
}

#[test]
fn random_games_exact_floating_and_by_supports_agree() {
    for seed in 0..120 {
        let sizes = [2 + (seed % 4) as usize, 2 + (seed / 4 % 4) as usize];
        let size = if seed % 3 == 0 { 3 } else { 1_000 };
        let game = random_form(&sizes, size, seed);
        let exact = extreme(&game).unwrap();
        assert!(!exact.is_empty() && exact.iter().all(|s| s.max_regret.is_zero()));
        for s in &exact {
            assert!(s.strategies.iter().all(|p| p.iter().sum::<Rational>().is_one()));
            assert!(gains(&game, &s.strategies).iter().all(Zero::is_zero));
        }
        let found = extreme(&floating(&game)).unwrap();
        assert_eq!(found.len(), exact.len(), "seed {seed}");
        for (s, e) in found.iter().zip(&exact) {
            assert!(s.max_regret < 1e-9 * size as f64 && !s.exact);
            assert!(apart(&s.strategies.concat(), &float(e)) < 1e-9, "seed {seed}");
        }
        for label in 0..sizes[0] + sizes[1] {
            let one = lemke_howson(&game, label).unwrap();
            assert!(one.max_regret.is_zero(), "seed {seed}");
            assert!(lemke_howson(&floating(&game), label).unwrap().max_regret < 1e-9 * 1e3);
        }
        if size == 3 {
            continue;
        }
        // Payoffs this far apart make the game nondegenerate: supports must find all.
        let all = supports(&game, 2, 7).unwrap();
        assert_eq!(all.len(), exact.len(), "seed {seed}");
        for e in &exact {
            assert!(all.iter().any(|s| apart(&s.strategies.concat(), &float(e)) < 1e-9));
        }
    }
}

#[test]
fn large_floating_games_keep_their_digits() {
    for seed in 0..3 {
        let game = random_form(&[9, 9], 100_000, seed);
        let exact = extreme(&game).unwrap();
        let found = extreme(&floating(&game)).unwrap();
        assert_eq!(found.len(), exact.len());
        for (s, e) in found.iter().zip(&exact) {
            assert!(apart(&s.strategies.concat(), &float(e)) < 1e-9);
        }
    }
}

#[test]
fn dominated_strategies_go_by_rounds_and_by_mixtures() {
    // The third row is dominated by half of each of the others, by neither alone; then the
    // second column, then the second row.
    let game = bimatrix(&[&[4, 1], &[0, 4], &[1, 1]], &[&[2, 1], &[2, 1], &[0, 5]]);
    assert_eq!(undominated(&game).unwrap(), [vec![0], vec![0]]);
    assert_eq!(undominated(&floating(&game)).unwrap(), [vec![0], vec![0]]);
    let small = restrict(&game, &[vec![2, 0], vec![1]]).unwrap();
    assert_eq!((small.sizes(), small.at(&[0, 0])), (vec![2, 1], &[ratio(1, 1), ratio(5, 1)][..]));
    assert!(restrict(&game, &[vec![], vec![1]]).is_err());
}

#[test]
fn three_players() {
    // Two of three must act to win one at a cost of three eighths: the pure equilibria are
    // nobody and each pair, and symmetric mixing solves 2p(1 − p) = 3/8, p = 1/4 or 3/4.
    let payoff = |own: i64, acting: i64| ratio(i64::from(acting >= 2), 1) - ratio(3 * own, 8);
    let payoffs = (0..8_i64)
        .flat_map(|c| {
            let acts = [c & 1, c >> 1 & 1, c >> 2 & 1];
            let acting = acts.iter().sum::<i64>();
            acts.map(|a| payoff(a, acting))
        })
        .collect();
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
    let game = NormalForm::new(names(3), vec![names(2); 3], payoffs).unwrap();
    let found = supports(&game, 10, 1).unwrap();
    assert!(found.iter().all(|s| s.max_regret <= 1e-9 && !s.exact));
    let unmixed =
        found.iter().filter(|s| s.strategies.iter().flatten().all(|p| *p == 0.0 || *p == 1.0));
    assert_eq!(unmixed.count(), 4);
    for p in [0.25, 0.75] {
        let expected = [1.0 - p, p].repeat(3);
        assert!(found.iter().any(|s| apart(&s.strategies.concat(), &expected) < 1e-9));
    }
}

#[test]
fn what_is_not_a_two_player_game_is_refused() {
    let three = random_form(&[2, 2, 2], 5, 1);
    assert_eq!(extreme(&three).unwrap_err().code().as_str(), "game/invalid");
    let two = random_form(&[2, 2], 5, 1);
    assert!(lemke_howson(&two, 4).is_err());
    assert!(supports(&random_form(&[21, 1], 5, 1), 0, 1).is_ok());
    let broken = floating(&two).map(|_| f64::NAN);
    assert!(extreme(&broken).is_err() && supports(&broken, 0, 1).is_err());
    assert!(lemke_howson(&broken, 0).is_err());
}
