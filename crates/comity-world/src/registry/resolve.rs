//! From a name to one actor, or to the reason why not.

use crate::registry::index::{Entry, Tier};
use crate::registry::normalise::{normalise, qualified, sound};
use crate::registry::record::ActorRecord;
use crate::registry::{Candidate, Registry};
use comity_core::{ActorId, Code, Error, Result};
use std::collections::BTreeSet;

/// Names offered when nothing matches.
const SUGGESTIONS: usize = 5;

impl Registry {
    /// The actor that a name, an acronym or an id (`366`, `ucdp:366`) stands for.
    ///
    /// The strongest kind of name that matches decides: display name, reviewed name, other
    /// full name, acronym, former or later name, then the same sound in another
    /// transliteration. Groups go before governments. A country, region or full name in
    /// parentheses chooses among several: "ELN (Colombia)".
    ///
    /// # Errors
    /// [`Code::UnknownName`] with names that may have been meant; [`Code::AmbiguousName`]
    /// with the actors the name stands for.
    pub fn resolve(&self, text: &str) -> Result<ActorId> {
        let text = text.trim();
        if let Ok(id) = text.parse::<ActorId>() {
            return self.get(id).map(|a| a.id).ok_or_else(|| {
                Error::new(Code::UnknownName, "no actor at hand has this id").value(text)
            });
        }
        let mut found = self.matching(text);
        if found.is_empty()
            && let Some((base, qualifier)) = qualified(text)
        {
            found = self.matching_qualified(base, qualifier);
        }
        match found.as_slice() {
            [] => Err(self.unknown(text)),
            [one] => Ok(*one),
            several => Err(self.ambiguous(text, several)),
        }
    }

    /// The actors that a name stands for; more than one when it is ambiguous.
    #[must_use]
    pub fn candidates(&self, text: &str) -> Vec<Candidate> {
        self.matching(text).into_iter().map(|id| self.candidate(id)).collect()
    }

    fn candidate(&self, id: ActorId) -> Candidate {
        let label = self.get(id).map_or_else(|| id.to_string(), ActorRecord::label);
        Candidate { id, label }
    }

    /// Actors of the strongest tier that matches.
    fn matching(&self, text: &str) -> Vec<ActorId> {
        self.tiers(text).into_iter().next().unwrap_or_default()
    }

    /// Actors of the strongest tier in which the qualifier fits any.
    fn matching_qualified(&self, base: &str, qualifier: &str) -> Vec<ActorId> {
        self.tiers(base)
            .into_iter()
            .map(|ids| ids.into_iter().filter(|id| self.fits(*id, qualifier)).collect::<Vec<_>>())
            .find(|ids| !ids.is_empty())
            .unwrap_or_default()
    }

    /// The matching actors of each tier, strongest first, empty tiers left out.
    fn tiers(&self, text: &str) -> Vec<Vec<ActorId>> {
        let key = normalise(text);
        let exact = self.index.exact.get(&key).map_or(&[][..], Vec::as_slice);
        let mut tiers: Vec<Vec<ActorId>> = Tier::ALL
            .iter()
            .map(|tier| self.groups_first(exact.iter().filter(|e| e.tier == *tier)))
            .collect();
        if let Some(entries) = self.index.sounds.get(&sound(&key)) {
            tiers.push(self.groups_first(entries.iter().filter(|e| e.tier < Tier::Weak)));
        }
        tiers.retain(|ids| !ids.is_empty());
        tiers
    }

    /// Distinct actors; the governments among them only when there is no group.
    pub(super) fn groups_first<'e>(
        &self,
        entries: impl Iterator<Item = &'e Entry>,
    ) -> Vec<ActorId> {
        let ids: BTreeSet<ActorId> = entries.map(|e| e.id).collect();
        let is_group = |id: &ActorId| self.get(*id).is_some_and(ActorRecord::is_group);
        let groups: Vec<ActorId> = ids.iter().copied().filter(is_group).collect();
        if groups.is_empty() { ids.into_iter().collect() } else { groups }
    }

    /// Whether a qualifier names a country or the region of an actor, or is part of one of
    /// its names.
    pub(super) fn fits(&self, id: ActorId, qualifier: &str) -> bool {
        let Some(actor) = self.get(id) else { return false };
        let wanted = normalise(qualifier);
        let within = |text: &str| {
            let text = normalise(text);
            let words: Vec<&str> = text.split(' ').collect();
            wanted.split(' ').all(|w| words.contains(&w))
        };
        actor.countries.iter().any(|c| within(c))
            || actor.gwnos.iter().any(|gw| gw.to_string() == wanted)
            || actor.regions.iter().any(|r| within(region_name(*r)))
            || actor.id.number().to_string() == wanted
            || actor.aliases.iter().any(|a| a.kind != "code" && within(&a.name))
    }

    fn unknown(&self, text: &str) -> Error {
        let near = self.search(text, SUGGESTIONS);
        let names = near.iter().map(|h| self.candidate(h.id).label).collect();
        let error = Error::new(Code::UnknownName, "no actor has this name").value(text);
        match near.is_empty() {
            true => error.hint("search with `comity find`"),
            false => error.candidates(names).hint("did you mean one of these?"),
        }
    }

    fn ambiguous(&self, text: &str, ids: &[ActorId]) -> Error {
        let labels = ids.iter().map(|id| self.candidate(*id).label).collect();
        let error =
            Error::new(Code::AmbiguousName, format!("the name stands for {} actors", ids.len()));
        let example = ids.first().and_then(|id| {
            let country = self.get(*id)?.countries.first()?;
            Some(format!("add the country, as in \"{text} ({country})\", or give the id {id}"))
        });
        error
            .value(text)
            .candidates(labels)
            .hint(example.unwrap_or_else(|| "give the id instead of the name".to_owned()))
    }
}

/// Name of a UCDP region code.
fn region_name(code: i16) -> &'static str {
    match code {
        1 => "Europe",
        2 => "Middle East",
        3 => "Asia",
        4 => "Africa",
        5 => "Americas",
        _ => "",
    }
}
