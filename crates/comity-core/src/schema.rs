//! The tables of the evidence store, as Arrow schemas.
//!
//! Every importer emits record batches of these schemas and no others. Strings are short
//! codes and names; nothing here holds prose. Missing is null, never zero.

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A table of the evidence store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Table {
    /// One row per actor a source registers.
    Actors,
    /// One row per name of an actor.
    Aliases,
    /// One row per claim.
    Claims,
    /// One row per actor and year that a source observed for a topic.
    Coverage,
    /// State-level facts: one state and year, or two states and year.
    StateFacts,
    /// State identifiers by year.
    StateIds,
    /// Dated events between actors.
    Events,
}

impl Table {
    /// All tables.
    pub const ALL: [Table; 7] = [
        Table::Actors,
        Table::Aliases,
        Table::Claims,
        Table::Coverage,
        Table::StateFacts,
        Table::StateIds,
        Table::Events,
    ];

    /// Table name in SQL and in file names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Table::Actors => "actors",
            Table::Aliases => "aliases",
            Table::Claims => "claims",
            Table::Coverage => "coverage",
            Table::StateFacts => "state_facts",
            Table::StateIds => "state_ids",
            Table::Events => "events",
        }
    }

    /// The Arrow schema of the table.
    #[must_use]
    pub fn schema(self) -> SchemaRef {
        let fields = match self {
            Table::Actors => actors(),
            Table::Aliases => aliases(),
            Table::Claims => claims(),
            Table::Coverage => coverage(),
            Table::StateFacts => state_facts(),
            Table::StateIds => state_ids(),
            Table::Events => events(),
        };
        Arc::new(Schema::new(fields))
    }
}

fn f(name: &str, ty: DataType) -> Field {
    Field::new(name, ty, false)
}

fn n(name: &str, ty: DataType) -> Field {
    Field::new(name, ty, true)
}

use DataType::{Date32, Float64, Int16, Int32, Int64, Utf8};

/// `org`: UCDP Org code (1 formally organised group, 2 informally organised, 3 communal,
/// 4 government). `regions` and `gwnos` are comma-joined sorted integers without blanks
/// (UCDP region codes; Gleditsch–Ward numbers of the countries the actor is located in).
fn actors() -> Vec<Field> {
    vec![
        f("actor", Int64),
        f("name", Utf8),
        n("org", Int16),
        n("regions", Utf8),
        n("gwnos", Utf8),
        f("source", Utf8),
        f("version", Utf8),
        f("record", Utf8),
    ]
}

/// `kind`: `name` (the source's display name), `original`, `full`, `english`, `acronym`,
/// `former`, `later`, `code` (an id in another data set, written `nsa-dyad:322`).
/// `lang`: BCP 47 tag where known. `first_year`/`last_year`: when the name was used.
fn aliases() -> Vec<Field> {
    vec![
        f("actor", Int64),
        f("name", Utf8),
        f("kind", Utf8),
        n("lang", Utf8),
        n("first_year", Int16),
        n("last_year", Int16),
        f("source", Utf8),
        f("version", Utf8),
    ]
}

/// `relation`: see [`crate::Relation`]. `object` is null for attributes of one actor.
/// `attribute`: see [`crate::claim::attribute`]. `domains`, `possible`: [`crate::DomainSet`]
/// bits that are certain for this pair, and that are possible but pooled over several.
/// `kinds`, `kinds_possible`: [`crate::KindSet`] bits likewise. `year` is null for undated
/// claims; `first`/`last` bound the period (a whole year where only the year is known).
/// `record` identifies the source row: `ROWID` or `ROWID/part`. `context` is the
/// source's conflict or dyad id (`dyad:406`, `conflict:205`). `certainty`: see
/// [`crate::Certainty`]. `region`: UCDP region codes of the record, comma-joined.
fn claims() -> Vec<Field> {
    vec![
        f("source", Utf8),
        f("version", Utf8),
        f("record", Utf8),
        f("subject", Int64),
        f("relation", Utf8),
        n("object", Int64),
        n("attribute", Utf8),
        n("value", Float64),
        n("text", Utf8),
        f("domains", Int16),
        f("possible", Int16),
        f("kinds", Int32),
        f("kinds_possible", Int32),
        n("year", Int16),
        n("first", Date32),
        n("last", Date32),
        f("certainty", Utf8),
        n("coder", Utf8),
        n("context", Utf8),
        n("region", Utf8),
    ]
}

/// `topic`: `support` (External Support rows of a warring party), `state-based`,
/// `non-state`, `one-sided`, `battle-deaths`, `events`, `profile` (static attributes;
/// `year` null).
fn coverage() -> Vec<Field> {
    vec![
        f("source", Utf8),
        f("version", Utf8),
        f("topic", Utf8),
        f("actor", Int64),
        n("year", Int16),
    ]
}

/// One number about state `a` (or about `a` and `b`) in `year`. `system` is `gw` or `cow`.
/// `variable` names: `ideal_point`, `ideal_point_mideast`, `n_votes`, `cinc`, `major`
/// (one state); `contiguity` (1 land … 5), `alliance_defense`, `alliance_offense`,
/// `alliance_neutral`, `alliance_nonagg`, `alliance_consul`, `rivalry`, `mid` (two states,
/// both orders present only where the source is directed).
fn state_facts() -> Vec<Field> {
    vec![
        f("source", Utf8),
        f("version", Utf8),
        f("system", Utf8),
        f("variable", Utf8),
        f("a", Int32),
        n("b", Int32),
        f("year", Int16),
        f("value", Float64),
    ]
}

fn state_ids() -> Vec<Field> {
    vec![
        f("source", Utf8),
        f("version", Utf8),
        f("year", Int16),
        n("gw", Int32),
        n("cow", Int32),
        n("abb", Utf8),
        f("name", Utf8),
    ]
}

/// `kind`: 1 state-based, 2 non-state, 3 one-sided (UCDP type of violence). `side_b` is
/// null for civilians. `adm1`: first-order region; nothing finer is kept. `sources`:
/// number of independent reports as the source counts them.
fn events() -> Vec<Field> {
    vec![
        f("source", Utf8),
        f("version", Utf8),
        f("event", Int64),
        f("kind", Int16),
        f("side_a", Int64),
        n("side_b", Int64),
        n("dyad", Int64),
        f("first", Date32),
        f("last", Date32),
        n("date_precision", Int16),
        n("gw", Int32),
        n("country", Utf8),
        n("adm1", Utf8),
        n("region", Utf8),
        n("sources", Int32),
        n("clarity", Int16),
        n("deaths_best", Int32),
        n("deaths_low", Int32),
        n("deaths_high", Int32),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_names_its_source_and_version() {
        for table in Table::ALL {
            let schema = table.schema();
            assert!(
                schema.index_of("source").is_ok() && schema.index_of("version").is_ok(),
                "{table:?}"
            );
        }
    }
}
