//! The values of a formula's terms at rows of a panel.

use crate::lookup::YEAR;
use crate::models::admit::label;
use crate::models::basis::Computed;
use crate::models::recipe::by_row;
use crate::report::Dropped;
use crate::theory::Term;
use comity_core::{Code, Error, Result};
use comity_panel::Panel;

/// One column of a design.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) label: String,
    /// One value a row; NaN where missing.
    pub(super) values: Vec<f64>,
}

/// The columns of terms at rows, curves laid through the values of these rows; and the terms
/// that have none.
///
/// # Errors
/// As [`available`].
pub(super) fn columns(
    terms: &[Term],
    panel: &Panel,
    rows: &[usize],
) -> Result<(Vec<Column>, Vec<Dropped>)> {
    available(terms, panel, rows)?;
    let (mut columns, mut dropped) = (Vec::new(), Vec::new());
    for term in terms {
        let Some(expression) = &term.expression else {
            let values = by_row(panel, rows, &|values| values(&term.variable));
            let label = label(term, &term.variable, panel).0;
            columns.push(Column { name: term.variable.clone(), label, values });
            continue;
        };
        let training = |of: &crate::formula::Scalar| by_row(panel, rows, &|v| of.value(v));
        match Computed::columns(expression, &training) {
            Err(reason) => dropped.push(Dropped { variable: term.variable.clone(), reason }),
            Ok(computed) => columns.extend(computed.into_iter().map(|(name, column)| Column {
                label: label(term, &name, panel).0,
                values: by_row(panel, rows, &|values| column.value(values)),
                name,
            })),
        }
    }
    let varies = |c: &Column| {
        let mut known = c.values.iter().filter(|v| !v.is_nan());
        let first = known.next();
        known.any(|v| Some(v) != first)
    };
    let (kept, flat): (Vec<Column>, Vec<Column>) = columns.into_iter().partition(varies);
    let reason = "the same in every row where it is known";
    dropped
        .extend(flat.into_iter().map(|c| Dropped { variable: c.name, reason: reason.to_owned() }));
    Ok((kept, dropped))
}

/// Refuses a term whose columns the data at hand do not have at any of the rows.
///
/// # Errors
/// [`Code::NoSample`] naming the column and the data set that would bring it.
pub(super) fn available(terms: &[Term], panel: &Panel, rows: &[usize]) -> Result<()> {
    for name in terms.iter().flat_map(Term::columns).filter(|name| *name != YEAR) {
        let absent = panel.unavailable().iter().find(|u| u.variable.name == name);
        if let Some(absent) = absent {
            return Err(Error::new(Code::NoSample, "the data at hand do not have this column")
                .value(name)
                .hint(format!(
                    "import {} with `comity data add FILE`, or take the term out",
                    absent.missing_source
                )));
        }
        let values = panel.column(name).unwrap_or_default();
        if rows.iter().all(|&r| values.get(r).is_none_or(|v| v.is_nan())) {
            return Err(Error::new(Code::NoSample, "the column is missing in every row")
                .value(name)
                .hint("take the term out, or choose other years"));
        }
    }
    Ok(())
}
