//! Facts about states, by Correlates of War number and year.

use super::lists::{Span, YearLists};
use super::read::column;
use arrow_array::{Array, Float64Array, Int16Array, Int32Array, RecordBatch, StringArray};
use comity_core::schema::Table;
use comity_core::{Result, Year};
use comity_world::Evidence;

/// State numbers of both systems lie below this.
const STATES: usize = 1000;
/// The leading major power of the years covered: the United States.
pub(crate) const LEADER: u32 = 2;
/// Permanent members of the UN Security Council: United States, United Kingdom, France,
/// Russia (Soviet Union), China, by their Correlates of War numbers.
pub(crate) const PERMANENT_FIVE: [u32; 5] = [2, 200, 220, 365, 710];

/// One number a state and year; NaN is missing.
#[derive(Clone, Debug)]
pub(crate) struct StateYears {
    span: Span,
    values: Vec<f64>,
}

impl StateYears {
    fn new(span: Span) -> Self {
        Self { span, values: vec![f64::NAN; STATES * span.len()] }
    }

    fn set(&mut self, state: u32, year: Year, value: f64) {
        if let Some(cell) = self.span.slot(state, year).and_then(|s| self.values.get_mut(s)) {
            *cell = value;
        }
    }

    /// The value of a state in a year.
    pub(crate) fn get(&self, state: u32, year: Year) -> f64 {
        self.span.slot(state, year).and_then(|s| self.values.get(s)).copied().unwrap_or(f64::NAN)
    }
}

/// Everything the panel uses about states.
#[derive(Clone, Debug)]
pub(crate) struct States {
    span: Span,
    cow: StateYears,
    rivalry_years: Vec<bool>,
    border_years: Vec<bool>,
    /// Closeness to the leading major power: minus the distance of UN ideal points.
    pub(crate) leader_closeness: StateYears,
    /// Mean closeness to the other states of its UCDP region, all votes.
    pub(crate) region_closeness: StateYears,
    /// Mean closeness to the other states of its UCDP region, Middle-East votes.
    pub(crate) region_closeness_mideast: StateYears,
    /// Mean closeness to the states it has a land border with, all votes.
    pub(crate) neighbour_closeness: StateYears,
    /// Mean closeness to the states it has a land border with, Middle-East votes.
    pub(crate) neighbour_closeness_mideast: StateYears,
    /// Composite index of national capability.
    pub(crate) cinc: StateYears,
    /// 1 for a major power.
    pub(crate) major: StateYears,
    /// Land neighbours.
    pub(crate) neighbours: YearLists,
    /// Strategic rivals.
    pub(crate) rivals: YearLists,
}

impl States {
    /// Reads the state tables up to `cut`.
    pub(super) fn read(evidence: &Evidence, span: Span, cut: Option<Year>) -> Result<Self> {
        let cow = numbers(evidence.table(Table::StateIds), span, cut)?;
        let facts = Facts::read(evidence.table(Table::StateFacts), &cow, span)?;
        let neighbours = YearLists::new(span, STATES, &facts.contiguous);
        let mut leader_closeness = StateYears::new(span);
        for year in span.years() {
            let leader = facts.ideal.get(LEADER, year);
            for state in 0..STATES as u32 {
                let point = facts.ideal.get(state, year);
                leader_closeness.set(state, year, 0.0 - (point - leader).abs());
            }
        }
        Ok(Self {
            leader_closeness,
            region_closeness: within_region(&facts.ideal, span),
            region_closeness_mideast: within_region(&facts.ideal_mideast, span),
            neighbour_closeness: across_borders(&facts.ideal, &neighbours, span),
            neighbour_closeness_mideast: across_borders(&facts.ideal_mideast, &neighbours, span),
            rivals: YearLists::new(span, STATES, &facts.rivals),
            cinc: facts.cinc,
            major: facts.major,
            rivalry_years: years_of(span, &facts.rivals),
            border_years: years_of(span, &facts.contiguous),
            neighbours,
            cow,
            span,
        })
    }

    /// The Correlates of War number of a Gleditsch–Ward state in a year.
    pub(crate) fn cow(&self, gw: u32, year: Year) -> Option<u32> {
        state(&self.cow, gw, year)
    }

    /// Whether the rivalry data reach the year.
    pub(crate) fn rivalries_coded(&self, year: Year) -> bool {
        coded(&self.rivalry_years, self.span, year)
    }

    /// Whether the border data reach the year.
    pub(crate) fn borders_coded(&self, year: Year) -> bool {
        coded(&self.border_years, self.span, year)
    }
}

fn coded(years: &[bool], span: Span, year: Year) -> bool {
    span.at(year).and_then(|at| years.get(at)).copied().unwrap_or(false)
}

/// For every year of the span, whether some entry is of that year.
fn years_of(span: Span, entries: &[(u32, Year, u32)]) -> Vec<bool> {
    let mut out = vec![false; span.len()];
    for (_, year, _) in entries {
        if let Some(flag) = span.at(*year).and_then(|at| out.get_mut(at)) {
            *flag = true;
        }
    }
    out
}

fn state(cow: &StateYears, gw: u32, year: Year) -> Option<u32> {
    let number = cow.get(gw, year);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..1000")]
    (number >= 0.0).then_some(number as u32)
}

/// Correlates of War number by Gleditsch–Ward number: the latest stated up to the year.
fn numbers(batch: &RecordBatch, span: Span, cut: Option<Year>) -> Result<StateYears> {
    let year = column::<Int16Array>(batch, "year")?;
    let gw = column::<Int32Array>(batch, "gw")?;
    let cow = column::<Int32Array>(batch, "cow")?;
    let number = |array: &Int32Array, row: usize| {
        let n = u32::try_from(array.is_valid(row).then(|| array.value(row))?).ok()?;
        ((n as usize) < STATES).then_some(n)
    };
    let mut stated: Vec<(u32, Year, u32)> = (0..batch.num_rows())
        .filter(|row| cut.is_none_or(|c| year.value(*row) <= c))
        .filter_map(|row| Some((number(gw, row)?, year.value(row), number(cow, row)?)))
        .collect();
    stated.sort_unstable();
    let mut out = StateYears::new(span);
    let mut at = 0;
    for state in 0..STATES as u32 {
        let mut known = None;
        for y in span.years() {
            while let Some((s, since, cow)) = stated.get(at)
                && *s == state
                && *since <= y
            {
                known = Some(*cow);
                at += 1;
            }
            if let Some(cow) = known {
                out.set(state, y, f64::from(cow));
            }
        }
        while stated.get(at).is_some_and(|(s, _, _)| *s == state) {
            at += 1;
        }
    }
    Ok(out)
}

struct Facts {
    ideal: StateYears,
    ideal_mideast: StateYears,
    cinc: StateYears,
    major: StateYears,
    contiguous: Vec<(u32, Year, u32)>,
    rivals: Vec<(u32, Year, u32)>,
}

impl Facts {
    fn read(batch: &RecordBatch, cow: &StateYears, span: Span) -> Result<Self> {
        let variable = column::<StringArray>(batch, "variable")?;
        let system = column::<StringArray>(batch, "system")?;
        let a = column::<Int32Array>(batch, "a")?;
        let b = column::<Int32Array>(batch, "b")?;
        let year = column::<Int16Array>(batch, "year")?;
        let value = column::<Float64Array>(batch, "value")?;
        let number = |array: &Int32Array, row: usize| {
            let n = u32::try_from(array.is_valid(row).then(|| array.value(row))?).ok()?;
            match system.value(row) {
                "gw" => state(cow, n, year.value(row)),
                _ => ((n as usize) < STATES).then_some(n),
            }
        };
        let mut out = Self {
            ideal: StateYears::new(span),
            ideal_mideast: StateYears::new(span),
            cinc: StateYears::new(span),
            major: StateYears::new(span),
            contiguous: Vec::new(),
            rivals: Vec::new(),
        };
        for row in 0..batch.num_rows() {
            let y = year.value(row);
            if span.at(y).is_none() {
                continue;
            }
            let x = value.value(row);
            let single = match variable.value(row) {
                "ideal_point" => &mut out.ideal,
                "ideal_point_mideast" => &mut out.ideal_mideast,
                "cinc" => &mut out.cinc,
                "major" => &mut out.major,
                pair @ ("contiguity" | "rivalry") => {
                    let holds = if pair == "rivalry" { x > 0.0 } else { x == 1.0 };
                    if let (true, Some(s), Some(t)) = (holds, number(a, row), number(b, row)) {
                        let list =
                            if pair == "rivalry" { &mut out.rivals } else { &mut out.contiguous };
                        list.extend([(s, y, t), (t, y, s)]);
                    }
                    continue;
                }
                _ => continue,
            };
            if let Some(s) = number(a, row) {
                single.set(s, y, x);
            }
        }
        Ok(out)
    }
}

/// UCDP region of a state by the ranges of its number (UCDP/PRIO Armed Conflict codebook,
/// "Region"): Europe 200–399, Middle East 630–699, Asia 700–999, Africa 400–625, Americas
/// 2–199. Both numbering systems keep these ranges.
const fn region(state: u32) -> Option<u8> {
    match state {
        200..=399 => Some(1),
        630..=699 => Some(2),
        700..=999 => Some(3),
        400..=625 => Some(4),
        2..=199 => Some(5),
        _ => None,
    }
}

/// For every state and year, minus the mean distance of its ideal point to those of the
/// other states of its region.
fn within_region(points: &StateYears, span: Span) -> StateYears {
    let mut out = StateYears::new(span);
    for year in span.years() {
        let voters: Vec<u32> =
            (0..STATES as u32).filter(|s| !points.get(*s, year).is_nan()).collect();
        // A region is one range of numbers, so its states stand together.
        for peers in voters.chunk_by(|s, t| region(*s) == region(*t)) {
            for state in peers.iter().filter(|s| region(**s).is_some()) {
                out.set(*state, year, closeness(points, *state, year, peers));
            }
        }
    }
    out
}

/// For every state and year, minus the mean distance of its ideal point to those of its
/// neighbours.
fn across_borders(points: &StateYears, neighbours: &YearLists, span: Span) -> StateYears {
    let mut out = StateYears::new(span);
    for state in 0..STATES as u32 {
        for year in span.years() {
            let near = neighbours.get(state, year);
            out.set(state, year, closeness(points, state, year, near));
        }
    }
    out
}

/// Minus the mean distance of a state's ideal point to those of `others`, itself left out;
/// NaN when it or all of them have none.
fn closeness(points: &StateYears, state: u32, year: Year, others: &[u32]) -> f64 {
    let own = points.get(state, year);
    let (sum, count) = others
        .iter()
        .filter(|other| **other != state)
        .map(|other| (points.get(*other, year) - own).abs())
        .filter(|distance| !distance.is_nan())
        .fold((0.0, 0_u32), |(sum, count), distance| (sum + distance, count + 1));
    if count == 0 { f64::NAN } else { 0.0 - sum / f64::from(count) }
}
