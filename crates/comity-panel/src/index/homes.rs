//! Which state a government rules, year by year.

use super::actors::{Actors, NAMED_GOVERNMENT};
use super::lists::Span;
use super::read::{column, text};
use super::states::States;
use arrow_array::{Array, Int16Array, Int32Array, RecordBatch, StringArray};
use comity_core::{Result, Year};
use std::collections::BTreeMap;

/// Correlates of War number by government and year; 0 where there is none.
#[derive(Clone, Debug)]
pub(super) struct Homes {
    span: Span,
    states: Vec<u16>,
}

impl Homes {
    /// Matches every government: by the Gleditsch–Ward number that a conflict source has
    /// stated for it up to the year, else by its name among the states listed up to the
    /// year. Nothing stated later is used, so that a year's match never changes.
    pub(super) fn read(
        state_ids: &RecordBatch,
        actors: &Actors,
        states: &States,
        span: Span,
    ) -> Result<Self> {
        let names = Names::read(state_ids)?;
        let mut out = Self { span, states: vec![0; actors.len() * span.len()] };
        for (node, actor) in actors.iter().filter(|(_, actor)| actor.government) {
            let named = actor.name.strip_prefix(NAMED_GOVERNMENT).map(stem);
            for year in span.years() {
                let stated = actor.states.iter().find(|(since, _)| *since <= year);
                let gw = stated
                    .map(|(_, gw)| *gw)
                    .or_else(|| named.as_ref().and_then(|name| names.at(name, year)));
                let cow = gw.and_then(|gw| states.cow(gw, year)).and_then(|n| n.try_into().ok());
                if let (Some(cow), Some(cell)) =
                    (cow, span.slot(node, year).and_then(|s| out.states.get_mut(s)))
                {
                    *cell = cow;
                }
            }
        }
        Ok(out)
    }

    /// The state a government rules in a year.
    pub(super) fn get(&self, node: u32, year: Year) -> Option<u32> {
        let number = self.span.slot(node, year).and_then(|s| self.states.get(s)).copied()?;
        (number > 0).then(|| number.into())
    }
}

/// Gleditsch–Ward numbers by name, with the years they are listed for, in order.
struct Names(BTreeMap<String, Vec<(Year, u32)>>);

impl Names {
    fn read(batch: &RecordBatch) -> Result<Self> {
        let year = column::<Int16Array>(batch, "year")?;
        let gw = column::<Int32Array>(batch, "gw")?;
        let name = column::<StringArray>(batch, "name")?;
        let mut by_spelling: BTreeMap<&str, Vec<(Year, u32)>> = BTreeMap::new();
        for row in (0..batch.num_rows()).filter(|row| gw.is_valid(*row)) {
            if let (Some(name), Ok(gw)) = (text(name, row), u32::try_from(gw.value(row))) {
                by_spelling.entry(name).or_default().push((year.value(row), gw));
            }
        }
        let mut names: BTreeMap<String, Vec<(Year, u32)>> = BTreeMap::new();
        for (spelling, years) in by_spelling {
            names.entry(stem(spelling)).or_default().extend(years);
        }
        names.values_mut().for_each(|years| years.sort_unstable());
        Ok(Self(names))
    }

    /// The number that goes with a name by the latest listing up to the year.
    fn at(&self, name: &str, year: Year) -> Option<u32> {
        let listed = self.0.get(name)?;
        let known = listed.partition_point(|(y, _)| *y <= year);
        listed.get(known.checked_sub(1)?).map(|(_, gw)| *gw)
    }
}

/// A state's name in lower case without what stands in brackets.
fn stem(name: &str) -> String {
    name.split('(').next().unwrap_or(name).trim().to_lowercase()
}
