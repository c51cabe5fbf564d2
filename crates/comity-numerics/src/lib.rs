//! Numeric kernels: arrays in, results out.
