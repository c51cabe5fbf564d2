//! One formula, estimated by a method that no theory chooses.
//!
//! Each answer carries the sample, the estimate and the manifest; [`csv()`] writes its
//! coefficients as a file.

mod ask;
mod table;

pub use ask::{Asked, Estimated, Hierarchical, Tergm, ame, hierarchical, tergm};
pub use table::{Figures, Row, csv};
