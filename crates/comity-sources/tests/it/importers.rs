//! What each importer makes of its fixture.

mod ucdp;
