//! Quantal response equilibria.

mod catalogue;
mod closed_form;
mod pygambit;
mod random;
mod support;
