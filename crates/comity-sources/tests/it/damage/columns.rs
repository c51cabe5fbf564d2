//! Damage to columns: absent, renamed, twice, moved.

use super::{Case, Expect};
use crate::fixtures::Fixture;
use crate::wrap::Grid;
use comity_core::Code::{self, *};
use comity_sources::required_columns;

const SHIFTED: &[Code] = &[
    NotANumber,
    BadCode,
    ImpossibleYear,
    BadDate,
    MissingValue,
    DuplicateKey,
    MissingHeader,
    RaggedRow,
];

pub(super) fn cases(fixture: &Fixture, grid: &Grid) -> Vec<Case> {
    let mut cases = Vec::new();
    let (_, _, required) = required_columns()
        .into_iter()
        .find(|(source, layout, _)| (*source, *layout) == (fixture.source, fixture.layout))
        .unwrap();
    for names in required {
        let (name, column) = names
            .split('|')
            .find_map(|n| {
                let same = |h: &&String| plain(h) == plain(n);
                grid.0[0].iter().position(|h| same(&h)).map(|i| (n, i))
            })
            .unwrap();
        let first = names.split('|').next().unwrap_or(name).to_owned();
        let renamed = grid.with(0, column, &format!("{name}_of_old"));
        let at = |column| Expect::At(&[MissingColumn], 1, column);
        cases.push(Case::new("required column renamed", renamed.text(), at(first.clone())));
        let mut removed = grid.clone();
        removed.0.iter_mut().for_each(|row| drop(row.remove(column)));
        cases.push(Case::new("required column removed", removed.text(), at(first)));
    }
    let number = grid.column(fixture.number);
    let mut twice = grid.clone();
    twice.0.iter_mut().for_each(|row| row.push(row[number].clone()));
    cases.push(Case::new(
        "column twice",
        twice.text(),
        Expect::At(&[DuplicateColumn], 1, fixture.number.to_owned()),
    ));
    let mut swapped = grid.clone();
    let other = text_column(grid, number);
    swapped.0[0].swap(number, other);
    cases.push(Case::new("column names swapped", swapped.text(), Expect::From(SHIFTED, 2)));
    let mut shifted = grid.clone();
    shifted.0.iter_mut().skip(2).for_each(|row| row.rotate_right(1));
    cases.push(Case::new("cells moved right by one", shifted.text(), Expect::From(SHIFTED, 2)));
    cases
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// A column other than `number` whose cells are not all numbers, or else any other.
fn text_column(grid: &Grid, number: usize) -> usize {
    let is_text =
        |c: &usize| *c != number && grid.0[1..].iter().all(|row| row[*c].parse::<f64>().is_err());
    (0..grid.0[0].len())
        .find(|c| is_text(c) && grid.0[1..].iter().all(|row| !row[*c].is_empty()))
        .or_else(|| (0..grid.0[0].len()).find(is_text))
        .unwrap_or(usize::from(number == 0))
}
