//! Conformance with other programs, known truths, and invariances.

mod conformance;
mod invariance;
mod separation;
mod simulation;
mod speed;
mod support;
mod threads;
