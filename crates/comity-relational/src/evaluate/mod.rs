//! The likelihood of a programme at given coefficients: the exact sparse evaluation.
//!
//! With θ'x_ij = a_i + b_j + d_ij the sum over the risk set is
//!
//! Σ_{i≠j} e^{a_i + b_j + d_ij} = Σ e^{a_i} Σ e^{b_j} − Σ e^{a_i + b_i}
//!     + Σ_{(i,j) ∈ D} e^{a_i + b_j} (e^{d_ij} − 1),
//!
//! D being the dyads with a part of their own; the same holds for the first and second moments
//! of x under these weights. Three sums are kept as running totals: those of the senders, of
//! the receivers, and over D. An update of a dyad changes one summand of the last. An update
//! of an actor changes a row or a column of D: its moments are summed afresh over contiguous
//! arrays, with the actor's own part taken out, and added with the new part less the old. So
//! an event costs as much as there are dyads in D with its sender and its receiver. Totals are
//! rebuilt now and then, and whenever the sum has fallen far, so that rounding does not add
//! up. Where most dyads have a part of their own all of them have a place, and the product
//! falls away. Values that move with time by themselves (decay, shares of all events,
//! recency, standardisation) are taken anew at each point, from D alone.

mod blocks;
mod coordination;
mod exponential;
mod kernel;
mod lanes;
mod likelihood;
mod moments;
mod rebuild;
mod run;
mod sketch;
mod state;
mod transform;
mod updates;

pub(crate) use likelihood::{Acted, Contribution, Likelihood, Risk};
pub(crate) use moments::Moments;
pub(crate) use run::{Evaluation, Order, What, contribute, evaluate, evaluate_in, shards, visit};
pub(crate) use sketch::evaluate_sketch;
