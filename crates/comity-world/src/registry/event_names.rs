//! Names of event data: which actor one stands for, by what is certain alone.
//!
//! Event data name thousands of actors that no registry has: ministers, cities, "Citizen". A
//! likeness of sound or a name from another time would find groups among them, so that here,
//! other than for a person's question, only names in use count; an acronym counts only where
//! the country agrees. What is left open is counted and listed, never guessed.

use super::Registry;
use super::index::Tier;
use super::normalise::{normalise, qualified};
use comity_core::ActorId;
use std::collections::BTreeSet;

/// What a name in event data stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameMatch {
    /// One actor.
    Actor(ActorId),
    /// Several actors, and nothing tells which.
    Several(Vec<ActorId>),
    /// No actor of the registry.
    Unknown,
}

/// How names of a state's forces begin ("Military Forces of Syria", as ACLED writes).
const FORCES_OF: [&str; 5] =
    ["Military Forces of ", "Police Forces of ", "Government of ", "Armed Forces of ", "Army of "];
/// Names of a state's forces before the country in parentheses ("Military (Syria)", as ICEWS
/// writes).
const FORCES: [&str; 8] = [
    "government",
    "military",
    "army",
    "armed forces",
    "air force",
    "navy",
    "police",
    "security forces",
];

impl Registry {
    /// The actor that a name in event data stands for; `country` is what the source says of the
    /// actor, and chooses among several.
    ///
    /// In this order: the name in use of one actor; a state, or its government, military or
    /// police, for the government; the full name after "ACRONYM: ", then the acronym; the name
    /// before a parenthesis that names a country.
    #[must_use]
    pub fn match_event_name(&self, name: &str, country: Option<&str>) -> NameMatch {
        let name = without_years(name.trim());
        let mut several = None;
        for found in [
            self.in_use(name, country),
            self.state(name),
            self.parts(name, country),
            self.before_country(name),
        ] {
            match found {
                NameMatch::Unknown => {}
                NameMatch::Actor(id) => return NameMatch::Actor(id),
                open @ NameMatch::Several(_) => {
                    several.get_or_insert(open);
                }
            }
        }
        several.unwrap_or(NameMatch::Unknown)
    }

    /// By a display, reviewed or full name, then by an acronym with the country.
    fn in_use(&self, name: &str, country: Option<&str>) -> NameMatch {
        let key = normalise(name);
        let entries = self.index.exact.get(&key).map_or(&[][..], Vec::as_slice);
        for tier in [Tier::Name, Tier::Reviewed, Tier::Alias] {
            let ids = self.groups_first(entries.iter().filter(|e| e.tier == tier && !e.acronym));
            if !ids.is_empty() {
                return self.chosen(ids, country);
            }
        }
        let ids = self.groups_first(
            entries
                .iter()
                .filter(|e| e.acronym && matches!(e.tier, Tier::Reviewed | Tier::Acronym)),
        );
        match country {
            Some(country) => one_or_more(ids.into_iter().filter(|id| self.fits(*id, country))),
            None => one_or_more(ids),
        }
    }

    /// One of several, by the country.
    fn chosen(&self, ids: Vec<ActorId>, country: Option<&str>) -> NameMatch {
        let Some(country) = country.filter(|_| ids.len() > 1) else { return one_or_more(ids) };
        let there: Vec<ActorId> =
            ids.iter().copied().filter(|id| self.fits(*id, country)).collect();
        one_or_more(if there.is_empty() { ids } else { there })
    }

    /// By the name of a state, or of a state's forces.
    fn state(&self, name: &str) -> NameMatch {
        let lower = name.to_lowercase();
        let of = FORCES_OF.iter().find_map(|f| {
            lower.strip_prefix(&f.to_lowercase()).map(|rest| without_years(rest.trim()).to_owned())
        });
        let before = qualified(name).filter(|(base, _)| FORCES.contains(&normalise(base).as_str()));
        let state = match (of, before) {
            (Some(state), _) => state,
            (None, Some((_, state))) => state.to_owned(),
            (None, None) => lower,
        };
        let known = self.index.states.get(&normalise(without_years(&state)));
        one_or_more(known.into_iter().flatten().copied())
    }

    /// By the parts of "ACRONYM: full name".
    fn parts(&self, name: &str, country: Option<&str>) -> NameMatch {
        let Some((acronym, full)) = name.split_once(": ") else { return NameMatch::Unknown };
        match (self.in_use(full, country), self.in_use(acronym, country)) {
            (found @ NameMatch::Actor(_), _) | (NameMatch::Unknown, found) => found,
            (_, found @ NameMatch::Actor(_)) => found,
            (several, _) => several,
        }
    }

    /// By a name with a country in parentheses.
    fn before_country(&self, name: &str) -> NameMatch {
        let Some((base, country)) = qualified(name) else { return NameMatch::Unknown };
        match self.in_use(base, Some(country)) {
            NameMatch::Actor(id) if !self.fits(id, country) => NameMatch::Unknown,
            found => found,
        }
    }
}

fn one_or_more(ids: impl IntoIterator<Item = ActorId>) -> NameMatch {
    let ids: BTreeSet<ActorId> = ids.into_iter().collect();
    match (ids.len(), ids.first()) {
        (1, Some(id)) => NameMatch::Actor(*id),
        (0, _) => NameMatch::Unknown,
        _ => NameMatch::Several(ids.into_iter().collect()),
    }
}

/// A name without the years in parentheses behind it, as in "Government of Syria (2000-2024)".
fn without_years(name: &str) -> &str {
    match qualified(name) {
        Some((base, years))
            if years.len() >= 4
                && years.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' ')) =>
        {
            base
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::World;
    use comity_core::AsOf;

    #[test]
    fn names_in_use_are_found_and_others_left_open() {
        let evidence = World::bundled().unwrap().evidence(AsOf::LATEST).unwrap();
        let registry = Registry::from_evidence(&evidence).unwrap();
        let found = |name: &str, country: Option<&str>| registry.match_event_name(name, country);
        let actor = |id| NameMatch::Actor(ActorId::ucdp(id));
        let (hamas, hezbollah, israel, syria) = (209, 366, 121, 118);
        assert_eq!(found("HAMAS", None), actor(hamas));
        assert_eq!(found("Hezbollah", Some("Lebanon")), actor(hezbollah));
        for name in ["Israel", "ISRAEL", "Military (Israel)", "Police Forces of Israel (2022-)"] {
            assert_eq!(found(name, None), actor(israel), "{name}");
        }
        assert_eq!(found("Military Forces of Syria (2000-2024)", None), actor(syria));
        assert_eq!(found("Government (Syria)", Some("Syria")), actor(syria));
        // An acronym of several groups, chosen by the country.
        assert!(matches!(found("ELN", None), NameMatch::Several(ids) if ids.len() > 1));
        let NameMatch::Actor(eln) = found("ELN", Some("Colombia")) else { panic!("no ELN") };
        assert!(registry.get(eln).unwrap().countries.iter().any(|c| c == "Colombia"));
        assert_eq!(found("ELN (Colombia)", None), NameMatch::Actor(eln));
        assert_eq!(found("ELN: National Liberation Army", Some("Colombia")), NameMatch::Actor(eln));
        for name in ["Citizen (Israel)", "Barack Obama", "Hizbulla Hamaz", "", "()", "(2000-)"] {
            assert_eq!(found(name, None), NameMatch::Unknown, "{name}");
        }
    }
}
