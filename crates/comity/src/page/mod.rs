//! From evidence and results to the view model of the report.

mod answers;
mod assemble;
pub(crate) mod evidence;
mod game;
mod limits;
mod network;
pub(crate) mod provenance;
mod question;
mod scenarios;
pub(crate) mod theories;
mod timeline;
pub(crate) mod track;
mod why;

pub(crate) use assemble::{Parts, assemble};
