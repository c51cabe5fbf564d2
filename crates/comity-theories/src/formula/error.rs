//! Why a formula cannot be read, and where.

/// A fault of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// Byte offset in the formula at which the fault begins.
    pub offset: usize,
    /// What is wrong, in plain words.
    pub message: String,
    /// What stands there; empty at the end of the formula.
    pub found: String,
    /// What should stand there.
    pub expected: String,
    /// Names that may have been meant.
    pub candidates: Vec<String>,
}

impl FormulaError {
    pub(super) fn new(
        offset: usize,
        message: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            offset,
            message: message.into(),
            found: found.into(),
            expected: expected.into(),
            candidates: Vec::new(),
        }
    }
}

pub(super) type Result<T> = std::result::Result<T, FormulaError>;
