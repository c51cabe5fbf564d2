//! Which sources observed which actor in which year.

use super::actors::Actors;
use super::lists::Span;
use super::read::{column, ucdp};
use arrow_array::{Array, Int16Array, Int64Array, RecordBatch, StringArray};
use comity_core::{Result, SourceKey, Year};
use std::ops::BitOr;

/// A set of topics for which some source observed an actor in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage(u8);

impl Coverage {
    /// External support given and received (UCDP External Support).
    pub const SUPPORT: Self = Self(1);
    /// State-based conflict.
    pub const STATE_BASED: Self = Self(2);
    /// Non-state conflict.
    pub const NON_STATE: Self = Self(4);
    /// One-sided violence.
    pub const ONE_SIDED: Self = Self(8);
    /// Battle-related deaths.
    pub const BATTLE_DEATHS: Self = Self(16);
    /// Dated events.
    pub const EVENTS: Self = Self(32);
    /// Any armed conflict: the topics under which UCDP watched the actor that year.
    pub const CONFLICT: Self = Self(1 | 2 | 4 | 16 | 32);

    /// Whether the two sets share a topic.
    #[must_use]
    pub const fn meets(self, topics: Self) -> bool {
        self.0 & topics.0 != 0
    }

    fn topic(text: &str) -> Option<Self> {
        Some(match text {
            "support" => Self::SUPPORT,
            "state-based" => Self::STATE_BASED,
            "non-state" => Self::NON_STATE,
            "one-sided" => Self::ONE_SIDED,
            "battle-deaths" => Self::BATTLE_DEATHS,
            "events" => Self::EVENTS,
            _ => return None,
        })
    }
}

impl BitOr for Coverage {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Coverage by actor and year, and by year alone.
#[derive(Clone, Debug)]
pub(super) struct CoverageTable {
    span: Span,
    cells: Vec<Coverage>,
    any: Vec<Coverage>,
}

impl CoverageTable {
    /// Reads the coverage table.
    pub(super) fn read(batch: &RecordBatch, actors: &Actors, span: Span) -> Result<Self> {
        let topic = column::<StringArray>(batch, "topic")?;
        let actor = column::<Int64Array>(batch, "actor")?;
        let year = column::<Int16Array>(batch, "year")?;
        let mut cells = vec![Coverage::default(); actors.len() * span.len()];
        let mut any = vec![Coverage::default(); span.len()];
        for row in 0..batch.num_rows() {
            if year.is_null(row) {
                continue;
            }
            let Some(bit) = Coverage::topic(topic.value(row)) else { continue };
            let Some(node) = ucdp(actor, row).and_then(|id| actors.node(id)) else { continue };
            let year = year.value(row);
            if let Some(cell) = span.slot(node, year).and_then(|s| cells.get_mut(s)) {
                *cell = *cell | bit;
            }
            if let Some(cell) = span.at(year).and_then(|s| any.get_mut(s)) {
                *cell = *cell | bit;
            }
        }
        Ok(Self { span, cells, any })
    }

    /// The actors whose undated profile a data set gives, whatever it says of them.
    pub(super) fn profiled(
        batch: &RecordBatch,
        actors: &Actors,
        key: SourceKey,
    ) -> Result<Vec<u32>> {
        let source = column::<StringArray>(batch, "source")?;
        let topic = column::<StringArray>(batch, "topic")?;
        let actor = column::<Int64Array>(batch, "actor")?;
        Ok((0..batch.num_rows())
            .filter(|row| topic.value(*row) == "profile" && source.value(*row) == key.as_str())
            .filter_map(|row| actors.node(ucdp(actor, row)?))
            .collect())
    }

    /// Coverage of an actor in a year.
    pub(super) fn get(&self, node: u32, year: Year) -> Coverage {
        self.span.slot(node, year).and_then(|s| self.cells.get(s)).copied().unwrap_or_default()
    }

    /// Topics that observed any actor in a year.
    pub(super) fn any(&self, year: Year) -> Coverage {
        self.span.at(year).and_then(|s| self.any.get(s)).copied().unwrap_or_default()
    }

    /// The coverage of an actor in every year of the span.
    pub(super) fn years(&self, node: u32) -> &[Coverage] {
        let start = node as usize * self.span.len();
        self.cells.get(start..start + self.span.len()).unwrap_or(&[])
    }
}
