//! The clock of examples that time solvers on games.

use std::error::Error;
use std::time::Instant;

/// What may fail in an example.
pub(crate) type Done<T> = Result<T, Box<dyn Error>>;

/// Seconds after which no further run is begun.
const ENOUGH: f64 = 1.0;
const RUNS: usize = 20;

/// The shortest of several runs, in seconds, and what the last one gave.
pub(crate) fn shortest<T>(mut work: impl FnMut() -> Done<T>) -> Done<(f64, T)> {
    let (mut best, begin) = (f64::INFINITY, Instant::now());
    for run in 1.. {
        let start = Instant::now();
        let found = work()?;
        best = best.min(start.elapsed().as_secs_f64());
        if run == RUNS || begin.elapsed().as_secs_f64() > ENOUGH {
            return Ok((best, found));
        }
    }
    Err("no run".into())
}
