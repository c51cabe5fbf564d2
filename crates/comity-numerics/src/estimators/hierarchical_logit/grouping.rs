//! Which groups each row belongs to.

use crate::error::{NumericsError, Result, same_length};

/// One grouping factor: each row belongs to one group, or to two that share one set of
/// effects (multiple membership), as the two members of a dyad do.
///
/// ```
/// use comity_numerics::estimators::hierarchical_logit::Grouping;
/// let g = Grouping::by_members("actor", &[7, 7, 9], &[9, 12, 12])?;
/// assert_eq!((g.labels(), g.rows()), (&[7, 9, 12][..], 3));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    name: String,
    labels: Vec<i64>,
    /// One or two places in `labels` a row.
    pub(super) members: Vec<Vec<usize>>,
}

impl Grouping {
    /// Each row belongs to the group with this id.
    ///
    /// # Errors
    /// [`NumericsError::Empty`] without rows.
    pub fn by(name: &str, ids: &[i64]) -> Result<Self> {
        Self::new(name, &[ids])
    }

    /// Each row belongs to two different groups, whose effects are added.
    ///
    /// # Errors
    /// No rows, lengths that differ, or a row whose two members are the same
    /// ([`NumericsError::SelfDyad`]).
    pub fn by_members(name: &str, a: &[i64], b: &[i64]) -> Result<Self> {
        same_length("the second members", b.len(), a.len())?;
        if let Some(row) = a.iter().zip(b).position(|(x, y)| x == y) {
            return Err(NumericsError::SelfDyad { row });
        }
        Self::new(name, &[a, b])
    }

    fn new(name: &str, ids: &[&[i64]]) -> Result<Self> {
        let mut labels: Vec<i64> = ids.iter().flat_map(|m| m.iter().copied()).collect();
        if labels.is_empty() {
            return Err(NumericsError::Empty { what: "a grouping" });
        }
        labels.sort_unstable();
        labels.dedup();
        let place = |id: &i64| labels.binary_search(id).unwrap_or_default();
        let members = ids.iter().map(|m| m.iter().map(place).collect()).collect();
        Ok(Self { name: name.to_owned(), labels, members })
    }

    /// The factor's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ids of the groups, in ascending order: the order of their effects.
    #[must_use]
    pub fn labels(&self) -> &[i64] {
        &self.labels
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.members.first().map_or(0, Vec::len)
    }
}
