//! Undated properties of a group: ideology, religion, founding year, ethnic kin, parents.

use comity_core::Year;

/// Ideology labels of one group as bits, in the order of the sorted label names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ideology {
    /// Labels the source coded either way.
    pub(crate) coded: u64,
    /// Labels the source coded as held.
    pub(crate) held: u64,
}

/// What is known of one group whatever the year.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    pub(super) ideology: Ideology,
    /// Religion code of the source; 0 means no religious basis.
    pub(super) religion: Option<f64>,
    pub(super) founded: Option<Year>,
    /// Whether a source on ethnic ties lists the group.
    pub(super) kin_coded: bool,
    /// Ethnic groups it claims to act for, recruits from or is supported by; sorted.
    pub(super) kin: Vec<i64>,
    /// Actors it splintered from, sorted.
    pub(super) parents: Vec<u32>,
    /// First year any dated record mentions it.
    pub(super) first_seen: Option<Year>,
}

impl Profile {
    /// Sorts the lists, once everything is read.
    pub(super) fn settle(&mut self) {
        self.kin.sort_unstable();
        self.kin.dedup();
        self.parents.sort_unstable();
        self.parents.dedup();
    }

    /// Notes that a record of `year` mentions the group.
    pub(super) fn seen(&mut self, year: Year) {
        self.first_seen = Some(self.first_seen.map_or(year, |y| y.min(year)));
    }
}
