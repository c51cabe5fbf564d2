//! Sweeps against single solutions and closed thresholds.
//!
//! Tolerance: 1e-13 over repression for a threshold found by bisection against its formula, which
//! divides by repression; rounding of a dozen operations lies well within.

use crate::draws::{generator, symmetric};
use comity_games::catalogue::alliance::Params;
use comity_games::catalogue::{all, find};
use comity_games::sweep::{Axis, Thresholds, sweep};

const BOTH: [&str; 2] = ["vulnerability_a", "vulnerability_b"];

#[test]
fn cells_are_the_solutions_at_their_values() {
    let entry = find("alliance").unwrap();
    let axes = [Axis::new(BOTH, [0.0, 1.0], 21), Axis::new(["repression"], [0.0, 1.0], 5)];
    let s = sweep(entry, &[("autonomy", 0.05)], &axes, Thresholds::No).unwrap();
    assert_eq!((s.x.len(), s.y.len(), s.rows.len(), s.rows[0].len()), (21, 5, 5, 21));
    assert!(s.switches.is_empty());
    for (row, &r) in s.rows.iter().zip(&s.y) {
        for (&cell, &v) in row.iter().zip(&s.x) {
            let given = [(BOTH[0], v), (BOTH[1], v), ("repression", r), ("autonomy", 0.05)];
            assert_eq!(s.classes[cell as usize], entry.solve(&given).unwrap());
        }
    }
}

#[test]
fn thresholds_are_those_of_the_closed_form() {
    let entry = find("alliance").unwrap();
    let mut rng = generator(51);
    let mut found = 0;
    for _ in 0..200 {
        let params = Params { sponsor: false, ..symmetric(&mut rng) };
        let exact = params.check().unwrap().symmetric().unwrap().vulnerability;
        let mut given = vec![("sponsor", 0.0)];
        let values = params.values();
        for (p, &v) in entry.parameters().iter().zip(&values) {
            if !BOTH.contains(&&*p.name) {
                given.push((&p.name, v));
            }
        }
        let axis = Axis::new(BOTH, [0.0, 1.0], 11);
        let s = sweep(entry, &given, &[axis], Thresholds::Yes).unwrap();
        assert_eq!(s.switches.len(), usize::from(exact > 0.0 && exact < 1.0));
        if let Some(switch) = s.switches.first() {
            assert!((switch.at - exact).abs() < 1e-13 / params.repression);
            found += 1;
        }
    }
    assert!(found > 20, "{found}");
}

#[test]
fn large_grids_are_the_same_on_any_number_of_threads() {
    let entry = find("alliance").unwrap();
    let axes = [Axis::new(BOTH, [0.0, 1.0], 80), Axis::new(["repression"], [0.0, 1.0], 60)];
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sweep(entry, &[], &axes, Thresholds::Yes).unwrap())
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn every_game_can_be_swept() {
    for entry in all() {
        let p = &entry.parameters()[0];
        let (low, high) = (p.low.max(-1.0), p.high.min(1.0));
        let s = sweep(entry, &[], &[Axis::new([&*p.name], [low, high], 7)], Thresholds::Yes);
        let s = s.unwrap();
        assert_eq!((s.rows.len(), s.rows[0].len(), s.y.len()), (1, 7, 0));
        assert!(s.rows[0].iter().all(|&c| (c as usize) < s.classes.len()));
    }
}

#[test]
fn a_tree_and_its_closed_form_give_one_diagram() {
    let axes = [Axis::new(BOTH, [0.01, 0.99], 14), Axis::new(["repression"], [0.01, 0.99], 13)];
    let closed = sweep(find("alliance").unwrap(), &[], &axes, Thresholds::No).unwrap();
    let tree = sweep(find("alliance-tree").unwrap(), &[], &axes, Thresholds::No).unwrap();
    for (a, b) in closed.rows.iter().flatten().zip(tree.rows.iter().flatten()) {
        let name = closed.classes[*a as usize].replace("none", "no alliance");
        assert_eq!(name, tree.classes[*b as usize]);
    }
}

#[test]
fn what_is_no_sweep_is_refused() {
    let entry = find("alliance").unwrap();
    let axis = |name: &str, low, high, cells| Axis::new([name], [low, high], cells);
    let code = |fixed: &[(&str, f64)], axes: &[Axis]| {
        sweep(entry, fixed, axes, Thresholds::No).unwrap_err().code().as_str()
    };
    let r = axis("repression", 0.0, 1.0, 5);
    assert_eq!(code(&[], &[]), "usage/bad-setting");
    assert_eq!(code(&[], &[r.clone(), r.clone()]), "usage/bad-setting");
    assert_eq!(code(&[("repression", 0.5)], std::slice::from_ref(&r)), "usage/bad-setting");
    assert_eq!(code(&[], &[axis("repression", 1.0, 0.0, 5)]), "usage/bad-setting");
    assert_eq!(code(&[], &[axis("repression", 0.0, 1.0, 0)]), "usage/bad-setting");
    assert_eq!(code(&[], &[axis("repression", 0.0, 2.0, 5)]), "game/invalid");
    assert_eq!(code(&[], &[axis("represion", 0.0, 1.0, 5)]), "game/unknown");
    assert_eq!(code(&[], &[axis("repression", 0.0, 1.0, 5_000_000)]), "usage/bad-setting");
}

/// Run with `cargo test --release -p comity-games -- --ignored --nocapture sweep_takes`.
#[test]
#[ignore = "measures time; run in release"]
fn sweep_takes_milliseconds() {
    let axes = [Axis::new(BOTH, [0.0, 1.0], 200), Axis::new(["repression"], [0.0, 1.0], 200)];
    for (slug, how) in [
        ("alliance", Thresholds::No),
        ("alliance", Thresholds::Yes),
        ("alliance-tree", Thresholds::No),
    ] {
        let start = std::time::Instant::now();
        let s = sweep(find(slug).unwrap(), &[], &axes, how).unwrap();
        println!("{slug} {how:?}: {:?}, {} switches", start.elapsed(), s.switches.len());
        assert!(slug != "alliance" || start.elapsed().as_secs_f64() < 1.0);
    }
}
