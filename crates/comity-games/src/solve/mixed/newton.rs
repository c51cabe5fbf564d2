//! Newton's method for the indifference equations of a set of supports.

/// Iterations before a start is given up.
const ITERATIONS: usize = 60;
/// Equations and a last step this small count as solved; payoffs are of size one.
const CLOSE: f64 = 1e-12;
/// The least pivot of regular derivatives.
const REGULAR: f64 = 1e-7;

/// The payoffs of a game on chosen supports, in floating numbers between zero and one.
pub(super) struct Restricted {
    /// Number of strategies of each player.
    pub(super) sizes: Vec<usize>,
    /// Contingency by contingency, the first player's strategy running fastest, one a player.
    pub(super) payoffs: Vec<f64>,
}

impl Restricted {
    /// From probabilities near a solution to one at which every strategy of a player earns the
    /// same, and whether the derivatives there are regular, so that no other solution is next to
    /// it; `None` when the iteration leads nowhere.
    pub(super) fn solve(&self, start: &[Vec<f64>]) -> Option<(Vec<Vec<f64>>, bool)> {
        let n: usize = self.sizes.iter().sum();
        let mut point = start.to_vec();
        let mut system = vec![0.0; n * (n + 1)];
        for _ in 0..ITERATIONS {
            let off = self.linearise(&point, &mut system);
            let (step, pivot) = eliminate(&mut system, n)?;
            let mut size = 0.0_f64;
            for (p, d) in point.iter_mut().flatten().zip(step) {
                *p -= d;
                size = size.max(d.abs());
            }
            if !size.is_finite() || size > 1e6 {
                return None;
            }
            if off < CLOSE && size < CLOSE {
                return Some((point, pivot > REGULAR));
            }
        }
        None
    }

    /// The equations' matrix of derivatives and, last, their values; returns the largest value.
    ///
    /// A player's first equation says that the probabilities add to one, the others that a
    /// strategy earns what the first one earns.
    fn linearise(&self, point: &[Vec<f64>], system: &mut [f64]) -> f64 {
        let players = self.sizes.len();
        let n: usize = self.sizes.iter().sum();
        let width = n + 1;
        let starts: Vec<usize> = self
            .sizes
            .iter()
            .scan(0, |sum, &size| {
                *sum += size;
                Some(*sum - size)
            })
            .collect();
        system.fill(0.0);
        let mut chosen = vec![0; players];
        for payoffs in self.payoffs.chunks(players) {
            for (player, &payoff) in payoffs.iter().enumerate() {
                let row = (starts[player] + chosen[player]) * width;
                let others = (0..players).filter(|&o| o != player);
                let product = |except: usize| -> f64 {
                    let rest = (0..players).filter(|&o| o != player && o != except);
                    rest.map(|o| point[o][chosen[o]]).product()
                };
                system[row + n] += payoff * product(player);
                for other in others {
                    system[row + starts[other] + chosen[other]] += payoff * product(other);
                }
            }
            super::profile::next(&mut chosen, &self.sizes);
        }
        let mut off = 0.0_f64;
        for (player, &size) in self.sizes.iter().enumerate() {
            let first = starts[player] * width;
            for s in 1..size {
                for k in 0..width {
                    system[first + s * width + k] -= system[first + k];
                }
            }
            system[first..first + width].fill(0.0);
            for s in 0..size {
                system[first + starts[player] + s] = 1.0;
            }
            system[first + n] = point[player].iter().sum::<f64>() - 1.0;
        }
        for row in 0..n {
            off = off.max(system[row * width + n].abs());
        }
        off
    }
}

/// The solution of a square system with its right-hand side as last column, and the smallest
/// pivot; `None` when a pivot is zero.
fn eliminate(system: &mut [f64], n: usize) -> Option<(Vec<f64>, f64)> {
    let width = n + 1;
    let mut least = f64::INFINITY;
    for column in 0..n {
        let size = |row: &usize| system[row * width + column].abs();
        let pivot = (column..n).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        least = least.min(size(&pivot));
        if least == 0.0 || least.is_nan() {
            return None;
        }
        for k in 0..width {
            system.swap(column * width + k, pivot * width + k);
        }
        let (above, below) = system.split_at_mut((column + 1) * width);
        let line = &above[column * width..];
        for other in below.chunks_exact_mut(width) {
            let factor = other[column] / line[column];
            if factor != 0.0 {
                for k in column..width {
                    other[k] -= factor * line[k];
                }
            }
        }
    }
    let mut solution = vec![0.0; n];
    for row in (0..n).rev() {
        let line = &system[row * width..(row + 1) * width];
        let known: f64 = (row + 1..n).map(|k| line[k] * solution[k]).sum();
        solution[row] = (line[n] - known) / line[row];
    }
    Some((solution, least))
}
