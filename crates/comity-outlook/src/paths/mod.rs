//! Paths of the years ahead: what each model says as a pair's tie history unfolds.

mod history;
mod simulate;

pub(crate) use simulate::{Condition, Extent, Member, PathRun, simulate};
