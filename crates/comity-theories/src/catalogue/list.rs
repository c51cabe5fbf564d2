//! The folders of the catalogue. A new theory is a folder and a line here.

/// The files of one theory.
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) theory: &'static str,
    pub(super) page: &'static str,
}

macro_rules! entries {
    ($($id:literal,)+) => {
        &[$(Entry {
            id: $id,
            theory: include_str!(concat!($id, "/theory.toml")),
            page: include_str!(concat!($id, "/page.md")),
        },)+]
    };
}

/// Baselines first, then theories, in the order of the reports.
pub(super) static ENTRIES: &[Entry] = entries![
    "base-rate",
    "persistence",
    "decayed-recurrence",
    "structural",
    "regional",
    "internal",
    "history",
    "all",
    "alliance-game",
    "relational-events",
];

/// Parts of theories by themselves, fitted and listed beside them.
pub(super) static COMPARISONS: &[Entry] =
    entries!["patron", "common-enemy", "ideology", "identity", "organisation",];

/// Works that theories cite: `key = "citation"`.
pub(super) static REFERENCES: &str = include_str!("references.toml");
