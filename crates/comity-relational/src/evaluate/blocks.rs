//! Moments over the dyads of one actor.

use super::kernel::{self, BLOCK, packed};
use super::state::{Scratch, SlotValues, State};
use crate::compile::Layout;
use pulp::NullaryFnOnce;
use std::ops::Range;

static MINUS_ONES: [f64; BLOCK] = [-1.0; BLOCK];

/// Columns for which no list has to be allocated.
const FEW: usize = 16;

impl State<'_> {
    /// Fills `scratch.actor` with the moments over the dyads with a place of a sender
    /// (`rows`) or a receiver, under the weights of the other side, without the actor's own
    /// part. In the sparse layout those of the product are taken off.
    pub(crate) fn actor_moments(&self, scratch: &mut Scratch, rows: bool, actor: usize) {
        let places = &self.program.places;
        let (half, side, others, along, other_terms) = if rows {
            (&self.rows, &places.rows, &self.receivers, &self.along_row, &self.receiver_terms)
        } else {
            (&self.cols, &places.cols, &self.senders, &self.along_col, &self.sender_terms)
        };
        scratch.actor.clear();
        let (start, length) = (side.start[actor] as usize, half.active[actor] as usize);
        let dense = self.program.layout == Layout::Dense;
        let sparse = self.program.layout == Layout::Sparse;
        if !self.moments {
            for low in (0..length).step_by(BLOCK) {
                let high = (low + BLOCK).min(length);
                let w = &half.w[start + low..start + high];
                let u = if dense {
                    &others.weight[low..high]
                } else {
                    let with = &side.other[start + low..start + high];
                    pick(&mut scratch.u, &others.weight, with)
                };
                let mut sum = kernel::total(self.arch, w, u);
                if sparse {
                    sum += kernel::total(self.arch, &MINUS_ONES[..u.len()], u);
                }
                scratch.actor.sums[0] += sum;
            }
            return;
        }
        for low in (0..length).step_by(BLOCK) {
            let high = (low + BLOCK).min(length);
            let range = start + low..start + high;
            let w = &half.w[range.clone()];
            if !dense {
                let with = &side.other[range.clone()];
                pick(&mut scratch.u, &others.weight, with);
                for &k in other_terms {
                    pick(&mut scratch.parts[k], &others.values[k], with);
                }
            }
            let n = high - low;
            for &k in along {
                let Some(slot) = self.program.columns[k].slot else { continue };
                let (x, alone) = (&half.x[slot], others.values[k].is_empty());
                let to = &mut scratch.sums[k][..n];
                let part: Option<&[f64]> = match (alone, dense) {
                    (true, _) => None,
                    (false, true) => Some(&others.values[k][low..high]),
                    (false, false) => Some(&scratch.parts[k][..n]),
                };
                if part.is_some() || x.long().is_none() {
                    self.arch.dispatch(Spread { x, range: range.clone(), part, to });
                }
            }
            let column = |k: usize| -> &[f64] {
                match (self.program.columns[k].slot, others.values[k].is_empty()) {
                    (Some(slot), true) => match half.x[slot].long() {
                        Some(all) => &all[range.clone()],
                        None => &scratch.sums[k][..n],
                    },
                    (Some(_), false) => &scratch.sums[k][..n],
                    (None, _) if dense => &others.values[k][low..high],
                    (None, _) => &scratch.parts[k][..n],
                }
            };
            let u = if dense { &others.weight[low..high] } else { &scratch.u[..n] };
            let sums = &mut scratch.packed[..packed(along.len())];
            sums.fill(0.0);
            let weighted = &mut scratch.weighted;
            with_columns(along, column, |columns| {
                kernel::add(self.arch, w, u, columns, weighted, sums);
            });
            scratch.actor.add_spread(1.0, sums, along);
            if sparse {
                let sums = &mut scratch.packed[..packed(other_terms.len())];
                sums.fill(0.0);
                let part = |k: usize| &scratch.parts[k][..n];
                with_columns(other_terms, part, |columns| {
                    kernel::add(self.arch, &MINUS_ONES[..n], u, columns, weighted, sums);
                });
                scratch.actor.add_spread(1.0, sums, other_terms);
            }
        }
    }
}

/// Writes the values of a column at a range of places, with the other side's part.
struct Spread<'a> {
    x: &'a SlotValues,
    range: Range<usize>,
    part: Option<&'a [f64]>,
    to: &'a mut [f64],
}

impl NullaryFnOnce for Spread<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { x, range, part, to } = self;
        match part {
            None => x.with(to, range, |t, v| *t = v),
            Some(part) => {
                to.copy_from_slice(part);
                x.with(to, range, |t, v| *t += v);
            }
        }
    }
}

/// The entries of `values` at `places`, copied to the beginning of `to`.
fn pick<'a>(to: &'a mut [f64], values: &[f64], places: &[u32]) -> &'a [f64] {
    let to = &mut to[..places.len()];
    to.iter_mut().zip(places).for_each(|(t, &p)| *t = values[p as usize]);
    to
}

/// Calls `f` with the columns of the terms.
pub(crate) fn with_columns<'a>(
    terms: &[usize],
    column: impl Fn(usize) -> &'a [f64],
    f: impl FnOnce(&[&'a [f64]]),
) {
    if terms.len() <= FEW {
        let mut columns: [&[f64]; FEW] = [&[]; FEW];
        columns.iter_mut().zip(terms).for_each(|(c, &k)| *c = column(k));
        f(&columns[..terms.len()]);
    } else {
        let columns: Vec<&[f64]> = terms.iter().map(|&k| column(k)).collect();
        f(&columns);
    }
}
