//! What a covariate declares and what it computes.

use crate::index::{Index, Pair};
use comity_core::variable::{Role, Variable};
use comity_core::{Level, SourceKey, Year};

/// When a covariate's value becomes known, which decides the columns it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// The same in every year, or known in advance: one column with the plain name.
    Fixed,
    /// Known only when the year is over: the plain name for the same year, and one more
    /// column, ending `_lag1`, for the year before.
    Varying,
    /// Defined on earlier years only: one column with the plain name, usable in a forecast.
    Predetermined,
}

/// What a covariate declares about itself.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Column name without suffix.
    pub name: &'static str,
    /// Level of explanation.
    pub level: Level,
    /// When its value becomes known.
    pub timing: Timing,
    /// Short name for tables and figures.
    pub label: &'static str,
    /// One or two sentences that say what is computed and when it is missing.
    pub definition: &'static str,
    /// Unit, such as `0/1`, `count`, `years`.
    pub unit: &'static str,
    /// Data sets without which it is unavailable: of every inner list at least one.
    pub needs: &'static [&'static [SourceKey]],
    /// Data sets that refine it where present.
    pub refines: &'static [SourceKey],
}

impl Definition {
    /// The codebook entry of the column with the plain name.
    #[must_use]
    pub fn variable(&self) -> Variable {
        let mut sources: Vec<SourceKey> =
            self.needs.iter().flat_map(|g| g.iter()).chain(self.refines).copied().collect();
        sources.sort();
        sources.dedup();
        Variable {
            name: self.name.to_owned(),
            role: Role::Covariate,
            level: Some(self.level),
            label: self.label.to_owned(),
            definition: self.definition.to_owned(),
            unit: self.unit.to_owned(),
            sources,
        }
    }

    /// The codebook entry of the lagged column; `None` unless the covariate varies.
    #[must_use]
    pub fn lagged(&self) -> Option<Variable> {
        (self.timing == Timing::Varying).then(|| {
            let mut v = self.variable();
            v.name.push_str("_lag1");
            v.label.push_str(", year before");
            v.definition
                .push_str(" Value of the year before, whether or not the pair was then at risk.");
            v
        })
    }

    /// The entries of all its columns: the plain one, then the lagged one if there is one.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable> {
        std::iter::once(self.variable()).chain(self.lagged()).collect()
    }

    /// A data set that is needed and absent.
    pub(crate) fn missing_source(&self, has: impl Fn(SourceKey) -> bool) -> Option<SourceKey> {
        let unmet = self.needs.iter().find(|group| !group.iter().any(|k| has(*k)))?;
        unmet.first().copied()
    }
}

/// One explanation that can be put in a number: a pure function of a pair and a year.
pub trait Covariate: Sync {
    /// What it is.
    fn definition(&self) -> &'static Definition;

    /// Its value for a pair in a year, NaN when missing. It may look at rows of `year` and
    /// earlier, never later; a [`Timing::Predetermined`] one only at rows before `year`.
    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64;
}
