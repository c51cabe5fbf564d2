//! The outcomes: whether a pair cooperated in a year, in which domain, anew or still.

use crate::index::{Coverage, Index, Pair};
use crate::record::deciding_source;
use comity_core::variable::{Role, Variable};
use comity_core::{Domain, SourceKey, Year};

/// What counts as cooperation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Domain(Domain),
    Wide,
}

/// How the year relates to the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spell {
    Every,
    Onset,
    Continuation,
}

/// One outcome column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    kind: Kind,
    spell: Spell,
}

/// Every outcome, in the order of the codebook.
pub(crate) fn all() -> Vec<Outcome> {
    let kinds = [Kind::Any]
        .into_iter()
        .chain(Domain::ALL.map(Kind::Domain))
        .chain([Kind::Wide])
        .collect::<Vec<_>>();
    [Spell::Every, Spell::Onset, Spell::Continuation]
        .into_iter()
        .flat_map(|spell| kinds.iter().map(move |kind| Outcome { kind: *kind, spell }))
        .collect()
}

/// The outcome of a domain in a year, whatever the year before; any cooperation for `None`.
pub(crate) fn of(domain: Option<Domain>) -> Outcome {
    Outcome { kind: domain.map_or(Kind::Any, Kind::Domain), spell: Spell::Every }
}

impl Outcome {
    /// The value for a pair in a year: 0, 1 or NaN.
    pub(crate) fn value(self, index: &Index, pair: Pair, year: Year) -> f64 {
        let now = self.kind.value(index, pair, year);
        let given = match self.spell {
            Spell::Every => return now,
            Spell::Onset => 0.0,
            Spell::Continuation => 1.0,
        };
        let before = self.kind.value(index, pair, year - 1);
        if before == given { now } else { f64::NAN }
    }

    /// The codebook entry.
    pub(crate) fn variable(self) -> Variable {
        let (name, label, definition) = self.kind.words();
        let (suffix, spell, condition) = match self.spell {
            Spell::Every => ("", "", ""),
            Spell::Onset => (
                "_onset",
                ", onset",
                " Only where the year before was 0; missing where it was 1 or is itself missing.",
            ),
            Spell::Continuation => (
                "_continuation",
                ", continuation",
                " Only where the year before was 1; missing where it was 0 or is itself missing.",
            ),
        };
        Variable {
            name: format!("{name}{suffix}"),
            role: Role::Outcome,
            level: None,
            label: format!("{label}{spell}"),
            definition: format!("{definition}{condition}"),
            unit: "0/1".to_owned(),
            sources: match self.kind {
                Kind::Any => vec![deciding_source(None)],
                Kind::Domain(domain) => vec![deciding_source(Some(domain))],
                Kind::Wide => vec![SourceKey::Esd, SourceKey::NonState],
            },
        }
    }
}

impl Kind {
    fn value(self, index: &Index, pair: Pair, year: Year) -> f64 {
        match self {
            Kind::Any => any(index, pair, year),
            Kind::Domain(Domain::Political) => political(index, pair, year),
            Kind::Domain(domain) => {
                let tie = index.support(pair, year);
                match tie {
                    Some(t) if t.certain.contains(domain) => 1.0,
                    Some(t) if t.possible.contains(domain) => f64::NAN,
                    Some(_) => 0.0,
                    None => any(index, pair, year),
                }
            }
            Kind::Wide => match (any(index, pair, year), political(index, pair, year)) {
                (any, political) if any == 1.0 || political == 1.0 => 1.0,
                (any, _) => any,
            },
        }
    }

    fn words(self) -> (String, String, &'static str) {
        match self {
            Kind::Any => (
                "coop_any".into(),
                "any cooperation".into(),
                "1 if UCDP External Support records that one of the two groups supported the other \
                 in the year, 0 if it observed both and records none; missing otherwise.",
            ),
            Kind::Domain(Domain::Political) => (
                "coop_political".into(),
                "political cooperation".into(),
                "1 if UCDP Non-State names the two groups together as one side of a conflict in \
                 the year, 0 if it observed both groups that year and does not; missing otherwise.",
            ),
            Kind::Domain(domain) => (
                format!("coop_{}", domain.as_str()),
                format!("{} cooperation", domain.as_str()),
                "1 if support of a kind in this domain is recorded for this very pair, missing if \
                 such a kind is recorded but pooled over several supporters, 0 if both groups were \
                 observed and neither is the case; missing otherwise.",
            ),
            Kind::Wide => (
                "coop_any_wide".into(),
                "any cooperation, wide".into(),
                "1 if either support or a joint side of a non-state conflict is recorded in the \
                 year; otherwise as for any cooperation.",
            ),
        }
    }
}

/// Any support between the two: 1 when recorded, 0 when both were observed without.
pub(crate) fn any(index: &Index, pair: Pair, year: Year) -> f64 {
    if index.support(pair, year).is_some() {
        1.0
    } else if index.both(pair, year, Coverage::SUPPORT) {
        0.0
    } else {
        f64::NAN
    }
}

fn political(index: &Index, pair: Pair, year: Year) -> f64 {
    if index.joint(pair, year).is_some() {
        1.0
    } else if index.both(pair, year, Coverage::NON_STATE) {
        0.0
    } else {
        f64::NAN
    }
}
