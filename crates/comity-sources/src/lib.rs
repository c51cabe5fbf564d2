//! Importers: the bytes of a file as downloaded, in; record batches of the tables of
//! [`comity_core::schema`], out. Files of dated events are read into rows of
//! [`events::event_schema`] instead, by [`read_event_rows`].
//!
//! [`detect`] says which data set, version and layout a file is, from its content;
//! [`import`] streams its rows to a sink. One file of this crate reads one data set;
//! `registry.rs` lists them all, and is the one other place to touch for a new one.
//!
//! Architecture invariant: nothing here opens a file, a socket, a clock or the environment,
//! and nothing here panics on any input: every failure is a coded [`comity_core::Error`]
//! that names the file, and the row and column where there is one.

mod archive;
mod batch;
mod cells;
mod error;
mod header;
mod import;
mod input;
mod keys;
mod limits;
mod lines;
mod names;
mod notes;
mod output;
mod registry;
mod sheet;
mod stata;
mod text;
mod types;
mod version;
mod workbook;

pub mod dta;
pub mod events;

mod ucdp;
mod ucdp_acd;
mod ucdp_actor;
mod ucdp_brd;
mod ucdp_dyadic;
mod ucdp_esd;
mod ucdp_esd_types;
mod ucdp_ged;
mod ucdp_nonstate;
mod ucdp_onesided;
mod ucdp_state_based;

mod edtg;
mod epr;
mod forge;
mod nsa;
mod states_alliances;
mod states_capabilities;
mod states_common;
mod states_contiguity;
mod states_ideal_points;
mod states_majors;
mod states_mids;
mod states_panel;
mod states_rivalries;

pub use events::{EventFile, EventSource, event_schema, read_event_rows};
pub use import::{detect, import, required_columns};
pub use types::{Detected, Imported, Input, Layout, Note, Sink};
