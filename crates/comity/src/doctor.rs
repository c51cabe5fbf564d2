//! What is at hand, what is missing, what is stale.

use comity_core::{Result, SourceKey, Year, source};
use comity_world::{StoredSource, World};
use serde::Serialize;

/// The state of one data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// At hand and sound.
    Present,
    /// Not at hand; what depends on it is unavailable.
    Absent,
    /// A stored table does not match its hash.
    Damaged,
}

impl State {
    /// The word in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Present => "present",
            State::Absent => "absent",
            State::Damaged => "damaged",
        }
    }
}

/// One data set as the doctor finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Examined {
    /// The data set.
    pub source: SourceKey,
    /// Its state.
    pub state: State,
    /// Current version.
    pub version: Option<String>,
    /// First year of its rows.
    pub first_year: Option<Year>,
    /// Last year of its rows: the newest period.
    pub last_year: Option<Year>,
    /// Years between the newest period and today.
    pub age: Option<Year>,
    /// Rows of the file it was read from.
    pub rows: Option<u64>,
    /// `bundled`, or when it was imported.
    pub origin: String,
    /// Licence.
    pub licence: String,
    /// Whether an answer needs it, or which covariates do.
    pub needed_for: String,
    /// Where to get it.
    pub home: String,
}

/// The doctor's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Examination {
    /// Whether everything that an outlook needs is present and sound.
    pub ok: bool,
    /// One entry a data set.
    pub sources: Vec<Examined>,
    /// What a person should know or do, one sentence each.
    pub findings: Vec<String>,
}

/// Data sets without which there is no outlook.
const NEEDED: [SourceKey; 3] = [SourceKey::Esd, SourceKey::Actor, SourceKey::Dyadic];

/// Years by which a needed source may trail the as-of year before it is stale.
const STALE_AFTER: Year = 2;

/// Examines a world for a specification with the given as-of year (`None`: the last coded
/// year, for which nothing is stale). `this_year` is today's, for the age of the data.
///
/// # Errors
/// When the store's manifest cannot be read.
pub fn examine(world: &World, as_of: Option<Year>, this_year: Year) -> Result<Examination> {
    let stored = world.sources()?;
    let verified = world.verify()?;
    let damaged = |key: SourceKey| verified.problems.iter().any(|p| p.source == key);
    let mut sources = Vec::new();
    for &key in SourceKey::ALL {
        let current: Vec<&StoredSource> =
            stored.iter().filter(|s| s.source == key && s.current).collect();
        sources.push(examined(key, &current, damaged(key), this_year)?);
    }
    let stale = stale(&sources, as_of);
    let findings = findings(&sources, &stale);
    let ok =
        NEEDED.iter().all(|k| sources.iter().any(|s| s.source == *k && s.state == State::Present))
            && sources.iter().all(|s| s.state != State::Damaged)
            && stale.is_empty();
    Ok(Examination { ok, sources, findings })
}

fn examined(
    key: SourceKey,
    current: &[&StoredSource],
    damaged: bool,
    this_year: Year,
) -> Result<Examined> {
    let last_year = current.iter().filter_map(|s| s.last_year).max();
    let meta = source::meta(key)?;
    let state = match (damaged, current.is_empty()) {
        (true, _) => State::Damaged,
        (false, true) => State::Absent,
        (false, false) => State::Present,
    };
    let origin = match current.first() {
        None => String::new(),
        Some(s) if s.bundled => "bundled".to_owned(),
        Some(s) => s.imported_at.clone().unwrap_or_else(|| "imported".to_owned()),
    };
    Ok(Examined {
        source: key,
        state,
        version: current.first().map(|s| s.version.clone()),
        first_year: current.iter().filter_map(|s| s.first_year).min(),
        last_year,
        age: last_year.map(|y| this_year - y),
        rows: (!current.is_empty()).then(|| current.iter().map(|s| s.rows).sum()),
        origin,
        licence: meta.licence.name.clone(),
        needed_for: needed_for(key),
        home: meta.home.clone(),
    })
}

fn needed_for(key: SourceKey) -> String {
    if NEEDED.contains(&key) {
        return "every outlook".to_owned();
    }
    let users: Vec<&str> = comity_panel::covariates::all()
        .iter()
        .filter(|c| c.definition().needs.iter().any(|g| g.contains(&key)))
        .map(|c| c.definition().name)
        .collect();
    match users.as_slice() {
        [] => "evidence shown".to_owned(),
        [one] => (*one).to_owned(),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
    }
}

/// Needed sources whose newest period trails the as-of year too far.
fn stale(sources: &[Examined], as_of: Option<Year>) -> Vec<(SourceKey, Year)> {
    let Some(as_of) = as_of else { return Vec::new() };
    sources
        .iter()
        .filter(|s| NEEDED.contains(&s.source))
        .filter_map(|s| Some((s.source, s.last_year?)))
        .filter(|(_, last)| last + STALE_AFTER < as_of)
        .collect()
}

fn findings(sources: &[Examined], stale: &[(SourceKey, Year)]) -> Vec<String> {
    let mut out = Vec::new();
    for s in sources {
        match s.state {
            State::Damaged => out.push(format!(
                "{} is damaged: remove it (comity data remove {}) and import it again",
                s.source, s.source
            )),
            State::Absent if NEEDED.contains(&s.source) => {
                out.push(format!("{} is missing and every outlook needs it: {}", s.source, s.home));
            }
            State::Absent | State::Present => {}
        }
    }
    let last = |k| sources.iter().find(|s| s.source == k).and_then(|s| s.last_year);
    if let (Some(outcome), Some(newest)) = (last(SourceKey::Esd), last(SourceKey::Dyadic))
        && outcome < newest
    {
        out.push(format!(
            "support is coded up to {outcome} and conflicts up to {newest}: outlooks are as of {outcome} unless --as-of says otherwise"
        ));
    }
    for (key, last) in stale {
        out.push(format!(
            "{key} ends in {last}, too long before the as-of year: look for a newer release"
        ));
    }
    let absent = sources.iter().filter(|s| s.state == State::Absent).count();
    if absent > 0 {
        out.push(format!("{absent} data sets are absent; the covariates that need them are unavailable and named so"));
    }
    out
}
