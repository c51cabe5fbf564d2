//! Actors that a data set names in passing, without a register of its own.

use crate::output::{Actor, Alias, Output};
use comity_core::{ActorId, Result};
use std::collections::BTreeMap;

/// Names by actor, gathered over all rows so that the order of rows does not matter.
#[derive(Default)]
pub(crate) struct Names {
    seen: BTreeMap<ActorId, Seen>,
}

#[derive(Default)]
struct Seen {
    names: BTreeMap<String, Use>,
    others: BTreeMap<(&'static str, String), Use>,
    gwnos: BTreeMap<i64, Use>,
    org: Option<i16>,
}

/// How often a name was used, and in which years.
#[derive(Default)]
struct Use {
    rows: u64,
    first: Option<i16>,
    last: Option<i16>,
}

impl Use {
    fn add(&mut self, year: i16) {
        self.rows += 1;
        self.first = Some(self.first.map_or(year, |y| y.min(year)));
        self.last = Some(self.last.map_or(year, |y| y.max(year)));
    }
}

impl Names {
    /// One use of the display name `name` for `actor` in `year`; a blank name registers the
    /// actor alone.
    pub(crate) fn add(&mut self, actor: ActorId, name: &str, year: i16) {
        let seen = self.seen.entry(actor).or_default();
        match seen.names.get_mut(name) {
            Some(used) => used.add(year),
            None if name.is_empty() => {}
            None => seen.names.entry(name.to_owned()).or_default().add(year),
        }
    }

    /// One use of a name of another kind (`full`, `original`, `english`…).
    pub(crate) fn other(&mut self, actor: ActorId, kind: &'static str, name: &str, year: i16) {
        if !name.is_empty() {
            let seen = self.seen.entry(actor).or_default();
            seen.others.entry((kind, name.to_owned())).or_default().add(year);
        }
    }

    /// The UCDP Org code of the actor; the smallest is kept if rows disagree.
    pub(crate) fn org(&mut self, actor: ActorId, org: i16) {
        let seen = self.seen.entry(actor).or_default();
        seen.org = Some(seen.org.map_or(org, |known| known.min(org)));
    }

    /// In `year` the actor is the government of a state, by Gleditsch–Ward number.
    pub(crate) fn government(&mut self, actor: ActorId, gwno: i64, year: i16) {
        let seen = self.seen.entry(actor).or_default();
        seen.org = Some(4);
        seen.gwnos.entry(gwno).or_default().add(year);
    }

    /// Emits one row of `actors` for each named actor, under the name used in most rows (the
    /// first in the alphabet if several); an alias for every name; and an alias of kind
    /// `code`, `gw:NNN`, for every state number of a government, with the years of its use.
    ///
    /// # Errors
    /// Those of the sink.
    pub(crate) fn emit(&self, out: &mut Output<'_>) -> Result<()> {
        for (&actor, seen) in &self.seen {
            let number = actor.number().to_string();
            if let Some((name, _)) = seen.names.iter().rev().max_by_key(|(_, used)| used.rows) {
                out.actor(&Actor { org: seen.org, ..Actor::new(actor, name, &number) })?;
            }
            for (name, used) in &seen.names {
                out.alias(&dated(Alias::new(actor, name, "name"), used))?;
            }
            for ((kind, name), used) in &seen.others {
                out.alias(&dated(Alias::new(actor, name, kind), used))?;
            }
            for (gwno, used) in &seen.gwnos {
                let code = format!("gw:{gwno}");
                out.alias(&dated(Alias::new(actor, &code, "code"), used))?;
            }
        }
        Ok(())
    }
}

fn dated<'a>(alias: Alias<'a>, used: &Use) -> Alias<'a> {
    Alias { first_year: used.first, last_year: used.last, ..alias }
}
