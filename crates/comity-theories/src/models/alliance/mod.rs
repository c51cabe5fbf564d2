//! The alliance game as a theory: see [`comity_games::strategic::alliance`].

mod fit;
mod forms;
mod layout;
mod model;

pub(crate) use fit::{EACH_FORM, SPONSOR, fit};
pub use forms::{Forms, Switch};
pub(crate) use model::{Alliance, AllianceDraws, LOSS, TEMPTATION};
