//! Tests of the games crate beyond single modules.

#[cfg(test)]
mod alliance;
#[cfg(test)]
mod alliance_statics;
#[cfg(test)]
mod belief;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod contest;
#[cfg(test)]
mod draws;
#[cfg(test)]
mod expression;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod gambit;
#[cfg(test)]
mod game;
#[cfg(test)]
mod group_decision;
#[cfg(test)]
mod mixed;
#[cfg(test)]
mod quantal;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod sequence;
#[cfg(test)]
mod solution;
#[cfg(test)]
mod solvers;
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
mod support;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod tree;
