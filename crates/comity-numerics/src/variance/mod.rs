//! Variances that allow for dependence between rows, one file each.

pub mod dyadic;
pub mod robust;
