//! What the tests share.

use comity_games::Rational;
use comity_games::tree::{Branches, Step, Tree, TreeBuilder};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn ratio(above: i64, below: i64) -> Rational {
    Rational::new(above.into(), below.into())
}

/// The `.efg` and `.nfg` files below the folder named by `COMITY_GAMBIT_GAMES` or, without it,
/// below that of the installed pygambit. None, with a printed line, if there is neither.
pub(crate) fn gambit_games() -> Vec<(PathBuf, String)> {
    let folder = std::env::var_os("COMITY_GAMBIT_GAMES").map(PathBuf::from).or_else(installed);
    let mut games = Vec::new();
    if let Some(folder) = folder {
        gather(&folder, &mut games);
    }
    if games.is_empty() {
        println!("skipped: pygambit is not installed");
    }
    games.sort();
    games
}

fn installed() -> Option<PathBuf> {
    let program = "import pygambit, pathlib; print(pathlib.Path(pygambit.__file__).parent)";
    let run = Command::new("python3").args(["-c", program]).output().ok()?;
    let folder = String::from_utf8(run.stdout).ok()?;
    run.status.success().then(|| PathBuf::from(folder.trim()))
}

fn gather(folder: &Path, games: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, games);
        } else if path.extension().is_some_and(|e| e == "efg" || e == "nfg") {
            let bytes = std::fs::read(&path).unwrap();
            games.push((path, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}

/// What random trees are like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) players: u32,
    /// Most nodes that are not terminal.
    pub(crate) inner: u32,
    /// Most moves to a terminal.
    pub(crate) depth: u32,
    /// How many payoffs there are, from −1 on; the fewer, the more ties.
    pub(crate) payoffs: u32,
    /// Whether nodes that a player reaches by the same own moves may share a set.
    pub(crate) hidden: bool,
}

/// A source of small random numbers.
pub(crate) struct Draws(Pcg64Mcg);

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// From zero to `count` − 1.
    pub(crate) fn below(&mut self, count: u32) -> u32 {
        (self.0.next_u64() >> 33) as u32 % count
    }
}

/// A random tree with perfect recall: whole payoffs, probabilities in
/// eighths, so that floating arithmetic on them is exact.
pub(crate) fn random_tree(seed: u64, shape: Shape) -> Tree<Rational> {
    let mut draws = Draws::new(seed);
    let names = (0..shape.players).map(|p| format!("p{p}"));
    let mut builder = TreeBuilder::new(names);
    // What is to come: the moves left and each player's own moves on the way.
    let mut open = vec![(shape.depth, vec![String::new(); shape.players as usize])];
    // Sets by player, own moves and number of actions.
    let mut sets: BTreeMap<(u32, String, u32), Vec<String>> = BTreeMap::new();
    let (mut inner, mut names) = (0, 0);
    while let Some((depth, own)) = open.pop() {
        let end = inner >= shape.inner || depth == 0 || (inner > 1 && draws.below(5) == 0);
        if end {
            let payoffs: Vec<Rational> = (0..shape.players)
                .map(|_| ratio(i64::from(draws.below(shape.payoffs)) - 1, 1))
                .collect();
            builder.terminal(&payoffs).unwrap();
            continue;
        }
        inner += 1;
        names += 1;
        let count = 2 + draws.below(4) / 3;
        let actions: Vec<String> = (0..count).map(|a| format!("a{a}")).collect();
        if draws.below(6) == 0 {
            let first = draws.below(9);
            let mut eighths = vec![first, 8 - first, 0];
            eighths.truncate(count as usize);
            let probabilities: Vec<Rational> =
                eighths.iter().map(|e| ratio(i64::from(*e), 8)).collect();
            let infoset = format!("c{names}");
            let at = Branches {
                player: None,
                infoset: &infoset,
                actions: &actions,
                probabilities: &probabilities,
            };
            builder.branch(at).unwrap();
            open.extend(std::iter::repeat_n((depth - 1, own), count as usize));
            continue;
        }
        // Often the same player at nodes of one depth, so that sets can be shared.
        let player = match shape.hidden && draws.below(4) > 0 {
            true => depth % shape.players,
            false => draws.below(shape.players),
        };
        let known = sets.entry((player, own[player as usize].clone(), count)).or_default();
        let infoset = match known.first() {
            Some(first) if shape.hidden && draws.below(4) > 0 => first.clone(),
            _ => format!("s{names}"),
        };
        known.push(infoset.clone());
        let at = Branches {
            player: Some(player),
            infoset: &infoset,
            actions: &actions,
            probabilities: &[],
        };
        builder.branch(at).unwrap();
        for a in (0..count).rev() {
            let mut next = own.clone();
            next[player as usize].push_str(&format!("{infoset}.{a} "));
            open.push((depth - 1, next));
        }
    }
    builder.finish().unwrap()
}

/// Every way to choose one action at each information set of the players (of one player alone
/// if `only` names one); 0 at all other sets.
pub(crate) fn all_choices(tree: &Tree<Rational>, only: Option<u32>) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for set in tree.infosets() {
        let free = set.player.is_some() && (only.is_none() || set.player == only);
        let count = if free { set.actions.len() as u32 } else { 1 };
        let longer = |c: Vec<u32>| (0..count).map(move |a| [c.as_slice(), &[a]].concat());
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}

/// Each player's expected payoff from a node on, by walking down.
pub(crate) fn worth(tree: &Tree<Rational>, choices: &[u32], node: u32) -> Vec<Rational> {
    match tree.nodes()[node as usize].step {
        Step::Terminal { index } => tree.payoffs(index).to_vec(),
        Step::Move { infoset } => {
            worth(tree, choices, tree.children(node)[choices[infoset as usize] as usize])
        }
        Step::Chance { infoset } => {
            let mut sum = vec![ratio(0, 1); tree.players().len()];
            let probabilities = &tree.infosets()[infoset as usize].probabilities;
            for (&child, p) in tree.children(node).iter().zip(probabilities) {
                for (s, v) in sum.iter_mut().zip(worth(tree, choices, child)) {
                    *s += p * v;
                }
            }
            sum
        }
    }
}

/// The choices with those of one player replaced.
pub(crate) fn replaced(
    tree: &Tree<Rational>,
    base: &[u32],
    other: &[u32],
    player: u32,
) -> Vec<u32> {
    let each = tree.infosets().iter().zip(base.iter().zip(other));
    each.map(|(set, (b, o))| if set.player == Some(player) { *o } else { *b }).collect()
}
