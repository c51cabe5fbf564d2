//! The catalogue of theories: one folder each with `theory.toml` (terms, signs, citations)
//! and `page.md` (for readers), and one list of references.

mod list;
mod load;
mod place;
mod stated;
mod user;

pub use load::{catalogue, comparisons, page, references};
pub use user::{TheoryFile, user_theories};
