//! Which support types belong to which supporter.
//!
//! In the actor-year layout the flag `ext_T_s` says that some state gave type T, `ext_T_ns`
//! that some non-state supporter did, and `ext_T_count_s`, `ext_T_count_ns` how many. Type T
//! belongs to a supporter for certain where it is the only one of its class in the row, or
//! where all of its class gave T; otherwise it is possible. The class of a supporter is not
//! in the file: it follows where all supporters are of one class, and else from names
//! (`Government of …`) where these give the row's own counts; where they do not, a type of
//! either class is possible.

use crate::cells::Row;
use crate::header::Col;
use crate::sheet::Sheet;
use crate::ucdp_esd::GOVERNMENT;
use comity_core::{ActorId, Kind, KindSet, Result};

/// A supporter as a row lists it.
pub(crate) struct Supporter<'a> {
    pub(crate) id: ActorId,
    pub(crate) name: &'a str,
}

impl Supporter<'_> {
    fn is_government(&self) -> bool {
        self.name.starts_with(GOVERNMENT)
    }
}

/// The eleven type columns: in the actor-year layout, flag and count for states and others;
/// in the triad-year layout the flag alone.
pub(crate) struct TypeCols {
    columns: Vec<(Kind, Vec<Col>)>,
}

impl TypeCols {
    /// Columns of the triad-year layout.
    ///
    /// # Errors
    /// [`comity_core::Code::MissingColumn`].
    pub(crate) fn own(sheet: &Sheet<'_>) -> Result<Self> {
        Self::with(sheet, &[""])
    }

    /// Columns of the actor-year layout: flag and count of states, flag and count of others.
    ///
    /// # Errors
    /// [`comity_core::Code::MissingColumn`].
    pub(crate) fn pooled(sheet: &Sheet<'_>) -> Result<Self> {
        Self::with(sheet, &["_s", "_count_s", "_ns", "_count_ns"])
    }

    fn with(sheet: &Sheet<'_>, suffixes: &[&str]) -> Result<Self> {
        let columns = Kind::ESD.iter().map(|(letter, kind)| {
            let cols: Result<Vec<Col>> =
                suffixes.iter().map(|s| sheet.col(&format!("ext_{letter}{s}"))).collect();
            Ok((*kind, cols?))
        });
        Ok(Self { columns: columns.collect::<Result<_>>()? })
    }

    /// The types of a triad-year row.
    ///
    /// # Errors
    /// Those of the cells.
    pub(crate) fn kinds(&self, row: &Row<'_>) -> Result<KindSet> {
        let mut kinds = KindSet::EMPTY;
        for (kind, cols) in &self.columns {
            for col in cols {
                if row.opt_flag(*col)? == Some(true) {
                    kinds = kinds.with(*kind);
                }
            }
        }
        Ok(kinds)
    }
}

/// The types that one class of a row's supporters gave.
#[derive(Clone, Copy, Default)]
struct Class {
    certain: KindSet,
    possible: KindSet,
}

/// The types of an actor-year row by class of supporter.
pub(crate) struct Pooled {
    states: Class,
    others: Class,
    division: Division,
}

/// What is known of the classes of a row's supporters.
#[derive(Clone, Copy, PartialEq)]
enum Division {
    States,
    Others,
    ByName,
    Unknown,
}

impl Pooled {
    /// Reads types and counts of a row; `counts` are the columns with the number of states
    /// and of other supporters.
    ///
    /// # Errors
    /// Those of the cells.
    pub(crate) fn read(
        row: &Row<'_>,
        types: &TypeCols,
        counts: [Col; 2],
        supporters: &[Supporter<'_>],
    ) -> Result<Self> {
        let count = |col| row.opt_int_in(col, 0..=10_000).map(|n| n.unwrap_or(0));
        let [states, others] = counts;
        let (states, others) = (count(states)?, count(others)?);
        let mut classes = [Class::default(); 2];
        for (kind, cols) in &types.columns {
            let pairs = cols.chunks_exact(2);
            for ((class, cols), size) in classes.iter_mut().zip(pairs).zip([states, others]) {
                let &[flag, given] = cols else { continue };
                if row.opt_flag(flag)? != Some(true) {
                    continue;
                }
                if size == 1 || (size > 1 && count(given)? == size) {
                    class.certain = class.certain.with(*kind);
                } else {
                    class.possible = class.possible.with(*kind);
                }
            }
        }
        let listed = i64::try_from(supporters.len()).unwrap_or(i64::MAX);
        let governments = supporters.iter().filter(|s| s.is_government()).count();
        let division = match () {
            () if states + others != listed => Division::Unknown,
            () if others == 0 => Division::States,
            () if states == 0 => Division::Others,
            () if i64::try_from(governments).ok() == Some(states) => Division::ByName,
            () => Division::Unknown,
        };
        let [states, others] = classes;
        Ok(Self { states, others, division })
    }

    /// The types that are certain for this supporter, and those that are possible.
    pub(crate) fn kinds_of(&self, supporter: &Supporter<'_>) -> (KindSet, KindSet) {
        let class = match self.division {
            Division::States => self.states,
            Division::Others => self.others,
            Division::ByName if supporter.is_government() => self.states,
            Division::ByName => self.others,
            Division::Unknown => {
                let all = [self.states, self.others];
                let mask = all.iter().fold(0, |m, c| m | c.certain.bits() | c.possible.bits());
                return (KindSet::EMPTY, KindSet::from_bits(mask));
            }
        };
        (class.certain, class.possible)
    }
}
