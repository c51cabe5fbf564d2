//! The command line as a user meets it: every command with a success and a failure, the
//! tutorial, the reference pages, and what must not change an answer.
//!
//! After a wanted change of what is printed: `cargo insta review`. The tests marked ignored
//! take minutes: `cargo test -p comity-cli -- --ignored`.

#[cfg(test)]
mod completions;
#[cfg(test)]
mod curve;
#[cfg(test)]
mod data;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod estimate;
#[cfg(test)]
mod events;
#[cfg(test)]
mod find;
#[cfg(test)]
mod forecasts;
#[cfg(test)]
mod game;
#[cfg(test)]
mod leak;
#[cfg(test)]
mod levels;
#[cfg(test)]
mod made;
#[cfg(test)]
mod man;
#[cfg(test)]
mod metamorphic;
#[cfg(test)]
mod outlook;
#[cfg(test)]
mod pack;
#[cfg(test)]
mod pair;
#[cfg(test)]
mod panel;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod score;
#[cfg(test)]
mod show;
#[cfg(test)]
mod support;
#[cfg(test)]
mod theories;
#[cfg(test)]
mod tutorial;
#[cfg(test)]
mod usage;
