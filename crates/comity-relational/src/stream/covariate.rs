//! What is known of actors and dyads besides their events.

/// A value that holds from a moment on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The moment from which it holds; events at this very time see the new value.
    pub time: f64,
    /// The value.
    pub value: f64,
}

/// An attribute of actors: for each actor its values in order of time. Before the first of
/// them the first holds; an actor without any has the value zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribute {
    /// By actor number.
    pub(crate) changes: Vec<Vec<Change>>,
}

/// A covariate of ordered pairs of actors: values in order of time for the pairs that have
/// any, zero for all others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Covariate {
    /// By (sender, receiver), in order of the pairs.
    pub(crate) entries: Vec<((u32, u32), Vec<Change>)>,
    /// Row by row, actors × actors: values that never change. Entries come on top.
    pub(crate) table: Option<Vec<f64>>,
}

/// The value in force at `time`: that of the last change at or before it, else the first.
pub(crate) fn in_force(changes: &[Change], time: f64) -> f64 {
    let k = changes.partition_point(|c| c.time <= time);
    changes.get(k.saturating_sub(1)).map_or(0.0, |c| c.value)
}

impl Covariate {
    /// Bytes of memory that its table takes.
    pub(crate) fn bytes(&self) -> usize {
        self.table.as_ref().map_or(0, |t| size_of_val(t.as_slice()))
    }

    /// The value of a pair at `time`; for checks, it searches.
    pub(crate) fn at(&self, sender: u32, receiver: u32, actors: usize, time: f64) -> f64 {
        let fixed = self
            .table
            .as_ref()
            .and_then(|t| t.get(sender as usize * actors + receiver as usize))
            .copied();
        match self.entries.binary_search_by_key(&(sender, receiver), |e| e.0) {
            Ok(k) => self.entries.get(k).map_or(0.0, |e| in_force_from_zero(&e.1, time, fixed)),
            Err(_) => fixed.unwrap_or(0.0),
        }
    }
}

/// The value of the last change at or before `time`, else `before` or zero.
pub(crate) fn in_force_from_zero(changes: &[Change], time: f64, before: Option<f64>) -> f64 {
    let k = changes.partition_point(|c| c.time <= time);
    k.checked_sub(1).and_then(|k| changes.get(k)).map_or(before.unwrap_or(0.0), |c| c.value)
}
