//! The equations of [`super::engine`] by elimination that leaves out zeros.

use super::blocks::Blocks;
use super::columns::{Columns, Factors};
use super::engine::{At, Engine};
use super::system::{System, centre};
use std::sync::Arc;

/// By sparse elimination in the log-odds against the most probable action of each decision,
/// decisions in the order of [`Blocks::order`], the border last.
#[derive(Clone, Debug)]
pub(super) struct Sparse {
    blocks: Arc<Blocks>,
    /// Derivatives, block by block.
    slopes: Vec<f64>,
    matrix: Columns,
    factors: Factors,
    b: Vec<f64>,
    /// Of each log-odds, its action and the action it is against.
    odds: Vec<[usize; 2]>,
    p: Vec<f64>,
}

impl Sparse {
    pub(super) fn new(blocks: Arc<Blocks>, offsets: &[usize]) -> Self {
        let free = |d: usize| offsets[d + 1] - offsets[d] - 1;
        let mut first = vec![0; offsets.len() - 1];
        let mut size = 0;
        for &d in &blocks.order {
            first[d] = size;
            size += free(d);
        }
        let mut matrix = Columns { starts: vec![0], ..Columns::default() };
        let mut next = blocks.blocks.iter().peekable();
        for &d in &blocks.order {
            let mut rows = Vec::new();
            while let Some(block) = next.next_if(|b| b.columns == d) {
                rows.extend((first[block.rows]..).take(free(block.rows)).map(|r| r as u32));
            }
            rows.push(size as u32);
            for _ in 0..free(d) {
                matrix.rows.extend_from_slice(&rows);
                matrix.starts.push(matrix.rows.len());
            }
        }
        matrix.rows.extend(0..=size as u32);
        matrix.starts.push(matrix.rows.len());
        matrix.values = vec![0.0; matrix.rows.len()];
        Self {
            slopes: vec![0.0; blocks.size],
            matrix,
            factors: Factors::default(),
            b: vec![0.0; size + 1],
            odds: Vec::with_capacity(size),
            p: Vec::new(),
            blocks,
        }
    }

    /// The most probable action of each decision, and log-odds against it.
    fn choose(&mut self, offsets: &[usize], p: &[f64]) -> Vec<usize> {
        let best = |w: &[usize]| (w[0]..w[1]).fold(w[0], |b, i| if p[i] > p[b] { i } else { b });
        let best: Vec<usize> = offsets.windows(2).map(best).collect();
        self.odds.clear();
        for &d in &self.blocks.order {
            let others = (offsets[d]..offsets[d + 1]).filter(|&a| a != best[d]);
            self.odds.extend(others.map(|a| [a, best[d]]));
        }
        self.p.clear();
        self.p.extend_from_slice(p);
        best
    }

    /// Turns derivatives into the matrix, but for its border.
    fn assemble(&mut self, offsets: &[usize], sigma: f64, best: &[usize]) {
        let actions = |d: usize| offsets[d + 1] - offsets[d];
        let mut next = self.blocks.blocks.iter().peekable();
        let mut start = 0;
        for &e in &self.blocks.order {
            let (height, columns) = (self.matrix.starts[start + 1] - self.matrix.starts[start], e);
            let p = &self.p[offsets[e]..offsets[e + 1]];
            let mut down = self.matrix.starts[start];
            while let Some(block) = next.next_if(|b| b.columns == columns) {
                let d = block.rows;
                let values = &mut self.slopes[block.values..][..actions(d) * p.len()];
                if let ([_, _], [_, _, _, _]) = (p, &*values) {
                    // Two actions on both sides: one entry.
                    let (against, c) = (best[d] - offsets[d], 1 + offsets[e] - best[e]);
                    let row =
                        |a: usize| values[2 * a + c] - p[c] * (values[2 * a] + values[2 * a + 1]);
                    self.matrix.values[down] =
                        f64::from(u8::from(d == e)) + sigma * (row(against) - row(1 - against));
                    down += 1;
                    continue;
                }
                for row in values.chunks_exact_mut(p.len()) {
                    let sum: f64 = row.iter().sum();
                    if sum != 0.0 {
                        row.iter_mut().zip(p).for_each(|(g, p)| *g -= p * sum);
                    }
                }
                let against = (best[d] - offsets[d]) * p.len();
                let rows = (0..actions(d)).filter(|a| offsets[d] + a != best[d]);
                for (r, a) in rows.enumerate() {
                    let free = (0..p.len()).filter(|c| offsets[e] + c != best[e]);
                    for (column, c) in free.enumerate() {
                        let own = f64::from(u8::from(d == e && a == c));
                        self.matrix.values[down + column * height + r] =
                            own + sigma * (values[against + c] - values[a * p.len() + c]);
                    }
                }
                down += actions(d) - 1;
            }
            start += p.len() - 1;
        }
    }

    fn border(&mut self, offsets: &[usize], at: At<'_>) {
        let size = self.odds.len();
        let values = &mut self.matrix.values;
        let last = self.matrix.starts[size];
        let Some(border) = at.border else {
            for (end, odds) in self.matrix.starts[1..].iter().zip(0..=size) {
                values[end - 1] = 0.0;
                values[last + odds] = 0.0;
            }
            values[last + size] = 1.0;
            return;
        };
        let mut next = 0;
        for &d in &self.blocks.order {
            let sum: f64 = border[offsets[d]..offsets[d + 1]].iter().sum();
            for _ in 1..offsets[d + 1] - offsets[d] {
                let [a, best] = self.odds[next];
                values[self.matrix.starts[next + 1] - 1] = border[a] - at.p[a] * sum;
                values[last + next] = at.u[best] - at.u[a];
                next += 1;
            }
        }
        values[last + size] = border[at.p.len()];
    }
}

impl Engine for Sparse {
    fn keeps(&self) -> bool {
        true
    }

    fn prepare(&mut self, system: &mut dyn System, at: At<'_>) -> bool {
        let best = self.choose(system.offsets(), at.p);
        self.slopes.fill(0.0);
        system.block_slopes(&self.blocks, at.u, &mut self.slopes);
        self.assemble(system.offsets(), at.sigma, &best);
        self.border(system.offsets(), at);
        self.factors.factor(&self.matrix)
    }

    fn solve(
        &mut self,
        system: &mut dyn System,
        at: At<'_>,
        right: (&[f64], f64),
        dx: &mut [f64],
    ) -> Option<f64> {
        for (b, [a, best]) in self.b.iter_mut().zip(&self.odds) {
            *b = right.0[*a] - right.0[*best];
        }
        let size = self.odds.len();
        self.b[size] = if at.border.is_some() { right.1 } else { 0.0 };
        self.factors.solve(&mut self.b);
        dx.fill(0.0);
        for (b, [a, _]) in self.b.iter().zip(&self.odds) {
            dx[*a] = *b;
        }
        centre(system.offsets(), &self.p, dx);
        let sigma = self.b[size];
        (sigma.is_finite() && dx.iter().all(|d| d.is_finite())).then_some(sigma)
    }

    fn negative(&self) -> Option<bool> {
        Some(self.factors.negative())
    }
}
