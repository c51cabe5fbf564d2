//! Games that tests of the solvers share.

use comity_games::tree::{Branches, Tree, TreeBuilder};
use comity_games::{NormalForm, Rational};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

pub(crate) fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into())
}

pub(crate) fn labels(n: usize) -> Vec<String> {
    (1..=n).map(|i| i.to_string()).collect()
}

/// A two-player game from both players' payoffs, row by row.
pub(crate) fn bimatrix(rows: &[&[i64]], columns: &[&[i64]]) -> NormalForm<Rational> {
    let (m, n) = (rows.len(), rows[0].len());
    let payoffs = (0..n)
        .flat_map(|j| (0..m).flat_map(move |i| [rows[i][j], columns[i][j]]))
        .map(|v| ratio(v, 1))
        .collect();
    NormalForm::new(labels(2), vec![labels(m), labels(n)], payoffs).unwrap()
}

/// A game of these sizes with whole payoffs of at most `size`.
pub(crate) fn random_form(sizes: &[usize], size: i64, seed: u64) -> NormalForm<Rational> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let count = sizes.iter().product::<usize>() * sizes.len();
    let payoffs = (0..count).map(|_| ratio(random.random_range(-size..=size), 1)).collect();
    NormalForm::new(labels(sizes.len()), sizes.iter().map(|&n| labels(n)).collect(), payoffs)
        .unwrap()
}

/// Poker of Kuhn (1950) with any number of cards: ante one, bet one.
pub(crate) fn kuhn(cards: usize) -> Tree<Rational> {
    let deals: Vec<(usize, usize)> =
        (0..cards).flat_map(|a| (0..cards).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
    let mut b = TreeBuilder::new(["first", "second"]);
    let moves = |one: &str, two: &str| [one.to_owned(), two.to_owned()];
    let chances = vec![ratio(1, deals.len() as i64); deals.len()];
    let deal = labels(deals.len());
    b.branch(Branches { player: None, infoset: "deal", actions: &deal, probabilities: &chances })
        .unwrap();
    let (bet, call) = (moves("check", "bet"), moves("fold", "call"));
    for (one, two) in deals {
        let win = if one > two { 1 } else { -1 };
        let end = |b: &mut TreeBuilder<Rational>, won: i64| {
            b.terminal(&[ratio(won, 1), ratio(-won, 1)]).unwrap();
        };
        let step = |b: &mut TreeBuilder<Rational>, player, infoset: String, actions| {
            b.branch(Branches {
                player: Some(player),
                infoset: &infoset,
                actions,
                probabilities: &[],
            })
            .unwrap();
        };
        step(&mut b, 0, format!("{one}"), &bet);
        step(&mut b, 1, format!("{two} checked"), &bet);
        end(&mut b, win);
        step(&mut b, 0, format!("{one} raised"), &call);
        end(&mut b, -1);
        end(&mut b, 2 * win);
        step(&mut b, 1, format!("{two} raised"), &call);
        end(&mut b, 1);
        end(&mut b, 2 * win);
    }
    b.finish().unwrap()
}

/// A random two-player tree with perfect recall. Who moves, in how many ways and who sees it
/// depends on the depth; so does the chance of an end.
pub(crate) struct RandomTree {
    pub(crate) depth: usize,
    pub(crate) end: f64,
    pub(crate) size: i64,
    /// Payoffs are whole numbers over this one.
    pub(crate) parts: i64,
    /// Whether every payoff of one is the other's loss.
    pub(crate) zero_sum: bool,
}

struct Level {
    mover: Option<u32>,
    actions: Vec<String>,
    seen: [bool; 2],
}

impl RandomTree {
    pub(crate) fn make(&self, seed: u64) -> Tree<Rational> {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let levels: Vec<Level> = (0..self.depth)
            .map(|d| {
                let mover = match random.random_range(0..5) {
                    0 if d < 3 => None,
                    k => Some(u32::from(k % 2 == 0)),
                };
                let see = [0, 1].map(|p| mover == Some(p) || random.random_bool(0.5));
                Level { mover, actions: labels(random.random_range(2..4)), seen: see }
            })
            .collect();
        let mut b = TreeBuilder::new(["one", "two"]);
        self.grow(&mut b, &mut random, &levels, &[String::new(), String::new()]);
        b.finish().unwrap()
    }

    fn grow(
        &self,
        b: &mut TreeBuilder<Rational>,
        random: &mut Pcg64Mcg,
        levels: &[Level],
        known: &[String; 2],
    ) {
        let at = self.depth - levels.len();
        let Some((level, rest)) =
            levels.split_first().filter(|_| at == 0 || !random.random_bool(self.end))
        else {
            let one = random.random_range(-self.size..=self.size);
            let two =
                if self.zero_sum { -one } else { random.random_range(-self.size..=self.size) };
            b.terminal(&[ratio(one, self.parts), ratio(two, self.parts)]).unwrap();
            return;
        };
        let n = level.actions.len();
        let (infoset, probabilities) = match level.mover {
            Some(p) => (format!("{at}:{}", known[p as usize]), vec![]),
            None => {
                let weights: Vec<i64> = (0..n).map(|_| random.random_range(1..5)).collect();
                let sum = weights.iter().sum();
                let label = format!("{at}:{}", random.random::<u64>());
                (label, weights.iter().map(|&w| ratio(w, sum)).collect())
            }
        };
        b.branch(Branches {
            player: level.mover,
            infoset: &infoset,
            actions: &level.actions,
            probabilities: &probabilities,
        })
        .unwrap();
        for action in 0..n {
            let next = [0, 1].map(|p| {
                let seen = if level.seen[p] { action.to_string() } else { "?".to_owned() };
                format!("{}{seen}", known[p])
            });
            self.grow(b, random, rest, &next);
        }
    }
}
