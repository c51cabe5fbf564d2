//! The equations of one group in log-odds against the most probable action of each decision.

use super::components::Group;

/// The most probable action of a decision, by its place among `slots`.
fn reference(slots: &[usize], p: &[f64]) -> usize {
    (0..slots.len()).fold(0, |b, i| if p[slots[i]] > p[slots[b]] { i } else { b })
}

/// From a group's slopes its matrix: ones on the diagonal less σ times the slopes of payoff
/// differences.
pub(super) fn equations(group: &mut Group, p: &[f64], sigma: f64) {
    let n = group.slots.len();
    for row in group.slopes.chunks_exact_mut(n) {
        for w in group.offsets.windows(2) {
            let (row, slots) = (&mut row[w[0]..w[1]], &group.slots[w[0]..w[1]]);
            let sum: f64 = row.iter().sum();
            if sum != 0.0 {
                for (g, &s) in row.iter_mut().zip(slots) {
                    *g -= p[s] * sum;
                }
            }
        }
    }
    let decisions = group.offsets.len() - 1;
    group.lu.reset(n - decisions);
    let best: Vec<usize> =
        group.offsets.windows(2).map(|w| w[0] + reference(&group.slots[w[0]..w[1]], p)).collect();
    let mut next = 0;
    for (d, w) in group.offsets.windows(2).enumerate() {
        let against = &group.slopes[best[d] * n..(best[d] + 1) * n];
        for a in (w[0]..w[1]).filter(|&a| a != best[d]) {
            let own = &group.slopes[a * n..(a + 1) * n];
            let row = group.lu.row(next);
            let mut column = 0;
            for (e, v) in group.offsets.windows(2).enumerate() {
                for c in (v[0]..v[1]).filter(|&c| c != best[e]) {
                    row[column] = sigma * (against[c] - own[c]);
                    column += 1;
                }
            }
            row[next] += 1.0;
            next += 1;
        }
    }
}

/// Replaces the group's part of `dx` by the solution of its equations.
pub(super) fn solve(group: &Group, p: &[f64], dx: &mut [f64], b: &mut Vec<f64>) {
    b.clear();
    for w in group.offsets.windows(2) {
        let slots = &group.slots[w[0]..w[1]];
        let best = reference(slots, p);
        let others = slots.iter().enumerate().filter(|(i, _)| *i != best);
        b.extend(others.map(|(_, &s)| dx[s] - dx[slots[best]]));
    }
    group.lu.solve(b);
    let mut values = b.iter();
    for w in group.offsets.windows(2) {
        let slots = &group.slots[w[0]..w[1]];
        let best = reference(slots, p);
        let mut mean = 0.0;
        for (i, &s) in slots.iter().enumerate() {
            dx[s] = if i == best { 0.0 } else { values.next().copied().unwrap_or(0.0) };
            mean += p[s] * dx[s];
        }
        for &s in slots {
            dx[s] -= mean;
        }
    }
}
