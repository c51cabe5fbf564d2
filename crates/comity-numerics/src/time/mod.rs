//! Functions of time for duration dependence, one file each.
//!
//! Beck, Katz and Tucker (1998) put dummies or splines of the time since the last event into
//! a binary panel model; Carter and Signorino (2010) a cubic polynomial.

mod elapsed;
mod intervals;
mod orthogonal;
mod polynomial;
mod spline;

pub use elapsed::{Elapsed, since_event};
pub use intervals::Intervals;
pub use orthogonal::OrthogonalPolynomial;
pub use polynomial::cubic;
pub use spline::NaturalSpline;
