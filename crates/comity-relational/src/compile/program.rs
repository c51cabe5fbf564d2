//! The programme: what the statistics are made of, and the segments of their updates.

use super::segment::Segment;
use super::sketch::Stratum;
use crate::catalogue::Parts;
use crate::spill::Store;
use crate::terms::Empty;
use comity_core::Result;
use std::borrow::Cow;
use std::sync::Arc;

/// How the value in the predictor follows from the kept one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Transform {
    /// It is the kept one; a logarithm was taken when it was kept.
    Kept {
        /// Whether ln(1 + value) is kept.
        log1p: bool,
    },
    /// Kept in the units of a network that decays: β v, or ln(1 + β v).
    Faded {
        /// The network.
        network: usize,
        /// How many of its values are multiplied with each other.
        degree: i32,
        log1p: bool,
    },
    /// Divided by the total of a network.
    Share {
        /// The network.
        network: usize,
        empty: Empty,
        /// Whether by twice the total.
        twice: bool,
    },
    /// 1/(1 + t − t′), with t′ − origin kept, zero for never.
    Since { origin: f64 },
}

impl Transform {
    /// Whether values change though nothing is written.
    pub(crate) fn moves(self) -> bool {
        !matches!(self, Self::Kept { .. })
    }

    /// The value in the predictor of a kept one, at a point with these two factors.
    #[inline]
    pub(crate) fn shown(self, [add, times]: [f64; 2], v: f64) -> f64 {
        match self {
            Self::Kept { .. } => v,
            Self::Faded { log1p: true, .. } => {
                if v <= 0.0 {
                    0.0
                } else {
                    comity_numerics::special::ln_1p(times * v)
                }
            }
            Self::Faded { .. } => times * v,
            Self::Share { empty: Empty::Equal | Empty::Zero, .. } => add + times * v,
            Self::Since { .. } if v == 0.0 => 0.0,
            Self::Since { .. } => 1.0 / (1.0 + times - v),
        }
    }
}

/// One term of the predictor.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) parts: Parts,
    pub(crate) transform: Transform,
    pub(crate) standardised: bool,
    /// Place among the dyadic columns.
    pub(crate) slot: Option<usize>,
    /// Place among the two factors of each point.
    pub(crate) factor: Option<usize>,
}

impl Column {
    /// Whether its values in the predictor change with time by themselves.
    pub(crate) fn moves(&self) -> bool {
        self.standardised || self.transform.moves()
    }
}

/// A dyadic column: where its values start, and whether they ever change.
#[derive(Clone, Debug)]
pub(crate) struct SlotColumn {
    pub(crate) term: usize,
    /// Initial values by place among the rows; zeros when absent.
    pub(crate) rows: Option<Arc<Vec<f64>>>,
    /// The same by place among the columns.
    pub(crate) cols: Option<Arc<Vec<f64>>>,
    pub(crate) fixed: bool,
    /// Whether every value is the same in single precision.
    pub(crate) short: bool,
}

/// Whether a number is the same in single precision.
pub(crate) fn is_short(value: f64) -> bool {
    f64::from(value as f32) == value
}

/// Which dyads have a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Those with shared history; the others through the product of sums.
    Sparse,
    /// All of them, in order: row i holds all receivers.
    Dense,
    /// Those at risk, and no others.
    Listed,
}

/// A numbered dyad: its actors and its places among the rows and among the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) i: u32,
    pub(crate) j: u32,
    pub(crate) row: u32,
    pub(crate) col: u32,
}

/// One orientation: where each actor's dyads begin, and with whom they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    /// One more than there are actors.
    pub(crate) start: Vec<u32>,
    /// The other actor; empty in the dense layout.
    pub(crate) other: Vec<u32>,
}

/// Places of all numbered dyads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(crate) dyads: Vec<Place>,
    pub(crate) rows: Side,
    pub(crate) cols: Side,
}

impl Places {
    /// Of dyads in the order of their numbers.
    pub(crate) fn new(actors: usize, pairs: &[(u32, u32)], dense: bool) -> Self {
        let n = actors as u32;
        if dense {
            let start: Vec<u32> = (0..=n).map(|i| i * n).collect();
            let side = Side { start, other: Vec::new() };
            let place = |&(i, j): &(u32, u32)| Place { i, j, row: i * n + j, col: j * n + i };
            let dyads = pairs.iter().map(place).collect();
            return Self { dyads, rows: side.clone(), cols: side };
        }
        let starts = |of: &dyn Fn(&(u32, u32)) -> u32| {
            let mut start = vec![0u32; actors + 1];
            pairs.iter().for_each(|p| start[of(p) as usize + 1] += 1);
            (0..actors).for_each(|k| start[k + 1] += start[k]);
            start
        };
        let (row_start, col_start) = (starts(&|p| p.0), starts(&|p| p.1));
        let (mut next_row, mut next_col) = (row_start.clone(), col_start.clone());
        let mut row_other = vec![0; pairs.len()];
        let mut col_other = vec![0; pairs.len()];
        let mut dyads = Vec::with_capacity(pairs.len());
        for &(i, j) in pairs {
            let (row, col) = (next_row[i as usize], next_col[j as usize]);
            next_row[i as usize] += 1;
            next_col[j as usize] += 1;
            row_other[row as usize] = j;
            col_other[col as usize] = i;
            dyads.push(Place { i, j, row, col });
        }
        Self {
            dyads,
            rows: Side { start: row_start, other: row_other },
            cols: Side { start: col_start, other: col_other },
        }
    }
}

/// Where a segment is.
pub(crate) enum Held {
    /// In memory.
    Here(Box<Segment>),
    /// In the store, under this number.
    Away(usize),
}

/// A compiled model.
pub(crate) struct Program {
    pub(crate) actors: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) slots: Vec<SlotColumn>,
    pub(crate) layout: Layout,
    pub(crate) places: Places,
    pub(crate) segments: Vec<Held>,
    pub(crate) costs: Vec<f64>,
    pub(crate) store: Option<Arc<dyn Store>>,
    /// Every dyad stands for both its orders.
    pub(crate) undirected: bool,
    pub(crate) sends: Vec<bool>,
    pub(crate) receives: Vec<bool>,
    pub(crate) events: usize,
    pub(crate) points: usize,
    /// Numbers of factors a point has.
    pub(crate) factors: usize,
    /// Where a large model begins; empty where it is not sketched.
    pub(crate) sketch: Vec<Stratum>,
}

impl Program {
    /// Whether all values have to be taken anew at every point.
    pub(crate) fn moves(&self) -> bool {
        self.columns.iter().any(Column::moves)
    }

    /// Number of coefficients.
    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }

    /// A segment, read back if it is away.
    ///
    /// # Errors
    /// `events/spill` when the store fails.
    pub(crate) fn segment(&self, k: usize) -> Result<Cow<'_, Segment>> {
        match (self.segments.get(k), &self.store) {
            (Some(Held::Here(segment)), _) => Ok(Cow::Borrowed(segment)),
            (Some(Held::Away(number)), Some(store)) => {
                crate::spill::read(store.as_ref(), *number).map(Cow::Owned)
            }
            _ => Ok(Cow::Owned(Segment::default())),
        }
    }
}
