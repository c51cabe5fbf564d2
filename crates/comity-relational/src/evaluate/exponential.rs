//! e^x over arrays, the same bits on every processor.

pub(crate) use comity_numerics::special::exp;
use pulp::{Arch, NullaryFnOnce};

/// Replaces every number by its exponential.
pub(crate) fn exp_all(values: &mut [f64]) {
    struct All<'a>(&'a mut [f64]);
    impl NullaryFnOnce for All<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            self.0.iter_mut().for_each(|v| *v = exp(*v));
        }
    }
    Arch::new().dispatch(All(values));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_portable_exponential() {
        for k in -6999..6999 {
            let x = f64::from(k) * 0.1 + 0.013;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 1e-15, "{x}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(701.0), f64::INFINITY);
    }
}
