//! The reviewed matches of name-only sources, as a person checks them.

use crate::session::Session;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use comity_core::actor::Space;
use comity_core::schema::Table;
use comity_core::{ActorId, AsOf, Result};
use serde::Serialize;
use std::collections::BTreeMap;

/// One group of a name-only source and what it was matched to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matched {
    /// Id in the source, such as `edtg:12`.
    pub id: String,
    /// Name in the source, where the user's copy is imported.
    pub name: Option<String>,
    /// `accept`, `refuse` (several candidates) or `unmatched`.
    pub decision: String,
    /// The actor, when accepted.
    pub actor: Option<ActorId>,
    /// Its display name.
    pub actor_name: Option<String>,
    /// How the match was made.
    pub method: String,
    /// Similarity, 0 to 1.
    pub score: Option<f64>,
    /// The reviewer's note.
    pub note: Option<String>,
}

/// Every group of every name-only source: none is dropped.
///
/// # Errors
/// When the match table or the store cannot be read.
pub fn listing(session: &Session) -> Result<Vec<Matched>> {
    let evidence = session.world().evidence(AsOf::LATEST)?;
    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    let aliases = evidence.table(Table::Aliases);
    if let (Some(actors), Some(texts)) = (
        aliases.column_by_name("actor").and_then(|c| c.as_primitive_opt::<Int64Type>()),
        aliases.column_by_name("name").and_then(|c| c.as_string_opt::<i32>()),
    ) {
        for row in 0..aliases.num_rows() {
            let id = ActorId::from_raw(actors.value(row));
            if id.space() == Space::Edtg && texts.is_valid(row) {
                names.entry(id.number()).or_insert_with(|| texts.value(row).to_owned());
            }
        }
    }
    Ok(comity_world::crosswalk()?
        .iter()
        .map(|r| {
            let actor = r.accepted();
            Matched {
                id: format!("{}:{}", Space::Edtg.prefix(), r.edtg_gid),
                name: names.get(&r.edtg_gid).cloned(),
                decision: r.decision.clone(),
                actor,
                actor_name: actor.map(|a| session.registry().name(a).to_owned()),
                method: r.method.clone(),
                score: r.score,
                note: r.note.clone(),
            }
        })
        .collect())
}
