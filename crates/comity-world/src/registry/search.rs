//! Ranked search.

use crate::registry::Registry;
use crate::registry::index::{Entry, Tier};
use crate::registry::normalise::{normalise, sound};
use crate::registry::record::ActorRecord;
use comity_core::ActorId;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How a name matched, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchKind {
    /// The id itself.
    Id,
    /// The display name.
    Name,
    /// Another recorded name.
    Alias,
    /// An acronym.
    Acronym,
    /// The same sound in another transliteration.
    Sound,
    /// A name begins with the text.
    Prefix,
    /// Every word of the text is in a name.
    Words,
    /// A name differs in a few letters.
    Near,
}

/// One search result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The actor.
    pub id: ActorId,
    /// Display name.
    pub name: String,
    /// The name that matched.
    pub matched: String,
    /// How it matched.
    pub kind: MatchKind,
    /// 0 to 1, the nearer the higher: the share of letters of the matched name that the
    /// text accounts for.
    pub score: f64,
}

/// Letters that may differ in a name of `n` letters: one in four, at least one.
fn tolerance(n: usize) -> usize {
    (n / 4).max(1)
}

impl Registry {
    /// The nearest actors, best first: by kind of match, then score, groups before
    /// governments, the better documented first. At most one hit an actor.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<Hit> {
        let mut found = Found::default();
        if let Some(actor) = text.trim().parse().ok().and_then(|id: ActorId| self.get(id)) {
            found.offer(actor.id, &actor.name, MatchKind::Id, 1.0);
        }
        let key = normalise(text);
        if !key.is_empty() {
            for entry in self.index.exact.get(&key).into_iter().flatten() {
                found.offer(entry.id, &entry.name, exact_kind(entry), 1.0);
            }
            for entry in self.index.sounds.get(&sound(&key)).into_iter().flatten() {
                found.offer(entry.id, &entry.name, MatchKind::Sound, 1.0);
            }
            self.scan(&key, &mut found);
        }
        self.ranked(found, limit)
    }

    /// Looks through every name for prefixes, words and near misses.
    fn scan(&self, key: &str, found: &mut Found) {
        let words: Vec<&str> = key.split(' ').collect();
        let length = key.chars().count();
        for (name, entries) in &self.index.exact {
            let share = key.len() as f64 / name.len().max(1) as f64;
            let (kind, score) = if name.starts_with(key) {
                (MatchKind::Prefix, share)
            } else if words.iter().all(|w| name.split(' ').any(|n| n == *w)) {
                (MatchKind::Words, share)
            } else if name.len().abs_diff(key.len()) <= tolerance(length) {
                let distance = strsim::osa_distance(name, key);
                if distance > tolerance(length) || length < 4 {
                    continue;
                }
                (MatchKind::Near, 1.0 - distance as f64 / length as f64)
            } else {
                continue;
            };
            for entry in entries {
                found.offer(entry.id, &entry.name, kind, score);
            }
        }
    }

    fn ranked(&self, found: Found, limit: usize) -> Vec<Hit> {
        let mut hits: Vec<(Hit, bool, u32)> = found
            .0
            .into_iter()
            .map(|(id, (kind, score, matched))| {
                let actor = self.get(id);
                let hit = Hit { id, name: self.name(id).to_owned(), matched, kind, score };
                let group = actor.is_some_and(ActorRecord::is_group);
                (hit, group, actor.map_or(0, |a| a.observed))
            })
            .collect();
        hits.sort_by(|(a, a_group, a_seen), (b, b_group, b_seen)| {
            a.kind
                .cmp(&b.kind)
                .then(b.score.total_cmp(&a.score))
                .then((Reverse(a_group), Reverse(a_seen)).cmp(&(Reverse(b_group), Reverse(b_seen))))
                .then(a.id.cmp(&b.id))
        });
        hits.into_iter().take(limit).map(|(hit, ..)| hit).collect()
    }
}

fn exact_kind(entry: &Entry) -> MatchKind {
    match entry.tier {
        Tier::Name => MatchKind::Name,
        _ if entry.acronym => MatchKind::Acronym,
        _ => MatchKind::Alias,
    }
}

/// The best match of each actor.
#[derive(Default)]
struct Found(BTreeMap<ActorId, (MatchKind, f64, String)>);

impl Found {
    fn offer(&mut self, id: ActorId, name: &str, kind: MatchKind, score: f64) {
        let better = self.0.get(&id).is_none_or(|(k, s, _)| (kind, -score) < (*k, -*s));
        if better {
            self.0.insert(id, (kind, score, name.to_owned()));
        }
    }
}
