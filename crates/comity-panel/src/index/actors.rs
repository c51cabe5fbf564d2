//! The actors of the panel under dense numbers, with what the registry says of them.

use super::read::{column, integers, text, ucdp};
use arrow_array::{Array, Int16Array, Int64Array, RecordBatch, StringArray};
use comity_core::schema::Table;
use comity_core::{Result, SourceKey, Year};
use comity_world::Evidence;
use std::collections::BTreeSet;

/// UCDP Org code of a government.
const GOVERNMENT: i16 = 4;
/// UCDP Org code of a formally organised group.
const FORMAL_GROUP: i16 = 1;

/// How UCDP begins the name of a government. Parts of a state that act on their own, which
/// External Support calls `X elements`, are not one.
pub(super) const NAMED_GOVERNMENT: &str = "Government of ";

/// What the registry says of one actor.
#[derive(Clone, Debug, Default)]
pub(super) struct Actor {
    /// UCDP Org code, where some source states it.
    pub(super) org: Option<i16>,
    /// Whether the actor is a government.
    pub(super) government: bool,
    /// Whether UCDP Actor lists it.
    pub(super) registered: bool,
    /// UCDP region codes as a bit mask; 0 when unknown.
    pub(super) regions: u64,
    /// Gleditsch–Ward numbers of the countries it is located in, sorted.
    pub(super) countries: Vec<u32>,
    /// Gleditsch–Ward numbers of the state whose government it is, each with the first year
    /// for which a source states it, in order.
    pub(super) states: Vec<(Year, u32)>,
    /// Display name: UCDP Actor's where it has one.
    pub(super) name: String,
}

/// The actors in order of their ids.
#[derive(Clone, Debug)]
pub(super) struct Actors {
    ids: Vec<i64>,
    list: Vec<Actor>,
}

impl Actors {
    /// Registers every UCDP actor that the evidence mentions, and `extra` ones.
    pub(super) fn read(evidence: &Evidence, extra: impl Iterator<Item = i64>) -> Result<Self> {
        let mut ids: BTreeSet<i64> = extra.collect();
        for (table, names) in [
            (Table::Actors, &["actor"][..]),
            (Table::Coverage, &["actor"]),
            (Table::Claims, &["subject", "object"]),
        ] {
            let batch = evidence.table(table);
            for name in names {
                let array = column::<Int64Array>(batch, name)?;
                let mut last = 0;
                for id in (0..array.len()).filter_map(|row| ucdp(array, row)) {
                    if id != last {
                        ids.insert(id);
                        last = id;
                    }
                }
            }
        }
        let list = vec![Actor::default(); ids.len()];
        let mut actors = Self { ids: ids.into_iter().collect(), list };
        actors.read_registry(evidence.table(Table::Actors))?;
        actors.read_codes(evidence.table(Table::Aliases))?;
        for actor in &mut actors.list {
            actor.countries.sort_unstable();
            actor.countries.dedup();
            actor.states.sort_unstable();
            actor.government = match actor.org {
                Some(org) => org == GOVERNMENT,
                None => !actor.states.is_empty() || actor.name.starts_with(NAMED_GOVERNMENT),
            };
        }
        Ok(actors)
    }

    fn read_registry(&mut self, batch: &RecordBatch) -> Result<()> {
        let actor = column::<Int64Array>(batch, "actor")?;
        let name = column::<StringArray>(batch, "name")?;
        let org = column::<Int16Array>(batch, "org")?;
        let regions = column::<StringArray>(batch, "regions")?;
        let countries = column::<StringArray>(batch, "gwnos")?;
        let source = column::<StringArray>(batch, "source")?;
        for row in 0..batch.num_rows() {
            let registry = source.value(row) == SourceKey::Actor.as_str();
            let Some(entry) = ucdp(actor, row).and_then(|id| self.entry(id)) else { continue };
            let shown = name.value(row);
            let better = entry.name.is_empty() || shown < entry.name.as_str();
            if !entry.registered && (registry || better) {
                shown.clone_into(&mut entry.name);
            }
            if org.is_valid(row) && (registry || !entry.registered) {
                let code = org.value(row);
                entry.org =
                    Some(if registry { code } else { entry.org.map_or(code, |o| o.max(code)) });
            }
            entry.registered |= registry;
            for code in text(regions, row).into_iter().flat_map(integers).filter(|c| *c < 64) {
                entry.regions |= 1 << code;
            }
            entry.countries.extend(text(countries, row).into_iter().flat_map(integers));
        }
        Ok(())
    }

    fn read_codes(&mut self, batch: &RecordBatch) -> Result<()> {
        let actor = column::<Int64Array>(batch, "actor")?;
        let name = column::<StringArray>(batch, "name")?;
        let kind = column::<StringArray>(batch, "kind")?;
        let first = column::<Int16Array>(batch, "first_year")?;
        for row in 0..batch.num_rows() {
            if kind.value(row) != "code" {
                continue;
            }
            let Some(number) = name.value(row).strip_prefix("gw:") else { continue };
            let Ok(number) = number.trim().parse::<u32>() else { continue };
            if let Some(entry) = ucdp(actor, row).and_then(|id| self.entry(id)) {
                let since = if first.is_valid(row) { first.value(row) } else { Year::MIN };
                entry.states.push((since, number));
            }
        }
        Ok(())
    }

    fn entry(&mut self, id: i64) -> Option<&mut Actor> {
        let at = self.ids.binary_search(&id).ok()?;
        self.list.get_mut(at)
    }

    /// Number of actors.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Dense number of an actor id.
    pub(super) fn node(&self, id: i64) -> Option<u32> {
        self.ids.binary_search(&id).ok().and_then(|i| u32::try_from(i).ok())
    }

    /// Id of a dense number.
    pub(super) fn id(&self, node: u32) -> Option<i64> {
        self.ids.get(node as usize).copied()
    }

    /// The entry of a dense number.
    pub(super) fn get(&self, node: u32) -> Option<&Actor> {
        self.list.get(node as usize)
    }

    /// Every actor with its dense number, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Actor)> {
        (0..).zip(&self.list)
    }

    /// Whether UCDP Actor calls the actor a formally organised group, or, where no source
    /// states its kind, whether it is `observed` as a warring party and is no government.
    pub(super) fn is_group(&self, node: u32, observed: bool) -> bool {
        self.get(node).is_some_and(|a| match a.org {
            Some(org) => org == FORMAL_GROUP,
            None => observed && !a.government,
        })
    }
}
