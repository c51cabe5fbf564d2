//! Conformance with other programs, agreement with the naive twin, and known truths.

#[cfg(test)]
mod any_formula;
#[cfg(test)]
mod eventnet;
#[cfg(test)]
mod fitness;
#[cfg(test)]
mod fitting;
#[cfg(test)]
mod formula;
#[cfg(test)]
mod goldfish;
#[cfg(test)]
mod outsiders;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod relevent;
#[cfg(test)]
mod remverse;
#[cfg(test)]
mod scaling;
#[cfg(test)]
mod sparse_is_naive;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod support;
#[cfg(test)]
mod treaties;
