//! Regression tables as papers print them: text, HTML, LaTeX and CSV.

mod csv;
mod latex;
mod markup;
mod plain;
mod rows;

pub(crate) use csv::dataset as coefficient_data;
pub use csv::regression_csv;
pub use latex::regression_latex;
pub use markup::regression_html;
pub(crate) use markup::regression_markup;
pub use plain::regression_text;
pub(crate) use rows::standard_errors;
