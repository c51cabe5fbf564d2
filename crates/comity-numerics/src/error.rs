//! What a caller can get wrong. How a fit ends is not an error but an outcome.

/// Result of a numerical routine.
pub type Result<T, E = NumericsError> = std::result::Result<T, E>;

/// Arguments that contradict each other or lie outside their range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NumericsError {
    /// Two arrays do not fit together.
    #[error("{what} has {found} entries, expected {expected}")]
    Dimension {
        /// The array.
        what: &'static str,
        /// Entries it should have.
        expected: usize,
        /// Entries it has.
        found: usize,
    },
    /// A value is infinite or not a number.
    #[error("{what} is not finite at entry {index}")]
    NotFinite {
        /// The array or column.
        what: String,
        /// The entry, counted from zero.
        index: usize,
    },
    /// A parameter lies outside its range.
    #[error("{name} is {value}, expected {range}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The values it may have.
        range: &'static str,
    },
    /// An array that must have entries has none.
    #[error("{what} is empty")]
    Empty {
        /// The array.
        what: &'static str,
    },
    /// Something that a method needs is not there.
    #[error("{what} is missing")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// A matrix that must be positive definite is not.
    #[error("{what} is not positive definite")]
    NotPositiveDefinite {
        /// The matrix.
        what: &'static str,
    },
    /// A network statistic does not suit the network.
    #[error("the statistic {name} needs {needs}")]
    Statistic {
        /// The statistic.
        name: String,
        /// What it needs.
        needs: &'static str,
    },
    /// Both members of a dyad are the same unit.
    #[error("the two members of the dyad in row {row} are the same unit")]
    SelfDyad {
        /// The row, counted from zero.
        row: usize,
    },
}

/// Refuses an array of another length than expected.
pub(crate) fn same_length(what: &'static str, found: usize, expected: usize) -> Result<()> {
    if found == expected { Ok(()) } else { Err(NumericsError::Dimension { what, expected, found }) }
}

/// Refuses infinite values and NaN.
pub(crate) fn all_finite(what: &str, values: &[f64]) -> Result<()> {
    match values.iter().position(|v| !v.is_finite()) {
        None => Ok(()),
        Some(index) => Err(NumericsError::NotFinite { what: what.to_owned(), index }),
    }
}

/// Refuses a parameter outside its range.
pub(crate) fn in_range(
    name: &'static str,
    value: f64,
    range: &'static str,
    ok: bool,
) -> Result<()> {
    if ok { Ok(()) } else { Err(NumericsError::Parameter { name, value, range }) }
}
