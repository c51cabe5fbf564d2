//! Goodness of fit: how well a model foresees the events it explains.

mod checks;
mod recall;

pub use checks::{Checks, NetworkSummary, check_by_simulation, summarise};
pub use recall::{ActorResidual, Diagnosis, diagnose};
