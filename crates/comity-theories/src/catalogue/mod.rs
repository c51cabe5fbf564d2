//! The catalogue of theories: one folder each with `theory.toml` (terms, signs, citations)
//! and `page.md` (for readers), and one list of references.

mod list;
mod load;

pub use load::{catalogue, page, references};
