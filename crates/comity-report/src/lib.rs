//! Reports of comity: finished values become tables, figures, one self-contained HTML page
//! and a terminal summary.
//!
//! - [`page`]: the view model, one `serde` type a section.
//! - [`html`], [`score_html`], [`curve_html`] and [`levels_html`]: the page of one pair, and of
//!   an evaluation, specification curves and a levels test over all pairs.
//! - [`figures_data`], [`score_data`], [`curve_data`] and [`levels_data`]: the data of every figure
//!   as CSV and JSON.
//! - [`regression_text`] and its siblings: regression tables; [`theory_figures`]: figures as papers
//!   print them.
//! - [`sweep_svg`], [`sweep_html`], [`sweep_csv`], [`tree_svg`] and [`tree_text`]: figures of games.
//! - [`summary`]: the same answer for a terminal.
//! - [`table`]: aligned text tables for any command.
//!
//! Architecture invariant: nothing here estimates, reads a file, a clock, the network or
//! the environment. The same page gives the same bytes.

mod data;
mod format;
mod html;
pub mod page;
mod paper;
mod plot;
mod summary;
mod svg;
pub mod table;
mod text;
mod words;

pub use data::{curve_data, figures_data, levels_csv, levels_data, score_data};
pub use format::{number, signed};
pub use html::{curve_html, html, levels_html, score_html};
pub use page::{CurvePage, Page, ScorePage};
pub use paper::{regression_csv, regression_html, regression_latex, regression_text};
pub use plot::{Figure, figures_html, theory_figures};
pub use plot::{
    SweepRun, sweep_csv, sweep_html, sweep_runs, sweep_svg, sweep_words, tree_svg, tree_text,
};
pub use summary::summary;
