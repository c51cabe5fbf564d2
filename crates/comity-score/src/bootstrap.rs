//! Resampling whole blocks (dyads), so that a dyad's years stay together.
//!
//! With G blocks, a replicate draws G blocks with replacement and takes every row of each as
//! often as it was drawn (Davison and Hinkley 1997, *Bootstrap Methods and their Application*,
//! §3.8; Field and Welsh 2007, *JRSS B* 69).

use crate::check;
use crate::random::{below, stream};
use comity_core::{Code, Error, Result};
use rayon::prelude::*;

/// Rows by block, numbered in rising order of the blocks' keys.
#[derive(Clone, Debug)]
pub struct Blocks {
    of_row: Vec<usize>,
    sizes: Vec<u64>,
}

impl Blocks {
    /// Blocks of rows with equal keys; a key may be a dyad or a pair of actor ids.
    #[must_use]
    pub fn new<K: Ord>(keys: &[K]) -> Self {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|&i, &j| keys[i].cmp(&keys[j]));
        let (mut of_row, mut sizes) = (vec![0; keys.len()], Vec::new());
        let mut last: Option<&K> = None;
        for row in order {
            let key = &keys[row];
            if last != Some(key) {
                sizes.push(0);
                last = Some(key);
            }
            of_row[row] = sizes.len() - 1;
            if let Some(size) = sizes.last_mut() {
                *size += 1;
            }
        }
        Self { of_row, sizes }
    }

    /// Number of blocks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there is no block.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The block of every row.
    #[must_use]
    pub fn of_row(&self) -> &[usize] {
        &self.of_row
    }

    /// How often each block is drawn in replicate `index`, and the rows that gives.
    fn draw(&self, seed: u64, index: u64) -> (Vec<u32>, u64) {
        let mut rng = stream(seed, index);
        let (mut counts, mut rows) = (vec![0; self.len()], 0);
        for _ in 0..self.len() {
            let b = below(&mut rng, self.len());
            if let (Some(c), Some(size)) = (counts.get_mut(b), self.sizes.get(b)) {
                *c += 1;
                rows += size;
            }
        }
        (counts, rows)
    }
}

/// How a block bootstrap runs.
///
/// | setting | default | purpose | range |
/// |---|---|---|---|
/// | `replicates` | 1000 | number B of resamples | ≥ 1 |
/// | `seed` | 0 | seed of the draws | any |
/// | `level` | 0.95 | probability the interval covers | in (0, 1) |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// Number of resamples.
    pub replicates: usize,
    /// Seed; equal seeds give equal draws, whatever the number of threads.
    pub seed: u64,
    /// Probability that the percentile interval covers.
    pub level: f64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { replicates: 1000, seed: 0, level: 0.95 }
    }
}

impl Bootstrap {
    /// Evaluates `statistic(counts by block, rows)` on every resample, in order of replicate.
    ///
    /// # Errors
    /// `usage/bad-setting` when `replicates` is zero or `level` is not inside (0, 1);
    /// `panel/no-rows` when there is no block.
    pub fn run<T: Send>(
        &self,
        blocks: &Blocks,
        statistic: impl Fn(&[u32], u64) -> T + Sync,
    ) -> Result<Vec<T>> {
        check::at_least("the number of bootstrap replicates", self.replicates, 1)?;
        check::level(self.level)?;
        if blocks.is_empty() {
            return Err(Error::new(Code::NoSample, "there are no blocks to resample"));
        }
        Ok((0..self.replicates)
            .into_par_iter()
            .map(|r| {
                let (counts, rows) = blocks.draw(self.seed, r as u64);
                statistic(&counts, rows)
            })
            .collect())
    }
}
