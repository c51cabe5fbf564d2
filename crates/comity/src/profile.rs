//! One actor: names, record, ties, coverage.

use crate::claims::{ClaimRow, Columns, Observed, coverage_of};
use crate::names::{kind, others};
use comity_core::codebook::Codebook;
use comity_core::{ActorId, Relation, Result};
use comity_world::{Evidence, Registry};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A tie of an actor to another, over all years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The other actor.
    pub id: ActorId,
    /// Its display name.
    pub name: String,
    /// Years, ascending.
    pub years: Vec<i16>,
    /// Data sets that say so.
    pub sources: Vec<String>,
}

/// The profile of an actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// Identifier.
    pub id: ActorId,
    /// Display name, the data set's own.
    pub name: String,
    /// What kind of actor it is, in the source's classes.
    pub kind: String,
    /// Every other name on record, with its kind and language where known.
    pub names: Vec<String>,
    /// Who supported it.
    pub supporters: Vec<Tie>,
    /// Whom it supported.
    pub supported: Vec<Tie>,
    /// With whom it acted jointly.
    pub joint: Vec<Tie>,
    /// Whom it fought.
    pub opponents: Vec<Tie>,
    /// Splinters, mergers and alliances.
    pub lineage: Vec<ClaimRow>,
    /// Properties that data sets state of it.
    pub attributes: Vec<ClaimRow>,
    /// Years in which each source observed it.
    pub observed: Vec<Observed>,
}

#[derive(Default)]
struct Gathered(BTreeMap<i64, (BTreeSet<i16>, BTreeSet<String>)>);

impl Gathered {
    fn add(&mut self, other: i64, year: Option<i16>, source: &str) {
        let entry = self.0.entry(other).or_default();
        entry.0.extend(year);
        entry.1.insert(source.to_owned());
    }

    fn ties(self, names: &Registry) -> Vec<Tie> {
        let mut ties: Vec<Tie> = self
            .0
            .into_iter()
            .map(|(id, (years, sources))| Tie {
                id: ActorId::from_raw(id),
                name: names.name(ActorId::from_raw(id)).to_owned(),
                years: years.into_iter().collect(),
                sources: sources.into_iter().collect(),
            })
            .collect();
        ties.sort_by(|x, y| y.years.len().cmp(&x.years.len()).then(x.id.cmp(&y.id)));
        ties
    }
}

/// The profile of one actor in a body of evidence.
///
/// # Errors
/// When a table of the evidence lacks a column.
pub fn profile(
    evidence: &Evidence,
    names: &Registry,
    book: &Codebook,
    id: ActorId,
) -> Result<Profile> {
    let columns = Columns::of(evidence)?;
    let me = id.raw();
    let mut by: BTreeMap<&str, Gathered> = BTreeMap::new();
    let (mut lineage, mut attributes) = (Vec::new(), Vec::new());
    for row in 0..columns.len() {
        let (subject, object) = (columns.subject[row], columns.object(row));
        if subject != me && object != Some(me) {
            continue;
        }
        let relation = Relation::parse(columns.relation(row));
        let list = match (relation, object) {
            (Some(Relation::Lineage), _) => {
                lineage.push(columns.row(row, names, book)?);
                continue;
            }
            (Some(Relation::Attribute), _) => {
                attributes.push(columns.row(row, names, book)?);
                continue;
            }
            (Some(Relation::Supports), Some(o)) if o == me => "supporters",
            (Some(Relation::Supports), Some(_)) => "supported",
            (Some(Relation::Cooperates), Some(_)) => "joint",
            (Some(Relation::Fights), Some(_)) => "opponents",
            _ => continue,
        };
        let other = if subject == me { object.unwrap_or(me) } else { subject };
        by.entry(list).or_default().add(other, columns.year(row), columns.source(row));
    }
    let mut take = |list: &str| by.remove(list).unwrap_or_default().ties(names);
    let record = names.get(id);
    Ok(Profile {
        id,
        name: names.name(id).to_owned(),
        kind: kind(record).to_owned(),
        names: others(record),
        supporters: take("supporters"),
        supported: take("supported"),
        joint: take("joint"),
        opponents: take("opponents"),
        lineage,
        attributes,
        observed: coverage_of(evidence, id)?,
    })
}
