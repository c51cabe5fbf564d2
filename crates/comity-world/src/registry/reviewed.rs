//! Names that comity adds: well-known groups in several languages and scripts.

use crate::registry::record::Alias;
use comity_core::{ActorId, Code, Error, Result};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    actor: u32,
    name: String,
    lang: String,
    kind: String,
}

/// The reviewed names, marked with source `comity`.
///
/// # Errors
/// [`Code::Internal`] when the file that ships with comity is damaged.
pub(crate) fn names() -> Result<Vec<(ActorId, Alias)>> {
    csv::Reader::from_reader(include_str!("../../crosswalk/aliases.csv").as_bytes())
        .deserialize::<Row>()
        .map(|row| {
            let row =
                row.map_err(|e| Error::new(Code::Internal, format!("the reviewed names: {e}")))?;
            let alias = Alias {
                name: row.name,
                kind: row.kind,
                lang: Some(row.lang),
                first_year: None,
                last_year: None,
                source: SOURCE.to_owned(),
            };
            Ok((ActorId::ucdp(row.actor), alias))
        })
        .collect()
}

/// What reviewed names state as their source.
pub(crate) const SOURCE: &str = "comity";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::normalise::normalise;
    use std::collections::BTreeMap;

    #[test]
    fn a_reviewed_name_stands_for_one_actor() {
        let mut seen: BTreeMap<String, ActorId> = BTreeMap::new();
        for (id, alias) in names().unwrap() {
            let key = normalise(&alias.name);
            assert!(!key.is_empty(), "{}", alias.name);
            let before = *seen.entry(key).or_insert(id);
            assert_eq!(before, id, "{}", alias.name);
        }
        assert!(seen.len() >= 150, "{}", seen.len());
    }
}
