//! Which group each row belongs to.

use crate::error::{NumericsError, Result, same_length};

/// A partition of the rows: clusters of a variance, strata of a conditional likelihood,
/// levels of a fixed effect, folds that keep a dyad together.
///
/// ```
/// use comity_numerics::Grouping;
/// let conflict = Grouping::new(&[30, 10, 30])?;
/// assert_eq!((conflict.count(), conflict.of(), conflict.labels()), (2, &[1, 0, 1][..], &[10, 30][..]));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    of: Vec<usize>,
    labels: Vec<i64>,
}

/// The rows of every group, group by group, in order.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    rows: Vec<usize>,
    starts: Vec<usize>,
}

impl Members {
    /// The rows of group `g`, ascending; empty when there is no such group.
    pub(crate) fn of(&self, g: usize) -> &[usize] {
        match (self.starts.get(g), self.starts.get(g + 1)) {
            (Some(&from), Some(&to)) => self.rows.get(from..to).unwrap_or(&[]),
            _ => &[],
        }
    }
}

impl Grouping {
    /// From one label a row. Groups are numbered in ascending order of their labels.
    ///
    /// # Errors
    /// [`NumericsError::Empty`] when there is no row.
    pub fn new(labels: &[i64]) -> Result<Self> {
        if labels.is_empty() {
            return Err(NumericsError::Empty { what: "the groups" });
        }
        let mut distinct = labels.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let of = labels.iter().map(|l| distinct.binary_search(l).unwrap_or_default()).collect();
        Ok(Self { of, labels: distinct })
    }

    /// By dyad, from the two members of each row in either order. Labels count the dyads
    /// from zero, in ascending order of their members.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the lengths differ, [`NumericsError::Empty`] when
    /// there is no row.
    pub fn by_dyad(a: &[i64], b: &[i64]) -> Result<Self> {
        same_length("the second members", b.len(), a.len())?;
        let low: Vec<i64> = a.iter().zip(b).map(|(x, y)| *x.min(y)).collect();
        let high: Vec<i64> = a.iter().zip(b).map(|(x, y)| *x.max(y)).collect();
        Ok(Self::new(&low)?.crossed(&Self::new(&high)?))
    }

    /// Each row by itself: clusters of one row give the heteroskedasticity-robust variance.
    ///
    /// # Errors
    /// [`NumericsError::Empty`] when there is no row.
    pub fn of_single_rows(rows: usize) -> Result<Self> {
        let labels: Vec<i64> = (0..rows).map(|i| i64::try_from(i).unwrap_or(i64::MAX)).collect();
        Self::new(&labels)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.of.len()
    }

    /// Number of groups.
    #[must_use]
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The number of each row's group, from zero.
    #[must_use]
    pub fn of(&self) -> &[usize] {
        &self.of
    }

    /// The label of each group.
    #[must_use]
    pub fn labels(&self) -> &[i64] {
        &self.labels
    }

    /// Whether every group lies within one group of `other`.
    #[must_use]
    pub fn is_nested_in(&self, other: &Self) -> bool {
        let mut outer: Vec<Option<usize>> = vec![None; self.count()];
        self.rows() == other.rows()
            && self.of.iter().zip(&other.of).all(|(&g, &o)| match outer.get_mut(g) {
                Some(slot) => *slot.get_or_insert(o) == o,
                None => false,
            })
    }

    /// The grouping of a selection of the rows, in the given order; groups without a row
    /// are gone.
    ///
    /// # Errors
    /// [`NumericsError::Empty`] when no row is left.
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        let labels: Vec<i64> = rows
            .iter()
            .filter_map(|&i| self.of.get(i).and_then(|&g| self.labels.get(g)).copied())
            .collect();
        Self::new(&labels)
    }

    /// The grouping whose groups are the non-empty intersections of groups of both. Labels
    /// count them from zero.
    pub(crate) fn crossed(&self, other: &Self) -> Self {
        let mut pairs: Vec<(usize, usize)> =
            self.of.iter().copied().zip(other.of.iter().copied()).collect();
        let rows = pairs.clone();
        pairs.sort_unstable();
        pairs.dedup();
        let of = rows.iter().map(|p| pairs.binary_search(p).unwrap_or_default()).collect();
        let labels = (0..pairs.len()).map(|g| i64::try_from(g).unwrap_or(i64::MAX)).collect();
        Self { of, labels }
    }

    /// The sum of `values` (one a row) in each group.
    pub(crate) fn sums(&self, values: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut sums = vec![0.0; self.count()];
        for (&g, v) in self.of.iter().zip(values) {
            sums[g] += v;
        }
        sums
    }

    /// The rows of each group.
    pub(crate) fn members(&self) -> Members {
        let mut starts = vec![0; self.count() + 1];
        for &g in &self.of {
            starts[g + 1] += 1;
        }
        for g in 0..self.count() {
            starts[g + 1] += starts[g];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; self.rows()];
        for (i, &g) in self.of.iter().enumerate() {
            rows[next[g]] = i;
            next[g] += 1;
        }
        Members { rows, starts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dyads_do_not_depend_on_the_order_of_members() {
        let d = Grouping::by_dyad(&[1, 2, 3, 2], &[2, 1, 1, 3]).unwrap();
        assert_eq!((d.of(), d.count()), (&[0, 0, 1, 2][..], 3));
        assert!(Grouping::by_dyad(&[1], &[]).is_err() && Grouping::new(&[]).is_err());
    }

    #[test]
    fn nesting_members_and_selection() {
        let inner = Grouping::new(&[5, 5, 7, 9]).unwrap();
        let outer = Grouping::new(&[1, 1, 1, 2]).unwrap();
        assert!(inner.is_nested_in(&outer) && !outer.is_nested_in(&inner));
        assert_eq!((inner.members().of(0), inner.members().of(9)), (&[0, 1][..], &[][..]));
        let kept = inner.select(&[3, 2]).unwrap();
        assert_eq!((kept.of(), kept.labels()), (&[1, 0][..], &[7, 9][..]));
        assert_eq!(inner.sums([1.0, 2.0, 3.0, 4.0].into_iter()), [3.0, 3.0, 4.0]);
    }
}
