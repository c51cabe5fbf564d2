//! Tests of the games crate beyond single modules.

#[cfg(test)]
mod strategic_alliance;
#[cfg(test)]
mod strategic_conformance;
#[cfg(test)]
mod strategic_degenerate;
#[cfg(test)]
mod strategic_golden;
#[cfg(test)]
mod strategic_recovery;
#[cfg(test)]
mod strategic_support;
#[cfg(test)]
mod tree;
