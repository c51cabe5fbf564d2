//! One pass over the claims, sorting each into the structure that answers for it.

use super::actors::Actors;
use super::lists::Span;
use super::profile::Profile;
use super::read::{column, text, ucdp};
use super::ties::Tie;
use arrow_array::{Array, Float64Array, Int16Array, Int64Array, RecordBatch, StringArray};
use comity_core::claim::attribute;
use comity_core::schema::Table;
use comity_core::{DomainSet, Relation, Result, SourceKey, Year};
use comity_world::Evidence;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Prefix of the attribute names of ideology labels.
const IDEOLOGY: &str = "ideology-";
/// Attribute that holds a religion code.
const RELIGION: &str = "religion";

/// Claims as plain entries, by use.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// `(group, year, government)` opponents.
    pub(super) enemies: Vec<(u32, Year, u32)>,
    /// `(actor, year, non-government actor)` opponents.
    pub(super) rivals: Vec<(u32, Year, u32)>,
    /// `(recipient, year, government)` support.
    pub(super) sponsors: Vec<(u32, Year, u32)>,
    /// `(supporter, recipient, tie)` between non-governments (UCDP External Support).
    pub(super) support: Vec<(u32, u32, Tie)>,
    /// `(one, other, tie)` of groups named as one side (undirected cooperation).
    pub(super) joint: Vec<(u32, u32, Tie)>,
    /// First year in which two non-governments fought, by pair.
    pub(super) fought: HashMap<(u32, u32), Year>,
    /// Battle-related deaths by actor and year.
    pub(super) deaths: BTreeMap<(u32, Year), f64>,
    /// Civilians killed by actor and year.
    pub(super) civilians: BTreeMap<(u32, Year), f64>,
    /// `(group, year, goal bits)`: 1 territory, 2 government.
    pub(super) goals: Vec<(u32, Year, u8)>,
    /// Undated properties, by dense number.
    pub(super) profiles: Vec<Profile>,
}

struct Row<'a> {
    subject: u32,
    object: Option<u32>,
    object_id: Option<i64>,
    attribute: &'a str,
    value: Option<f64>,
    year: Option<Year>,
    tie: Tie,
}

/// Reads every claim up to `cut`.
pub(super) fn gather(evidence: &Evidence, actors: &Actors, cut: Option<Year>) -> Result<Gathered> {
    let batch = evidence.table(Table::Claims);
    let labels = ideology_labels(batch)?;
    let source = column::<StringArray>(batch, "source")?;
    let relation = column::<StringArray>(batch, "relation")?;
    let subject = column::<Int64Array>(batch, "subject")?;
    let object = column::<Int64Array>(batch, "object")?;
    let names = column::<StringArray>(batch, "attribute")?;
    let value = column::<Float64Array>(batch, "value")?;
    let year = column::<Int16Array>(batch, "year")?;
    let domains = column::<Int16Array>(batch, "domains")?;
    let possible = column::<Int16Array>(batch, "possible")?;
    let profiles = vec![Profile::default(); actors.len()];
    let mut out = Gathered { profiles, ..Gathered::default() };
    for row in 0..batch.num_rows() {
        let when = year.is_valid(row).then(|| year.value(row));
        if when.zip(cut).is_some_and(|(y, cut)| y > cut) {
            continue;
        }
        let Some(from) = ucdp(subject, row).and_then(|id| actors.node(id)) else { continue };
        let claim = Row {
            subject: from,
            object: ucdp(object, row).and_then(|id| actors.node(id)),
            object_id: object.is_valid(row).then(|| object.value(row)),
            attribute: text(names, row).unwrap_or(""),
            value: value.is_valid(row).then(|| value.value(row)),
            year: when,
            tie: Tie {
                year: when.unwrap_or(0),
                certain: DomainSet::from_bits(domains.value(row)),
                possible: DomainSet::from_bits(possible.value(row)),
            },
        };
        match Relation::parse(relation.value(row)) {
            Some(Relation::Fights) => out.fights(&claim, actors),
            Some(Relation::Supports) if source.value(row) == SourceKey::Esd.as_str() => {
                out.supports(&claim, actors);
            }
            Some(Relation::Cooperates) => out.cooperates(&claim),
            Some(Relation::Lineage) => out.lineage(&claim),
            Some(Relation::Attribute) => out.attribute(&claim, &labels),
            _ => {}
        }
    }
    out.profiles.iter_mut().for_each(Profile::settle);
    Ok(out)
}

/// Undated claims name the ideology labels; each gets the bit of its place in sorted order.
fn ideology_labels(batch: &RecordBatch) -> Result<BTreeMap<String, u64>> {
    let names = column::<StringArray>(batch, "attribute")?;
    let found: BTreeSet<&str> =
        names.iter().flatten().filter(|name| name.starts_with(IDEOLOGY)).collect();
    Ok(found.into_iter().take(64).enumerate().map(|(i, n)| (n.to_owned(), 1 << i)).collect())
}

impl Gathered {
    fn seen(&mut self, claim: &Row<'_>) {
        let Some(year) = claim.year else { return };
        for node in std::iter::once(claim.subject).chain(claim.object) {
            if let Some(profile) = self.profiles.get_mut(node as usize) {
                profile.seen(year);
            }
        }
    }

    fn fights(&mut self, claim: &Row<'_>, actors: &Actors) {
        let (Some(year), Some(object)) = (claim.year, claim.object) else { return };
        self.seen(claim);
        match claim.attribute {
            attribute::BATTLE_DEATHS => {
                for node in [claim.subject, object] {
                    *self.deaths.entry((node, year)).or_default() += claim.value.unwrap_or(0.0);
                }
            }
            attribute::INCOMPATIBILITY => match claim.value {
                Some(1.0) => self.goals.push((claim.subject, year, 1)),
                Some(2.0) => self.goals.push((claim.subject, year, 2)),
                Some(3.0) => self.goals.push((claim.subject, year, 3)),
                _ => {}
            },
            _ => {
                let government = |n: u32| actors.get(n).is_some_and(|a| a.government);
                for (one, other) in [(claim.subject, object), (object, claim.subject)] {
                    let list = if government(other) { &mut self.enemies } else { &mut self.rivals };
                    list.push((one, year, other));
                }
                if !government(claim.subject) && !government(object) {
                    let pair = (claim.subject.min(object), claim.subject.max(object));
                    let first = self.fought.entry(pair).or_insert(year);
                    *first = year.min(*first);
                }
            }
        }
    }

    fn supports(&mut self, claim: &Row<'_>, actors: &Actors) {
        let (Some(year), Some(object)) = (claim.year, claim.object) else { return };
        self.seen(claim);
        let government = |n: u32| actors.get(n).is_some_and(|a| a.government);
        if government(claim.subject) {
            self.sponsors.push((object, year, claim.subject));
        } else if !government(object) {
            self.support.push((claim.subject, object, claim.tie));
        }
    }

    fn cooperates(&mut self, claim: &Row<'_>) {
        if let (Some(_), Some(object)) = (claim.year, claim.object) {
            self.seen(claim);
            self.joint.push((claim.subject, object, claim.tie));
        }
    }

    fn lineage(&mut self, claim: &Row<'_>) {
        let splinter = [attribute::SPLINTER, attribute::SPLINTER_TEMPORARY];
        if let (true, Some(parent)) = (splinter.contains(&claim.attribute), claim.object)
            && let Some(profile) = self.profiles.get_mut(claim.subject as usize)
        {
            profile.parents.push(parent);
        }
    }

    fn attribute(&mut self, claim: &Row<'_>, labels: &BTreeMap<String, u64>) {
        if let (attribute::CIVILIANS_KILLED, Some(year)) = (claim.attribute, claim.year) {
            self.seen(claim);
            *self.civilians.entry((claim.subject, year)).or_default() += claim.value.unwrap_or(0.0);
            return;
        }
        let Some(profile) = self.profiles.get_mut(claim.subject as usize) else { return };
        match (claim.attribute, claim.value) {
            (attribute::FOUNDED, Some(year)) if (1400.0..=2100.0).contains(&year) => {
                // Several sources or rows may date the founding: the earliest is kept.
                #[expect(clippy::cast_possible_truncation, reason = "checked to be a year")]
                let year = year as Year;
                profile.founded = Some(profile.founded.map_or(year, |y| y.min(year)));
            }
            (attribute::ETHNIC_LINK, linked) => {
                profile.kin_coded = true;
                profile.kin.extend(claim.object_id.filter(|_| linked.is_some_and(|v| v > 0.0)));
            }
            (RELIGION, Some(code)) => {
                profile.religion = Some(profile.religion.map_or(code, |c| c.max(code)));
            }
            (name, Some(held)) => {
                if let Some(bit) = labels.get(name) {
                    profile.ideology.coded |= bit;
                    if held > 0.0 {
                        profile.ideology.held |= bit;
                    }
                }
            }
            _ => {}
        }
    }
}

/// First and last year of any dated claim or coverage row up to `cut`.
pub(super) fn span(evidence: &Evidence, cut: Option<Year>) -> Result<Span> {
    let mut bounds: Option<(Year, Year)> = None;
    for (table, actor) in [(Table::Claims, "subject"), (Table::Coverage, "actor")] {
        let batch = evidence.table(table);
        let year = column::<Int16Array>(batch, "year")?;
        let actor = column::<Int64Array>(batch, actor)?;
        for row in (0..batch.num_rows()).filter(|r| year.is_valid(*r)) {
            let y = year.value(row);
            if ucdp(actor, row).is_some() && cut.is_none_or(|c| y <= c) {
                bounds = Some(bounds.map_or((y, y), |(low, high)| (low.min(y), high.max(y))));
            }
        }
    }
    Ok(bounds.map_or_else(|| Span::new(1, 0), |(low, high)| Span::new(low, high)))
}
