//! Small dense symmetric matrices (tens of columns), in portable arithmetic.

mod cholesky;
mod eigen;
mod matrix;

pub use cholesky::Cholesky;
pub(crate) use cholesky::independent_columns;
pub use eigen::Eigen;
pub use matrix::Matrix;
pub(crate) use matrix::dot;
