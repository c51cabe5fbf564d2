//! Grids over one or two axes of any game of the catalogue: which class of solution holds where.

use crate::catalogue::Entry;
use comity_core::{Code, Error, Result};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One axis of a sweep. Several parameters may move together, such as both groups'
/// vulnerability.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The parameters that take the value of the cell.
    pub parameters: Vec<String>,
    /// The value of the first cell.
    pub low: f64,
    /// The value of the last cell.
    pub high: f64,
    /// Number of cells.
    pub cells: usize,
}

impl Axis {
    /// An axis over these parameters.
    pub fn new<S: Into<String>>(
        parameters: impl IntoIterator<Item = S>,
        [low, high]: [f64; 2],
        cells: usize,
    ) -> Self {
        Self { parameters: parameters.into_iter().map(Into::into).collect(), low, high, cells }
    }

    fn value(&self, cell: usize) -> f64 {
        if cell + 1 == self.cells {
            return if self.cells == 1 { self.low } else { self.high };
        }
        let t = cell as f64 / (self.cells - 1) as f64;
        self.low + (self.high - self.low) * t
    }
}

/// Where the class changes along the first axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switch {
    /// The row.
    pub row: usize,
    /// The value of the first axis from which the class is the new one: of two floating numbers
    /// next to each other, the higher.
    pub at: f64,
    /// The class below.
    pub from: u16,
    /// The class from there on.
    pub to: u16,
}

/// The classes of a grid of cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// Values of the first axis, one a column.
    pub x: Vec<f64>,
    /// Values of the second axis, one a row; empty if there is none, with one row of cells.
    pub y: Vec<f64>,
    /// Labels of the classes.
    pub classes: Vec<String>,
    /// The class of each cell, rows from the first value of the second axis on.
    pub rows: Vec<Vec<u16>>,
    /// Where classes change within rows, if asked for.
    pub switches: Vec<Switch>,
}

/// Whether [`sweep`] looks for the exact values at which classes change along the first axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Thresholds {
    /// No: only the cells.
    #[default]
    No,
    /// Yes: between neighbouring cells of different class, by bisection to the last digit. Of
    /// several changes between two cells, one is found.
    Yes,
}

/// Cells from which rows are computed in parallel.
const LARGE: usize = 4096;
/// The most cells of one sweep.
const MOST: usize = 4_000_000;

/// Computes a grid over one or two axes; the parameters not on an axis have the values given,
/// or their defaults. The result does not depend on the number of threads.
///
/// ```
/// use comity_games::catalogue::find;
/// use comity_games::sweep::{Axis, Thresholds, sweep};
/// let v = Axis::new(["vulnerability_a", "vulnerability_b"], [0.0, 1.0], 11);
/// let s = sweep(find("alliance")?, &[("sponsor", 0.0)], &[v], Thresholds::Yes)?;
/// assert_eq!(s.classes[s.rows[0][0] as usize], "bilateral");
/// assert!((s.switches[0].at - 0.257828).abs() < 1e-6);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `usage/bad-setting` when there is not one axis or two, an axis has no cell or no parameter,
/// its ends are in the wrong
/// order, a parameter is set twice, or there are more than four million cells; `game/unknown` for a
/// parameter that does not exist; `game/invalid` for values outside a range, and where the game
/// has no value.
pub fn sweep(
    entry: &Entry,
    fixed: &[(&str, f64)],
    axes: &[Axis],
    thresholds: Thresholds,
) -> Result<Sweep> {
    sweep_watched(entry, fixed, axes, thresholds, &|_, _| {})
}

/// The same as [`sweep`]; `progress` is told how many rows of how many are done, from several
/// threads at once when the grid is large.
///
/// # Errors
/// Those of [`sweep`].
pub fn sweep_watched(
    entry: &Entry,
    fixed: &[(&str, f64)],
    axes: &[Axis],
    thresholds: Thresholds,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Sweep> {
    let (first, second) = match axes {
        [first] => (first, None),
        [first, second] => (first, Some(second)),
        _ => return Err(setting("a sweep has one axis or two").value(axes.len().to_string())),
    };
    let places = places(entry, fixed, axes)?;
    let base = entry.values(fixed)?;
    let axis = |a: &Axis| (0..a.cells).map(|cell| a.value(cell)).collect::<Vec<f64>>();
    let (x, y) = (axis(first), second.map(axis).unwrap_or_default());
    let count = y.len().max(1);
    let done = AtomicUsize::new(0);
    let row = |r: usize| -> Result<(Vec<u16>, Vec<Switch>)> {
        let mut line = Line { entry, values: base.clone(), places: &places[0] };
        if let (Some(&value), Some(at)) = (y.get(r), places.get(1)) {
            at.iter().for_each(|&p| line.values[p] = value);
        }
        let cells = x.iter().map(|&value| line.at(value)).collect::<Result<Vec<u16>>>()?;
        let switches = match thresholds {
            Thresholds::No => Vec::new(),
            Thresholds::Yes => line.switches(r, &x, &cells)?,
        };
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, count);
        Ok((cells, switches))
    };
    let rows: Vec<(Vec<u16>, Vec<Switch>)> = if count * x.len() >= LARGE {
        (0..count).into_par_iter().map(row).collect::<Result<_>>()?
    } else {
        (0..count).map(row).collect::<Result<_>>()?
    };
    let (rows, switches): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let switches = switches.into_iter().flatten().collect();
    Ok(Sweep { x, y, classes: entry.classes().to_vec(), rows, switches })
}

/// The game along the first axis.
struct Line<'a> {
    entry: &'a Entry,
    values: Vec<f64>,
    places: &'a [usize],
}

impl Line<'_> {
    fn at(&mut self, value: f64) -> Result<u16> {
        for &place in self.places {
            self.values[place] = value;
        }
        let class = self.entry.classify(&self.values)?;
        u16::try_from(class).map_err(|_| setting("the game has too many classes"))
    }

    fn switches(&mut self, row: usize, x: &[f64], cells: &[u16]) -> Result<Vec<Switch>> {
        let mut found = Vec::new();
        for (ends, classes) in x.windows(2).zip(cells.windows(2)) {
            let (&[mut low, mut high], &[from, mut to]) = (ends, classes) else { continue };
            if from == to {
                continue;
            }
            loop {
                let middle = low + (high - low) / 2.0;
                if middle <= low || middle >= high {
                    break;
                }
                match self.at(middle)? {
                    class if class == from => low = middle,
                    class => (high, to) = (middle, class),
                }
            }
            found.push(Switch { row, at: high, from, to });
        }
        Ok(found)
    }
}

/// The places of the parameters of each axis, after all checks.
fn places(entry: &Entry, fixed: &[(&str, f64)], axes: &[Axis]) -> Result<Vec<Vec<usize>>> {
    let mut cells = 1_usize;
    let mut taken: Vec<usize> =
        fixed.iter().map(|(name, _)| entry.place(name)).collect::<Result<_>>()?;
    let mut all = Vec::new();
    for axis in axes {
        cells = cells.saturating_mul(axis.cells);
        if axis.cells == 0 || axis.parameters.is_empty() {
            return Err(setting("an axis needs a parameter and a cell"));
        }
        if axis.low >= axis.high {
            return Err(setting("the ends of an axis are in the wrong order")
                .value(format!("{} to {}", axis.low, axis.high)));
        }
        let mut places = Vec::new();
        for name in &axis.parameters {
            let place = entry.place(name)?;
            entry.parameters()[place].check(axis.low)?;
            entry.parameters()[place].check(axis.high)?;
            if taken.contains(&place) {
                return Err(setting("a parameter is set twice").value(name));
            }
            taken.push(place);
            places.push(place);
        }
        all.push(places);
    }
    if cells > MOST {
        return Err(setting("the sweep has too many cells")
            .value(cells.to_string())
            .expected(format!("at most {MOST}")));
    }
    Ok(all)
}

fn setting(message: &str) -> Error {
    Error::new(Code::BadSetting, message)
}
