//! The reviewed match table that joins name-only sources to the registry.

use comity_core::{ActorId, Code, Error, Result};
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::OnceLock;

/// One group of EDTG and the actor it was matched to. Every EDTG group has a row; one
/// without actor is unmatched and says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrosswalkRow {
    /// EDTG group id.
    pub edtg_gid: i64,
    /// The matched actor; `None` when unmatched.
    #[serde(deserialize_with = "id_or_blank")]
    pub actor: Option<ActorId>,
    /// How the match was found, such as `name`, `variant`, `alias`; blank when unmatched.
    pub method: String,
    /// Similarity of the names, 0 to 1, where a method computes one.
    pub score: Option<f64>,
    /// The reviewer's decision, `accept`, `refuse` or `unmatched`.
    pub decision: String,
    /// Why, in a few words.
    #[serde(default)]
    pub note: Option<String>,
}

impl CrosswalkRow {
    /// The actor, when the reviewer accepted the match.
    #[must_use]
    pub fn accepted(&self) -> Option<ActorId> {
        (self.decision == "accept").then_some(self.actor).flatten()
    }
}

fn id_or_blank<'de, D: Deserializer<'de>>(
    cell: D,
) -> std::result::Result<Option<ActorId>, D::Error> {
    match String::deserialize(cell)?.as_str() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

/// The EDTG match table, sorted by EDTG id.
///
/// # Errors
/// [`Code::Internal`] when the table that ships with comity is damaged.
pub fn crosswalk() -> Result<&'static [CrosswalkRow]> {
    static ROWS: OnceLock<Result<Vec<CrosswalkRow>>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = parse(include_str!("../crosswalk/edtg.csv"))?;
        rows.sort_by_key(|r| r.edtg_gid);
        Ok(rows)
    })
    .as_deref()
    .map_err(Clone::clone)
}

fn parse(text: &str) -> Result<Vec<CrosswalkRow>> {
    csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|e| Error::new(Code::Internal, format!("the EDTG match table: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn only_an_accepted_row_gives_an_actor() {
        let head = "edtg_gid,actor,method,score,decision,note\n";
        let rows = parse(&format!("{head}1,ucdp:366,name,1.00,accept,\n2,,,,unmatched,\n3,ucdp:209,variant,0.8,refuse,other country\n")).unwrap();
        let ids: Vec<_> = rows.iter().map(CrosswalkRow::accepted).collect();
        assert_eq!(ids, [Some(ActorId::ucdp(366)), None, None]);
        assert_eq!(parse(&format!("{head}x,,,,,\n")).unwrap_err().code(), Code::Internal);
    }

    #[test]
    fn the_table_that_ships_names_each_group_once() {
        let rows = crosswalk().unwrap();
        let ids: BTreeSet<_> = rows.iter().map(|r| r.edtg_gid).collect();
        assert_eq!(ids.len(), rows.len());
    }
}
