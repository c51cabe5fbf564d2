//! Small made-up evidence in the schemas of the evidence store.

use arrow_array::builder::{
    Date32Builder, Float64Builder, Int16Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use comity_core::schema::Table;
use comity_core::{ActorId, AsOf, Dyad, InputRef, SourceKey, Year};
use comity_panel::{Panel, PanelSpec, RiskSet, build};
use comity_world::Evidence;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One claim; the rest of its columns are left at "nothing".
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    pub(crate) source: &'static str,
    pub(crate) subject: i64,
    pub(crate) relation: &'static str,
    pub(crate) object: Option<i64>,
    pub(crate) attribute: Option<String>,
    pub(crate) value: Option<f64>,
    pub(crate) domains: i16,
    pub(crate) possible: i16,
    pub(crate) year: Option<Year>,
}

/// Id, name, Org code, regions and countries of an actor in the registry.
type Registered = (i64, String, Option<i16>, Option<String>, Option<String>);

/// Evidence under construction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) actors: Vec<Registered>,
    pub(crate) codes: Vec<(i64, String)>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) coverage: Vec<(&'static str, i64, Year)>,
    pub(crate) facts: Vec<(&'static str, i32, Option<i32>, Year, f64)>,
    pub(crate) states: Vec<(Year, i32, i32)>,
    pub(crate) absent: Vec<SourceKey>,
}

impl Made {
    pub(crate) fn group(mut self, id: i64, regions: &str, countries: &str) -> Self {
        let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        self.actors.push((id, format!("Group {id}"), Some(1), text(regions), text(countries)));
        self
    }

    pub(crate) fn government(mut self, id: i64, gw: i32, regions: &str) -> Self {
        let name = format!("Government of {gw}");
        self.actors.push((id, name, Some(4), Some(regions.to_owned()), Some(gw.to_string())));
        self.codes.push((id, format!("gw:{gw}")));
        self
    }

    pub(crate) fn covers(mut self, topic: &'static str, ids: &[i64], years: &[Year]) -> Self {
        for id in ids {
            self.coverage.extend(years.iter().map(|y| (topic, *id, *y)));
        }
        self
    }

    pub(crate) fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// Support by `from` for `to`, with certain and possible domain bits.
    pub(crate) fn supports(self, from: i64, to: i64, year: Year, bits: (i16, i16)) -> Self {
        self.claim(Claim {
            source: "ucdp-esd",
            subject: from,
            relation: "supports",
            object: Some(to),
            domains: bits.0,
            possible: bits.1,
            year: Some(year),
            ..Claim::default()
        })
    }

    pub(crate) fn fights(self, one: i64, other: i64, what: &str, year: Year, value: f64) -> Self {
        self.claim(Claim {
            source: "ucdp-dyadic",
            subject: one,
            relation: "fights",
            object: Some(other),
            attribute: Some(what.to_owned()),
            value: Some(value),
            year: Some(year),
            ..Claim::default()
        })
    }

    pub(crate) fn attribute(self, id: i64, what: &str, value: f64, year: Option<Year>) -> Self {
        self.claim(Claim {
            source: "forge",
            subject: id,
            relation: "attribute",
            attribute: Some(what.to_owned()),
            value: Some(value),
            year,
            ..Claim::default()
        })
    }

    pub(crate) fn relates(
        self,
        one: i64,
        relation: &'static str,
        other: i64,
        what: &str,
        year: Option<Year>,
    ) -> Self {
        self.claim(Claim {
            source: "ucdp-actor",
            subject: one,
            relation,
            object: Some(other),
            attribute: Some(what.to_owned()),
            year,
            ..Claim::default()
        })
    }

    pub(crate) fn fact(mut self, name: &'static str, a: i32, year: Year, value: f64) -> Self {
        self.facts.push((name, a, None, year, value));
        self
    }

    pub(crate) fn between(mut self, name: &'static str, a: i32, b: i32, year: Year) -> Self {
        self.facts.push((name, a, Some(b), year, 1.0));
        self
    }

    pub(crate) fn state(mut self, year: Year, gw: i32, cow: i32) -> Self {
        self.states.push((year, gw, cow));
        self
    }

    /// Evidence in which every data set is present but those in `absent`.
    pub(crate) fn evidence(&self) -> Evidence {
        let tables = BTreeMap::from([
            (Table::Actors, self.actor_table()),
            (Table::Aliases, self.alias_table()),
            (Table::Claims, self.claim_table()),
            (Table::Coverage, self.coverage_table()),
            (Table::StateFacts, self.fact_table()),
            (Table::StateIds, self.state_table()),
        ]);
        let present = SourceKey::ALL.iter().filter(|k| !self.absent.contains(k));
        let inputs = present
            .map(|key| InputRef {
                source: key.to_string(),
                version: "1.0".to_owned(),
                sha256: String::new(),
                rows: 0,
                licence: "made up".to_owned(),
                citation: "made up".to_owned(),
                bundled: false,
            })
            .collect();
        Evidence::from_tables(AsOf::LATEST, inputs, tables).unwrap()
    }

    /// The panel of every pair.
    pub(crate) fn panel(&self) -> Panel {
        build(&self.evidence(), &PanelSpec { risk_set: RiskSet::All, ..PanelSpec::default() })
            .unwrap()
    }

    fn actor_table(&self) -> RecordBatch {
        let rows = &self.actors;
        batch(
            Table::Actors,
            vec![
                ints(rows.iter().map(|r| Some(r.0))),
                texts(rows.iter().map(|r| Some(r.1.as_str()))),
                shorts(rows.iter().map(|r| r.2)),
                texts(rows.iter().map(|r| r.3.as_deref())),
                texts(rows.iter().map(|r| r.4.as_deref())),
                texts(rows.iter().map(|_| Some("ucdp-actor"))),
                texts(rows.iter().map(|_| Some("1.0"))),
                texts(rows.iter().map(|_| Some("1"))),
            ],
        )
    }

    fn alias_table(&self) -> RecordBatch {
        let rows = &self.codes;
        batch(
            Table::Aliases,
            vec![
                ints(rows.iter().map(|r| Some(r.0))),
                texts(rows.iter().map(|r| Some(r.1.as_str()))),
                texts(rows.iter().map(|_| Some("code"))),
                texts(rows.iter().map(|_| None)),
                shorts(rows.iter().map(|_| None)),
                shorts(rows.iter().map(|_| None)),
                texts(rows.iter().map(|_| Some("ucdp-esd"))),
                texts(rows.iter().map(|_| Some("1.0"))),
            ],
        )
    }

    fn claim_table(&self) -> RecordBatch {
        let rows = &self.claims;
        let zeros = || numbers(rows.iter().map(|_| Some(0)));
        let nothing = || texts(rows.iter().map(|_| None));
        batch(
            Table::Claims,
            vec![
                texts(rows.iter().map(|r| Some(r.source))),
                texts(rows.iter().map(|_| Some("1.0"))),
                texts(rows.iter().map(|_| Some("1"))),
                ints(rows.iter().map(|r| Some(r.subject))),
                texts(rows.iter().map(|r| Some(r.relation))),
                ints(rows.iter().map(|r| r.object)),
                texts(rows.iter().map(|r| r.attribute.as_deref())),
                floats(rows.iter().map(|r| r.value)),
                nothing(),
                shorts(rows.iter().map(|r| Some(r.domains))),
                shorts(rows.iter().map(|r| Some(r.possible))),
                zeros(),
                zeros(),
                shorts(rows.iter().map(|r| r.year)),
                dates(rows.len()),
                dates(rows.len()),
                texts(rows.iter().map(|_| Some("coded"))),
                nothing(),
                nothing(),
                nothing(),
            ],
        )
    }

    fn coverage_table(&self) -> RecordBatch {
        let rows = &self.coverage;
        batch(
            Table::Coverage,
            vec![
                texts(rows.iter().map(|_| Some("made"))),
                texts(rows.iter().map(|_| Some("1.0"))),
                texts(rows.iter().map(|r| Some(r.0))),
                ints(rows.iter().map(|r| Some(r.1))),
                shorts(rows.iter().map(|r| Some(r.2))),
            ],
        )
    }

    fn fact_table(&self) -> RecordBatch {
        let rows = &self.facts;
        batch(
            Table::StateFacts,
            vec![
                texts(rows.iter().map(|_| Some("made"))),
                texts(rows.iter().map(|_| Some("1.0"))),
                texts(rows.iter().map(|_| Some("cow"))),
                texts(rows.iter().map(|r| Some(r.0))),
                numbers(rows.iter().map(|r| Some(r.1))),
                numbers(rows.iter().map(|r| r.2)),
                shorts(rows.iter().map(|r| Some(r.3))),
                floats(rows.iter().map(|r| Some(r.4))),
            ],
        )
    }

    fn state_table(&self) -> RecordBatch {
        let rows = &self.states;
        batch(
            Table::StateIds,
            vec![
                texts(rows.iter().map(|_| Some("gw-cow-states"))),
                texts(rows.iter().map(|_| Some("1.0"))),
                shorts(rows.iter().map(|r| Some(r.0))),
                numbers(rows.iter().map(|r| Some(r.1))),
                numbers(rows.iter().map(|r| Some(r.2))),
                texts(rows.iter().map(|_| None)),
                texts(rows.iter().map(|_| Some("State"))),
            ],
        )
    }
}

/// One cell of a panel.
pub(crate) fn cell(panel: &Panel, pair: (u32, u32), year: Year, column: &str) -> f64 {
    let dyad = Dyad::new(ActorId::ucdp(pair.0), ActorId::ucdp(pair.1)).unwrap();
    let row = panel.row_of(dyad, year).unwrap_or_else(|| panic!("no row {pair:?} {year}"));
    panel.column(column).unwrap_or_else(|| panic!("no column {column}"))[row]
}

/// The rows of a panel as `(a, b, year)`.
pub(crate) fn keys(panel: &Panel) -> Vec<(i64, i64, Year)> {
    let pairs = panel.a().iter().zip(panel.b());
    pairs.zip(panel.year()).map(|((a, b), y)| (*a, *b, *y)).collect()
}

fn batch(table: Table, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(table.schema(), columns).unwrap()
}

macro_rules! arrays {
    ($($name:ident, $builder:ident, $type:ty;)+) => {
        $(fn $name(values: impl Iterator<Item = Option<$type>>) -> ArrayRef {
            let mut builder = $builder::new();
            values.for_each(|v| builder.append_option(v));
            Arc::new(builder.finish())
        })+
    };
}

arrays! {
    ints, Int64Builder, i64;
    shorts, Int16Builder, i16;
    numbers, Int32Builder, i32;
    floats, Float64Builder, f64;
}

fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    values.for_each(|v| builder.append_option(v));
    Arc::new(builder.finish())
}

fn dates(rows: usize) -> ArrayRef {
    let mut builder = Date32Builder::new();
    (0..rows).for_each(|_| builder.append_null());
    Arc::new(builder.finish())
}
