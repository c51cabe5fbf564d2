//! What the tests of quantal response share.

use comity_games::NormalForm;
use comity_games::tree::{Branches, Tree, TreeBuilder};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

pub(super) fn labels(n: usize) -> Vec<String> {
    (1..=n).map(|i| i.to_string()).collect()
}

/// A two-player game from the rows of both payoff matrices.
pub(super) fn bimatrix(a: &[Vec<f64>], b: &[Vec<f64>]) -> NormalForm<f64> {
    let (rows, columns) = (a.len(), a[0].len());
    let cell = |j: usize, i: usize| [a[i][j], b[i][j]];
    let payoffs = (0..columns).flat_map(|j| (0..rows).flat_map(move |i| cell(j, i))).collect();
    NormalForm::new(labels(2), vec![labels(rows), labels(columns)], payoffs).unwrap()
}

pub(super) fn rows<const N: usize>(m: [[f64; N]; N]) -> Vec<Vec<f64>> {
    m.iter().map(|r| r.to_vec()).collect()
}

/// A random strategic form with payoffs between 0 and 1.
pub(super) fn random_form(sizes: &[usize], seed: u64) -> NormalForm<f64> {
    let mut source = Pcg64::seed_from_u64(seed);
    let cells: usize = sizes.iter().product::<usize>() * sizes.len();
    let payoffs = (0..cells).map(|_| source.random::<f64>()).collect();
    let strategies = sizes.iter().map(|&n| labels(n)).collect();
    NormalForm::new(labels(sizes.len()), strategies, payoffs).unwrap()
}

/// A random tree with chance moves and information sets of up to `blur` nodes: players move in
/// turns and forget nothing of their own.
pub(super) fn random_tree(depth: usize, blur: u32, seed: u64) -> Tree<f64> {
    let mut source = Pcg64::seed_from_u64(seed);
    let mut builder = TreeBuilder::new(["1", "2"]);
    grow(&mut builder, &mut source, (depth, 0, blur), [String::new(), String::new()]);
    builder.finish().unwrap()
}

/// `seen` is what each player knows of the past: own moves, and a number in `0..blur` for each
/// move of another.
fn grow(
    builder: &mut TreeBuilder<f64>,
    source: &mut Pcg64,
    (depth, level, blur): (usize, usize, u32),
    seen: [String; 2],
) {
    if depth == level {
        builder.terminal(&[source.random(), source.random()]).unwrap();
        return;
    }
    let actions = labels(2 + usize::from(level % 2 == 1));
    let mover = if level % 3 == 0 { None } else { Some(level % 3 - 1) };
    let infoset = mover.map_or_else(|| format!("c{seen:?}"), |m| format!("{level}:{}", seen[m]));
    let probabilities: Vec<f64> = match mover {
        None => (1..=actions.len()).map(|i| i as f64 / 3.0 / (actions.len() - 1) as f64).collect(),
        Some(_) => Vec::new(),
    };
    let player = mover.map(|m| m as u32);
    let at =
        Branches { player, infoset: &infoset, actions: &actions, probabilities: &probabilities };
    builder.branch(at).unwrap();
    for a in 0..actions.len() {
        let mut next = seen.clone();
        for (who, memory) in next.iter_mut().enumerate() {
            let kept = if mover == Some(who) { a as u32 } else { source.random_range(0..blur) };
            memory.push_str(&format!("{level}.{kept}/"));
        }
        grow(builder, source, (depth, level + 1, blur), next);
    }
}

/// What a player learns of a move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Moves come in pairs, the second made without having seen the first, both seen after.
    Stages,
    /// Two moves that the other never sees, two that are seen, and so on.
    Hidden,
}

/// A tree of two players who take turns with two actions each and random whole payoffs.
pub(super) fn turns(depth: usize, sight: Sight, seed: u64) -> Tree<f64> {
    let mut source = Pcg64::seed_from_u64(seed);
    let mut builder = TreeBuilder::new(["1", "2"]);
    turn(&mut builder, &mut source, (depth, 0, sight), &[String::new(), String::new()]);
    builder.finish().unwrap()
}

fn turn(
    builder: &mut TreeBuilder<f64>,
    source: &mut Pcg64,
    (depth, level, sight): (usize, usize, Sight),
    seen: &[String; 2],
) {
    if depth == level {
        let mut payoff = || f64::from(source.random_range(-50_i32..=50));
        let payoffs = [payoff(), payoff()];
        builder.terminal(&payoffs).unwrap();
        return;
    }
    let mover = level % 2;
    let (infoset, actions) = (format!("{level}:{}", seen[mover]), labels(2));
    let player = Some(mover as u32);
    let at = Branches { player, infoset: &infoset, actions: &actions, probabilities: &[] };
    builder.branch(at).unwrap();
    for a in 0..2 {
        let mut next = seen.clone();
        next[mover].push_str(&a.to_string());
        let told = match sight {
            Sight::Stages => mover == 1,
            Sight::Hidden => level % 4 >= 2,
        };
        next[1 - mover].push_str(&if told { a.to_string() } else { "?".to_owned() });
        if sight == Sight::Stages && mover == 1 {
            next[1] = next[0].clone();
        }
        turn(builder, source, (depth, level + 1, sight), &next);
    }
}

/// The largest difference between two lists of lists.
pub(super) fn apart(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    let lengths = |l: &[Vec<f64>]| l.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(a), lengths(b));
    let each = a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| (a - b).abs());
    each.fold(0.0, |m, d| if d.is_nan() { f64::INFINITY } else { f64::max(m, d) })
}
