//! The evidence as files of events.

use crate::page::provenance::manifest;
use crate::session::Session;
use crate::spec::Spec;
use crate::text::csv_cell;
use comity_core::{Manifest, Result};
use comity_panel::{EventKind, EventStream};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The stream of the evidence at hand, with what it was made from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MadeStream {
    /// Events of each kind.
    pub events: BTreeMap<&'static str, usize>,
    /// Groups that are at risk of cooperating in some year.
    pub groups: usize,
    /// First year with an event.
    pub first: Option<i16>,
    /// Last year with an event.
    pub last: Option<i16>,
    /// What it was made from.
    pub manifest: Manifest,
    #[serde(skip)]
    stream: EventStream,
}

/// Makes the stream: cooperation and joint sides between groups, fights, and support by
/// governments, by year.
///
/// # Errors
/// When the store cannot be read.
pub fn stream(session: &Session, spec: &Spec) -> Result<MadeStream> {
    let evidence = session.evidence(spec)?;
    let last = session.last_coded_year(&evidence)?;
    let last = spec.as_of.map_or(last, |as_of| as_of.min(last));
    let stream = comity_panel::stream(&evidence, Some(last))?;
    let groups = stream.at_risk.chunk_by(|a, b| a.actor == b.actor).count();
    Ok(MadeStream {
        events: EventKind::ALL.into_iter().map(|k| (k.as_str(), stream.count(k))).collect(),
        groups,
        first: stream.year.first().copied(),
        last: stream.year.last().copied(),
        manifest: manifest(&evidence, session.codebook(), spec, "event stream"),
        stream,
    })
}

impl MadeStream {
    fn name(&self, id: i64) -> String {
        csv_cell(self.stream.names.get(&id).map_or("", String::as_str))
    }

    /// The events as comma-separated values: `time` (the year), `kind`, `sender`, `receiver` (ids
    /// such as `ucdp:234`) and their names.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let s = &self.stream;
        let mut out = String::from("time,kind,sender,receiver,sender_name,receiver_name\n");
        let rows = s.year.iter().zip(&s.kind).zip(s.sender.iter().zip(&s.receiver));
        for ((year, kind), (&a, &b)) in rows {
            let (kind, names) = (kind.as_str(), (self.name(a), self.name(b)));
            let _ = writeln!(out, "{year},{kind},{},{},{},{}", id(a), id(b), names.0, names.1);
        }
        out.into_bytes()
    }

    /// The groups at risk as comma-separated values: `actor`, `from` (the first year), `until` (the
    /// first year after), and whether its stated goals are about `territory` and `government`; one
    /// row a spell.
    #[must_use]
    pub fn actors_csv(&self) -> Vec<u8> {
        let mut out = String::from("actor,from,until,territory,government\n");
        for r in &self.stream.at_risk {
            let goals = (u8::from(r.territory), u8::from(r.government));
            let _ = writeln!(out, "{},{},{},{},{}", id(r.actor), r.from, r.until, goals.0, goals.1);
        }
        out.into_bytes()
    }
}

fn id(raw: i64) -> String {
    comity_core::ActorId::from_raw(raw).to_string()
}
