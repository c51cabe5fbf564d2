//! Tests of the games crate beyond single modules.

#[cfg(test)]
mod expression;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod game;
#[cfg(test)]
mod solution;
#[cfg(test)]
mod solvers;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tree;
