//! The store on disk: manifest, lock, staged commits, currency rules, verification.

pub(crate) mod commit;
pub(crate) mod current;
pub(crate) mod files;
pub(crate) mod lock;
pub(crate) mod manifest;
pub(crate) mod scope;
pub(crate) mod tables;
pub(crate) mod verify;
