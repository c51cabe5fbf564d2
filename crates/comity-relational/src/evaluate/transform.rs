//! Values that move with time by themselves, taken anew at a point.

use super::state::{Actors, State};
use crate::compile::Layout;

impl State<'_> {
    /// Takes the values of all moving terms anew; `factors` are the point's two of each.
    pub(crate) fn refresh(&mut self, factors: &[f64]) {
        let program = self.program;
        for (k, column) in program.columns.iter().enumerate() {
            let Some(place) = column.factor else { continue };
            let pair = [factors[2 * place], factors[2 * place + 1]];
            let of = |v: f64| column.transform.shown(pair, v);
            copy(&mut self.senders.values[k], &self.kept.senders[k], of);
            copy(&mut self.receivers.values[k], &self.kept.receivers[k], of);
            if let Some(slot) = column.slot {
                let starts = &program.places.rows.start;
                let Some(to) = self.rows.x[slot].own() else { continue };
                for (i, &start) in starts.iter().take(program.actors).enumerate() {
                    let range = start as usize..(start + self.rows.active[i]) as usize;
                    copy(&mut to[range.clone()], &self.kept.rows[slot][range], of);
                }
            }
            if column.standardised {
                self.standardise(k);
            }
        }
    }

    /// Takes off the mean over the dyads at risk and divides by the standard deviation.
    ///
    /// The parts of the actors are centred first, so that what is left of equal values is
    /// rounding of small numbers.
    fn standardise(&mut self, k: usize) {
        let centre = |actors: &Actors| {
            let values = actors.values[k].iter().zip(&actors.at_risk).filter(|v| *v.1);
            let (n, sum) = values.fold((0.0, 0.0), |t, v| (t.0 + 1.0, t.1 + v.0));
            if n > 0.0 { sum / n } else { 0.0 }
        };
        let centres = [centre(&self.senders), centre(&self.receivers)];
        self.senders.values[k].iter_mut().for_each(|v| *v -= centres[0]);
        self.receivers.values[k].iter_mut().for_each(|v| *v -= centres[1]);
        let all = self.sides_at_risk(k);
        let mut placed = [0.0; 3];
        let mut with_own = 0.0;
        self.each_placed(k, |side, own| {
            placed[0] += 1.0;
            placed[1] += side;
            placed[2] += side * side;
            with_own += side + own;
        });
        let once = if self.program.undirected { 0.5 } else { 1.0 };
        let all = if self.program.layout == Layout::Listed { placed } else { all };
        let rest = [all[0] - placed[0], all[1] - placed[1], all[2] - placed[2]];
        let rest = if rest[0] > 0.0 { rest } else { [0.0; 3] };
        let mean = if all[0] > 0.0 { (rest[1] + with_own) / all[0] } else { 0.0 };
        let mut squares = rest[2] - 2.0 * mean * rest[1] + rest[0] * mean * mean;
        self.each_placed(k, |side, own| {
            let v = side + own - mean;
            squares += v * v;
        });
        let count = once * all[0];
        let variance = if count > 1.0 { once * squares / (count - 1.0) } else { 0.0 };
        // A spread that is rounding alone is none.
        let spread = all[2] / all[0].max(1.0);
        let level = mean.abs() + centres[0].abs() + centres[1].abs();
        let real = variance > 1e-24 * level * level && variance > 1e-15 * spread;
        let scale = if real { 1.0 / libm::sqrt(variance) } else { 0.0 };
        self.senders.values[k].iter_mut().for_each(|v| *v = (*v - mean) * scale);
        self.receivers.values[k].iter_mut().for_each(|v| *v *= scale);
        if let Some(slot) = self.program.columns[k].slot
            && let Some(x) = self.rows.x[slot].own()
        {
            x.iter_mut().for_each(|v| *v *= scale);
        }
    }

    /// Number of ordered pairs at risk by their actors, with the sums of their sides' values
    /// and of the squares.
    fn sides_at_risk(&self, k: usize) -> [f64; 3] {
        let of = |actors: &Actors, i: usize| actors.values[k].get(i).copied().unwrap_or(0.0);
        let sums = |actors: &Actors| {
            let at = (0..self.program.actors).filter(|&i| actors.at_risk[i]);
            at.map(|i| of(actors, i)).fold([0.0; 3], |t, v| [t[0] + 1.0, t[1] + v, t[2] + v * v])
        };
        let (a, b) = (sums(&self.senders), sums(&self.receivers));
        let mut all =
            [a[0] * b[0], a[1] * b[0] + a[0] * b[1], a[2] * b[0] + 2.0 * a[1] * b[1] + a[0] * b[2]];
        for i in 0..self.program.actors {
            if self.senders.at_risk[i] && self.receivers.at_risk[i] {
                let own = of(&self.senders, i) + of(&self.receivers, i);
                all[0] -= 1.0;
                all[1] -= own;
                all[2] -= own * own;
            }
        }
        all
    }

    /// Calls `f` with the sides' and the dyad's own value of every dyad at risk with a place.
    fn each_placed(&self, k: usize, mut f: impl FnMut(f64, f64)) {
        let Some(slot) = self.program.columns[k].slot else {
            if self.program.layout == Layout::Listed {
                self.each_place(|i, j, _| f(self.side(k, i, j), 0.0));
            }
            return;
        };
        let own = &self.rows.x[slot];
        self.each_place(|i, j, place| f(self.side(k, i, j), own.get(place)));
    }

    fn side(&self, k: usize, i: usize, j: usize) -> f64 {
        self.senders.values[k].get(i).copied().unwrap_or(0.0)
            + self.receivers.values[k].get(j).copied().unwrap_or(0.0)
    }

    fn each_place(&self, mut f: impl FnMut(usize, usize, usize)) {
        let places = &self.program.places.rows;
        for i in (0..self.program.actors).filter(|&i| self.senders.at_risk[i]) {
            let start = places.start[i] as usize;
            for place in start..start + self.rows.active[i] as usize {
                let j = places.other.get(place).map_or(place - start, |&j| j as usize);
                if j != i && self.receivers.at_risk[j] {
                    f(i, j, place);
                }
            }
        }
    }
}

fn copy(to: &mut [f64], from: &[f64], of: impl Fn(f64) -> f64) {
    to.iter_mut().zip(from).for_each(|(to, &v)| *to = of(v));
}
