//! Sums of scores by dyad and by unit, and their cross-products.
//!
//! Dyads are taken in the order of their first rows, so that the columns are read from front to
//! back, in blocks of 128: a block's sums by dyad go into the cross-product at once and are
//! added to the sums of the two units, whose scores stand side by side. Nothing as long as
//! the data is written, so the time is linear in the rows, also beyond the caches.

use crate::dense::Matrix;
use crate::design::Design;
use crate::pass::{BLOCK, Gram, LANES, Lanes, ZEROS};
use rayon::prelude::*;

/// Fewest dyads of a part of the work.
const PART: usize = 2048;
/// Most parts; each has sums by unit of its own.
const PARTS: usize = 16;

/// Σ_g s_g s_g' over units and Σ_d s_d s_d' over dyads, for the scores `multipliers[i]` · xᵢ;
/// `dyad` is the dyad of each row, `members` the units of each dyad.
pub(super) fn cross_products(
    design: &Design,
    multipliers: &[f64],
    dyad: &[usize],
    members: &[(usize, usize)],
) -> (Matrix, Matrix) {
    let groups = Groups::new(dyad, members.len());
    let units = members.iter().map(|&(a, b)| a.max(b) + 1).max().unwrap_or(0);
    let parts = (groups.len() / PART).clamp(1, PARTS);
    let length = groups.len().div_ceil(parts).max(1);
    let starts: Vec<usize> = (0..groups.len()).step_by(length).collect();
    let part = |start: usize| {
        let mut sums = Sums::new(design.width(), units);
        let end = (start + length).min(groups.len());
        for first in (start..end).step_by(BLOCK) {
            let block = first..(first + BLOCK).min(end);
            sums.add(design, multipliers, &groups, block, members);
        }
        sums
    };
    let partial: Vec<Sums> = starts.into_par_iter().map(part).collect();
    let mut total = Sums::new(design.width(), units);
    for sums in &partial {
        total.pairs.add(&sums.pairs);
        for (a, b) in total.units.iter_mut().zip(&sums.units) {
            *a += b;
        }
    }
    (total.unit_products(), total.pairs.matrix())
}

/// The rows of each dyad, dyads in the order of their first rows.
struct Groups {
    /// Number of each dyad as the caller counts.
    dyads: Vec<usize>,
    /// Where the rows of each dyad begin in `rows`, and the end.
    starts: Vec<usize>,
    rows: Vec<usize>,
}

impl Groups {
    fn new(dyad: &[usize], pairs: usize) -> Self {
        const UNSEEN: usize = usize::MAX;
        let mut place = vec![UNSEEN; pairs];
        let (mut dyads, mut counts) = (Vec::new(), Vec::<usize>::new());
        for &d in dyad {
            if place[d] == UNSEEN {
                place[d] = dyads.len();
                dyads.push(d);
                counts.push(0);
            }
            counts[place[d]] += 1;
        }
        let mut starts = Vec::with_capacity(dyads.len() + 1);
        let mut start = 0;
        for count in &mut counts {
            starts.push(start);
            start += *count;
            *count = start - *count;
        }
        starts.push(start);
        let mut rows = vec![0; dyad.len()];
        for (i, &d) in dyad.iter().enumerate() {
            let next = &mut counts[place[d]];
            rows[*next] = i;
            *next += 1;
        }
        Self { dyads, starts, rows }
    }

    fn len(&self) -> usize {
        self.dyads.len()
    }
}

/// What has been summed.
struct Sums {
    width: usize,
    padded: usize,
    pairs: Gram,
    /// Unit by unit, one sum a column.
    units: Vec<f64>,
    /// A block's sums by dyad: column by column, and dyad by dyad.
    columns: Vec<Lanes>,
    across: Vec<f64>,
}

impl Sums {
    fn new(width: usize, units: usize) -> Self {
        let pairs = Gram::new(width);
        let padded = pairs.padded();
        Self {
            width,
            padded,
            pairs,
            units: vec![0.0; units * padded],
            columns: vec![ZEROS; padded],
            across: vec![0.0; BLOCK * padded],
        }
    }

    /// Adds the dyads with these places.
    fn add(
        &mut self,
        design: &Design,
        multipliers: &[f64],
        groups: &Groups,
        block: std::ops::Range<usize>,
        members: &[(usize, usize)],
    ) {
        let n = block.len();
        let starts = &groups.starts[block.start..=block.end];
        let rows = &groups.rows[starts[0]..starts[n]];
        let factors: Vec<f64> = rows.iter().map(|&i| multipliers[i]).collect();
        for (j, (column, lanes)) in design.columns().iter().zip(&mut self.columns).enumerate() {
            let sums = lanes.as_flattened_mut();
            if rows.len() == n {
                for ((sum, &i), u) in sums.iter_mut().zip(rows).zip(&factors) {
                    *sum = column[i] * u;
                }
            } else {
                for (sum, ends) in sums.iter_mut().zip(starts.windows(2)) {
                    let own = ends[0] - starts[0]..ends[1] - starts[0];
                    let mut total = 0.0;
                    for (&i, u) in rows[own.clone()].iter().zip(&factors[own]) {
                        total += column[i] * u;
                    }
                    *sum = total;
                }
            }
            sums[n..].fill(0.0);
            for (across, sum) in self.across.chunks_exact_mut(self.padded).zip(sums.iter()) {
                across[j] = *sum;
            }
        }
        let columns: Vec<&Lanes> = self.columns.iter().collect();
        self.pairs.add_block(&self.columns, &columns);
        for (&d, scores) in groups.dyads[block].iter().zip(self.across.chunks_exact(self.padded)) {
            let (a, b) = members[d];
            for unit in [a, b] {
                let sums = &mut self.units[unit * self.padded..(unit + 1) * self.padded];
                let sums = sums.as_chunks_mut::<4>().0;
                for (sums, scores) in sums.iter_mut().zip(scores.as_chunks::<4>().0) {
                    for (s, v) in sums.iter_mut().zip(scores) {
                        *s += v;
                    }
                }
            }
        }
    }

    /// Σ_g s_g s_g'.
    fn unit_products(&self) -> Matrix {
        let mut products = Gram::new(self.width);
        let mut columns = vec![ZEROS; self.padded];
        for units in self.units.chunks(BLOCK * self.padded) {
            for (j, lanes) in columns.iter_mut().enumerate() {
                *lanes = ZEROS;
                for (u, scores) in units.chunks_exact(self.padded).enumerate() {
                    lanes[u / LANES][u % LANES] = scores[j];
                }
            }
            let refs: Vec<&Lanes> = columns.iter().collect();
            products.add_block(&columns, &refs);
        }
        products.matrix()
    }
}
