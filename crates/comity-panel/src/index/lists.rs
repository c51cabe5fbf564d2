//! Sorted lists of numbers by key and year, in compressed rows, and operations on them.

use comity_core::Year;
use std::cmp::Ordering;

/// The years an index covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    first: Year,
    count: usize,
}

impl Span {
    /// From the first to the last year; empty when `last` is before `first`.
    pub(crate) fn new(first: Year, last: Year) -> Self {
        Self { first, count: usize::try_from(i32::from(last) - i32::from(first) + 1).unwrap_or(0) }
    }

    /// Number of years.
    pub(crate) const fn len(self) -> usize {
        self.count
    }

    /// Position of a year, if the span has it.
    pub(crate) fn at(self, year: Year) -> Option<usize> {
        usize::try_from(i32::from(year) - i32::from(self.first)).ok().filter(|i| *i < self.count)
    }

    /// The years in order.
    pub(crate) fn years(self) -> impl Iterator<Item = Year> {
        (self.first..).take(self.count)
    }

    /// Slot of a key and year in a dense array of `len()` slots a key.
    pub(crate) fn slot(self, key: u32, year: Year) -> Option<usize> {
        Some(key as usize * self.count + self.at(year)?)
    }
}

/// For every key and year, a sorted list of distinct numbers.
#[derive(Clone, Debug)]
pub(crate) struct YearLists {
    span: Span,
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl YearLists {
    /// From `(key, year, value)` in any order; entries outside the span are dropped.
    pub(crate) fn new(span: Span, keys: usize, entries: &[(u32, Year, u32)]) -> Self {
        let mut cells: Vec<(usize, u32)> =
            entries.iter().filter_map(|(k, y, v)| Some((span.slot(*k, *y)?, *v))).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut starts = vec![0_u32; keys * span.len() + 1];
        for (slot, _) in &cells {
            if let Some(s) = starts.get_mut(slot + 1) {
                *s += 1;
            }
        }
        let mut total = 0;
        for s in &mut starts {
            total += *s;
            *s = total;
        }
        Self { span, starts, values: cells.into_iter().map(|(_, v)| v).collect() }
    }

    /// The list of a key in a year; empty where there is none.
    pub(crate) fn get(&self, key: u32, year: Year) -> &[u32] {
        let bounds = || {
            let slot = self.span.slot(key, year)?;
            Some(*self.starts.get(slot)? as usize..*self.starts.get(slot + 1)? as usize)
        };
        bounds().and_then(|range| self.values.get(range)).unwrap_or(&[])
    }
}

/// Calls `each` once for every number in either of two sorted lists, ascending.
pub(crate) fn for_each_in_either(mut x: &[u32], mut y: &[u32], mut each: impl FnMut(u32)) {
    loop {
        match (x.split_first(), y.split_first()) {
            (None, None) => return,
            (Some((v, rest)), None) => {
                each(*v);
                x = rest;
            }
            (None, Some((v, rest))) => {
                each(*v);
                y = rest;
            }
            (Some((v, left)), Some((w, right))) => {
                each(*v.min(w));
                match v.cmp(w) {
                    Ordering::Less => x = left,
                    Ordering::Greater => y = right,
                    Ordering::Equal => (x, y) = (left, right),
                }
            }
        }
    }
}

/// How many numbers two sorted lists have in common.
pub(crate) fn common(mut x: &[u32], mut y: &[u32]) -> usize {
    let mut count = 0;
    while let (Some((v, left)), Some((w, right))) = (x.split_first(), y.split_first()) {
        match v.cmp(w) {
            Ordering::Less => x = left,
            Ordering::Greater => y = right,
            Ordering::Equal => {
                count += 1;
                (x, y) = (left, right);
            }
        }
    }
    count
}

/// Whether two sorted lists have a number in common.
pub(crate) fn intersects(mut x: &[u32], mut y: &[u32]) -> bool {
    while let (Some((v, left)), Some((w, right))) = (x.split_first(), y.split_first()) {
        match v.cmp(w) {
            Ordering::Less => x = left,
            Ordering::Greater => y = right,
            Ordering::Equal => return true,
        }
    }
    false
}

/// How many numbers of a sorted list differ from `excluded`.
pub(crate) fn without(list: &[u32], excluded: u32) -> usize {
    list.len() - usize::from(list.binary_search(&excluded).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_distinct_and_empty_outside() {
        let span = Span::new(1990, 1992);
        let entries = [(1, 1991, 7), (0, 1990, 3), (1, 1991, 5), (1, 1991, 7), (1, 2000, 1)];
        let lists = YearLists::new(span, 2, &entries);
        assert_eq!(lists.get(1, 1991), [5, 7]);
        assert_eq!(lists.get(0, 1990), [3]);
        for (key, year) in [(0, 1991), (1, 1992), (1, 1989), (1, 2000), (9, 1991)] {
            assert!(lists.get(key, year).is_empty(), "{key} {year}");
        }
    }

    #[test]
    fn set_operations_agree_with_their_definitions() {
        let (x, y) = ([1, 4, 6, 9], [2, 4, 9, 11]);
        let mut either = Vec::new();
        for_each_in_either(&x, &y, |v| either.push(v));
        assert_eq!(either, [1, 2, 4, 6, 9, 11]);
        assert_eq!(common(&x, &y), 2);
        assert!(intersects(&x, &y) && !intersects(&x, &[0, 5, 10]));
        assert_eq!((without(&x, 6), without(&x, 5)), (3, 4));
    }

    #[test]
    fn an_empty_span_has_no_year() {
        let span = Span::new(1, 0);
        assert_eq!((span.len(), span.at(1)), (0, None));
    }
}
