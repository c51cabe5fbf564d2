//! Dictionaries of linear systems, pivoted in floating or in whole numbers.

mod basis;
mod cells;
mod polytope;
mod whole;

pub(crate) use basis::{Dictionary, Place};
pub(crate) use cells::Cells;
pub(crate) use polytope::{common_denominator, matrix_value, polytope};
