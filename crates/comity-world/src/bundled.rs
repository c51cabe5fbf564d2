//! The extract that ships with comity.

pub(crate) mod embedded;
pub(crate) mod make;
