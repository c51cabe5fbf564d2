//! The index: everything a covariate may ask about a pair and a year.

use super::actors::Actors;
use super::claims::{self, Gathered};
use super::contacts::Contacts;
use super::coverage::{Coverage, CoverageTable};
use super::homes::Homes;
use super::lists::{Span, YearLists};
use super::profile::{Ideology, Profile};
use super::states::States;
use super::ties::{Tie, Ties};
use comity_core::schema::Table;
use comity_core::{Result, SourceKey, Year};
use comity_world::Evidence;
use std::collections::HashMap;

/// A pair of actors by their dense numbers, `a` below `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Dense number of the member with the smaller id.
    pub a: u32,
    /// Dense number of the member with the larger id.
    pub b: u32,
}

impl Pair {
    /// Both members.
    #[must_use]
    pub const fn members(self) -> [u32; 2] {
        [self.a, self.b]
    }
}

/// Evidence up to a year, arranged so that any question about an actor, a pair and a year
/// is answered without searching. Actors are dense numbers in the order of their ids.
#[derive(Debug)]
pub struct Index {
    span: Span,
    actors: Actors,
    coverage: CoverageTable,
    profiles: Vec<Profile>,
    enemies: YearLists,
    rivals: YearLists,
    sponsors: YearLists,
    allies: YearLists,
    opponents: Contacts,
    patrons: Contacts,
    support: Ties,
    joint: Ties,
    fought: HashMap<(u32, u32), Year>,
    deaths: Vec<f64>,
    civilians: Vec<f64>,
    goals: Vec<u8>,
    states: States,
    homes: Homes,
}

impl Index {
    /// Indexes the evidence up to and including `cut`; `extra` actors are given a number
    /// even where the evidence does not mention them.
    pub(crate) fn read(
        evidence: &Evidence,
        cut: Option<Year>,
        extra: impl Iterator<Item = i64>,
    ) -> Result<Self> {
        let span = claims::span(evidence, cut)?;
        let actors = Actors::read(evidence, extra)?;
        let coverage = CoverageTable::read(evidence.table(Table::Coverage), &actors, span)?;
        let (found, states) = rayon::join(
            || claims::gather(evidence, &actors, cut),
            || States::read(evidence, span, cut),
        );
        let (mut found, states) = (found?, states?);
        for (node, profile) in (0..).zip(&mut found.profiles) {
            let watched = coverage.years(node).iter().position(|c| *c != Coverage::default());
            if let Some(year) = watched.and_then(|at| span.years().nth(at)) {
                profile.seen(year);
            }
        }
        let table = evidence.table(Table::Coverage);
        for node in CoverageTable::profiled(table, &actors, SourceKey::Acd2Epr)? {
            if let Some(profile) = found.profiles.get_mut(node as usize) {
                profile.kin_coded = true;
            }
        }
        let allies = allies(&found, &actors, &coverage);
        let n = actors.len();
        Ok(Self {
            homes: Homes::read(evidence.table(Table::StateIds), &actors, &states, span)?,
            states,
            enemies: YearLists::new(span, n, &found.enemies),
            rivals: YearLists::new(span, n, &found.rivals),
            sponsors: YearLists::new(span, n, &found.sponsors),
            allies: YearLists::new(span, n, &allies),
            opponents: Contacts::new(n, found.enemies.iter().chain(&found.rivals)),
            patrons: Contacts::new(n, found.sponsors.iter()),
            support: Ties::new(n, &found.support),
            joint: Ties::new(n, &found.joint),
            deaths: dense(span, n, found.deaths),
            civilians: dense(span, n, found.civilians),
            goals: latest(span, n, &found.goals),
            fought: found.fought,
            profiles: found.profiles,
            coverage,
            actors,
            span,
        })
    }

    /// The years of the evidence, in order.
    pub(crate) fn years(&self) -> impl Iterator<Item = Year> {
        self.span.years()
    }

    /// Number of actors.
    pub(crate) fn actors(&self) -> usize {
        self.actors.len()
    }

    /// Dense number of an actor id.
    pub(crate) fn node(&self, id: i64) -> Option<u32> {
        self.actors.node(id)
    }

    /// Id of a dense number.
    pub(crate) fn id(&self, node: u32) -> Option<i64> {
        self.actors.id(node)
    }

    /// Display name of an actor, if any source gives one.
    pub(crate) fn name(&self, node: u32) -> Option<&str> {
        self.actors.get(node).map(|a| a.name.as_str()).filter(|n| !n.is_empty())
    }

    /// Whether the actor is a government.
    pub(crate) fn is_government(&self, node: u32) -> bool {
        self.actors.get(node).is_some_and(|a| a.government)
    }

    /// UCDP regions of an actor as a bit mask; 0 when unknown.
    pub(crate) fn regions(&self, node: u32) -> u64 {
        self.actors.get(node).map_or(0, |a| a.regions)
    }

    /// Gleditsch–Ward numbers of the countries an actor is located in, sorted.
    pub(crate) fn countries(&self, node: u32) -> &[u32] {
        self.actors.get(node).map_or(&[], |a| &a.countries)
    }

    /// Whether UCDP Actor lists the actor.
    pub(crate) fn registered(&self, node: u32) -> bool {
        self.actors.get(node).is_some_and(|a| a.registered)
    }

    /// Topics under which a source observed the actor in the year.
    pub(crate) fn coverage(&self, node: u32, year: Year) -> Coverage {
        self.coverage.get(node, year)
    }

    /// Whether both members were observed in the year under one of `topics` each.
    pub(crate) fn both(&self, pair: Pair, year: Year, topics: Coverage) -> bool {
        pair.members().into_iter().all(|n| self.coverage(n, year).meets(topics))
    }

    /// Whether any actor was observed in the year under one of `topics`.
    pub(crate) fn source_covers(&self, year: Year, topics: Coverage) -> bool {
        self.coverage.any(year).meets(topics)
    }

    /// The first year before `year` in which both were observed under `topics`.
    pub(crate) fn first_joint(&self, pair: Pair, year: Year, topics: Coverage) -> Option<Year> {
        let (a, b) = (self.coverage.years(pair.a), self.coverage.years(pair.b));
        let at = a.iter().zip(b).position(|(x, y)| x.meets(topics) && y.meets(topics))?;
        self.span.years().nth(at).filter(|y| *y < year)
    }

    /// Governments the actor fights in the year, sorted.
    pub(crate) fn enemies(&self, node: u32, year: Year) -> &[u32] {
        self.enemies.get(node, year)
    }

    /// Non-government actors the actor fights in the year, sorted.
    pub(crate) fn rivals(&self, node: u32, year: Year) -> &[u32] {
        self.rivals.get(node, year)
    }

    /// Governments that support the actor in the year, sorted.
    pub(crate) fn sponsors(&self, node: u32, year: Year) -> &[u32] {
        self.sponsors.get(node, year)
    }

    /// Groups that support the actor or are supported by it in the year, sorted.
    pub(crate) fn allies(&self, node: u32, year: Year) -> &[u32] {
        self.allies.get(node, year)
    }

    /// Support between the two in one year.
    pub(crate) fn support(&self, pair: Pair, year: Year) -> Option<Tie> {
        self.support.in_year(pair.a, pair.b, year)
    }

    /// Support between the two before a year, in order.
    pub(crate) fn support_before(&self, pair: Pair, year: Year) -> &[Tie] {
        self.support.before(pair.a, pair.b, year)
    }

    /// Joint sides of the two in one year.
    pub(crate) fn joint(&self, pair: Pair, year: Year) -> Option<Tie> {
        self.joint.in_year(pair.a, pair.b, year)
    }

    /// First year in which the two fought each other.
    pub(crate) fn fought(&self, pair: Pair) -> Option<Year> {
        self.fought.get(&(pair.a, pair.b)).copied()
    }

    /// Number of years before `year` in which the two fought each other.
    pub(crate) fn fights_before(&self, pair: Pair, year: Year) -> usize {
        self.opponents.between(pair.a, pair.b, year)
    }

    /// Σ over governments and groups of the smaller number of years before `year` in which each
    /// of the two fought them.
    pub(crate) fn common_enemies_before(&self, pair: Pair, year: Year) -> usize {
        self.opponents.shared(pair.a, pair.b, year)
    }

    /// Σ over governments of the smaller number of years before `year` in which they supported
    /// each of the two.
    pub(crate) fn common_sponsors_before(&self, pair: Pair, year: Year) -> usize {
        self.patrons.shared(pair.a, pair.b, year)
    }

    /// Battle-related deaths in the actor's conflicts in the year; NaN when not recorded.
    pub(crate) fn deaths(&self, node: u32, year: Year) -> f64 {
        let cell = self.span.slot(node, year).and_then(|s| self.deaths.get(s));
        cell.copied().unwrap_or(f64::NAN)
    }

    /// Civilians the actor killed in one-sided violence in the year; NaN when not recorded.
    pub(crate) fn civilians(&self, node: u32, year: Year) -> f64 {
        let cell = self.span.slot(node, year).and_then(|s| self.civilians.get(s));
        cell.copied().unwrap_or(f64::NAN)
    }

    /// The latest stated goals up to the year as bits (1 territory, 2 government); 0 when
    /// none was stated.
    pub(crate) fn goals(&self, node: u32, year: Year) -> u8 {
        self.span.slot(node, year).and_then(|s| self.goals.get(s)).copied().unwrap_or(0)
    }

    /// Ideology labels.
    pub(crate) fn ideology(&self, node: u32) -> Ideology {
        self.profiles.get(node as usize).map_or_else(Ideology::default, |p| p.ideology)
    }

    /// Religion code; 0 means no religious basis.
    pub(crate) fn religion(&self, node: u32) -> Option<f64> {
        self.profiles.get(node as usize)?.religion
    }

    /// Ethnic groups the actor is linked to, sorted; `None` when not coded.
    pub(crate) fn kin(&self, node: u32) -> Option<&[i64]> {
        self.profiles.get(node as usize).filter(|p| p.kin_coded).map(|p| p.kin.as_slice())
    }

    /// Actors that the actor splintered from, sorted.
    pub(crate) fn parents(&self, node: u32) -> &[u32] {
        self.profiles.get(node as usize).map_or(&[], |p| &p.parents)
    }

    /// Founding year as a source states it.
    pub(crate) fn founded(&self, node: u32) -> Option<Year> {
        self.profiles.get(node as usize)?.founded
    }

    /// First year in which any dated record mentions the actor.
    pub(crate) fn first_seen(&self, node: u32) -> Option<Year> {
        self.profiles.get(node as usize)?.first_seen
    }

    /// Correlates of War number of the state whose government the actor is.
    pub(crate) fn state(&self, node: u32, year: Year) -> Option<u32> {
        self.homes.get(node, year)
    }

    /// Facts about states.
    pub(crate) const fn states(&self) -> &States {
        &self.states
    }
}

/// Groups tied by support, both ways.
fn allies(found: &Gathered, actors: &Actors, coverage: &CoverageTable) -> Vec<(u32, Year, u32)> {
    let mut out = Vec::with_capacity(found.support.len() * 2);
    for (from, to, tie) in &found.support {
        let group = |n| actors.is_group(n, coverage.get(n, tie.year).meets(Coverage::SUPPORT));
        if from != to && group(*from) && group(*to) {
            out.extend([(*from, tie.year, *to), (*to, tie.year, *from)]);
        }
    }
    out
}

fn dense(
    span: Span,
    actors: usize,
    cells: impl IntoIterator<Item = ((u32, Year), f64)>,
) -> Vec<f64> {
    let mut out = vec![f64::NAN; actors * span.len()];
    for ((node, year), value) in cells {
        if let Some(cell) = span.slot(node, year).and_then(|s| out.get_mut(s)) {
            *cell = value;
        }
    }
    out
}

/// Bits by actor and year, each year without any taking those of the year before.
fn latest(span: Span, actors: usize, entries: &[(u32, Year, u8)]) -> Vec<u8> {
    let mut out = vec![0_u8; actors * span.len()];
    for (node, year, bits) in entries {
        if let Some(cell) = span.slot(*node, *year).and_then(|s| out.get_mut(s)) {
            *cell |= bits;
        }
    }
    for years in out.chunks_mut(span.len().max(1)) {
        let mut known = 0;
        for cell in years {
            known = if *cell == 0 { known } else { *cell };
            *cell = known;
        }
    }
    out
}
