//! The first dictionary of the algorithm.

use super::form::Form;
use num_traits::Num;
use std::ops::Neg;

/// A term of a plan's expression in what is free: a column and whether it counts negatively.
type Term = (usize, bool);

/// The plans of one player as sums over free variables: the sequences that are not chosen,
/// and the weight t of the chosen plan.
struct Expressions {
    starts: Vec<usize>,
    terms: Vec<Term>,
    chosen: Vec<bool>,
}

impl Expressions {
    fn of(&self, sequence: usize) -> &[Term] {
        &self.terms[self.starts[sequence]..self.starts[sequence + 1]]
    }
}

/// The dictionary of the game with a prior, row by row with right-hand sides last: N rows,
/// N + 1 columns, N the number of both players' sequences less the two empty ones.
///
/// With priors p and q, the prior's weight 1 − t and slacks u, v of the dual constraints, plans
/// x and y of total weight t solve
///
/// - E'π − A(y + (1 − t)q) = u ≥ 0, x'u = 0, and F'ρ − B'(x + (1 − t)p) = v ≥ 0, y'v = 0;
/// - Ex = te, Fy = tf.
///
/// At t = 0 both players look for best replies to the prior; at t = 1 they are in equilibrium.
/// Free π and ρ and the sequences of the best replies to the prior are eliminated by hand,
/// which leaves coefficients 0, ±1 and sums of payoffs: with x = Ks over the free variables s,
/// EK = 0 but for t, the rows are K'(A(Ly + (1 − t)q) + u) = 0. `prior` and right-hand sides
/// are multiplied by `unit`.
///
/// Source: B. von Stengel, A. van den Elzen and D. Talman, "Computing normal form perfect
/// equilibria for extensive two-person games", *Econometrica* 70, 2002, 693–715.
pub(super) fn start<N>(
    form: &Form<N>,
    prior: [&[N]; 2],
    unit: &N,
) -> (usize, Vec<N>, [Vec<usize>; 2])
where
    N: Num + Clone + Neg<Output = N> + PartialOrd,
{
    let below = form.sides[0].sequences - 1;
    let n = below + form.sides[1].sequences - 1;
    let width = n + 2;
    let mut cells = vec![N::zero(); n * width];
    let choices = [0, 1].map(|player| {
        let mut earned = vec![N::zero(); form.sides[player].sequences];
        for leaf in &form.leaves {
            let place = &mut earned[leaf.at[player]];
            let weight = prior[1 - player][leaf.at[1 - player]].clone();
            *place = place.clone() + leaf.payoffs[player].clone() * weight;
        }
        form.sides[player].best(earned, |a, b| a > b).0
    });
    let expressions = [0, 1].map(|p| expressions(form, p, &choices[p], p * below, n));
    for (player, own) in expressions.iter().enumerate() {
        let base = player * below;
        for s in 1..form.sides[player].sequences {
            if !own.chosen[s] {
                continue;
            }
            let row = base + s - 1;
            for &(column, minus) in own.of(s) {
                let one = if column == n { unit.clone() } else { N::one() };
                cells[row * width + column] = if minus { one.clone() } else { -one.clone() };
                if column < n {
                    cells[column * width + row] = if minus { -one } else { one };
                }
            }
        }
    }
    for (player, own) in expressions.iter().enumerate() {
        let other = &expressions[1 - player];
        for leaf in &form.leaves {
            let payoff = &leaf.payoffs[player];
            let (s, r) = (leaf.at[player], leaf.at[1 - player]);
            let by_prior = payoff.clone() * prior[1 - player][r].clone();
            let by_unit = payoff.clone() * unit.clone();
            for &(row, minus) in own.of(s).iter().filter(|t| t.0 < n) {
                let line = &mut cells[row * width..(row + 1) * width];
                for &(column, opposite) in other.of(r) {
                    let value = if column == n { &by_unit } else { payoff };
                    add(&mut line[column], value, minus != opposite);
                }
                add(&mut line[n], &by_prior, !minus);
                add(&mut line[n + 1], &by_prior, !minus);
            }
        }
    }
    (n, cells, choices)
}

fn add<N: Num + Clone>(place: &mut N, value: &N, minus: bool) {
    let old = std::mem::replace(place, N::zero());
    *place = if minus { old - value.clone() } else { old + value.clone() };
}

/// A chosen sequence is the one before it less the other actions of its set.
fn expressions<N>(
    form: &Form<N>,
    player: usize,
    choices: &[usize],
    base: usize,
    n: usize,
) -> Expressions {
    let side = &form.sides[player];
    let mut all = Expressions {
        starts: vec![0, 1],
        terms: vec![(n, false)],
        chosen: vec![false; side.sequences],
    };
    for (&(after, first, count), &choice) in side.sets.iter().zip(choices) {
        for s in first..first + count {
            if s == choice {
                all.chosen[s] = true;
                let above = all.starts[after]..all.starts[after + 1];
                all.terms.extend_from_within(above);
                all.terms.extend(
                    (first..first + count).filter(|&o| o != s).map(|o| (base + o - 1, true)),
                );
            } else {
                all.terms.push((base + s - 1, false));
            }
            all.starts.push(all.terms.len());
        }
    }
    all
}
