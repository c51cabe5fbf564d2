//! The contest on networks against hand-derived cases and numerical best responses.
//!
//! Tolerances: 1e-12 for closed forms of a few operations; 1e-7 for efforts that Newton's method
//! finds from payoffs alone, whose slopes are differences with a step of 1e-5.

use crate::draws::{between, generator};
use comity_games::catalogue::contest::{Contest, Failure, Network};
use rand::RngExt;
use rand_pcg::Pcg64;

fn near(x: f64, y: f64, tolerance: f64) {
    assert!((x - y).abs() <= tolerance, "{x} is not {y}");
}

fn solve(network: &Network, beta: f64, gamma: f64) -> Contest {
    network.equilibrium(beta, gamma).unwrap().unwrap()
}

#[test]
fn without_ties_it_is_tullocks_contest() {
    for n in 2..8 {
        let contest = solve(&Network::new(n, &[], &[]).unwrap(), 0.3, 0.3);
        let m = n as f64;
        near(contest.total, 1.0 - 1.0 / m, 1e-12);
        near(contest.efforts[n - 1], (m - 1.0) / (m * m), 1e-12);
        near(contest.payoffs[0], 1.0 / (m * m), 1e-12);
    }
}

#[test]
fn two_allies_and_two_enemies_by_hand() {
    let allies = solve(&Network::new(2, &[(0, 1)], &[]).unwrap(), 0.3, 0.0);
    near(allies.efforts[0], 0.7 / (4.0 * 1.3), 1e-12);
    near(allies.payoffs[0], 0.5 - 0.7 / 5.2, 1e-12);
    let enemies = solve(&Network::new(2, &[], &[(0, 1)]).unwrap(), 0.0, 0.5);
    near(enemies.efforts[1], 1.5 / 2.0, 1e-12);
    // Both fight at a loss: the payoff is ½ − ¾, while φΦ-terms are all positive.
    near(enemies.payoffs[1], -0.25, 1e-12);
}

#[test]
fn a_line_of_enemies_by_hand() {
    // 1–2–3 with γ = .2: Γ = (1.25, 5/3, 1.25), ΣΓ = 25/6, Φ = .76, φ = .1824·Γ.
    let c = solve(&Network::new(3, &[], &[(0, 1), (1, 2)]).unwrap(), 0.0, 0.2);
    near(c.total, 0.76, 1e-12);
    near(c.performance[0], 0.228, 1e-12);
    near(c.performance[1], 0.304, 1e-12);
    // x₂ − .4x₁ = .304, x₁ − .2x₂ = .228 gives x₁ = .2888/.92, x₂ = .3952/.92.
    near(c.efforts[0], 0.2888 / 0.92, 1e-12);
    near(c.efforts[1], 0.3952 / 0.92, 1e-12);
    near(c.payoffs[0], 0.24 * 1.25 - 0.2888 / 0.92, 1e-12);
}

fn random(rng: &mut Pcg64, n: usize) -> Network {
    let (mut allies, mut enemies) = (Vec::new(), Vec::new());
    for i in 0..n {
        for j in 0..i {
            match rng.random::<f64>() {
                u if u < 0.25 => allies.push((i, j)),
                u if u < 0.5 => enemies.push((i, j)),
                _ => {}
            }
        }
    }
    Network::new(n, &allies, &enemies).unwrap()
}

/// The slope of each group's payoff in its own effort, from payoffs alone.
fn slopes(network: &Network, x: &[f64], beta: f64, gamma: f64) -> Vec<f64> {
    const STEP: f64 = 1e-5;
    (0..x.len())
        .map(|i| {
            let at = |d: f64| {
                let mut y = x.to_vec();
                y[i] += d;
                network.payoffs(&y, beta, gamma)[i]
            };
            (at(STEP) - at(-STEP)) / (2.0 * STEP)
        })
        .collect()
}

#[test]
fn first_order_conditions_solved_numerically_give_the_same_efforts() {
    let mut rng = generator(31);
    let mut compared = 0;
    for _ in 0..300 {
        let n = rng.random_range(2..7);
        let network = random(&mut rng, n);
        let (beta, gamma) = (between(&mut rng, 0.0, 0.3), between(&mut rng, 0.0, 0.15));
        let Ok(contest) = network.equilibrium(beta, gamma).unwrap() else { continue };
        let mut x: Vec<f64> =
            contest.efforts.iter().map(|e| e + between(&mut rng, -0.01, 0.01)).collect();
        for _ in 0..30 {
            // Newton's method with a Jacobian of differences.
            let f = slopes(&network, &x, beta, gamma);
            let mut rows: Vec<Vec<f64>> = vec![Vec::new(); n];
            for j in 0..n {
                let mut y = x.clone();
                y[j] += 1e-4;
                let up = slopes(&network, &y, beta, gamma);
                y[j] -= 2e-4;
                let down = slopes(&network, &y, beta, gamma);
                for i in 0..n {
                    rows[i].push((up[i] - down[i]) / 2e-4);
                }
            }
            let step = gauss(rows, f);
            x.iter_mut().zip(step).for_each(|(x, s)| *x -= s);
        }
        let residual =
            slopes(&network, &x, beta, gamma).iter().fold(0.0_f64, |a, s| a.max(s.abs()));
        assert!(residual < 1e-7, "no convergence: {residual}");
        for (ours, theirs) in contest.efforts.iter().zip(&x) {
            near(*ours, *theirs, 1e-7);
        }
        compared += 1;
    }
    assert!(compared > 200, "{compared}");
}

fn gauss(mut rows: Vec<Vec<f64>>, right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    rows.iter_mut().zip(right).for_each(|(row, b)| row.push(b));
    for k in 0..n {
        let p = (k..n).max_by(|&a, &b| rows[a][k].abs().total_cmp(&rows[b][k].abs())).unwrap();
        rows.swap(k, p);
        for i in 0..n {
            if i != k {
                let factor = rows[i][k] / rows[k][k];
                let top = rows[k].clone();
                rows[i].iter_mut().zip(&top).skip(k).for_each(|(x, t)| *x -= factor * t);
            }
        }
    }
    (0..n).map(|k| rows[k][n] / rows[k][k]).collect()
}

#[test]
fn nobody_gains_by_another_effort() {
    let mut rng = generator(32);
    for _ in 0..200 {
        let n = rng.random_range(2..7);
        let network = random(&mut rng, n);
        let (beta, gamma) = (between(&mut rng, 0.0, 0.5), between(&mut rng, 0.0, 0.3));
        let Ok(contest) = network.equilibrium(beta, gamma).unwrap() else { continue };
        let at_rest = network.payoffs(&contest.efforts, beta, gamma);
        for i in 0..n {
            near(at_rest[i], contest.payoffs[i], 1e-9);
            for step in -20..=20 {
                let mut x = contest.efforts.clone();
                x[i] += f64::from(step) * 0.05;
                if network.performance(&x, beta, gamma).iter().sum::<f64>() > 0.0 {
                    assert!(network.payoffs(&x, beta, gamma)[i] <= at_rest[i] + 1e-12);
                }
            }
        }
    }
}

#[test]
fn the_estimating_equation_holds_with_performances() {
    // xᵢ = γ·(enemies' efforts) − β·(allies' efforts) + Φ(1 − Φ)Γᵢ: what the equation adds is
    // the performance. The payoff is another number.
    let network = random(&mut generator(33), 6);
    let c = solve(&network, 0.2, 0.1);
    for i in 0..6 {
        let of = |tie| -> f64 {
            (0..6).filter(|&j| network.tie(i, j) == tie).map(|j| c.efforts[j]).sum()
        };
        near(c.efforts[i], 0.1 * of(-1) - 0.2 * of(1) + c.performance[i], 1e-12);
        assert!((c.payoffs[i] - c.performance[i]).abs() > 1e-3);
    }
}

#[test]
fn names_of_groups_do_not_matter() {
    let network = Network::new(4, &[(0, 1), (1, 2)], &[(2, 3), (0, 3)]).unwrap();
    let turned = Network::new(4, &[(3, 2), (2, 1)], &[(1, 0), (3, 0)]).unwrap();
    let (a, b) = (solve(&network, 0.2, 0.1), solve(&turned, 0.2, 0.1));
    for i in 0..4 {
        near(a.efforts[i], b.efforts[3 - i], 1e-12);
    }
}

#[test]
fn conditions_are_checked() {
    let star = Network::new(4, &[], &[(0, 1), (0, 2), (0, 3)]).unwrap();
    assert_eq!(star.equilibrium(0.0, 0.4).unwrap(), Err(Failure::Hostility(vec![0])));
    let allies = Network::new(3, &[(0, 1), (0, 2), (1, 2)], &[]).unwrap();
    // Γ = 1/(1 + 2β) and ΣΓ = 3/(1 + 2β) > 1 for every β below one.
    assert!(solve(&allies, 0.99, 0.0).is_interior());
    let pairs = Network::new(2, &[(0, 1)], &[]).unwrap();
    assert!(pairs.equilibrium(1.0, 0.0).is_err() && pairs.equilibrium(0.0, -0.1).is_err());
    // A hub with three allies would rather not fight: its effort is negative.
    let hub = Network::new(4, &[(0, 1), (0, 2), (0, 3)], &[]).unwrap();
    assert!(!solve(&hub, 0.6, 0.0).is_interior());
    // Four allies in a ring: I + βA has the eigenvalue 1 − 2β.
    let ring = Network::new(4, &[(0, 1), (1, 2), (2, 3), (3, 0)], &[]).unwrap();
    assert_eq!(ring.equilibrium(0.5, 0.0).unwrap(), Err(Failure::Singular));
    for (allies, enemies) in
        [(vec![(0, 0)], vec![]), (vec![(0, 2)], vec![]), (vec![(0, 1)], vec![(1, 0)])]
    {
        assert_eq!(Network::new(2, &allies, &enemies).unwrap_err().code().as_str(), "game/invalid");
    }
    assert!(Network::new(1, &[], &[]).is_err());
}
