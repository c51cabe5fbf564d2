//! Case-control sampling: each event against itself and a few dyads drawn at random from
//! those at risk, in place of all of them.
//!
//! With m controls drawn without replacement from the n − 1 others, the conditional logit over
//! the m + 1 is a partial likelihood of its own (Borgan, Goldstein and Langholz 1995; Vu, Pattison
//! and Robins 2015); weights are equal, so no correction stands in the sum, and the baseline
//! of the rates is not estimated. It is consistent where the model is true. Where it is not,
//! which is always, the estimate moves with the number of controls: take it only for
//! statistics that the exact evaluation cannot reach, and look at the spread between
//! repetitions, which [`SampledFit::between`] states beside the average of the variances.

mod logit;

pub use logit::{SampledFit, SampledOptions, fit_sampled};
