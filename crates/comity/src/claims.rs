//! Claims as a person reads them: a handful of rows about a group or a pair.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use comity_core::codebook::Codebook;
use comity_core::schema::Table;
use comity_core::{ActorId, Code, DomainSet, Error, KindSet, Result};
use comity_world::{Evidence, Registry};
use serde::Serialize;

/// One claim, with names in place of numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimRow {
    /// Year of the claim; `None` for undated statements.
    pub year: Option<i16>,
    /// Who the claim is about.
    pub subject: ActorId,
    /// Display name of the subject.
    pub subject_name: String,
    /// `supports`, `cooperates`, `fights`, `lineage` or `attribute`.
    pub relation: String,
    /// The other actor, if any.
    pub object: Option<ActorId>,
    /// Display name of the other actor.
    pub object_name: Option<String>,
    /// Which lineage, conflict or property.
    pub attribute: Option<String>,
    /// The number the source gives.
    pub value: Option<f64>,
    /// The code the source gives.
    pub text: Option<String>,
    /// Domains that are certain for this pair.
    pub domains: Vec<String>,
    /// Domains that are possible: pooled over several supporters in the source.
    pub possible_domains: Vec<String>,
    /// Kinds that are certain for this pair.
    pub kinds: Vec<String>,
    /// Kinds that are possible.
    pub possible_kinds: Vec<String>,
    /// `coded`, `possible` or `unclear`.
    pub certainty: String,
    /// Data set.
    pub source: String,
    /// Version of the data set.
    pub version: String,
    /// Row of the data set.
    pub record: String,
    /// The source's conflict or dyad.
    pub context: Option<String>,
}

/// Typed access to the columns of the claims table.
pub(crate) struct Columns<'a> {
    batch: &'a RecordBatch,
    pub(crate) subject: &'a [i64],
    object: &'a arrow_array::Int64Array,
    relation: &'a arrow_array::StringArray,
    year: &'a arrow_array::Int16Array,
    source: &'a arrow_array::StringArray,
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a dyn Array> {
    batch
        .column_by_name(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| Error::new(Code::Internal, format!("the claims table lacks `{name}`")))
}

impl<'a> Columns<'a> {
    /// The claims of a body of evidence.
    ///
    /// # Errors
    /// [`Code::Internal`] when the table lacks a column.
    pub(crate) fn of(evidence: &'a Evidence) -> Result<Self> {
        let batch = evidence.table(Table::Claims);
        Ok(Self {
            batch,
            subject: column(batch, "subject")?.as_primitive::<Int64Type>().values(),
            object: column(batch, "object")?.as_primitive(),
            relation: column(batch, "relation")?.as_string(),
            year: column(batch, "year")?.as_primitive(),
            source: column(batch, "source")?.as_string(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.batch.num_rows()
    }

    pub(crate) fn object(&self, row: usize) -> Option<i64> {
        self.object.is_valid(row).then(|| self.object.value(row))
    }

    pub(crate) fn relation(&self, row: usize) -> &'a str {
        self.relation.value(row)
    }

    pub(crate) fn year(&self, row: usize) -> Option<i16> {
        self.year.is_valid(row).then(|| self.year.value(row))
    }

    pub(crate) fn source(&self, row: usize) -> &'a str {
        self.source.value(row)
    }

    fn text(&self, row: usize, name: &str) -> Result<Option<String>> {
        let array = column(self.batch, name)?.as_string::<i32>();
        Ok(array.is_valid(row).then(|| array.value(row).to_owned()))
    }

    /// One row in words.
    ///
    /// # Errors
    /// [`Code::Internal`] when the table lacks a column.
    pub(crate) fn row(&self, row: usize, names: &Registry, book: &Codebook) -> Result<ClaimRow> {
        let mask16 = |n: &str| -> Result<i16> {
            Ok(column(self.batch, n)?.as_primitive::<Int16Type>().value(row))
        };
        let mask32 = |n: &str| -> Result<i32> {
            Ok(column(self.batch, n)?.as_primitive::<Int32Type>().value(row))
        };
        let value = column(self.batch, "value")?.as_primitive::<Float64Type>();
        let subject = ActorId::from_raw(self.subject[row]);
        let object = self.object(row).map(ActorId::from_raw);
        let domains = |bits| DomainSet::from_bits(bits).iter().map(|d| d.as_str().into()).collect();
        let kinds = |bits| -> Vec<String> {
            KindSet::from_bits(bits)
                .iter()
                .map(|k| book.kinds.get(k.as_str()).map_or(k.as_str(), |e| &e.label).to_owned())
                .collect()
        };
        Ok(ClaimRow {
            year: self.year(row),
            subject,
            subject_name: names.name(subject).to_owned(),
            relation: self.relation(row).to_owned(),
            object,
            object_name: object.map(|o| names.name(o).to_owned()),
            attribute: self.text(row, "attribute")?,
            value: value.is_valid(row).then(|| value.value(row)),
            text: self.text(row, "text")?,
            domains: domains(mask16("domains")?),
            possible_domains: domains(mask16("possible")?),
            kinds: kinds(mask32("kinds")?),
            possible_kinds: kinds(mask32("kinds_possible")?),
            certainty: self.text(row, "certainty")?.unwrap_or_default(),
            source: self.text(row, "source")?.unwrap_or_default(),
            version: self.text(row, "version")?.unwrap_or_default(),
            record: self.text(row, "record")?.unwrap_or_default(),
            context: self.text(row, "context")?,
        })
    }
}

/// The years in which each topic's source observed an actor, as `(topic, source, years)`.
///
/// # Errors
/// [`Code::Internal`] when the coverage table lacks a column.
pub fn coverage_of(evidence: &Evidence, actor: ActorId) -> Result<Vec<Observed>> {
    let batch = evidence.table(Table::Coverage);
    let actors = column(batch, "actor")?.as_primitive::<Int64Type>();
    let years = column(batch, "year")?.as_primitive::<Int16Type>();
    let topics = column(batch, "topic")?.as_string::<i32>();
    let sources = column(batch, "source")?.as_string::<i32>();
    let mut found: std::collections::BTreeMap<(String, String), Vec<i16>> = Default::default();
    for row in 0..batch.num_rows() {
        if actors.value(row) == actor.raw() {
            let key = (topics.value(row).to_owned(), sources.value(row).to_owned());
            let list = found.entry(key).or_default();
            if years.is_valid(row) {
                list.push(years.value(row));
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|((topic, source), mut years)| {
            years.sort_unstable();
            years.dedup();
            Observed { topic, source, years }
        })
        .collect())
}

/// Years in which a source observed an actor for a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Observed {
    /// Topic of the coverage, such as `support`.
    pub topic: String,
    /// Data set.
    pub source: String,
    /// Years, ascending; empty for static profiles.
    pub years: Vec<i16>,
}
