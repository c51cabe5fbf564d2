//! Names of event data, each decided once.

use crate::registry::Registry;
use crate::registry::event_names::NameMatch;
use crate::store::files;
use comity_core::{ActorId, Code, Error, Result};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::Path;

/// What was decided about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameDecision {
    /// The source gives the actor's id.
    Id,
    /// The registry has the name.
    Registry,
    /// The person's own table says so.
    Table,
    /// Several actors have the name, and nothing tells which.
    Ambiguous,
    /// No actor of the registry has the name.
    Unknown,
}

impl NameDecision {
    /// The word in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Registry => "registry",
            Self::Table => "table",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
        }
    }
}

/// A name that a file gave an actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NameRow {
    /// The name as the source writes it.
    pub name: String,
    /// The country that the source states for it; empty where it states none.
    pub country: String,
    /// Sides of events that bear it.
    pub sides: u64,
    /// What was decided.
    pub decision: NameDecision,
    /// The actor, or, of an ambiguous name, those it may stand for.
    pub actors: Vec<ActorId>,
    /// Their names.
    pub labels: Vec<String>,
}

struct Decided {
    country: String,
    /// The id that the source gives.
    id: Option<i64>,
    decision: NameDecision,
    actors: Vec<ActorId>,
    sides: u64,
}

/// Name and country; both as the source writes them.
type Key = (String, String);

/// Every name seen so far, with what was decided about it.
pub(super) struct Names<'r> {
    registry: &'r Registry,
    /// The person's own decisions; for any country where the country is empty.
    table: BTreeMap<Key, Option<ActorId>>,
    /// By name; few countries have one.
    known: HashMap<String, Vec<Decided>>,
    /// Names of actors that only the source has.
    strangers: BTreeMap<ActorId, String>,
}

impl<'r> Names<'r> {
    pub(super) fn new(registry: &'r Registry, table: Option<&Path>) -> Result<Self> {
        let table = table.map(|path| read_table(path, registry)).transpose()?.unwrap_or_default();
        Ok(Self { registry, table, known: HashMap::new(), strangers: BTreeMap::new() })
    }

    /// The actor of one side of an event.
    pub(super) fn actor(&mut self, id: Option<i64>, name: &str, country: &str) -> Option<ActorId> {
        let known = self.known.get_mut(name);
        let known = known.and_then(|k| k.iter_mut().find(|d| d.id == id && d.country == country));
        if let Some(decided) = known {
            decided.sides += 1;
            return decided.actor();
        }
        let coded = id.and_then(|id| u32::try_from(id).ok()).map(ActorId::ucdp);
        let (decision, actors) = self.decide(coded, (name, country));
        if let Some(coded) = coded.filter(|c| self.registry.get(*c).is_none()) {
            self.strangers.entry(coded).or_insert_with(|| name.to_owned());
        }
        let decided = Decided { country: country.to_owned(), id, decision, actors, sides: 1 };
        let actor = decided.actor();
        self.known.entry(name.to_owned()).or_default().push(decided);
        actor
    }

    fn decide(
        &self,
        id: Option<ActorId>,
        (name, country): (&str, &str),
    ) -> (NameDecision, Vec<ActorId>) {
        let mut countries = [country, ""].into_iter();
        let own = countries.find_map(|c| self.table.get(&(name.to_owned(), c.to_owned())));
        if let Some(own) = own {
            return (NameDecision::Table, own.iter().copied().collect());
        }
        if let Some(id) = id {
            return (NameDecision::Id, vec![id]);
        }
        match self.registry.match_event_name(name, Some(country).filter(|c| !c.is_empty())) {
            NameMatch::Actor(id) => (NameDecision::Registry, vec![id]),
            NameMatch::Several(ids) => (NameDecision::Ambiguous, ids),
            NameMatch::Unknown => (NameDecision::Unknown, Vec::new()),
        }
    }

    /// The display name of an actor.
    pub(super) fn label(&self, id: ActorId) -> &str {
        match self.registry.get(id) {
            Some(actor) => &actor.name,
            None => self.strangers.get(&id).map_or("", String::as_str),
        }
    }

    /// Rows of the person's own table.
    pub(super) fn decided(&self) -> u64 {
        self.table.len() as u64
    }

    /// Every name, the most frequent first.
    pub(super) fn rows(&self) -> Vec<NameRow> {
        let all = self.known.iter().flat_map(|(name, all)| all.iter().map(move |d| (name, d)));
        let row = |(name, d): (&String, &Decided)| NameRow {
            name: name.clone(),
            country: d.country.clone(),
            sides: d.sides,
            decision: d.decision,
            actors: d.actors.clone(),
            labels: d.actors.iter().map(|id| self.label(*id).to_owned()).collect(),
        };
        let mut rows: Vec<NameRow> = all.map(row).collect();
        rows.sort_by(|a, b| {
            b.sides.cmp(&a.sides).then_with(|| {
                (&a.name, &a.country, &a.actors).cmp(&(&b.name, &b.country, &b.actors))
            })
        });
        rows
    }
}

impl Decided {
    fn actor(&self) -> Option<ActorId> {
        match (self.decision, self.actors.as_slice()) {
            (NameDecision::Ambiguous, _) => None,
            (_, [one]) => Some(*one),
            _ => None,
        }
    }
}

/// The person's own decisions: `name`, `actor`, and perhaps `country`.
fn read_table(path: &Path, registry: &Registry) -> Result<BTreeMap<Key, Option<ActorId>>> {
    let file_name = path.display().to_string();
    let file = File::open(path).map_err(|e| files::io_error(path, &e))?;
    let damaged = |e: &csv::Error| {
        let error = Error::new(Code::BadEventValue, format!("the table cannot be read: {e}"))
            .file(&file_name)
            .hint("save it as comma-separated text in UTF-8");
        match e.position() {
            Some(at) => error.row(at.record() + 1),
            None => error,
        }
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let header = reader.headers().map_err(|e| damaged(&e))?.clone();
    let header: Vec<&str> = header.iter().map(|h| h.trim_start_matches('\u{feff}')).collect();
    let place = |wanted: &str| header.iter().position(|h| *h == wanted);
    let need = |wanted: &str| {
        place(wanted).ok_or_else(|| {
            Error::new(Code::BadEventColumn, "a column of the table of names is absent")
                .file(&file_name)
                .row(1)
                .column(wanted)
                .expected("the columns `name` and `actor`, and perhaps `country`")
                .candidates(header.iter().map(|h| (*h).to_owned()).collect())
        })
    };
    let (name, actor, country) = (need("name")?, need("actor")?, place("country"));
    let mut table = BTreeMap::new();
    for (row, record) in (2_u64..).zip(reader.into_records()) {
        let record = record.map_err(|e| damaged(&e))?;
        let cell = |at: usize| record.get(at).unwrap_or("").to_owned();
        let placed = |e: Error, column: &str| e.file(&file_name).row(row).column(column);
        let who = match cell(actor).as_str() {
            "" => None,
            text => Some(actor_of(registry, text).map_err(|e| placed(e, "actor"))?),
        };
        let key = (cell(name), country.map(cell).unwrap_or_default());
        if key.0.is_empty() {
            let e = Error::new(Code::BadEventValue, "the name is blank").expected("a name");
            return Err(placed(e, "name"));
        }
        if table.insert(key.clone(), who).is_some_and(|before| before != who) {
            let e = Error::new(Code::BadEventValue, "the table decides differently above")
                .value(key.0)
                .expected("one decision for each name and country");
            return Err(placed(e, "name"));
        }
    }
    Ok(table)
}

/// An actor by id or by a name in use: in a table nobody sees what a likeness was taken for.
fn actor_of(registry: &Registry, text: &str) -> Result<ActorId> {
    if let NameMatch::Actor(id) = registry.match_event_name(text, None) {
        return Ok(id);
    }
    let like = registry.resolve(text)?;
    if text.parse::<ActorId>().is_ok_and(|id| id == like) {
        return Ok(like);
    }
    Err(Error::new(Code::UnknownName, "no actor has this name now")
        .value(text)
        .candidates(vec![format!("{} [{like}]", registry.name(like))])
        .hint("give the id"))
}
