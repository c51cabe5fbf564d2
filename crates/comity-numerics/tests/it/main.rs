//! Conformance with other programs, known truths, and invariances.

#[cfg(test)]
mod absorbed;
#[cfg(test)]
mod clusters;
#[cfg(test)]
mod conditional;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod elastic_net;
#[cfg(test)]
mod invariance;
#[cfg(test)]
mod networks;
#[cfg(test)]
mod separation;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod support;
#[cfg(test)]
mod threads;
