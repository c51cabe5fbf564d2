//! Words for coded values, the same on the page and in the terminal.

use crate::page::{EdgeKind, Expectation, MarkState, NodeKind, Verdict};
use comity_core::{Certainty, Domain, Level};

/// The name of a domain as a heading; `None` is any cooperation.
#[must_use]
pub(crate) const fn domain(d: Option<Domain>) -> &'static str {
    match d {
        None => "Any cooperation",
        Some(Domain::Military) => "Military",
        Some(Domain::Security) => "Security",
        Some(Domain::Political) => "Political",
        Some(Domain::Finance) => "Finance",
    }
}

/// The name of a level as a heading.
#[must_use]
pub(crate) const fn level(l: Level) -> &'static str {
    match l {
        Level::Structural => "Structural",
        Level::Regional => "Regional",
        Level::Internal => "Internal",
        Level::History => "History",
    }
}

/// Whether a model beats persistence.
#[must_use]
pub(crate) const fn verdict(v: Option<Verdict>) -> &'static str {
    match v {
        Some(Verdict::Yes) => "yes",
        Some(Verdict::No) => "no",
        Some(Verdict::CannotTell) => "cannot tell",
        None => "–",
    }
}

/// How sure a source is.
#[must_use]
pub(crate) const fn certainty(c: Certainty) -> &'static str {
    c.as_str()
}

/// What is known of a span of years.
#[must_use]
pub(crate) const fn mark(m: MarkState) -> &'static str {
    match m {
        MarkState::Coded => "coded",
        MarkState::Possible => "possible",
        MarkState::None => "observed, nothing coded",
        MarkState::NotCoded => "not coded",
    }
}

/// Whether a theory expected a piece of evidence.
#[must_use]
pub(crate) const fn expectation(e: Expectation) -> &'static str {
    match e {
        Expectation::Expected => "expected",
        Expectation::Unexpected => "unexpected",
        Expectation::Silent => "silent",
    }
}

/// The kind of a tie.
#[must_use]
pub(crate) const fn edge(k: EdgeKind) -> &'static str {
    match k {
        EdgeKind::Supports => "supports",
        EdgeKind::Cooperates => "cooperates with",
        EdgeKind::Fights => "fights",
    }
}

/// What an actor is.
#[must_use]
pub(crate) const fn node(k: NodeKind) -> &'static str {
    match k {
        NodeKind::Group => "armed group",
        NodeKind::Government => "government",
        NodeKind::Other => "other organisation",
    }
}
