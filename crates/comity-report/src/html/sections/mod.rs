//! One module a section of the page.

pub(super) mod answer;
mod effects;
pub(super) mod evidence;
pub(super) mod footer;
pub(super) mod limits;
pub(super) mod network;
pub(super) mod question;
pub(super) mod scenarios;
pub(super) mod theories;
pub(super) mod timeline;
pub(super) mod track;
pub(super) mod why;
