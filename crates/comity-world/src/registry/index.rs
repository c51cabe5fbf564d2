//! Actors by every form of every name.

use crate::registry::normalise::{normalise, qualified, sound};
use crate::registry::record::{ActorRecord, Alias};
use crate::registry::reviewed;
use comity_core::ActorId;
use std::collections::{BTreeMap, BTreeSet};

/// How strongly a name stands for its actor, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// Display name.
    Name,
    /// Reviewed name.
    Reviewed,
    /// Any recorded full name.
    Alias,
    /// Recorded acronym.
    Acronym,
    /// Name from another time, or of a matched group in another data set.
    Weak,
}

impl Tier {
    /// All tiers, strongest first.
    pub(crate) const ALL: [Tier; 5] =
        [Tier::Name, Tier::Reviewed, Tier::Alias, Tier::Acronym, Tier::Weak];
}

/// One name of one actor in the index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) tier: Tier,
    pub(crate) id: ActorId,
    /// The name as written.
    pub(crate) name: String,
    pub(crate) acronym: bool,
}

/// Names by normalised form and by sound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub(crate) exact: BTreeMap<String, Vec<Entry>>,
    pub(crate) sounds: BTreeMap<String, Vec<Entry>>,
    /// Governments by the name of their state, with what it has in parentheses and without.
    pub(crate) states: BTreeMap<String, BTreeSet<ActorId>>,
}

impl Index {
    pub(crate) fn new<'a>(records: impl Iterator<Item = &'a ActorRecord>) -> Self {
        let mut index = Self::default();
        for record in records {
            index.insert(record.id, Tier::Name, &record.name, false);
            if let Some(state) = record.name.strip_prefix("Government of ") {
                index.insert(record.id, Tier::Alias, state, false);
                if !record.is_group() {
                    let base = qualified(state).map_or(state, |(base, _)| base);
                    for name in [state, base] {
                        index.states.entry(normalise(name)).or_default().insert(record.id);
                    }
                }
            }
            // Several sources give an actor the same name.
            let mut last: Option<&Alias> = None;
            for alias in &record.aliases {
                let again = last.is_some_and(|l| {
                    (&l.name, &l.kind, l.source.get(..5))
                        == (&alias.name, &alias.kind, alias.source.get(..5))
                });
                if !again {
                    index.insert_alias(record.id, alias);
                }
                last = Some(alias);
            }
        }
        for entries in index.exact.values_mut().chain(index.sounds.values_mut()) {
            entries.sort();
            entries.dedup();
        }
        index
    }

    fn insert_alias(&mut self, id: ActorId, alias: &Alias) {
        let tier = match alias.kind.as_str() {
            "code" => return,
            _ if alias.source == reviewed::SOURCE => Tier::Reviewed,
            _ if !alias.source.starts_with("ucdp-") => Tier::Weak,
            "former" | "later" => Tier::Weak,
            "acronym" => Tier::Acronym,
            _ => Tier::Alias,
        };
        let acronym = alias.kind == "acronym";
        self.insert(id, tier, &alias.name, acronym);
        // Successive names are listed in one cell: "TQJBR, ISI, ISIS, IS".
        if matches!(alias.kind.as_str(), "former" | "later") && alias.name.contains(',') {
            for part in alias.name.split(',') {
                self.insert(id, Tier::Weak, part.trim(), acronym);
            }
        }
        // "Name (gloss)" is also known without the gloss.
        if let Some((base, _)) = qualified(&alias.name) {
            self.insert(id, tier.max(Tier::Alias), base, acronym);
        }
    }

    fn insert(&mut self, id: ActorId, tier: Tier, name: &str, acronym: bool) {
        let key = normalise(name);
        if key.is_empty() || key == "n a" {
            return;
        }
        let entry = Entry { tier, id, name: name.to_owned(), acronym };
        let sound = sound(&key);
        if !sound.is_empty() {
            self.sounds.entry(sound).or_default().push(entry.clone());
        }
        self.exact.entry(key).or_default().push(entry);
    }
}
