//! Figures as papers print them: standalone SVG, the data beside it, a text alternative.

mod canvas;
mod coefficients;
mod curves;
mod effects;
mod figure;
mod forest;
mod game_layout;
mod game_text;
mod game_tree;
mod index;
mod phase;
mod phase_parts;
mod regions;
mod reliability;
mod scale;
mod separation;
mod strip;
mod sweep;
mod sweep_page;

pub use figure::{Figure, theory_figures};
pub use game_text::tree_text;
pub use game_tree::tree_svg;
pub use index::figures_html;
pub use sweep::{SweepRun, sweep_csv, sweep_runs, sweep_svg, sweep_words};
pub use sweep_page::sweep_html;
