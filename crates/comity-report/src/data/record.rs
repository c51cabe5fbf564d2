//! Data of the record: timeline, network, claims, coverage.

use super::dataset::{Dataset, Value};
use crate::page::{LaneKind, Network, Page, Place, Target};
use crate::words;
use comity_core::Domain;

/// Section 6.
pub(crate) fn timeline(page: &Page) -> Dataset {
    let rows = page.timeline.iter().flat_map(|t| &t.lanes).flat_map(|l| {
        l.marks.iter().map(|m| {
            let kind = match l.kind {
                LaneKind::Any => "any",
                LaneKind::Domain(d) => d.as_str(),
                LaneKind::Sponsor => "sponsor",
                LaneKind::Adversary => "adversary",
            };
            let target = match m.target {
                Target::Both => "both",
                Target::A => "a",
                Target::B => "b",
            };
            vec![
                kind.into(),
                l.label.as_str().into(),
                m.from.into(),
                m.to.into(),
                words::mark(m.state).into(),
                target.into(),
                m.detail.as_str().into(),
            ]
        })
    });
    Dataset {
        name: "timeline",
        title: "Timeline".into(),
        columns: vec!["lane", "label", "from", "to", "state", "concerns", "detail"],
        rows: rows.collect(),
    }
}

/// Section 7: one row a tie; actors without a tie have one row with an empty tie.
pub(crate) fn network(networks: &[Network]) -> Dataset {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for n in networks {
        let name = |id: &str| {
            n.nodes.iter().find(|x| x.id == id).map_or_else(|| id.to_owned(), |x| x.name.clone())
        };
        for e in &n.edges {
            rows.push(vec![
                n.year.into(),
                name(&e.from).into(),
                words::edge(e.kind).into(),
                name(&e.to).into(),
                e.from.as_str().into(),
                e.to.as_str().into(),
            ]);
        }
        let tied = |id: &str| n.edges.iter().any(|e| e.from == id || e.to == id);
        for x in n.nodes.iter().filter(|x| x.place == Place::Around && !tied(&x.id)) {
            rows.push(vec![
                n.year.into(),
                x.name.as_str().into(),
                Value::Missing,
                Value::Missing,
                x.id.as_str().into(),
                Value::Missing,
            ]);
        }
    }
    Dataset {
        name: "network",
        title: "Ties around the pair".into(),
        columns: vec!["year", "actor", "tie", "other", "actor_id", "other_id"],
        rows,
    }
}

/// Names of domains, separated by blanks.
fn domains(d: &[Domain]) -> String {
    d.iter().map(|d| d.as_str()).collect::<Vec<_>>().join(" ")
}

/// Section 9.
pub(crate) fn evidence(page: &Page) -> Dataset {
    let rows = page.evidence.rows.iter().map(|e| {
        vec![
            e.period.as_str().into(),
            e.claim.as_str().into(),
            domains(&e.domains).into(),
            domains(&e.possible).into(),
            e.source.as_str().into(),
            e.version.as_str().into(),
            e.record.as_str().into(),
            e.certainty.as_str().into(),
            e.coder.as_str().into(),
            e.reports.into(),
            e.doi.as_deref().into(),
        ]
    });
    Dataset {
        name: "evidence",
        title: "Claims".into(),
        columns: vec![
            "period",
            "claim",
            "domains",
            "possible_domains",
            "source",
            "version",
            "record",
            "certainty",
            "coder",
            "reports",
            "doi",
        ],
        rows: rows.collect(),
    }
}

/// Section 10.
pub(crate) fn coverage(page: &Page) -> Dataset {
    let rows = page.limits.coverage.iter().map(|c| {
        vec![
            c.source.as_str().into(),
            c.topic.as_str().into(),
            c.span.map(|s| s.0).into(),
            c.span.map(|s| s.1).into(),
            c.years_a.into(),
            c.years_b.into(),
            c.years_both.into(),
        ]
    });
    Dataset {
        name: "coverage",
        title: "Coverage of the pair by source".into(),
        columns: vec!["source", "topic", "first", "last", "years_a", "years_b", "years_both"],
        rows: rows.collect(),
    }
}
