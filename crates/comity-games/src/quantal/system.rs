//! What the tracer asks of a game, whatever its form.

use super::blocks::Blocks;

/// A game seen as decisions with payoffs to each action: the information sets of a tree or
/// the players of a strategic form.
///
/// Actions of all decisions stand in one array, decision by decision. `x` are logarithms of
/// their probabilities, `p` the probabilities, `u` the expected payoff to each action given
/// that its decision is reached. Payoffs are in units of [`System::scale`].
pub(super) trait System {
    /// Where each decision's actions start, and the number of actions at the end.
    fn offsets(&self) -> &[usize];

    /// The largest range of a player's payoffs, or one when all are equal.
    fn scale(&self) -> f64;

    /// Expected payoffs to the actions; remembers the point for the calls below.
    fn values(&mut self, x: &[f64], p: &[f64], u: &mut [f64]);

    /// How far rounding of `x` may have moved `u` at the last [`System::values`].
    fn blur(&self) -> f64 {
        0.0
    }

    /// Derivatives ∂uₐ/∂x_b at the point of the last [`System::values`], row by row.
    fn slopes(&mut self, p: &[f64], u: &[f64], g: &mut [f64]);

    /// The same derivatives, added to the values of `blocks`.
    fn block_slopes(&mut self, _blocks: &Blocks, _u: &[f64], _g: &mut [f64]) {}

    /// The derivative of `u` in the direction `dx` at the point of the last
    /// [`System::values`].
    fn push(&mut self, p: &[f64], dx: &[f64], du: &mut [f64]);

    /// Factors what [`System::downstream`] solves, at the point of the last
    /// [`System::values`]; whether its determinant is negative, if it is that of all equations.
    fn prepare(&mut self, _p: &[f64], _u: &[f64], _sigma: f64) -> Option<bool> {
        None
    }

    /// Solves dx − σ·C·D·dx = r, r centred, where C centres within decisions and D is the
    /// derivative, or the part of it that the game's structure makes easy to solve for.
    fn downstream(&mut self, _p: &[f64], _sigma: f64, r: &[f64], dx: &mut [f64]) {
        dx.copy_from_slice(r);
    }
}

/// exp(d) for d ≤ 0. Most actions are the best of their decision or, at high precision, far from it:
/// both ends are known.
pub(super) fn share(d: f64) -> f64 {
    if d == 0.0 {
        1.0
    } else if d < -746.0 {
        0.0
    } else {
        libm::exp(d)
    }
}

/// ln of the sum of shares, which is one where all actions but one are far from the best.
fn whole(sum: f64) -> f64 {
    if sum == 1.0 { 0.0 } else { libm::log(sum) }
}

/// Normalises logarithms of probabilities within each decision and exponentiates them.
pub(super) fn normalise(offsets: &[usize], x: &mut [f64], p: &mut [f64]) {
    for w in offsets.windows(2) {
        let (x, p) = (&mut x[w[0]..w[1]], &mut p[w[0]..w[1]]);
        let top = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for (x, p) in x.iter().zip(p.iter_mut()) {
            *p = share(x - top);
            sum += *p;
        }
        let shift = top + whole(sum);
        for (x, p) in x.iter_mut().zip(p.iter_mut()) {
            *x -= shift;
            *p /= sum;
        }
    }
}

/// Takes the mean under `p` away from `v` within each decision.
pub(super) fn centre(offsets: &[usize], p: &[f64], v: &mut [f64]) {
    for w in offsets.windows(2) {
        let (p, v) = (&p[w[0]..w[1]], &mut v[w[0]..w[1]]);
        let mean: f64 = p.iter().zip(v.iter()).map(|(p, v)| p * v).sum();
        for v in v {
            *v -= mean;
        }
    }
}

/// The largest gain to be had at one decision by choosing the best action there.
pub(super) fn regret(offsets: &[usize], p: &[f64], u: &[f64]) -> f64 {
    let gain = |w: &[usize]| {
        let (p, u) = (&p[w[0]..w[1]], &u[w[0]..w[1]]);
        let best = u.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        p.iter().zip(u).map(|(p, u)| p * (best - u)).sum::<f64>()
    };
    offsets.windows(2).map(gain).fold(0.0, f64::max)
}

/// The equations x − ln softmax(σu) in `f`: all zero at an equilibrium. The decision
/// `tilt.0` acts on σ·(1 + tilt.1).
pub(super) fn residuals(
    offsets: &[usize],
    x: &[f64],
    u: &[f64],
    sigma: f64,
    tilt: (usize, f64),
    f: &mut [f64],
) {
    for (i, w) in offsets.windows(2).enumerate() {
        let (x, u, f) = (&x[w[0]..w[1]], &u[w[0]..w[1]], &mut f[w[0]..w[1]]);
        let sigma = if i == tilt.0 { sigma * (1.0 + tilt.1) } else { sigma };
        let top = u.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = u.iter().map(|u| share(sigma * (u - top))).sum();
        let log = whole(sum);
        for ((f, x), u) in f.iter_mut().zip(x).zip(u) {
            *f = x - sigma * (u - top) + log;
        }
    }
}
