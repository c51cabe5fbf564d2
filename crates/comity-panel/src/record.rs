//! What the evidence says of single pairs and years, without a panel: how forecasts resolve.

use crate::index::{Coverage, Index, Pair};
use crate::outcome;
use comity_core::{Domain, Dyad, Result, SourceKey, Year};
use comity_world::Evidence;

/// The outcomes of pairs by year, by the rule of the panel's outcome columns.
#[derive(Debug)]
pub struct Record(Index);

impl Record {
    /// Reads the evidence.
    ///
    /// # Errors
    /// [`comity_core::Code::Internal`] when a table of the evidence lacks a column.
    pub fn read(evidence: &Evidence) -> Result<Self> {
        Index::read(evidence, None, std::iter::empty()).map(Self)
    }

    /// Whether cooperation of a pair in a domain (`None`: any) was recorded in a year; `None`
    /// when that is not coded. The value of the column `coop_…` in that row of a panel.
    #[must_use]
    pub fn cooperated(&self, domain: Option<Domain>, dyad: Dyad, year: Year) -> Option<bool> {
        let pair = Pair { a: self.0.node(dyad.a().raw())?, b: self.0.node(dyad.b().raw())? };
        let value = outcome::of(domain).value(&self.0, pair, year);
        (!value.is_nan()).then_some(value == 1.0)
    }

    /// The last year in which the source that decides a domain observed any group.
    #[must_use]
    pub fn coded_to(&self, domain: Option<Domain>) -> Option<Year> {
        let topic = match deciding_source(domain) {
            SourceKey::NonState => Coverage::NON_STATE,
            _ => Coverage::SUPPORT,
        };
        self.0.years().filter(|y| self.0.source_covers(*y, topic)).last()
    }
}

/// The data set that decides forecasts of a domain (`None`: any cooperation).
#[must_use]
pub const fn deciding_source(domain: Option<Domain>) -> SourceKey {
    match domain {
        Some(Domain::Political) => SourceKey::NonState,
        _ => SourceKey::Esd,
    }
}
