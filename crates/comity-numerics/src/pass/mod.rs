//! Sums over the rows of a design.

mod run;
mod tiles;

pub(crate) use run::{
    BLOCK, Block, Pass, Rows, Terms, gradient, gradient_rows, gram, in_pool, multipliers, pass,
    pass_rows, predict,
};
pub(crate) use tiles::{Aligned, Gram, LANES, Lane, Lanes, ZEROS, add_products, fold, padded};
