//! Standing questions: propositions with a rule that the data decide, so far.

mod answers;
mod list;
mod measure;
mod rules;

pub use answers::{AnswerSoFar, Measured, Verdict, answer_all};
pub use list::{Expected, Question, questions};
