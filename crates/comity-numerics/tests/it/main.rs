//! Conformance with other programs, known truths, and invariances.

#[cfg(test)]
mod ame_conformance;
#[cfg(test)]
mod ame_degenerate;
#[cfg(test)]
mod ame_simulation;
#[cfg(test)]
mod ame_truth;
#[cfg(test)]
mod calibration;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod hierarchical_degenerate;
#[cfg(test)]
mod hierarchical_truth;
#[cfg(test)]
mod invariance;
#[cfg(test)]
mod separation;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod support;
#[cfg(test)]
mod threads;
