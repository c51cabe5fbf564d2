//! The state of all statistics at a point, with the weights of given coefficients.

use super::kernel::{BLOCK, Weighted, packed};
use super::moments::Moments;
use crate::compile::{Layout, Place, Program};
use crate::options::Kind;
use pulp::Arch;
use std::ops::Range;
use std::sync::Arc;

/// Values of a dyadic column by place: the programme's own where they never change, and in
/// half the space where all of them (counts, as a rule) are numbers of that size.
#[derive(Clone, Debug)]
pub(crate) enum SlotValues {
    Fixed(Arc<Vec<f64>>),
    Own(Vec<f64>),
    Short(Vec<f32>),
}

impl SlotValues {
    /// All values, unless they are short.
    #[inline(always)]
    pub(crate) fn long(&self) -> Option<&[f64]> {
        match self {
            Self::Fixed(values) => Some(values),
            Self::Own(values) => Some(values),
            Self::Short(_) => None,
        }
    }

    #[inline(always)]
    pub(crate) fn get(&self, place: usize) -> f64 {
        match self {
            Self::Fixed(values) => values.get(place).copied().unwrap_or(0.0),
            Self::Own(values) => values.get(place).copied().unwrap_or(0.0),
            Self::Short(values) => values.get(place).copied().map_or(0.0, f64::from),
        }
    }

    #[inline(always)]
    pub(crate) fn set(&mut self, place: usize, value: f64) {
        match self {
            Self::Fixed(_) => {}
            Self::Own(values) => values[place] = value,
            Self::Short(values) => values[place] = value as f32,
        }
    }

    /// Calls `f` with the entries of `to` and the values at a range of places.
    #[inline(always)]
    pub(crate) fn with(&self, to: &mut [f64], range: Range<usize>, f: impl Fn(&mut f64, f64)) {
        match self {
            Self::Fixed(values) => to.iter_mut().zip(&values[range]).for_each(|(t, v)| f(t, *v)),
            Self::Own(values) => to.iter_mut().zip(&values[range]).for_each(|(t, v)| f(t, *v)),
            Self::Short(values) => {
                to.iter_mut().zip(&values[range]).for_each(|(t, v)| f(t, f64::from(*v)));
            }
        }
    }

    pub(crate) fn own(&mut self) -> Option<&mut Vec<f64>> {
        match self {
            Self::Own(values) => Some(values),
            Self::Fixed(_) | Self::Short(_) => None,
        }
    }
}

/// The dyads of one orientation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Half {
    /// How many places of each actor are in use.
    pub(crate) active: Vec<u32>,
    /// e^{d_ij} by place.
    pub(crate) w: Vec<f64>,
    /// Values by dyadic column and place.
    pub(crate) x: Vec<SlotValues>,
}

/// What one side of the dyads says: weights and values by actor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Actors {
    /// e^{a_i − shift}, zero for actors not at risk.
    pub(crate) weight: Vec<f64>,
    /// Values by term and actor; empty where the term has no such part.
    pub(crate) values: Vec<Vec<f64>>,
    pub(crate) at_risk: Vec<bool>,
    pub(crate) shift: f64,
}

/// Arrays to work in.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    pub(crate) u: Vec<f64>,
    pub(crate) w: Vec<f64>,
    /// Parts of the other side, and with a dyad's own, by term.
    pub(crate) parts: Vec<Vec<f64>>,
    pub(crate) sums: Vec<Vec<f64>>,
    pub(crate) packed: Vec<f64>,
    /// Moments of an actor's dyads without the actor's own part.
    pub(crate) actor: Moments,
    pub(crate) old: Vec<f64>,
    pub(crate) new: Vec<f64>,
    pub(crate) exponents: Vec<f64>,
    pub(crate) weighted: Weighted,
    /// Moments of an actor's dyads before an update.
    pub(crate) before: Vec<f64>,
    pub(crate) touched: Vec<Touched>,
    /// Places among the touched.
    pub(crate) group: Vec<usize>,
    /// 0, 1, 2, …
    pub(crate) every: Vec<usize>,
}

/// A dyad that updates touch: its updates are those from `from` to just before `to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touched {
    pub(crate) number: u32,
    pub(crate) place: Place,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) taken: bool,
}

impl Scratch {
    /// Of no size, to stand in while the true one is lent out.
    pub(crate) fn empty() -> Self {
        Self {
            u: Vec::new(),
            w: Vec::new(),
            parts: Vec::new(),
            sums: Vec::new(),
            packed: Vec::new(),
            actor: Moments { width: 0, sums: Vec::new() },
            old: Vec::new(),
            new: Vec::new(),
            exponents: Vec::new(),
            weighted: Vec::new(),
            before: Vec::new(),
            touched: Vec::new(),
            group: Vec::new(),
            every: Vec::new(),
        }
    }

    fn new(terms: usize, width: usize) -> Self {
        let block = || vec![0.0; BLOCK];
        Self {
            u: block(),
            w: block(),
            parts: vec![block(); terms],
            sums: vec![block(); terms],
            packed: vec![0.0; packed(terms)],
            actor: Moments::zeros(width),
            old: vec![0.0; terms],
            new: vec![0.0; terms],
            exponents: vec![0.0; BLOCK],
            weighted: Weighted::new(),
            before: vec![0.0; packed(width)],
            touched: Vec::new(),
            group: Vec::new(),
            every: (0..terms).collect(),
        }
    }
}

/// The state.
pub(crate) struct State<'p> {
    pub(crate) program: &'p Program,
    pub(crate) theta: &'p [f64],
    pub(crate) kind: Kind,
    pub(crate) arch: Arch,
    /// Whether second moments are wanted, or the total alone.
    pub(crate) moments: bool,
    pub(crate) senders: Actors,
    pub(crate) receivers: Actors,
    pub(crate) rows: Half,
    pub(crate) cols: Half,
    /// Kept values of the terms whose values in the predictor move by themselves.
    pub(crate) kept: Kept,
    /// Over the dyads with a place.
    pub(crate) dyads: Moments,
    /// Over senders, receivers, and actors with themselves.
    pub(crate) by_sender: Moments,
    pub(crate) by_receiver: Moments,
    pub(crate) selves: Moments,
    /// Terms that vary along a row, and along a column.
    pub(crate) along_row: Vec<usize>,
    pub(crate) along_col: Vec<usize>,
    /// Terms with a receiver part, and with a sender part.
    pub(crate) receiver_terms: Vec<usize>,
    pub(crate) sender_terms: Vec<usize>,
    pub(crate) scratch: Scratch,
    /// Sums taken dyad by dyad, at points where the totals have lost their digits.
    pub(crate) enumerated: Option<Moments>,
    /// How many dyads are in use.
    pub(crate) activated: usize,
    /// The dyadic column of each term, and the coefficient of each dyadic column.
    pub(crate) slots: Vec<Option<usize>>,
    pub(crate) slot_coefficients: Vec<f64>,
    /// An actor's values on both sides.
    pub(crate) both_sides: Vec<f64>,
}

/// Kept values by term.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) senders: Vec<Vec<f64>>,
    pub(crate) receivers: Vec<Vec<f64>>,
    pub(crate) rows: Vec<Vec<f64>>,
}

impl<'p> State<'p> {
    /// The state before the first update. `kind` decides which sums are kept, `moments`
    /// whether more than totals.
    pub(crate) fn new(program: &'p Program, theta: &'p [f64], kind: Kind, moments: bool) -> Self {
        let n = program.actors;
        let width = if moments { program.width() } else { 0 };
        let columns = &program.columns;
        let values = |part: &dyn Fn(usize) -> bool| -> Vec<Vec<f64>> {
            (0..columns.len()).map(|k| if part(k) { vec![0.0; n] } else { Vec::new() }).collect()
        };
        let kept = |part: &dyn Fn(usize) -> bool| values(&|k| columns[k].moves() && part(k));
        let sender = |k: usize| columns[k].parts.sender;
        let receiver = |k: usize| columns[k].parts.receiver;
        let dyad = |k: usize| columns[k].parts.dyad;
        let terms =
            |part: &dyn Fn(usize) -> bool| (0..columns.len()).filter(|&k| part(k)).collect();
        let places =
            if program.layout == Layout::Dense { n * n } else { program.places.dyads.len() };
        let side = |at_risk: &[bool], values| Actors {
            weight: vec![0.0; n],
            values,
            at_risk: at_risk.to_vec(),
            shift: 0.0,
        };
        let rows = half(program, places, true);
        // Only sums over all dyads need the other orientation, and only if they are updated.
        let cols = if kind == Kind::Relational && !program.moves() {
            half(program, places, false)
        } else {
            Half::default()
        };
        let slot_rows = program
            .slots
            .iter()
            .map(|s| match (&s.rows, columns[s.term].moves()) {
                (Some(table), true) => table.to_vec(),
                (None, true) => vec![0.0; places],
                _ => Vec::new(),
            })
            .collect();
        let count = columns.len();
        Self {
            program,
            theta,
            kind,
            arch: Arch::new(),
            moments,
            senders: side(&program.sends, values(&sender)),
            receivers: side(&program.receives, values(&receiver)),
            rows,
            cols,
            kept: Kept { senders: kept(&sender), receivers: kept(&receiver), rows: slot_rows },
            dyads: Moments::zeros(width),
            by_sender: Moments::zeros(width),
            by_receiver: Moments::zeros(width),
            selves: Moments::zeros(width),
            along_row: terms(&|k| receiver(k) || dyad(k)),
            along_col: terms(&|k| sender(k) || dyad(k)),
            receiver_terms: terms(&receiver),
            sender_terms: terms(&sender),
            scratch: Scratch::new(count, width),
            enumerated: None,
            activated: 0,
            slots: columns.iter().map(|c| c.slot).collect(),
            slot_coefficients: program.slots.iter().map(|s| theta[s.term]).collect(),
            both_sides: vec![0.0; width],
        }
    }

    /// The place of a dyad among the rows: by its number, or in the dense layout by its
    /// actors.
    pub(crate) fn row_place(&self, i: u32, j: u32, number: u32) -> Option<usize> {
        if self.program.layout == Layout::Dense {
            return Some(i as usize * self.program.actors + j as usize);
        }
        self.program.places.dyads.get(number as usize).map(|p| p.row as usize)
    }

    /// The values of a dyad: `x` must have one entry a term.
    pub(crate) fn values(&self, i: u32, j: u32, number: u32, x: &mut [f64]) {
        let place = self.row_place(i, j, number);
        for (k, (x, column)) in x.iter_mut().zip(&self.program.columns).enumerate() {
            *x = 0.0;
            if column.parts.sender && self.kind != Kind::Choice {
                *x += self.senders.values[k][i as usize];
            }
            if column.parts.receiver {
                *x += self.receivers.values[k][j as usize];
            }
            if let (Some(slot), Some(place)) = (column.slot, place) {
                *x += self.rows.x[slot].get(place);
            }
        }
    }
}

fn half(program: &Program, places: usize, rows: bool) -> Half {
    let starts = if rows { &program.places.rows.start } else { &program.places.cols.start };
    let full = program.layout != Layout::Sparse;
    let length = |k: usize| starts[k + 1] - starts[k];
    let values = |s: &crate::compile::SlotColumn| {
        let table = if rows { &s.rows } else { &s.cols };
        match table {
            Some(table) if s.fixed && !program.columns[s.term].moves() => {
                SlotValues::Fixed(Arc::clone(table))
            }
            Some(table) if s.short => SlotValues::Short(table.iter().map(|v| *v as f32).collect()),
            None if s.short => SlotValues::Short(vec![0.0; places]),
            Some(table) => SlotValues::Own(table.to_vec()),
            None => SlotValues::Own(vec![0.0; places]),
        }
    };
    Half {
        active: (0..program.actors).map(|k| if full { length(k) } else { 0 }).collect(),
        w: vec![1.0; places],
        x: program.slots.iter().map(values).collect(),
    }
}
