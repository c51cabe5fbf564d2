//! One formula, estimated by a method that no theory chooses: the Bayesian logit with group
//! effects, additive and multiplicative effects (AME), and temporal exponential random graph
//! models (TERGM).
//!
//! | to do | go to |
//! |---|---|
//! | read a formula | [`Asked::read`] |
//! | a logit with effects of groups, pairs or years | [`hierarchical`] |
//! | a network model of one year | [`ame`] |
//! | a network model of a series of years | [`tergm`] |
//!
//! Architecture invariants: a pair that was not observed is no zero. It is an unknown tie of
//! the AME network, no row of the logit, and no dyad of a TERGM's network, whose nodes are
//! only groups all of whose pairs were coded. What cannot be estimated is an error that says
//! why, not a number.

mod additive;
mod chains;
mod covariates;
mod formula;
mod group_logit;
mod network;
mod patterns;
mod random_graph;
mod series;

pub use additive::{AmeEstimate, AmeSettings, GoodnessRow, ame};
pub use chains::{ChainStatus, Posterior};
pub use formula::Asked;
pub use group_logit::{
    GroupBy, GroupEffect, GroupEstimate, HierarchicalEstimate, HierarchicalSettings, hierarchical,
};
pub use network::ActorEffect;
pub use patterns::{PATTERNS, Pattern};
pub use random_graph::{TergmCoefficient, TergmEstimate, TergmSettings, YearOfNetwork, tergm};
