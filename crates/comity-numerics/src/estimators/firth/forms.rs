//! The quadratic forms x'I⁻¹x of the rows of a block.

use crate::dense::InverseRows;
use crate::pass::{Block, LANES, Lanes, ZEROS};
use pulp::{Arch, NullaryFnOnce};

/// Lanes of rows taken together where there are 32 registers of eight numbers, and elsewhere.
const WIDE: usize = 4;
const NARROW: usize = 2;

/// Work with quadratic forms in it, compiled for a number of lanes taken together.
pub(super) trait WithForms {
    fn call<const GROUP: usize>(self);
}

/// Does the work with as many lanes together as the processor's registers hold.
pub(super) fn dispatch(work: impl WithForms) {
    match Arch::new() {
        #[cfg(target_arch = "x86_64")]
        Arch::V4(arch) => pulp::Simd::vectorize(arch, Grouped::<_, WIDE>(work)),
        arch => arch.dispatch(Grouped::<_, NARROW>(work)),
    }
}

struct Grouped<W, const GROUP: usize>(W);

impl<W: WithForms, const GROUP: usize> NullaryFnOnce for Grouped<W, GROUP> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.call::<GROUP>();
    }
}

/// x'I⁻¹x for the rows of a block, from the rows of L⁻¹D; zeros behind the last row.
pub(crate) fn quadratic_forms(block: &Block<'_>, inverse_rows: InverseRows<'_>) -> Lanes {
    let mut out = ZEROS;
    dispatch(Forms { columns: block.lanes(), inverse_rows, out: &mut out });
    out
}

struct Forms<'a> {
    columns: &'a [&'a Lanes],
    inverse_rows: InverseRows<'a>,
    out: &'a mut Lanes,
}

impl WithForms for Forms<'_> {
    #[inline(always)]
    fn call<const GROUP: usize>(self) {
        forms::<GROUP>(self.columns, self.inverse_rows, self.out);
    }
}

/// [`quadratic_forms`] as part of other work on the block.
#[inline(always)]
pub(super) fn forms<const GROUP: usize>(
    columns: &[&Lanes],
    inverse: InverseRows<'_>,
    out: &mut Lanes,
) {
    for (g, out) in out.as_chunks_mut::<GROUP>().0.iter_mut().enumerate() {
        let mut sums = [[0.0; LANES]; GROUP];
        // Two rows at a time share the loads of the data.
        for i in (0..inverse.len()).step_by(2) {
            let mut z = [[[0.0; LANES]; GROUP]; 2];
            let (one, other) = inverse.two(i);
            for ((a, b), column) in one.iter().zip(other).zip(columns) {
                for m in 0..GROUP {
                    let x = column[g * GROUP + m];
                    for k in 0..LANES {
                        z[0][m][k] = a.mul_add(x[k], z[0][m][k]);
                        z[1][m][k] = b.mul_add(x[k], z[1][m][k]);
                    }
                }
            }
            for m in 0..GROUP {
                for k in 0..LANES {
                    sums[m][k] = z[0][m][k].mul_add(z[0][m][k], sums[m][k]);
                    sums[m][k] = z[1][m][k].mul_add(z[1][m][k], sums[m][k]);
                }
            }
        }
        *out = sums;
    }
}
