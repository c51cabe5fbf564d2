//! The panel itself: key columns, outcomes and covariates, column by column.

use crate::spec::PanelSpec;
use comity_core::{Code, Dyad, Error, Result, SourceKey, Variable, Year};
use serde::Serialize;
use std::collections::BTreeMap;

/// One column of a panel.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// The codebook entry.
    pub variable: Variable,
    /// One value a row; NaN is missing.
    pub values: Vec<f64>,
}

/// A column that could not be built because a data set is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unavailable {
    /// The codebook entry of the absent column.
    pub variable: Variable,
    /// A data set that would make it available.
    pub missing_source: SourceKey,
}

/// Dyad-years, sorted by `(a, b, year)`, column by column.
#[derive(Clone, Debug)]
pub struct Panel {
    spec: PanelSpec,
    a: Vec<i64>,
    b: Vec<i64>,
    year: Vec<Year>,
    columns: Vec<Column>,
    by_name: BTreeMap<String, usize>,
    unavailable: Vec<Unavailable>,
    names: BTreeMap<i64, String>,
}

impl Panel {
    /// A panel from ready columns; actor ids are the raw integers of
    /// [`comity_core::ActorId`].
    ///
    /// # Errors
    /// [`Code::Internal`] when the lengths differ, the rows are not strictly ascending by
    /// `(a, b, year)`, some `a` is not below its `b`, or two columns share a name.
    pub fn from_columns(
        spec: PanelSpec,
        a: Vec<i64>,
        b: Vec<i64>,
        year: Vec<Year>,
        columns: Vec<Column>,
    ) -> Result<Self> {
        let rows = a.len();
        let fault = |what: String| Err(Error::new(Code::Internal, what));
        if b.len() != rows || year.len() != rows {
            return fault("the key columns of a panel differ in length".into());
        }
        if let Some(c) = columns.iter().find(|c| c.values.len() != rows) {
            return fault(format!("column {} does not have one value a row", c.variable.name));
        }
        if a.iter().zip(&b).any(|(x, y)| x >= y) {
            return fault("a panel row does not have a_id < b_id".into());
        }
        let keys = || a.iter().zip(&b).zip(&year);
        if keys().zip(keys().skip(1)).any(|(this, next)| this >= next) {
            return fault("the rows of a panel are not sorted and unique".into());
        }
        let mut by_name = BTreeMap::new();
        for (i, c) in columns.iter().enumerate() {
            if by_name.insert(c.variable.name.clone(), i).is_some() {
                return fault(format!("two columns are named {}", c.variable.name));
            }
        }
        let (unavailable, names) = (Vec::new(), BTreeMap::new());
        Ok(Self { spec, a, b, year, columns, by_name, unavailable, names })
    }

    /// The same panel with its absent columns and its actors' display names.
    pub(crate) fn with_context(
        mut self,
        unavailable: Vec<Unavailable>,
        names: BTreeMap<i64, String>,
    ) -> Self {
        self.unavailable = unavailable;
        self.names = names;
        self
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.a.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.a.is_empty()
    }

    /// Raw id of the member with the smaller id, by row.
    #[must_use]
    pub fn a(&self) -> &[i64] {
        &self.a
    }

    /// Raw id of the member with the larger id, by row.
    #[must_use]
    pub fn b(&self) -> &[i64] {
        &self.b
    }

    /// Calendar year, by row.
    #[must_use]
    pub fn year(&self) -> &[Year] {
        &self.year
    }

    /// The values of one column (NaN is missing); `None` when the panel lacks it.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        self.by_name.get(name).and_then(|i| self.columns.get(*i)).map(|c| c.values.as_slice())
    }

    /// The codebook entry of one column.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.by_name.get(name).and_then(|i| self.columns.get(*i)).map(|c| &c.variable)
    }

    /// Outcomes, then covariates by level, in the order of the codebook.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Columns that the data sets at hand do not allow, each with one that is missing.
    #[must_use]
    pub fn unavailable(&self) -> &[Unavailable] {
        &self.unavailable
    }

    /// What was asked for.
    #[must_use]
    pub fn spec(&self) -> &PanelSpec {
        &self.spec
    }

    /// The display name of an actor of the panel, when the evidence names it.
    #[must_use]
    pub fn name(&self, actor: i64) -> Option<&str> {
        self.names.get(&actor).map(String::as_str)
    }

    /// The row of a pair in a year.
    #[must_use]
    pub fn row_of(&self, dyad: Dyad, year: Year) -> Option<usize> {
        let wanted = (dyad.a().raw(), dyad.b().raw(), year);
        let key = |i: usize| Some((*self.a.get(i)?, *self.b.get(i)?, *self.year.get(i)?));
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match key(middle)?.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::ActorId;

    fn panel(a: Vec<i64>, b: Vec<i64>, year: Vec<Year>) -> Result<Panel> {
        Panel::from_columns(PanelSpec::default(), a, b, year, Vec::new())
    }

    #[test]
    fn a_row_is_found_by_pair_and_year() {
        let p = panel(vec![1, 1, 2], vec![2, 2, 9], vec![1990, 1991, 1990]).unwrap();
        let dyad = Dyad::new(ActorId::ucdp(9), ActorId::ucdp(2)).unwrap();
        assert_eq!(p.row_of(dyad, 1990), Some(2));
        assert_eq!(p.row_of(dyad, 1991), None);
    }

    #[test]
    fn unsorted_repeated_or_reversed_rows_are_refused() {
        for (a, b, y) in [
            (vec![1, 1], vec![2, 2], vec![1990, 1990]),
            (vec![2, 1], vec![3, 2], vec![1990, 1990]),
            (vec![2], vec![1], vec![1990]),
            (vec![1], vec![2], vec![]),
        ] {
            assert_eq!(panel(a, b, y).unwrap_err().code(), Code::Internal);
        }
    }
}
