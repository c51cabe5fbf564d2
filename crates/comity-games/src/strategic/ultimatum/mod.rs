//! The ultimatum game: an offer, and whether it is accepted.

mod data;
mod fit;
mod likelihood;
mod start;

pub use data::{ScaleOf, UltimatumData};
pub use fit::{fit, scores};
