//! Conformance with other programs, known truths, and invariances.

#[cfg(test)]
mod absorbed;
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
mod clusters;
#[cfg(test)]
mod conditional;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod conformance_firth;
#[cfg(test)]
mod conformance_links;
#[cfg(test)]
mod degenerate;
#[cfg(test)]
mod elastic_net;
#[cfg(test)]
mod hierarchical_degenerate;
#[cfg(test)]
mod hierarchical_truth;
#[cfg(test)]
mod invariance;
#[cfg(test)]
mod networks;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod recovery_dyadic;
#[cfg(test)]
mod recovery_small;
#[cfg(test)]
mod separation;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod speed;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tally;
#[cfg(test)]
mod threads;
