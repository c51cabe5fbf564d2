//! Tests between two models neither of which contains the other, from the log-likelihoods
//! of the same rows under both.

mod clarke;
mod differences;
mod vuong;

pub use clarke::{Clarke, clarke};
pub use differences::{Correction, Differences};
pub use vuong::{Vuong, VuongOutcome, vuong, vuong_dyadic};
