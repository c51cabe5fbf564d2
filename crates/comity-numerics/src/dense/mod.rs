//! Small dense symmetric matrices (tens of columns), in portable arithmetic.

mod cholesky;
mod eigen;
mod kernels;
mod lanes;
mod matrix;
mod small_inverse;

pub use cholesky::Cholesky;
pub(crate) use cholesky::independent_columns;
pub use eigen::Eigen;
pub(crate) use kernels::{factorise, fold, lane_dot, lane_sum, solve_lower, solve_upper};
pub(crate) use lanes::{Aligned, LANES, Lane};
pub use matrix::Matrix;
pub(crate) use matrix::dot;
pub(crate) use small_inverse::{InverseRows, SmallInverse};
