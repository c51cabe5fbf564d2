//! Complementary pivoting from a prior to an equilibrium.

use super::form::{Form, Leaf};
use super::start::start;
use crate::scalar::{Rational, Scalar};
use crate::solve::dictionary::{Cells, Dictionary, Place, common_denominator};
use comity_core::{Code, Error, Result};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

/// The largest gain, relative to the largest payoff, with which floating pivots are trusted.
const TRUSTED: f64 = 1e-10;

/// Realisation plans in equilibrium.
///
/// Floating pivots whose result leaves a player a gain are done again in whole numbers.
pub(super) fn plans<T: Scalar>(form: &Form<T>) -> Result<[Vec<T>; 2]> {
    if !T::EXACT {
        let scaled = normalised(form);
        if let Some(plans) = floating(&scaled)
            && scaled.gains(&plans).iter().all(|g| *g <= TRUSTED)
        {
            return Ok(plans.map(|p| p.into_iter().map(T::of_float).collect()));
        }
    }
    let whole = whole(form);
    let plans = whole.and_then(|w| exact(&w)).ok_or_else(|| {
        Error::new(Code::BadGame, "the payoffs of the game are not finite numbers")
    })?;
    Ok(plans.map(|p| p.iter().map(T::of).collect()))
}

/// Payoffs as floating numbers of size one at most.
fn normalised<T: Scalar>(form: &Form<T>) -> Form<f64> {
    let size = [0, 1].map(|p| {
        let top = form.leaves.iter().map(|l| l.payoffs[p].float().abs()).fold(0.0, f64::max);
        if top > 0.0 { top } else { 1.0 }
    });
    let leaf = |l: &Leaf<T>| Leaf {
        at: l.at,
        payoffs: [l.payoffs[0].float() / size[0], l.payoffs[1].float() / size[1]],
    };
    Form { sides: form.sides.clone(), leaves: form.leaves.iter().map(leaf).collect() }
}

/// Payoffs as whole numbers, each player's on a scale of its own.
fn whole<T: Scalar>(form: &Form<T>) -> Option<Form<BigInt>> {
    let mut scaled = Form { sides: form.sides.clone(), leaves: Vec::new() };
    let exact: Vec<[Rational; 2]> = form
        .leaves
        .iter()
        .map(|l| Some([l.payoffs[0].exact()?, l.payoffs[1].exact()?]))
        .collect::<Option<_>>()?;
    let scales = [0, 1].map(|p| common_denominator(exact.iter().map(|pair| &pair[p])));
    let mut common = [BigInt::zero(), BigInt::zero()];
    for (leaf, pair) in form.leaves.iter().zip(&exact) {
        let payoffs = [0, 1].map(|p| pair[p].numer() * (&scales[p] / pair[p].denom()));
        common = [0, 1].map(|p| common_divisor(&common[p], &payoffs[p]));
        scaled.leaves.push(Leaf { at: leaf.at, payoffs });
    }
    for (payoff, by) in scaled.leaves.iter_mut().flat_map(|l| l.payoffs.iter_mut().zip(&common)) {
        if !by.is_zero() {
            *payoff /= by;
        }
    }
    Some(scaled)
}

/// The greatest common divisor; of zero and a number, its size.
fn common_divisor(a: &BigInt, b: &BigInt) -> BigInt {
    if b.is_zero() { a.abs() } else { b.abs() / Rational::new(a.clone(), b.abs()).denom() }
}

fn floating(form: &Form<f64>) -> Option<[Vec<f64>; 2]> {
    let prior = [form.sides[0].uniform::<f64>(), form.sides[1].uniform()];
    let (n, cells, choices) = start(form, [&prior[0], &prior[1]], &1.0);
    let dictionary = Dictionary::new(Cells::Float(cells), n, n + 1);
    let mut plans = path(form, dictionary, &choices, (&1.0, 50 * n + 1_000))?;
    for (plan, side) in plans.iter_mut().zip(&form.sides) {
        tidy(plan, &side.sets);
    }
    Some(plans)
}

/// Makes a plan that is nearly one fulfil its equations.
fn tidy(plan: &mut [f64], sets: &[(usize, usize, usize)]) {
    plan[0] = 1.0;
    for &(after, first, count) in sets {
        let above = plan[after];
        let actions = &mut plan[first..first + count];
        actions.iter_mut().for_each(|p| *p = if *p > 1e-13 { *p } else { 0.0 });
        let sum: f64 = actions.iter().sum();
        let factor = if sum > 0.0 { above / sum } else { 0.0 };
        actions.iter_mut().for_each(|p| *p *= factor);
        if sum == 0.0 {
            actions[0] = above;
        }
    }
}

fn exact(form: &Form<BigInt>) -> Option<[Vec<Rational>; 2]> {
    let prior = [0, 1].map(|p| form.sides[p].uniform::<Rational>());
    let unit = common_denominator(prior.iter().flatten());
    let prior = prior.map(|plan| -> Vec<BigInt> {
        plan.iter().map(|p| p.numer() * (&unit / p.denom())).collect()
    });
    // No sum in the first dictionary is larger than all payoffs together times the unit.
    let size: BigInt = form.leaves.iter().flat_map(|l| &l.payoffs).map(Signed::abs).sum();
    let small = (size * &unit).bits() < 120;
    let (n, cells, choices) = if small {
        let narrow = |v: &BigInt| v.to_i128().unwrap_or_default();
        let narrowed = Form {
            sides: form.sides.clone(),
            leaves: form
                .leaves
                .iter()
                .map(|l| Leaf { at: l.at, payoffs: [narrow(&l.payoffs[0]), narrow(&l.payoffs[1])] })
                .collect(),
        };
        let prior = prior.map(|p| p.iter().map(narrow).collect::<Vec<i128>>());
        let (n, cells, choices) = start(&narrowed, [&prior[0], &prior[1]], &narrow(&unit));
        (n, Cells::narrowed(cells), choices)
    } else {
        let (n, cells, choices) = start(form, [&prior[0], &prior[1]], &unit);
        (n, Cells::whole(cells), choices)
    };
    let dictionary = Dictionary::new(cells, n, n + 1);
    path(form, dictionary, &choices, (&Rational::from_integer(unit), usize::MAX))
}

/// Follows the path of complementary bases until the prior's weight is gone; `None` when that
/// takes more pivots than the limit or, by rounding, the path ends nowhere. Right-hand sides
/// are in units of one `unit`th.
fn path<N, T: Scalar>(
    form: &Form<N>,
    mut dictionary: Dictionary,
    choices: &[Vec<usize>; 2],
    (unit, limit): (&T, usize),
) -> Option<[Vec<T>; 2]> {
    let n = dictionary.basic().len();
    let weight = 2 * n;
    let first = dictionary.leaving(n, None).filter(|&row| !dictionary.passes_one(row, n));
    let Some(row) = first else {
        // The best replies to the prior are best replies to each other.
        return Some([0, 1].map(|p| pure(form, p, &choices[p])));
    };
    let mut out = dictionary.basic()[row];
    dictionary.pivot(row, n);
    dictionary.reflect(row);
    let mut left = limit;
    while out != weight {
        left = left.checked_sub(1)?;
        let entering = if out < n { out + n } else { out - n };
        let (Place::Column(column), Place::Row(last)) =
            (dictionary.place(entering), dictionary.place(weight))
        else {
            return None;
        };
        let row = dictionary.leaving(column, Some(last))?;
        out = dictionary.basic()[row];
        dictionary.pivot(row, column);
    }
    let below = form.sides[0].sequences - 1;
    Some([0, 1].map(|p| {
        let mut weights = vec![n; form.sides[p].sequences];
        choices[p].iter().for_each(|&s| weights[s] = 0);
        let mut plan = vec![T::one()];
        plan.extend((1..form.sides[p].sequences).map(|s| {
            match dictionary.place(p * below + s - 1 + weights[s]) {
                Place::Row(row) => {
                    dictionary.cells().value::<T>(dictionary.right(row)) / unit.clone()
                }
                Place::Column(_) => T::zero(),
            }
        }));
        plan
    }))
}

/// The plan that takes the chosen actions.
fn pure<N, T: Scalar>(form: &Form<N>, player: usize, choices: &[usize]) -> Vec<T> {
    let side = &form.sides[player];
    let mut plan = vec![T::zero(); side.sequences];
    plan[0] = T::one();
    for (&(after, ..), &choice) in side.sets.iter().zip(choices) {
        plan[choice] = plan[after].clone();
    }
    plan
}
