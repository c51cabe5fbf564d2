//! Properties on random games.
//!
//! Tolerances: equations hold to 10⁻⁹ in log-odds (corrections stop at 10⁻¹¹ times 1 + |x|/10
//! and the Jacobian multiplies that by less than 100 here); probabilities of two methods agree
//! to 10⁻⁹ for the same reason. Log-probabilities grow like λ, and beliefs off the path come from
//! their differences: half a unit of the last place of such a number goes into payoffs between 0
//! and 1, and λ times that into the equations. Where this exceeds 2.5 × 10⁻⁹ λ the branch
//! ends: payoffs can hardly tell the point from an equilibrium any more.

use super::support::{Sight, apart, labels, random_form, random_tree, turns};
use comity_core::Code;
use comity_games::quantal::{Ended, Method, Quantal, Until};
use comity_games::solve::mixed::MixedSolution;
use comity_games::solve::{Profile, regret};
use comity_games::tree::{Branches, TreeBuilder};
use proptest::prelude::*;

/// What an equilibrium may leave to be gained, as a share of the range of payoffs.
const REGRET: f64 = 1e-9;
/// The same where rounding ends a branch before.
const AT_WORST: f64 = 1e-8;
/// What the equations of a point may leave, in log-odds.
fn left(lambda: f64) -> f64 {
    1e-9 + 0.25e-8 * lambda
}

const NEAR: Until = Until { regret: REGRET, lambda: f64::INFINITY, steps: 20_000 };

fn sums_to_one(lists: &[Vec<f64>]) -> bool {
    lists.iter().all(|l| (l.iter().sum::<f64>() - 1.0).abs() < 1e-12)
}

/// The branch of a random tree holds its equations and ends at an equilibrium; two methods agree.
/// Whether the end leaves no more than [`REGRET`]; where rounding ends it before it is
/// [`AT_WORST`].
fn followed(depth: usize, blur: u32, seed: u64) -> Result<bool, TestCaseError> {
    let tree = random_tree(depth, blur, seed);
    let game = Quantal::agents(&tree).unwrap();
    let branch = game.branch(&NEAR).unwrap();
    let least = match branch.ended {
        Ended::Regret => REGRET,
        Ended::Stuck => AT_WORST,
        ended => return Err(TestCaseError::fail(format!("{ended:?}"))),
    };
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
fn sixty_trees_are_followed_to_the_least_regret() {
    assert!((0..60).all(|seed| followed(6, 2, seed).unwrap()));
}

/// What the page on quantal response says of random trees.
#[test]
#[ignore = "slow: a minute and a half"]
fn hardly_any_tree_ends_before_the_least_regret() {
    let before = (0..20_000_u64).filter(|seed| {
        let (depth, blur) = (2 + (seed % 5) as usize, 1 + (seed / 5 % 2) as u32);
        !followed(depth, blur, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)).unwrap()
    });
    assert_eq!(before.count(), 12);
}

/// Its interior probabilities are known to 10⁻⁹ only where λ is 3.6 × 10⁸.
#[test]
fn a_tree_whose_end_is_far_out_is_followed() {
    assert!(followed(6, 2, 18_089_870_175_985_789_202).unwrap());
}

/// Without an end where rounding takes over the first three go on to λ = 10¹⁶, where beliefs off
/// the path are noise and regret is a third of the range of payoffs.
#[test]
fn branches_end_where_rounding_takes_over() {
    for (depth, seed) in [
        (3, 2_497_595_667_141_274_142),
        (6, 7_713_583_021_032_289_297),
        (3, 5_891_899_411_366_532_386),
        (6, 4_769_524_214_309_198_209),
    ] {
        followed(depth, 2, seed).unwrap();
    }
}

/// At a turn at λ of 10⁴ to 10⁵ what rounding leaves of the equations is a hundred units of the
/// last place of λ: corrections that stop there have arrived.
#[test]
fn turns_where_rounding_shows_are_passed() {
    assert!(followed(6, 2, 3_678).unwrap());
    assert!(followed(6, 2, 3_319).unwrap());
    followed(6, 2, 3_860).unwrap();
}

/// Another branch comes so near that a step of the method without determinants meets it: it goes
/// back and on in shorter steps.
#[test]
fn a_step_onto_another_branch_is_taken_back() {
    followed(3, 2, 5_815_612_926_674_409_523).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

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
