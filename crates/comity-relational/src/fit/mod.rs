//! Fitting: maximum likelihood by Newton's method, with penalties, and what is reported.

mod firth;
mod model;
mod newton;
mod report;
mod robust;
mod search;

pub use model::Model;
pub use newton::Progress;
pub use report::{Fit, Status};
