//! Numbers that carry their first and second derivatives.
//!
//! Forward-mode automatic differentiation: Griewank and Walther (2008), *Evaluating
//! Derivatives*, 2nd ed., chapters 3 and 10.

mod number;

pub use number::Dual;
