//! Words about actors that several results share.

use comity_world::ActorRecord;

/// What kind of actor a record is, in UCDP's classes.
#[must_use]
pub fn kind(record: Option<&ActorRecord>) -> &'static str {
    match record.map(|r| r.org) {
        None => "not in the registry",
        Some(Some(1)) => "formally organised armed group",
        Some(Some(2)) => "informally organised armed group",
        Some(Some(3)) => "communal group",
        Some(Some(4)) => "government",
        Some(_) => "class not coded",
    }
}

/// Whether a record is a government.
#[must_use]
pub fn is_government(record: Option<&ActorRecord>) -> bool {
    record.is_some_and(|r| !r.is_group())
}

/// The other names on record, without identifiers of other data sets, each once.
#[must_use]
pub fn others(record: Option<&ActorRecord>) -> Vec<String> {
    let Some(record) = record else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for alias in record.aliases.iter().filter(|a| a.kind != "code") {
        if alias.name != record.name && !names.contains(&alias.name) {
            names.push(alias.name.clone());
        }
    }
    names
}
