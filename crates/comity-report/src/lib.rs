//! Reports of comity: finished values become tables, figures, one self-contained HTML page
//! and a terminal summary.
//!
//! - [`page`]: the view model, one `serde` type a section.
//! - [`html`] and [`score_html`]: the page of one pair, and of an evaluation over all pairs.
//! - [`figures_data`] and [`score_data`]: the data of every figure as CSV and JSON.
//! - [`summary`]: the same answer for a terminal.
//! - [`table`]: aligned text tables for any command.
//!
//! Architecture invariant: nothing here estimates, reads a file, a clock, the network or
//! the environment. The same page gives the same bytes.

mod data;
mod format;
mod html;
pub mod page;
mod summary;
mod svg;
pub mod table;
mod text;
mod words;

pub use data::{figures_data, score_data};
pub use html::{html, score_html};
pub use page::{Page, ScorePage};
pub use summary::summary;
