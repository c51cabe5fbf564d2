//! Against solutions that are found otherwise: one equation in one unknown by bisection, and
//! backward recursion by hand.
//!
//! Tolerance: 10⁻¹⁰ in probabilities; the corrector stops when corrections are below 10⁻¹¹ and
//! bisection is exact to 10⁻¹⁵.

use super::support::{apart, bimatrix, rows};
use comity_games::NormalForm;
use comity_games::quantal::{Ended, Method, Quantal, Until};
use comity_games::solve::{Profile, regret};
use comity_games::tree::{Branches, Tree, TreeBuilder};

const CLOSE: f64 = 1e-10;

fn logistic(v: f64) -> f64 {
    1.0 / (1.0 + (-v).exp())
}

/// The zero of a function that rises from below zero at 0 to above zero at 1.
fn bisect(f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Matching pennies where the first player wins `prize` when both show heads.
fn pennies(prize: f64) -> NormalForm<f64> {
    bimatrix(&rows([[prize, 0.0], [0.0, 1.0]]), &rows([[0.0, 1.0], [1.0, 0.0]]))
}

#[test]
fn generalised_matching_pennies() {
    for prize in [1.0, 4.0, 9.0] {
        let game = Quantal::strategies(&pennies(prize)).unwrap();
        for lambda in [0.0, 0.3, 1.0, 5.0, 40.0] {
            // With p, q the probabilities of heads: p = Λ(λ(prize·q − (1 − q))), and
            // q = Λ(λ(1 − 2p)), which falls in p, so that there is one solution.
            let other = |p: f64| logistic(lambda * (1.0 - 2.0 * p));
            let answer = |q: f64| logistic(lambda * (prize * q - (1.0 - q)));
            let p = bisect(|p| p - answer(other(p)));
            let found = game.at(lambda).unwrap().unwrap();
            assert_eq!(found.lambda, lambda);
            assert!((found.probabilities[0][0] - p).abs() < CLOSE, "{prize} {lambda}: {found:?}");
            assert!((found.probabilities[1][0] - other(p)).abs() < CLOSE);
            assert!(found.residual < CLOSE);
        }
        let branch = game.branch(&Until::default()).unwrap();
        let limit = branch.limit().unwrap();
        // The only equilibrium: heads with ½, and with 1/(1 + prize).
        assert_eq!(branch.ended, Ended::Regret);
        let equilibrium = [vec![0.5, 0.5], vec![1.0 / (1.0 + prize), prize / (1.0 + prize)]];
        // Regret of 10⁻⁸ leaves probabilities free by about as much.
        assert!(apart(&limit.probabilities, &equilibrium) < 1e-6, "{limit:?}");
        assert!(limit.regret <= 1e-8 * prize);
        assert!(branch.turns.is_empty() && branch.crossings.is_empty());
    }
}

#[test]
fn a_dominant_action_is_logit_choice() {
    // In a prisoner's dilemma with equal gains from defection whatever the other does,
    // p = Λ(−λ·gain).
    let game = bimatrix(&rows([[3.0, 0.0], [5.0, 2.0]]), &rows([[3.0, 5.0], [0.0, 2.0]]));
    let game = Quantal::strategies(&game).unwrap();
    for lambda in [0.1, 1.0, 10.0, 400.0] {
        let found = game.at(lambda).unwrap().unwrap();
        let log = -libm::log1p((2.0 * lambda).exp().min(f64::MAX));
        let log = if lambda > 100.0 { -2.0 * lambda } else { log };
        // Relative, because the logarithm reaches −800.
        assert!((found.logs[0][0] / log - 1.0).abs() < CLOSE, "{found:?}");
    }
}

#[test]
fn the_branch_of_a_coordination_game_is_monotone_in_the_risk_dominant_action() {
    // Stag hunt: p = Λ(λ(4p − 3)); the principal branch is the smallest solution.
    let game = bimatrix(&rows([[4.0, 0.0], [3.0, 3.0]]), &rows([[4.0, 3.0], [0.0, 3.0]]));
    let game = Quantal::strategies(&game).unwrap();
    for lambda in [0.2, 1.0, 3.0, 8.0] {
        let found = game.at(lambda).unwrap().unwrap();
        let mut p = 0.0;
        for _ in 0..10_000 {
            p = logistic(lambda * (4.0 * p - 3.0));
        }
        assert!((found.probabilities[0][0] - p).abs() < CLOSE, "{lambda}: {found:?} {p}");
    }
    // At λ = 8 there is another solution, in which both hunt; it is on another branch.
    let mut p = 1.0;
    for _ in 0..10_000 {
        p = logistic(8.0 * (4.0 * p - 3.0));
    }
    assert!(p > 0.99);
    assert!(game.branch(&Until::default()).unwrap().turns.is_empty());
}

/// Payoffs of a centipede: who stops at node i takes 0.4·2ⁱ and leaves a quarter of it.
fn centipede(length: usize) -> Tree<f64> {
    let actions = ["take".to_owned(), "pass".to_owned()];
    let mut b = TreeBuilder::new(["1", "2"]);
    let payoffs = |i: usize, stopper: usize| {
        let pot = 0.4 * f64::from(1_u32 << i);
        if stopper == 0 { [pot, pot / 4.0] } else { [pot / 4.0, pot] }
    };
    for i in 0..length {
        let infoset = i.to_string();
        let player = Some(u32::from(i % 2 == 1));
        let at = Branches { player, infoset: &infoset, actions: &actions, probabilities: &[] };
        b.branch(at).unwrap();
        b.terminal(&payoffs(i, i % 2)).unwrap();
    }
    b.terminal(&payoffs(length, length % 2)).unwrap();
    b.finish().unwrap()
}

#[test]
fn centipede_by_backward_recursion() {
    let length = 6;
    let tree = centipede(length);
    let game = Quantal::agents(&tree).unwrap();
    assert_eq!(game.method(), Method::Backward);
    for lambda in [0.0, 0.5, 1.0, 3.0, 20.0] {
        let found = game.at(lambda).unwrap().unwrap();
        let pot = |i: usize| 0.4 * f64::from(1_u32 << i);
        let mut ahead = [pot(length), pot(length) / 4.0];
        for i in (0..length).rev() {
            let me = i % 2;
            let take = logistic(lambda * (pot(i) - ahead[me]));
            assert!((found.probabilities[i][0] - take).abs() < CLOSE, "{lambda} {i}: {found:?}");
            let mut now = [pot(i) / 4.0; 2];
            now[me] = pot(i);
            ahead = [0, 1].map(|k| take * now[k] + (1.0 - take) * ahead[k]);
        }
    }
}

#[test]
fn one_backward_pass_and_the_tracer_agree() {
    // The same centipede after a move of chance that nobody sees: no information set is a
    // single node, so that the tracer has to find what one backward pass finds.
    let plain = centipede(4);
    let actions = ["take".to_owned(), "pass".to_owned()];
    let mut b = TreeBuilder::new(["1", "2"]);
    let sides = ["left".to_owned(), "right".to_owned()];
    let half = [0.5, 0.5];
    let chance = Branches { player: None, infoset: "side", actions: &sides, probabilities: &half };
    b.branch(chance).unwrap();
    for _ in 0..2 {
        for i in 0..4 {
            let infoset = i.to_string();
            let player = Some(u32::from(i % 2 == 1));
            let at = Branches { player, infoset: &infoset, actions: &actions, probabilities: &[] };
            b.branch(at).unwrap();
            let index = u32::try_from(i).unwrap();
            b.terminal(plain.payoffs(index)).unwrap();
        }
        b.terminal(plain.payoffs(4)).unwrap();
    }
    let doubled = Quantal::agents(&b.finish().unwrap()).unwrap();
    assert_eq!(doubled.method(), Method::Elimination);
    let single = Quantal::agents(&plain).unwrap();
    for lambda in [0.5, 2.0, 9.0] {
        let one = single.at(lambda).unwrap().unwrap();
        let two = doubled.at(lambda).unwrap().unwrap();
        assert!(apart(&one.probabilities, &two.probabilities[1..]) < CLOSE);
    }
}

#[test]
fn signalling_whose_beliefs_vanish_keeps_their_ratio() {
    // Both types lose by speaking, the second twice as much: at high λ speech is too rare for
    // a number, yet who speaks is the first type by odds of exp(λ).
    let lambda = 2_000.0;
    let mut b = TreeBuilder::new(["sender", "receiver"]);
    let two = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    let (types, speech, answer) =
        (two("strong", "weak"), two("silent", "speak"), two("believe", "doubt"));
    b.branch(Branches {
        player: None,
        infoset: "type",
        actions: &types,
        probabilities: &[0.5, 0.5],
    })
    .unwrap();
    for (kind, loss) in types.iter().zip([1.0, 2.0]) {
        b.branch(Branches { player: Some(0), infoset: kind, actions: &speech, probabilities: &[] })
            .unwrap();
        b.terminal(&[0.0, 0.0]).unwrap();
        b.branch(Branches {
            player: Some(1),
            infoset: "reply",
            actions: &answer,
            probabilities: &[],
        })
        .unwrap();
        let right = if loss == 1.0 { [1.0, 0.0] } else { [0.0, 1.0] };
        b.terminal(&[-loss, right[0]]).unwrap();
        b.terminal(&[-loss, right[1]]).unwrap();
    }
    let tree = b.finish().unwrap();
    let found = Quantal::agents(&tree).unwrap().at(lambda).unwrap().unwrap();
    assert_eq!(found.probabilities[1][1], 0.0);
    assert!((found.logs[1][1] + lambda).abs() < 1e-6);
    // The receiver believes the strong type certainly: doubt has log-probability −λ.
    let reply = &found.logs[2];
    assert!((reply[1] + lambda).abs() < 1e-6, "{found:?}");
}

#[test]
fn limits_are_equilibria() {
    let tree = centipede(4);
    let branch = Quantal::agents(&tree).unwrap().branch(&Until::default()).unwrap();
    let limit = branch.limit().unwrap();
    assert_eq!(branch.ended, Ended::Regret);
    let profile = Profile::new(&tree, limit.probabilities.clone()).unwrap();
    // Four moves, each of which may lose 10⁻⁸ of a range of 6.3.
    assert!(regret(&tree, &profile).unwrap() < 3e-7);
    assert!((limit.probabilities[0][0] - 1.0).abs() < 1e-6);
}

#[test]
fn a_turning_branch_is_followed() {
    // Found by search among games with random whole payoffs: λ rises to 21, falls to 1.8 and
    // rises again, so that between the branch has three points at one λ.
    let (a, b) = (
        rows([[7.0, 1.0, 3.0], [0.0, 9.0, 4.0], [8.0, 0.0, 6.0]]),
        rows([[4.0, 6.0, 2.0], [2.0, 1.0, 0.0], [3.0, 3.0, 4.0]]),
    );
    let game = Quantal::strategies(&bimatrix(&a, &b)).unwrap();
    let branch = game.branch(&Until::default()).unwrap();
    assert_eq!((branch.ended, branch.turns.len()), (Ended::Regret, 2));
    assert!(branch.turns[0] > 20.0 && branch.turns[1] < 2.0, "{:?}", branch.turns);
    let reply = |lambda: f64, u: Vec<f64>| {
        let weights: Vec<f64> = u.iter().map(|u| (lambda * u).exp()).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|w| w / sum).collect::<Vec<_>>()
    };
    let mut falling = 0;
    for (i, pair) in branch.steps.windows(2).enumerate() {
        let point = branch.point(i + 1).unwrap();
        falling += usize::from(pair[1].lambda < pair[0].lambda);
        if point.lambda > 30.0 {
            continue;
        }
        let [p, q] = [0, 1].map(|k| point.probabilities[k].as_slice());
        let dot = |row: &[f64], q: &[f64]| row.iter().zip(q).map(|(a, b)| a * b).sum::<f64>();
        let rows = a.iter().map(|row| dot(row, q)).collect();
        let columns = (0..3).map(|j| (0..3).map(|i| b[i][j] * p[i]).sum()).collect();
        let again = [reply(point.lambda, rows), reply(point.lambda, columns)];
        assert!(apart(&point.probabilities, &again) < CLOSE, "{point:?}");
    }
    assert!(falling > 5);
}

#[test]
fn symmetric_chicken_stays_or_leaves() {
    let game = bimatrix(&rows([[0.0, 7.0], [2.0, 6.0]]), &rows([[0.0, 2.0], [7.0, 6.0]]));
    let stays = Quantal::strategies(&game).unwrap();
    let branch = stays.branch(&Until::default()).unwrap();
    let limit = branch.limit().unwrap();
    // The symmetric equilibrium has p = ⅓.
    assert!((limit.probabilities[0][0] - 1.0 / 3.0).abs() < 1e-6, "{limit:?}");
    assert_eq!(branch.crossings.len(), 1);
    // Another branch crosses where both replies Λ(λ(1 − 3p)) have slope −1: 3λp(1 − p) = 1.
    let at = |lambda: f64| bisect(|p| p - logistic(lambda * (1.0 - 3.0 * p)));
    let slope = |lambda: f64| 3.0 * lambda * at(lambda) * (1.0 - at(lambda)) - 1.0;
    let critical = 10.0 * bisect(|s| slope(10.0 * s));
    // Crossings are found to a step of 10⁻³ in λ times a range of 7.
    assert!((branch.crossings[0] - critical).abs() < 1e-3, "{:?} {critical}", branch.crossings);
    let leaves = Quantal::strategies(&game).unwrap().leave_crossings();
    let limit = leaves.branch(&Until::default()).unwrap().limit().unwrap();
    // One dares, the other does not.
    assert!(limit.probabilities[0][0] < 1e-6 && limit.probabilities[1][0] > 1.0 - 1e-6);
}

#[test]
fn the_worked_example_of_the_documentation() {
    // Goeree and Holt 2001, matching pennies with a prize of 320: 25 pairs, of whom 96 % chose
    // top and 16 % left. The page prints the figures to the digits checked here.
    let game = bimatrix(&rows([[320.0, 40.0], [40.0, 80.0]]), &rows([[40.0, 80.0], [80.0, 40.0]]));
    let game = Quantal::strategies(&game).unwrap();
    let counts = [vec![24.0, 1.0], vec![4.0, 21.0]];
    let near = |found: f64, printed: f64, digits: i32| {
        assert!((found - printed).abs() < 0.51 * 10_f64.powi(-digits), "{found}, {printed}");
    };
    let fit = game.fit(&counts, 100.0).unwrap();
    near(fit.equilibrium.lambda, 0.0426, 4);
    near(fit.standard_error.unwrap(), 0.020, 3);
    near(fit.log_likelihood, -17.67, 2);
    near(fit.equilibrium.probabilities[0][0], 0.833, 3);
    near(fit.equilibrium.probabilities[1][0], 0.243, 3);
    assert!(!fit.at_end);
    let empirical = game.fit_empirical(&counts, 100.0).unwrap();
    near(empirical.equilibrium.lambda, 0.0681, 4);
    near(empirical.log_likelihood, -22.32, 2);
    for (lambda, top, left) in [(0.01, 0.740, 0.452), (0.05, 0.818, 0.219), (1.0, 0.524, 0.125)] {
        let found = game.at(lambda).unwrap().unwrap();
        near(found.probabilities[0][0], top, 3);
        near(found.probabilities[1][0], left, 3);
    }
}
