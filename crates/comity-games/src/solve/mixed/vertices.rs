//! All vertices of a polytope.

use crate::scalar::Scalar;
use crate::solve::dictionary::{Dictionary, Place};
use comity_core::{Code, Error, Result};
use std::cmp::Ordering;
use std::collections::HashSet;

/// Bases that are visited before the search is given up.
const BASES: usize = 4_000_000;
/// Floating pivots after which a dictionary is computed afresh from the first one.
const REFRESH: usize = 64;

/// A vertex: a bit a variable that is zero there, and the values of the variables that are
/// nonbasic at first.
pub(super) struct Vertex<T> {
    pub(super) zeros: u128,
    pub(super) point: Vec<T>,
}

/// The vertices of a bounded dictionary with at most 128 variables, that of its first basis
/// first and each once.
///
/// Every basis that is feasible under the perturbation of [`Dictionary`] is visited once, by
/// depth-first search over pivots: the perturbed polytope is simple and its graph connected,
/// and each vertex of the polytope is that of one such basis or more.
pub(super) fn vertices<T: Scalar>(first: &Dictionary) -> Result<Vec<Vertex<T>>> {
    let columns = first.nonbasic().len();
    let rows = first.basic().len();
    let mut dictionary = first.clone();
    let mut found = Vec::new();
    let (mut bases, mut distinct) = (HashSet::new(), HashSet::new());
    let mut basis = bits(dictionary.basic());
    bases.insert(basis);
    record(&dictionary, rows, &mut distinct, &mut found);
    // What entered, what left, and the column of the present basis that comes next.
    let mut path: Vec<(usize, usize, usize)> = Vec::new();
    let (mut column, mut pivots) = (0, 0);
    loop {
        if column == columns {
            let Some((into, out, next)) = path.pop() else { return Ok(found) };
            exchange(&mut dictionary, out, into);
            basis ^= bit(into) | bit(out);
            column = next;
            pivots += 1;
        } else {
            let into = dictionary.nonbasic()[column];
            let row = dictionary.leaving(column, None);
            column += 1;
            let Some(row) = row else { continue };
            let out = dictionary.basic()[row];
            let next = basis ^ bit(into) ^ bit(out);
            if !bases.insert(next) {
                continue;
            }
            if bases.len() > BASES {
                return Err(Error::new(Code::BadGame, "the game has too many vertices to list")
                    .hint("find single equilibria by the Lemke-Howson algorithm"));
            }
            exchange(&mut dictionary, into, out);
            basis = next;
            record(&dictionary, rows, &mut distinct, &mut found);
            path.push((into, out, column));
            column = 0;
            pivots += 1;
        }
        if !T::EXACT && pivots >= REFRESH {
            pivots = 0;
            let order = dictionary.nonbasic().to_vec();
            dictionary.refresh(first);
            // The columns still to be tried at this basis keep their places.
            dictionary.arrange(&order);
        }
    }
}

fn bit(variable: usize) -> u128 {
    1 << variable
}

fn bits(variables: &[usize]) -> u128 {
    variables.iter().fold(0, |all, &v| all | bit(v))
}

fn exchange(dictionary: &mut Dictionary, into: usize, out: usize) {
    if let (Place::Column(column), Place::Row(row)) =
        (dictionary.place(into), dictionary.place(out))
    {
        dictionary.pivot(row, column);
    }
}

fn record<T: Scalar>(
    dictionary: &Dictionary,
    rows: usize,
    distinct: &mut HashSet<u128>,
    found: &mut Vec<Vertex<T>>,
) {
    let zero = |row: usize| dictionary.cells().sign(dictionary.right(row)) != Ordering::Greater;
    let degenerate = dictionary.basic().iter().enumerate().filter(|(row, _)| zero(*row));
    let zeros = degenerate.fold(bits(dictionary.nonbasic()), |all, (_, &v)| all | bit(v));
    if distinct.insert(zeros) {
        let value = |v| match dictionary.place(v) {
            Place::Row(row) if !zero(row) => dictionary.cells().value(dictionary.right(row)),
            _ => T::zero(),
        };
        let point = (rows..rows + dictionary.nonbasic().len()).map(value).collect();
        found.push(Vertex { zeros, point });
    }
}
