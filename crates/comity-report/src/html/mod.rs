//! The page as one self-contained HTML file: inline style and figures, no script, nothing
//! loaded from anywhere.

mod curve;
mod levels;
mod pair;
mod parts;
mod score;
mod sections;
mod shell;

pub use curve::curve_html;
pub use levels::levels_html;
pub use pair::html;
pub(crate) use parts::{name, scroll, section};
pub use score::score_html;
pub(crate) use shell::{Entry, document};
