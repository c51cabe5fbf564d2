//! Relational event models, exact at scale: which dyad acts when, explained by what happened
//! before.
//!
//! The intensity of a dyad is λ_ij(t) = e^{θ'x_ij(t)}, with statistics x of the strict past
//! and of attributes. The order of events gives the ordinal likelihood (Butts 2008), their
//! times the interval likelihood; DyNAM (Stadtfeld and Block 2017) splits the decision into
//! who acts ([`Kind::Rate`]) and towards whom ([`Kind::Choice`]).
//!
//! | to do | go to |
//! |---|---|
//! | collect events, from Arrow batches or one by one | [`StreamBuilder`] |
//! | state a term | [`Term`], or [`formula::parse`] |
//! | fit | [`fit`], or [`Model`] to keep what was compiled |
//! | simulate forward from the end of a stream | [`simulate`] |
//! | judge a fit: recall, residuals, simulated networks | [`fitness`] |
//! | sample the risk set | [`sampled`] |
//! | look at every statistic of every dyad | [`naive::statistics`] |
//!
//! Architecture invariants: nothing here knows panels, files, clocks or the environment; a
//! store for updates that do not fit into memory is the caller's ([`Store`]); every result is
//! the same to the last bit whatever the number of threads and the instruction set.

mod catalogue;
mod compile;
mod evaluate;
mod fit;
pub mod fitness;
pub mod formula;
mod history;
pub mod naive;
mod options;
pub mod sampled;
mod simulate;
mod spill;
mod stream;
mod terms;

pub use fit::{Fit, Model, Progress, Status};
pub use options::{Ages, Clock, Cluster, Kind, Options, RiskSet, Ties};
pub use simulate::{Forward, Process, simulate};
pub use spill::Store;
pub use stream::{Attribute, Change, Columns, Covariate, Presence, Spell, Stream, StreamBuilder};
pub use terms::{
    Combine, Contrast, Direction, Empty, Leg, Measure, Memory, Orientation, Rank, Recency, Scaling,
    Shift, Side, Statistic, Term,
};

use comity_core::Result;

/// Fits a model to a stream.
///
/// ```
/// use comity_relational::{Options, StreamBuilder, Term, fit};
/// let mut b = StreamBuilder::directed();
/// let events = ["ab", "ba", "ab", "ca", "ac", "ab", "bc", "cb", "ba", "ab"];
/// for (t, e) in events.iter().enumerate() {
///     b.event(&e[..1], &e[1..], t as f64)?;
/// }
/// let found = fit(&b.finish()?, &[Term::inertia(), Term::reciprocity()], &Options::default())?;
/// assert!(found.is_converged() && found.log_likelihood > found.null_log_likelihood);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `relational/bad-term` when a term does not fit the stream, the model or its own options,
/// `usage/bad-setting` for options outside their range, `events/empty` when no event is left
/// to explain, and `events/too-large` or `events/bad-value` where a covariate of all dyads
/// does not fit or exact ties cannot be taken. How a fit ends is its [`Status`].
pub fn fit(stream: &Stream, terms: &[Term], options: &Options) -> Result<Fit> {
    Model::new(stream, terms, options)?.fit()
}
