//! Tests of the games crate beyond single modules.

#[cfg(test)]
mod tree;
