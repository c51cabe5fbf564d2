//! Figures as papers print them: standalone SVG, the data beside it, a text alternative.

mod canvas;
mod coefficients;
mod curves;
mod effects;
mod figure;
mod forest;
mod index;
mod reliability;
mod scale;
mod separation;

pub use figure::{Figure, theory_figures};
pub use index::figures_html;
