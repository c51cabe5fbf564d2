//! The evidence as files of events.

use crate::page::provenance::manifest;
use crate::session::Session;
use crate::spec::Spec;
use crate::text::csv_cell;
use comity_core::{EventKind, Manifest, Result};
use comity_panel::EventStream;
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

#[cfg(test)]
mod tests {
    use super::super::{Asked, Loaded, Options};
    use super::*;
    use comity_numerics::special::ln_1p;
    use comity_panel::{PanelSpec, RiskSet};
    use comity_relational::naive;
    use comity_world::EventColumns;
    use std::collections::HashMap;

    /// The panel's columns of the past are the statistics of the stream: the theory of relational
    /// events and `comity events fit` see the same past.
    #[test]
    fn the_panel_counts_what_the_stream_counts() {
        let session = Session::bundled().unwrap();
        let spec = Spec::default();
        let made = stream(&session, &spec).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (events, actors) = (folder.path().join("e.csv"), folder.path().join("a.csv"));
        std::fs::write(&events, made.csv()).unwrap();
        std::fs::write(&actors, made.actors_csv()).unwrap();
        let asked = Asked {
            file: &events,
            columns: EventColumns { layer: Some("kind".to_owned()), ..EventColumns::default() },
            actors: Some(&actors),
            dyads: None,
            directed: false,
            formula: "inertia(layer = cooperation) + inertia(layer = fights) \
                      + common_enemy(layer = fights) + common_sponsor(layer = support)",
            options: Options {
                dependent: Some(vec!["cooperation".to_owned()]),
                ..Options::default()
            },
        };
        let Loaded { stream, terms, .. } = Loaded::new(&asked).unwrap();
        let moments = naive::statistics(&stream, &terms, &asked.options).unwrap();
        let all = PanelSpec { risk_set: RiskSet::All, ..PanelSpec::default() };
        let panel = comity_panel::build(&session.evidence(&spec).unwrap(), &all).unwrap();
        let names =
            ["tie_count", "earlier_fights", "earlier_common_enemies", "earlier_common_sponsors"];
        let columns = names.map(|n| panel.column(n).unwrap());
        let rows: HashMap<(i16, String, String), usize> = (0..panel.len())
            .map(|r| ((panel.year()[r], id(panel.a()[r]), id(panel.b()[r])), r))
            .collect();
        let mut same = [0; 4];
        for moment in &moments {
            for (&(s, r), values) in moment.dyads.iter().zip(&moment.values) {
                let [s, r] = [s, r].map(|k| stream.actors()[k as usize].clone());
                let year = moment.time as i16;
                let found = rows
                    .get(&(year, s.clone(), r.clone()))
                    .or_else(|| rows.get(&(year, r.clone(), s.clone())));
                let Some(&row) = found else { panic!("{year} {s} {r} is not in the panel") };
                for (k, (column, value)) in columns.iter().zip(values).enumerate() {
                    // Where the panel does not know, the stream counts nothing.
                    let cell = if column[row].is_nan() { 0.0 } else { ln_1p(column[row]) };
                    let differs = (cell - value).abs() > 1e-12;
                    // The panel also counts ties of years in which one was not observed, and
                    // which the stream, that asks who was at risk, does not explain.
                    let unobserved = k == 0 && cell > *value;
                    assert!(!differs || unobserved, "{} {year} {s} {r}", names[k]);
                    same[k] += usize::from(*value > 0.0 && !differs);
                }
            }
        }
        assert!(same.iter().all(|n| *n > 20), "{same:?}");
    }
}
