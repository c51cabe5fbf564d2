//! From tables to actor records.

use crate::crosswalk::crosswalk;
use crate::evidence::Evidence;
use crate::registry::normalise::normalise;
use crate::registry::record::{ActorRecord, Alias, LineageLink};
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, PrimitiveArray, RecordBatch, StringArray};
use comity_core::actor::Space;
use comity_core::schema::Table;
use comity_core::{ActorId, Code, Error, Relation, Result, SourceKey};
use std::collections::{BTreeMap, BTreeSet};

/// Whose display name and Org code count, best first; other data sets follow in their order.
const PREFERRED: [SourceKey; 8] = [
    SourceKey::Actor,
    SourceKey::Esd,
    SourceKey::Dyadic,
    SourceKey::NonState,
    SourceKey::OneSided,
    SourceKey::BattleDeaths,
    SourceKey::Acd,
    SourceKey::Ged,
];

fn rank(source: SourceKey) -> usize {
    PREFERRED.iter().position(|s| *s == source).unwrap_or(PREFERRED.len() + source as usize)
}

fn absent(name: &str) -> Error {
    Error::new(Code::Internal, format!("a table lacks the column {name}"))
}

fn numbers<'b, T: ArrowPrimitiveType>(
    batch: &'b RecordBatch,
    name: &str,
) -> Result<&'b PrimitiveArray<T>> {
    batch.column_by_name(name).and_then(|c| c.as_primitive_opt::<T>()).ok_or_else(|| absent(name))
}

fn texts<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b StringArray> {
    batch.column_by_name(name).and_then(|c| c.as_string_opt::<i32>()).ok_or_else(|| absent(name))
}

fn text_at(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

fn number_at<T: ArrowPrimitiveType>(column: &PrimitiveArray<T>, row: usize) -> Option<T::Native> {
    column.is_valid(row).then(|| column.value(row))
}

fn list<T: std::str::FromStr>(text: Option<&str>) -> Vec<T> {
    text.unwrap_or_default().split(',').filter_map(|p| p.trim().parse().ok()).collect()
}

/// Names of states by Gleditsch–Ward number, the latest name of each.
pub(crate) fn state_names(evidence: &Evidence) -> Result<BTreeMap<i32, String>> {
    let batch = evidence.table(Table::StateIds);
    let (gw, year) = (numbers::<Int32Type>(batch, "gw")?, numbers::<Int16Type>(batch, "year")?);
    let name = texts(batch, "name")?;
    let mut latest: BTreeMap<i32, (i16, &str)> = BTreeMap::new();
    for row in 0..batch.num_rows() {
        let Some(gw) = number_at(gw, row) else { continue };
        let entry = (year.value(row), name.value(row));
        latest.entry(gw).and_modify(|old| *old = (*old).max(entry)).or_insert(entry);
    }
    Ok(latest.into_iter().map(|(gw, (_, name))| (gw, name.to_owned())).collect())
}

/// All records of the UCDP space, by id.
pub(crate) fn records(
    evidence: &Evidence,
    states: &BTreeMap<i32, String>,
    reviewed: &[(ActorId, Alias)],
) -> Result<BTreeMap<ActorId, ActorRecord>> {
    let mut all = registered(evidence)?;
    let mut names = named(evidence)?;
    for (id, alias) in reviewed {
        names.entry(*id).or_default().insert(alias.clone());
    }
    for (id, aliases) in names {
        let Some(record) = all.get_mut(&id) else { continue };
        record.aliases.extend(aliases);
        record.aliases.sort();
        record.aliases.dedup();
    }
    lineage(evidence, &mut all)?;
    observed(evidence, &mut all)?;
    let by_name: BTreeMap<String, i32> =
        states.iter().map(|(gw, name)| (normalise(name), *gw)).collect();
    for record in all.values_mut() {
        record.gw = government(record, &by_name);
        record.countries = record.gwnos.iter().filter_map(|gw| states.get(gw)).cloned().collect();
    }
    Ok(all)
}

/// Actors of the registering sources; the best source's display name counts.
fn registered(evidence: &Evidence) -> Result<BTreeMap<ActorId, ActorRecord>> {
    let batch = evidence.table(Table::Actors);
    let actor = numbers::<Int64Type>(batch, "actor")?;
    let (name, org) = (texts(batch, "name")?, numbers::<Int16Type>(batch, "org")?);
    let (regions, gwnos) = (texts(batch, "regions")?, texts(batch, "gwnos")?);
    let source = texts(batch, "source")?;
    let mut rows: Vec<(ActorId, usize, SourceKey, usize)> = Vec::new();
    for row in 0..batch.num_rows() {
        let id = ActorId::from_raw(actor.value(row));
        if id.space() == Space::Ucdp {
            let source: SourceKey = source.value(row).parse()?;
            rows.push((id, rank(source), source, row));
        }
    }
    rows.sort_by(|a, b| (a.0, a.1, name.value(a.3), a.3).cmp(&(b.0, b.1, name.value(b.3), b.3)));
    let mut all: BTreeMap<ActorId, ActorRecord> = BTreeMap::new();
    for (id, _, source, row) in rows {
        let record = all.entry(id).or_insert_with(|| ActorRecord {
            id,
            name: name.value(row).trim().to_owned(),
            org: None,
            regions: Vec::new(),
            gwnos: Vec::new(),
            countries: Vec::new(),
            aliases: Vec::new(),
            lineage: Vec::new(),
            gw: None,
            sources: Vec::new(),
            observed: 0,
        });
        record.org = record.org.or(number_at(org, row));
        if record.regions.is_empty() {
            record.regions = list(text_at(regions, row));
        }
        if record.gwnos.is_empty() {
            record.gwnos = list(text_at(gwnos, row));
        }
        if !record.sources.contains(&source) {
            record.sources.push(source);
        }
    }
    Ok(all)
}

/// Every name of every actor; names of EDTG groups hang on the actor the match table gives.
fn named(evidence: &Evidence) -> Result<BTreeMap<ActorId, BTreeSet<Alias>>> {
    let matched: BTreeMap<i64, ActorId> =
        crosswalk()?.iter().filter_map(|r| Some((r.edtg_gid, r.accepted()?))).collect();
    let mut all: BTreeMap<ActorId, BTreeSet<Alias>> = BTreeMap::new();
    let batch = evidence.table(Table::Aliases);
    let actor = numbers::<Int64Type>(batch, "actor")?;
    let (name, kind) = (texts(batch, "name")?, texts(batch, "kind")?);
    let (lang, source) = (texts(batch, "lang")?, texts(batch, "source")?);
    let first = numbers::<Int16Type>(batch, "first_year")?;
    let last = numbers::<Int16Type>(batch, "last_year")?;
    for row in 0..batch.num_rows() {
        let raw = ActorId::from_raw(actor.value(row));
        let id = match raw.space() {
            Space::Ucdp => raw,
            Space::Edtg => match matched.get(&raw.number()) {
                Some(id) => *id,
                None => continue,
            },
            _ => continue,
        };
        all.entry(id).or_default().insert(Alias {
            name: name.value(row).trim().to_owned(),
            kind: kind.value(row).to_owned(),
            lang: text_at(lang, row).map(str::to_owned),
            first_year: number_at(first, row),
            last_year: number_at(last, row),
            source: source.value(row).to_owned(),
        });
    }
    let batch = evidence.table(Table::Actors);
    let actor = numbers::<Int64Type>(batch, "actor")?;
    let (name, source) = (texts(batch, "name")?, texts(batch, "source")?);
    for row in 0..batch.num_rows() {
        all.entry(ActorId::from_raw(actor.value(row))).or_default().insert(Alias {
            name: name.value(row).trim().to_owned(),
            kind: "name".to_owned(),
            lang: None,
            first_year: None,
            last_year: None,
            source: source.value(row).to_owned(),
        });
    }
    Ok(all)
}

fn lineage(evidence: &Evidence, all: &mut BTreeMap<ActorId, ActorRecord>) -> Result<()> {
    let batch = evidence.table(Table::Claims);
    let relation = texts(batch, "relation")?;
    let subject = numbers::<Int64Type>(batch, "subject")?;
    let object = numbers::<Int64Type>(batch, "object")?;
    let (attribute, year) = (texts(batch, "attribute")?, numbers::<Int16Type>(batch, "year")?);
    for row in 0..batch.num_rows() {
        if relation.value(row) != Relation::Lineage.as_str() {
            continue;
        }
        let Some(object) = number_at(object, row).map(ActorId::from_raw) else { continue };
        let subject = ActorId::from_raw(subject.value(row));
        let relation = text_at(attribute, row).unwrap_or_default().to_owned();
        let year = number_at(year, row);
        for (id, other, is_subject) in [(subject, object, true), (object, subject, false)] {
            if let Some(record) = all.get_mut(&id) {
                let relation = relation.clone();
                record.lineage.push(LineageLink { other, relation, subject: is_subject, year });
            }
        }
    }
    for record in all.values_mut() {
        record.lineage.sort();
        record.lineage.dedup();
    }
    Ok(())
}

fn observed(evidence: &Evidence, all: &mut BTreeMap<ActorId, ActorRecord>) -> Result<()> {
    for id in numbers::<Int64Type>(evidence.table(Table::Coverage), "actor")?.values() {
        if let Some(record) = all.get_mut(&ActorId::from_raw(*id)) {
            record.observed = record.observed.saturating_add(1);
        }
    }
    Ok(())
}

/// The state number of a government: as a source codes it, else by the state's name.
fn government(record: &ActorRecord, by_name: &BTreeMap<String, i32>) -> Option<i32> {
    let coded = record
        .aliases
        .iter()
        .filter(|a| a.kind == "code")
        .find_map(|a| a.name.strip_prefix("gw:")?.parse().ok());
    let state = record.name.strip_prefix("Government of ")?;
    // "Russia (Soviet Union)" is also known by either part alone.
    let parts = state.split(['(', ')']).map(str::trim).filter(|p| !p.is_empty());
    coded.or_else(|| {
        std::iter::once(state).chain(parts).find_map(|name| by_name.get(&normalise(name)).copied())
    })
}
