//! The specification curve of a term: fits under all defensible choices, what they show
//! together, and whether that could be chance.

mod chosen;
mod compute;
mod countries;
mod page;
mod result;
mod table;

pub use compute::{Settings, curves};
pub use page::page;
pub use result::{Curve, Curves, Reading};
pub use table::{TableFormat, table};
