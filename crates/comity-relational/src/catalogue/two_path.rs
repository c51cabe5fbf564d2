//! Two-paths: x_ij(t) = Σ_{h ≠ i, j} c(p_ih, q_hj), where p_ih is what the first leg says of
//! i and h, q_hj what the second says of h and j, and c their minimum or product. Legs run
//! out, in or either way (the sum of both), on one layer or on two.
//!
//! | name | legs | |
//! |---|---|---|
//! | `otp` | i → h, h → j | transitive closure (remstats otp; eventnet OUT, OUT) |
//! | `itp` | h → i, j → h | cyclic closure |
//! | `osp` | i → h, j → h | shared targets |
//! | `isp` | h → i, h → j | shared sources; `common_sponsor` on a layer of support |
//! | `shared_contact` | i – h, j – h | `common_enemy` on a hostile layer |
//!
//! remstats sums minima. goldfish's `trans` counts distinct partners: the measure "binary".
//! eventnet's default is the product; with its SYM legs and minimum it is `shared_contact`.
//! `balance` is the signed sum of four: friend of friend and enemy of enemy count one, friend
//! of enemy and enemy of friend minus one (Heider 1946; Cartwright and Harary 1956), each a
//! `shared_contact` of two layers.

use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::history::{NetChange, Network, NetworkSpec};
use crate::naive::Past;
use crate::terms::{Combine, Orientation};

/// One leg: a network and which way it runs.
#[derive(Clone, Copy)]
pub(super) struct LegOf {
    pub(super) net: usize,
    pub(super) spec: NetworkSpec,
    pub(super) way: Orientation,
}

/// A signed two-path.
#[derive(Clone, Copy)]
pub(super) struct Path {
    pub(super) first: LegOf,
    pub(super) second: LegOf,
    pub(super) sign: f64,
}

pub(super) struct TwoPath {
    pub(super) paths: Vec<Path>,
    pub(super) combine: Combine,
}

fn combined(how: Combine, p: f64, q: f64) -> f64 {
    match how {
        Combine::Min => p.min(q),
        Combine::Product => p * q,
    }
}

impl LegOf {
    /// The leg's value from `a` to `b`.
    fn of(self, n: impl Fn(u32, u32) -> f64, a: u32, b: u32) -> f64 {
        match self.way {
            Orientation::Out => n(a, b),
            Orientation::In => n(b, a),
            Orientation::Either => n(a, b) + n(b, a),
        }
    }

    /// The ends (a, b) whose leg a change moves, with the value before it.
    fn moved(self, c: NetChange, net: &Network) -> [Option<(u32, u32, f64, f64)>; 2] {
        let (u, v) = (c.from, c.to);
        match self.way {
            Orientation::Out => [Some((u, v, c.old, c.new)), None],
            Orientation::In => [Some((v, u, c.old, c.new)), None],
            Orientation::Either => {
                let back = net.value(v, u);
                let (old, new) = (c.old + back, c.new + back);
                [Some((u, v, old, new)), Some((v, u, old, new))]
            }
        }
    }

    /// Every b with its leg from `a` to b, or with the leg from b to `a`.
    fn around(self, net: &Network, a: u32, towards: bool, mut f: impl FnMut(u32, f64)) {
        let outward = (self.way == Orientation::Out) != towards;
        match self.way {
            Orientation::Either => {
                for &(b, v) in net.out(a).iter().filter(|e| e.1 != 0.0) {
                    f(b, v + net.value(b, a));
                }
                for &(b, v) in net.into(a) {
                    // Those with events both ways are among the first.
                    if net.value(a, b) == 0.0 {
                        f(b, v);
                    }
                }
            }
            _ if outward => net.out(a).iter().for_each(|&(b, v)| f(b, v)),
            _ => net.into(a).iter().for_each(|&(b, v)| f(b, v)),
        }
    }
}

impl Effect for TwoPath {
    fn parts(&self) -> Parts {
        Parts { dyad: true, ..Parts::default() }
    }

    fn reaches_far(&self) -> bool {
        true
    }

    fn network(&mut self, which: usize, c: NetChange, around: &Around<'_>, out: &mut Writer<'_>) {
        for path in &self.paths {
            self.first_moved(path, which, c, around, out);
            self.second_moved(path, which, c, around, out);
        }
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let one = |path: &Path| {
            let through = |h: u32| {
                if h == i || h == j {
                    return 0.0;
                }
                let p = path.first.of(|a, b| past.n(path.first.spec, a, b), i, h);
                let q = path.second.of(|a, b| past.n(path.second.spec, a, b), h, j);
                combined(self.combine, p, q)
            };
            path.sign * past.sum(through)
        };
        self.paths.iter().map(one).sum()
    }
}

impl TwoPath {
    /// The first leg moved. The change links i and h, the second leg h and j: it is another
    /// pair.
    fn first_moved(
        &self,
        path: &Path,
        which: usize,
        c: NetChange,
        around: &Around<'_>,
        out: &mut Writer<'_>,
    ) {
        if path.first.net != which {
            return;
        }
        let second = &around.networks[path.second.net];
        for (i, h, old, new) in path.first.moved(c, &around.networks[which]).into_iter().flatten() {
            path.second.around(second, h, false, |j, q| {
                if j == i {
                    return;
                }
                let change = combined(self.combine, new, q) - combined(self.combine, old, q);
                if change != 0.0 {
                    out.add(i, j, path.sign * change);
                }
            });
        }
    }

    /// The second leg moved.
    fn second_moved(
        &self,
        path: &Path,
        which: usize,
        c: NetChange,
        around: &Around<'_>,
        out: &mut Writer<'_>,
    ) {
        if path.second.net != which {
            return;
        }
        let first = &around.networks[path.first.net];
        for (h, j, old, new) in path.second.moved(c, &around.networks[which]).into_iter().flatten()
        {
            path.first.around(first, h, true, |i, p| {
                if i == j {
                    return;
                }
                let change = combined(self.combine, p, new) - combined(self.combine, p, old);
                if change != 0.0 {
                    out.add(i, j, path.sign * change);
                }
            });
        }
    }
}
