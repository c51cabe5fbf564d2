//! Properties on random games.
//!
//! Tolerances: equations hold to 10⁻⁹ in log-odds (corrections stop at 10⁻¹¹ times 1 + |x|/10
//! and the Jacobian multiplies that by less than 100 here); probabilities of two methods agree
//! to 10⁻⁹ for the same reason. Far out on a branch rounding keeps corrections from shrinking, and
//! they stop at 10⁻⁸ instead: payoffs lie between 0 and 1, so that an equation takes up to λ/4 times
//! that from each of some 40 probabilities. What counts there is regret, which is checked at 10⁻⁹.

use super::support::{Sight, apart, labels, random_form, random_tree, turns};
use comity_core::Code;
use comity_games::quantal::{Ended, Method, Quantal, Until};
use comity_games::solve::mixed::MixedSolution;
use comity_games::solve::{Profile, regret};
use comity_games::tree::{Branches, TreeBuilder};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// What an equilibrium may leave to be gained, as a share of the range of payoffs.
const REGRET: f64 = 1e-9;
/// The same where rounding ends a branch before.
const AT_WORST: f64 = 1e-6;
/// From here on corrections may stop by rounding.
const FAR: f64 = 1e6;

/// What the equations of a point may leave, in log-odds.
fn left(lambda: f64) -> f64 {
    if lambda < FAR { 1e-9 * (1.0 + lambda) } else { 40.0 * 0.25e-8 * lambda }
}

const NEAR: Until = Until { regret: REGRET, lambda: f64::INFINITY, steps: 20_000 };

fn sums_to_one(lists: &[Vec<f64>]) -> bool {
    lists.iter().all(|l| (l.iter().sum::<f64>() - 1.0).abs() < 1e-12)
}

/// The branch of a random tree holds its equations and ends at an equilibrium; two methods agree.
/// Whether the end leaves no more than [`REGRET`]; a few stop short of it, as stuck, and then it is
/// [`AT_WORST`].
fn followed(depth: usize, blur: u32, seed: u64) -> Result<bool, TestCaseError> {
    let tree = random_tree(depth, blur, seed);
    let game = Quantal::agents(&tree).unwrap();
    let near = game.branch(&NEAR).unwrap();
    let (branch, least) = match near.ended {
        Ended::Regret => (near, REGRET),
        _ => (game.branch(&Until { regret: AT_WORST, ..NEAR }).unwrap(), AT_WORST),
    };
    prop_assert_eq!(branch.ended, Ended::Regret);
    for point in (0..branch.steps.len()).map(|i| branch.point(i).unwrap()) {
        prop_assert!(sums_to_one(&point.probabilities));
        prop_assert!(point.residual < left(point.lambda), "{:?}", point);
    }
    let limit = branch.limit().unwrap();
    let profile = Profile::new(&tree, limit.probabilities.clone()).unwrap();
    prop_assert!(limit.regret <= least, "{:?}", limit);
    prop_assert!(regret(&tree, &profile).unwrap() <= least);
    let krylov = Quantal::agents(&tree).unwrap().eliminate_up_to(0);
    let one = game.at(4.0).unwrap().unwrap();
    let two = krylov.at(4.0).unwrap().unwrap();
    prop_assert!(apart(&one.probabilities, &two.probabilities) < 1e-9);
    Ok(least == REGRET)
}

#[test]
fn nearly_all_trees_are_followed_to_the_least_regret() {
    let reached = (0..60).filter(|seed| followed(6, 2, *seed).unwrap()).count();
    println!("{reached} of 60 trees end with a regret of {REGRET}");
    assert!(reached >= 57);
}

/// Their ends are where λ is 3.6 × 10⁸ and 9.3 × 10⁸.
#[test]
fn trees_whose_ends_are_far_out_are_followed() {
    for seed in [18_089_870_175_985_789_202, 4_769_524_214_309_198_209] {
        assert!(followed(6, 2, seed).unwrap());
    }
}

/// The bound that holds before [`FAR`], asked for everywhere.
#[test]
#[ignore = "open: far out corrections stop by rounding, and this bound does not hold"]
fn equations_hold_as_closely_far_out() {
    for seed in [18_089_870_175_985_789_202, 4_769_524_214_309_198_209, 14_897_820_529_782_422_625]
    {
        let branch = Quantal::agents(&random_tree(6, 2, seed)).unwrap().branch(&NEAR).unwrap();
        for point in (0..branch.steps.len()).map(|i| branch.point(i).unwrap()) {
            assert!(point.residual < 1e-9 * (1.0 + point.lambda), "{point:?}");
        }
    }
}

#[test]
#[ignore = "open: one of the methods finds no point at λ = 4"]
fn a_tree_that_one_method_does_not_follow() {
    followed(3, 2, 5_815_612_926_674_409_523).unwrap();
}

proptest! {
    // The same games in every run. Of 3,000 other trees nine stopped short of the least regret; rarer
    // still is one that is not followed at all: that is a typed outcome, and no fault of a change
    // that happens to meet it.
    #![proptest_config(ProptestConfig {
        cases: 40,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    })]

    #[test]
    fn strategic_forms(sizes in prop::collection::vec(1_usize..5, 1..4), seed in any::<u64>()) {
        let form = random_form(&sizes, seed);
        let game = Quantal::strategies(&form).unwrap();
        let branch = game.branch(&NEAR).unwrap();
        prop_assert_eq!(branch.ended, Ended::Regret);
        let start = branch.point(0).unwrap();
        for (list, n) in start.probabilities.iter().zip(&sizes) {
            prop_assert!(list.iter().all(|p| (p - 1.0 / *n as f64).abs() < 1e-15));
        }
        for point in (0..branch.steps.len()).map(|i| branch.point(i).unwrap()) {
            prop_assert!(sums_to_one(&point.probabilities));
            prop_assert!(point.residual < left(point.lambda), "{:?}", point);
        }
        let limit = branch.limit().unwrap();
        let limit = MixedSolution::new("limit", &form, limit.probabilities).unwrap();
        prop_assert!(limit.max_regret <= REGRET, "{:?}", limit);
        let found = game.at(3.0).unwrap().unwrap();
        prop_assert!(found.residual < 1e-9);
        prop_assert_eq!(found.lambda, 3.0);
    }

    #[test]
    fn trees(depth in 2_usize..7, blur in 1_u32..3, seed in any::<u64>()) {
        followed(depth, blur, seed)?;
    }

    #[test]
    fn moving_at_once_is_a_strategic_form(rows in 1_usize..4, columns in 1_usize..4, seed in any::<u64>()) {
        let form = random_form(&[rows, columns], seed);
        let mut b = TreeBuilder::new(["1", "2"]);
        let (first, second) = (labels(rows), labels(columns));
        b.branch(Branches { player: Some(0), infoset: "1", actions: &first, probabilities: &[] }).unwrap();
        for i in 0..rows {
            b.branch(Branches { player: Some(1), infoset: "2", actions: &second, probabilities: &[] }).unwrap();
            for j in 0..columns {
                b.terminal(form.at(&[i, j])).unwrap();
            }
        }
        let tree = Quantal::agents(&b.finish().unwrap()).unwrap();
        let form = Quantal::strategies(&form).unwrap();
        for lambda in [0.5, 5.0, 50.0] {
            let one = tree.at(lambda).unwrap().unwrap();
            let two = form.at(lambda).unwrap().unwrap();
            prop_assert!(apart(&one.probabilities, &two.probabilities) < 1e-9, "{:?} {:?}", one, two);
        }
    }
}

#[test]
fn large_games_are_solved_group_by_group() {
    let tree = random_tree(8, 2, 1);
    let game = Quantal::agents(&tree).unwrap();
    assert_eq!(game.method(), Method::Elimination);
    let krylov = Quantal::agents(&tree).unwrap().eliminate_up_to(1);
    assert_eq!(krylov.method(), Method::Krylov);
    let one = game.at(6.0).unwrap().unwrap();
    let two = krylov.at(6.0).unwrap().unwrap();
    println!("{} nodes, {} and {} steps", tree.nodes().len(), one.steps, two.steps);
    assert!(one.residual < 1e-9 && two.residual < 1e-9);
    assert!(apart(&one.probabilities, &two.probabilities) < 1e-9);
}

#[test]
fn large_trees_are_followed_to_an_equilibrium() {
    for (depth, sight, seed) in [
        (10, Sight::Stages, 1),
        (10, Sight::Stages, 2),
        (8, Sight::Hidden, 1),
        (8, Sight::Hidden, 2),
    ] {
        let tree = turns(depth, sight, seed);
        let game = Quantal::agents(&tree).unwrap();
        let branch = game.branch(&Until::default()).unwrap();
        println!("{} nodes: {} steps", tree.nodes().len(), branch.steps.len());
        assert_eq!(branch.ended, Ended::Regret);
        let limit = branch.limit().unwrap();
        // Payoffs range over 100.
        assert!(limit.regret <= 100.0 * REGRET, "{}", limit.regret);
        let profile = Profile::new(&tree, limit.probabilities).unwrap();
        assert!(regret(&tree, &profile).unwrap() <= 100.0 * REGRET);
    }
}

#[test]
fn bad_requests_are_named() {
    let game = Quantal::agents(&random_tree(3, 1, 1)).unwrap();
    for lambda in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(game.at(lambda).unwrap_err().code(), Code::BadGame);
    }
    let until = Until { regret: f64::NAN, ..Until::default() };
    assert_eq!(game.branch(&until).unwrap_err().code(), Code::BadGame);
    assert_eq!(game.fit(&[], 1.0).unwrap_err().code(), Code::BadGame);
    let zeros: Vec<Vec<f64>> = game.at(0.0).unwrap().unwrap().probabilities;
    let zeros: Vec<Vec<f64>> = zeros.iter().map(|l| vec![0.0; l.len()]).collect();
    assert_eq!(game.fit(&zeros, 1.0).unwrap_err().code(), Code::BadGame);
    assert_eq!(game.fit_empirical(&zeros, 1.0).unwrap_err().code(), Code::BadGame);
}
